"""Triage for whoever routes by the thousand and shows nobody (批量分流): the same lane, weight, rank and skills, no reasons.

What a case looks like is remembered, so that a new fact is looked at and nothing else. Which class is certain, what could
flip it and what to ask next are left out; `triage.classify` says them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from allocator.decisions.triage.sight import Views
from allocator.decisions.triage.triage import Labels, Reader, classifier
from allocator.decisions.triage.weighing import Weight
from allocator.domain.rulebook.book import Lane, Rulebook
from allocator.domain.rulebook.conditions import Facts

KEPT = 4
"""Routers that are kept, as simulations compare a few rulebooks with each other."""

MOST_REMEMBERED = 20_000
"""Routes that are kept; each takes about a kilobyte."""


class Triaged(Protocol):
    """What a standing needs of a triage."""

    @property
    def track(self) -> str:
        """Give the class."""

    @property
    def lane(self) -> str:
        """Give the lane."""

    @property
    def certain(self) -> bool:
        """Say whether the class can no longer change."""

    @property
    def weight(self) -> Weight:
        """Give the effort in that lane."""

    @property
    def gross(self) -> Weight:
        """Give the effort in any lane."""

    @property
    def priority(self) -> int:
        """Give the rank in the order of service."""

    @property
    def livelihood(self) -> tuple[str, ...]:
        """Give the livelihood kinds."""

    @property
    def skills(self) -> tuple[str, ...]:
        """Give the skills a handler needs."""


@dataclass(frozen=True, slots=True)
class Routed:
    """What routing needs of a triage, as `Classification` has it; certainty is not asked for, so nothing is certain."""

    track: str
    lane: str
    weight: Weight
    gross: Weight
    priority: int
    livelihood: tuple[str, ...]
    skills: tuple[str, ...]
    certain: bool = False


class Seen(NamedTuple):
    """The facts of a case and how they look through the lenses of a rulebook."""

    facts: Facts
    views: Views


@dataclass
class Router:
    """Routes by one rulebook."""

    rulebook: Rulebook
    reader: Reader = field(init=False)
    _reads: dict[str, tuple[int, ...]] = field(init=False)
    _routed: dict[tuple[object, ...], Routed] = field(default_factory=dict, repr=False)
    _alike: dict[tuple[object, ...], Routed] = field(default_factory=dict, repr=False)
    _any: Seen | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.reader = classifier(self.rulebook).reader
        places: dict[str, list[int]] = {}
        for place, lens in enumerate(self.reader.sight.lenses):
            names = (lens.group.fact.id, *(name for atom in lens.group.atoms for name in atom.facts()))
            for name in dict.fromkeys(names):
                places.setdefault(name, []).append(place)
        self._reads = {name: tuple(found) for name, found in places.items()}

    def see(self, facts: Facts, before: Seen | None = None, among: Iterable[str] | None = None) -> Seen:
        """Look at a case; where it was seen before, only at what has changed since: nothing but facts `among` those named."""
        if before is None:  # what any two cases have in common need not be looked at again
            before = self._any if self._any is not None and self._any.facts.keys() == facts.keys() else None
        if before is None:
            self._any = Seen(facts, self.reader.sight.look(facts))
            return self._any
        old, reads = before.facts, self._reads
        changed = [name for name in (facts if among is None else among) if facts[name] != old[name] and name in reads]
        if not changed:
            return Seen(facts, before.views)
        views, lenses = list(before.views), self.reader.sight.lenses
        for name in changed:
            for place in reads[name]:
                views[place] = lenses[place].look(facts)
        return Seen(facts, tuple(views))

    def route(self, seen: Seen) -> Routed:
        """Give what a standing needs of a case as it looks now; the same one for all that come to the same."""
        key = seen.views, self.reader.scales.counted(seen.facts)
        found = self._alike.get(key)
        if found is None:
            if len(self._alike) >= MOST_REMEMBERED:
                self._alike.clear()
            found = self._alike[key] = self._read(seen)
        return found

    def _read(self, seen: Seen) -> Routed:
        """Read of a case what can make a difference: cases that look otherwise may come to the same."""
        reader, views = self.reader, seen.views
        lane, labels = reader.table.assumed(views), reader.labels(views)
        key = lane, labels, reader.scales.read(seen.facts, views)
        found = self._routed.get(key)
        if found is None:
            if len(self._routed) >= MOST_REMEMBERED:
                self._routed.clear()
            found = self._routed[key] = self._route(seen, self.rulebook.lanes[lane], labels)
        return found

    def _route(self, seen: Seen, lane: Lane, labels: Labels) -> Routed:
        gross = self.reader.scales.weigh(seen.facts, seen.views)
        return Routed(lane.track, lane.id, gross.in_lane(lane.effort, [lane.effort]), gross, *labels)

    def gross(self, seen: Seen) -> Mapping[str, int]:
        """Give the minutes a case that looks like this weighs, in whatever lane."""
        return self.reader.scales.weigh(seen.facts, seen.views).minutes


_routers: dict[str, Router] = {}


def router_of(rulebook: Rulebook) -> Router:
    """Give the router of a rulebook: offices that differ in people or vehicles only route alike; the last few are kept."""
    found = _routers.pop(rulebook.digest, None) or Router(rulebook)
    _routers[rulebook.digest] = found
    for digest in list(_routers)[:-KEPT]:
        del _routers[digest]
    return found
