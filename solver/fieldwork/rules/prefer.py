"""What a plan of field work should keep, level by level (软规则分层): nothing of an upper level is given up for a lower one.

The order of PREFER is the order of the levels. Every rule is linear, so that a bound can be proven for it.
"""

from collections.abc import Sequence
from itertools import chain, pairwise

import numpy as np
from ortools.sat.python import cp_model

from solver.arrays import LARGEST
from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan
from solver.fieldwork.rules.books import FewMoved, HardShares, LearningOnTheRoad
from solver.fieldwork.rules.hours_rules import Overtime, PreferredHours
from solver.fieldwork.rules.rule import Prefer
from solver.fieldwork.rules.variables import Variables
from solver.term import Match


class PlacedByRank(Prefer):
    """Every errand of a more urgent rank before any of a less urgent one (按缓急安排): a level for each rank."""

    name = "placed"
    unit = "errands"
    source = "涉民生、紧急事项优先；规则手册 errands：优先级"
    zh = "按缓急安排到位"
    en = "placed, the most urgent first"

    def __init__(self, rank: int = 0) -> None:
        self.rank = rank
        self.level = f"placed:{rank}"

    def parts(self, instance: Instance) -> tuple[Prefer, ...]:
        """One level for each rank that occurs."""
        return tuple(PlacedByRank(int(rank)) for rank in np.unique(instance.errand_rank))

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Count the errands of the rank of which a part is not on."""
        left = []
        for errand in np.flatnonzero(instance.errand_rank == self.rank).tolist():
            left.append(variables.helper(0, 1))
            model.add_max_equality(left[-1], [1 - variables.on[part] for part in instance.parts_of[errand]])
        return cp_model.LinearExpr.sum(left)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each errand of the rank that is not placed with all its parts."""
        left = [
            errand
            for errand in np.flatnonzero(instance.errand_rank == self.rank).tolist()
            if any(plan.trip[part] < 0 for part in instance.parts_of[errand])
        ]
        return tuple(Match(self.name, (errand,), 1, self.unit) for errand in left)


class Lateness(Prefer):
    """Nothing starts after it is due (不误期限): the minutes beyond, added up over the parts that are placed."""

    name = level = "late"
    unit = "minutes"
    source = "办理节点与期限；规则手册 errands"
    zh = "超过期限的分钟数"
    en = "minutes after what is due"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Add up how late each part that is on starts."""
        return cp_model.LinearExpr.sum(_lateness(model, variables, instance))

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each part that starts after it is due, and the minutes."""
        late = [(part, plan.start[part] - int(instance.part_due[part])) for part in plan.placed]
        return tuple(Match(self.name, (part,), minutes, self.unit) for part, minutes in late if minutes > 0)


def _lateness(model: cp_model.CpModel, variables: Variables, instance: Instance) -> list[cp_model.IntVar]:
    found = []
    for part, due in enumerate(instance.part_due.tolist()):
        if due < variables.span[1]:
            late = variables.helper(0, variables.span[1] - variables.span[0] + max(0, -due))
            model.add(late >= variables.start[part] - due).only_enforce_if(variables.on[part])
            found.append(late)
    return found


class StandIns(Prefer):
    """Who holds the case goes along (承办人亲自到场): a stand-in costs what the rulebook says."""

    name = level = "standin"
    unit = "price"
    source = "承办人到场；规则手册：可替代人员"
    zh = "承办人亲自到场"
    en = "the handler rather than a stand-in"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Name somebody aboard for each part; with nobody there it costs as much as the dearest."""
        costs: list[cp_model.LinearExprT] = []
        for part in range(instance.parts):
            rows = instance.rows("who", part)
            named = [model.new_bool_var("") for _ in rows]
            for (person, _), one in zip(rows, named, strict=True):
                for taken, slot in variables.may_serve(part):
                    model.add_bool_or([~one, ~taken, slot.aboard[person]])
            if rows:
                nobody = model.new_bool_var("")
                model.add(cp_model.LinearExpr.sum([*named, nobody]) == variables.on[part])
                prices = [price for _, price in rows]
                costs.append(cp_model.LinearExpr.weighted_sum([*named, nobody], [*prices, max(prices)]))
        return cp_model.LinearExpr.sum(costs)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each part for which a stand-in goes, and the price."""
        found = []
        for part in plan.placed:
            rows = instance.rows("who", part)
            aboard = [price for person, price in rows if person in plan.trip_of(part).people]
            price = min(aboard, default=max((price for _, price in rows), default=0))
            found.append(Match(self.name, (part,), price, self.unit))
        return tuple(match for match in found if match.amount)


