"""What every plan must keep (硬规则). A plan that breaks one of these is not lawful, whatever it saves."""

import numpy as np
from ortools.sat.python import cp_model

from solver.assignment.instance import Instance
from solver.assignment.plan import Plan, new_cases, own_minutes
from solver.assignment.rules.rule import Must
from solver.assignment.rules.variables import Variables
from solver.term import Match


class OneLeadPerCase(Must):
    """A case has one lead, by one of its own eligible options (一案一承办人)."""

    name = "one_lead_per_case"
    unit = "cases"
    source = "法发〔2018〕23号；随机分案为主、指定分案为辅"
    zh = "一案一承办人"
    en = "one lead for each case"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """At most one option of a case is taken."""
        for case in range(instance.cases):
            model.add_at_most_one(variables.takes_of(case))

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each case that is given an option which is not its own, or none that exists."""
        cases = np.flatnonzero(plan.chosen >= 0)
        chosen = plan.chosen[cases]
        known = chosen < instance.options
        own = np.zeros(len(cases), dtype=np.bool_)
        own[known] = instance.option_case[chosen[known]] == cases[known]
        return tuple(Match(self.name, (case,), 1, self.unit) for case in cases[~own].tolist())


class NobodyWithoutMinutes(Must):
    """Who has no minutes available leads nothing and is charged nothing (无可用工时者不分案)."""

    name = "nobody_without_minutes"
    unit = "cases"
    source = "离岗、停止分案期间不分案"
    zh = "无可用工时者不分案"
    en = "nobody without available minutes"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """Options that need somebody without minutes are not taken."""
        for option, _ in _absent(instance):
            for take in variables.takes([option]):
                model.add(take == 0)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each case that needs somebody without minutes, and that person."""
        taken = set(plan.taken.tolist())
        return tuple(
            Match(self.name, (int(instance.option_case[option]), person), 1, self.unit)
            for option, person in _absent(instance)
            if option in taken
        )


def _absent(instance: Instance) -> list[tuple[int, int]]:
    """Pairs of an option and somebody it needs who has no minutes, each once."""
    away = instance.capacity == 0
    led = np.flatnonzero(away[instance.option_lead])
    charged = np.flatnonzero(away[instance.charge_person] & (instance.charge_minutes > 0))
    pairs = {(int(option), int(instance.option_lead[option])) for option in led}
    pairs |= {(int(instance.charge_option[place]), int(instance.charge_person[place])) for place in charged}
    return sorted(pairs)


class WithinCeiling(Must):
    """Cases of the own lift nobody above the ceiling; who is above it already receives none (负荷上限).

    What falls on somebody through a desk is no case of the own: whoever leads a case, that work is there.
    """

    name = "within_ceiling"
    unit = "minutes"
    source = "规则手册 levers.most_load"
    zh = "不超过负荷上限"
    en = "nobody above the ceiling"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """The new minutes of each person by cases of the own stay within what is left below the ceiling."""
        for person in range(instance.people):
            model.add(variables.own_minutes(person) <= int(instance.room[person]))

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each person whom cases of the own lift above the ceiling, and by how many minutes."""
        over = own_minutes(instance, plan) - instance.room
        return tuple(
            Match(self.name, (person,), int(over[person]), self.unit) for person in np.flatnonzero(over > 0).tolist()
        )


class WithinNewCases(Must):
    """Nobody is given more new cases at once than may still be given (新案上限); what somebody holds already is not new."""

    name = "within_new_cases"
    unit = "cases"
    source = "规则手册 levers.most_new_in_7_days"
    zh = "不超过新案上限"
    en = "nobody above the cap of new cases"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """The new cases of each person whom the cap could bar stay within it."""
        for person in instance.rationed.tolist():
            model.add(variables.new_cases(person) <= int(instance.most_new[person]))

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each person above the cap, and by how many cases."""
        if not len(instance.most_new):
            return ()
        over = np.where(instance.most_new >= 0, new_cases(instance, plan) - instance.most_new, 0)
        return tuple(
            Match(self.name, (person,), int(over[person]), self.unit) for person in np.flatnonzero(over > 0).tolist()
        )


MUST: tuple[Must, ...] = (OneLeadPerCase(), NobodyWithoutMinutes(), WithinCeiling(), WithinNewCases())
