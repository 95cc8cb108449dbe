"""Moves a person settled on: in every point of the plan drafted anew, the rest searched around them, refused once unlawful."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.allocation.move_plan import Asked
from allocator.decisions.allocation.taking import taken_moves
from allocator.domain.errors import Conflict
from allocator.domain.people import Absence, Period
from solver.assignment.frontier import TERMS
from solver.assignment.witnesses.recheck import recheck
from tests.allocator.decisions.held_stock import a_held_stock, by_holder, planned

some = settings(max_examples=12, deadline=None)
A_STOCK = 3
A_ROOMY_STOCK = 7


def a_move(stock):
    """One move of a plan for a stock, as it is ticked."""
    [row] = planned(stock, most=1).rows
    return row.case_no, row.officer


@some
@given(st.integers(0, 400), st.data())
def test_what_is_ticked_stands_in_every_point_of_the_plan_drafted_anew(seed, data):
    """The moves ticked are there with the same person, no more moves than asked for, lawful and proven; no case twice."""
    stock = a_held_stock(seed)
    first = planned(stock, most=4).rows
    ticked = tuple((row.case_no, row.officer) for row in first if data.draw(st.booleans()))
    try:
        again = planned(stock, most=4, frontier=True, take=ticked)
    except Conflict:  # lawful only with moves that are not ticked
        assert len(ticked) < len(first)
        return

    assert again.objections == ()
    for point in again.points:
        named = [row.case_no for row in point.rows]
        assert set(ticked) <= {(row.case_no, row.officer) for row in point.rows}
        assert len(named) == len(set(named)) <= point.most <= 4
    assert (*again.taken, *again.rows) == again.points[-1].rows
    assert recheck(again.proof.problem, again.proof.plan, again.proof.certificate.levels, TERMS) == ()


@some
@given(st.integers(0, 400))
def test_a_plan_with_all_its_own_moves_ticked_is_no_worse_than_the_plan(seed):
    """Ticking everything and drafting anew for as many moves gives the same moves, and the same loads but for parts of minutes."""
    stock = a_held_stock(seed)
    first = planned(stock, most=3)

    again = planned(stock, most=len(first.rows), take=tuple((row.case_no, row.officer) for row in first.rows))

    assert {(row.case_no, row.officer) for row in again.taken} == {(row.case_no, row.officer) for row in first.rows}
    assert again.rows == ()
    pairs = zip(again.loads, first.loads, strict=True)
    assert all(abs(one.after.held - other.after.held) <= len(first.rows) for one, other in pairs)
    assert [load.before for load in again.loads] == [load.before for load in first.loads]


@some
@given(st.integers(0, 400), st.data())
def test_whoever_hands_over_gives_what_is_ticked_to_whom_it_is_ticked(seed, data):
    """The rest is placed around it; everything is handed over or said to find nobody, and the same end of absence holds."""
    stock = a_held_stock(seed)
    mine = by_holder(stock)
    person = max(mine, key=lambda code: len(mine[code]), default=None)
    if person is None:
        return
    first = planned(stock, absent=person)
    ticked = tuple((row.case_no, row.officer) for row in first.rows if data.draw(st.booleans()))

    again = planned(stock, absent=person, take=ticked)

    assert again.objections == ()
    assert {(row.case_no, row.officer) for row in again.taken} == set(ticked)
    moved = [row.case_no for row in (*again.taken, *again.rows)]
    assert len(moved) == len(set(moved))
    assert set(moved) | {item.case_no for item in again.unplaced} == set(mine[person])
    assert sum(item.cases for item in again.loads) == 0


def test_a_ticked_move_to_somebody_away_meanwhile_is_refused_with_the_reason():
    """Who was to have the case is away now: case, person and reason are named, and what to do."""
    held, seen = stock = a_held_stock(A_STOCK)
    case_no, officer = a_move(stock)
    gone = Absence(officer, Period(seen.day, seen.day), "training")
    later = replace(seen, office=replace(seen.office, absences=(*seen.office.absences, gone)))

    with pytest.raises(Conflict) as refusal:
        planned((held, later), most=3, take=((case_no, officer),))

    assert refusal.value.code == "taken-unlawful"
    assert case_no in refusal.value.text.zh
    assert seen.office.officer_by_code[officer].name in refusal.value.text.en
    assert "away that day" in refusal.value.text.en
    assert "training" not in str(refusal.value.as_dict())


@pytest.mark.parametrize("asked, reason", [
    ({"most": 1, "keep": True}, "keeps it where it is"),
    ({"most": 1, "refuse": True}, "refused this move"),
    ({"most": 0}, "at most 0"),
], ids=["kept", "refused", "none asked for"])  # fmt: skip
def test_what_is_ticked_may_not_contradict_what_else_is_asked(asked, reason):
    """Kept and ticked, refused and ticked, more ticked than may move: refused, saying so."""
    held, seen = stock = a_held_stock(A_STOCK)
    case_no, officer = a_move(stock)
    keep = (case_no,) if asked.get("keep") else ()
    refuse = ((case_no, officer),) if asked.get("refuse") else ()

    with pytest.raises(Conflict) as refusal:
        taken_moves(held, seen, Asked(most=asked["most"], keep=keep, refuse=refuse, take=((case_no, officer),)))

    assert reason in refusal.value.text.en


def test_nothing_ticked_settles_nothing():
    """A plan without ticks is made as before."""
    held, seen = a_held_stock(A_STOCK)

    assert taken_moves(held, seen, Asked(most=2)) == ()


def lawful_alone(stock):
    """Every move of one case that is lawful by itself: number, who has it, whom it goes to."""
    held, seen = stock
    return [
        (item.case_no, item.holder, to.code)
        for item in held
        for to in seen.office.officers
        if not _refuses(held, seen, Asked(most=1, take=((item.case_no, to.code),)))
    ]


def test_a_tick_that_needs_another_move_names_it():
    """Who is to have the case has room only once a case of their own has gone: that move is named, and with it ticked both are settled."""
    held, seen = stock = a_held_stock(A_ROOMY_STOCK)
    moves = lawful_alone(stock)
    moved, makes_room = next(
        ((one[0], one[2]), (two[0], two[2]))
        for one in moves
        for two in moves
        if one[2] == two[1] and one[1] != two[2] and one[0] != two[0]
    )
    no_help = next(
        (one[0], one[2]) for one in moves if one[0] != moved[0] and moved[1] not in one and makes_room[1] not in one
    )
    asked = Asked(most=3, take=(moved,), refuse=(makes_room, no_help))
    fuller = next(
        full
        for more in range(0, 100_000, 60)
        if _refuses(held, full := replace(seen, held={**seen.held, moved[1]: seen.held.get(moved[1], 0) + more}), asked)
    )

    with pytest.raises(Conflict) as refusal:
        taken_moves(held, fuller, replace(asked, refuse=(no_help, makes_room)))
    both = taken_moves(held, fuller, replace(asked, take=(moved, makes_room), refuse=(no_help,)))

    assert refusal.value.facts["needed"] == [{"case_no": makes_room[0], "officer": makes_room[1]}]
    assert makes_room[0] in refusal.value.remedy.zh
    assert seen.office.officer_by_code[makes_room[1]].name in refusal.value.remedy.en
    assert {row.case_no for row in both} == {moved[0], makes_room[0]}


def test_a_move_settled_on_that_no_other_move_helps_is_to_be_taken_out():
    """Somebody away has no case more for any other move: nothing is named."""
    held, seen = stock = a_held_stock(A_STOCK)
    moved = a_move(stock)
    beside = tuple((row.case_no, row.officer) for row in planned(stock, most=3).rows if row.case_no != moved[0])
    gone = Absence(moved[1], Period(seen.day, seen.day), "training")
    later = replace(seen, office=replace(seen.office, absences=(*seen.office.absences, gone)))

    with pytest.raises(Conflict) as refusal:
        taken_moves(held, later, Asked(most=3, take=(moved,), refuse=beside))

    assert refusal.value.facts["needed"] == []
    assert "Take that move out" in refusal.value.remedy.en


def _refuses(held, seen, asked):
    """Say whether the moves settled on are refused."""
    try:
        taken_moves(held, seen, asked)
    except Conflict:
        return True
    return False
