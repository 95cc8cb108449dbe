"""The question turned round (反问): the cheapest change that reaches the targets, with as few replications as will do.

Changes are tried from the cheapest on. Of each the office is simulated until it is decided whether every target is
reached in as many futures as asked: a sequential likelihood ratio test of each target (Wald), whose errors Ville's
inequality bounds whenever it stops. A change far from the targets is dropped after a dozen futures, one at the border
gets hundreds, and what costs more than an answer already found is not run at all. Every change meets the same futures
(common random numbers), in batches whose size says nothing of who runs them.

What is promised, with probability `Effort.sure` at least for the whole search: no change is said to reach the targets
that reaches one of them in no more than `probability - zone` of the futures, and none is said to fail that reaches each
in `probability + zone` or more.
"""

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from allocator.domain.scenarios.targets import Effort, Target

Change = TypeVar("Change", bound=Hashable)
Figures = Mapping[str, float]
Evaluate = Callable[[Sequence[tuple[Change, int]]], Iterable[Figures]]
"""Gives the figures of many (change, number of the replication), in their order; who works them out is its affair."""

REACHES, FAILS, OPEN = "reaches", "fails", "open"
HALVINGS = 50  # of an interval inside [0, 1]: 1e-15


@dataclass(frozen=True, slots=True)
class Reached:
    """In how many futures a target was met, and what that says of its probability whenever one looks (95 %)."""

    target: Target
    met: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tried(Generic[Change]):
    """What became of a change: it "reaches" the targets, "fails", or is still "open" after so many replications."""

    change: Change
    cost: int
    state: str
    replications: int
    targets: tuple[Reached, ...]
    means: Figures


@dataclass(frozen=True, slots=True)
class Found(Generic[Change]):
    """The answer: the cheapest changes that reach the targets (several of one cost), the next ones, and all tried.

    `open` are changes no dearer than the answer that could not be decided: while there are some, a cheaper answer may
    exist. `left` counts changes that were not run: because they cost more, or because the budget was used up
    (`exhausted`).
    """

    best: tuple[Tried[Change], ...]
    runners_up: tuple[Tried[Change], ...]
    open: tuple[Tried[Change], ...]
    tried: tuple[Tried[Change], ...]
    left: int
    replications: int
    exhausted: bool


def look_for(
    candidates: Sequence[tuple[Change, int]],
    targets: Sequence[Target],
    effort: Effort,
    evaluate: Evaluate[Change],
    tell: Callable[[Tried[Change]], None] | None = None,
) -> Found[Change]:
    """Find the cheapest of (change, cost) that reaches every target; `tell` hears of each change as it is decided."""
    tried: list[Tried[Change]] = []
    in_order = sorted(candidates, key=lambda item: item[1])  # stable: of equal cost the one named first
    spent = 0
    for change, cost in in_order:
        if spent >= effort.budget or _is_enough(tried, cost, effort.runners_up):
            break
        tests = [SequentialTest(target, effort, len(candidates), len(targets)) for target in targets]
        most = min(effort.most, effort.budget - spent)
        done = _decide(change, cost, tests, _futures(change, effort.batch, most, evaluate))
        spent += done.replications
        tried.append(done)
        if tell is not None:
            tell(done)
    return _found(tried, len(candidates), spent, exhausted=spent >= effort.budget)


def _is_enough(tried: Sequence[Tried[Change]], cost: int, runners_up: int) -> bool:
    """Say whether what costs so much need not be run: the cheapest answers and their runners-up are known."""
    good = [item.cost for item in tried if item.state == REACHES]
    return bool(good) and cost > good[0] and sum(price > good[0] for price in good) >= runners_up


def _found(tried: Sequence[Tried[Change]], count: int, spent: int, *, exhausted: bool) -> Found[Change]:
    good = [item for item in tried if item.state == REACHES]
    price = good[0].cost if good else math.inf
    return Found(
        best=tuple(item for item in good if item.cost == price),
        runners_up=tuple(item for item in good if item.cost > price),
        open=tuple(item for item in tried if item.state == OPEN and item.cost <= price),
        tried=tuple(tried),
        left=count - len(tried),
        replications=spent,
        exhausted=exhausted,
    )


