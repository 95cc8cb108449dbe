"""A special action in a simulated office takes what it was given, and gives back what its own cases fill of it."""

from dataclasses import replace
from datetime import date

import pytest

from allocator.domain.facts import facts_of
from allocator.domain.people import Period
from allocator.domain.rulebook.conditions import Is, evaluate
from allocator.domain.scenarios.scenario import Arrivals, Scenario
from allocator.domain.special_actions import SpecialAction, with_lent
from allocator.domain.words import Text
from allocator.domain.workload import Capacity
from allocator.simulation.engine import path_of, run
from allocator.simulation.lent import filled, out_with_actions
from allocator.simulation.opening import Opening
from allocator.simulation.staging import staged
from allocator.simulation.timetable import timetable_of
from tests.allocator.processes import a_process, nodes_rulebook
from tests.allocator.simulation.lives import FIRST, a_bank, a_small_bureau

DAYS = 50
LAST = date(2023, 2, 28)


def a_winter(when, share=500):
    """An action that takes half of the officer's time for two months, for cases that meet a condition."""
    return SpecialAction("winter", Text("凛冬", "winter"), Period(FIRST, LAST), when, ("officer",), share)


def played(action=None, *, known=True, days=DAYS):
    """The small bureau lives through seven weeks; not `known`, its time is lent and nobody says what for."""
    office = a_small_bureau() if action is None else with_lent(a_small_bureau(), action)
    actions = (action,) if action is not None and known else ()
    opening = Opening(office, nodes_rulebook(), a_process(), (), a_bank(), actions=actions)
    asked = Scenario(Text("试", "a try"), FIRST, days, warm_up_days=0, arrivals=Arrivals(per_year=250))
    return run(staged(opening, asked), 0)


@pytest.mark.parametrize("when", [True, False, Is("asset_vehicle")], ids=["every case", "no case", "cars"])
def test_what_fills_lent_time_is_what_the_office_in_earnest_counts(when):
    """The minutes the officer holds of the action's cases, by their facts as known; decisions see these and the hours they leave."""
    action = a_winter(when)
    world = played(action)

    seen, office = world.snapshot(), world.table.offices[world.today]
    mine = [
        life.case.holding.charges.get("officer", 0)
        for life in world.docket.open.values()
        if life.case.holding is not None and life.case.holding.officer == "officer"
        and evaluate(action.when, facts_of(life.case.input, office, world.rulebook))
    ]  # fmt: skip
    assert seen.filled == ({"officer": sum(mine)} if mine else {})
    assert bool(mine) or when is not True
    hours = Capacity(office, world.rulebook, seen.day, seen.filled).minutes
    assert seen.capacity.minutes == hours


def test_hours_filled_by_the_actions_own_cases_are_worked_and_the_rest_is_out():
    """All cases his: he has nearly all his day for them; none of them: half of each day is out with the action."""
    whole, lent = a_winter(when=True), a_winter(when=False)
    mine, theirs = played(whole), played(lent)

    filled_up, empty = mine.snapshot().filled, theirs.snapshot().filled
    assert empty == {}
    assert filled_up["officer"] > 0
    table, day = theirs.table, 7
    today, ahead = table.lent(day)["officer"]
    assert out_with_actions(table, day, {}) == {"officer": today}
    assert out_with_actions(table, day, {"officer": ahead}) == {}
    assert out_with_actions(table, day, {"officer": ahead // 2})["officer"] == pytest.approx(today / 2, abs=1)


def test_who_has_the_actions_cases_is_given_more_than_who_is_only_away_for_it():
    """What was taken off whatever he held: his load was that of half a person with all his cases."""
    whole = a_winter(when=True)
    known, unknown = played(whole), played(whole, known=False)

    def load(world):
        return world.snapshot().load("officer").available

    assert load(known) > load(unknown)
    assert path_of(known).figures["hours_available"] > path_of(unknown).figures["hours_available"]


def test_after_its_last_day_an_action_takes_nothing():
    """Everybody has all hours again, and what was its case is a case like any other."""
    world = played(a_winter(when=True), days=2 * DAYS)
    table = world.table
    over = (LAST - FIRST).days + 1

    assert filled(table, over, world.docket.open.values()) == {}
    assert table.lent(over) == {}
    assert table.lent(over - 1)["officer"][0] > 0


def test_an_office_without_actions_is_the_one_it_was():
    """Its stagings keep their names, and one with an action has another."""
    plain = timetable_of(played().staged).staged
    lent = played(a_winter(when=True)).staged

    assert plain.digest == replace(plain, actions=()).digest
    assert lent.digest != replace(lent, actions=()).digest
