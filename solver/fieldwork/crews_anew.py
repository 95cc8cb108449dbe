"""Who goes is chosen anew (重配人员): the trips of a plan as they are, with everybody aboard left open.

Taking out and putting back chooses the crew of one trip after the other. With all trips fixed the crews of a week are a small
model, in which the rules say for themselves what they ask of who is aboard.
"""

from collections.abc import Iterable, Mapping

from ortools.sat.python import cp_model

from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan
from solver.fieldwork.rules.books import FewMoved, HardShares, LearningOnTheRoad
from solver.fieldwork.rules.crew_rules import (
    CrewEnough,
    DriverAboard,
    HandlerAboard,
    NobodyBarred,
    PersonOnce,
    SeatsEnough,
)
from solver.fieldwork.rules.hours_rules import HoursOut, Overtime
from solver.fieldwork.rules.prefer import StandIns, TimeAway
from solver.fieldwork.rules.rule import Must, Prefer
from solver.fieldwork.rules.variables import Slot, Variables, day_of
from solver.problem import Model

MUST: tuple[Must, ...] = (
    PersonOnce(), DriverAboard(), CrewEnough(), HandlerAboard(), NobodyBarred(), SeatsEnough(), HoursOut(),
)  # fmt: skip
"""The hard rules that ask who is aboard; all others look at trips alone."""

PREFER: tuple[Prefer, ...] = (HardShares(), Overtime(), LearningOnTheRoad(), FewMoved(), StandIns(), TimeAway())
"""The levels that depend on who is aboard."""


def sees_crews(level: str) -> bool:
    """Say whether a level depends on who is aboard."""
    return any(term.level == level for term in PREFER)


class Crews(Variables):
    """The variables of a plan whose trips stay: a slot for each trip, of which nothing is open but who is aboard."""

    def __init__(self, model: cp_model.CpModel, instance: Instance, plan: Plan) -> None:
        self._model, self._instance = model, instance
        self._trips, self._stops = plan.trips, plan.stops
        self._trip, ends = plan.trip, [0, *instance.day_opens.tolist(), *instance.day_closes.tolist()]
        self.span = (min(ends), max(ends))
        self._fixed = {value: model.new_constant(value) for value in (0, 1)}
        self.slots = tuple(self._as_it_is(number) for number in range(len(plan.trips)))
        self.start = tuple(model.new_constant(max(self.span[0], start)) for start in plan.start)
        self.serves = tuple(
            tuple(self._fixed[trip == number] for number in range(len(plan.trips))) for trip in plan.trip
        )  # fmt: skip
        self.on = tuple(self._fixed[trip >= 0] for trip in plan.trip)
        self.arcs = ()

    def _as_it_is(self, number: int) -> Slot:
        trip, model = self._trips[number], self._model
        aboard = tuple(model.new_bool_var("") for _ in range(self._instance.people))
        leaves, back = model.new_constant(trip.leaves), model.new_constant(trip.back)
        return Slot(trip.vehicle, day_of(self._instance, trip.leaves), self._fixed[1], leaves, back, aboard)

    def may_serve(self, part: int) -> Iterable[tuple[cp_model.IntVar, Slot]]:
        """Walk the one slot that serves a part, if it is served."""
        return [(self._fixed[1], self.slots[self._trip[part]])] if self._trip[part] >= 0 else []

    def rides(self, person: int, part: int) -> cp_model.IntVar:
        """Whether a person is on the trip that serves a part."""
        return self.slots[self._trip[part]].aboard[person] if self._trip[part] >= 0 else self._fixed[0]

    def hint(self, plan: Plan) -> None:
        """Propose who is aboard in a plan of the same trips."""
        for slot, trip in zip(self.slots, plan.trips, strict=True):
            for person, aboard in enumerate(slot.aboard):
                self._model.add_hint(aboard, person in trip.people)


def crews_anew(instance: Instance, plan: Plan, level: str, held: Mapping[str, int]) -> Model[Plan] | None:
    """Build the model of the crews of a plan for a level while others are held; None where a level does not see crews."""
    if not sees_crews(level) or not plan.trips:
        return None
    model, terms = cp_model.CpModel(), {term.level: term for term in PREFER}
    crews = Crews(model, instance, plan)
    for must in MUST:
        must.post(model, crews, instance)
    for name in (name for name in held if name in terms):
        model.add(terms[name].post(model, crews, instance) <= held[name])
    objective = terms[level].post(model, crews, instance)
    crews.hint(plan)
    return Model(model, objective, crews.plan, whole=False)
