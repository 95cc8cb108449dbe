"""What the conditions of a rulebook see of a case (可辨情形): a view of each fact, and what follows for each condition.

A condition is judged once for each combination of views it reads; cases that look alike share the verdict.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from operator import itemgetter

from allocator.decisions.triage.completions import Cell, Group, Lens, View, cells, group_atoms
from allocator.domain.rulebook.book import FactKind
from allocator.domain.rulebook.conditions import Atom, Condition, Facts, FactValue, atoms, reduce

Views = tuple[View, ...]
Pick = Callable[[Views], Views]


def picker(places: Sequence[int]) -> Pick:
    """Make what takes the views at some places out of all; asked by the hundred thousand, so that nothing is interpreted."""
    one = len(places) < 2
    pick: Pick = itemgetter(slice(places[0], places[0] + 1) if places else slice(0)) if one else itemgetter(*places)
    return pick


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What is known of a condition: its truth (None while open), its truth as assumed, and how likely it is."""

    known: bool | None
    assumed: bool
    chance: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A condition and the places of the views it reads; remembers its verdicts."""

    condition: Condition
    places: tuple[int, ...]
    lenses: tuple[Lens, ...]
    _verdicts: dict[Views, Verdict] = field(default_factory=dict, repr=False)
    _pick: Pick = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pick", picker(self.places))

    def verdict(self, views: Views) -> Verdict:
        """Judge the condition for a case that looks like this."""
        seen = self._pick(views)
        found = self._verdicts.get(seen)
        return self._seen(seen) if found is None else found

    def verdict_on(self, facts: Facts) -> Verdict:
        """Judge the condition for a case, looking at no more of it than the condition reads."""
        return self._seen(tuple([lens.look(facts) for lens in self.lenses]))

    def _seen(self, seen: Views) -> Verdict:
        found = self._verdicts.get(seen)
        if found is None:
            found = self._verdicts[seen] = self._judge(seen)
        return found

    def _judge(self, seen: Views) -> Verdict:
        known, assumed = self.condition, self.condition
        for lens, view in zip(self.lenses, seen, strict=True):
            assumed = reduce(assumed, dict(zip(lens.group.atoms, view.assumed, strict=True)))
            if not view.open:
                known = reduce(known, dict(zip(lens.group.atoms, view.assumed, strict=True)))
        return Verdict(known if isinstance(known, bool) else None, assumed is True, self._chance(known, seen))

    def _chance(self, rest: Condition, seen: Views) -> Fraction:
        """Add up the weight of the completions in which the condition holds, fact by fact."""
        states: dict[Condition, Fraction] = {rest: Fraction(1)}
        for lens, view in zip(self.lenses, seen, strict=True):
            if view.open and not all(isinstance(state, bool) for state in states):
                states = _after(states, lens.group.atoms, view.cells)
        return states.get(True, Fraction(0))


def _after(
    states: Mapping[Condition, Fraction], group: tuple[Atom, ...], options: tuple[Cell, ...]
) -> dict[Condition, Fraction]:
    after: dict[Condition, Fraction] = {}
    for state, weight in states.items():
        for cell in options:
            target = reduce(state, dict(zip(group, cell.truths, strict=True)))
            after[target] = after.get(target, Fraction(0)) + weight * cell.weight
    return after


@dataclass(eq=False)
class Sight:
    """The lenses of one rulebook: each group of atoms on one fact is looked through once, whoever asks."""

    kinds: Mapping[str, FactKind]
    lenses: list[Lens] = field(default_factory=list)
    _places: dict[Group, int] = field(default_factory=dict, repr=False)
    _assumed: dict[str, FactValue] = field(default_factory=dict, repr=False)

    def places(self, wanted: Iterable[Atom]) -> tuple[int, ...]:
        """Give the places of the lenses for some atoms, in order of the facts' first appearance."""
        return tuple(self._place(group) for group in group_atoms(wanted, self.kinds))

    def judged(self, condition: Condition) -> Judged:
        """Prepare a condition."""
        places = self.places(atoms(condition))
        return Judged(condition, places, tuple(self.lenses[place] for place in places))

    def look(self, facts: Facts, first: int | None = None) -> Views:
        """Give the views of a case through all lenses, or only the first ones."""
        return tuple([lens.look(facts) for lens in self.lenses[:first]])

    def _place(self, group: Group) -> int:
        if group not in self._places:
            self._places[group] = len(self.lenses)
            self.lenses.append(Lens(group, self._assumption(group)))
        return self._places[group]

    def _assumption(self, group: Group) -> FactValue:
        """Give the value assumed while a fact is open; where the rulebook names none, the same for every condition."""
        fact = group.fact
        if fact.assume is not None:
            return fact.assume
        if fact.id not in self._assumed:
            self._assumed[fact.id] = _usual(group)
        return self._assumed[fact.id]


def _usual(group: Group) -> FactValue:
    """Choose what most values of a choice do; nothing of an amount, an empty text, no."""
    if group.fact.kind == "choice":
        return max(cells(group, {}), key=lambda cell: cell.weight).value
    usual: dict[str, FactValue] = {"yes_no": False, "text": ""}
    return usual.get(group.fact.kind, 0)
