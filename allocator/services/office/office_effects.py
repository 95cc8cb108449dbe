"""What a change of the office touches (变更影响), told before it is made: cases, pairs, absences and published trips."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from allocator.domain.canonical import plain
from allocator.domain.fieldwork.means import Engagement
from allocator.domain.fieldwork.trips import Span
from allocator.domain.office import Office
from allocator.domain.people import Absence, Officer
from allocator.domain.words import Count, Text
from allocator.persistence.trips import GONE_OUT, KeptTrip
from allocator.persistence.unit_of_work import UnitOfWork

CASES, PAIRS, TRIP, ABSENCES = "cases", "pairs", "trip", "absences"


@dataclass(frozen=True, slots=True)
class Means:
    """The office with what takes its people and vehicles, before or after a change."""

    office: Office
    engagements: tuple[Engagement, ...]


@dataclass(frozen=True, slots=True)
class Touched:
    """Something a change touches (受影响事项): open cases or pairs of somebody who goes, or a trip that was published.

    `ref` is the officer's code, or the trip's; `on` the day from which it matters.
    """

    kind: str
    ref: str
    on: date
    text: Text

    @property
    def monday(self) -> date:
        """Give the Monday of its week."""
        return self.on - timedelta(days=self.on.weekday())

    def as_dict(self) -> dict[str, object]:
        """Give it as one JSON-ready document."""
        return {"kind": self.kind, "ref": self.ref, "on": plain(self.on), "text": self.text.as_dict()}


def touched_by(uow: UnitOfWork, before: Means, after: Means, today: date) -> tuple[Touched, ...]:
    """Tell what a change touches: what stood before it and stands no more."""
    trips = uow.trips.ahead(today - timedelta(days=today.weekday()))
    ahead = [kept for kept in trips if kept.day >= today and kept.state not in GONE_OUT]
    people = _people(uow, before.office, after.office, today)
    return (*people, *_absences(before.office, after.office), *_trips(ahead, before, after))


def _people(uow: UnitOfWork, before: Office, after: Office, today: date) -> Iterator[Touched]:
    held = uow.cases.counts_by_officer()
    for officer in before.officers:
        now = after.officer_by_code.get(officer.code)
        last = _leaves(officer, now, today)
        if last is not None:
            yield from _left_cases(officer, held.get(officer.code, 0), last)
            yield from _left_pairs(officer, after, last)
            yield from _left_absences(officer, after, last)
        elif now is not None and (now.role, now.team) != (officer.role, officer.team) and held.get(officer.code):
            yield _other_place(officer, held[officer.code], today)


def _leaves(officer: Officer, now: Officer | None, today: date) -> date | None:
    """Give the last day of somebody who leaves by the change; None of who stays as long as before."""
    last = today - timedelta(days=1) if now is None else now.left
    if last is None or (officer.left is not None and officer.left <= last):
        return None
    return last


def _left_cases(officer: Officer, count: int, last: date) -> Iterator[Touched]:
    if count:
        text = Text(
            f"{officer.name}（{officer.code}）在办 {count} 件，{last} 之后须由他人承办。",
            f"{officer.name} ({officer.code}) holds {Count(count):open case|open cases}, which somebody else must have after {last}.",
        )
        yield Touched(CASES, officer.code, last, text)


def _left_pairs(officer: Officer, after: Office, last: date) -> Iterator[Touched]:
    for pair in after.pairings:
        others = {pair.mentor, pair.apprentice} - {officer.code}
        if len(others) == 1 and (pair.period.last is None or pair.period.last > last):
            other = after.officer_by_code[others.pop()].name
            text = Text(
                f"与{other}的师徒结对在 {last} 之后仍有效，请同时结束。",
                f"The pair with {other} goes on after {last}: end it too.",
            )
            yield Touched(PAIRS, officer.code, last, text)


def _left_absences(officer: Officer, after: Office, last: date) -> Iterator[Touched]:
    for absence in after.absences_of(officer.code):
        if absence.period.last is None or absence.period.last > last:
            text = Text(
                f"自 {absence.period.first} 起的缺席在 {last} 之后仍在册，请一并取消。",
                f"An absence from {absence.period.first} on goes on after {last}: take it back too.",
            )
            yield Touched(ABSENCES, officer.code, last, text)


def _absences(before: Office, after: Office) -> Iterator[Touched]:
    """Tell which days somebody would be away twice (重复请假): of new absences, those that meet another of the same person."""
    for new in set(after.absences) - set(before.absences):
        others = [one for one in after.absences_of(new.officer) if one is not new and one.period.meets(new.period)]
        yield from (_twice(new, one) for one in others)


def _twice(new: Absence, other: Absence) -> Touched:
    first, last = other.period.first, other.period.last or "—"
    text = Text(
        f"与已登记的 {first} 至 {last} 的缺席重叠；重叠日只扣一次工时。",
        f"It meets the absence from {first} to {last}; days of both take hours once.",
    )
    return Touched(ABSENCES, new.officer, new.period.first, text)


def _other_place(officer: Officer, count: int, today: date) -> Touched:
    text = Text(
        f"{officer.name}（{officer.code}）在办 {count} 件，变更团队或岗位后仍由其承办。",
        f"{officer.name} ({officer.code}) holds {Count(count):open case|open cases} and keeps them in the other team or role.",
    )
    return Touched(CASES, officer.code, today, text)


def _trips(ahead: list[KeptTrip], before: Means, after: Means) -> Iterator[Touched]:
    for kept in ahead:
        was = {(code, why.zh) for code, why in _missing(kept, before)}
        for code, why in _missing(kept, after):
            if (code, why.zh) not in was:
                text = Text("{day} 的出车 {trip}：{why}", "Trip {trip} on {day}: {why}")
                yield Touched(
                    TRIP, kept.trip.code, kept.day, text.fill(day=str(kept.day), trip=kept.trip.code, why=why)
                )


def _missing(kept: KeptTrip, means: Means) -> Iterator[tuple[str, Text]]:
    """Say what a published trip lacks: its day, somebody aboard, its vehicle or a seat."""
    trip, office = kept.trip, means.office
    if not office.calendar.is_working(kept.day):
        yield "", Text("当日不上班。", "it is no working day.")
    for code in trip.people:
        if not office.is_there(code, kept.day) or _taken(kept, code, means.engagements):
            name = office.officer_by_code[code].name if code in office.officer_by_code else code
            yield code, Text(f"{name}不能随车。", f"{name} cannot go.")
    vehicle = next((one for one in office.vehicles if one.code == trip.vehicle), None)
    if vehicle is None or _taken(kept, trip.vehicle, means.engagements):
        yield trip.vehicle, Text(f"车辆 {trip.vehicle} 不能用。", f"vehicle {trip.vehicle} cannot be used.")
    elif vehicle.seats < len(trip.people):
        yield trip.vehicle, Text(f"{vehicle.name}座位不足。", f"{vehicle.name} has too few seats.")


def _taken(kept: KeptTrip, code: str, engagements: tuple[Engagement, ...]) -> bool:
    span = Span(kept.trip.leaves, kept.trip.back)
    own = (one for one in engagements if one.holder == code)
    return any(
        hours.meets(span) for one in own for hours in one.hours.spans(kept.day - timedelta(days=kept.day.weekday()))
    )
