"""The ways of cases through the office (办案路径): which stages a case passes, by what it is truly like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from allocator.domain.rulebook.conditions import Atom, Facts, Is, atoms
from allocator.domain.scenarios.process import Process, ProcessStage
from allocator.simulation.truth import holds


@dataclass(eq=False, slots=True)
class Way:
    """The stages a case passes (办案路径) by their places in the process, and each role's weights over them added up."""

    places: tuple[int, ...]
    work: Mapping[str, int]
    pooled: Mapping[str, int]
    _after: dict[int, int] = field(default_factory=dict, repr=False)

    def after(self, place: int) -> int:
        """Give the next place; the last stage of a way closes the case, so that there is one."""
        found = self._after.get(place)
        if found is None:  # a case may come here from a stage that is not of this way
            found = self._after[place] = next(other for other in self.places if other > place)
        return found


class Ways:
    """The ways of a process: cases for which the same atoms of its conditions hold go the same way, found once."""

    def __init__(self, process: Process) -> None:
        self._stages = process.stages
        self._tests = [holds(stage.when) for stage in process.stages]
        read: dict[Atom, None] = dict.fromkeys(atom for stage in process.stages for atom in atoms(stage.when))
        self._plain = [atom.fact for atom in read if isinstance(atom, Is)]
        self._others = [holds(atom) for atom in read if not isinstance(atom, Is)]
        self._found: dict[tuple[object, ...], Way] = {}

    def way(self, facts: Facts, track: str) -> Way:
        """Give the stages a case of a class passes, up to the one that closes it."""
        plain = [facts.get(name) is True for name in self._plain]
        key = track, *plain, *[test(facts) for test in self._others]
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._way(facts, track)
        return found

    def _way(self, facts: Facts, track: str) -> Way:
        passed: list[int] = []
        for place, stage in enumerate(self._stages):
            if stage.track in ("", track) and self._tests[place](facts):
                passed.append(place)
                if stage.closes:
                    break
        return _way_of(tuple(passed), [self._stages[place] for place in passed])


def _way_of(places: tuple[int, ...], stages: Sequence[ProcessStage]) -> Way:
    return Way(places, _sums([one.work for one in stages]), _sums([one.pooled for one in stages]))


def _sums(weights: Sequence[Mapping[str, int]]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for row in weights:
        for role, weight in row.items():
            found[role] = found.get(role, 0) + weight
    return found
