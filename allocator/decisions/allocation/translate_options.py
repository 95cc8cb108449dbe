"""Every lawful way to place every case (可选方案), as arrays: case, lead, mentor, and who is charged how many minutes.

Options stand in the order of the cases, those of one case in the office's order of leads, the charges of one option in
the office's order of people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from allocator.decisions.allocation.translate_charges import Crews
from allocator.decisions.allocation.translate_classes import CaseClass
from allocator.domain.snapshot import CaseToPlace, Snapshot
from solver.arrays import Flags, Ints

NOBODY = -1


@dataclass(frozen=True, eq=False)
class Options:
    """The options of a batch: `own` and `beside` are the minutes that fall on lead and mentor directly, not through a desk."""

    case: Ints
    lead: Ints
    mentor: Ints
    own: Ints
    beside: Ints
    charge_start: Ints
    charge_person: Ints
    charge_minutes: Ints

    @cached_property
    def charge_option(self) -> Ints:
        """The option each charge belongs to."""
        return np.repeat(np.arange(len(self.case)), np.diff(self.charge_start))

    @cached_property
    def charge_desk(self) -> Ints:
        """1 where a charge falls on somebody who neither leads nor stands beside: through a desk (配合岗位)."""
        lead, mentor = self.lead[self.charge_option], self.mentor[self.charge_option]
        through: Flags = (self.charge_person != lead) & (self.charge_person != mentor)
        return through.astype(np.int64)


@dataclass(frozen=True, eq=False)
class _Block:
    """The options of one seat, a row each: their places, and a table of minutes by person (a column each)."""

    places: Ints
    people: Ints
    minutes: Ints
    own: Ints
    beside: Ints


def options_of(cases: Sequence[CaseToPlace], kinds: Sequence[CaseClass], snapshot: Snapshot) -> Options:
    """Lay out the options of all cases."""
    case, lead, mentor = _pairs(kinds)
    people, capacity = snapshot.office.officers, snapshot.capacity.minutes
    present = np.array([capacity[officer.code] > 0 for officer in people], dtype=np.bool_)
    blocks = list(_blocks(case, lead, mentor, Crews(cases, snapshot), present))
    own, beside = np.zeros_like(case), np.zeros_like(case)
    for block in blocks:
        own[block.places], beside[block.places] = block.own, block.beside
    return Options(case, lead, mentor, own, beside, *_charges(len(case), blocks))


def _pairs(kinds: Sequence[CaseClass]) -> tuple[Ints, Ints, Ints]:
    """Pair every case of a class with every seat of it, sorted by case and lead."""
    case, lead, mentor = [_empty()], [_empty()], [_empty()]
    for kind in kinds:
        members, seats = np.array(kind.cases, dtype=np.int64), len(kind.seats)
        case.append(np.repeat(members, seats))
        lead.append(np.tile(np.array([seat.lead for seat in kind.seats], dtype=np.int64), len(members)))
        mentor.append(np.tile(np.array([seat.mentor for seat in kind.seats], dtype=np.int64), len(members)))
    cases, leads, mentors = np.concatenate(case), np.concatenate(lead), np.concatenate(mentor)
    order = np.lexsort((leads, cases))
    return cases[order], leads[order], mentors[order]


def _blocks(case: Ints, lead: Ints, mentor: Ints, crews: Crews, present: Flags) -> Iterator[_Block]:
    """Work out the charges seat by seat."""
    people = crews.snapshot.office.officers
    width = len(people) + 1
    seats, which = np.unique(lead * width + mentor + 1, return_inverse=True)
    order = np.argsort(which, kind="stable")
    ends = np.searchsorted(which[order], np.arange(len(seats) + 1))
    for number, seat in enumerate(seats.tolist()):
        leader, beside = divmod(seat, width)
        places = np.sort(order[ends[number] : ends[number + 1]])
        yield _block(places, case[places], leader, beside - 1, crews, present)


def _block(places: Ints, rows: Ints, lead: int, mentor: int, crews: Crews, present: Flags) -> _Block:
    crew = crews.of(crews.snapshot.office.officers[lead])
    own = crew.own[rows]
    beside = crew.mentor[rows] if mentor != NOBODY else np.zeros_like(own)
    extra = {lead: own} | ({mentor: beside} if mentor != NOBODY else {})
    people = [person for person in sorted({*crew.desks, *extra}) if present[person]]
    table = np.zeros((len(rows), len(people)), dtype=np.int64)
    for column, person in enumerate(people):
        if person in crew.desks:
            table[:, column] += crew.desks[person][rows]
        if person in extra:
            table[:, column] += extra[person]
    return _Block(places, np.array(people, dtype=np.int64), table, own, beside)


def _charges(count: int, blocks: Sequence[_Block]) -> tuple[Ints, Ints, Ints]:
    """Put the charges of all blocks one after the other, option by option; nobody is charged nothing."""
    width = np.zeros(count + 1, dtype=np.int64)
    for block in blocks:
        width[block.places + 1] = np.count_nonzero(block.minutes, axis=1)
    start = np.cumsum(width)
    person, minutes = np.empty(start[-1], dtype=np.int64), np.empty(start[-1], dtype=np.int64)
    for block in blocks:
        charged = block.minutes > 0
        row, column = np.nonzero(charged)
        nth = np.cumsum(charged, axis=1)[row, column] - 1
        where = start[block.places[row]] + nth
        person[where], minutes[where] = block.people[column], block.minutes[row, column]
    return start, person, minutes


def _empty() -> Ints:
    return np.zeros(0, dtype=np.int64)
