"""What a desk's minutes mean for each of its people (分摊): worked out once for all candidates of one case."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from allocator.domain.snapshot import Snapshot

FULLEST_KEPT = 3  # lead and mentor are left out when the fullest is looked for, so that the third may be needed


@dataclass
class Shares:
    """The shares of one case's charges; candidates of one team charge the same desks alike."""

    snapshot: Snapshot
    _fullest: dict[tuple[str, int], list[tuple[int, str]]] = field(default_factory=dict)

    def minutes(self, person: str, taken: Mapping[str, int]) -> int:
        """Give the minutes one person carries of a case's charges: the own ones and those of the own desk."""
        parts, people = self.snapshot.capacity.parts, self.snapshot.office.officer_by_code
        count = taken.get(person, 0)
        for desk, minutes in taken.items():
            if desk not in people:
                count += parts(desk, minutes).get(person, 0)
        return count

    def fullest_colleague(self, taken: Mapping[str, int], but: tuple[str | None, ...]) -> int:
        """Give the highest load (per mille) among the supporting people after the case, lead and mentor left out."""
        people, fullest = self.snapshot.office.officer_by_code, 0
        for desk, count in taken.items():
            if desk not in people:
                first = next((load for load, code in self._loads(desk, count) if code not in but), 0)
                fullest = max(fullest, first)
        return fullest

    def _loads(self, desk: str, count: int) -> list[tuple[int, str]]:
        key = (desk, count)
        if key not in self._fullest:
            parts = self.snapshot.capacity.parts(desk, count).items()
            loads = ((self.snapshot.load(code, part).permille or 0, code) for code, part in parts)
            self._fullest[key] = sorted(loads, reverse=True)[:FULLEST_KEPT]
        return self._fullest[key]
