"""A stock of held cases for the solver (在手案件的翻译): each may stay with its holder, or move to somebody who may have it.

The first option of a case is to stay, with what it takes now, and for one that may not move the only one; what another
option charges differs from that exactly where the desks differ, so that a move within a team changes no desk's load.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from allocator.decisions.allocation.moving import may_move_from, move_price
from allocator.decisions.allocation.translate_classes import Seat, classes, new_cases_left
from allocator.domain.snapshot import HeldCase, Snapshot
from allocator.domain.workload import charges, members_of
from solver.arrays import Ints
from solver.assignment import Instance

EQUALLY_EVEN = 1  # per mille of the spread: within that the price of the moves decides
KEPT, MOVED_LATELY, AWAY, NOBODY = "kept", "moved_lately", "away", "nobody"


@dataclass(frozen=True, slots=True)
class Way:
    """A way to have a case: who leads it, the mentor beside, who carries which minutes; by person they are `minutes`."""

    case: int
    lead: str
    mentor: str | None
    charges: Mapping[str, int]
    minutes: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Stock:
    """An instance with what its numbers mean, and why some cases stay where they are.

    The ceiling of the instance is the rulebook's cap; whoever holds more already may go on with that, and no more.
    """

    instance: Instance
    cases: tuple[HeldCase, ...]
    ways: tuple[Way, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)


def translate_stock(
    held: Sequence[HeldCase], snapshot: Snapshot, keep: frozenset[str], second: frozenset[str]
) -> Stock:
    """Turn held cases into an instance; what is kept, was moved lately, or nobody else may have can only stay.

    What somebody without minutes holds stays out of it. `second` are cases that may move although they moved lately.
    """
    fixed = {item.case_no: why for item in held if (why := _why_fixed(item, snapshot, keep, second))}
    cases = [item for item in held if fixed.get(item.case_no) != AWAY]
    free = [item for item in cases if item.case_no not in fixed]
    seats = dict(zip((item.case_no for item in free), _seats_by_case(free, snapshot), strict=True))
    fixed |= {case_no: NOBODY for case_no, found in seats.items() if not found}
    ways = [
        way for number, item in enumerate(cases) for way in _ways(number, item, seats.get(item.case_no, ()), snapshot)
    ]
    return Stock(_instance(cases, ways, snapshot), tuple(cases), tuple(ways), fixed)


def _why_fixed(item: HeldCase, snapshot: Snapshot, keep: frozenset[str], second: frozenset[str]) -> str | None:
    if not snapshot.capacity.minutes.get(item.holder):
        return AWAY
    if item.case_no in keep:
        return KEPT
    lately = item.case_no not in second and may_move_from(item.place, snapshot) is not None
    return MOVED_LATELY if lately else None


def _is_full(code: str, snapshot: Snapshot) -> bool:
    """Who is above the ceiling already receives nothing (负荷上限)."""
    load = snapshot.load(code).permille
    return load is None or load > snapshot.rulebook.levers.most_load


def _seats_by_case(cases: Sequence[HeldCase], snapshot: Snapshot) -> list[list[Seat]]:
    """Give for each case the seats to which it may move: not the holder's own, and nobody's who is full already."""
    people = snapshot.office.officers
    full = {number for number, officer in enumerate(people) if _is_full(officer.code, snapshot)}
    found: list[list[Seat]] = [[] for _ in cases]
    for kind in classes([item.place for item in cases], snapshot):
        free = [seat for seat in kind.seats if not {seat.lead, seat.mentor} & full]
        for number in kind.cases:
            found[number] = [seat for seat in free if people[seat.lead].code != cases[number].holder]
    return found


def _ways(number: int, item: HeldCase, seats: Sequence[Seat], snapshot: Snapshot) -> Iterator[Way]:
    """Give the ways to have a case: first as it is, then each seat to which it may move."""
    stays = _by_person(item.charges, snapshot, up=False)
    yield Way(number, item.holder, item.mentor, item.charges, stays)
    people, track = snapshot.office.officers, snapshot.rulebook.lanes[item.place.lane].track
    for seat in seats:
        mentor = None if seat.mentor < 0 else people[seat.mentor].code
        taken = charges(item.place.minutes, track, people[seat.lead], mentor, snapshot.capacity)
        yield Way(number, people[seat.lead].code, mentor, taken, _changed(stays, item.charges, taken, snapshot))


def _changed(
    stays: Mapping[str, int], before: Mapping[str, int], after: Mapping[str, int], snapshot: Snapshot
) -> dict[str, int]:
    """Give the minutes by person after a move: those of staying and the difference, each part rounded up."""
    holders = [*before, *(holder for holder in after if holder not in before)]
    changes = ((holder, after.get(holder, 0) - before.get(holder, 0)) for holder in holders)
    difference = {holder: count for holder, count in changes if count}  # within a team hardly any
    found = dict(stays)
    for code, count in _by_person(difference, snapshot, up=True).items():
        found[code] = found.get(code, 0) + count
    return found


def _by_person(minutes: Mapping[str, int], snapshot: Snapshot, *, up: bool) -> dict[str, int]:
    """Share minutes of people and desks by person, each part of a desk rounded up or down."""
    found: dict[str, int] = {}
    for holder, count in minutes.items():
        own = holder in snapshot.office.officer_by_code
        members = {holder: 1} if own else members_of(holder, snapshot.capacity)
        total = sum(members.values())
        for code, weight in members.items():
            part = -(-count * weight // total) if up else count * weight // total
            found[code] = found.get(code, 0) + part
    return found


def _instance(cases: Sequence[HeldCase], ways: Sequence[Way], snapshot: Snapshot) -> Instance:
    codes = [officer.code for officer in snapshot.office.officers]
    place = {code: number for number, code in enumerate(codes)}
    capacity = snapshot.capacity.minutes
    charged = [
        [(place[code], count) for code, count in way.minutes.items() if capacity[code] and count > 0] for way in ways
    ]
    held = dict(snapshot.minutes_held)
    for item in cases:
        for code, count in _by_person(item.charges, snapshot, up=False).items():
            held[code] -= count
    return Instance(
        capacity=_numbers(capacity[code] for code in codes),
        held=_numbers(held[code] for code in codes),
        priority=np.zeros(len(cases), dtype=np.int64),
        option_case=_numbers(way.case for way in ways),
        option_lead=_numbers(place[way.lead] for way in ways),
        charge_start=np.cumsum([0, *(len(parts) for parts in charged)], dtype=np.int64),
        charge_person=_numbers(person for parts in charged for person, _ in parts),
        charge_minutes=_numbers(count for parts in charged for _, count in parts),
        option_misfit=np.zeros(len(ways), dtype=np.int64),
        option_lot=np.zeros(len(ways), dtype=np.int64),
        holder=_numbers(place[item.holder] for item in cases),
        move_price=_numbers(move_price(item.place, snapshot) for item in cases),
        most_new=_numbers(iter(new_cases_left(snapshot))),
        present=_numbers(snapshot.minutes_held[code] for code in codes),
        ceiling=snapshot.rulebook.levers.most_load,
        spread_step=snapshot.rulebook.levers.spread_step,
        peak_tolerance=0,
        spread_tolerance=EQUALLY_EVEN,
        misfit_tolerance=0,
    )


def _numbers(values: Iterator[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)
