"""Solving on from a plan in hand (接续求解): whatever is found is no worse than it, so that two answers can be compared.

Somebody waits for the answer, so that prices are reckoned only where they cost little.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from solver.arrays import Ints
from solver.assignment.instance import Instance
from solver.assignment.office import Result, score
from solver.assignment.plan import Plan, new_cases, own_minutes
from solver.assignment.prices.prices import Known, no_prices
from solver.assignment.prices.question import NO_LIMIT, Question, ask
from solver.assignment.problem import AssignmentProblem
from solver.assignment.rules.prefer import PREFER, CasesMoved
from solver.assignment.rules.rule import Prefer
from solver.assignment.trading.stall import grain_of
from solver.assignment.trading.trading import better
from solver.limits import Allowance
from solver.problem import Model
from solver.search import Limits, descend, reach

STEPS = 25_000  # columns looked at for a level, while somebody waits
SEARCHED = 120  # columns; with more of them exchanging cases finds as much in a tenth of the time
AFFORDABLE = 0.02  # deterministic seconds; prices of a level that cost more are done without


class Resumed(AssignmentProblem):
    """The assignment problem, begun from a lawful plan.

    `near` says how high levels may rise that were given up a little already for the good of those below (see `resume`).
    """

    def __init__(
        self,
        instance: Instance,
        terms: Sequence[Prefer],
        plan: Plan,
        given: Mapping[str, int] | None = None,
        near: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(instance, terms, given)
        self._begun, self._near = plan, near or {}

    @property
    def proving(self) -> float:
        """Deterministic seconds that pricing all levels takes; nothing where it is done without."""
        return super().proving if self._cost <= AFFORDABLE else 0.0

    def start(self) -> Plan:
        """Give the plan in hand."""
        return self._begun

    def tolerance(self, level: str, value: int) -> int:
        """Leave no more than what is left of it: a plan in hand has used up a part already."""
        allowed, left = super().tolerance(level, value), self._near.get(level, value) - value
        return min(allowed, left) if level in self._near and left >= 0 else allowed

    def polishes_first(self, level: str, held: Mapping[str, int]) -> bool:
        """Exchanges begin at prices where there are any."""
        del level, held
        return False

    def polish(self, level: str, plan: Plan, held: Mapping[str, int], bound: int, allowance: Allowance) -> Plan:
        """Exchange cases from the plan in hand; no other plan is begun. For the peak as soon as nobody is above it."""
        effort, asked, below = self._effort(bound, allowance), level, held
        effort = replace(effort, steps=min(effort.steps, STEPS))
        if level == "peak":
            asked, below, effort = "spread", {**held, "peak": effort.enough}, replace(effort, enough=NO_LIMIT)
        question = ask(self._instance, self._columns, asked, below)
        prices, grain = self._prices_of(question), grain_of(question, self.value(asked, plan))
        return self._better(level, plan, better(question, prices, self._columns.chosen(plan), grain, effort), held)

    def model(self, level: str, plan: Plan, held: Mapping[str, int]) -> Model[Plan] | None:
        """Build the model of a level where a search tree is soon done."""
        return super().model(level, plan, held) if self._columns.size <= SEARCHED else None

    def _priced(self, question: Question, value: int) -> Known:
        if self._cost > AFFORDABLE:
            return Known(question, no_prices(question), 0)
        return super()._priced(question, value)


class Reaching(Resumed):
    """The same, but each level is low enough at a height given for it, and lower is no better."""

    def __init__(
        self,
        instance: Instance,
        terms: Sequence[Prefer],
        plan: Plan,
        most: Mapping[str, int],
        given: Mapping[str, int] | None,
    ) -> None:
        super().__init__(instance, terms, plan, given)
        self._most = most

    def floor(self, level: str, held: Mapping[str, int], *, quick: bool, stop: Callable[[], bool] = bool) -> int:
        """Give the height at which a level is low enough."""
        del held, quick, stop
        return self._most[level]

    def tolerance(self, level: str, value: int) -> int:
        """Leave nothing above it."""
        del level, value
        return 0

    def model(self, level: str, plan: Plan, held: Mapping[str, int]) -> Model[Plan] | None:
        """Build the model of a level in which whatever is low enough is equally good."""
        found = super().model(level, plan, held)
        if found is None:
            return None
        height = found.cp.new_int_var(self._most[level], max(self._most[level], self.value(level, plan)), "")
        found.cp.add(height >= found.objective)
        return replace(found, objective=height)


def resume(
    instance: Instance,
    plan: Plan,
    limits: Limits,
    seed: int,
    terms: Sequence[Prefer] = PREFER,
    given: Mapping[str, int] | None = None,
    near: Mapping[str, int] | None = None,
) -> Result:
    """Solve on from a plan, which is first made lawful; what is found is no worse, but for the tolerances.

    `given` is what no plan may exceed, and the plan does not. A plan in hand may have given up a part of the tolerances
    already; `near` says up to which height levels may then rise, so that they are not given up once more. Where a search
    tree proves the levels that is told by what is proven.
    """
    exact = instance.options <= SEARCHED
    problem = Resumed(instance, terms, fitting(instance, plan), given, {} if exact else near)
    answer = descend(problem, limits, seed)
    return Result(answer.plan, answer.certificate, answer.settled)


def bring(
    instance: Instance,
    plan: Plan,
    most: Mapping[str, int],
    limits: Limits,
    seed: int,
    terms: Sequence[Prefer] = PREFER,
    given: Mapping[str, int] | None = None,
) -> Plan:
    """Bring a plan level by level down to given heights, as far as the first level that stays above its own."""
    return reach(Reaching(instance, terms, fitting(instance, plan), most, given), limits, seed)


def fitting(instance: Instance, plan: Plan, keep: int = -1) -> Plan:
    """Leave out the least urgent and then the biggest cases of whoever would go over the ceiling or a cap, but for one kept."""
    if not instance.options:
        return Plan.empty(instance)
    chosen = plan.chosen.copy()
    chosen[(chosen >= 0) & ~instance.usable[chosen]] = -1
    _leave_out_new(instance, chosen, keep)
    new = own_minutes(instance, Plan(chosen))
    for person in np.flatnonzero(new > instance.room).tolist():
        for case in (
            _heaviest_first(instance, Plan(chosen), person, keep) if new[person] > instance.room[person] else ()
        ):
            places = instance.charges_of(chosen[[case]])
            places = places[instance.own[places]]
            new[instance.charge_person[places]] -= instance.charge_minutes[places]
            chosen[case] = -1
            if new[person] <= instance.room[person]:
                break
    return Plan.empty(instance) if (new > instance.room).any() else Plan(chosen)


def _leave_out_new(instance: Instance, chosen: Ints, keep: int) -> None:
    """Leave out the least urgent new cases of whoever would be given more of them than may be; one kept counts first."""
    count = new_cases(instance, Plan(chosen))
    for person in instance.rationed[count[instance.rationed] > instance.most_new[instance.rationed]].tolist():
        taken = chosen[chosen >= 0]
        cases = instance.option_case[taken[instance.newly[taken] & (instance.option_lead[taken] == person)]]
        order = np.lexsort((cases, instance.priority[cases], cases != keep))
        chosen[cases[order][int(instance.most_new[person]) :]] = -1


def _heaviest_first(instance: Instance, plan: Plan, person: int, keep: int) -> list[int]:
    """Give somebody's own cases but the one kept, in the order in which they are left out."""
    places = instance.charges_of(plan.taken)
    charged = instance.own[places] & (instance.charge_minutes[places] > 0)
    mine = places[charged & (instance.charge_person[places] == person)]
    cases = instance.option_case[instance.charge_option[mine]]
    order = np.lexsort((cases, -instance.charge_minutes[mine], -instance.priority[cases]))
    return [case for case in cases[order].tolist() if case != keep]


def put_back(instance: Instance, plan: Plan, most: int, keep: int, terms: Sequence[Prefer] = PREFER) -> Plan:
    """Give cases that move back to their holders until at most so many move: always that whose return costs least.

    One case is kept where it is; the plan stays as it is when nothing else moves.
    """
    while CasesMoved().amount(instance, plan) > most and (tried := list(_one_back(instance, plan, keep))):
        plan = min(tried, key=lambda other: list(score(instance, other, terms).values()))
    return plan


def _one_back(instance: Instance, plan: Plan, keep: int) -> Iterator[Plan]:
    """Give the plans in which one more case stays with its holder."""
    for case in np.flatnonzero((instance.holder >= 0) & (plan.chosen >= 0)).tolist():
        options = instance.options_of(case)
        stays = options[instance.option_lead[options] == instance.holder[case]]
        if case != keep and len(stays) and plan.chosen[case] not in stays:
            chosen = plan.chosen.copy()
            chosen[case] = stays[0]
            yield Plan(chosen)
