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


def total(matches: Mapping[str, tuple[Match, ...]]) -> dict[str, int]:
    """Sum the amounts of the matches of each level."""
    return {level: sum(match.amount for match in found) for level, found in matches.items()}
