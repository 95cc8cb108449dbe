"""Field work as JSON documents (外勤视图): one form for the API and the command line."""

from typing import Any

from allocator.domain.canonical import plain
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.persistence.errands import KeptErrand
from allocator.persistence.trips import KeptTrip
from allocator.services.fieldwork.answers import Answered
from allocator.services.fieldwork.booking import SetDown
from allocator.services.fieldwork.checks import FieldCheck
from allocator.services.fieldwork.drafts import WeekDraft


def errand_view(kept: KeptErrand) -> dict[str, Any]:
    """Show an errand and where it stands."""
    return {
        "id": kept.id,
        "version": kept.version,
        "state": kept.state,
        "source": kept.source,
        **plain(kept.errand),
    }


def trip_view(kept: KeptTrip) -> dict[str, Any]:
    """Show a trip; hours in minutes of its week."""
    trip = plain(kept.trip)
    named = {"id": kept.id, "version": kept.version, "week": week_name(kept.monday), "day": kept.day.isoformat()}
    return {**trip, **named, "state": kept.state, "undone": list(kept.undone)}


def week_view(week: FieldWeek, trips: tuple[KeptTrip, ...], check: FieldCheck) -> dict[str, Any]:
    """Show a week as it stands: its trips, errands without a place, what the checker says of it."""
    return {
        "week": week_name(week.monday),
        "monday": week.monday.isoformat(),
        "now": week.now,
        "estimated": is_estimated(week),
        "trips": [trip_view(trip) for trip in trips],
        **check_view(check),
    }


def is_estimated(week: FieldWeek) -> bool:
    """Say whether the working days of a week are estimates (预估): the make-up days of its year are not proclaimed yet."""
    return any(week.office.calendar.is_estimated(day.year) for day in week.days)


def check_view(check: FieldCheck) -> dict[str, Any]:
    """Show what the checker says of a plan of a week; values are null where it names what nobody knows."""
    return {
        "lawful": not check.objections,
        "objections": [plain(objection) for objection in check.objections],
        "values": None if check.values is None else dict(check.values),
        "left": list(check.left),
    }


def draft_view(draft: WeekDraft) -> dict[str, Any]:
    """Show a plan of a week as it waits for a person: trips, what is left out and what would place it, proof, objections."""
    document = draft.document
    parts = ("trips", "left", "values", "objections", "certificate", "seal", "seed", "seconds")
    shown = {name: document[name] for name in parts}
    state = {"published": list(draft.published), "withdrawn": draft.withdrawn}
    return {"run": draft.run, "week": week_name(draft.monday), **shown, **state}


def answered_view(answer: Answered) -> dict[str, Any]:
    """Show what the day's change would do, or did; `confirm` is what confirms exactly this."""
    parts = ("trips", "moves", "along", "value", "bound", "proven", "placed", "objections")
    shown = {name: answer.document[name] for name in parts}
    more = {"effect": answer.document.get("effect", {}), "against": answer.document.get("against", [])}
    more |= {"left": answer.document.get("left", []), "under_way": answer.document.get("under_way", [])}
    applied = None if answer.applied is None else set_down_view(answer.applied)
    return {"confirm": answer.digest, **shown, **more, "applied": applied}


def set_down_view(done: SetDown) -> dict[str, Any]:
    """Show what was published, moved and withdrawn, and the codes trips of the plan got."""
    parts = {"published": done.published, "moved": done.moved, "withdrawn": done.withdrawn}
    return {**{name: [trip_view(trip) for trip in trips] for name, trips in parts.items()}, "codes": dict(done.codes)}


def week_name(monday: Any) -> str:
    """Write a week as 2022-W41."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02}"
