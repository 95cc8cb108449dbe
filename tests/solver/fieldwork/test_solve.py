"""Solving a week: always a lawful plan, the same one each time, as good as a search tree on small weeks, honest bounds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.fieldwork import Plan, score, solve
from solver.fieldwork.bounds.floor import floor, placeable
from solver.fieldwork.engine import Engine
from solver.fieldwork.rules.books import FewMoved
from solver.fieldwork.rules.prefer import PREFER, PlacedByRank, levels
from solver.limits import Limits
from tests.solver.fieldwork.weeks import (
    CREW,
    DAY,
    LEAD,
    LI,
    WANG,
    ZHAO,
    a_part,
    a_random_week,
    a_week,
    an_errand,
    away,
    few,
    lawful,
    random_weeks,
    sync,
    wish,
)

BRIEF = Limits(20, deterministic=0.05)
LONGER = Limits(60, deterministic=1.0)


def values(result):
    return {level.name: level.value for level in result.certificate.levels}


@few
@given(random_weeks)
def test_whatever_the_week_the_plan_is_lawful(week):
    """Nobody and nothing is in two places, whatever is asked for."""
    result = solve(week, BRIEF, 1)

    assert lawful(week, result.plan)
    assert values(result) == score(week, result.plan)


def test_a_week_in_which_nothing_is_asked_for_is_proven():
    """Nobody leaves; who wished to see something sees nothing, and that no plan does better is said without trouble."""
    result = solve(a_week(**wish((LI, WANG, -1, 3))), BRIEF, 1)

    assert result.plan.trips == ()
    assert (values(result)["learning"], result.certificate.trouble) == (3, None)
    assert all(level.bound == level.value for level in result.certificate.levels)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000_000), st.integers(6, 12))
def test_a_fuller_week_is_lawful_too(seed, errands):
    """With more errands than time, convoys, leave and shared things."""
    week = a_random_week(seed, errands, people=5, vehicles=3)
    engine = Engine(week, levels(week), seed)
    engine.fill(Plan.empty(week))

    assert lawful(week, engine.search(0.03, bool))


def test_the_same_seed_gives_the_same_plan():
    """Steps are counted, never timed."""
    week = a_random_week(5, errands=8, people=5, vehicles=3)

    assert solve(week, BRIEF, 7).plan == solve(week, BRIEF, 7).plan


@pytest.mark.parametrize("seed", range(6))
def test_a_small_week_is_solved_as_a_search_tree_proves_it(seed):
    """The model proves the first levels of a week of two errands, and the plan is what it proves."""
    week = a_random_week(seed, errands=2, people=3, vehicles=1)
    result = solve(week, LONGER, 1)

    assert result.certificate.trouble is None
    assert [level.name for level in result.certificate.levels if level.status != "proven"] == []


@few
@given(random_weeks)
def test_no_plan_is_below_the_stated_bound(week):
    """A bound holds for the best plan that any run has found."""
    result = solve(week, BRIEF, 1)

    for level in result.certificate.levels:
        assert level.bound <= level.value


def test_errands_of_one_village_share_a_trip():
    """Two inquiries in one village are one trip for two people, not two."""
    need = ((CREW, 2), (LEAD, 1))
    week = a_week(an_errand(a_part(need=need)), an_errand(a_part(need=need)))
    plan = solve(week, BRIEF, 1).plan

    assert len(plan.trips) == 1
    assert score(week, plan)["away"] == 2 * 180


def test_the_handler_goes_rather_than_a_stand_in():
    """Also when the handler is back from leave only on the second day."""
    week = a_week(an_errand(a_part(who=((WANG, 0), (ZHAO, 2)))), **away((WANG, 0, DAY)))
    plan = solve(week, BRIEF, 1).plan

    assert WANG in plan.trip_of(0).people
    assert plan.start[0] >= DAY


def test_a_convoy_meets_or_does_not_leave():
    """Both vehicles start together; with one vehicle the errand has no place, and nothing of it is planned."""
    convoy = an_errand(a_part(place=1), a_part(place=2))
    together = solve(a_week(convoy, **sync((0, 1, 0, 0))), BRIEF, 1).plan
    alone = solve(a_week(an_errand(a_part(vehicles=1), a_part(vehicles=1))), BRIEF, 1).plan

    assert together.start[0] == together.start[1] >= 0
    assert together.trip_of(0).vehicle != together.trip_of(1).vehicle
    assert alone == Plan.empty(a_week(convoy))


def test_the_urgent_errand_has_the_only_hour():
    """One hour with one body unit: the urgent one has it."""
    hour = a_part(windows=((100, 110),), use=((0, 1),))
    week = a_week(an_errand(hour, rank=1), an_errand(hour, rank=0), resource_count=[1])
    result = solve(week, BRIEF, 1)

    assert result.plan.trip[0] < 0 <= result.plan.trip[1]
    assert values(result)["placed:0"] == 0


def test_an_apprentice_comes_along_where_there_is_a_seat():
    """The mentor's trip takes the apprentice too."""
    week = a_week(an_errand(a_part(who=((LI, 0),))), **wish((ZHAO, LI, -1, 1)))

    assert {LI, ZHAO} <= set(solve(week, BRIEF, 1).plan.trip_of(0).people)


