"""What a plan should keep, level by level (软规则分层): nothing of an upper level is given up for a lower one.

The order of PREFER is the order of the levels. Every rule is linear, so that a bound can be proven for it.
"""

from collections.abc import Iterator
from functools import partial
from itertools import chain

import numpy as np
from ortools.sat.python import cp_model

from solver.assignment.instance import PERMILLE, Instance, Ints, permille
from solver.assignment.plan import Plan, minutes
from solver.assignment.variables import Variables
from solver.term import Match, Term


class Prefer(Term[Instance, Variables, Plan]):
    """A level of preference (分层偏好): its amounts add up to the value of the level, the smaller the better.

    `share` is the largest part of the whole search time the level may take.
    """

    share = 1.0

    def parts(self, instance: Instance) -> tuple["Prefer", ...]:
        """Give the levels this rule consists of for an instance, the first one first."""
        del instance
        return (self,)

    def tolerance(self, instance: Instance, value: int) -> int:
        """Say how much of a value reached may be given up again for the levels below (容差); nothing by default."""
        del instance, value
        return 0

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Post what the level needs and return the expression to be made small."""
        raise NotImplementedError


class AssignedByPriority(Prefer):
    """Every case of a more urgent rank before any of a less urgent one (按缓急分案): a level for each rank.

    One more case of an urgent rank is never given up for any number of less urgent ones.
    """

    name = "assigned"
    unit = "cases"
    source = "涉民生、保全案件优先；规则手册 priorities"
    zh = "按缓急分配到位"
    en = "assigned, the most urgent first"

    def __init__(self, rank: int = 0) -> None:
        self.rank = rank
        self.level = f"assigned:{rank}"

    def parts(self, instance: Instance) -> tuple[Prefer, ...]:
        """One level for each rank that occurs."""
        return tuple(AssignedByPriority(int(rank)) for rank in np.unique(instance.priority))

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Count the cases of the rank that stay unassigned."""
        del model
        return variables.unplaced(np.flatnonzero(instance.priority == self.rank).tolist())

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each case of the rank that stays unassigned."""
        left = np.flatnonzero((instance.priority == self.rank) & (plan.chosen < 0))
        return tuple(Match(self.name, (case,), 1, self.unit) for case in left.tolist())


class PeakLoad(Prefer):
    """The load of the busiest is as low as it can be (最高负荷最低), in per mille of the own capacity, rounded up.

    Only those count whom this batch can charge: nothing can be done here for the others.
    """

    name = level = "peak"
    unit = "per mille"
    source = "工作量均衡；规则手册 weights"
    zh = "最忙者的负荷尽量低"
    en = "the busiest person's load as low as possible"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """One variable above the load of everybody who counts."""
        people = np.flatnonzero(instance.chargeable)
        lowest = max(permille(instance.held, instance.capacity)[people].tolist(), default=0)
        highest = max(permille(instance.limit, instance.capacity)[people].tolist(), default=0)
        peak = variables.helper(lowest, highest, lambda plan: max(lowest, self.amount(instance, plan)))
        for person in people.tolist():
            model.add(peak * int(instance.capacity[person]) >= PERMILLE * variables.load(person))
        return peak

    def tolerance(self, instance: Instance, value: int) -> int:
        """As many per mille of load as the office allows."""
        del value
        return instance.peak_tolerance

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name the busiest of those who count, and the load."""
        people = np.flatnonzero(instance.chargeable)
        if not len(people):
            return ()
        loads = permille(minutes(instance, plan), instance.capacity)[people]
        busiest = int(np.argmax(loads))
        return (Match(self.name, (int(people[busiest]),), int(loads[busiest]), self.unit),)


class EvenLoad(Prefer):
    """Work lies where there is room for it (负荷均衡): each step of load makes the next minute dearer.

    A minute counts once for each step of `spread_step` per mille of the own capacity below it (with steps of 5 %, a
    minute at 62 % counts 12 times, one at 41 % 8 times). That is the sum of squares in straight pieces: a busy desk
    sheds work to a quieter one wherever that is possible, also below the peak, and loads within one step are equal.
    """

    name = level = "spread"
    unit = "step-minutes"
    source = "工作量均衡；规则手册 levers"
    zh = "负荷尽量均衡"
    en = "loads as even as possible"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """One variable for each person and step: the minutes above it."""
        above: list[cp_model.LinearExprT] = []
        for person, step in _steps_in_reach(instance):
            most = int(instance.limit[person]) - step
            over = variables.helper(0, most, partial(_minutes_above, instance, person, step))
            model.add(over >= variables.load(person) - step)
            above.append(over)
        sunk = [variables.load(person) - step for person, step in _steps_passed(instance)]
        return cp_model.LinearExpr.sum([*above, *sunk])

    def tolerance(self, instance: Instance, value: int) -> int:
        """As many per mille of the value as the office allows."""
        return value * instance.spread_tolerance // PERMILLE

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each person with the minutes above each step, added up."""
        loads = minutes(instance, plan)
        found = ((person, _above(instance, person, int(loads[person]))) for person in _counting(instance))
        return tuple(Match(self.name, (person,), amount, self.unit) for person, amount in found if amount)


def _minutes_above(instance: Instance, person: int, step: int, plan: Plan) -> int:
    return max(0, int(minutes(instance, plan)[person]) - step)


def _counting(instance: Instance) -> list[int]:
    people: list[int] = np.flatnonzero(instance.chargeable).tolist()
    return people


def step_height(instance: Instance, person: int, number: int) -> int:
    """Give the minutes at which a person's step begins (rounded down)."""
    return number * instance.spread_step * int(instance.capacity[person]) // PERMILLE


