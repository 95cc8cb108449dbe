"""A part of an errand that looks for a place (待安置部分), as a model of few bookings sees it: when, on which vehicle, with whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from solver.fieldwork.repair.standing import Standing
from solver.fieldwork.rules.crew_rules import with_skill


@dataclass(frozen=True)
class Roving:
    """A part and its variables: whether it is on, its start, and for each vehicle and person that can whether they go."""

    part: int
    on: cp_model.IntVar
    start: cp_model.IntVar
    domain: cp_model.Domain
    vehicle: Mapping[int, cp_model.IntVar]
    aboard: Mapping[int, cp_model.IntVar]


def roving(model: cp_model.CpModel, standing: Standing, part: int, on: cp_model.IntVar) -> Roving:
    """Add a part that may go wherever its windows, the days, its vehicles and its crew allow."""
    domain = standing.all_starts(part)
    if domain.is_empty():
        model.add(on == 0)
    start = model.new_int_var_from_domain(cp_model.Domain(0, 0) if domain.is_empty() else domain, "")
    instance = standing.of
    vehicles = [one for one in range(instance.vehicles) if int(instance.part_vehicles[part]) >> one & 1]
    people = [one for one in range(instance.people) if one not in standing.barred(part)]
    found = Roving(
        part,
        on,
        start,
        domain,
        _where_free(model, standing, (part, start, domain), {one: instance.rows("off", one) for one in vehicles}),
        _where_free(model, standing, (part, start, domain), {one: instance.rows("away", one) for one in people}),
    )
    model.add(cp_model.LinearExpr.sum(list(found.vehicle.values())) == on)
    for aboard in found.aboard.values():
        model.add_implication(aboard, on)
    _crewed(model, standing, found)
    return found


def _where_free(
    model: cp_model.CpModel,
    standing: Standing,
    at: tuple[int, cp_model.IntVar, cp_model.Domain],
    taken: Mapping[int, Iterable[tuple[int, ...]]],
) -> dict[int, cp_model.IntVar]:
    """Add a Boolean for each vehicle or person that can go at some moment; it holds only where the calendar is free."""
    found = {}
    for one, rows in taken.items():
        free = at[2].intersection_with(standing.free_starts(at[0], rows))
        if not free.is_empty():
            found[one] = model.new_bool_var("")
            if free.size() < at[2].size():
                model.add_linear_expression_in_domain(at[1], free).only_enforce_if(found[one])
    return found


def _crewed(model: cp_model.CpModel, standing: Standing, one: Roving) -> None:
    """Everybody a part needs, who holds the case or stands in, and who drives."""
    instance = standing.of
    for skill, count in instance.rows("need", one.part):
        able = [one.aboard[person] for person in with_skill(instance, skill) if person in one.aboard]
        model.add(cp_model.LinearExpr.sum(able) >= count).only_enforce_if(one.on)
    who = instance.rows("who", one.part)
    if who:
        model.add_bool_or([one.aboard[person] for person, _ in who if person in one.aboard] + [~one.on])
    for vehicle, taken in one.vehicle.items():
        skill = int(instance.vehicle_driver[vehicle])
        if skill >= 0:
            drivers = [one.aboard[person] for person in with_skill(instance, skill) if person in one.aboard]
            model.add_bool_or([*drivers, ~taken])
