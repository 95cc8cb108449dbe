"""The levels of load (负荷分层): the peak, and how even the rest is."""

from collections.abc import Iterator
from functools import partial

import numpy as np
from ortools.sat.python import cp_model

from solver.arrays import Ints
from solver.assignment.instance import PERMILLE, Instance, permille
from solver.assignment.plan import OncePerPlan, Plan, minutes
from solver.assignment.rules.rule import Prefer
from solver.assignment.rules.variables import Variables
from solver.term import Match


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
        loads = OncePerPlan(partial(minutes, instance))
        for person, step in _steps_in_reach(instance):
            most = int(instance.limit[person]) - step
            over = variables.helper(0, most, partial(_minutes_above, loads, person, step))
            model.add(over >= variables.load(person) - step)
            above.append(over)
        sunk = [variables.load(person) - step for person, step in _steps_passed(instance)]
        return cp_model.LinearExpr.sum([*above, *sunk])

    def tolerance(self, instance: Instance, value: int) -> int:
        """As many per mille of the value as the office allows."""
        return value * instance.spread_tolerance // PERMILLE

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each person with the minutes above each step, added up."""
        above = enumerate(_above(instance, minutes(instance, plan)).tolist())
        return tuple(Match(self.name, (person,), amount, self.unit) for person, amount in above if amount)

    def amount(self, instance: Instance, plan: Plan) -> int:
        """Add up everybody's minutes above each step."""
        return int(_above(instance, minutes(instance, plan)).sum())


def _minutes_above(loads: OncePerPlan[Ints], person: int, step: int, plan: Plan) -> int:
    return max(0, int(loads(plan)[person]) - step)


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


def _above(instance: Instance, loads: Ints) -> Ints:
    """Add up for each person the minutes above each step below the load; nothing for who does not count."""
    stride = instance.spread_step * instance.capacity
    passed = np.where(instance.chargeable & (loads > 0), (loads * PERMILLE - 1) // np.maximum(stride, 1), 0)
    person = np.repeat(np.arange(instance.people), passed)
    number = np.arange(len(person)) - np.repeat(np.cumsum(passed) - passed, passed) + 1
    above = np.zeros(instance.people, dtype=np.int64)
    np.add.at(above, person, loads[person] - number * stride[person] // PERMILLE)
    return above


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
