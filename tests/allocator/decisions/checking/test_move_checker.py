"""The checker of moves catches each fault planted in a lawful plan."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from allocator.decisions.allocation.move_plan import Asked, Move
from allocator.decisions.checking.move_checker import check_moves
from allocator.domain.ledgers import Ledgers
from allocator.domain.snapshot import HeldCase, Snapshot
from tests.allocator.decisions.held_stock import a_held_stock, by_holder, planned

Case = tuple[tuple[HeldCase, ...], Snapshot, Asked, tuple[Move, ...]]


@cache
def few() -> Case:
    """A lawful plan of two moves."""
    for seed in range(200):
        held, seen = a_held_stock(seed)
        plan = planned((held, seen), most=2)
        if len(plan.rows) == 2:
            return held, seen, Asked(most=2), plan.rows
    raise AssertionError("no stock with two moves")


@cache
def going() -> Case:
    """A lawful plan for everything somebody hands over."""
    for seed in range(200):
        stock = a_held_stock(seed)
        mine = by_holder(stock)
        person = max(mine, key=lambda code: len(mine[code]))
        plan = planned(stock, absent=person)
        if len(plan.rows) > 1 and not plan.unplaced and len(mine) > 1:
            return *stock, Asked(absent=person), plan.rows
    raise AssertionError("nobody could hand over everything")


def rules(held, rows, seen, asked) -> set[str]:
    """The rules the checker names."""
    return {item.rule for item in check_moves(held, rows, seen, asked)}


def test_lawful_plans_meet_no_objection():
    """Both plans are as they should be before anything is planted."""
    for held, seen, asked, rows in (few(), going()):
        assert rules(held, rows, seen, asked) == set()


def ineligible(row: Move, seen: Snapshot) -> Move:
    """Give a move's case to somebody whose role leads nothing."""
    clerk = next(one.code for one in seen.office.officers if not seen.rulebook.roles[one.role].leads)
    return replace(row, officer=clerk)


@pytest.mark.parametrize("plant, rule", [
    (lambda held, seen, asked, rows: (held, seen, asked, (rows[0], rows[0])), "moved_once"),
    (lambda held, seen, asked, rows: (held, seen, asked, (replace(rows[0], case_no="no such case"),)), "held_case"),
    (lambda held, seen, asked, rows: (held, seen, asked, (replace(rows[0], holder="somebody"),)), "holder"),
    (lambda held, seen, asked, rows: (held, seen, replace(asked, most=1), rows), "few_moves"),
    (lambda held, seen, asked, rows: (held, seen, replace(asked, keep=(rows[0].case_no,)), rows), "pinned"),
    (lambda held, seen, asked, rows: (
        held, seen, replace(asked, refuse=((rows[0].case_no, rows[0].officer),)), rows), "refused"),
    (lambda held, seen, asked, rows: (held, seen, replace(asked, refuse=((rows[1].case_no, None),)), rows), "refused"),
    (lambda held, seen, asked, rows: (
        held, replace(seen, ledgers=Ledgers({rows[0].case_no: seen.day - timedelta(days=29)})), asked, rows),
     "second_move"),
    (lambda held, seen, asked, rows: (held, seen, asked, (ineligible(rows[0], seen), rows[1])), "role"),
    (lambda held, seen, asked, rows: (
        held, replace(seen, held={**seen.held, rows[0].officer: 10**6}), asked, rows), "load_cap"),
])  # fmt: skip
def test_a_fault_among_few_moves_is_named(plant, rule):
    """Twice, nobody's, not theirs, too many, pinned, refused, again too soon, not eligible, over the cap."""
    held, seen, asked, rows = plant(*few())

    assert rule in rules(held, rows, seen, asked)


def test_a_move_to_where_the_case_is_already_is_named():
    """It goes nowhere."""
    held, seen, asked, rows = few()
    item = next(item for item in held if item.case_no == rows[0].case_no)

    assert "moves_somewhere" in rules(held, (replace(rows[0], officer=item.holder, mentor=item.mentor),), seen, asked)


def test_the_thirtieth_day_is_over_the_day_after():
    """A case that moved thirty days ago may move again; approval opens the way before."""
    held, seen, asked, rows = few()
    name = rows[0].case_no
    lately = replace(seen, ledgers=Ledgers({name: seen.day - timedelta(days=29)}))
    long_ago = replace(seen, ledgers=Ledgers({name: seen.day - timedelta(days=30)}))

    assert "second_move" not in rules(held, rows, long_ago, asked)
    assert "second_move" not in rules(held, rows, lately, replace(asked, second=(name,), because="agreed"))


def test_a_case_left_behind_is_named():
    """Who goes keeps nothing, unless it is said that it found nobody or a person keeps it there."""
    held, seen, asked, (first, *rest) = going()

    assert "handed_over" in rules(held, rest, seen, asked)
    assert check_moves(held, rest, seen, asked, [first.case_no]) == ()
    assert rules(held, rest, seen, replace(asked, keep=(first.case_no,))) == set()


def test_others_cases_stay():
    """While somebody hands over, nobody else's case changes hands."""
    held, seen, asked, rows = going()
    other = next(item for item in held if asked.absent not in (item.holder, item.mentor))
    taker = next(row.officer for row in rows if row.officer != other.holder)
    planted = replace(rows[0], case_no=other.case_no, holder=other.holder, officer=taker, mentor=None)

    assert "others_stay" in rules(held, (*rows, planted), seen, asked)


def test_nothing_is_handed_to_the_one_who_goes():
    """Whoever is away gets no case."""
    held, seen, asked, rows = going()
    other = next(item for item in held if asked.absent not in (item.holder, item.mentor))
    planted = replace(rows[0], case_no=other.case_no, holder=other.holder, officer=asked.absent or "", mentor=None)

    assert "present" in rules(held, (*rows, planted), seen, asked)
