"""What no sharing of hard work can be below (公平分担下界): who may be aboard for each hard part, whatever the rest of the week.

Of trips only this is asked: somebody aboard for each skill a part needs, the handler or a stand-in, somebody who drives, each
of them there at some lawful start of the day; nobody with two parts that surely overlap; and errands left out only as far as is
held. Whoever is aboard somewhere on a day has at least one drive there. Every lawful plan keeps that, and who else is aboard only
carries more.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import combinations
from math import ceil
from operator import or_

import numpy as np
from ortools.sat.python import cp_model

from solver.arrays import LARGEST, nothing
from solver.fieldwork.bounds.floor import placeable
from solver.fieldwork.bounds.vehicle_days import VehicleDays
from solver.fieldwork.instance import BITS, NOBODY, Instance
from solver.fieldwork.rules.books import hard_room, wishes

EVERYBODY = -1  # all bits
ANY_DAY = -1  # of parts whose drive is not hard
WORK_SHARE = 0.5  # of the time, for hard work without the drives: its small model soon proves more of a large week
ROUNDING = 1e-6  # the solver gives its integer bound as a float


@dataclass(frozen=True)
class Shared:
    """A bound, and the deterministic seconds it took."""

    bound: int
    seconds: float


def fair_floor(instance: Instance, week: VehicleDays, held: Mapping[str, int], seconds: float) -> Shared:
    """Give a bound of the hard minutes beyond fair shares, while lateness and what is left out are held."""
    if not week.days or instance.people > BITS:
        return Shared(0, 0.0)
    able = who_may_be_there(instance, week, held)
    if not instance.part_drive.any():
        return _proven(instance, able, held, seconds)
    work = _proven(replace(instance, drive_hard=nothing()), able, held, seconds * WORK_SHARE)
    both = _proven(instance, able, held, max(0.0, seconds - work.seconds))
    return Shared(max(work.bound, both.bound), work.seconds + both.seconds)


def _proven(instance: Instance, able: list[dict[int, int]], held: Mapping[str, int], seconds: float) -> Shared:
    """Give what is proven of the hard minutes an instance counts."""
    sharing = _Sharing(instance, able)
    for errand, parts in enumerate(instance.parts_of):
        if any(instance.hard([part]) for part in parts):
            sharing.add(errand)
    sharing.leave_out(held)
    sharing.model.minimize(sharing.over())
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = seconds
    solver.parameters.symmetry_level = 0  # see solver.cpsat
    found = solver.solve(sharing.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Shared(ceil(solver.best_objective_bound - ROUNDING) if found else 0, solver.deterministic_time)


def who_may_be_there(instance: Instance, week: VehicleDays, held: Mapping[str, int]) -> list[dict[int, int]]:
    """Give for each part, by day, the set of people free at some start of it that is no later than all lateness held."""
    able: list[dict[int, int]] = [{} for _ in range(instance.parts)]
    for day in week.days:
        intime = (day.late >= 0) & (day.late <= held.get("late", day.late.max()))
        sets = np.bitwise_or.reduce(np.where(intime, day.free, 0), axis=1)
        for part, people in zip(day.parts.tolist(), sets.tolist(), strict=True):
            able[part][day.day] = able[part].get(day.day, 0) | people
    return able


@dataclass
class _Sharing:
    """The model: who rides with each hard part on which day, which hard errands are placed."""

    instance: Instance
    able: list[dict[int, int]]
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    rides: dict[tuple[int, int, int], cp_model.IntVar] = field(default_factory=dict)
    placed: dict[int, cp_model.IntVar] = field(default_factory=dict)

    def add(self, errand: int) -> None:
        """Add a hard errand: its crews, were it placed."""
        self.placed[errand] = self.model.new_bool_var("")
        parts = self.instance.parts_of[errand]
        for part in parts:
            days = self._days(part)
            served = [self._crew(part, day, able) for day, able in days.items()]
            self.model.add(cp_model.LinearExpr.sum(served) == self.placed[errand])
        for one, other in combinations(parts, 2):
            if surely_overlap(self.instance, one, other):
                self._apart(one, other)

    def _days(self, part: int) -> dict[int, int]:
        """Give who may be there on each day; where no drive counts, the days are all one."""
        if self.instance.part_drive[part]:
            return self.able[part]
        return {ANY_DAY: reduce(or_, self.able[part].values(), 0)}

    def _crew(self, part: int, day: int, able: int) -> cp_model.IntVar:
        """Ask for the crew of a part if it is served on a day; gives whether it is."""
        served = self.model.new_bool_var("")
        people = [person for person in range(self.instance.people) if able >> person & 1]
        self.rides |= {(part, person, day): self.model.new_bool_var("") for person in people}
        for group, count in self._asked(part):
            aboard = [self.rides[part, person, day] for person in people if group >> person & 1]
            self.model.add(cp_model.LinearExpr.sum(aboard) >= count * served)
        return served

    def _asked(self, part: int) -> list[tuple[int, int]]:
        """Give sets of people, and how many of each must be aboard."""
        instance = self.instance
        asked = [(_with(instance, skill), count) for skill, count in instance.rows("need", part)]
        drivers = [
            _with(instance, int(driver)) if driver != NOBODY else EVERYBODY
            for vehicle, driver in enumerate(instance.vehicle_driver.tolist())
            if int(instance.part_vehicles[part]) >> vehicle & 1
        ]
        who = reduce(or_, (1 << person for person, _ in instance.rows("who", part)), 0)
        drives = reduce(or_, drivers, 0)
        return [*asked, *((group, 1) for group in (who, drives) if group > 0)]

    def _apart(self, one: int, other: int) -> None:
        for person in range(self.instance.people):
            both = [ride for (part, who, _), ride in self.rides.items() if who == person and part in (one, other)]
            self.model.add_at_most_one(both)

    def leave_out(self, held: Mapping[str, int]) -> None:
        """Leave no more errands of a rank out than is held, those among them that nobody could place at all."""
        nowhere = [errand for errand in range(self.instance.errands) if not self._somewhere(errand)]
        self.placed |= dict.fromkeys(nowhere, self.model.new_constant(0))
        for name, most in held.items():
            rank = int(name.partition(":")[2]) if name.startswith("placed:") else None
            own = [placed for errand, placed in self.placed.items() if self.instance.errand_rank[errand] == rank]
            self.model.add(cp_model.LinearExpr.sum(own) >= len(own) - most)

    def _somewhere(self, errand: int) -> bool:
        parts = self.instance.parts_of[errand]
        return placeable(self.instance, errand) and all(self.able[part] for part in parts)

    def over(self) -> cp_model.LinearExpr:
        """Give what all people carry beyond the room they have left."""
        work, drives, over = self._work(), self._drives(), []
        for person, room in enumerate(hard_room(self.instance).tolist()):
            over.append(self.model.new_int_var(0, LARGEST, ""))
            self.model.add(over[-1] >= cp_model.LinearExpr.sum([*work[person], *drives[person]]) - room)
        return cp_model.LinearExpr.sum(over)

    def _work(self) -> dict[int, list[cp_model.LinearExprT]]:
        """Give the hard work on the spot of each person."""
        found = defaultdict[int, list[cp_model.LinearExprT]](list)
        for (part, person, _), ride in self.rides.items():
            found[person].append(int(self.instance.part_hard[part]) * ride)
        return found

    def _drives(self) -> dict[int, list[cp_model.IntVar]]:
        """Give the drives of each person: on each day the hardest to a place where a part is served, at least."""
        longest, found = dict[tuple[int, int], cp_model.IntVar](), defaultdict[int, list[cp_model.IntVar]](list)
        most = int(self.instance.part_drive.max(initial=0))
        for (part, person, day), ride in self.rides.items():
            if drive := int(self.instance.part_drive[part]):
                if (person, day) not in longest:
                    longest[person, day] = self.model.new_int_var(0, most, "")
                    found[person].append(longest[person, day])
                self.model.add(longest[person, day] >= drive * ride)
        return found


def _with(instance: Instance, skill: int) -> int:
    people = np.flatnonzero(instance.person_skills >> skill & 1).tolist()
    return reduce(or_, (1 << person for person in people), 0)


def surely_overlap(instance: Instance, one: int, other: int) -> bool:
    """Say whether trips that serve two parts surely overlap, from how far apart the parts start."""
    rows = [(least, most) for second, least, most in instance.rows("sync", one) if second == other]
    rows += [(-most, -least) for second, least, most in instance.rows("sync", other) if second == one]
    if not rows:
        return False
    least, most = max(row[0] for row in rows), min(row[1] for row in rows)
    return most < _between(instance, one, other) and -least < _between(instance, other, one)


def _between(instance: Instance, one: int, other: int) -> int:
    """Give the minutes from the start of a part to that of another which a later trip serves, at least."""
    home, there = instance.way(int(instance.part_place[one]), 0), instance.way(0, int(instance.part_place[other]))
    return int(instance.part_minutes[one]) + home + there


def learning_floor(instance: Instance, week: VehicleDays) -> int:
    """Add up the wishes no trip can meet: nowhere and never are those it asks for free together for a part of its kind."""
    if not week.days or instance.people > BITS:
        return 0
    return sum(
        price for person, other, kind, price in wishes(instance) if not _possible(instance, week, {person, other}, kind)
    )


def _possible(instance: Instance, week: VehicleDays, people: set[int], kind: int) -> bool:
    both = sum(1 << person for person in people - {NOBODY})
    kinds = instance.errand_kind[instance.part_errand]
    return any(
        bool((day.free[(kind == NOBODY) | (kinds[day.parts] == kind)] & both == both).any()) for day in week.days
    )
