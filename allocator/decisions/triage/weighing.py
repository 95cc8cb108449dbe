"""How much work a case is (案件权重): minutes by role with an interval; what is unknown weighs its upper quantile."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, lru_cache

import numpy as np

from allocator.decisions.triage.sight import Judged, Pick, Sight, Verdict, Views, picker
from allocator.domain.rulebook.book import Adder, Cause, Factor, Rulebook
from allocator.domain.rulebook.conditions import Facts
from allocator.domain.words import Text

PERMILLE = 1000
ROUNDING = 1e-9
MOST_REMEMBERED = 100_000
ONCE = Fraction(1)


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

    def in_lane(self, effort: int, possible: Collection[int]) -> "Weight":
        """Take the weight to a lane's effort (per mille); the least and most go over all lanes still possible."""
        if {effort, *possible} == {PERMILLE}:
            return self
        return replace(
            self,
            minutes={role: _part_of(count, effort) for role, count in self.minutes.items()},
            least={role: _part_of(count, min(possible)) for role, count in self.least.items()},
            most={role: _part_of(count, max(possible)) for role, count in self.most.items()},
        )


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes of one role that a part may come to: the least and most, and what is planned with should it apply."""

    low: int
    planned: int
    high: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A part that may apply, with its span by role."""

    shown: WeightPart
    spans: Mapping[str, Span]


def weigh(facts: Facts, rulebook: Rulebook) -> Weight:
    """Weigh a case from its facts."""
    scales = Scales(rulebook, Sight(rulebook.facts))
    return scales.weigh(facts, scales.sight.look(facts))


