"""The assignment model as the search sees it (分案问题): where to start, how to polish, what is proven, which model."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from solver.assignment.bound import by_prices, plain_bound
from solver.assignment.columns import Columns
from solver.assignment.exchange import Effort, exchange
from solver.assignment.finish import Packing, finish
from solver.assignment.greedy import greedy
from solver.assignment.improve import improve
from solver.assignment.instance import Flags, Instance, Ints
from solver.assignment.joining import Joined, join
from solver.assignment.kernel import build, kernel, regret
from solver.assignment.plan import Plan
from solver.assignment.prefer import HOLDABLE, PREFER, CasesMoved, levels
from solver.assignment.pricing import Prices, prices
from solver.assignment.question import ask
from solver.assignment.rule import Prefer
from solver.limits import Allowance
from solver.problem import Finished, Model

LOADS = ("peak", "spread")
COSTS = ("misfit", "moves", "lots")
EXCHANGE_EFFORT = 2_000  # cells of tables looked at for each column: about a second for 15,000 columns
MOST_EFFORT = 300_000_000
DRAWS = 3
MODEL_COLUMNS = 100_000  # above, exchange finds more than a search tree in the same time


@dataclass(frozen=True, eq=False)
class View:
    """An instance, or the same with its linked cases joined."""

    instance: Instance
    joined: Joined | None = None

    @cached_property
    def columns(self) -> Columns:
        """The columns of the instance."""
        return Columns.of(self.instance)

    def part(self, plan: Plan) -> Plan:
        """Turn a plan of this view into one of the whole instance."""
        return self.joined.part(plan) if self.joined else plan

    def fold(self, plan: Plan) -> Plan | None:
        """Turn a plan of the whole instance into one of this view, if it has one."""
        return self.joined.fold(plan) if self.joined else plan


class AssignmentProblem:
    """Levels, start, polish, bounds and models of one instance."""

    def __init__(
        self, instance: Instance, terms: Sequence[Prefer] = PREFER, given: Mapping[str, int] | None = None
    ) -> None:
        self.given = {} if given is None else given
        holdable = {term.level: term for term in HOLDABLE}
        if not set(self.given) <= set(holdable) or any(most < 0 for most in self.given.values()):
            raise ValueError(f"Only these can be held, at 0 or more: {', '.join(holdable)}.")
        self._levels = levels(instance, terms)
        self._terms = holdable | {term.level: term for term in self._levels}
        self._whole = View(instance)
        self._priced: tuple[str, Prices | None] = ("", None)
        self._stop: Callable[[], bool] = bool

    @cached_property
    def _joined(self) -> View | None:
        joined = join(self._whole.instance)
        return View(joined.instance, joined) if joined else None

    @property
    def levels(self) -> tuple[Prefer, ...]:
        """The levels in their order."""
        return self._levels

    @property
    def digest(self) -> str:
        """Name the instance."""
        return self._whole.instance.digest

    def value(self, level: str, plan: Plan) -> int:
        """Measure a plan on a level."""
        return self._terms[level].amount(self._whole.instance, plan)

    def tolerance(self, level: str, value: int) -> int:
        """Say how much of a value may be given up again for the levels below."""
        return self._terms[level].tolerance(self._whole.instance, value)

    def start(self) -> Plan:
        """Give the greedy plan; one with linked cases together where that leaves nobody out and costs no peak."""
        plan = self._fullest(self._whole.columns)
        if any(self.value(name, plan) > most for name, most in self.given.items()):
            return self._fullest(Columns.of(self._whole.instance, self._staying()))
        if self._joined is None:
            return plan
        together = self._joined.part(greedy(self._joined.instance, self._joined.columns))
        as_good = self.value("peak", together) <= self.value("peak", plan)
        return together if as_good and not (together.chosen < 0).any() else plan

    def _staying(self) -> Flags:
        """Give the options that leave every case with its holder."""
        staying: Flags = CasesMoved().costs(self._whole.instance) == 0
        return staying

    def _fullest(self, columns: Columns) -> Plan:
        """Place the big cases first, which balances best; where some are left out, the small ones if that places more."""
        big = greedy(self._whole.instance, columns)
        if _is_full(big):
            return big
        small = greedy(self._whole.instance, columns, big_first=False)
        ranks = [term.level for term in self.levels if term.level.startswith("assigned")]
        return min((big, small), key=lambda plan: [self.value(rank, plan) for rank in ranks])

    def floor(self, level: str, held: Mapping[str, int], *, quick: bool) -> int:
        """Give a proven bound: at once what needs no prices, else by the prices of the relaxation."""
        if level == "together":
            return self._joined.joined.hopeless if self._joined and self._joined.joined and _nobody_left(held) else 0
        view = self._view_below(held)
        question = ask(view.instance, view.columns, level, held)
        bound = plain_bound(view.instance, view.columns, question)
        if quick:
            return bound
        found = prices(view.instance, view.columns, question)
        self._priced = (level, found)
        return bound if found is None else max(bound, by_prices(view.instance, view.columns, question, found))

    def polish(self, level: str, plan: Plan, held: Mapping[str, int], bound: int, stop: Callable[[], bool]) -> Plan:
        """Improve a plan on a level without search trees; what it gives breaks nothing that is held."""
        self._stop = stop
        view = self._joined if level in LOADS and self._joined and _is_full(plan) else self._view_below(held)
        if view.fold(plan) is None:
            view = self._whole
        if level == "peak":
            return self._lower_peak(view, plan, held, bound)
        if level == "spread":
            even = improve(view.instance, view.columns, self._choice(view, plan))
            plan = self._better(level, plan, view.part(view.columns.plan(even)), held)
        if level == "spread":
            return self._exchange(view, level, plan, held, fresh=False)
        return self._lower_cost(view, level, plan, held, bound) if level in COSTS else plan

    def _lower_cost(self, view: View, level: str, plan: Plan, held: Mapping[str, int], bound: int) -> Plan:
        """Start from the prices a few times, with other draws; where that leads nowhere, from the plan in hand."""
        best, near = plan, bound + self.tolerance(level, bound)
        for draw in range(DRAWS):
            if self.value(level, best) <= near or self._stop():
                break
            found = self._exchange(view, level, plan, held, fresh=True, draw=draw)
            best = min((best, found), key=lambda one: self.value(level, one))
        return best if best != plan else self._exchange(view, level, plan, held, fresh=False)

    def _lower_peak(self, view: View, plan: Plan, held: Mapping[str, int], bound: int) -> Plan:
        """Aim at the bound; where that fails, half-way between what failed and what is reached."""
        failed = bound - 1
        near = bound + self.tolerance("peak", bound)
        while (best := self.value("peak", plan)) > max(failed + 1, near) and not self._stop():
            aim = bound if failed < bound else (failed + best) // 2
            found = self._exchange(view, "peak", plan, {**held, "peak": aim}, fresh=False)
            if self.value("peak", found) > aim:
                failed = aim
            plan = found
        return plan

    def _exchange(
        self, view: View, level: str, plan: Plan, held: Mapping[str, int], *, fresh: bool, draw: int = 0
    ) -> Plan:
        found = self._priced[1] if self._priced[0] == level else None
        if found is None:
            return plan
        question = ask(view.instance, view.columns, level, held)
        effort = Effort(min(MOST_EFFORT, EXCHANGE_EFFORT * view.columns.size), self._stop, draw)
        dear = regret(view.columns, question, found)
        chosen = exchange(view.instance, view.columns, question, dear, self._choice(view, plan), effort, fresh=fresh)
        return plan if chosen is None else self._better(level, plan, view.part(view.columns.plan(chosen)), held)

    def finish(
        self, level: str, plan: Plan, bound: int, held: Mapping[str, int], allowance: Allowance
    ) -> Finished[Plan] | None:
        """Hand a level over to the finisher; None where it has not the plain shape (see finish.packing)."""
        view = self._view_below(held)
        view = self._whole if view.fold(plan) is None else view
        question = ask(view.instance, view.columns, level, held)
        packing = Packing.of(view.instance, view.columns, question)
        if packing is None or not packing.whole:
            return None
        done = finish(packing, level, self._choice(view, plan), bound, allowance)
        if done.chosen is None:
            return Finished(plan, done.bound, done.seconds)
        found = view.part(view.columns.plan(done.chosen))
        return Finished(self._better(level, plan, found, held), done.bound, done.seconds)

    def _choice(self, view: View, plan: Plan) -> Ints:
        folded = view.fold(plan)
        return view.columns.chosen(plan if folded is None else folded)

    def model(self, level: str, plan: Plan, held: Mapping[str, int]) -> Model[Plan] | None:
        """Build the model of a level on the options its prices make likely; None for very big instances."""
        view = self._view_below(held)
        if view.columns.size > MODEL_COLUMNS:
            return None
        small = view.fold(plan)
        if small is None:
            view, small = self._whole, plan
        found = self._priced[1] if self._priced[0] == level else None
        question = ask(view.instance, view.columns, level, held)
        kept = kernel(view.instance, view.columns, question, found, small)
        model = build(view.instance, tuple(self._terms.values()), level, small, held, kept)
        return Model(model.cp, model.objective, lambda solver: view.part(model.read(solver)), model.whole)

    def _view_below(self, held: Mapping[str, int]) -> View:
        """Join linked cases below their level, when nobody is left out and no group is split."""
        view = self._joined
        if view is None or view.joined is None or not _nobody_left(held):
            return self._whole
        return view if held.get("together") == view.joined.hopeless else self._whole

    def _better(self, level: str, plan: Plan, other: Plan, held: Mapping[str, int]) -> Plan:
        kept = all(self.value(name, other) <= most for name, most in held.items())
        return other if kept and self.value(level, other) < self.value(level, plan) else plan


def _is_full(plan: Plan) -> bool:
    return not bool((plan.chosen < 0).any())


def _nobody_left(held: Mapping[str, int]) -> bool:
    return all(value == 0 for name, value in held.items() if name.startswith("assigned"))
