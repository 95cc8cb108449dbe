"""A plan (分案方案): the option taken for each case, or none."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Self, TypeVar

import numpy as np

from solver.arrays import Ints
from solver.assignment.instance import Instance

UNPLACED = -1

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, eq=False)
class Plan:
    """`chosen[n]`: the number of the option taken for each case, -1 where the case stays unassigned."""

    chosen: Ints

    def __post_init__(self) -> None:
        """Freeze the choice."""
        chosen = np.array(self.chosen, dtype=np.int64)
        chosen.setflags(write=False)
        object.__setattr__(self, "chosen", chosen)

    def __eq__(self, other: object) -> bool:
        """Two plans are equal when they take the same options."""
        return isinstance(other, Plan) and np.array_equal(self.chosen, other.chosen)

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash(self.chosen.tobytes())

    @classmethod
    def empty(cls, instance: Instance) -> Self:
        """Give the plan that assigns nothing."""
        return cls(np.full(instance.cases, UNPLACED, dtype=np.int64))

    @cached_property
    def taken(self) -> Ints:
        """The options taken, in the order of the cases."""
        taken: Ints = self.chosen[self.chosen >= 0]
        return taken

    def to_json(self) -> str:
        """Write the plan as a list of numbers."""
        return json.dumps(self.chosen.tolist(), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        values: Any = json.loads(text)
        return cls(np.array(values, dtype=np.int64))


class OncePerPlan(Generic[ResultT]):
    """Works something out of a plan, and anew only for another plan: many variables of a model ask for the same."""

    def __init__(self, work: Callable[[Plan], ResultT]) -> None:
        self._work = work
        self._latest: tuple[Plan, ResultT] | None = None

    def __call__(self, plan: Plan) -> ResultT:
        """Give what the plan comes to."""
        if self._latest is None or self._latest[0] is not plan:
            self._latest = (plan, self._work(plan))
        return self._latest[1]


def new_minutes(instance: Instance, plan: Plan) -> Ints:
    """Give the minutes each person newly carries under a plan."""
    places = instance.charges_of(plan.taken)
    found = np.zeros(instance.people, dtype=np.int64)
    np.add.at(found, instance.charge_person[places], instance.charge_minutes[places])
    return found


def own_minutes(instance: Instance, plan: Plan) -> Ints:
    """Give the minutes each person newly carries by cases of the own (自办), which the ceiling bars."""
    places = instance.charges_of(plan.taken)
    places = places[instance.own[places]]
    found = np.zeros(instance.people, dtype=np.int64)
    np.add.at(found, instance.charge_person[places], instance.charge_minutes[places])
    return found


def new_cases(instance: Instance, plan: Plan) -> Ints:
    """Give how many cases each person is newly given to lead."""
    return np.bincount(instance.option_lead[plan.taken[instance.newly[plan.taken]]], minlength=instance.people)


def minutes(instance: Instance, plan: Plan) -> Ints:
    """Give the minutes each person holds after a plan."""
    return instance.held + new_minutes(instance, plan)


def leads(instance: Instance, plan: Plan) -> Ints:
    """Give the lead of each case, -1 where it stays unassigned."""
    chosen = plan.chosen
    found = np.full(instance.cases, UNPLACED, dtype=np.int64)
    found[chosen >= 0] = instance.option_lead[chosen[chosen >= 0]]
    return found
