"""Each constraint left out of the model in turn: whatever the poorer model plans, the checker sees what is wrong with it."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

import numpy as np
import pytest

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.instance import translate_week
from allocator.decisions.fieldwork.translate import CREW, FieldTranslation
from allocator.domain.fieldwork.means import Engagement, EngagementKind
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Hours, Place
from allocator.domain.people import Period
from fixtures.field_weeks import field_week
from solver.arrays import LARGEST
from solver.fieldwork import MUST, Instance, fill
from solver.fieldwork.tables import ROWS
from tests.field_stories import an_errand

SEEDS = range(6)


def without_rows(instance: Instance, owner: str) -> Instance:
    """Leave a table of the model out."""
    columns = next(names for names in ROWS if names[0] == owner)
    return replace(instance, **{name: np.zeros(0, dtype=np.int64) for name in columns})


def at_any_time(instance: Instance) -> Instance:
    """No window is kept."""
    open_ = without_rows(instance, "window_part")
    every = np.arange(instance.parts)
    last = int(instance.day_closes[-1])
    return replace(open_, window_part=every, window_opens=0 * every, window_closes=0 * every + last)


def full(instance: Instance, name: str, value: int) -> Instance:
    """Every number of an array is the same, so that it binds nobody."""
    return replace(instance, **{name: np.full(len(getattr(instance, name)), value)})


def anybody_is_crew(instance: Instance) -> Instance:
    """Nobody is needed but one pair of hands."""
    rows = without_rows(instance, "need_part")
    every = np.arange(instance.parts)
    return replace(rows, need_part=every, need_skill=0 * every + CREW, need_count=0 * every + 1)


def an_hour_apart(instance: Instance) -> Instance:
    """The vehicles of a convoy begin an hour after one another."""
    return full(full(instance, "sync_most", 90), "sync_least", 60)


def early_and_late(instance: Instance) -> Instance:
    """A trip may be out all day and night."""
    midnight = instance.day_opens // 1440 * 1440
    return replace(at_any_time(instance), day_opens=midnight, day_closes=midnight + 1440)


POORER = {
    "nobody is ever away": (lambda one: without_rows(one, "away_person"), {"present", "engaged"}),
    "no vehicle is in service": (lambda one: without_rows(one, "off_vehicle"), {"engaged"}),
    "others take no thing": (lambda one: without_rows(one, "taken_resource"), {"thing_count"}),
    "no window": (at_any_time, {"hours", "working_day", "approval", "warrant", "notice", "lead", "earliest", "latest", "road"}),
    "no hours of trips": (early_and_late, {"trip_hours"}),
    "no lawful crew": (anybody_is_crew, {"crew", "skill"}),
    "nobody holds the case": (lambda one: without_rows(one, "who_part"), {"handler"}),
    "nobody is barred": (lambda one: without_rows(one, "barred_part"), {"barred"}),
    "things without number": (lambda one: without_rows(one, "use_part"), {"thing_count"}),
    "convoys an hour apart": (an_hour_apart, {"parts_together"}),
    "everybody has a seat": (lambda one: full(one, "part_seats", 0), {"seats"}),
    "the van will always do": (lambda one: full(one, "part_vehicles", 2), {"vehicle_kind"}),
    "anybody drives": (lambda one: full(one, "vehicle_driver", -1), {"driver"}),
    "no way is long": (lambda one: full(one, "travel", 0), {"drive"}),
    "work takes no time": (lambda one: full(one, "part_minutes", 1), {"drive"}),
    "out as long as can be": (lambda one: full(full(one, "out_most", LARGEST), "week_most", LARGEST), {"hours_day", "hours_week"}),
}  # fmt: skip
"""How the model is made poorer, and what the checker may call what comes of it."""


@cache
def the_week(seed: int) -> tuple[FieldWeek, FieldTranslation, Instance]:
    """A full week of few people with short days, small cars and few body units, an eviction by two vehicles, two clerks barred; and its model."""
    week = field_week(seed, 40, 12, 4)
    tight = replace(week.rulebook.fieldwork.hours, day_most=300, week_most=900)
    rules = replace(week.rulebook, fieldwork=replace(week.rulebook.fieldwork, hours=tight))
    cars = tuple(replace(one, seats=4) for one in week.office.vehicles)
    lead = next(one.code for one in week.office.officers if "eviction_lead" in week.skills(one, week.monday))
    signed = week.monday - timedelta(days=20)
    near = Place(week.office.bureau.seat or "")
    eviction = an_errand(
        "E001",
        "eviction",
        place=near,
        handler=lead,
        urgent=True,
        approved_on=signed,
        noticed_on=signed,
        booked_on=signed,
    )
    week = replace(
        week,
        rulebook=rules,
        office=replace(week.office, vehicles=cars),
        errands=(eviction, *(replace(one, barred=(*one.barred, "P03", "P04")) for one in week.errands[1:])),
        engagements=(*week.engagements, Engagement("R1", EngagementKind.SERVICE, Hours(Period(week.monday)), 3)),
    )
    return (week, *translate_week(week))


@pytest.mark.parametrize("name", POORER)
def test_a_model_without_a_constraint_is_found_out(name):
    """Over six weeks it goes astray in one at least, and wherever a rule of the whole model is broken the checker objects."""
    poorer, rules = POORER[name]
    astray = set()
    for seed in SEEDS:
        week, meaning, instance = the_week(seed)
        plan = fill(poorer(instance))
        broken = {rule.name for rule in MUST if rule.measure(instance, plan)}
        found = {objection.rule for objection in check_week(week, meaning.week_plan(plan))}

        assert bool(broken) == bool(found), (seed, broken, found)
        astray |= found

    assert astray & rules, astray


def test_the_whole_model_is_never_found_out():
    """With every constraint there is nothing to object to."""
    for seed in SEEDS:
        week, meaning, instance = the_week(seed)

        assert check_week(week, meaning.week_plan(fill(instance))) == ()
