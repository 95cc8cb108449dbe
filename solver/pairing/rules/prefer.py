"""What a pairing should keep, level by level (软规则分层): nothing of an upper level is given up for a lower one."""

from collections.abc import Sequence
from itertools import chain

from ortools.sat.python import cp_model

from solver.pairing.instance import Instance
from solver.pairing.plan import Plan, counts
from solver.pairing.rules.rule import Prefer
from solver.pairing.rules.variables import Variables
from solver.term import Match


class EverybodyPaired(Prefer):
    """As many apprentices as can be have a mentor (人人有师傅)."""

    name = level = "unpaired"
    unit = "apprentices"
    source = "师徒结对、传帮带"
    zh = "人人有师傅"
    en = "a mentor for everybody"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Count those without a mentor."""
        del model
        return instance.apprentices - cp_model.LinearExpr.sum(variables.take)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each apprentice without a mentor."""
        del instance
        left = [apprentice for apprentice, number in enumerate(plan.chosen) if number < 0]
        return tuple(Match(self.name, (apprentice,), 1, self.unit) for apprentice in left)

    def floor(self, instance: Instance, paired: int) -> int:
        """Count those whom nobody may take, or the places that are missing, whichever is more."""
        del paired
        nobody = sum(1 for own in instance.of_apprentice if not own)
        return max(nobody, instance.apprentices - sum(len(loads) for loads in instance.loads))


class FewConcessions(Prefer):
    """Few exceptions are asked for (少破例): a place beyond the slots, or a pair one of the two said will not do."""

    name = level = "concessions"
    unit = "concessions"
    source = "例外须由人决定；逐项列明"
    zh = "少破例"
    en = "few concessions"

    def parts(self, instance: Instance) -> tuple[Prefer, ...]:
        """No level where no concession can be made."""
        more = any(len(loads) > slots for slots, loads in zip(instance.slots, instance.loads, strict=True))
        return (self,) if more or any(pair.conceded for pair in instance.pairs) else ()

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Count places beyond the slots and conceded pairs."""
        del model
        beyond = [place for mentor in range(instance.mentors) for place in variables.beyond(mentor)]
        conceded = [take for take, pair in zip(variables.take, instance.pairs, strict=True) if pair.conceded]
        return cp_model.LinearExpr.sum([*conceded, *beyond])

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name the people of each conceded pair, and each mentor with places beyond the slots and how many."""
        pairs = [instance.pairs[number] for number in plan.made if instance.pairs[number].conceded]
        over = [taken - slots for taken, slots in zip(counts(instance, plan), instance.slots, strict=True)]
        more = (Match(self.name, (mentor,), count, self.unit) for mentor, count in enumerate(over) if count > 0)
        return (*(Match(self.name, (pair.apprentice, pair.mentor), 1, self.unit) for pair in pairs), *more)


