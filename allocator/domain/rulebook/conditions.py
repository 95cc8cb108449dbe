"""Conditions of the rulebook (判定条件): sentences over facts that are true, false or still open.

A condition is written as a court would: ``claim >= yuan(500_000) and not full_cash``. It is read once
into atoms joined by and/or/not, and then *reduced* by what is known of the atoms, so that an unknown
fact stays visible instead of counting as false.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

FactValue: TypeAlias = bool | int | str | None
Facts: TypeAlias = Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Is:
    """A yes/no fact holds."""

    fact: str

    def facts(self) -> tuple[str, ...]:
        """Name the facts this atom reads."""
        return (self.fact,)

    def holds(self, facts: Facts) -> bool:
        """Say whether it holds; every fact it reads must be known."""
        return facts[self.fact] is True


@dataclass(frozen=True, slots=True)
class OneOf:
    """A fact with named values has one of these."""

    fact: str
    values: frozenset[str]

    def facts(self) -> tuple[str, ...]:
        """Name the facts this atom reads."""
        return (self.fact,)

    def holds(self, facts: Facts) -> bool:
        """Say whether it holds; every fact it reads must be known."""
        return facts[self.fact] in self.values


@dataclass(frozen=True, slots=True)
class Mentions:
    """A text contains one of these words."""

    fact: str
    words: tuple[str, ...]

    def facts(self) -> tuple[str, ...]:
        """Name the facts this atom reads."""
        return (self.fact,)

    def holds(self, facts: Facts) -> bool:
        """Say whether it holds; every fact it reads must be known."""
        text = str(facts[self.fact] or "")
        return any(word in text for word in self.words)


@dataclass(frozen=True, slots=True)
class AtLeastZero:
    """A sum of amounts is at least zero (``strict``: more than zero): every comparison is brought to this form."""

    terms: tuple[tuple[str, int], ...]
    constant: int
    strict: bool

    def facts(self) -> tuple[str, ...]:
        """Name the facts this atom reads."""
        return tuple(name for name, _ in self.terms)

    def total(self, facts: Facts) -> int:
        """Add up the known amounts; unknown ones count nothing here and are asked for by `threshold`."""
        total = self.constant
        for name, factor in self.terms:  # asked by the hundred thousand: a generator would take as long again
            total += factor * int(facts.get(name) or 0)
        return total

    def holds(self, facts: Facts) -> bool:
        """Say whether it holds; every fact it reads must be known."""
        total = self.total(facts)
        return total > 0 if self.strict else total >= 0

    def threshold(self, fact: str, facts: Facts) -> Fraction:
        """Give the value of the one open fact at which the comparison turns."""
        return Fraction(-self.total({**facts, fact: None}), dict(self.terms)[fact])


Atom: TypeAlias = Is | OneOf | Mentions | AtLeastZero


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Condition", ...]


Condition: TypeAlias = bool | Atom | Not | All | AnyOf


def reduce(condition: Condition, known: Mapping[Atom, bool]) -> Condition:
    """Put what is known of the atoms into a condition; what remains is exactly what is still open."""
    if isinstance(condition, bool):
        return condition
    if isinstance(condition, Not):
        part = reduce(condition.part, known)
        return not part if isinstance(part, bool) else Not(part)
    if isinstance(condition, (All, AnyOf)):
        return _reduce_parts(condition, known)
    return known.get(condition, condition)


def _reduce_parts(condition: All | AnyOf, known: Mapping[Atom, bool]) -> Condition:
    deciding = isinstance(condition, AnyOf)
    open_parts: list[Condition] = []
    for part in condition.parts:
        reduced = reduce(part, known)
        if reduced is deciding:
            return deciding
        if not isinstance(reduced, bool) and reduced not in open_parts:
            open_parts.append(reduced)
    if len(open_parts) < 2:
        return open_parts[0] if open_parts else not deciding
    return type(condition)(tuple(open_parts))


def atoms(condition: Condition) -> Iterator[Atom]:
    """Walk the atoms of a condition in the order they are written."""
    if isinstance(condition, Not):
        yield from atoms(condition.part)
    elif isinstance(condition, (All, AnyOf)):
        for part in condition.parts:
            yield from atoms(part)
    elif not isinstance(condition, bool):
        yield condition


def settled(atom: Atom, facts: Facts) -> bool | None:
    """Say whether an atom holds, or None while a fact it reads is unknown."""
    for name in atom.facts():
        if facts.get(name) is None:
            return None
    return atom.holds(facts)


def known_atoms(condition: Condition, facts: Facts) -> dict[Atom, bool]:
    """Give the truth of every atom whose facts are all known."""
    truths = {atom: settled(atom, facts) for atom in atoms(condition)}
    return {atom: truth for atom, truth in truths.items() if truth is not None}


def evaluate(condition: Condition, facts: Facts) -> bool | None:
    """Say whether a condition holds; None when the open facts may still decide it either way."""
    rest = reduce(condition, known_atoms(condition, facts))
    return rest if isinstance(rest, bool) else None
