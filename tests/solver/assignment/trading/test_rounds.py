"""Dealing out in turn, round after round: people are made as full as their prices want them, and no plan gets worse by it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.assignment import score
from solver.assignment.columns import Columns
from solver.assignment.greedy import greedy
from solver.assignment.prices.prices import priced
from solver.assignment.prices.question import ask
from solver.assignment.trading.rounds import CROWD, begin_rounds, rounds
from solver.assignment.trading.stall import grain_of
from solver.assignment.trading.trading import Effort
from tests.solver.assignment.offices import LI, WANG, ZHAO, all_to, an_office, few, random_offices, to


def dealt(office, level, held, plan, steps, seed=1):
    """The plan found in so many steps from a plan in hand; the plan in hand where none is better."""
    columns = Columns.of(office)
    question, value = ask(office, columns, level, held), score(office, plan)[level]
    prices = priced(question, value, bool).prices
    spent: list[int] = []
    effort = Effort(steps, -1, seed, bool, spent.append)
    found = rounds(question, prices, columns.chosen(plan), grain_of(question, value), effort)
    assert spent[0] >= steps
    return plan if found is None else columns.plan(found)


def begun(office, held, plan, steps, seed=1):
    """Likewise for the fit, where the plan in hand was made for another level."""
    columns = Columns.of(office)
    question, value = ask(office, columns, "misfit", held), score(office, plan)["misfit"]
    prices = priced(question, value, bool).prices
    spent: list[int] = []
    effort = Effort(steps, -1, seed, bool, spent.append)
    found = begin_rounds(question, prices, columns.chosen(plan), grain_of(question, value), effort)
    return plan if found is None else columns.plan(found)


def test_a_desk_is_filled_to_the_minute_at_once():
    """Zhao suits badly and has everything: Li takes what makes exactly 100 minutes, which no case does by itself."""
    minutes = [47, 31, 29, 22, 13, 8]
    office = an_office(*[[to(LI, m), to(ZHAO, m, misfit=m)] for m in minutes], capacity=[100, 100, 1000], ceiling=1000)

    plan = dealt(office, "misfit", {"assigned:0": 0}, all_to(office, ZHAO), steps=10_000)

    assert score(office, plan)["misfit"] == sum(minutes) - 100


def test_one_big_case_makes_room_for_many_small_ones():
    """Li, full, gives the case of an hour to Wang and takes six of ten minutes that suit Wang badly."""
    small = [[to(LI, 10), to(WANG, 10, misfit=5)]] * 6
    office = an_office([to(LI, 60), to(WANG, 60, misfit=1)], *small, capacity=[60, 60, 60], ceiling=1000)
    columns = Columns.of(office)
    first = columns.plan(np.where(np.arange(7) == 0, 0, 2 * np.arange(7) + 1))

    plan = dealt(office, "misfit", {"assigned:0": 0}, first, steps=20_000)

    assert score(office, first)["misfit"] == 30
    assert score(office, plan)["misfit"] == 1


def test_an_apprentice_gives_no_mentor_too_much():
    """Li stands beside Wang, whom both cases suit; beside Li's own case there is room for one of them only."""
    both = [[to(WANG, 50, besides={LI: 20}), to(ZHAO, 50, misfit=9)]] * 2
    office = an_office([to(LI, 70)], *both, capacity=[100, 100, 100], ceiling=1000)

    plan = dealt(office, "misfit", {"assigned:0": 0}, all_to_zhao_but_the_first(office), steps=20_000)

    assert score(office, plan)["misfit"] == 9


def all_to_zhao_but_the_first(office):
    """Li's case with Li, the others with Zhao."""
    columns = Columns.of(office)
    return columns.plan(np.array([0, *np.flatnonzero(columns.lead == ZHAO)]))


@few
@given(random_offices, st.integers(0, 5))
def test_no_plan_gets_worse_or_breaks_what_is_held(office, seed):
    """Whatever the office: the plan found is no worse than before, and holds what was held."""
    plan = greedy(office)
    before = score(office, plan)
    held = {level: value for level, value in before.items() if level.startswith("assigned") or level == "peak"}
    held |= {"spread": before["spread"], "together": before["together"]}
    if not Columns.of(office).size:
        return

    for found in (
        dealt(office, "misfit", held, plan, steps=20_000, seed=seed),
        begun(office, held, plan, 20_000, seed),
    ):
        after = score(office, found)
        assert after["misfit"] <= before["misfit"]
        assert all(after[level] <= value for level, value in held.items())


def test_the_same_seed_deals_out_alike():
    """Steps are counted and chance is a seed."""
    office = an_office(*[[to(LI, m), to(WANG, m, misfit=m)] for m in range(5, 30)], capacity=[200, 900], ceiling=1000)
    once, again = (dealt(office, "misfit", {"assigned:0": 0}, greedy(office), steps=20_000) for _ in range(2))

    assert once.chosen.tolist() == again.chosen.tolist()


def a_crowded_office(spare):
    """More people than a crowd: each case suits the one next to whoever has it; everybody has room for two and some minutes."""
    people = CROWD + 10
    cases = [
        [to(n % people, 10, misfit=7), to((n + 1) % people, 10), to((n + 2) % people, 10, misfit=3)]
        for n in range(2 * people)
    ]
    return an_office(*cases, capacity=[20 + spare] * people, ceiling=1000)


def test_more_than_a_crowd_are_dealt_out_all_at_once():
    """Everybody gives and takes at once, with not a minute to spare: chains of two moves would stand still."""
    office = a_crowded_office(spare=0)
    columns = Columns.of(office)
    first = columns.plan(columns.case_start[:-1])

    plan = begun(office, {"assigned:0": 0}, first, steps=200_000)

    assert score(office, first)["misfit"] == 7 * office.cases
    assert score(office, plan)["misfit"] == 0


def test_what_cannot_be_mended_leaves_the_plan_in_hand():
    """With hardly any steps nothing is found, and what was in hand stays."""
    office = a_crowded_office(spare=5)
    plan = greedy(office)

    assert score(office, begun(office, {"assigned:0": 0}, plan, steps=1))["misfit"] <= score(office, plan)["misfit"]