class BusiestMentor(Prefer):
    """The busiest of those who take an apprentice is as little busy as can be (最忙的师傅)."""

    name = level = "peak"
    unit = "per mille"
    source = "带教均衡；规则手册 learning.weekly_hours"
    zh = "师傅最高负荷"
    en = "load of the busiest mentor who takes an apprentice"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """No place is filled above the peak."""
        most = max(chain.from_iterable(instance.loads), default=0)
        peak = variables.helper(0, most, lambda plan: self.amount(instance, plan))
        for loads, filled in zip(instance.loads, variables.filled, strict=True):
            for load, place in zip(loads, filled, strict=False):
                model.add(peak >= load * place)
        return peak

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name the busiest mentor who takes somebody, and the load reached."""
        reached = [
            (loads[min(taken, len(loads)) - 1], -mentor)
            for mentor, (taken, loads) in enumerate(zip(counts(instance, plan), instance.loads, strict=True))
            if taken and loads
        ]
        return tuple(Match(self.name, (-mentor,), load, self.unit) for load, mentor in sorted(reached)[-1:] if load)

    def floor(self, instance: Instance, paired: int) -> int:
        """Fill the lightest places there are: the last of them is a bound."""
        return max(_lightest(instance, paired), default=0)


class LightShoulders(Prefer):
    """Each apprentice goes where the load with one more stays low (负荷轻者多带): the sum of the loads so reached."""

    name = level = "balance"
    unit = "per mille"
    source = "带教均衡；规则手册 learning.weekly_hours"
    zh = "师傅负荷均衡"
    en = "sum of the loads at which apprentices are taken on"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Add up the load of each place that is filled."""
        del model
        sides = zip(variables.filled, instance.loads, strict=True)
        reached = [(place, load) for filled, loads in sides for place, load in zip(filled, loads, strict=False)]
        return cp_model.LinearExpr.weighted_sum([place for place, _ in reached], [load for _, load in reached])

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each mentor who takes somebody, and the sum of the loads reached on the way."""
        taken = enumerate(zip(counts(instance, plan), instance.loads, strict=True))
        reached = [(mentor, sum(loads[:count])) for mentor, (count, loads) in taken]
        return tuple(Match(self.name, (mentor,), load, self.unit) for mentor, load in reached if load)

    def floor(self, instance: Instance, paired: int) -> int:
        """Fill the lightest places there are."""
        return sum(_lightest(instance, paired))


def _lightest(instance: Instance, paired: int) -> list[int]:
    return sorted(chain.from_iterable(instance.loads))[: max(0, paired)]


class _Cost(Prefer):
    """A level that adds up a cost of the pairs made."""

    def costs(self, instance: Instance) -> list[int]:
        """Give the cost of each pair."""
        raise NotImplementedError

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Add up the cost of the pairs made."""
        del model
        return variables.cost(self.costs(instance))

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name the two people of each pair that costs something, and the cost."""
        costs = self.costs(instance)
        pairs = [(instance.pairs[number], costs[number]) for number in plan.made if costs[number]]
        return tuple(Match(self.name, (pair.apprentice, pair.mentor), cost, self.unit) for pair, cost in pairs)

    def floor(self, instance: Instance, paired: int) -> int:
        """Give each apprentice the cheapest pair, and leave the dearest apprentices out."""
        costs = self.costs(instance)
        cheapest = sorted(min(costs[number] for number in own) for own in instance.of_apprentice if own)
        return sum(cheapest[: max(0, paired)])


class WishesMet(_Cost):
    """Both get whom they wish for (意愿满足): the places by which each misses the first choice, added up."""

    name = level = "wishes"
    unit = "places"
    source = "双向选择：师徒双方意愿"
    zh = "意愿满足"
    en = "wishes of both sides"

    def costs(self, instance: Instance) -> list[int]:
        """Give the places both miss their first choice by."""
        return [pair.wish + pair.regard - 2 for pair in instance.pairs]


class PairsStay(_Cost):
    """Who has a mentor keeps that one (少换师傅): counts the apprentices who change."""

    name = level = "changes"
    unit = "apprentices"
    source = "师徒关系宜稳定"
    zh = "少换师傅"
    en = "few changes of mentor"

    def parts(self, instance: Instance) -> tuple[Prefer, ...]:
        """No level where nobody has a mentor yet."""
        return (self,) if any(mentor >= 0 for mentor in instance.present) else ()

    def costs(self, instance: Instance) -> list[int]:
        """Give 1 for each pair that takes an apprentice from the present mentor."""
        return [int(instance.present[pair.apprentice] not in (-1, pair.mentor)) for pair in instance.pairs]


class DrawnLots(_Cost):
    """Among pairings otherwise equal the lots drawn decide (抽签): nobody can foresee or steer who gets whom."""

    name = level = "lots"
    share = 0.1  # it decides, it is no aim
    unit = "lots"
    source = "当日公布承诺值的抽签"
    zh = "其余相同时以抽签决定"
    en = "lots decide among equals"

    def costs(self, instance: Instance) -> list[int]:
        """Give the lot of each pair."""
        return [pair.lot for pair in instance.pairs]


PREFER: tuple[Prefer, ...] = (
    EverybodyPaired(),
    FewConcessions(),
    BusiestMentor(),
    LightShoulders(),
    WishesMet(),
    PairsStay(),
    DrawnLots(),
)


def levels(instance: Instance, terms: Sequence[Prefer] = PREFER) -> tuple[Prefer, ...]:
    """Give the levels of an instance in their order."""
    return tuple(chain.from_iterable(term.parts(instance) for term in terms))
