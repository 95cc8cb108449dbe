"""Hours of people and of the day (在外工时与适宜时段): how long anybody is out, and when work had better begin."""

from collections.abc import Iterator

import numpy as np
from ortools.sat.python import cp_model

from solver.arrays import LARGEST
from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan
from solver.fieldwork.rules.rule import Must, Prefer
from solver.fieldwork.rules.variables import Variables, day_of
from solver.term import Match

WEEK = -1  # in place of a day: all days together

Limit = tuple[int, int, int, int, int]
"""A person, a day (or WEEK), the most minutes, how many are at no price, and what each minute beyond costs."""


def limits_of(instance: Instance) -> Iterator[Limit]:
    """Walk how long each person may be out on each day, and on all days together."""
    days = zip(instance.out_most.tolist(), instance.out_norm.tolist(), instance.out_price.tolist(), strict=True)
    for number, limit in enumerate(days):
        yield (number // instance.days, number % instance.days, *limit)
    weeks = zip(instance.week_most.tolist(), instance.week_norm.tolist(), instance.week_price.tolist(), strict=True)
    for person, limit in enumerate(weeks):
        yield (person, WEEK, *limit)


def _out(instance: Instance, plan: Plan) -> dict[tuple[int, int], int]:
    """Add up the minutes each person is on trips, by day and for all days."""
    found: dict[tuple[int, int], int] = {}
    for trip in plan.trips:
        for person in trip.people:
            for day in (day_of(instance, trip.leaves), WEEK):
                found[person, day] = found.get((person, day), 0) + trip.back - trip.leaves
    return found


def _gone(model: cp_model.CpModel, variables: Variables, person: int, day: int) -> cp_model.LinearExprT:
    """Give an expression that is at least the minutes a person is out on a day, and as small as that if it should be."""
    gone = []
    for slot in variables.slots:
        if day in (slot.day, WEEK):
            gone.append(variables.helper(0, variables.span[1] - variables.span[0]))
            model.add(gone[-1] >= slot.back - slot.leaves).only_enforce_if(slot.aboard[person])
    return cp_model.LinearExpr.sum(gone)


class HoursOut(Must):
    """Nobody is out longer than the law allows on a day or in a week (在外工时不超上限)."""

    name = "hours_out"
    unit = "minutes"
    source = "劳动法第41条：延长工作时间的上限；规则手册 field.hours"
    zh = "在外工时不超上限"
    en = "nobody out beyond the most hours"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """The slots somebody is aboard of last no longer than the most, each day and all days."""
        for person, day, most, _, _ in limits_of(instance):
            if most < LARGEST:
                model.add(_gone(model, variables, person, day) <= most)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each person and day (-1: the week) with too many minutes out, and how many."""
        out = _out(instance, plan)
        over = [(person, day, out.get((person, day), 0) - most) for person, day, most, _, _ in limits_of(instance)]
        return tuple(
            Match(self.name, (person, day), minutes, self.unit) for person, day, minutes in over if minutes > 0
        )


class Overtime(Prefer):
    """Nobody is out beyond the normal hours without need (少加班): each minute beyond at what it costs that day."""

    name = level = "overtime"
    unit = "price"
    source = "劳动法第36、44条：标准工时与加班报酬；规则手册 field.hours"
    zh = "超出标准工时"
    en = "time out beyond the normal hours"

    def parts(self, instance: Instance) -> tuple[Prefer, ...]:
        """No level where no hours are the normal ones."""
        return (self,) if np.any(instance.out_norm < LARGEST) or np.any(instance.week_norm < LARGEST) else ()

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Add up what is out beyond the norm of each day, and of the week."""
        costs: list[cp_model.LinearExprT] = []
        for person, day, _, norm, price in limits_of(instance):
            if norm < LARGEST and price:
                over = variables.helper(0, len(variables.slots) * (variables.span[1] - variables.span[0]))
                model.add(over >= _gone(model, variables, person, day) - norm)
                costs.append(price * over)
        return cp_model.LinearExpr.sum(costs)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each person and day (-1: the week) out beyond the norm, and what it costs."""
        out = _out(instance, plan)
        rows = [(*row[:2], (out.get(row[:2], 0) - row[3]) * row[4]) for row in limits_of(instance)]
        return tuple(Match(self.name, (person, day), price, self.unit) for person, day, price in rows if price > 0)


class PreferredHours(Prefer):
    """Work begins when people are best met (适宜时段): another start costs what the rulebook says, however far off it is."""

    name = level = "preferred"
    unit = "price"
    source = "规则手册 errands：适宜时段（如清晨、傍晚入户）"
    zh = "不在适宜时段"
    en = "starts outside the preferred hours"

    def parts(self, instance: Instance) -> tuple[Prefer, ...]:
        """No level where no hours are better than others."""
        return (self,) if np.any(instance.odd_price > 0) else ()

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """A part that is on starts in one of its preferred stretches, or costs its price."""
        costs: list[cp_model.LinearExprT] = []
        for part in np.flatnonzero(instance.odd_price > 0).tolist():
            odd = model.new_bool_var("")
            good = cp_model.Domain.from_intervals([list(row) for row in instance.rows("prefer", part)])
            model.add_linear_expression_in_domain(variables.start[part], good).only_enforce_if(
                [variables.on[part], ~odd]
            )
            costs.append(int(instance.odd_price[part]) * odd)
        return cp_model.LinearExpr.sum(costs)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each part that starts at another time than it had better, and its price."""
        odd = [
            (part, int(instance.odd_price[part])) for part in plan.placed if is_odd(instance, part, plan.start[part])
        ]
        return tuple(Match(self.name, (part,), price, self.unit) for part, price in odd if price)


def is_odd(instance: Instance, part: int, start: int) -> bool:
    """Say whether a start lies in none of the stretches a part prefers."""
    return not any(opens <= start <= closes for opens, closes in instance.rows("prefer", part))
