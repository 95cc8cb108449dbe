"""What a case's minutes mean for each person of a team (分摊): worked out once for all candidates of one team and role."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from allocator.domain.people import Officer
from allocator.domain.sharing import Sharers
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.workload import PERMILLE, Capacity, Load, mentor_part, permille, take_pools, team_part

FULLEST_KEPT = 3  # lead and mentor are left out when the fullest is looked for, so that the third may be needed
Fullest = tuple[tuple[int, str], ...]


class DeskPart(NamedTuple):
    """What a desk does of a case (岗位分摊): minutes by member, and of those it brings above the whole the fullest first.

    Of a desk that only supports nobody asks who has which minutes.
    """

    minutes: Mapping[str, int]
    fullest: Fullest


NOBODY = DeskPart({}, ())


class TeamPart(NamedTuple):
    """What leads of one team and role have in common (同队分摊): minutes by desk, the lead's, each desk's, who is above the whole.

    `lead` is all a lead carries, `own` what a mentor's share is taken of, `beside` what the desk does at which a lead
    sits himself; nobody sits at two desks.
    """

    desks: Mapping[str, int]
    lead: int
    own: int
    parts: tuple[DeskPart, ...]
    beside: Mapping[str, int]
    fullest: Fullest

    def minutes(self, person: str, taken: Mapping[str, int]) -> int:
        """Give the minutes one person carries of a case's charges: the own ones and those of the own desk."""
        return taken.get(person, 0) + self.at_a_desk(person)

    def at_a_desk(self, person: str) -> int:
        """Give the minutes one person carries as a member of a desk."""
        return sum([part.minutes[person] for part in self.parts if person in part.minutes])

    @property
    def excess(self) -> int:
        """Give how far over the whole (per mille) the fullest of the supporting people is."""
        return max(0, self.fullest[0][0] - PERMILLE) if self.fullest else 0

    def fullest_colleague(self, but: tuple[str | None, ...]) -> int:
        """Give the highest load (per mille) above the whole among the supporting people after the case, lead and mentor left out."""
        for load, code in self.fullest:
            if code not in but:
                return load
        return 0


ByDesk = tuple[dict[str, int], int, int]
"""The minutes of each desk, all a lead carries, and what a mentor's share is taken of."""

Parted = dict[tuple[str | None, str, tuple[tuple[str, int], ...]], ByDesk]
"""Who does what of a case, by the lead's team and role and the case's minutes by role."""


