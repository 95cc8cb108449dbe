"""The three-faced term (三面规则): one rule of an office, posted to the solver, measured on a plan, named for people.

`post` puts the rule into a CP-SAT model; `measure` says it again over a finished plan without any solver; the name,
unit, source and both languages are for people. That both faces agree is a property the tests hold every rule to.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Generic, NamedTuple, TypeVar

from ortools.sat.python import cp_model

InstanceT = TypeVar("InstanceT")
VariablesT = TypeVar("VariablesT")
PlanT = TypeVar("PlanT")


class Match(NamedTuple):
    """One place where a rule bites: which rule, who or what (numbers of the instance), how much, in which unit."""

    term: str
    subjects: tuple[int, ...]
    amount: int
    unit: str


class Term(ABC, Generic[InstanceT, VariablesT, PlanT]):
    """One rule. A MUST forbids (its amounts are excess over what is lawful); a PREFER prices one level.

    `name` is the rule's key, `level` the level it belongs to ("must" for a MUST), `unit` that of its amounts.
    """

    name: ClassVar[str]
    level: str
    unit: ClassVar[str]
    source: ClassVar[str]
    zh: ClassVar[str]
    en: ClassVar[str]

    @abstractmethod
    def post(self, model: cp_model.CpModel, variables: VariablesT, instance: InstanceT) -> cp_model.LinearExprT | None:
        """Post the rule; a PREFER returns the linear expression to be made small, a MUST returns None."""

    @abstractmethod
    def measure(self, instance: InstanceT, plan: PlanT) -> tuple[Match, ...]:
        """State the rule over a finished plan; no match means that nothing is forbidden, or nothing is to be paid."""

    def amount(self, instance: InstanceT, plan: PlanT) -> int:
        """Sum the matches: the value of this rule's level, or the excess over a hard rule.

        Where there are many, a rule may add up without naming them.
        """
        return sum(match.amount for match in self.measure(instance, plan))


class Must(Term[InstanceT, VariablesT, PlanT]):
    """A hard rule (硬规则): its amounts say by how much a plan breaks it."""

    level = "must"


class Prefer(Term[InstanceT, VariablesT, PlanT]):
    """A level of preference (分层偏好): its amounts add up to the value of the level, the smaller the better.

    `share` is the largest part of the whole search time the level may take.
    """

    share = 1.0

    def parts(self, instance: InstanceT) -> tuple["Prefer[InstanceT, VariablesT, PlanT]", ...]:
        """Give the levels this rule consists of for an instance, the first one first; none where it makes no difference."""
        del instance
        return (self,)

    def tolerance(self, instance: InstanceT, value: int) -> int:
        """Say how much of a value reached may be given up again for the levels below (容差); nothing by default."""
        del instance, value
        return 0

    def post(self, model: cp_model.CpModel, variables: VariablesT, instance: InstanceT) -> cp_model.LinearExprT:
        """Post what the level needs and return the expression to be made small."""
        raise NotImplementedError


def total(matches: Mapping[str, tuple[Match, ...]]) -> dict[str, int]:
    """Sum the amounts of the matches of each level."""
    return {level: sum(match.amount for match in found) for level, found in matches.items()}
