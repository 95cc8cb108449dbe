"""What every plan of field work must keep (硬规则): who is aboard."""

from ortools.sat.python import cp_model

from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan, Trip
from solver.fieldwork.rules.rule import Must
from solver.fieldwork.rules.shared_rules import apart, taken_twice
from solver.fieldwork.rules.variables import Variables, intervals
from solver.term import Match


class PersonOnce(Must):
    """Nobody is in two places at once, nor taken while away (人员不重复占用)."""

    name = "person_once"
    unit = "minutes"
    source = "同一人同一时间只在一处；请假、开庭、值班"
    zh = "人员不重复占用"
    en = "nobody in two places"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """The trips of a person and the times away do not overlap."""
        for person in range(instance.people):
            trips = [
                model.new_optional_interval_var(slot.leaves, _span(variables), slot.back, slot.aboard[person], "")
                for slot in variables.slots
            ]
            model.add_no_overlap([*trips, *intervals(model, apart(instance.rows("away", person)))])

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each person taken twice, and for how many minutes."""
        spans: list[list[tuple[int, int]]] = [[] for _ in range(instance.people)]
        for trip in plan.trips:
            for person in trip.people:
                spans[person].append((trip.leaves, trip.back))
        over = [taken_twice(own, apart(instance.rows("away", person))) for person, own in enumerate(spans)]
        return tuple(Match(self.name, (person,), count, self.unit) for person, count in enumerate(over) if count)


def _span(variables: Variables) -> cp_model.IntVar:
    return variables.helper(0, variables.span[1] - variables.span[0])


def with_skill(instance: Instance, skill: int) -> list[int]:
    """Give the people who have a skill."""
    return [person for person, skills in enumerate(instance.person_skills.tolist()) if skills >> skill & 1]


def _has(instance: Instance, trip: Trip, skill: int) -> int:
    return sum(int(instance.person_skills[person]) >> skill & 1 for person in trip.people)


class DriverAboard(Must):
    """Somebody aboard may drive the vehicle (有人驾驶)."""

    name = "driver_aboard"
    unit = "trips"
    source = "驾驶员或准驾人员"
    zh = "有人驾驶"
    en = "somebody aboard who drives"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """A slot that is used has somebody with the skill of its vehicle."""
        for slot in variables.slots:
            skill = int(instance.vehicle_driver[slot.vehicle])
            if skill >= 0:
                drivers = [slot.aboard[person] for person in with_skill(instance, skill)]
                model.add(cp_model.LinearExpr.sum(drivers) >= 1).only_enforce_if(slot.used)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each trip that nobody aboard can drive."""
        skills = [int(instance.vehicle_driver[trip.vehicle]) for trip in plan.trips]
        return tuple(
            Match(self.name, (number, trip.vehicle), 1, self.unit)
            for number, (trip, skill) in enumerate(zip(plan.trips, skills, strict=True))
            if skill >= 0 and not _has(instance, trip, skill)
        )


class CrewEnough(Must):
    """Aboard are as many as a part needs of each skill (人员配备合法): number, licensed lead, bailiff, woman."""

    name = "crew_enough"
    unit = "people"
    source = "民诉法第239条：执行须二人以上；搜查妇女由女工作人员；法警配备"
    zh = "人员配备合法"
    en = "a lawful crew"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """A slot that serves the part has at least so many aboard with the skill."""
        for part in range(instance.parts):
            for skill, count in instance.rows("need", part):
                able = with_skill(instance, skill)
                for taken, slot in variables.may_serve(part):
                    aboard = cp_model.LinearExpr.sum([slot.aboard[person] for person in able])
                    model.add(aboard >= count).only_enforce_if(taken)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each part and skill of which people are missing, and how many."""
        found = [
            Match(self.name, (part, skill), count - _has(instance, plan.trip_of(part), skill), self.unit)
            for part in plan.placed
            for skill, count in instance.rows("need", part)
        ]
        return tuple(match for match in found if match.amount > 0)


class HandlerAboard(Must):
    """The handler or a stand-in is aboard (承办人或替代人到场)."""

    name = "handler_aboard"
    unit = "parts"
    source = "承办人到场；规则手册：可替代人员"
    zh = "承办人或替代人到场"
    en = "the handler or a stand-in aboard"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """A slot that serves the part has one of those aboard."""
        for part in range(instance.parts):
            people = [person for person, _ in instance.rows("who", part)]
            for taken, slot in variables.may_serve(part) if people else ():
                model.add_bool_or([slot.aboard[person] for person in people]).only_enforce_if(taken)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each part without anybody who may stand for it."""
        alone = [
            part
            for part in plan.placed
            if instance.rows("who", part)
            and not {person for person, _ in instance.rows("who", part)} & set(plan.trip_of(part).people)
        ]
        return tuple(Match(self.name, (part,), 1, self.unit) for part in alone)


class NobodyBarred(Must):
    """Who may not take part in an errand is not aboard (回避人员不得同行)."""

    name = "nobody_barred"
    unit = "people"
    source = "回避；执行实施与异议审查分离"
    zh = "回避人员不得同行"
    en = "nobody aboard who is barred"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """A slot does not serve the part and have the person aboard."""
        for part in range(instance.parts):
            for (person,) in instance.rows("barred", part):
                for taken, slot in variables.may_serve(part):
                    model.add_bool_or([~taken, ~slot.aboard[person]])

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each part with somebody aboard who is barred from it."""
        return tuple(
            Match(self.name, (part, person), 1, self.unit)
            for part in plan.placed
            for (person,) in instance.rows("barred", part)
            if person in plan.trip_of(part).people
        )


class SeatsEnough(Must):
    """Everybody aboard and everybody picked up has a seat (座位够用)."""

    name = "seats_enough"
    unit = "seats"
    source = "核定载客人数；押解占座"
    zh = "座位够用"
    en = "seats for everybody"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """People aboard and the seats that parts take are within those of the vehicle."""
        for number, slot in enumerate(variables.slots):
            serves = [variables.serves[part][number] for part in range(instance.parts)]
            taken = cp_model.LinearExpr.weighted_sum(serves, instance.part_seats.tolist())
            model.add(cp_model.LinearExpr.sum(slot.aboard) + taken <= int(instance.vehicle_seats[slot.vehicle]))

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each trip with too few seats, and how many are missing."""
        over = [_seats(instance, plan, number) for number in range(len(plan.trips))]
        return tuple(Match(self.name, (number,), count, self.unit) for number, count in enumerate(over) if count > 0)


def _seats(instance: Instance, plan: Plan, number: int) -> int:
    trip = plan.trips[number]
    picked_up = sum(int(instance.part_seats[part]) for part in plan.stops[number])
    return len(trip.people) + picked_up - int(instance.vehicle_seats[trip.vehicle])
