"""What a desk's minutes mean for each of its people (分摊): worked out once for all candidates of one case."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from allocator.domain.snapshot import Snapshot
from allocator.domain.workload import members_of, shared

FULLEST_KEPT = 3  # lead and mentor are left out when the fullest is looked for, so that the third may be needed


@dataclass
class Shares:
    """The shares of one case's charges; candidates of one team charge the same desks alike."""

    snapshot: Snapshot
    _parts: dict[tuple[str, int], Mapping[str, int]] = field(default_factory=dict)
    _fullest: dict[tuple[str, int], list[tuple[int, str]]] = field(default_factory=dict)

    def minutes(self, person: str, taken: Mapping[str, int]) -> int:
        """Give the minutes one person carries of a case's charges: the own ones and those of the own desk."""
        desks = (holder for holder in taken if holder not in self.snapshot.office.officer_by_code)
        return taken.get(person, 0) + sum(self._of(desk, taken[desk]).get(person, 0) for desk in desks)

    def fullest_colleague(self, taken: Mapping[str, int], but: tuple[str | None, ...]) -> int:
        """Give the highest load (per mille) among the supporting people after the case, lead and mentor left out."""
        desks = (holder for holder in taken if holder not in self.snapshot.office.officer_by_code)
        loads = (self._first(desk, taken[desk], but) for desk in desks)
        return max(loads, default=0)

    def _first(self, desk: str, count: int, but: tuple[str | None, ...]) -> int:
        return next((load for load, code in self._loads(desk, count) if code not in but), 0)

    def _loads(self, desk: str, count: int) -> list[tuple[int, str]]:
        key = (desk, count)
        if key not in self._fullest:
            parts = self._of(desk, count).items()
            loads = ((self.snapshot.load(code, part).permille or 0, code) for code, part in parts)
            self._fullest[key] = sorted(loads, reverse=True)[:FULLEST_KEPT]
        return self._fullest[key]

    def _of(self, desk: str, count: int) -> Mapping[str, int]:
        key = (desk, count)
        if key not in self._parts:
            self._parts[key] = shared(count, members_of(desk, self.snapshot.capacity))
        return self._parts[key]
