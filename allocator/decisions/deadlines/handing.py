"""Handing a case on (移交试算): what it shifts in everybody's line of due work, and what it costs; worked out once for all questions.

What a case asks of whom does not rest on anybody's load, so it is the same in a move and in every swap. Loads decide the cap
and the price; where the cap is not near and the price could not be the least, they are not worked out.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from allocator.decisions.allocation.moving import may_move_from
from allocator.decisions.deadlines.due_lines import (
    DueWork,
    Late,
    Line,
    Room,
    Row,
    Shift,
    between,
    by_officer,
    shared_line,
    sharers_of,
)
from allocator.decisions.deadlines.due_work import End, ends_of, owed, portions
from allocator.decisions.recommendation.eligibility import mentor_for, refusals
from allocator.decisions.recommendation.recommendation import Candidate, Refused, continuity_terms, judge
from allocator.decisions.recommendation.shares import Shares
from allocator.domain.cases import normal_name
from allocator.domain.people import Officer
from allocator.domain.snapshot import CaseToPlace, HeldCase, Snapshot
from allocator.domain.workload import PERMILLE, ladder_step, permille

Place = tuple[str, bool]
"""A line: whose it is, and whether it is that of a desk or mentor."""

Likeness = str | tuple[str, tuple[str, ...]]
"""What rules read of a case: lane and skills, or its number where somebody in the office may be tied to it or kept from it."""

ROUNDED = 2  # minutes by which rounding may move a person's part of a desk's minutes, when the desk has fewer of them


@dataclass(frozen=True)
class Handing:
    """A case in the hands of somebody else (移交): by line what it shifts; which lines it makes late by itself, and where it adds.

    `within` says that no cap can be in the way, whatever else is taken away.
    """

    case: HeldCase
    officer: Officer
    shifts: Mapping[Place, Sequence[Shift]]
    bad: frozenset[Place]
    adds: frozenset[Place]
    mentor: str | None
    charges: Mapping[str, int]
    within: bool = False


class HeldWork:
    """All held cases with everybody's lines of due work as they stand (在手期限台账); what was worked out once is kept."""

    def __init__(self, cases: Sequence[HeldCase], seen: Snapshot) -> None:
        self.cases, self.seen, self.room = cases, seen, Room(seen.capacity)
        self.case = {case.case_no: case for case in cases}
        self.ends: dict[str, tuple[tuple[End, bool], ...]] = {case.case_no: ends_of(case, seen) for case in cases}
        self.mine = by_officer(item for case in cases for item in self.own_work(case))
        self.carried = by_officer(item for case in cases for item in self.others_work(case))
        self._lines: dict[Place, Line] = {}
        self._handings: dict[tuple[str, str], Handing] = {}
        self._codes: dict[tuple[str, Likeness, bool], frozenset[str]] = {}
        self._alike: dict[str, Likeness] = {}
        self._rows: dict[str, Mapping[Row, int]] = {}
        self._whole: dict[str, int] = {}
        self._shares: dict[str, Shares] = {}

    def own_work(self, case: HeldCase) -> Iterator[DueWork]:
        """Give what a case asks of its handler."""
        return owed(case, case.holder, self.ends[case.case_no])

    def others_work(self, case: HeldCase) -> Iterator[DueWork]:
        """Give what a case asks of mentor and desks."""
        for carrier in case.charges.keys() - {case.holder}:
            yield from owed(case, carrier, self.ends[case.case_no])

    def late(self) -> Iterator[Late]:
        """Find what is late with handlers, then what is late at desks and with mentors (岗位与带教)."""
        for is_shared, people in ((False, self.mine), (True, self.carried)):
            for code in sorted(people):
                yield from self.line((code, is_shared)).late()

    @cached_property
    def known(self) -> frozenset[tuple[str, str]]:
        """Name what is late with handlers as things stand, by case and node."""
        return frozenset().union(*(self.line((code, False)).late_now for code in self.mine))

    @cached_property
    def movable(self) -> Mapping[str, tuple[Sequence[HeldCase], int]]:
        """By holder the cases that may move now, and how many may not as they moved lately."""
        found: dict[str, tuple[list[HeldCase], int]] = {}
        for case in self.cases:
            free, lately = found.setdefault(case.holder, ([], 0))
            if self.may_move(case):
                free.append(case)
            else:
                found[case.holder] = free, lately + 1
        return found

    def may_move(self, case: HeldCase) -> bool:
        """Say whether a case may change its handler today."""
        return may_move_from(case.place, self.seen) is None

    def line(self, place: Place) -> Line:
        """Give a line as things stand."""
        if place not in self._lines:
            code, is_shared = place
            own = Line((code,), self.mine.get(code, ()), None, self.room) if not is_shared else None
            self._lines[place] = own or shared_line(code, self.mine, self.carried, self.room)
        return self._lines[place]

    @cached_property
    def _desks(self) -> Mapping[str, tuple[str, ...]]:
        """By person the desks, and the person himself as a mentor, at which the own work counts."""
        found: dict[str, tuple[str, ...]] = {}
        for carrier in {*self.carried, *self.seen.capacity.desks, *self.seen.office.officer_by_code}:
            for code in sharers_of(carrier, self.seen.capacity):
                found[code] = (*found.get(code, ()), carrier)
        return found

    def codes(self, officer: Officer, case: HeldCase) -> frozenset[str]:
        """Name the rules that keep somebody from a case, loads apart; none means eligible. Of cases that are alike it is asked once."""
        if case.case_no not in self._alike:
            self._alike[case.case_no] = self._likeness(case.place)
        key = officer.code, self._alike[case.case_no], officer.code == case.holder
        if key not in self._codes:
            self._codes[key] = frozenset(one.code for one in refusals(officer, case.place, self.seen))
        return self._codes[key]

    def _likeness(self, case: CaseToPlace) -> Likeness:
        filing = case.case.filing
        names, identities, numbers = self._tied
        personal = case.barred or case.declined or normal_name(filing.case_no) in numbers
        for party in filing.parties:
            personal = personal or normal_name(party.name) in names or normal_name(party.identity or "") in identities
        return filing.case_no if personal else (case.lane, case.skills)

    @cached_property
    def _tied(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """Give names, identities and case numbers to which somebody of the office is tied, or may be: his own name with them."""
        ties, people = self.seen.office.recusals, self.seen.office.officers
        names = [*(one.party for one in ties), *(person.name for person in people)]
        found = (names, (one.identity for one in ties), (one.case_no for one in ties))
        names_, identities, numbers = (frozenset(normal_name(name) for name in row if name) for row in found)
        return names_, identities, numbers

    def freed(self, case: HeldCase, row: Row) -> int:
        """Give the minutes that a case's handler owes of it up to a row of his line."""
        return sum([minutes for there, minutes in self._own_rows(case).items() if there <= row])

    def surely_within(self, officer: Officer, case: HeldCase) -> bool:
        """Say whether no cap can be in the way even if all of a case were somebody's own; of who leads with a mentor nobody knows."""
        code = officer.code
        if code not in self._roomy:
            return False
        if case.case_no not in self._whole:
            self._whole[case.case_no] = sum(case.place.minutes.values())
        return self._whole[case.case_no] <= self._roomy[code]

    @cached_property
    def _roomy(self) -> Mapping[str, int]:
        """By who leads alone the most minutes of a case that surely leave the load below the cap."""
        cap, have, held = self.seen.rulebook.levers.most_load, self.seen.capacity.minutes, self.seen.minutes_held
        alone = [
            one.code
            for one in self.seen.capacity.leaders
            if ladder_step(one, self.seen.rulebook, self.seen.day) is None
        ]
        return {code: cap * have[code] // PERMILLE - held[code] - ROUNDED for code in alone if have[code]}

    def handing(self, case: HeldCase, officer: Officer) -> Handing:
        """Give what a case shifts in the hands of somebody who may have it."""
        key = case.case_no, officer.code
        if key not in self._handings:
            self._handings[key] = self._handed(case, officer)
        return self._handings[key]

    def _handed(self, case: HeldCase, officer: Officer) -> Handing:
        mentor = mentor_for(officer, case.place, self.seen)
        charges = self._shares_of(case).charged(officer, mentor, case.place)
        found = self._shifts(case, officer.code, charges)
        adds = frozenset(place for place, shifts in found.items() if any(one.after > one.before for one in shifts))
        bad = frozenset(place for place in adds if self.makes_late(place, found[place]))
        handing = Handing(case, officer, found, bad, adds, mentor, charges, within=self.surely_within(officer, case))
        return handing if handing.within else replace(handing, within=self._is_within(handing))

    def is_too_much(self, officer: Officer, case: HeldCase, leaving: Sequence[Shift]) -> bool:
        """Say whether a case makes something late in the own line of who takes it, for all that leaves him."""
        minutes = self._shares_of(case).lead(officer, case.place)
        coming = [Shift(row, 0, part) for row, part in self._rows_of(case, minutes, shared=False).items()]
        return self.makes_late((officer.code, False), sorted((*coming, *leaving)))

    def _shares_of(self, case: HeldCase) -> Shares:
        if case.case_no not in self._shares:
            self._shares[case.case_no] = Shares(self.seen)
        return self._shares[case.case_no]

    def _shifts(self, case: HeldCase, taker: str, charges: Mapping[str, int]) -> dict[Place, list[Shift]]:
        """Lay out by line which rows have other minutes after a change of handler, in order: own work, then that of others."""
        gone, come = self._own_rows(case), self._rows_of(case, charges.get(taker, 0), shared=False)
        found: dict[Place, list[Shift]] = {}
        for place in self._places(case.holder):
            found[place] = [Shift(row, minutes, 0) for row, minutes in gone.items()]
        for place in self._places(taker):
            found[place] = between(gone if place in found else {}, come)
        for carrier in case.charges.keys() | charges.keys():
            was = 0 if carrier == case.holder else case.charges.get(carrier, 0)
            is_ = 0 if carrier == taker else charges.get(carrier, 0)
            if was != is_:
                place, rows = (carrier, True), [self._rows_of(case, minutes, shared=True) for minutes in (was, is_)]
                found[place] = sorted((*found.get(place, ()), *between(*rows)))
        return found

    def _places(self, holder: str) -> tuple[Place, ...]:
        """Give the lines in which somebody's own work counts: his own, and those of his desks."""
        return (holder, False), *[(desk, True) for desk in self._desks.get(holder, ())]

    def _own_rows(self, case: HeldCase) -> Mapping[Row, int]:
        """Give what a case's handler owes of it by row, as things stand."""
        rows = self._rows.get(case.case_no)
        if rows is None:
            rows = self._rows[case.case_no] = self._rows_of(case, case.charges.get(case.holder, 0), shared=False)
        return rows

    def _rows_of(self, case: HeldCase, minutes: int, *, shared: bool) -> Mapping[Row, int]:
        """Lay minutes of a case out by row, as far ahead as the rulebook looks."""
        due = portions(minutes, self.ends[case.case_no])
        return {(day, shared, case.case_no, node): part for day, node, part in due if self.room.sees(day)}

    def due_by(self, place: Place, day: date) -> Mapping[str, int]:
        """Give by case the minutes in a line that fall due until a day."""
        found: Counter[str] = Counter()
        for item in self.line(place).items:
            if item.due > day:
                break
            found[item.case_no] += item.minutes
        return found

    def makes_late(self, place: Place, shifts: Sequence[Shift]) -> bool:
        """Say whether shifts make anything late in a line that is not late now: with handlers, whoever holds the case."""
        if not any(one.after > one.before for one in shifts):
            return False
        line = self.line(place)
        return line.makes_late(shifts, line.late_now if place[1] else self.known)

    def harms(self, handings: Sequence[Handing]) -> bool:
        """Say whether some handings together make anything late that is not so now."""
        if len(handings) == 1:
            return bool(handings[0].bad)
        one, two = handings
        asked = one.bad | two.bad | (one.adds & two.adds)
        return any(self.makes_late(place, shifted(place, handings)) for place in asked)

    def judged(self, handing: Handing, *others: HeldCase) -> Candidate | Refused:
        """Judge who would have a case when it and other cases are taken from their holders, loads and caps with it."""
        held = dict(self.seen.held)
        for case in (handing.case, *others):
            for holder, minutes in case.charges.items():
                held[holder] = held.get(holder, 0) - minutes
        return judge(handing.officer, handing.case.place, replace(self.seen, held=held))

    def _is_within(self, handing: Handing) -> bool:
        """Say whether loads are surely below the cap: whatever else is taken away, nothing but rounding can add to them."""
        cap = self.seen.rulebook.levers.most_load
        asked = [code for code in (handing.officer.code, handing.mentor) if code is not None]
        return all(
            permille(held + ROUNDED, self.seen.capacity.minutes[code]) <= cap
            for code, held in ((code, self._with(code, handing)) for code in asked)
        )

    def least(self, handing: Handing, *others: HeldCase) -> int:
        """Give a price below which it cannot be had when it and other cases are taken away, per mille of load."""
        code = handing.officer.code
        carriers = (code, *self._desks.get(code, ()))
        freed = sum(case.charges.get(one, 0) for case in (handing.case, *others) for one in {*carriers})
        held = self.seen.minutes_held[code] + handing.charges.get(code, 0) - freed - ROUNDED * len(carriers)
        ties = sum(term.amount for term in continuity_terms(code, handing.case.place, self.seen))
        return permille(held, self.seen.capacity.minutes[code]) + ties

    def _with(self, code: str, handing: Handing) -> int:
        part = self._shares_of(handing.case).of(handing.officer, handing.case.place)
        return self.seen.minutes_held[code] + part.minutes(code, handing.charges)


def shifted(place: Place, handings: Sequence[Handing]) -> list[Shift]:
    """Give what several handings shift in a line, in order: of different cases, so that no row is named twice."""
    return sorted(shift for handing in handings for shift in handing.shifts.get(place, ()))
