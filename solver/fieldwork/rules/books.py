"""Levels that look beyond one trip (跨趟次的软规则): fair shares of hard work, learning on the road, bookings that stay."""

import numpy as np
from ortools.sat.python import cp_model

from solver.arrays import LARGEST, Ints
from solver.fieldwork.instance import NOBODY, Instance
from solver.fieldwork.plan import Plan, Trip
from solver.fieldwork.rules.rule import Prefer
from solver.fieldwork.rules.variables import Variables
from solver.term import Match


def hard_room(instance: Instance) -> Ints:
    """Give the hard minutes each person may still carry within the fair share."""
    room: Ints = np.maximum(instance.hard_limit - instance.hard_held, 0)
    return room


class HardShares(Prefer):
    """Evictions, nights and long drives are shared fairly (繁重任务公平分担): the minutes beyond anybody's fair share."""

    name = level = "fair"
    unit = "hard minutes"
    source = "繁重外勤公平分担；滚动台账"
    zh = "繁重任务公平分担"
    en = "hard work beyond the fair share"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Add up what each person carries beyond the room left: hard work of all parts, and the drives of trips."""
        hard = [(part, int(minutes)) for part, minutes in enumerate(instance.part_hard.tolist()) if minutes]
        drives, over = _drives(model, variables, instance), []
        for person, room in enumerate(hard_room(instance).tolist()):
            rides = [variables.rides(person, part) for part, _ in hard]
            work = cp_model.LinearExpr.weighted_sum(rides, [minutes for _, minutes in hard])
            over.append(variables.helper(0, LARGEST))
            model.add(over[-1] >= work + cp_model.LinearExpr.sum(drives[person]) - room)
        return cp_model.LinearExpr.sum(over)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each person who would carry more than the fair share because of the plan, and by how many minutes."""
        over = -hard_room(instance)
        for trip, parts in zip(plan.trips, plan.stops, strict=True):
            over[list(trip.people)] += instance.hard(parts)
        return tuple(
            Match(self.name, (person,), count, self.unit) for person, count in enumerate(over.tolist()) if count > 0
        )


def _drives(model: cp_model.CpModel, variables: Variables, instance: Instance) -> list[list[cp_model.IntVar]]:
    """Give for each person the hard minutes of the drive of each slot: the hardest it makes, for those aboard."""
    found: list[list[cp_model.IntVar]] = [[] for _ in range(instance.people)]
    most = int(instance.part_drive.max(initial=0))
    for number, slot in enumerate(variables.slots if most else ()):
        hardest = variables.helper(0, most)
        for part, minutes in enumerate(instance.part_drive.tolist()):
            model.add(hardest >= minutes * variables.serves[part][number])
        for person, aboard in enumerate(slot.aboard):
            found[person].append(variables.helper(0, most))
            model.add(found[person][-1] >= hardest).only_enforce_if(aboard)
    return found


