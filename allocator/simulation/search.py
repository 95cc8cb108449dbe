"""The question turned round (反问): the cheapest change that reaches the targets, with as few replications as will do.

Single changes are tried from the cheapest on, then several together. Of each the office is simulated until it is decided
whether every target is reached in as many futures as asked: a sequential likelihood ratio test of each target (Wald), whose errors Ville's
inequality bounds whenever it stops. A change far from the targets is dropped after a dozen futures, one at the border
is put off until all clear cases are decided and then gets hundreds, and what costs more than an answer already found is
run for the runners-up only, with a part of the runs the answer took. Every change meets the same futures
(common random numbers), in batches whose size says nothing of who runs them.

What is promised, with probability `Effort.sure` at least for the whole search: no change is said to reach the targets
that reaches one of them in no more than `probability - zone` of the futures, and none is said to fail that reaches each
in `probability + zone` or more.
"""

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from allocator.domain.scenarios.targets import Effort, Target
from allocator.simulation.sequential import FAILS, OPEN, REACHES, Figures, Reached, SequentialTest

Change = TypeVar("Change", bound=Hashable)
Evaluate = Callable[[Sequence[tuple[Change, int]]], Iterable[Figures]]
"""Gives the figures of many (change, number of the replication), in their order; who works them out is its affair."""

