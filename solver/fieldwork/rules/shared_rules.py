"""What every plan of field work must keep (硬规则): vehicles and shared things are not taken twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ortools.sat.python import cp_model

from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan
from solver.fieldwork.rules.rule import Must
from solver.fieldwork.rules.variables import Variables, intervals
from solver.term import Match


def taken_twice(own: Sequence[tuple[int, int]], others: Iterable[Sequence[int]]) -> int:
    """Count the minutes of own spans that overlap one another or anything else that is taken."""
    among = sum(
        _common(one, other) for place, one in enumerate(own) for other in own[place + 1 :]
    )  # fmt: skip
    return among + sum(_common(one, other) for one in own for other in others)


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def apart(rows: Iterable[Sequence[int]]) -> list[tuple[int, int]]:
    """Join spans that overlap: being away twice at once is no fault of a plan."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((row[0], row[1]) for row in rows):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


class VehicleOnce(Must):
    """A vehicle is on one trip at a time, and on none while it is off (车辆不重复占用)."""

    name = "vehicle_once"
    unit = "minutes"
    source = "同一车辆同一时间只出一趟；检修"
    zh = "车辆不重复占用"
    en = "no vehicle twice"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """The trips of a vehicle overlap neither one another nor its times off."""
        for vehicle in range(instance.vehicles):
            trips = [self._interval(model, variables, slot) for slot in variables.slots_of(vehicle)]
            model.add_no_overlap([*trips, *intervals(model, apart(instance.rows("off", vehicle)))])

    def _interval(self, model: cp_model.CpModel, variables: Variables, number: int) -> cp_model.IntervalVar:
        slot, size = variables.slots[number], variables.helper(0, variables.span[1] - variables.span[0])
        return model.new_optional_interval_var(slot.leaves, size, slot.back, slot.used, "")

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each vehicle taken twice, and for how many minutes."""
        spans: list[list[tuple[int, int]]] = [[] for _ in range(instance.vehicles)]
        for trip in plan.trips:
            spans[trip.vehicle].append((trip.leaves, trip.back))
        over = [taken_twice(own, apart(instance.rows("off", vehicle))) for vehicle, own in enumerate(spans)]
        return tuple(Match(self.name, (vehicle,), count, self.unit) for vehicle, count in enumerate(over) if count)


@dataclass(frozen=True, eq=False)
class _Use:
    """What uses a shared thing: from when to when, how much of it, and whether at all."""

    start: cp_model.IntVar
    end: cp_model.LinearExprT
    count: cp_model.LinearExprT
    on: cp_model.IntVar

    def at(
        self,
        model: cp_model.CpModel,
        variables: Variables,
        moment: cp_model.LinearExprT,
        most: int,
        given: Sequence[cp_model.IntVar],
    ) -> cp_model.IntVar:
        """Give a variable that is at least what it uses at a moment, as far as something is given."""
        out = variables.helper(0, most)
        covers = _covers(model, (self.start, self.end), moment, [self.on, *given])
        model.add(out >= self.count).only_enforce_if(covers)
        return out


def _covers(
    model: cp_model.CpModel,
    span: Sequence[cp_model.LinearExprT],
    moment: cp_model.LinearExprT,
    given: Iterable[cp_model.IntVar],
) -> cp_model.IntVar:
    """A Boolean that is true where a span covers a moment, as far as something is given."""
    covers, later, over = (model.new_bool_var("") for _ in range(3))
    model.add(span[0] >= moment + 1).only_enforce_if(later)
    model.add(span[1] <= moment).only_enforce_if(over)
    model.add_bool_or([covers, later, over, *(~one for one in given)])
    return covers


class SharedThings(Must):
    """Of a shared thing no more are used at once than there are (共用资源不超量), nor are carried about on trips."""

    name = "shared_things"
    unit = "things"
    source = "执法记录仪、指挥席位、登记窗口、村组联系人"
    zh = "共用资源不超量"
    en = "shared things within their number"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """Where something begins to be used, carried or taken by others, what is out stays within the count.

        Written out: cumulative constraints with spans that fill them make OR-Tools 9.15 refuse plans that are lawful.
        """
        for thing in range(instance.resources):
            posts = self._carried if instance.resource_carried[thing] else self._on_the_spot
            used, taken = posts(model, variables, instance, users_of(instance, thing)), taken_of(instance, thing)
            room, most = int(instance.resource_count[thing]), max(users_of(instance, thing).values(), default=0)
            for one in used:
                others: list[cp_model.LinearExprT] = [
                    other.at(model, variables, one.start, most, [one.on]) for other in used if other is not one
                ]
                others += [count * _covers(model, span, one.start, [one.on]) for *span, count in taken]
                model.add(cp_model.LinearExpr.sum([*others, one.count]) <= room).only_enforce_if(one.on)
            for start, _, gone in taken:
                out = [one.at(model, variables, start, most, []) for one in used]
                model.add(cp_model.LinearExpr.sum(out) <= room - gone)

    def _on_the_spot(
        self, model: cp_model.CpModel, variables: Variables, instance: Instance, users: Mapping[int, int]
    ) -> list["_Use"]:
        del model
        lasting = [(part, int(instance.part_minutes[part])) for part in users if instance.part_minutes[part]]
        starts = variables.start
        return [
            _Use(starts[part], starts[part] + minutes, users[part], variables.on[part]) for part, minutes in lasting
        ]

    def _carried(
        self, model: cp_model.CpModel, variables: Variables, instance: Instance, users: Mapping[int, int]
    ) -> list["_Use"]:
        """A slot takes along what the part it serves that uses most does use, from leaving to being back."""
        del instance
        found = []
        for number, slot in enumerate(variables.slots if users else ()):
            along = variables.helper(0, max(users.values()))
            for part, count in users.items():
                model.add(along >= count).only_enforce_if(variables.serves[part][number])
            found.append(_Use(slot.leaves, slot.back, along, slot.used))
        return found

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each shared thing of which too many are used at some moment, and how many at most."""
        over = [_most_over(instance, plan, thing) for thing in range(instance.resources)]
        return tuple(Match(self.name, (thing,), count, self.unit) for thing, count in enumerate(over) if count > 0)


