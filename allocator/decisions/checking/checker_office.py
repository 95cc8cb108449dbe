"""The office as the checker sees it (独立核算): who carries which minutes of a placement, and who counts for the loads.

Like all of the checker it works from the snapshot alone, in plain Python, and shares nothing with the translation.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from allocator.decisions.checking.checker import Placement, may_lead, mentor_beside
from allocator.domain.people import Officer
from allocator.domain.sharing import shared
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.workload import PERMILLE, charges, ladder_step, members_of


@dataclass(frozen=True, slots=True)
class Placed:
    """A case of the plan with its row: who is charged by holder, officer or desk, and who carries it by person."""

    case: CaseToPlace
    officer: str
    mentor: str | None
    taken: Mapping[str, int]
    carried: Mapping[str, int]


@dataclass(frozen=True)
class Bureau:
    """All cases of a batch and the snapshot, with what follows from both for everybody."""

    cases: tuple[CaseToPlace, ...]
    seen: Snapshot

    @cached_property
    def leads(self) -> tuple[Officer, ...]:
        """Who leads cases by role."""
        roles = self.seen.rulebook.roles
        return tuple(one for one in self.seen.office.officers if one.role in roles and roles[one.role].leads)

    def leading_in(self, lane: str) -> tuple[Officer, ...]:
        """Who leads cases of a lane and has minutes."""
        teams, minutes = self.seen.office.team_by_code, self.seen.capacity.minutes
        return tuple(
            one for one in self.leads if one.team in teams and lane in teams[one.team].lanes and minutes[one.code]
        )

    @cached_property
    def held(self) -> dict[str, int]:
        """Minutes held by person, with what is kept free for conversions (简转繁预留)."""
        found = dict(self.seen.minutes_held)
        lanes, role = self.seen.rulebook.lanes, self.seen.rulebook.charging.lead_role
        for rule in self.seen.rulebook.reserves:
            whole = self.seen.ledgers.open.get(rule.lane, 0)
            whole += sum(case.minutes.get(role, 0) for case in self.cases if case.lane == rule.lane)
            kept = whole * rule.share * lanes[rule.to].effort // (PERMILLE * lanes[rule.lane].effort)
            takers = {one.code: self.seen.capacity.minutes[one.code] for one in self.leading_in(rule.to)}
            for code, part in shared(kept, takers).items():
                found[code] += part
        return found

    def most(self, code: str) -> int:
        """Give the most minutes somebody may hold by leading, or standing beside: the cap, or what is held already."""
        cap = self.seen.rulebook.levers.most_load
        return max(self.held[code], self.seen.capacity.minutes[code] * cap // PERMILLE)

    def taken(self, case: CaseToPlace, lead: Officer, mentor: str | None) -> dict[str, int]:
        """Give the minutes by holder, officer or desk, if somebody leads a case."""
        track = self.seen.rulebook.lanes[case.lane].track
        return charges(case.minutes, track, lead, mentor, self.seen.capacity)

    def carried(self, taken: Mapping[str, int]) -> dict[str, int]:
        """Give the minutes by person with time, each part of a desk rounded up as a plan does (宁多勿少)."""
        found: dict[str, int] = {}
        for holder, count in taken.items():
            people = (
                {holder: 1} if holder in self.seen.office.officer_by_code else members_of(holder, self.seen.capacity)
            )
            whole = sum(people.values())
            for code, weight in people.items():
                if self.seen.capacity.minutes[code]:
                    found[code] = found.get(code, 0) + (count * weight + whole - 1) // whole
        return found

    def placed(self, row: Placement, case: CaseToPlace) -> Placed:
        """Work out what a row of a plan means."""
        taken = self.taken(case, self.seen.office.officer_by_code[row.officer], row.mentor)
        return Placed(case, row.officer, row.mentor, taken, self.carried(taken))

    @cached_property
    def counting(self) -> frozenset[str]:
        """Who counts for the levels of load: whoever has minutes and could be charged by a lawful placement of its own."""
        found: set[str] = set()
        met: set[object] = set()
        for case, lead, mentor, shape in self._shapes():
            if found >= self._at_most:
                break
            row = Placement(case.case.filing.case_no, lead.code, mentor)
            if (shape, case.skills) not in met and may_lead(row, case, self.seen):
                carried = self.carried(self.taken(case, lead, mentor))
                own = {lead.code, mentor or lead.code} & carried.keys()
                if all(self.held[code] + carried[code] <= self.most(code) for code in own):
                    found |= carried.keys()
                    met.add((shape, case.skills))
        return frozenset(found)

    @cached_property
    def _at_most(self) -> frozenset[str]:
        """Who could count at all: people with time who lead, mentor, or have a role that some case charges."""
        roles = {role for case in self.cases for role in case.minutes}
        roles |= {pool.by for pool in self.seen.rulebook.charging.pools}
        mentors = {pair.mentor for pair in self.seen.office.pairings}
        people = {one.code for one in self.seen.office.officers if one.role in roles or one.code in mentors}
        people |= {one.code for one in self.leads}
        return frozenset(code for code in people if self.seen.capacity.minutes[code])

    def _shapes(self) -> Iterator[tuple[CaseToPlace, Officer, str | None, object]]:
        """Walk cases and leads, mentors with them, with the shape of what is charged: alike shapes charge the same people."""
        known: dict[object, frozenset[str]] = {}
        leading = {lane: self.leading_in(lane) for lane in self.seen.rulebook.lanes}
        learners = {one.code for one in self.leads if ladder_step(one, self.seen.rulebook, self.seen.day)}
        for case in self.cases:
            minutes = tuple(sorted(case.minutes.items()))
            for lead in leading[case.lane]:
                mentor = mentor_beside(lead, case, self.seen) if lead.code in learners else None
                key = (minutes, case.lane, lead.team, lead.role, lead.code if mentor else None, mentor)
                if key not in known:
                    holders = self.taken(case, lead, mentor).keys()
                    known[key] = frozenset("lead" if holder == lead.code else holder for holder in holders)
                yield case, lead, mentor, (lead.code, case.lane, known[key])
