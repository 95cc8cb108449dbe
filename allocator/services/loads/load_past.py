"""Who carried what at the end of a day gone by (过往负荷), as the decision log tells it, and the office as it then was."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from allocator.decisions.loads.load_change import Moment
from allocator.decisions.loads.load_turns import TELLING, Carried, Turn, turns_of
from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from allocator.persistence.load_trail import ChargeNow, Told
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.indicators.lent_time import filled_then
from allocator.services.indicators.opened_campaigns import CALLED_OFF, CAMPAIGN
from allocator.services.remembering import kept_office
from allocator.services.transaction import the_rulebook

OFFICE_ENTRIES = ("office", "pairs_accepted", "ladder", CAMPAIGN, CALLED_OFF)
"""The kinds of entries after which the office is another."""


@dataclass(frozen=True, slots=True)
class Timed:
    """One change of who carries what of a case, with its instant (RFC 3339, UTC)."""

    at: str
    case_id: int
    turn: Turn


def check_span(first: date, last: date, today: date) -> None:
    """Refuse days that are no span up to today; raises BadInput."""
    if not first < last <= today:
        raise BadInput(
            Text(f"起止日期不成立：{first} 至 {last}。", f"From {first} to {last} is no span up to today."),
            Text(f"起日须早于止日，止日不晚于 {today}。", f"Begin before the end, and end by {today}."),
            code="span-impossible",
        )


def moment_of(uow: UnitOfWork, day: date) -> Moment | None:
    """Give the office and the rules as they were at the end of a day, hours counted from that day on; None before there was one."""
    digest = uow.load_trail.office_at(uow.load_trail.end_of(day), OFFICE_ENTRIES)
    return None if digest is None else Moment(kept_office(uow, digest), the_rulebook(uow, day), day)


def with_filled(uow: UnitOfWork, moment: Moment, carried: Mapping[int, Carried]) -> Moment:
    """Give a moment with what then filled the time lent to special actions (专项在手)."""
    return replace(moment, filled=filled_then(uow, moment.office, moment.rulebook, moment.day, carried))


def carried_at(uow: UnitOfWork, first: date, last: date) -> tuple[dict[int, Carried], list[Timed]]:
    """Give by case who carried what at the end of the first day, and what changed by the end of the last, oldest first."""
    start, end = uow.load_trail.end_of(first), uow.load_trail.end_of(last)
    touched = uow.load_trail.since(start, TELLING)
    opening = _untouched(uow.load_trail.charges(), touched)
    turns: list[Timed] = []
    for case_id, entries in touched.items():
        told = turns_of((entry.kind, entry.body) for entry in entries)
        ours = [Timed(entry.at, case_id, turn) for entry, turn in zip(entries, told, strict=True)]
        for one in ours:
            if one.at < start:
                opening[case_id] = one.turn.after
        turns += [one for one in ours if start <= one.at < end and one.turn.before != one.turn.after]
    return opening, sorted(turns, key=lambda one: one.at)


def _untouched(charges: Sequence[ChargeNow], touched: Mapping[int, Sequence[Told]]) -> dict[int, Carried]:
    """Give by case what nothing has changed since: it was then as it is now."""
    return {
        case_id: Carried(minutes, mentor) for case_id, minutes, mentor in _by_case(charges) if case_id not in touched
    }


def _by_case(charges: Sequence[ChargeNow]) -> Iterator[tuple[int, dict[str, int], str | None]]:
    found: dict[int, tuple[dict[str, int], str | None]] = {}
    for row in charges:
        found.setdefault(row.case_id, ({}, row.mentor))[0][row.holder] = row.minutes
    yield from ((case_id, *one) for case_id, one in found.items())
