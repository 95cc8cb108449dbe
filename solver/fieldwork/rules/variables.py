"""The variables of a week of field work, with the verbs of the office, so that a rule reads as a sentence.

A plan is laid on *slots*: so many trips of each vehicle on each day. Within a slot a circuit through the seat says in
which order parts are served; parts follow one another by their starts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan, Trip

SEAT = -1  # the seat as an end of an arc; a part is its own number


@dataclass(frozen=True)
class Slot:
    """What the model knows of one possible trip: its vehicle and day, and the variables of its times and its people."""

    vehicle: int
    day: int
    used: cp_model.IntVar
    leaves: cp_model.IntVar
    back: cp_model.IntVar
    aboard: tuple[cp_model.IntVar, ...]


class Variables:
    """Slots, who is aboard, which slot serves a part and when, and in which order."""

    def __init__(self, model: cp_model.CpModel, instance: Instance, trips_a_day: int = 2) -> None:
        self._model, self._instance = model, instance
        ends = [0, *instance.day_opens.tolist(), *instance.day_closes.tolist()]
        self.span = (min(ends), max(ends))
        days = [(vehicle, day) for vehicle in range(instance.vehicles) for day in range(instance.days)]
        laid = trips_a_day if instance.parts else 0  # nobody leaves for nothing
        self.slots = tuple(self._slot(vehicle, day) for vehicle, day in days for _ in range(laid))
        self.start = tuple(self._moment() for _ in range(instance.parts))
        self.serves = tuple(
            tuple(model.new_bool_var("") for _ in self.slots) for _ in range(instance.parts)
        )  # fmt: skip
        self.on = tuple(model.new_bool_var("") for _ in range(instance.parts))
        self._rides: dict[tuple[int, int], cp_model.IntVar] = {}
        self.arcs = tuple(self._circuit(number) for number in range(len(self.slots)))
        self._bind()

    def _slot(self, vehicle: int, day: int) -> Slot:
        people = tuple(self._model.new_bool_var("") for _ in range(self._instance.people))
        return Slot(vehicle, day, self._model.new_bool_var(""), self._moment(), self._moment(), people)

    def _moment(self) -> cp_model.IntVar:
        return self._model.new_int_var(*self.span, "")

    def _bind(self) -> None:
        for part, on in enumerate(self.on):
            self._model.add(cp_model.LinearExpr.sum(self.serves[part]) == on)
        for number, slot in enumerate(self.slots):
            self._model.add_max_equality(slot.used, [self.serves[part][number] for part in range(self._instance.parts)])
            self._model.add(slot.leaves <= slot.back)
            for aboard in slot.aboard:
                self._model.add_implication(aboard, slot.used)

    def _circuit(self, number: int) -> dict[tuple[int, int], cp_model.IntVar]:
        """Lay the parts of a slot in one order from the seat to the seat, that of their starts."""
        parts = range(self._instance.parts)
        ends = [(one, other) for one in (SEAT, *parts) for other in (SEAT, *parts) if one != other]
        arcs = {pair: self._model.new_bool_var("") for pair in ends}
        rows: list[tuple[int, int, cp_model.LiteralT]] = [
            (one + 1, other + 1, literal) for (one, other), literal in arcs.items()
        ]
        rows += [(part + 1, part + 1, ~self.serves[part][number]) for part in parts]
        rows.append((0, 0, ~self.slots[number].used))
        self._model.add_circuit(rows)
        for (one, other), literal in arcs.items():
            if SEAT not in (one, other):
                later = 0 if other > one else 1
                self._model.add(self.start[other] >= self.start[one] + later).only_enforce_if(literal)
        return arcs

    def slots_of(self, vehicle: int) -> list[int]:
        """The slots of one vehicle."""
        return [number for number, slot in enumerate(self.slots) if slot.vehicle == vehicle]

    def may_serve(self, part: int) -> Iterable[tuple[cp_model.IntVar, Slot]]:
        """Walk the slots that may serve a part, with whether they do."""
        return zip(self.serves[part], self.slots, strict=True)

    def rides(self, person: int, part: int) -> cp_model.IntVar:
        """A Boolean that is at least "this person is on the trip that serves this part"."""
        if (person, part) not in self._rides:
            found = self._model.new_bool_var("")
            for serves, slot in self.may_serve(part):
                self._model.add_bool_or([~serves, ~slot.aboard[person], found])
            self._rides[person, part] = found
        return self._rides[person, part]

    def helper(self, low: int, high: int) -> cp_model.IntVar:
        """Give a variable of a rule's own."""
        return self._model.new_int_var(low, high, "")

    def fix(self, plan: Plan) -> None:
        """Allow this plan only (for tests: what does a rule make of it?)."""
        self._each(plan, lambda variable, value: self._model.add(variable == value))

    def hint(self, plan: Plan) -> None:
        """Propose a plan to the search."""
        self._model.clear_hints()  # type: ignore[no-untyped-call]
        self._each(plan, self._model.add_hint)

    def _each(self, plan: Plan, say: Callable[[cp_model.IntVar, int], object]) -> None:
        """Say what each variable is under a plan; the times of what is not used are the first moment."""
        laid = self._laid(plan)
        for number, slot in enumerate(self.slots):
            trip = laid.get(number)
            said = plan.trips[trip] if trip is not None else Trip(self.span[0], slot.vehicle, self.span[0], ())
            say(slot.leaves, said.leaves)
            say(slot.back, said.back)
            for person, aboard in enumerate(slot.aboard):
                say(aboard, int(person in said.people))
            for part, serves in enumerate(self.serves):
                say(serves[number], int(trip is not None and plan.trip[part] == trip))
        for part, start in enumerate(self.start):
            say(start, plan.start[part] if plan.trip[part] >= 0 else self.span[0])

    def _laid(self, plan: Plan) -> dict[int, int]:
        """Lay the trips of a plan on slots of their vehicles and days: slot to trip."""
        free = list(range(len(self.slots)))
        found = {}
        for number, trip in enumerate(plan.trips):
            day = day_of(self._instance, trip.leaves)
            fits = [slot for slot in free if (self.slots[slot].vehicle, self.slots[slot].day) == (trip.vehicle, day)]
            if not fits:
                raise ValueError(f"The model has no slot left for trip {number} of vehicle {trip.vehicle}.")
            found[fits[0]] = number
            free.remove(fits[0])
        return found

    def plan(self, solver: cp_model.CpSolver | cp_model.CpSolverSolutionCallback) -> Plan:
        """Read the plan the search has found."""
        return Plan.of(self._instance.parts, [self._read(number, solver) for number in range(len(self.slots))])

    def _read(
        self, number: int, solver: cp_model.CpSolver | cp_model.CpSolverSolutionCallback
    ) -> tuple[Trip, list[tuple[int, int]]]:
        slot = self.slots[number]
        people = tuple(person for person, aboard in enumerate(slot.aboard) if solver.boolean_value(aboard))
        trip = Trip(solver.value(slot.leaves), slot.vehicle, solver.value(slot.back), people)
        served = [part for part, serves in enumerate(self.serves) if solver.boolean_value(serves[number])]
        return trip, [(part, solver.value(self.start[part])) for part in served]


def day_of(instance: Instance, moment: int) -> int:
    """Give the day a moment falls on: the last one that has opened, the first one before all."""
    return max(0, sum(1 for opens in instance.day_opens.tolist() if opens <= moment) - 1)


def intervals(model: cp_model.CpModel, spans: Iterable[Sequence[int]]) -> list[cp_model.IntervalVar]:
    """Give what is taken already as intervals of a model."""
    return [model.new_fixed_size_interval_var(start, end - start, "") for start, end in spans if end > start]