def _decide(change: Change, cost: int, tests: Sequence["SequentialTest"], futures: Iterable[Figures]) -> Tried[Change]:
    """Simulate one change until it is decided."""
    sums: dict[str, float] = {}
    count, state = 0, OPEN
    for figures in futures:
        count += 1
        for test in tests:
            test.see(figures)
        for name, value in figures.items():
            sums[name] = sums.get(name, 0.0) + value
        state = _together(tests)
        if state != OPEN:
            break
    means = {name: total / count for name, total in sums.items()}
    return Tried(change, cost, state, count, tuple(test.reached(count) for test in tests), means)


def _futures(change: Change, batch: int, most: int, evaluate: Evaluate[Change]) -> Iterator[Figures]:
    for first in range(0, most, batch):
        yield from evaluate([(change, number) for number in range(first, min(first + batch, most))])


def _together(tests: Sequence["SequentialTest"]) -> str:
    states = {test.state for test in tests}
    return FAILS if FAILS in states else OPEN if OPEN in states else REACHES


class SequentialTest:
    """The sequential test of one target for one change (序贯检验): asked plus the zone against asked minus the zone.

    To say falsely that a change reaches the targets, the test of one target it misses has to err; to say falsely that
    it fails, the test of any target may: hence the two bounds. One that has decided stays so.
    """

    def __init__(self, target: Target, effort: Effort, candidates: int, targets: int) -> None:
        asked, zone, error = target.probability / 1000, effort.zone / 1000, 1 - effort.sure / 1000
        high, low = min(asked + zone, (1 + asked) / 2), max(asked - zone, asked / 2)
        self.target, self.state = target, OPEN
        self._met, self._missed = math.log(high / low), math.log((1 - high) / (1 - low))
        self._accept = math.log(candidates / error)
        self._refuse = -math.log(candidates * targets / error)
        self._ratio, self.met = 0.0, 0

    def see(self, figures: Figures) -> None:
        """Take one more future into account."""
        is_met = self.target.is_met(figures)
        self.met += is_met
        if self.state != OPEN:
            return
        self._ratio += self._met if is_met else self._missed
        if self._ratio >= self._accept:
            self.state = REACHES
        elif self._ratio <= self._refuse:
            self.state = FAILS

    def reached(self, count: int) -> Reached:
        """Say in how many futures the target was met, and what follows for its probability."""
        return Reached(self.target, self.met, *interval_of_share(self.met, count))


def interval_of_share(met: int, count: int, error: float = 0.05) -> tuple[float, float]:
    """Give an interval for a probability that holds whenever one stops counting, in at least 1 - `error` of all cases.

    It is the set of probabilities against which the mixture of all others (Jeffreys' prior) has not won by 1 / `error`;
    an interval for a number of trials fixed beforehand would be too narrow after a sequential test.
    """
    missed, limit = count - met, -math.log(error)
    evidence = _log_beta(met + 0.5, missed + 0.5) - _log_beta(0.5, 0.5)

    def is_refuted(share: float) -> bool:
        """Say whether what was seen speaks strongly enough against a probability."""
        told = _times_log(met, share) + _times_log(missed, 1 - share)
        return evidence - told >= limit

    best = met / count if count else 0.5
    return _edge(0.0, best, is_refuted), _edge(1.0, best, is_refuted)


def _edge(outside: float, inside: float, is_refuted: Callable[[float], bool]) -> float:
    if not is_refuted(outside):
        return outside
    for _ in range(HALVINGS):
        middle = (outside + inside) / 2
        outside, inside = (middle, inside) if is_refuted(middle) else (outside, middle)
    return outside


def _log_beta(first: float, second: float) -> float:
    return math.lgamma(first) + math.lgamma(second) - math.lgamma(first + second)


def _times_log(times: int, share: float) -> float:
    """Give times * log(share), zero times the log of nothing being nothing."""
    if not times:
        return 0.0
    return times * math.log(share) if share > 0 else -math.inf