def test_a_booking_stays_and_moves_only_at_its_price():
    """What is published stays though it could be earlier; it gives way to what is more urgent."""
    booked = an_errand(a_part(booked=(100, 0), crew=((LI,),), windows=((0, 200),), need=((LEAD, 1),)), rank=1, price=3)
    stays = solve(a_week(booked), BRIEF, 1)
    urgent = an_errand(a_part(windows=((100, 100),), need=((LEAD, 1),)))
    moves = solve(a_week(booked, urgent), BRIEF, 1)
    kept = solve(a_week(booked, urgent), BRIEF, 1, terms=(FewMoved(), *PREFER))

    assert (stays.plan.start[0], values(stays)["moved"]) == (100, 0)
    assert (values(moves)["placed:0"], values(moves)["moved"]) == (0, 3)
    assert (values(kept)["moved"], kept.plan.start[0]) == (0, 100)


def test_what_fits_no_window_is_known_without_a_search():
    """No window, no vehicle with seats, nobody with the skill: each is proven to stay without a place."""
    week = a_week(
        an_errand(a_part(windows=())),
        an_errand(a_part(seats=3, need=((CREW, 2),))),
        an_errand(a_part(need=((LEAD, 2),))),
        an_errand(a_part(who=((LI, 0),), barred=((LI,),))),
        an_errand(a_part(windows=((DAY - 30, DAY + 20),))),
        an_errand(a_part(due=10)),
    )

    assert [placeable(week, errand) for errand in range(6)] == [False, False, False, False, False, True]
    assert floor(week, "placed:0", {}) == 5
    assert floor(week, "late", {"placed:0": 5}) == 20
    assert floor(week, "late", {"placed:0": 6}) == 0


def test_who_must_stand_for_it_is_away_but_for_one_moment():
    """In court all day nothing is placed; free until an hour and the way home are over, it is; a stand-in begins later."""
    hearing = a_part(place=2, who=((LI, 0),), windows=((60, DAY - 200),))
    either = a_part(place=2, who=((LI, 0), (WANG, 3)), windows=((60, DAY - 200),), due=60)
    back = 60 + 60 + 30  # the first start, the work, the way home

    def week(part, *gone):
        return a_week(an_errand(part), **away(*gone))

    assert not placeable(week(hearing, (LI, 60, DAY)), 0)
    assert placeable(week(hearing, (LI, back, DAY)), 0)
    assert not placeable(week(hearing, (LI, back - 1, DAY)), 0)
    assert placeable(week(hearing, (LI, 60, 60)), 0)
    assert floor(week(either, (LI, 0, DAY), (WANG, 0, 100)), "late", {"placed:0": 0}) == 100 + 30 - 60


def test_what_is_placed_costs_its_work_and_its_way():
    """Two people an hour at a village half an hour away: 240 minutes; a stand-in where the handler may not go; the way once."""
    alone = a_part(need=((CREW, 2),), who=((LI, 0), (WANG, 3)), barred=((LI,),))
    week = a_week(an_errand(alone), an_errand(a_part(place=2), rank=1))
    all_placed, one_left = {"placed:0": 0, "placed:1": 0}, {"placed:0": 0, "placed:1": 1}

    assert [floor(week, level, all_placed) for level in ("standin", "away", "travel")] == [3, 2 * (60 + 30), 60]
    assert [floor(week, level, one_left) for level in ("standin", "away", "travel")] == [3, 180, 30]
    assert floor(week, "away", {}) == 0


@few
@given(st.integers(0, 10_000_000), st.integers(4, 9))
def test_no_level_of_a_full_week_is_below_its_floor(seed, errands):
    """Whatever is left out by the plan may be left out by the bound."""
    week = a_random_week(seed, errands, people=5, vehicles=3)
    engine = Engine(week, levels(week), seed)
    engine.fill(Plan.empty(week))
    values_met = score(week, engine.search(0.002, bool))

    assert all(floor(week, level, values_met) <= value for level, value in values_met.items())


def test_a_search_that_is_called_off_has_a_plan():
    """The greedy plan stands, and the certificate says that the search was called off."""
    hard = an_errand(a_part(hard=10, need=((CREW, 1),)), rank=1)
    result = solve(a_week(hard), BRIEF, 1, cancelled=lambda: True)

    assert result.certificate.cancelled
    assert values(result)["placed:1"] == 0
    assert [level.level for level in PlacedByRank().parts(a_week(an_errand(rank=1)))] == ["placed:1"]


def test_a_week_that_asks_for_nothing_has_a_plan_without_trips():
    """The kernels have nothing to look at, and are not asked."""
    found = solve(a_week(), BRIEF, 1)

    assert found.plan == Plan.of(0, [])
    assert all(level.bound <= level.value for level in found.certificate.levels)
