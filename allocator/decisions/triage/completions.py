"""Every way the open facts of a case may yet turn out (未知要素的全部可能).

An open fact is replaced by a few *cells*: groups of values no condition can tell apart. A yes/no fact has two, a choice
one for each value, an amount one between and at each pair of thresholds, a text one for each set of words it may
mention. Going through the cells of all open facts is therefore going through all completions, exactly.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import floor, lcm

from allocator.domain.rulebook.book import FactKind
from allocator.domain.rulebook.conditions import AtLeastZero, Atom, Facts, FactValue, Mentions

Truths = tuple[bool, ...]
PERMILLE = 1000
APART = 4  # thresholds this far from each other have no sampled amount in common
BETWEEN_WORDS = "\n"


@dataclass(frozen=True, slots=True)
class Group:
    """The atoms that read one fact (and, where they compare it, others that are always known)."""

    fact: FactKind
    atoms: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """Values of one open fact that all conditions treat alike: one of them, what they make true, how likely (weight)."""

    value: FactValue
    truths: Truths
    weight: Fraction


def group_atoms(atoms: Iterable[Atom], kinds: Mapping[str, FactKind]) -> tuple[Group, ...]:
    """Sort atoms by the one fact of each that may be open (else its first), in order of first appearance."""
    groups: dict[str, list[Atom]] = {}
    for atom in dict.fromkeys(atoms):
        names = atom.facts()
        owner = next((name for name in names if kinds[name].may_be_unknown), names[0])
        groups.setdefault(owner, []).append(atom)
    return tuple(Group(kinds[name], tuple(members)) for name, members in groups.items())


def cells(group: Group, facts: Facts) -> tuple[Cell, ...]:
    """Give the cells of an open fact; their weights add up to one."""
    merged: dict[Truths, Cell] = {}
    for value, weight in _weighted_values(group, facts):
        truths = truths_at(group, value, facts)
        known = merged.get(truths)
        merged[truths] = replace(known, weight=known.weight + weight) if known else Cell(value, truths, weight)
    return tuple(merged.values())


def truths_at(group: Group, value: FactValue, facts: Facts) -> Truths:
    """Say what the atoms of a fact would be if it had this value."""
    completed = {**facts, group.fact.id: value}
    return tuple(atom.holds(completed) for atom in group.atoms)


def _weighted_values(group: Group, facts: Facts) -> list[tuple[FactValue, Fraction]]:
    fact = group.fact
    if fact.kind == "yes_no":
        chance = Fraction(fact.chance, PERMILLE)
        return [(True, chance), (False, 1 - chance)]
    values = _values(group, facts)
    return [(value, Fraction(1, len(values))) for value in values]


def _values(group: Group, facts: Facts) -> Sequence[FactValue]:
    if group.fact.kind == "choice":
        return group.fact.values
    return _texts(group) if group.fact.kind == "text" else _amounts(group, facts)


def _amounts(group: Group, facts: Facts) -> list[int]:
    """Take a whole amount at and beside every threshold, and zero: one for each way the comparisons can fall."""
    amounts = {0}
    for turn, _ in _turns(group, facts):
        amounts.update(amount for amount in (turn - 1, turn, turn + 1, turn + 2) if amount >= 0)
    return sorted(amounts)


def _turns(group: Group, facts: Facts) -> Iterator[tuple[int, bool]]:
    """Give the whole amount at or under each threshold, and whether the threshold is a whole amount itself."""
    for atom in group.atoms:
        if isinstance(atom, AtLeastZero):
            threshold = atom.threshold(group.fact.id, facts)
            yield floor(threshold), threshold.denominator == 1


def _texts(group: Group) -> list[str]:
    """Write a text for each set of atoms that can hold together: a text with more words makes more of them hold."""
    texts: dict[Truths, str] = {truths_at(group, "", {}): ""}
    for word in dict.fromkeys(word for atom in group.atoms if isinstance(atom, Mentions) for word in atom.words):
        for text in tuple(texts.values()):
            longer = text + BETWEEN_WORDS + word
            texts.setdefault(truths_at(group, longer, {}), longer)
    return list(texts.values())


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What the atoms of one fact see of a case: one cell when it is known, else all it may be.

    `assumed` is what they make of the value assumed meanwhile. A lens gives the same view, by identity, to all cases
    it cannot tell apart. `shares` are the weights of the cells as whole parts of `scale`.
    """

    fact: FactKind
    cells: tuple[Cell, ...]
    assumed: Truths
    open: bool
    scale: int
    shares: tuple[int, ...]


@dataclass(eq=False)
class Lens:
    """Looks at one fact of a case through the atoms that read it, and remembers every view it has had."""

    group: Group
    assume: FactValue
    _views: dict[object, View] = field(default_factory=dict, repr=False)
    _name: str = field(init=False, repr=False)
    _yes_no: bool = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._name, self._yes_no = self.group.fact.id, self.group.fact.kind == "yes_no"

    def look(self, facts: Facts) -> View:
        """Give the view of a case."""
        value = facts.get(self._name)
        seen = value is True if self._yes_no and value is not None else self._seen(value, facts)
        view = self._views.get(seen)
        if view is None:
            view = self._views[seen] = self._view(facts)
        return view

    def _seen(self, value: FactValue, facts: Facts) -> object:
        """Name all that can make a difference to these atoms."""
        if value is None:
            return self._lie(facts) if self._compares else None
        return value if self.group.fact.kind == "choice" else tuple([atom.holds(facts) for atom in self.group.atoms])

    @cached_property
    def _compares(self) -> bool:
        """Whether what an open amount is compared with differs from case to case."""
        return any(len(atom.facts()) > 1 for atom in self.group.atoms)

    def _lie(self, facts: Facts) -> object:
        """Say how the thresholds lie to zero and to each other, as far as their neighbours can meet."""
        turns = tuple(_turns(self.group, facts))
        marks = sorted({0, *(turn for turn, _ in turns)})
        steps, place = {marks[0]: 0}, 0
        for before, mark in pairwise(marks):
            place += min(mark - before, APART)
            steps[mark] = place
        lie = tuple((steps[turn] - steps[0], whole) for turn, whole in turns)
        return lie, truths_at(self.group, self.assume, facts)

    def _view(self, facts: Facts) -> View:
        fact, group = self.group.fact, self.group
        if facts.get(fact.id) is not None:
            truths = truths_at(group, facts[fact.id], facts)
            return View(fact, (Cell(None, truths, Fraction(1)),), truths, open=False, scale=1, shares=(1,))
        found = cells(group, facts)
        scale = lcm(*(cell.weight.denominator for cell in found))
        shares = tuple(int(cell.weight * scale) for cell in found)
        return View(fact, found, truths_at(group, self.assume, facts), open=True, scale=scale, shares=shares)