@dataclass(eq=False)
class Scales:
    """Weighs the cases of one rulebook, seen through the lenses of `sight`."""

    rulebook: Rulebook
    sight: Sight
    adders: list[tuple[Adder, Judged]] = field(init=False)
    factors: list[tuple[Factor, Judged]] = field(init=False)
    counts: tuple[str, ...] = field(init=False)
    _read: Pick = field(init=False, repr=False)
    _bases: dict[str | None, tuple[WeightPart, Mapping[str, Span]]] = field(default_factory=dict, repr=False)
    _weighed: dict[tuple[object, ...], Weight] = field(default_factory=dict, repr=False)
    _parts: dict[tuple[str, Verdict, tuple[int, int]], tuple[_Part, ...]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        weights = self.rulebook.weights
        self.adders = [(adder, self.sight.judged(adder.when)) for adder in weights.adders]
        self.factors = [(factor, self.sight.judged(factor.when)) for factor in weights.factors]
        terms = [name for adder in weights.adders if adder.times for name, _ in adder.times.terms]
        self.counts = tuple(dict.fromkeys(("cause", *terms)))
        judged = [one for _, one in (*self.adders, *self.factors)]
        self._read = picker(sorted({place for one in judged for place in one.places}))

    def counted(self, facts: Facts) -> tuple[object, ...]:
        """Give the facts a weight reads as they are, not through a lens: the cause and amounts that multiply."""
        return tuple([facts.get(name) for name in self.counts])

    def read(self, facts: Facts, views: Views) -> tuple[object, ...]:
        """Give all of a case that a weight reads: what is alike in it weighs the same."""
        return self._read(views), *self.counted(facts)

    def weigh(self, facts: Facts, views: Views) -> Weight:
        """Weigh a case from its facts and how they look; what weighs the same is weighed once."""
        key = self.read(facts, views)
        found = self._weighed.get(key)
        if found is None:
            if len(self._weighed) >= MOST_REMEMBERED:
                self._weighed.clear()
            found = self._weighed[key] = self._weigh(facts, views)
        return found

    def _weigh(self, facts: Facts, views: Views) -> Weight:
        base, own = self._base(facts)
        parts = [
            part
            for adder, judged in self.adders
            if (verdict := judged.verdict(views)).chance
            for part in self._part(adder, verdict, _times(adder, facts))
        ]
        low, high = self._factors(views)
        planned, least, most = {}, {}, {}
        for role in sorted({role for part in parts for role in part.spans} | own.keys()):
            span = _sum(role, own.get(role, NOTHING), parts, self.rulebook.weights.quantile)
            planned[role] = _scaled(span.planned, high)
            least[role] = min(planned[role], _scaled(span.low, low))
            most[role] = max(planned[role], _scaled(span.high, high))
        return _at_least(Weight(planned, least, most, (base, *(part.shown for part in parts))), self.rulebook)

    def _base(self, facts: Facts) -> tuple[WeightPart, Mapping[str, Span]]:
        """Give what the cause takes; while it is open, from the least to the most any cause may take."""
        cause = facts.get("cause")
        row = self._causes.get(str(cause), self.rulebook.weights.other)
        key = None if cause is None else row.id
        if key not in self._bases:
            self._bases[key] = _base(row, [row, *self._causes.values()] if cause is None else [row])
        return self._bases[key]

    @cached_property
    def _causes(self) -> dict[str, Cause]:
        return {row.id: row for row in self.rulebook.weights.causes}

    def _part(self, adder: Adder, verdict: Verdict, times: tuple[int, int]) -> tuple[_Part, ...]:
        key = (adder.id, verdict, times)
        if key not in self._parts:
            self._parts[key] = _part(adder, verdict.chance, *times)
        return self._parts[key]

    def _factors(self, views: Views) -> tuple[Fraction, Fraction]:
        """Multiply the factors that hold, to a lower and an upper bound: one still open counts only where it is safe."""
        low = high = ONCE
        for factor, judged in self.factors:
            chance, times = judged.verdict(views).chance, Fraction(factor.permille, PERMILLE)
            if chance:
                low *= times if chance == 1 else min(times, ONCE)
                high *= times if chance == 1 else max(times, ONCE)
        return low, high


def _base(row: Cause, open_rows: Sequence[Cause]) -> tuple[WeightPart, Mapping[str, Span]]:
    chance = PERMILLE if len(open_rows) == 1 else PERMILLE // 2
    roles = {role for one in open_rows for role in one.minutes}
    part = WeightPart(row.id, row.name, chance, row.minutes, row.source)
    return part, {role: _base_span(role, row, open_rows) for role in roles}


def _base_span(role: str, row: Cause, open_rows: Sequence[Cause]) -> Span:
    return Span(
        min(one.minutes.get(role, 0) * one.low // PERMILLE for one in open_rows),
        row.minutes.get(role, 0),
        max(-(-one.minutes.get(role, 0) * one.high // PERMILLE) for one in open_rows),
    )


def _part(adder: Adder, likely: Fraction, fewest: int, most: int) -> tuple[_Part, ...]:
    """Give what an adder makes, nothing when it counts no times; one not sure to apply may also make nothing."""
    if not most:
        return ()
    sure, spans = likely == 1, {}
    for role, count in adder.minutes.items():
        low, high = sorted((count * fewest, count * most))
        spans[role] = Span(low, high, high) if sure else Span(min(0, low), high, max(0, high))
    chance = PERMILLE if sure else min(PERMILLE - 1, max(1, round(likely * PERMILLE)))
    minutes = {role: span.planned for role, span in spans.items()}
    return (_Part(WeightPart(adder.id, adder.text, chance, minutes, adder.source), spans),)


def _times(adder: Adder, facts: Facts) -> tuple[int, int]:
    """Give the fewest and the most times an adder may count; equal when its amounts are known."""
    if adder.times is None:
        return 1, 1
    known = adder.times.constant + sum(factor * int(facts.get(name) or 0) for name, factor in adder.times.terms)
    sure = max(0, min(adder.at_most, int(known)))
    open_factors = [factor for name, factor in adder.times.terms if facts.get(name) is None]
    falls, rises = any(factor < 0 for factor in open_factors), any(factor > 0 for factor in open_factors)
    return (0 if falls else sure, adder.at_most if rises else sure)


def _sum(role: str, own: Span, parts: Sequence[_Part], quantile: int) -> Span:
    """Add up one role: what is sure as it is, what is not by the upper quantile of all ways it may come."""
    low, planned, high = own.low, own.planned, own.high
    unknown = []
    for part in parts:
        span = part.spans.get(role, NOTHING)
        low, high = low + span.low, high + span.high
        if part.shown.chance == PERMILLE:
            planned += span.planned
        elif span.planned:
            unknown.append((part.shown.chance, span.planned))
    return Span(low, planned + upper_quantile(unknown, quantile), high)


NOTHING = Span(0, 0, 0)


def _at_least(weight: Weight, rulebook: Rulebook) -> Weight:
    """Lift a weight to the rulebook's least, on the lead's role: nothing that comes in is no work."""
    short = rulebook.weights.least - sum(weight.least.values())
    if short <= 0:
        return weight
    lead = rulebook.charging.lead_role
    planned = weight.minutes.get(lead, 0) + max(0, rulebook.weights.least - weight.total)
    lowest = weight.least.get(lead, 0)
    most = max(planned, weight.most.get(lead, 0), lowest + short)
    return Weight(
        {**weight.minutes, lead: planned}, {**weight.least, lead: lowest}, {**weight.most, lead: most}, weight.parts
    )


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
        without, applies = ways * (1 - chance / PERMILLE), ways * (chance / PERMILLE)
        into, source = (without[count:], applies[:-count]) if count > 0 else (without[:count], applies[-count:])
        into += source
        ways = without
    reached = np.cumsum(ways)
    return int(np.searchsorted(reached, quantile / PERMILLE - ROUNDING)) + offset


def _part_of(minutes: int, permille: int) -> int:
    return -(-minutes * permille // PERMILLE)


def _scaled(minutes: int, factor: Fraction) -> int:
    if factor.denominator == 1:
        return max(0, minutes * factor.numerator)
    return max(0, round(minutes * factor))
