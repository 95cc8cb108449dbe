"""The question turned round (反问): the cheapest change that reaches the targets, with as few replications as will do.

Changes are tried from the cheapest on. Of each the office is simulated until it is decided whether every target is
reached in as many futures as asked: a sequential likelihood ratio test of each target (Wald), whose errors Ville's
inequality bounds whenever it stops. A change far from the targets is dropped after a dozen futures, one at the border
is put off until all clear cases are decided and then gets hundreds, and what costs more than an answer already found is
not run at all. Every change meets the same futures
(common random numbers), in batches whose size says nothing of who runs them.

What is promised, with probability `Effort.sure` at least for the whole search: no change is said to reach the targets
that reaches one of them in no more than `probability - zone` of the futures, and none is said to fail that reaches each
in `probability + zone` or more.
"""

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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

    @property
    def share(self) -> float:
        """Give the share of its futures in which the target met least was met."""
        return min((item.met for item in self.targets), default=0) / self.replications if self.replications else 0.0


@dataclass(frozen=True, slots=True)
class Look(Generic[Change]):
    """How far a search is (进度): the change in hand, runs used and allowed, how many are ruled out, reach, and are there."""

    now: Tried[Change]
    spent: int
    budget: int
    ruled_out: int
    reaching: int
    changes: int


@dataclass(frozen=True, slots=True)
class Found(Generic[Change]):
    """The answer: the cheapest changes that reach the targets (several of one cost), the next ones, and all tried.

    `open` are changes no dearer than the answer that could not be decided: while there are some, a cheaper answer may
    exist. `left` counts changes that were not run: because they cost more, or because the budget was used up
    (`exhausted`). `nearest` is the change that came nearest, where none reaches the targets.
    """

    best: tuple[Tried[Change], ...]
    runners_up: tuple[Tried[Change], ...]
    open: tuple[Tried[Change], ...]
    tried: tuple[Tried[Change], ...]
    left: int
    replications: int
    exhausted: bool
    nearest: Tried[Change] | None = None


def look_for(
    candidates: Sequence[tuple[Change, int]],
    targets: Sequence[Target],
    effort: Effort,
    evaluate: Evaluate[Change],
    tell: Callable[[Look[Change]], None] | None = None,
) -> Found[Change]:
    """Find the cheapest of (change, cost) that reaches every target; `tell` hears how far it is after each batch.

    First every change is looked at only as far as a clear case takes, so that one at the border does not use up what the
    others need; then those still open go on, the cheapest first.
    """
    in_order = sorted(candidates, key=lambda item: item[1])  # stable: of equal cost the one named first
    trials = [Trial(change, cost, _tests(targets, effort, len(candidates))) for change, cost in in_order]
    spent = 0
    for most in (min(effort.most, clear_case(targets, effort, len(candidates))), effort.most):
        for trial in trials:
            if _is_enough([one for one in trials if one.count], trial.cost, effort.runners_up):
                break
            for _ in trial.go_on(effort.batch, min(most, trial.count + effort.budget - spent), evaluate):
                if tell is not None:
                    now = sum(one.count for one in trials)
                    states = [one.state for one in trials]
                    look = Look(
                        trial.tried, now, effort.budget, states.count(FAILS), states.count(REACHES), len(trials)
                    )
                    tell(look)
            spent = sum(one.count for one in trials)
    return _found([one.tried for one in trials if one.count], len(candidates), spent, exhausted=spent >= effort.budget)


def clear_case(targets: Sequence[Target], effort: Effort, candidates: int) -> int:
    """Say in how many futures a change is accepted that misses each target twice: what needs more is no clear case."""
    return max((test.accepted_after(2) for test in _tests(targets, effort, candidates)), default=effort.most)


def _tests(targets: Sequence[Target], effort: Effort, candidates: int) -> list["SequentialTest"]:
    return [SequentialTest(target, effort, candidates, len(targets)) for target in targets]


def _is_enough(tried: Sequence["Trial[Change]"], cost: int, runners_up: int) -> bool:
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
        nearest=None
        if good or not tried
        else max(tried, key=lambda item: (item.share, item.state == OPEN, -item.cost)),
    )


@dataclass(eq=False)
class Trial(Generic[Change]):
    """A change while it is looked at (试算): its tests, and the futures seen so far; it can be left and gone on with."""

    change: Change
    cost: int
    tests: Sequence["SequentialTest"]
    count: int = 0
    state: str = OPEN
    sums: dict[str, float] = field(default_factory=dict)

    def go_on(self, batch: int, most: int, evaluate: Evaluate[Change]) -> Iterator[None]:
        """Simulate until it is decided, or so many futures were seen in all; halts after each batch."""
        while self.state == OPEN and self.count < most:
            last = min(self.count + batch, most)
            for figures in evaluate([(self.change, number) for number in range(self.count, last)]):
                self._see(figures)
                if self.state != OPEN:
                    break
            yield

    def _see(self, figures: Figures) -> None:
        self.count += 1
        for test in self.tests:
            test.see(figures)
        for name, value in figures.items():
            self.sums[name] = self.sums.get(name, 0.0) + value
        self.state = _together(self.tests)

    @property
    def tried(self) -> Tried[Change]:
        """Say what became of it so far."""
        means = {name: total / self.count for name, total in self.sums.items()}
        reached = tuple(test.reached(self.count) for test in self.tests)
        return Tried(self.change, self.cost, self.state, self.count, reached, means)


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

    def accepted_after(self, misses: int) -> int:
        """Say after how many futures a change is accepted that missed the target so many times and met it else."""
        return misses + math.ceil((self._accept - misses * self._missed) / self._met)

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