class LearningOnTheRoad(Prefer):
    """Mentor and apprentice share a trip, and apprentices see the kinds of work of their ladder (师徒同行、随案见习)."""

    name = level = "learning"
    unit = "price"
    source = "师徒结对：每两周至少同行一次；学习阶梯"
    zh = "师徒同行与见习"
    en = "joint trips with mentors, kinds seen by apprentices"

    def parts(self, instance: Instance) -> tuple[Prefer, ...]:
        """No level where nobody wishes anything."""
        return (self,) if len(instance.wish_person) else ()

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """A wish is met by a slot with both aboard that serves the kind."""
        unmet: list[cp_model.LinearExprT] = []
        for person, other, kind, price in wishes(instance):
            wanted = _of_kind(instance, kind)
            meets = []
            for number, slot in enumerate(variables.slots):
                meets.append(model.new_bool_var(""))
                for one in (person, other) if other != NOBODY else (person,):
                    model.add_implication(meets[-1], slot.aboard[one])
                model.add_bool_or([~meets[-1], *(variables.serves[part][number] for part in wanted)])
            met = model.new_bool_var("")
            model.add_bool_or([~met, *meets])
            unmet.append(price * (1 - met))
        return cp_model.LinearExpr.sum(unmet)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each wish that is not met: person, with whom, which kind, and its price."""
        return tuple(
            Match(self.name, (person, other, kind), price, self.unit)
            for person, other, kind, price in wishes(instance)
            if price
            and not any(_meets(instance, plan, number, person, other, kind) for number in range(len(plan.trips)))
        )


def wishes(instance: Instance) -> list[tuple[int, int, int, int]]:
    """Give the wishes as rows: person, with whom, kind, price."""
    columns = (instance.wish_person, instance.wish_with, instance.wish_kind, instance.wish_price)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _of_kind(instance: Instance, kind: int) -> list[int]:
    return [
        part for part in range(instance.parts) if kind in (NOBODY, instance.errand_kind[instance.part_errand[part]])
    ]


def _meets(instance: Instance, plan: Plan, number: int, person: int, other: int, kind: int) -> bool:
    wanted = {person, other} - {NOBODY}
    return wanted <= set(plan.trips[number].people) and bool(
        set(_of_kind(instance, kind)) & set(plan.stops[number])
    )  # fmt: skip


class FewMoved(Prefer):
    """What is published stays (已公布的安排少变动): a booking is kept by its start, its vehicle and all its people."""

    name = level = "moved"
    unit = "move price"
    source = "已公布安排变动须通知当事人、村组与法警"
    zh = "已公布的安排少变动"
    en = "published bookings that move"

    def parts(self, instance: Instance) -> tuple[Prefer, ...]:
        """No level where nothing is published."""
        return (self,) if booked_errands(instance) else ()

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """A booking is kept by a slot of its vehicle, with its people, at its start; or else it is moved."""
        moved: list[cp_model.LinearExprT] = []
        for errand in booked_errands(instance):
            kept = model.new_bool_var("")
            for part in _booked(instance, errand):
                self._keep(model, variables, instance, part, kept)
            moved.append(int(instance.move_price[errand]) * (1 - kept))
        return cp_model.LinearExpr.sum(moved)

    def _keep(
        self, model: cp_model.CpModel, variables: Variables, instance: Instance, part: int, kept: cp_model.IntVar
    ) -> None:
        by = []
        for number in variables.slots_of(int(instance.booked_vehicle[part])):
            by.append(model.new_bool_var(""))
            model.add_implication(by[-1], variables.serves[part][number])
            for (person,) in instance.rows("crew", part):
                model.add_implication(by[-1], variables.slots[number].aboard[person])
        model.add_bool_or([~kept, *by])
        model.add(variables.start[part] == int(instance.booked_start[part])).only_enforce_if(kept)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each booked errand that is not kept, and its price."""
        moved = [errand for errand in booked_errands(instance) if not _is_kept(instance, plan, errand)]
        prices = [(errand, int(instance.move_price[errand])) for errand in moved]
        return tuple(Match(self.name, (errand,), price, self.unit) for errand, price in prices if price)


def booked_errands(instance: Instance) -> list[int]:
    """Give the errands that are published."""
    return [errand for errand in range(instance.errands) if _booked(instance, errand)]


def _booked(instance: Instance, errand: int) -> list[int]:
    return [part for part in instance.parts_of[errand] if instance.booked_vehicle[part] != NOBODY]


def _is_kept(instance: Instance, plan: Plan, errand: int) -> bool:
    nowhere = Trip(LARGEST, NOBODY, LARGEST, ())
    for part in _booked(instance, errand):
        trip = plan.trip_of(part) if plan.trip[part] >= 0 else nowhere
        there = trip.vehicle == instance.booked_vehicle[part] and plan.start[part] == instance.booked_start[part]
        if not there or not {person for (person,) in instance.rows("crew", part)} <= set(trip.people):
            return False
    return True