IN_FULL, BUDGET, LATE, ENOUGH = "", "budget", "time", "enough"
"""Why a search ended: all that was asked was found out, or the runs, the time or what runners-up are worth were used up."""


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

    `open` are changes no dearer than the answer that could not be decided, `untried` all that were not run, with their cost,
    the cheapest first; while there are some no dearer than the answer, a cheaper answer may exist (`decided` is None, else
    the runs after which there was none). `stopped` says why the search ended. `nearest` is the change that came nearest,
    where none reaches the targets.
    """

    best: tuple[Tried[Change], ...]
    runners_up: tuple[Tried[Change], ...]
    open: tuple[Tried[Change], ...]
    tried: tuple[Tried[Change], ...]
    untried: tuple[tuple[Change, int], ...]
    replications: int
    stopped: str
    decided: int | None
    nearest: Tried[Change] | None = None


def look_for(
    candidates: Sequence[tuple[Change, int]],
    targets: Sequence[Target],
    effort: Effort,
    evaluate: Evaluate[Change],
    tell: Callable[[Look[Change]], None] | None = None,
    *,
    is_plain: Callable[[Change], bool] = lambda _: True,
    is_late: Callable[[], bool] = lambda: False,
) -> Found[Change]:
    """Find the cheapest of (change, cost) that reaches every target; `tell` hears how far it is after each batch.

    First every change is looked at only as far as a clear case takes, the plain ones before the rest, so that one at the
    border does not use up what the others need; then those still open go on, the cheapest first; then, within what is
    left for them, the runners-up. Whoever is late gets what is known by then.
    """
    in_order = sorted(candidates, key=lambda item: item[1])  # stable: of equal cost the one named first
    trials = [Trial(change, cost, _tests(targets, effort, len(candidates))) for change, cost in in_order]
    search = Search(trials, effort, evaluate, tell, is_late)
    clear = min(effort.most, clear_case(targets, effort, len(candidates)))
    plain_first = sorted(trials, key=lambda trial: not is_plain(trial.change))
    for order, most in ((plain_first, clear), (trials, effort.most)):
        search.go_through(order, most, lambda trial: trial.cost <= search.price)
    search.settle()
    for most in (clear, effort.most):
        search.go_through(trials, most, search.is_wanted)
    return search.found


def clear_case(targets: Sequence[Target], effort: Effort, candidates: int) -> int:
    """Say in how many futures a change is accepted that misses each target twice: what needs more is no clear case."""
    return max((test.accepted_after(2) for test in _tests(targets, effort, candidates)), default=effort.most)


def _tests(targets: Sequence[Target], effort: Effort, candidates: int) -> list[SequentialTest]:
    return [SequentialTest(target, effort, candidates, len(targets)) for target in targets]


@dataclass(eq=False)
class Search(Generic[Change]):
    """A search under way (搜索过程): its trials in order of cost, the runs it may use, and why it stopped."""

    trials: Sequence["Trial[Change]"]
    effort: Effort
    evaluate: Evaluate[Change]
    tell: Callable[[Look[Change]], None] | None
    is_late: Callable[[], bool]
    stopped: str = IN_FULL
    decided: int | None = None
    most: int = field(init=False)

    def __post_init__(self) -> None:
        self.most = self.effort.budget

    @property
    def spent(self) -> int:
        """Count the runs used."""
        return sum(one.count for one in self.trials)

    @property
    def price(self) -> float:
        """Give the cost of the cheapest change that reaches the targets, so far."""
        return min((one.cost for one in self.trials if one.state == REACHES), default=math.inf)

    def is_wanted(self, trial: "Trial[Change]") -> bool:
        """Say whether a dearer change is to be run: while there is an answer, and too few runners-up."""
        runners_up = sum(one.state == REACHES and one.cost > self.price for one in self.trials)
        return trial.state == OPEN and self.price < trial.cost and runners_up < self.effort.runners_up

    def go_through(
        self, order: Sequence["Trial[Change]"], most: int, is_asked: Callable[["Trial[Change]"], bool]
    ) -> None:
        """Look at the trials asked for, each in so many futures at most, while there are runs and time."""
        for trial in order:
            if self.stopped or not is_asked(trial) or trial.state != OPEN or trial.count >= most:
                continue
            room = self.most - self.spent
            for _ in trial.go_on(self.effort.batch, min(most, trial.count + room), self.evaluate):
                self._say(trial)
                if self.is_late():
                    self.stopped = LATE
                    return
            self._stop_if_used_up()

    def _stop_if_used_up(self) -> None:
        if self.stopped or self.spent < self.most:
            return
        if self.most >= self.effort.budget:
            self.stopped = BUDGET
        elif any(map(self.is_wanted, self.trials)):
            self.stopped = ENOUGH

    def settle(self) -> None:
        """Note whether the answer is decided; its runners-up may take a part of the runs it took."""
        if self.price < math.inf:
            if not any(one.state == OPEN and one.cost <= self.price for one in self.trials):
                self.decided = self.spent
            self.most = min(self.effort.budget, self.spent + self.spent * self.effort.beyond // 1000)
        self._stop_if_used_up()

    def _say(self, trial: "Trial[Change]") -> None:
        if self.tell is not None:
            states = [one.state for one in self.trials]
            known = states.count(FAILS), states.count(REACHES), len(states)
            self.tell(Look(trial.tried, self.spent, self.effort.budget, *known))

    @property
    def found(self) -> Found[Change]:
        """Give the answer as far as it is known."""
        tried, price = [one.tried for one in self.trials if one.count], self.price
        good = [item for item in tried if item.state == REACHES]
        return Found(
            best=tuple(item for item in good if item.cost == price),
            runners_up=tuple(item for item in good if item.cost > price),
            open=tuple(item for item in tried if item.state == OPEN and item.cost <= price),
            tried=tuple(tried),
            untried=tuple((one.change, one.cost) for one in self.trials if not one.count),
            replications=self.spent,
            stopped=self.stopped,
            decided=self.decided,
            nearest=None
            if good or not tried
            else max(tried, key=lambda item: (item.share, item.state == OPEN, -item.cost)),
        )


@dataclass(eq=False)
class Trial(Generic[Change]):
    """A change while it is looked at (试算): its tests, and the futures seen so far; it can be left and gone on with."""

    change: Change
    cost: int
    tests: Sequence[SequentialTest]
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


def _together(tests: Sequence[SequentialTest]) -> str:
    states = {test.state for test in tests}
    return FAILS if FAILS in states else OPEN if OPEN in states else REACHES