class TimeAway(Prefer):
    """People are away from their desks as little as can be (人员外出时间)."""

    name = level = "away"
    unit = "person-minutes"
    source = "警力集约使用"
    zh = "人员外出总时间"
    en = "minutes people are away"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Add up how long each trip lasts for each of those aboard."""
        del instance
        gone = []
        for slot in variables.slots:
            for aboard in slot.aboard:
                gone.append(variables.helper(0, variables.span[1] - variables.span[0]))
                model.add(gone[-1] >= slot.back - slot.leaves).only_enforce_if(aboard)
        return cp_model.LinearExpr.sum(gone)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each trip, and its minutes times the people aboard."""
        del instance
        minutes = [(trip.back - trip.leaves) * len(trip.people) for trip in plan.trips]
        return tuple(Match(self.name, (number,), count, self.unit) for number, count in enumerate(minutes) if count)


class TravelTime(Prefer):
    """Vehicles are on the road as little as can be (行车时间)."""

    name = level = "travel"
    unit = "minutes"
    source = "车辆集约使用"
    zh = "行车时间"
    en = "minutes on the road"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Add up the ways of the arcs that are taken."""
        del model
        return cp_model.LinearExpr.sum(_ways(variables, instance))

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each trip, and its minutes on the road."""
        ways = [_on_the_road(instance, plan, number) for number in range(len(plan.trips))]
        return tuple(Match(self.name, (number,), minutes, self.unit) for number, minutes in enumerate(ways) if minutes)


def _ways(variables: Variables, instance: Instance) -> list[cp_model.LinearExprT]:
    place = [*instance.part_place.tolist(), 0]  # the last one is SEAT's
    return [
        taken * instance.way(place[one], place[other])
        for arcs in variables.arcs
        for (one, other), taken in arcs.items()
    ]


def _on_the_road(instance: Instance, plan: Plan, number: int) -> int:
    places = [0, *(int(instance.part_place[part]) for part in plan.stops[number]), 0]
    return sum(instance.way(one, other) for one, other in pairwise(places))


class Rounds(Prefer):
    """Ways, the largest lateness and all lateness together (路程与迟到合计): the aim of benchmarks of joint visits."""

    name = level = "rounds"
    unit = "minutes"
    source = "双人到访的公开算例"
    zh = "路程、最大迟到与迟到合计"
    en = "ways, largest lateness and lateness added up"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Add up the ways, the lateness of each part, and the largest of them."""
        late = _lateness(model, variables, instance)
        largest = variables.helper(0, 2 * LARGEST)
        for one in late:
            model.add(largest >= one)
        return cp_model.LinearExpr.sum([*_ways(variables, instance), *late, largest])

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each trip and its way, each late part, and once more the part that is latest."""
        late = Lateness().measure(instance, plan)
        latest = sorted(late, key=lambda match: (-match.amount, match.subjects))[:1]
        found = (*TravelTime().measure(instance, plan), *late, *latest)
        return tuple(Match(self.name, match.subjects, match.amount, self.unit) for match in found)


PREFER: tuple[Prefer, ...] = (
    PlacedByRank(),
    Lateness(),
    HardShares(),
    Overtime(),
    LearningOnTheRoad(),
    FewMoved(),
    StandIns(),
    PreferredHours(),
    TimeAway(),
    TravelTime(),
)
JOINT_VISITS: tuple[Prefer, ...] = (PlacedByRank(), Rounds())


def levels(instance: Instance, terms: Sequence[Prefer] = PREFER) -> tuple[Prefer, ...]:
    """Give the levels of an instance in their order: those of all rules, or of some switched on."""
    return tuple(chain.from_iterable(term.parts(instance) for term in terms))


def repair_levels(instance: Instance, terms: Sequence[Prefer] = PREFER) -> tuple[Prefer, ...]:
    """Give the levels in their order when the day goes wrong: what is urgent has a place, then bookings stay, then the rest."""
    first, *others = levels(instance, terms)
    moves = [level for level in others if level.level == FewMoved.level]
    return (first, *moves, *(level for level in others if level.level != FewMoved.level))
