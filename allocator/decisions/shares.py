"""What a case's minutes mean for each person of a team (分摊): worked out once for all candidates of one team and role."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from allocator.domain.people import Officer
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.workload import PERMILLE, mentor_part, team_charges

FULLEST_KEPT = 3  # lead and mentor are left out when the fullest is looked for, so that the third may be needed


@dataclass(frozen=True, slots=True)
class TeamPart:
    """What leads of one team and role have in common (同队分摊): minutes by desk, the lead's, each member's, the fullest first.

    `lead` is all a lead carries, `own` what a mentor's share is taken of.
    """

    desks: Mapping[str, int]
    lead: int
    own: int
    parts: Mapping[str, int]
    fullest: tuple[tuple[int, str], ...]

    def minutes(self, person: str, taken: Mapping[str, int]) -> int:
        """Give the minutes one person carries of a case's charges: the own ones and those of the own desk."""
        return taken.get(person, 0) + self.parts.get(person, 0)

    def fullest_colleague(self, but: tuple[str | None, ...]) -> int:
        """Give the highest load (per mille) among the supporting people after the case, lead and mentor left out."""
        for load, code in self.fullest:
            if code not in but:
                return load
        return 0


@dataclass
class Shares:
    """The shares of one case's charges."""

    snapshot: Snapshot
    _teams: dict[tuple[str | None, str], TeamPart] = field(default_factory=dict)

    def of(self, officer: Officer, case: CaseToPlace) -> TeamPart:
        """Give what a case means to the team of somebody who would lead it."""
        key = officer.team, officer.role
        if key not in self._teams:
            self._teams[key] = self._part(officer, case)
        return self._teams[key]

    def charged(self, officer: Officer, mentor: str | None, case: CaseToPlace) -> dict[str, int]:
        """Say who carries which minutes of a case, as `charges` does."""
        part, rules = self.of(officer, case), self.snapshot.rulebook
        found = {**part.desks}
        if part.lead > 0:
            found[officer.code] = part.lead
        more = mentor_part(part.own, rules.lanes[case.lane].track, rules) if mentor is not None else 0
        if mentor is not None and more > 0:
            found[mentor] = found.get(mentor, 0) + more
        return found

    def _part(self, officer: Officer, case: CaseToPlace) -> TeamPart:
        capacity = self.snapshot.capacity
        taken, own = team_charges(case.minutes, officer, capacity)
        people = self.snapshot.office.officer_by_code
        desks = {holder: count for holder, count in taken.items() if holder not in people and count > 0}
        parts: dict[str, int] = {}
        for desk, count in desks.items():
            for code, minutes in capacity.parts(desk, count).items():
                parts[code] = parts.get(code, 0) + minutes
        return TeamPart(desks, taken[officer.code], own, parts, self._fullest(parts))

    def _fullest(self, parts: Mapping[str, int]) -> tuple[tuple[int, str], ...]:
        """Give the highest loads (per mille) of those who would have a part, with whose they are."""
        held, available = self.snapshot.minutes_held, self.snapshot.capacity.minutes
        loads = [
            (-(-(held[code] + minutes) * PERMILLE // available[code]) if available[code] else 0, code)
            for code, minutes in parts.items()
        ]
        return tuple(sorted(loads, reverse=True)[:FULLEST_KEPT])