def steps_below(instance: Instance, person: int, load: int) -> list[int]:
    """Give the heights of the steps below a load, the lowest first."""
    heights: list[int] = []
    while (height := step_height(instance, person, len(heights) + 1)) < load:
        heights.append(height)
    return heights


def _above(instance: Instance, person: int, load: int) -> int:
    return sum(load - height for height in steps_below(instance, person, load))


def _steps_in_reach(instance: Instance) -> Iterator[tuple[int, int]]:
    """Steps a plan may lift somebody over: above what is held, below the most allowed."""
    for person in _counting(instance):
        passed = len(steps_below(instance, person, int(instance.held[person])))
        for height in steps_below(instance, person, int(instance.limit[person]))[passed:]:
            yield person, height


def _steps_passed(instance: Instance) -> Iterator[tuple[int, int]]:
    """Steps that lie below what is held already."""
    for person in _counting(instance):
        for height in steps_below(instance, person, int(instance.held[person])):
            yield person, height


class LinkedTogether(Prefer):
    """Linked cases go to one lead (关联案件由同一人承办): the level counts the groups that are split."""

    name = level = "together"
    unit = "groups"
    source = "关联案件、系列案由同一承办人办理"
    zh = "关联案件由同一人承办"
    en = "linked cases with one lead"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """A group names one lead, who has all its placed cases, or else it is split."""
        return cp_model.LinearExpr.sum([self._split(group, model, variables, instance) for group in instance.together])

    def _split(
        self, group: tuple[int, ...], model: cp_model.CpModel, variables: Variables, instance: Instance
    ) -> cp_model.IntVar:
        by_lead = {case: _takes_by_lead(case, variables, instance) for case in group}
        split = variables.helper(0, 1, lambda plan: int(len(_leads_of(group, instance, plan)) > 1))
        named = {
            lead: variables.helper(0, 1, partial(_is_only_lead, group, lead, instance))
            for lead in sorted(set(chain.from_iterable(by_lead.values())))
        }
        model.add_at_most_one(named.values())
        for takes in by_lead.values():
            for lead, listed in takes.items():
                model.add(cp_model.LinearExpr.sum(listed) <= named[lead] + split)
        return split

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name the cases of each group whose placed cases have more than one lead."""
        split = [group for group in instance.together if len(_leads_of(group, instance, plan)) > 1]
        return tuple(Match(self.name, group, 1, self.unit) for group in split)


def _leads_of(group: tuple[int, ...], instance: Instance, plan: Plan) -> set[int]:
    """Give the leads of the placed cases of a group."""
    options = (int(plan.chosen[case]) for case in group)
    return {int(instance.option_lead[option]) for option in options if option >= 0}


def _is_only_lead(group: tuple[int, ...], lead: int, instance: Instance, plan: Plan) -> int:
    return int(_leads_of(group, instance, plan) == {lead})


def _takes_by_lead(case: int, variables: Variables, instance: Instance) -> dict[int, list[cp_model.IntVar]]:
    found: dict[int, list[cp_model.IntVar]] = {}
    for option in instance.options_of(case).tolist():
        for take in variables.takes([option]):
            found.setdefault(int(instance.option_lead[option]), []).append(take)
    return found


class _Cost(Prefer):
    """A level that adds up a cost of the options taken."""

    def costs(self, instance: Instance) -> Ints:
        """Give the cost of each option."""
        raise NotImplementedError

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Add up the cost of the options taken."""
        del model
        return variables.cost(self.costs(instance))

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each case whose option costs something, its lead, and the cost."""
        taken, costs = plan.taken, self.costs(instance)[plan.taken]
        rows = zip(instance.option_case[taken].tolist(), instance.option_lead[taken].tolist(), costs.tolist(), strict=True)
        return tuple(Match(self.name, (case, lead), cost, self.unit) for case, lead, cost in rows if cost)


class BestFit(_Cost):
    """Cases go to those who fit them best by skill, town and continuity (人案匹配)."""

    name = level = "misfit"
    unit = "per mille"
    source = "规则手册 continuity、skills；就近、熟悉、专长"
    zh = "人案匹配（专长、地域、延续）"
    en = "fit by skill, town and continuity"

    def costs(self, instance: Instance) -> Ints:
        """Give the misfit of each option."""
        return instance.option_misfit


class FewMoves(_Cost):
    """Cases stay with who holds them (少变更承办人): each change of handler counts one."""

    name = level = "moves"
    unit = "cases"
    source = "法发〔2018〕23号：变更承办人须有理由并告知当事人"
    zh = "少变更承办人"
    en = "few changes of handler"

    def costs(self, instance: Instance) -> Ints:
        """Give 1 for each option that takes a case from its holder."""
        holder = instance.holder[instance.option_case]
        return ((holder >= 0) & (holder != instance.option_lead)).astype(np.int64)


class DrawnLots(_Cost):
    """Among plans otherwise equal the lots drawn decide (抽签): nobody can foresee or steer who gets what."""

    name = level = "lots"
    share = 0.1  # it decides, it is no aim: not worth anybody's waiting
    unit = "lots"
    source = "随机分案为主；当日公布承诺值的抽签"
    zh = "其余相同时以抽签决定"
    en = "lots decide among equals"

    def costs(self, instance: Instance) -> Ints:
        """Give the lot of each option."""
        return instance.option_lot


PREFER: tuple[Prefer, ...] = (
    AssignedByPriority(),
    PeakLoad(),
    EvenLoad(),
    LinkedTogether(),
    BestFit(),
    FewMoves(),
    DrawnLots(),
)


def levels(instance: Instance) -> tuple[Prefer, ...]:
    """Give the levels of an instance in their order."""
    return tuple(chain.from_iterable(term.parts(instance) for term in PREFER))
