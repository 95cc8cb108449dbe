"""Dealing out anew: people are made as full as their prices want them, and no plan gets worse by it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.assignment import score
from solver.assignment.columns import Columns
from solver.assignment.greedy import greedy
from solver.assignment.prices.prices import priced
from solver.assignment.prices.question import ask
from solver.assignment.trading import market as at
from solver.assignment.trading.redeal import redeal
from solver.assignment.trading.stall import grain_of, open_stall
from tests.solver.assignment.offices import LI, WANG, ZHAO, all_to, an_office, few, random_offices, to

AMPLE = 10_000.0  # regret: every move is looked at


def dealt(office, level, held, plan, steps, seed=1):
    """The plan remembered after so many steps from a plan in hand, and what the level is said to be worth."""
    columns = Columns.of(office)
    question, value = ask(office, columns, level, held), score(office, plan)[level]
    stall = open_stall(
        question, priced(question, value, bool).prices, columns.chosen(plan), seed, grain_of(question, value)
    )
    at.take(stall.k, stall.x, stall.choices.taking(columns.chosen(plan)))
    redeal(stall.k, stall.x, columns.steps(len(question.begin)), AMPLE, steps, -1.0)
    best = stall.k[stall.k[at.BEST] : stall.k[at.BEST] + stall.k[at.CHOOSERS]]
    return columns.plan(stall.choices.chosen(best, office.cases)), stall.x[at.WORTH]


def test_a_desk_is_filled_to_the_minute_at_once():
    """Zhao suits badly and has everything: Li takes what makes exactly 100 minutes, which no case does by itself."""
    minutes = [47, 31, 29, 22, 13, 8]
    office = an_office(*[[to(LI, m), to(ZHAO, m, misfit=m)] for m in minutes], capacity=[100, 100, 1000], ceiling=1000)

    plan, worth = dealt(office, "misfit", {"assigned:0": 0}, all_to(office, ZHAO), steps=300)

    assert score(office, plan)["misfit"] == worth == sum(minutes) - 100


def test_one_big_case_makes_room_for_many_small_ones():
    """Li, full, gives the case of an hour to Wang and takes six of ten minutes that suit Wang badly."""
    small = [[to(LI, 10), to(WANG, 10, misfit=5)]] * 6
    office = an_office([to(LI, 60), to(WANG, 60, misfit=1)], *small, capacity=[60, 60, 60], ceiling=1000)
    columns = Columns.of(office)
    begun = columns.plan(np.where(np.arange(7) == 0, 0, 2 * np.arange(7) + 1))

    plan, _ = dealt(office, "misfit", {"assigned:0": 0}, begun, steps=200)

    assert score(office, begun)["misfit"] == 30
    assert score(office, plan)["misfit"] == 1


@few
@given(random_offices, st.integers(0, 5))
def test_no_plan_gets_worse_or_breaks_what_is_held(office, seed):
    """Whatever the office: the plan remembered is worth what is said, no more than before, and holds what was held."""
    plan = greedy(office)
    before = score(office, plan)
    held = {level: value for level, value in before.items() if level.startswith("assigned") or level == "peak"}
    if not Columns.of(office).size:
        return

    found, worth = dealt(office, "spread", held, plan, steps=2_000, seed=seed)

    after = score(office, found)
    assert after["spread"] == worth <= before["spread"]
    assert all(after[level] <= value for level, value in held.items())


def test_the_same_seed_deals_out_alike():
    """Steps are counted and chance is a seed."""
    office = an_office(*[[to(LI, m), to(WANG, m, misfit=m)] for m in range(5, 30)], capacity=[200, 900], ceiling=1000)
    once, again = (dealt(office, "misfit", {"assigned:0": 0}, greedy(office), steps=500)[0] for _ in range(2))

    assert once.chosen.tolist() == again.chosen.tolist()
