"""Every way the open facts of a case may yet turn out (未知要素的全部可能).

An open fact is replaced by a few *cells*: groups of values no condition of the rulebook can tell apart.
A yes/no fact has two, a choice one for each value, an amount one between and at each pair of thresholds.
Going through the cells of all open facts is therefore going through all completions, exactly.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from allocator.domain.conditions import AtLeastZero, Atom, Facts, FactValue, settled
from allocator.domain.rulebook import FactKind

Truths = tuple[bool, ...]
PERMILLE = 1000


@dataclass(frozen=True, slots=True)
class Group:
    """The atoms that read one open fact."""

    fact: FactKind
    atoms: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """Values of one open fact that all conditions treat alike: one of them, what they make true, how likely (weight)."""

    value: FactValue
    truths: Truths
    weight: Fraction


def group_atoms(atoms: Iterable[Atom], kinds: Mapping[str, FactKind], facts: Facts) -> tuple[Group, ...]:
    """Sort the undecided atoms by the open fact each of them reads, in order of first appearance."""
    groups: dict[str, list[Atom]] = {}
    for atom in dict.fromkeys(atoms):
        if settled(atom, facts) is None:
            name = next(name for name in atom.facts() if facts.get(name) is None)
            groups.setdefault(name, []).append(atom)
    return tuple(Group(kinds[name], tuple(members)) for name, members in groups.items())


def cells(group: Group, facts: Facts) -> tuple[Cell, ...]:
    """Give the cells of an open fact; their weights add up to one."""
    weighted = _weighted_values(group, facts)
    merged: dict[Truths, Cell] = {}
    for value, weight in weighted:
        truths = tuple(atom.holds({**facts, group.fact.id: value}) for atom in group.atoms)
        known = merged.get(truths)
        merged[truths] = Cell(known.value, truths, known.weight + weight) if known else Cell(value, truths, weight)
    return tuple(merged.values())


def _weighted_values(group: Group, facts: Facts) -> list[tuple[FactValue, Fraction]]:
    fact = group.fact
    if fact.kind == "yes_no":
        chance = Fraction(fact.chance, PERMILLE)
        return [(True, chance), (False, 1 - chance)]
    values: list[FactValue] = list(fact.values) if fact.kind == "choice" else list(_amounts(group, facts))
    return [(value, Fraction(1, len(values))) for value in values]


def _amounts(group: Group, facts: Facts) -> list[int]:
    """Take a whole amount at and beside every threshold, and zero: one for each way the comparisons can fall."""
    amounts = {0}
    for atom in group.atoms:
        if isinstance(atom, AtLeastZero):
            turn = floor(atom.threshold(group.fact.id, facts))
            amounts.update(amount for amount in (turn - 1, turn, turn + 1, turn + 2) if amount >= 0)
    return sorted(amounts)