def users_of(instance: Instance, thing: int) -> dict[int, int]:
    """Say how many of a shared thing each part uses, those that use none left out."""
    found: dict[int, int] = {}
    for part in range(instance.parts):
        for used, count in instance.rows("use", part):
            if used == thing and count:
                found[part] = found.get(part, 0) + count
    return found


def taken_of(instance: Instance, thing: int) -> list[tuple[int, int, int]]:
    """Say what others have taken of a shared thing, as spans apart, never more than there are."""
    rows = instance.rows("taken", thing)
    moments = sorted({moment for row in rows for moment in row[:2]})
    spans = [(start, end, _at(rows, start)) for start, end in pairwise(moments)]
    return [(start, end, min(count, int(instance.resource_count[thing]))) for start, end, count in spans if count]


def _at(rows: Iterable[Sequence[int]], moment: int) -> int:
    return sum(row[2] for row in rows if row[0] <= moment < row[1])


def _most_over(instance: Instance, plan: Plan, thing: int) -> int:
    """Give by how many a thing is over its count where it is used most."""
    users = users_of(instance, thing)
    used = [
        (plan.start[part], plan.start[part] + int(instance.part_minutes[part]), users[part])
        for part in plan.placed
        if part in users
    ]
    if instance.resource_carried[thing]:
        along = [max((users.get(part, 0) for part in stops), default=0) for stops in plan.stops]
        used = [(trip.leaves, trip.back, count) for trip, count in zip(plan.trips, along, strict=True) if count]
    rows = [*used, *taken_of(instance, thing)]
    moments = [start for start, end, _ in rows if end > start]
    return max((_at(rows, moment) for moment in moments), default=0) - int(instance.resource_count[thing])
