"""How much work a case is (案件权重): minutes by role with an interval; what is unknown weighs its upper quantile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from allocator.decisions.completions import cells, group_atoms
from allocator.domain.conditions import Condition, Facts, atoms, known_atoms, reduce
from allocator.domain.rulebook import Adder, Cause, Rulebook
from allocator.domain.words import Text

PERMILLE = 1000
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class WeightPart:
    """One part of a weight: what it is, how likely (per mille; 1000 when known), and its minutes by role."""

    id: str
    text: Text
    chance: int
    minutes: Mapping[str, int]
    source: str


@dataclass(frozen=True, slots=True)
class Weight:
    """The effort of a case in minutes by role: what is planned with, and the least and most it may be."""

    minutes: Mapping[str, int]
    least: Mapping[str, int]
    most: Mapping[str, int]
    parts: tuple[WeightPart, ...]

    @property
    def total(self) -> int:
        """Give the planned minutes of all roles together."""
        return sum(self.minutes.values())


def weigh(facts: Facts, rulebook: Rulebook) -> Weight:
    """Weigh a case from its facts."""
    cause, open_cause = _cause(facts, rulebook)
    adders = [part for adder in rulebook.weights.adders for part in _adder_part(adder, facts, rulebook)]
    base = WeightPart(cause.id, cause.name, 500 if open_cause else PERMILLE, cause.minutes, cause.source)
    low, high = _factor(facts, rulebook, sure=False), _factor(facts, rulebook, sure=True)
    roles = sorted({role for part in (base, *adders) for role in part.minutes})
    planned, least, most = {}, {}, {}
    for role in roles:
        own, known, unknown = base.minutes.get(role, 0), *_split(role, adders)
        planned[role] = _scaled(own + known + upper_quantile(unknown, rulebook.weights.quantile), high)
        floor = own * cause.low // PERMILLE + known + sum(min(0, count) for _, count in unknown)
        ceiling = -(-own * cause.high // PERMILLE) + known + sum(max(0, count) for _, count in unknown)
        least[role], most[role] = min(planned[role], _scaled(floor, low)), max(planned[role], _scaled(ceiling, high))
    return _at_least(Weight(planned, least, most, (base, *adders)), rulebook)


def _at_least(weight: Weight, rulebook: Rulebook) -> Weight:
    """Lift a weight to the rulebook's least, on the lead's role: nothing that comes in is no work."""
    missing = rulebook.weights.least - weight.total
    if missing <= 0:
        return weight
    lead = rulebook.charging.lead_role
    lifted = {**weight.minutes, lead: weight.minutes.get(lead, 0) + missing}
    most = {**weight.most, lead: max(lifted[lead], weight.most.get(lead, 0))}
    return Weight(lifted, weight.least, most, weight.parts)


def _cause(facts: Facts, rulebook: Rulebook) -> tuple[Cause, bool]:
    known = {row.id: row for row in rulebook.weights.causes}
    cause = facts.get("cause")
    return known.get(str(cause), rulebook.weights.other), cause is None


def _adder_part(adder: Adder, facts: Facts, rulebook: Rulebook) -> list[WeightPart]:
    chance = likelihood(adder.when, facts, rulebook)
    times = _times(adder, facts)
    if not chance or not times:
        return []
    minutes = {role: count * times for role, count in adder.minutes.items()}
    return [WeightPart(adder.id, adder.text, max(1, round(chance * PERMILLE)), minutes, adder.source)]


def _times(adder: Adder, facts: Facts) -> int:
    if adder.times is None:
        return 1
    if any(facts.get(name) is None for name, _ in adder.times.terms):
        return adder.at_most
    amount = adder.times.constant + sum(factor * int(facts[name] or 0) for name, factor in adder.times.terms)
    return max(0, min(adder.at_most, int(amount)))


def likelihood(condition: Condition, facts: Facts, rulebook: Rulebook) -> Fraction:
    """Give how likely a condition is over the open facts; 0 and 1 only when it is settled."""
    rest = reduce(condition, known_atoms(condition, facts))
    if isinstance(rest, bool):
        return Fraction(int(rest))
    states: dict[Condition, Fraction] = {rest: Fraction(1)}
    for group in group_atoms(atoms(rest), rulebook.facts, facts):
        after: dict[Condition, Fraction] = {}
        for state, weight in states.items():
            for cell in cells(group, facts):
                target = reduce(state, dict(zip(group.atoms, cell.truths, strict=True)))
                after[target] = after.get(target, Fraction(0)) + weight * cell.weight
        states = after
    return states.get(True, Fraction(0))


def _factor(facts: Facts, rulebook: Rulebook, *, sure: bool) -> Fraction:
    """Multiply the factors that hold; one still open counts only where it makes the bound safer."""
    product = Fraction(1)
    for factor in rulebook.weights.factors:
        chance = likelihood(factor.when, facts, rulebook)
        raises = factor.permille > PERMILLE
        if chance == 1 or (chance > 0 and raises is sure):
            product *= Fraction(factor.permille, PERMILLE)
    return product


def _split(role: str, parts: Iterable[WeightPart]) -> tuple[int, list[tuple[int, int]]]:
    known, unknown = 0, []
    for part in parts:
        count = part.minutes.get(role, 0)
        if part.chance == PERMILLE:
            known += count
        elif count:
            unknown.append((part.chance, count))
    return known, unknown


def upper_quantile(unknown: list[tuple[int, int]], quantile: int) -> int:
    """Give the minutes that unknown parts (chance per mille, minutes) stay under in `quantile` per mille of all ways.

    Never under what they weigh on average, so that a rare heavy trait still counts for something.
    """
    mean = sum(chance * count for chance, count in unknown)
    return max(_quantile(tuple(sorted(unknown)), quantile), -(-mean // PERMILLE))


@lru_cache(maxsize=65536)
def _quantile(unknown: tuple[tuple[int, int], ...], quantile: int) -> int:
    """Add the parts up one after the other over all sums they can make; whole minutes, weights as shares."""
    offset = sum(min(0, count) for _, count in unknown)
    ways = np.zeros(1 + sum(abs(count) for _, count in unknown))
    ways[0 - offset] = 1.0
    for chance, count in unknown:
        ways = ways * (1 - chance / PERMILLE) + np.roll(ways, count) * (chance / PERMILLE)
    reached = np.cumsum(ways)
    return int(np.searchsorted(reached, quantile / PERMILLE - ROUNDING)) + offset


def _scaled(minutes: int, factor: Fraction) -> int:
    return max(0, round(minutes * factor))
