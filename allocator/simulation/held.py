"""Who holds which minutes of open work (在手工作量), kept up as cases come and go instead of added up at every decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from allocator.domain.workload import Capacity


@dataclass(eq=False)
class Held:
    """Minutes of open work by officer or desk, as the office in earnest counts them; by person, what `workload.spread` gives.

    `changes` counts what happened to open cases, for whoever works something out from them.
    """

    minutes: dict[str, int] = field(default_factory=dict)
    changes: int = 0
    _capacity: Capacity | None = None
    _people: dict[str, int] = field(default_factory=dict)
    _own: dict[str, int] = field(default_factory=dict)
    _parts: dict[str, Mapping[str, int]] = field(default_factory=dict)
    _changed: set[str] = field(default_factory=set)

    def take(self, charges: Mapping[str, int], sign: int = 1) -> None:
        """Add what a case takes of people and desks, or with sign -1 take it off again."""
        minutes = self.minutes
        self.changes += 1
        for name, count in charges.items():
            if name in minutes:
                minutes[name] += sign * count
            else:
                minutes[name] = sign * count
        self._changed.update(charges)

    def by_person(self, capacity: Capacity) -> dict[str, int]:
        """Give the minutes by person, desks shared out by a day's capacity; only what has changed is shared out again."""
        if capacity is not self._capacity:
            self._capacity, self._changed = capacity, set(self.minutes)
            self._people, self._own, self._parts = {one.code: 0 for one in capacity.office.officers}, {}, {}
        for key in self._changed:
            self._share_out(key, capacity)
        self._changed.clear()
        return self._people

    def _share_out(self, key: str, capacity: Capacity) -> None:
        people, count = self._people, self.minutes[key]
        if key in people:
            people[key] += count - self._own.get(key, 0)
            self._own[key] = count
            return
        before, parts = self._parts.get(key), capacity.sharers(key).share(count)
        if before is None:
            for code, part in parts.items():
                people[code] += part
        else:  # the same people as before, as the capacity is the same
            for code, part in parts.items():
                was = before[code]
                if part != was:
                    people[code] += part - was
        self._parts[key] = parts
