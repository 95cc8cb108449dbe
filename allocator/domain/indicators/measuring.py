"""Evaluating indicators (指标计算): whole numbers and fractions, cases as columns, nothing rounded."""

from bisect import bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import compress
from operator import attrgetter
from typing import TypeVar

from allocator.domain.indicators.definitions import How, Indicator, Part, Stretch, stretch_of
from allocator.domain.indicators.facts import FACTS, CaseRecord, Column
from allocator.domain.rulebook.conditions import All, AnyOf, AtLeastZero, Atom, Condition, Is, Not, OneOf

FINE = 128  # bits: two fractions of amounts below 2**60 that differ at all differ after so many
Found = TypeVar("Found")
Value = TypeVar("Value")
MOST_DATED = 200


@dataclass(frozen=True, slots=True)
class Measure:
    """What an indicator came to (指标值): numerator over denominator (1 where it has none), None where nothing can be divided.

    Money in fen. Of a change on the year before, numerator and denominator are those of the indicator it is a change of,
    and `before` is that one's value the year before.
    """

    numerator: int
    denominator: int
    value: Fraction | None
    before: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A case behind a number (案件明细): what it gives to numerator and denominator, None where it is not in that part."""

    case: CaseRecord
    numerator: int | None
    denominator: int | None


ANYBODY = -1
"""The set of all cases, however many there are."""
ANY = Stretch(date(2000, 1, 1), date(2000, 1, 1))
"""Some days, for what does not depend on any."""


def _put(known: Sequence[Found], found: Sequence[Found], at: Sequence[int]) -> list[Found]:
    """Put values in the places of those that are there, or behind them."""
    there = list(known)
    for k, value in zip(at, found, strict=True):
        there[k : k + 1] = [value]
    return there


def _latest(known: Mapping[tuple[Found, Stretch | None], Value]) -> list[tuple[tuple[Found, Stretch | None], Value]]:
    """Give what was worked out, of what depends on days the last only: somebody may ask for every day of ten years."""
    items = [*known.items()]
    dated = {key for key, _ in [item for item in items if item[0][1] is not None][-MOST_DATED:]}
    return [item for item in items if item[0][1] is None or item[0] in dated]


@dataclass(frozen=True)
class Docket:
    """The cases of an office as indicators see them (统计案件集), with what was worked out of them once.

    `within` is the set of those that count, where not all do: a part shares what was worked out of the whole.
    """

    cases: Sequence[CaseRecord]
    columns: dict[tuple[str, Stretch | None], Column] = field(default_factory=dict)
    masks: dict[tuple[Atom, Stretch | None], int] = field(default_factory=dict)
    within: int | None = None

    @property
    def everyone(self) -> int:
        """The set of the cases that count."""
        return int.from_bytes(b"\x01" * len(self.cases), "little") if self.within is None else self.within

    def part(self, among: int) -> "Docket":
        """Give the part that is in a set too."""
        return replace(self, within=self.everyone & among)

    def listed(self) -> tuple[CaseRecord, ...]:
        """Give the cases that count, in order."""
        return tuple(compress(self.cases, self.everyone.to_bytes(len(self.cases), "little")))

    def among(self, ids: Container[int]) -> int:
        """Give the set of the cases that have one of some ids."""
        return int.from_bytes(bytes(case.id in ids for case in self.cases), "little")

    def first(self, found: int, after: int | None, most: int | None) -> int:
        """Give of a set of cases, which stand by id, the first so many behind one of them; all where `most` is None."""
        chosen = found.to_bytes(len(self.cases), "little")
        start = bisect_right(self.cases, after, key=attrgetter("id")) if after is not None else 0
        end = start
        for _ in range(len(chosen) if most is None else most):
            last = chosen.find(1, end)
            if last < 0:
                break
            end = last + 1
        return int.from_bytes(bytes(start) + chosen[start:end], "little")

    def followed(self, cases: Sequence[CaseRecord], at: Sequence[int]) -> "Docket":
        """Give the docket of the same cases of which some have changed, or follow behind: what was worked out of the others stays.

        `at` are the places of all that changed or came, in order. What is of days stays of those that were asked for last.
        """
        few = Docket([cases[k] for k in at])
        columns: dict[tuple[str, Stretch | None], Column] = {}
        for (fact, days), column in _latest(self.columns):
            columns[fact, days] = _put(column, few.in_days(days or ANY).column(fact), at)
        masks: dict[tuple[Atom, Stretch | None], int] = {}
        for (atom, days), members in _latest(self.masks):
            known = members.to_bytes(len(self.cases), "little")
            found = few.in_days(days or ANY).atom(atom).to_bytes(len(at), "little")
            masks[atom, days] = int.from_bytes(bytes(_put(known, found, at)), "little")
        return Docket(cases, columns, masks)

    def in_days(self, days: Stretch) -> "Seen":
        """See the cases in a stretch of days."""
        return Seen(self, days)


@dataclass(frozen=True, slots=True)
class Seen:
    """The cases seen in one stretch of days (期间内的案件); a set of cases is a number whose byte k is 1 for the k-th case."""

    docket: Docket
    days: Stretch

    def column(self, fact: str) -> Column:
        """Give the value of a fact for every case, in order."""
        key = (fact, None if FACTS[fact].lasting else self.days)
        columns = self.docket.columns
        if key not in columns:
            columns[key] = FACTS[fact].found(self.docket.cases, self.days)
        return columns[key]

    def amounts(self, part: Part) -> Sequence[int]:
        """Give for every case what it would add to a part."""
        if not part.sum:
            return (1,) * len(self.docket.cases)
        return self.column(part.sum)  # type: ignore[return-value] # only facts that are numbers may be added up

    def among(self, condition: Condition) -> int:
        """Give the set of cases for which a condition holds."""
        match condition:
            case bool():
                return self.docket.everyone if condition else 0
            case Not(part):
                return self.docket.everyone ^ self.among(part)
            case All(parts):
                found = self.docket.everyone
                for part in parts:
                    found &= self.among(part)
                return found
            case AnyOf(parts):
                found = 0
                for part in parts:
                    found |= self.among(part)
                return found
        found = self.atom(condition)
        return found if self.docket.within is None else found & self.docket.within

    def chosen(self, members: int) -> bytes:
        """Write a set as one byte a case."""
        return members.to_bytes(len(self.docket.cases), "little")

    def atom(self, atom: Atom) -> int:
        """Give the set of cases for which one comparison holds, whether they count or not."""
        lasting = all(FACTS[name].lasting for name in atom.facts())
        key = (atom, None if lasting else self.days)
        masks = self.docket.masks
        if key not in masks:
            masks[key] = int.from_bytes(bytes(self._holds(atom)), "little")
        return masks[key]

    def _holds(self, atom: Atom) -> Sequence[bool]:
        if isinstance(atom, AtLeastZero):
            return self._at_least_zero(atom)
        column = self.column(atom.fact)
        if isinstance(atom, Is):
            return [value is True for value in column]
        if isinstance(atom, OneOf):
            return [value in atom.values for value in column]
        return [atom.holds({atom.fact: value}) for value in column]

    def _at_least_zero(self, atom: AtLeastZero) -> Sequence[bool]:
        totals = [atom.constant] * len(self.docket.cases)
        for name, factor in atom.terms:
            numbers = self.amounts(Part(when=True, sum=name))
            totals = [total + factor * number for total, number in zip(totals, numbers, strict=True)]
        return [total > 0 for total in totals] if atom.strict else [total >= 0 for total in totals]


def measure(indicator: Indicator, docket: Docket, asked: Stretch, known: Mapping[str, Indicator]) -> Measure:
    """Work an indicator out for the days asked for; `known` are all indicators by id, as one may be the change of another."""
    days = stretch_of(indicator.window, asked)
    if indicator.how in (How.GROWTH, How.POINTS):
        return _change(indicator, docket, asked, known)
    seen = docket.in_days(days)
    numerator = _total(seen, indicator.numerator)
    if indicator.denominator is None:
        return Measure(numerator, 1, Fraction(numerator))
    denominator = _total(seen, indicator.denominator)
    if indicator.how == How.MEDIAN:
        return Measure(numerator, denominator, _median(seen, indicator.numerator, indicator.denominator))
    return Measure(numerator, denominator, Fraction(numerator, denominator) if denominator else None)


def _change(indicator: Indicator, docket: Docket, asked: Stretch, known: Mapping[str, Indicator]) -> Measure:
    base = known[indicator.base]
    now = measure(base, docket, asked, known)
    before = measure(base, docket, asked.year_before, known).value
    if now.value is None or before is None or (indicator.how == How.GROWTH and not before):
        return Measure(now.numerator, now.denominator, None, before)
    value = now.value - before if indicator.how == How.POINTS else now.value / before - 1
    return Measure(now.numerator, now.denominator, value, before)


def _total(seen: Seen, part: Part) -> int:
    members = seen.among(part.when)
    return sum(compress(seen.amounts(part), seen.chosen(members))) if part.sum else members.bit_count()


def _median(seen: Seen, numerator: Part, denominator: Part) -> Fraction | None:
    """Give the middle of the cases' own shares (个案中位数), the mean of the two middle ones where their number is even."""
    chosen = seen.chosen(seen.among(denominator.when))
    counted = seen.chosen(seen.among(numerator.when))
    pairs = compress(zip(seen.amounts(numerator), seen.amounts(denominator), counted, strict=True), chosen)
    shares = [(above if inside else 0, below) for above, below, inside in pairs if below]
    shares.sort(key=lambda share: (share[0] << FINE) // share[1])
    if not shares:
        return None
    low, high = shares[(len(shares) - 1) // 2], shares[len(shares) // 2]
    return (Fraction(*low) + Fraction(*high)) / 2


def members(
    indicator: Indicator, docket: Docket, asked: Stretch, known: Mapping[str, Indicator], among: int = ANYBODY
) -> Iterator[Member]:
    """Walk the cases behind a number in their order: all that are in its numerator or its denominator, of those in a set.

    The cases behind a change are those of this year's number.
    """
    if indicator.base:
        yield from members(known[indicator.base], docket, asked, known, among)
        return
    seen = docket.in_days(stretch_of(indicator.window, asked))
    above, below = indicator.numerator, indicator.denominator or indicator.numerator
    in_above, in_below = seen.among(above.when), seen.among(below.when)
    rows = zip(
        docket.cases,
        seen.chosen(in_above),
        seen.amounts(above),
        seen.chosen(in_below),
        seen.amounts(below),
        strict=True,
    )
    for case, is_above, gives, is_below, takes in compress(rows, seen.chosen((in_above | in_below) & among)):
        yield Member(case, gives if is_above else None, takes if is_below and indicator.denominator else None)


def behind(indicator: Indicator, docket: Docket, asked: Stretch, known: Mapping[str, Indicator]) -> int:
    """Give the set of the cases behind a number, those that `members` walks."""
    if indicator.base:
        return behind(known[indicator.base], docket, asked, known)
    seen = docket.in_days(stretch_of(indicator.window, asked))
    above, below = indicator.numerator, indicator.denominator or indicator.numerator
    return seen.among(above.when) | seen.among(below.when)


def adds_up(indicator: Indicator, known: Mapping[str, Indicator]) -> bool:
    """Say whether a number adds something of the cases up (amounts, days), instead of counting them."""
    base = known[indicator.base] if indicator.base else indicator
    return any(part is not None and bool(part.sum) for part in (base.numerator, base.denominator))
