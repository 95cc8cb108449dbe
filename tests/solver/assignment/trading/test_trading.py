"""Trading: whole plans made from prices, and plans made better, that never break what is held."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks._offices import an_office as a_month
from solver.assignment import score
from solver.assignment.columns import Columns
from solver.assignment.greedy import greedy
from solver.assignment.prices.linked import knots
from solver.assignment.prices.prices import no_prices, priced
from solver.assignment.prices.question import ask
from solver.assignment.trading import market as at
from solver.assignment.trading.stall import grain_of, open_stall
from solver.assignment.trading.trading import Effort, afresh, better
from tests.solver.assignment.offices import LI, WANG, ZHAO, an_office, few, random_offices, to

STEPS = 20_000


def an_effort(steps=STEPS, enough=-1, seed=1):
    return Effort(steps, enough, seed, bool, lambda _: None)


def made_afresh(office, level, held, steps=STEPS):
    """A whole plan of a level from its prices, and the bound they prove."""
    columns = Columns.of(office)
    question = ask(office, columns, level, held)
    _, prices, bound = priced(question, score(office, greedy(office, columns))[level], bool)
    chosen = afresh(question, prices, grain_of(question, bound), an_effort(steps))
    return None if chosen is None else columns.plan(chosen), bound


def test_a_month_is_fitted_near_its_bound():
    """Two hundred cases and ten people: everybody placed, the fit within a few per cent of what nobody can beat."""
    office = a_month(200, 10, 4)
    placed = {f"assigned:{rank}": 0 for rank in range(3)}

    plan, bound = made_afresh(office, "misfit", placed, steps=200_000)

    values = score(office, plan)
    assert all(values[level] == 0 for level in placed)
    assert bound <= values["misfit"] <= 1.05 * bound


def test_a_plan_that_is_good_enough_is_not_searched_on():
    """All groups that can have one lead have one after a few steps; the steps that were allowed are not used up."""
    office = a_month(400, 10, 4)
    columns = Columns.of(office)
    spent: list[int] = []
    question = ask(office, columns, "together", {f"assigned:{rank}": 0 for rank in range(3)})
    prices, effort = no_prices(question), Effort(1_000_000, 0, 1, bool, spent.append)

    chosen = afresh(question, prices, grain_of(question, 10), effort)

    assert chosen is not None
    assert score(office, columns.plan(chosen))["together"] == 0
    assert sum(spent) < effort.steps // 2


def test_groups_that_stay_apart_do_not_use_up_the_time():
    """Nobody may lead both linked cases: chains find that out, and leave the rest of their effort to the levels below."""
    office = an_office(
        *[[to(LI, 10), to(WANG, 10)]] * 6, [to(LI, 10)], [to(WANG, 10)], capacity=[100, 100], together=((6, 7),)
    )
    columns = Columns.of(office)
    spent: list[int] = []
    question = ask(office, columns, "together", {"assigned:0": 0})
    effort = Effort(2_000_000, 0, 1, bool, spent.append)

    chosen = better(
        question, no_prices(question), columns.chosen(greedy(office, columns)), grain_of(question, 1), effort
    )

    assert chosen is None or score(office, columns.plan(chosen))["together"] == 1
    assert sum(spent) < effort.steps // 2


@few
@given(random_offices, st.integers(0, 5))
def test_a_plan_in_hand_never_gets_worse_or_breaks_what_is_held(office, seed):
    """Whatever the office: what is held stays held, and the level is no higher than before."""
    columns = Columns.of(office)
    plan = greedy(office, columns)
    before = score(office, plan)
    held = {level: value for level, value in before.items() if level.startswith("assigned") or level == "peak"}
    question = ask(office, columns, "spread", held)
    _, prices, _ = priced(question, before["spread"], bool)
    if not columns.size:
        return

    found = better(
        question, prices, columns.chosen(plan), grain_of(question, before["spread"]), an_effort(2_000, seed=seed)
    )

    assert found is not None
    after = score(office, columns.plan(found))
    assert after["spread"] <= before["spread"]
    assert all(after[level] <= value for level, value in held.items())


@pytest.mark.parametrize("piece", [500, 60_000])
def test_the_plan_remembered_is_worth_what_it_was_when_it_was_met(piece):
    """However much was chosen since the last one, the best plan is remembered whole."""
    office = a_month(300, 10, 3)
    columns = Columns.of(office)
    plan = greedy(office, columns)
    question = ask(office, columns, "spread", {f"assigned:{rank}": 0 for rank in range(3)})
    prices = priced(question, score(office, plan)["spread"], bool).prices
    stall = open_stall(question, prices, columns.chosen(plan), 1, grain_of(question, score(office, plan)["spread"]))
    at.take(stall.k, stall.x, stall.choices.taking(columns.chosen(plan)))
    best = slice(stall.k[at.BEST], stall.k[at.BEST] + stall.k[at.CHOOSERS])

    for _ in range(4):
        at.trade(stall.k, stall.x, int(stall.k[at.CLOCK]) + piece, -1.0)

        remembered = columns.plan(stall.choices.chosen(stall.k[best], office.cases))
        assert score(office, remembered)["spread"] == stall.x[at.WORTH]


def test_the_same_effort_gives_the_same_plan():
    """Steps are counted and chance is a seed: a plan can be made again."""
    office = a_month(80, 8, 1)
    columns = Columns.of(office)
    question = ask(office, columns, "spread", {f"assigned:{rank}": 0 for rank in range(3)})
    _, prices, bound = priced(question, 1_000_000, bool)
    once, again = (afresh(question, prices, grain_of(question, bound), an_effort()) for _ in range(2))

    assert once is not None
    assert again is not None
    assert once.tolist() == again.tolist()


def test_linked_cases_stay_with_one_lead_when_none_may_be_split():
    """Two cases of one debtor: each alone would go to another, but no group may be split."""
    office = an_office(
        [to(LI, 10, misfit=0), to(WANG, 10, misfit=5)],
        [to(LI, 10, misfit=5), to(WANG, 10, misfit=0)],
        [to(ZHAO, 10)],
        capacity=[100] * 3,
        together=((0, 1),),
    )

    plan, bound = made_afresh(office, "misfit", {"assigned:0": 0, "together": 0})

    assert score(office, plan)["misfit"] == bound == 5


def test_groups_that_share_a_case_choose_together():
    """Debtor A is in cases 0 and 1, debtor B in 1 and 2; case 4 is linked to nobody but itself."""
    found = knots([(0, 1), (1, 2), (5, 3), (4,)])

    assert [(knot.cases, knot.groups) for knot in found] == [((0, 1, 2), ((0, 1), (1, 2))), ((3, 5), ((1, 0),))]


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 5), st.integers(1, 60), st.integers(1, 4))
def test_a_limit_is_lowered_to_what_can_be_filled(step, capacity, cases):
    """All there is comes in steps: nobody can be filled to anything between two of them, and to nothing more."""
    office = an_office(*[[to(LI, 7 * step)]] * cases, capacity=[capacity], ceiling=1000)
    question = ask(office, Columns.of(office), "spread", {})

    assert question.high[LI] <= capacity
    if question.columns.size:
        assert question.high[LI] % (7 * step) == 0
        assert capacity - question.high[LI] < 7 * step