@dataclass
class Shares:
    """The shares of one case's charges; what pools and a desk do of it is the same whoever leads it.

    `parted` keeps who does what of it for other cases of so many minutes: handed on while the office and its staffed desks are the same.
    """

    snapshot: Snapshot
    parted: Parted = field(default_factory=dict)
    _teams: dict[tuple[str | None, str], TeamPart] = field(default_factory=dict)
    _desks: dict[tuple[str, int], DeskPart] = field(default_factory=dict)
    _pooled: tuple[list[tuple[str, str, int]], dict[str, int]] | None = None
    _minutes: tuple[tuple[str, int], ...] | None = None
    _usual: bool | None = None
    _held: Mapping[str, int] = field(init=False)
    _capacity: Capacity = field(init=False)

    def __post_init__(self) -> None:
        self._held, self._capacity = self.snapshot.minutes_led, self.snapshot.capacity

    def load(self, code: str, extra: int = 0) -> Load:
        """Give the load of somebody who leads or teaches, with some minutes more."""
        return Load(self._held[code] + extra, self._capacity.minutes[code])

    def of(self, officer: Officer, case: CaseToPlace) -> TeamPart:
        """Give what a case means to the team of somebody who would lead it."""
        key = officer.team, officer.role
        if key not in self._teams:
            self._teams[key] = self._part(officer, case)
        return self._teams[key]

    def lead(self, officer: Officer, case: CaseToPlace) -> int:
        """Give the minutes of a case that who leads it carries himself."""
        return self._by_desk(officer, case)[1]

    def charged(self, officer: Officer, mentor: str | None, case: CaseToPlace) -> dict[str, int]:
        """Say who carries which minutes of a case, as `charges` does."""
        (desks, lead, own), rules = self._by_desk(officer, case), self.snapshot.rulebook
        found = {**desks}
        if lead > 0:
            found[officer.code] = lead
        more = mentor_part(own, rules.lanes[case.lane].track, rules) if mentor is not None else 0
        if mentor is not None and more > 0:
            found[mentor] = found.get(mentor, 0) + more
        return found

    def _by_desk(self, officer: Officer, case: CaseToPlace) -> ByDesk:
        """Give who does what of the case under a lead of such a team and role."""
        if self._minutes is None:
            self._minutes = tuple(case.minutes.items())
        key = officer.team, officer.role, self._minutes
        found = self.parted.get(key)
        if found is None:
            capacity = self._capacity
            if self._pooled is None:
                rest = dict(case.minutes)
                self._pooled = take_pools(rest, capacity), rest
            taken, own = team_part(*self._pooled, officer, capacity)
            people = capacity.office.officer_by_code
            desks = {holder: count for holder, count in taken.items() if count > 0 and holder not in people}
            found = self.parted[key] = desks, taken[officer.code], own
        return found

    def _part(self, officer: Officer, case: CaseToPlace) -> TeamPart:
        (desks, lead, own), known = self._by_desk(officer, case), self._desks
        found = {desk: known.get((desk, count)) or self._desk(desk, count) for desk, count in desks.items()}
        beside = found.get(f"{officer.team or ''}/{officer.role}", NOBODY).minutes
        parts = tuple(found.values())
        fullest = [one for part in parts for one in part.fullest]
        if fullest:
            fullest = sorted(fullest, reverse=True)[:FULLEST_KEPT]
        return TeamPart(desks, lead, own, parts, beside, tuple(fullest))

    def _desk(self, desk: str, count: int) -> DeskPart:
        found = self._supporting(desk, count) if self._only_supports(desk) else self._shared(desk, count)
        self._desks[desk, count] = found
        return found

    def _only_supports(self, desk: str) -> bool:
        """Say whether a desk only supports and its people hold nothing but what it does."""
        if desk not in self.snapshot.support.desks:
            return False
        if self._usual is None:
            self._usual = self.snapshot.support_is_usual
        return self._usual

    def _supporting(self, desk: str, count: int) -> DeskPart:
        """Give who of such a desk comes above the whole; where surely nobody does, who has which part makes no price.

        By weight of w in all of W nobody has more of some minutes than the w-th part and one: twice, of those held and those to come.
        """
        (whole, least), held = self.snapshot.support.desks[desk], self.snapshot.held.get(desk, 0)
        if (held + count) * least <= whole * (least - 2):
            return NOBODY
        return DeskPart({}, _fullest_of(self._capacity.sharers(desk), held, count))

    def _shared(self, desk: str, count: int) -> DeskPart:
        minutes = self._capacity.parts(desk, count)
        supports = desk in self.snapshot.support.desks
        return DeskPart(minutes, self._fullest(minutes, self.snapshot.minutes_held if supports else self._held))

    def _fullest(self, parts: Mapping[str, int], held: Mapping[str, int]) -> Fullest:
        """Give the highest loads (per mille) above the whole of those who would have a part, with whose they are."""
        available = self._capacity.minutes
        over = [code for code, minutes in parts.items() if held[code] + minutes > available[code] > 0]
        if not over:
            return ()
        loads = [(-(-(held[code] + parts[code]) * PERMILLE // available[code]), code) for code in over]
        return tuple(sorted(loads, reverse=True)[:FULLEST_KEPT])


def _fullest_of(sharers: Sharers, held: int, count: int) -> Fullest:
    """Give the same of people who share what is held and what comes by their available minutes, and hold nothing else.

    Of those who have equal minutes available the first by code have a minute more of either, so that few are to be looked at.
    """
    loads: list[tuple[int, str]] = []
    for (available, codes, own, ones), (_, _, more, others) in zip(
        sharers.portions(held), sharers.portions(count), strict=True
    ):
        ends = 0, min(ones, others), max(ones, others), len(codes)
        for minutes, (first, last) in zip((own + more + 2, own + more + 1, own + more), pairwise(ends), strict=True):
            if minutes > available:
                most = permille(minutes, available)
                loads += [(most, code) for code in codes[max(first, last - FULLEST_KEPT) : last]]
    return tuple(sorted(loads, reverse=True)[:FULLEST_KEPT])
