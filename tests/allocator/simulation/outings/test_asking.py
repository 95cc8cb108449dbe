"""A case that comes to a stage with an errand waits for the week's plan, unless the office can never go there."""

from dataclasses import replace

from allocator.domain.fieldwork.means import FieldMeans, Resource
from allocator.simulation.engine import path_of, run, tell
from tests.allocator.simulation.field_lives import TOWNS, a_field_opening, a_field_stage
from tests.field_stories import THINGS


def all_in(town, **more):
    """The small bureau all of whose debtors live in one town."""
    opening = a_field_opening(**more)
    bank = tuple(replace(case, filing=replace(case.filing, town=town)) for case in opening.bank)
    return a_field_stage(replace(opening, bank=bank), days=56)


def test_a_town_nobody_comes_back_from_within_a_day_is_left_to_the_court_there():
    """No trip, no waiting: the stage's work is done at desks, and the story says why."""
    stage = all_in("远方")
    world = run(stage, 0)

    assert path_of(world).figures["errands_done"] == len(world.outings.asked) == 0
    assert path_of(world).figures["closed"] > 0
    assert path_of(world).figures["vehicle_use"] == 0
    told = [moment.text.en for case_no in _numbers(world)[:25] for moment in tell(stage, 0, case_no)]
    assert any("the court there is asked" in text for text in told)


def test_what_nobody_there_lends_is_left_to_the_court_there_too():
    """Cameras that only one town has: visits are made there and nowhere else."""
    cameras = Resource("C", "记录仪", "camera", 2, town=TOWNS[0])
    means = FieldMeans(resources=(cameras, THINGS[1]))

    here, there = (run(all_in(town, means=means), 0) for town in TOWNS[:2])

    kinds = [{kind for past in world.outings.past for kind in past.ride.kinds} for world in (here, there)]
    assert "visit" in kinds[0]
    assert "visit" not in kinds[1]


def test_a_debtor_of_no_known_town_lives_where_the_office_s_own_filings_say_debtors_do():
    """The draw is named by the case, so that it is the same town in every scenario; without any town it is the seat."""
    world = run(all_in(None), 0)

    assert {asked.place.town for asked in world.outings.asked.values()} <= {"县城"}
    mixed = run(a_field_stage(days=56), 0)
    assert set(mixed.table.towns) == set(TOWNS)


def _numbers(world):
    return sorted({life.case_no for own in world.docket._keys.values() for _, life in own})
