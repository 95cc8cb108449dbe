"""Who leaves hands everything over by one plan, where a scenario says so."""

from collections import Counter
from dataclasses import replace
from functools import partial

import pytest

from allocator.decisions.allocation.move_plan import Asked, Drawn, away_too
from allocator.decisions.allocation.rebalancing import rebalance
from allocator.decisions.recommendation.draw import lot
from allocator.domain.scenarios.scenario import Arrivals, Rebalance
from allocator.simulation import morning_plan
from allocator.simulation.engine import run, run_once, tell
from tests.allocator.decisions.held_stock import a_held_stock, by_holder
from tests.allocator.simulation.lives import FIRST, a_small_bureau, a_stage
from tests.stories import an_officer

SECRET = bytes(range(32))
SEED = int.from_bytes(SECRET[:4], "big") % 2**31
ONE_PLAN = Rebalance(None, hand_over=True)
LAST = FIRST.replace(month=2, day=28)


@pytest.mark.parametrize("seed", range(8))
def test_cases_go_to_whom_the_plan_in_earnest_gives_them(seed):
    """Random offices: lead, mentor and minutes of everything the busiest hands over are those of the whole plan."""
    stock, seen = a_held_stock(seed, 14)
    person = max(sorted(by_holder((stock, seen))), key=lambda code: len(by_holder((stock, seen))[code]))
    mine = [item for item in stock if item.holder == person]

    whole = rebalance(stock, seen, Asked(absent=person), Drawn(partial(lot, SECRET), SEED), 6)
    found = morning_plan.handed_over(mine, away_too(seen, person, None), SECRET)

    given = {
        item.case_no: (one.lead, one.mentor, dict(one.charges)) for item, one in zip(mine, found, strict=True) if one
    }
    assert given == {row.case_no: (row.officer, row.mentor, dict(row.charges)) for row in whole.rows}
    assert set(given) | {item.case_no for item in whole.unplaced} == {item.case_no for item in mine}


def leaving(rule: Rebalance | None):
    """An office of two officers and a judge in which one officer leaves."""
    officers = [replace(one, left=LAST) if one.code == "officer" else one for one in a_small_bureau().officers]
    office = a_small_bureau(officers=(*officers, an_officer("officer_2")), pairings=())
    return a_stage(office, rebalance=rule, arrivals=Arrivals(per_year=400))


def test_whoever_leaves_hands_over_on_the_next_day_by_one_plan(monkeypatch):
    """One plan for all cases; nobody holds a case with a colleague who is gone, and each case's story says how it went."""
    plans = []
    draw = morning_plan.handed_over

    def noted(*asked):
        plans.append((asked, draw(*asked)))
        return plans[-1][1]

    monkeypatch.setattr(morning_plan, "handed_over", noted)
    stage = leaving(ONE_PLAN)

    world = run(stage, 0)

    [((rows, seen, _), options)] = plans
    leads = [option.lead for option in options if option]
    assert (seen.day - LAST).days == 1
    assert {row.holder for row in rows} == {"officer"}
    assert len(rows) > 3
    assert len(leads) == len(rows)
    assert all(
        life.case.holding is None or life.case.holding.officer != "officer" for life in world.docket.open.values()
    )
    told = [one for one in tell(stage, 0, rows[0].case_no) if one.text.en == "handed over with all other cases"]
    assert [one.who for one in told] == [leads[0]]
    assert world.tally.moved == 0
    assert world.tally.reassigned >= len(rows)


def test_without_that_word_cases_are_given_one_by_one(monkeypatch):
    """No plan is drawn where the scenario does not ask for one."""
    monkeypatch.setattr(morning_plan, "handed_over", None)

    world = run(leaving(Rebalance(60)), 0)

    assert world.tally.reassigned


def test_what_the_plan_cannot_place_is_asked_for_one_by_one(monkeypatch):
    """A plan that places nothing: every case still finds somebody, and none is lost or doubled."""
    monkeypatch.setattr(morning_plan, "handed_over", lambda rows, seen, secret: tuple(None for _ in rows))
    world = run(leaving(ONE_PLAN), 0)

    assert world.tally.filed == len(world.docket.open) + len(world.tally.closings)
    assert all(
        life.case.holding is None or life.case.holding.officer != "officer" for life in world.docket.open.values()
    )


def test_minutes_held_are_those_of_the_holdings_and_a_life_is_the_same_twice():
    """Nothing of what the leaver held is counted twice."""
    stage = leaving(ONE_PLAN)
    world = run(stage, 1)

    held: Counter[str] = Counter()
    for life in world.docket.open.values():
        held.update(life.case.holding.charges if life.case.holding else {})
    assert {key: count for key, count in world.docket.held.minutes.items() if count} == dict(held)
    assert repr(run_once(stage, 1)) == repr(run_once(stage, 1))
