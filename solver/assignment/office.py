"""The three things asked of the assignment model: solve it, measure a plan, score a plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from solver.assignment.bound import by_prices, plain_bound
from solver.assignment.columns import Columns
from solver.assignment.greedy import greedy
from solver.assignment.improve import improve
from solver.assignment.instance import Instance
from solver.assignment.kernel import build, kernel
from solver.assignment.must import MUST
from solver.assignment.obstacles import Excess, excess, obstacles
from solver.assignment.plan import Plan
from solver.assignment.prefer import Prefer, levels
from solver.assignment.pricing import Prices, prices
from solver.assignment.question import Question, ask
from solver.search import Certificate, Limits, Model, Progress, descend
from solver.term import Match

__all__ = ["Excess", "Result", "excess", "measure", "obstacles", "score", "solve"]


@dataclass(frozen=True)
class Result:
    """A plan, what stands behind it, and every match of every level: the explanation is made of these."""

    plan: Plan
    certificate: Certificate
    matches: Mapping[str, tuple[Match, ...]]


def solve(
    instance: Instance,
    limits: Limits,
    seed: int,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Result:
    """Give the best plan found within the limits, and its certificate; there is always one, if only the greedy's."""
    answer = descend(AssignmentProblem(instance), limits, seed, on_progress, cancelled)
    return Result(answer.plan, answer.certificate, measure(instance, answer.plan))


def measure(instance: Instance, plan: Plan) -> dict[str, tuple[Match, ...]]:
    """Give the matches of every hard rule (by its name; none when lawful) and of every level, without any solver."""
    rules = {term.name: term.measure(instance, plan) for term in MUST}
    return rules | {term.level: term.measure(instance, plan) for term in levels(instance)}


def score(instance: Instance, plan: Plan) -> dict[str, int]:
    """Give the value of every level of any plan, also of one edited by hand; the levels in their order."""
    return {term.level: term.amount(instance, plan) for term in levels(instance)}


class AssignmentProblem:
    """The assignment model as the search sees it."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._terms = {term.level: term for term in levels(instance)}
        self._priced: tuple[str, Question, Prices | None] | None = None

    @property
    def levels(self) -> tuple[Prefer, ...]:
        """The levels in their order."""
        return tuple(self._terms.values())

    @property
    def digest(self) -> str:
        """Name the instance."""
        return self._instance.digest

    @cached_property
    def _columns(self) -> Columns:
        return Columns.of(self._instance)

    def start(self) -> Plan:
        """Give the greedy plan."""
        return greedy(self._instance, self._columns)

    def value(self, level: str, plan: Plan) -> int:
        """Measure a plan on a level."""
        return self._terms[level].amount(self._instance, plan)

    def polish(self, level: str, plan: Plan, held: Mapping[str, int]) -> Plan:
        """Even out the loads once more where that is the level's aim."""
        del held
        if level not in {"peak", "spread"}:
            return plan
        return self._columns.plan(improve(self._instance, self._columns, self._columns.chosen(plan)))

    def floor(self, level: str, held: Mapping[str, int], *, quick: bool) -> int:
        """Give a proven bound: at once what needs no prices, else by the prices of the relaxation."""
        if level == "together":
            return 0
        question = ask(self._instance, self._columns, level, held)
        bound = plain_bound(self._instance, self._columns, question)
        if quick:
            return bound
        found = prices(self._instance, self._columns, question)
        self._priced = (level, question, found)
        return bound if found is None else max(bound, by_prices(self._instance, self._columns, question, found))

    def model(self, level: str, plan: Plan, held: Mapping[str, int]) -> Model[Plan]:
        """Build the model of a level on the options its prices make likely."""
        place = list(self._terms).index(level)
        question = ask(self._instance, self._columns, level, held)
        found = self._priced[2] if self._priced and self._priced[0] == level else None
        kept = kernel(self._instance, self._columns, question, found, plan)
        return build(self._instance, self.levels, place, plan, held, kept)
