"""Plans of moves on random offices: lawful by the checker, proven, few, and nothing that a person keeps."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from allocator.decisions.allocation.move_plan import away_too, with_moves
from allocator.decisions.allocation.moving import may_move_from
from allocator.domain.errors import BadInput
from allocator.domain.workload import spread
from solver.assignment.frontier import TERMS
from solver.assignment.witnesses.recheck import recheck
from tests.allocator.decisions.held_stock import a_held_stock, by_holder, planned

seeds = st.integers(0, 400)
some = settings(max_examples=12, deadline=None)


@some
@given(seeds)
def test_every_frontier_is_lawful_proven_and_monotone(seed):
    """The checker objects to nothing, what the certificate states is so, and more moves never make it worse."""
    stock = a_held_stock(seed)
    plan = planned(stock, most=4, frontier=True)

    values = [[level.value for level in point.levels] for point in plan.points]
    assert plan.objections == ()
    assert values == sorted(values, reverse=True)
    assert plan.points[0].rows == ()
    assert all(len(point.rows) <= point.most for point in plan.points)
    assert recheck(plan.proof.problem, plan.proof.plan, plan.proof.certificate.levels, TERMS) == ()


@some
@given(seeds)
def test_the_first_point_is_the_load_as_it_is(seed):
    """With no move the peak is that of the loads everybody has, of those the movable cases can concern."""
    stock = a_held_stock(seed)
    plan = planned(stock, most=1, frontier=True)
    _, seen = stock

    counted = plan.proof.problem.chargeable
    people = [officer.code for officer, counts in zip(seen.office.officers, counted, strict=True) if counts]
    now = max((seen.load(code).permille or 0 for code in people), default=0)
    assert plan.points[0].levels[-2].value == now


@pytest.mark.parametrize("step", [10, 50, 200])
def test_how_even_loads_are_is_told_in_steps_of_the_rulebook(step):
    """As of a plan for waiting cases: every minute counts once for each step of the court's own width below it."""
    held, seen = a_held_stock(3)
    own = replace(seen.rulebook, levers=replace(seen.rulebook.levers, spread_step=step))
    plan = planned((held, replace(seen, rulebook=own)), most=0)

    counted = plan.proof.problem.chargeable
    loads = [seen.load(one.code) for one, counts in zip(seen.office.officers, counted, strict=True) if counts]
    above = [
        max(0, load.held - number * step * load.available // 1000)
        for load in loads
        for number in range(1, 2000 // step)
    ]
    assert plan.points[0].levels[-1].value == sum(above) > 0


@some
@given(seeds, st.data())
def test_kept_and_refused_moves_are_not_proposed(seed, data):
    """One of the moves is kept, another refused: neither comes again, and the plan is lawful with what was asked."""
    stock = a_held_stock(seed)
    first = planned(stock, most=3)
    keep = tuple(row.case_no for row in first.rows[:1])
    refuse = tuple((row.case_no, data.draw(st.sampled_from([row.officer, None]))) for row in first.rows[1:2])

    again = planned(stock, most=3, keep=keep, refuse=refuse)

    assert again.objections == ()
    assert not {row.case_no for row in again.rows} & set(keep)
    assert all((row.case_no, row.officer) not in refuse and (row.case_no, None) not in refuse for row in again.rows)
    assert again.points[-1].levels[-2].value >= first.points[-1].levels[-2].value


@some
@given(seeds)
def test_no_case_moved_lately_moves_again_unless_allowed(seed):
    """Those that moved within the rulebook's days stay and are named; with leave they may move like any other."""
    stock = a_held_stock(seed)
    held, seen = stock
    lately = tuple(item.case_no for item in held if may_move_from(item.place, seen) is not None)

    plan = planned(stock, most=10)
    free = planned(stock, most=10, second=lately, because="agreed")

    assert not {row.case_no for row in plan.rows} & set(lately)
    assert {name for name, why in plan.fixed.items() if why == "moved_lately"} == set(lately)
    assert (free.objections, [name for name, why in free.fixed.items() if why == "moved_lately"]) == ((), [])


@some
@given(seeds, st.sampled_from([None, date(2022, 9, 16)]))
@example(400, None)  # what a desk holds for cases that find nobody leaves too little room for the others
def test_whoever_goes_keeps_nothing_that_could_be_placed(seed, until):
    """Everything is handed over or said to find nobody; nobody else's case changes its lead."""
    stock = a_held_stock(seed)
    mine = by_holder(stock)
    person = max(mine, key=lambda code: len(mine[code]), default=None)
    if person is None:
        return

    plan = planned(stock, absent=person, until=until)

    assert plan.objections == ()
    assert {row.case_no for row in plan.rows} | {item.case_no for item in plan.unplaced} == set(mine[person])
    assert all(row.officer == row.holder for row in plan.covered)
    assert {row.afterwards for row in plan.rows} <= ({None} if until is None else {"back", "stay"})


@some
@given(seeds)
def test_whoever_hands_over_is_shown_everybodys_load_as_the_board_will_show_it(seed):
    """Desks to the minute, no room kept for conversions; what found nobody still lies with the desks that work on it."""
    held, seen = stock = a_held_stock(seed)
    mine = by_holder(stock)
    person = max(mine, key=lambda code: len(mine[code]), default=None)
    if person is None:
        return

    plan = planned(stock, absent=person)

    then = spread(with_moves(seen.held, (*plan.rows, *plan.covered), held), away_too(seen, person, None).capacity)
    assert {item.officer: item.after.held for item in plan.loads} == then
    assert sum(item.cases for item in plan.loads) == 0


@pytest.mark.parametrize("seed", [18, 59])
def test_no_case_stays_with_who_is_gone_for_room_kept_for_cases_that_may_come(seed):
    """Where the rulebook's reserve would leave too little below the cap, as many find somebody as without it."""
    held, seen = a_held_stock(seed)
    mine = by_holder((held, seen))
    person = max(mine, key=lambda code: len(mine[code]))
    levers = replace(seen.rulebook.levers, most_load=1100)
    tight = replace(seen, rulebook=replace(seen.rulebook, levers=levers))

    kept = planned((held, tight), absent=person)
    free = planned((held, replace(tight, rulebook=replace(tight.rulebook, reserves=()))), absent=person)

    assert [item.case_no for item in kept.unplaced] == [item.case_no for item in free.unplaced]
    assert kept.objections == ()


def test_the_same_stock_gives_the_same_plan():
    """A plan of moves can be made again to the letter."""
    stock = a_held_stock(3)

    one, other = planned(stock, most=3, frontier=True), planned(stock, most=3, frontier=True)

    assert (one.points, one.rows, one.loads, one.instance) == (other.points, other.rows, other.loads, other.instance)


def test_a_case_nobody_holds_cannot_be_named():
    """What is kept, refused or allowed must be in the stock."""
    with pytest.raises(BadInput) as refusal:
        planned(a_held_stock(3), most=1, keep=("no such case",))

    assert refusal.value.facts == {"cases": ["no such case"]}
