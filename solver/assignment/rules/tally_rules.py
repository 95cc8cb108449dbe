"""Levels that count something besides load (计数分层): deadlines, fair shares, learning, rotation.

Each adds up, over its tallies, what lies beyond a limit times a price; which options count how much is the instance's.
"""

from functools import partial

import numpy as np
from ortools.sat.python import cp_model

from solver.arrays import Ints
from solver.assignment.instance import Instance
from solver.assignment.plan import OncePerPlan, Plan
from solver.assignment.rules.rule import Prefer
from solver.assignment.rules.variables import Variables
from solver.term import Match

NOT_WORTH = 10_000


class Tallied(Prefer):
    """A level that adds up what lies beyond the limits of its tallies; `kind` is its number in `tally_kind`."""

    kind: int

    def parts(self, instance: Instance) -> tuple[Prefer, ...]:
        """No level without a tally."""
        return (self,) if (instance.tally_kind == self.kind).any() else ()

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """One variable for each tally: what lies beyond its limit."""
        priced: list[cp_model.LinearExprT] = []
        found = OncePerPlan(partial(beyond_limits, instance))
        for tally in np.flatnonzero(instance.tally_kind == self.kind).tolist():
            reach = int(np.abs(instance.entry_amount[instance.entry_tally == tally]).sum())
            limit, side = int(instance.tally_limit[tally]), int(instance.tally_side[tally])
            most = reach + abs(int(instance.tally_held[tally]) - limit)
            beyond = variables.helper(0, most, partial(_beyond, found, tally))
            model.add(beyond >= side * (variables.tally(tally) - limit))
            priced.append(beyond * int(instance.tally_price[tally]))
        return cp_model.LinearExpr.sum(priced)

    def tolerance(self, instance: Instance, value: int) -> int:
        """A ten-thousandth: of years of minutes, one or two are not worth anybody's waiting; of less, nothing."""
        del instance
        return value // NOT_WORTH

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each tally beyond its limit with the person it is kept for, and what that costs."""
        mine = np.flatnonzero(instance.tally_kind == self.kind)
        over = beyond_limits(instance, plan)[mine] * instance.tally_price[mine]
        rows = zip(mine.tolist(), instance.tally_person[mine].tolist(), over.tolist(), strict=True)
        return tuple(Match(self.name, (tally, person), cost, self.unit) for tally, person, cost in rows if cost)


class DeadlinesKept(Tallied):
    """No work is planned to be late (期限内办结): minutes due by some day beyond those available until then."""

    kind, name, unit = 0, "deadlines", "minutes"
    level = name
    source = "民事诉讼法执行期限；规则手册 deadlines"
    zh = "期限内办得完"
    en = "work due can be done in time"


class FairShares(Tallied):
    """Effort and unpleasant work are shared fairly over the rolling ledger (两本账公平): minutes above the own share."""

    kind, name, unit = 1, "fair", "minutes"
    level = name
    source = "工作量均衡、苦累案件轮换；规则手册 fairness"
    zh = "苦累案件与近期工作量公平分担"
    en = "recent effort and unpleasant work shared fairly"


class LearningCovered(Tallied):
    """Apprentices meet what their ladder asks for (学徒培养): thousandths of a case short of coverage or co-handling."""

    kind, name, unit = 2, "learning", "thousandths of a case"
    level = name
    source = "师徒结对、传帮带；规则手册 learning"
    zh = "学徒办案种类与共同承办达标"
    en = "apprentices meet the kinds and the co-handled share of their ladder"


class KindsRotate(Tallied):
    """No kind of case stays with one group (案件类型轮换): cases of a kind above a team's most lawful share."""

    kind, name, unit = 3, "rotation", "cases"
    level = name
    source = "法发〔2020〕26号：避免同类案件长期由固定团队办理；规则手册 rotation"
    zh = "同类案件不固定于一个团队"
    en = "no kind of case stays with one team"


TALLIED: tuple[Tallied, ...] = (DeadlinesKept(), FairShares(), LearningCovered(), KindsRotate())


def tallied(instance: Instance, plan: Plan) -> Ints:
    """Give what each tally comes to under a plan."""
    taken = np.zeros(instance.options, dtype=np.bool_)
    taken[plan.taken] = True
    mine = taken[instance.entry_option]
    found = instance.tally_held.copy()
    np.add.at(found, instance.entry_tally[mine], instance.entry_amount[mine])
    return found


def beyond_limits(instance: Instance, plan: Plan) -> Ints:
    """Give by how many units each tally lies beyond its limit, 0 where it does not."""
    over: Ints = np.maximum(0, instance.tally_side * (tallied(instance, plan) - instance.tally_limit))
    return over


def _beyond(found: OncePerPlan[Ints], tally: int, plan: Plan) -> int:
    return int(found(plan)[tally])
