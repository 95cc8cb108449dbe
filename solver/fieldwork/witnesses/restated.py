"""The levels of a week said again (另行表述): what a bound means, without anything that found it (see `restated_week`)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import numpy as np
from ortools.math_opt.python import mathopt

from solver.arrays import LARGEST
from solver.fieldwork.bounds.possible import Spans
from solver.fieldwork.instance import NOBODY, Instance
from solver.fieldwork.witnesses.restated_week import WEEK, RestatedWeek
from solver.witness import added


class Restated(RestatedWeek):
    """One week as a linear programme, with its levels."""

    def knows(self, level: str) -> bool:
        """Say whether a level can be restated."""
        return level.partition(":")[0] in {"placed", *LEVELS}

    def hold(self, level: str, most: int) -> None:
        """Let a level be no higher than some value."""
        self.model.add_linear_constraint(self.value(level) <= most)

    def aim(self, level: str) -> None:
        """Ask for the lowest value of a level."""
        self.model.minimize(self.value(level))

    def value(self, level: str) -> mathopt.LinearSum:
        """Give what a level is at least, as a linear expression, with what it needs posted."""
        name, _, rank = level.partition(":")
        if name == "placed":
            mine = np.flatnonzero(self.instance.errand_rank == int(rank)).tolist()
            return added(1 - self.on[errand] for errand in mine)
        return LEVELS[name](self)

    def late(self) -> mathopt.LinearSum:
        """Each part is as late as it must be on its day, with its vehicle."""
        least = self.possible.vehicles
        return added(late * self.goes[key] for key, late in least.items() if late)

    def fair(self) -> mathopt.LinearSum:
        """Each person's hard minutes beyond what is left of the fair share: of all work, and of one drive a day at least."""
        instance, hard = self.instance, defaultdict[int, list[mathopt.LinearTypes]](list)
        drives = defaultdict[tuple[int, int], mathopt.Variable](lambda: self.model.add_variable(lb=0))
        for (part, person, day), rides in self.rides.items():
            hard[person].append(int(instance.part_hard[part]) * rides)
            if longest := self._hard_drive(part):
                self.model.add_linear_constraint(drives[person, day] >= longest * rides)
        for (person, _), drive in drives.items():
            hard[person].append(drive)
        over = []
        for person, carried in hard.items():
            room = max(0, int(instance.hard_limit[person] - instance.hard_held[person]))
            over.append(self.model.add_variable(lb=0))
            self.model.add_linear_constraint(over[-1] >= added(carried) - room)
        return added(over)

    def _hard_drive(self, part: int) -> int:
        """What a drive to the place of a part counts as hard."""
        drives = self.instance.drive_hard
        return int(drives[self.instance.part_place[part]]) if len(drives) else 0

    def overtime(self) -> mathopt.LinearSum:
        """Each minute somebody is out beyond the norm of a day, and of the week, at its price."""
        cost = []
        for person, day, _, norm, price in (row for row in self.hours() if row[3] < LARGEST):
            over = self.model.add_variable(lb=0)
            self.model.add_linear_constraint(over >= self.out[person, day] - norm)
            cost.append(price * over)
        return added(cost)

    def learning(self) -> mathopt.LinearSum:
        """A wish is met by a part of its kind with all those aboard who are to meet."""
        instance, unmet = self.instance, list[mathopt.LinearTypes]()
        for person, beside, kind, price in _rows(instance, "wish_person", "wish_with", "wish_kind", "wish_price"):
            asked = {person, beside} - {NOBODY}
            mine = [key for key in self.there if kind in (NOBODY, instance.errand_kind[instance.part_errand[key[0]]])]
            met = self.model.add_variable(lb=0, ub=1)
            self.model.add_linear_constraint(met <= added(self._together(part, day, asked) for part, day in mine))
            unmet.append(price * (1 - met))
        return added(unmet)

    def _together(self, part: int, day: int, people: set[int]) -> mathopt.Variable:
        """Whether all of some people are aboard when a part is served on a day."""
        both = self.model.add_variable(lb=0, ub=1)
        for person in sorted(people):
            self.model.add_linear_constraint(both <= self.aboard(part, day, [person]))
        return both

    def moved(self) -> mathopt.LinearSum:
        """A booking is kept only on its day, with its vehicle and its people, where its hour is free for them."""
        instance, price = self.instance, list[mathopt.LinearTypes]()
        for errand, parts in enumerate(instance.parts_of):
            booked = [part for part in parts if instance.booked_vehicle[part] != NOBODY]
            if booked:
                kept = self.model.add_variable(lb=0, ub=1)
                for held in (held for part in booked for held in self._kept(part)):
                    self.model.add_linear_constraint(kept <= held)
                price.append(int(instance.move_price[errand]) * (1 - kept))
        return added(price)

    def _kept(self, part: int) -> list[mathopt.LinearTypes]:
        """What a booking needs to be kept: its vehicle and each of its people, on the day of its hour."""
        instance, start = self.instance, int(self.instance.booked_start[part])
        vehicle = int(instance.booked_vehicle[part])
        days = [day for (one, day), spans in self.possible.starts.items() if one == part and _in(spans, start)]
        needed: list[mathopt.LinearTypes] = []
        for day in days[:1]:
            free = _in(self.possible.free(part, day, instance.rows("off", vehicle)), start)
            needed.append(self.goes.get((part, vehicle, day), 0) if free else 0)
            for (person,) in instance.rows("crew", part):
                free = _in(self.possible.free(part, day, instance.rows("away", person)), start)
                needed.append(self.rides.get((part, person, day), 0) if free else 0)
        return needed or [0]

    def stand_ins(self) -> mathopt.LinearSum:
        """Somebody aboard stands for each part that is served, at that person's price."""
        cost = []
        for part, errand in enumerate(self.instance.part_errand.tolist()):
            named = []
            for person, price in self.instance.rows("who", part):
                named.append(self.model.add_variable(lb=0, ub=1))
                days = [self.aboard(one, day, [person]) for one, day in self.there if one == part]
                self.model.add_linear_constraint(named[-1] <= added(days))
                cost.append(price * named[-1])
            if named:
                self.model.add_linear_constraint(added(named) == self.on[errand])
        return added(cost)

    def preferred(self) -> mathopt.LinearSum:
        """A part on a day on which none of its preferred moments is free for its vehicle costs its price."""
        cost = []
        for (part, vehicle, day), goes in self.goes.items():
            free = self.possible.free(part, day, self.instance.rows("off", vehicle))
            better = self.instance.rows("prefer", part)
            if not any(max(first, opens) <= min(last, closes) for first, last in free for opens, closes in better):
                cost.append(int(self.instance.odd_price[part]) * goes)
        return added(cost)

    def away(self) -> mathopt.LinearSum:
        """The work and ways of everybody who is aboard."""
        return added(out for (_, day), out in self.out.items() if day != WEEK)

    def travel(self) -> mathopt.LinearSum:
        """The ways of every vehicle."""
        return self.road


LEVELS: Mapping[str, Callable[[Restated], mathopt.LinearSum]] = {
    "late": Restated.late,
    "fair": Restated.fair,
    "overtime": Restated.overtime,
    "learning": Restated.learning,
    "moved": Restated.moved,
    "standin": Restated.stand_ins,
    "preferred": Restated.preferred,
    "away": Restated.away,
    "travel": Restated.travel,
}
"""What is restated besides the errands that are placed."""


def _rows(instance: Instance, *names: str) -> Iterable[tuple[int, ...]]:
    return zip(*(getattr(instance, name).tolist() for name in names), strict=True)


def _in(spans: Spans, moment: int) -> bool:
    return any(first <= moment <= last for first, last in spans)
