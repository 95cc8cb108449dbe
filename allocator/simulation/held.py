"""Who holds which minutes of open work (在手工作量), kept up as cases come and go instead of added up at every decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from allocator.domain.supporting import Support, support_of
from allocator.domain.workload import Capacity

NONE = Support({}, frozenset())


@dataclass(eq=False)
class Held:
    """Minutes of open work by officer or desk, as the office in earnest counts them; by person, what `workload.spread` gives.

    `changes` counts what happened to open cases, for whoever works something out from them.
    """

    minutes: dict[str, int] = field(default_factory=dict)
    changes: int = 0
    _capacity: Capacity | None = None
    _support: Support = NONE
    _people: dict[str, int] = field(default_factory=dict)
    _parts: dict[str, Mapping[str, int]] = field(default_factory=dict)
    _changed: set[str] = field(default_factory=set)
    _behind: set[str] = field(default_factory=set)
    _usual: tuple[Capacity, int, bool] | None = None

    def take(self, charges: Mapping[str, int], sign: int = 1) -> None:
        """Add what a case takes of people and desks, or with sign -1 take it off again."""
        minutes, people = self.minutes, self._people
        self.changes += 1
        for name, count in charges.items():
            more = sign * count
            minutes[name] = minutes.get(name, 0) + more
            if name in people:
                people[name] += more
            else:
                self._changed.add(name)

    def by_person(self, capacity: Capacity) -> dict[str, int]:
        """Give the minutes by person, desks shared out by a day's capacity; only what has changed is shared out again."""
        self.by_lead(capacity)
        for key in self._behind:
            self._share_out(key, capacity)
        self._behind.clear()
        return self._people

    def by_lead(self, capacity: Capacity) -> dict[str, int]:
        """Give the same, but leave desks that only support to whoever asks for their people: large ones change with every case."""
        if capacity is not self._capacity:
            people = {one.code: self.minutes.get(one.code, 0) for one in capacity.office.officers}
            self._capacity, self._people, self._parts = capacity, people, {}
            self._support = support_of(capacity)
            self._changed, self._behind = set(self.minutes.keys() - people.keys()), set()
        if self._changed:
            behind = self._changed & self._support.desks.keys()
            for key in self._changed - behind:
                self._share_out(key, capacity)
            self._behind |= behind
            self._changed.clear()
        return self._people

    def support_is_usual(self, capacity: Capacity) -> bool:
        """Say whether people of desks that only support hold nothing but what their desk does; asked anew when a holder is."""
        self.by_lead(capacity)
        known, count = self._usual, len(self.minutes)
        if known is None or known[0] is not capacity or known[1] != count:
            known = self._usual = capacity, count, self.minutes.keys() <= self._support.usual
        return known[2]

    def by_lead_less(self, charges: Mapping[str, int], capacity: Capacity) -> dict[str, int]:
        """Give the same without what a case takes."""
        people = dict(self.by_lead(capacity))
        for key, count in charges.items():
            if key in people:
                people[key] -= count
            elif key not in self._support.desks:
                before = self._parts[key]
                for code, part in capacity.parts(key, self.minutes[key] - count).items():
                    people[code] += part - before[code]
        return people

    def _share_out(self, key: str, capacity: Capacity) -> None:
        people = self._people
        before, parts = self._parts.get(key), capacity.parts(key, self.minutes[key])
        if before is None:
            for code, part in parts.items():
                people[code] += part
        else:  # the same people as before, as the capacity is the same
            for code, part in parts.items():
                was = before[code]
                if part != was:
                    people[code] += part - was
        self._parts[key] = parts
