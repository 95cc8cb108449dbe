"""What a plan should keep, level by level (软规则分层): nothing of an upper level is given up for a lower one.

The order of PREFER is the order of the levels. Every rule is linear, so that a bound can be proven for it.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from functools import partial
from itertools import chain

import numpy as np
from ortools.sat.python import cp_model

from solver.arrays import Flags, Ints
from solver.assignment.instance import PERMILLE, Instance
from solver.assignment.plan import UNPLACED, Plan, leads
from solver.assignment.rules.load_rules import EvenLoad, PeakLoad
from solver.assignment.rules.rule import Prefer
from solver.assignment.rules.tally_rules import DeadlinesKept, FairShares, KindsRotate, LearningCovered
from solver.assignment.rules.variables import Variables
from solver.term import Match

Some = Ints | slice  # options: which ones
ALL = slice(None)


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
        left = np.flatnonzero(self._left(instance, plan))
        return tuple(Match(self.name, (case,), 1, self.unit) for case in left.tolist())

    def amount(self, instance: Instance, plan: Plan) -> int:
        """Count the cases of the rank that stay unassigned."""
        return int(np.count_nonzero(self._left(instance, plan)))

    def _left(self, instance: Instance, plan: Plan) -> Flags:
        left: Flags = (plan.chosen < 0) & (instance.priority == self.rank)
        return left


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
        split = zip(instance.together, _split(instance, plan).tolist(), strict=True)
        return tuple(Match(self.name, group, 1, self.unit) for group, is_split in split if is_split)

    def amount(self, instance: Instance, plan: Plan) -> int:
        """Count the groups whose placed cases have more than one lead."""
        return int(np.count_nonzero(_split(instance, plan)))


def _split(instance: Instance, plan: Plan) -> Flags:
    """Say of each group whether its placed cases have more than one lead."""
    size = np.array([len(group) for group in instance.together], dtype=np.int64)
    member = np.fromiter(chain.from_iterable(instance.together), dtype=np.int64, count=int(size.sum()))
    group, lead = np.repeat(np.arange(len(size)), size), leads(instance, plan)[member]
    first, last = np.full(len(size), instance.people), np.full(len(size), UNPLACED)
    np.minimum.at(first, group[lead >= 0], lead[lead >= 0])
    np.maximum.at(last, group, lead)
    return last > first


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

    def parts(self, instance: Instance) -> tuple[Prefer, ...]:
        """Give the level; where no option costs anything nobody keeps time for it."""
        level = copy(self)
        level.share = self.share if self.costs(instance).any() else 0.0
        return (level,)

    def costs(self, instance: Instance, options: Some = ALL) -> Ints:
        """Give the cost of each option, or of some of them."""
        raise NotImplementedError

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Add up the cost of the options taken."""
        del model
        return variables.cost(self.costs(instance))

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each case whose option costs something, its lead, and the cost."""
        taken, costs = plan.taken, self.costs(instance, plan.taken)
        rows = zip(
            instance.option_case[taken].tolist(), instance.option_lead[taken].tolist(), costs.tolist(), strict=True
        )
        return tuple(Match(self.name, (case, lead), cost, self.unit) for case, lead, cost in rows if cost)

    def amount(self, instance: Instance, plan: Plan) -> int:
        """Add up the cost of the options taken."""
        return int(self.costs(instance, plan.taken).sum())


class BestFit(_Cost):
    """Cases go to those who fit them best by skill, town and continuity (人案匹配)."""

    name = level = "misfit"
    unit = "per mille"
    source = "规则手册 continuity、skills；就近、熟悉、专长"
    zh = "人案匹配（专长、地域、延续）"
    en = "fit by skill, town and continuity"

    def costs(self, instance: Instance, options: Some = ALL) -> Ints:
        """Give the misfit of options."""
        return instance.option_misfit[options]

    def tolerance(self, instance: Instance, value: int) -> int:
        """As many per mille of the value as the office allows."""
        return value * instance.misfit_tolerance // PERMILLE


class FewMoves(_Cost):
    """Cases stay with who holds them (少变更承办人): each change of handler costs what its stage makes it cost."""

    name = level = "moves"
    unit = "move price"
    source = "法发〔2018〕23号：变更承办人须有理由并告知当事人"
    zh = "少变更承办人"
    en = "few changes of handler"

    def costs(self, instance: Instance, options: Some = ALL) -> Ints:
        """Give the price of its case for options that take it from its holder."""
        price = instance.move_price[instance.option_case[options]]
        moved: Ints = np.where(_is_moved(instance, options), price, 0)
        return moved


class CasesMoved(_Cost):
    """How many cases leave their holder (变更承办人件数): no level of its own, but what a plan may be held to."""

    name = level = "moved"
    unit = "cases"
    source = "法发〔2018〕23号：变更承办人须有理由并告知当事人"
    zh = "变更承办人的案件数"
    en = "cases that change their handler"

    def costs(self, instance: Instance, options: Some = ALL) -> Ints:
        """Count one for options that take a case from its holder."""
        return _is_moved(instance, options).astype(np.int64)


def _is_moved(instance: Instance, options: Some) -> Flags:
    holder = instance.holder[instance.option_case[options]]
    moved: Flags = (holder >= 0) & (holder != instance.option_lead[options])
    return moved


class DrawnLots(_Cost):
    """Among plans otherwise equal the lots drawn decide (抽签): nobody can foresee or steer who gets what."""

    name = level = "lots"
    share = 0.1  # it decides, it is no aim: not worth anybody's waiting
    unit = "lots"
    source = "随机分案为主；当日公布承诺值的抽签"
    zh = "其余相同时以抽签决定"
    en = "lots decide among equals"

    def costs(self, instance: Instance, options: Some = ALL) -> Ints:
        """Give the lot of options."""
        return instance.option_lot[options]


PREFER: tuple[Prefer, ...] = (
    AssignedByPriority(),
    DeadlinesKept(),
    PeakLoad(),
    EvenLoad(),
    FairShares(),
    LearningCovered(),
    LinkedTogether(),
    KindsRotate(),
    BestFit(),
    FewMoves(),
    DrawnLots(),
)


COSTS: Mapping[str, _Cost] = {term.level: term for term in (BestFit(), FewMoves(), DrawnLots(), CasesMoved())}
HOLDABLE: tuple[Prefer, ...] = (CasesMoved(),)


def levels(instance: Instance, terms: Sequence[Prefer] = PREFER) -> tuple[Prefer, ...]:
    """Give the levels of an instance in their order: those of all rules, or of some switched on."""
    return tuple(chain.from_iterable(term.parts(instance) for term in terms))
