"""What a change of handler costs: by the stage of the case, and not twice in thirty days."""

from dataclasses import replace
from datetime import timedelta

import pytest

from allocator.decisions.allocation.moving import may_move_from, move_price, stage_of
from allocator.domain.ledgers import Ledgers
from tests.allocator.decisions.builders import a_case
from tests.stories import MONDAY, a_rulebook, a_small_rulebook, a_snapshot

BUREAU = a_snapshot(rulebook=a_rulebook())


def a_case_where(**facts: bool):
    case = a_case()
    return replace(case, case=case.case.learn(facts))


@pytest.mark.parametrize(
    "facts, stage, price",
    [
        ({}, None, 10),
        ({"contact_made": True}, "contact_made", 20),
        ({"contact_made": True, "seizure_pending": True}, "seizure_pending", 40),
        ({"seizure_pending": False}, None, 10),
        ({"seizure_pending": True, "auction_dated": True}, "auction_dated", 80),
        ({"hearing_dated": True}, "hearing_dated", 60),
    ],
)
def test_the_first_stage_that_is_known_to_hold_sets_the_price(facts, stage, price):
    """The nearer a date, the dearer; what nobody has told holds nobody."""
    case = a_case_where(**facts)
    found = stage_of(case, BUREAU)

    assert (found.id if found else None) == stage
    assert move_price(case, BUREAU) == price


def test_an_office_without_stages_lets_every_move_cost_the_same():
    """One unit a move."""
    assert move_price(a_case(), a_snapshot(rulebook=a_small_rulebook())) == 1


@pytest.mark.parametrize("days, free", [(0, 30), (29, 1), (30, None), (31, None)])
def test_a_case_moves_only_once_in_thirty_days(days, free):
    """On the thirtieth day it may move again."""
    case = a_case()
    seen = replace(BUREAU, ledgers=Ledgers(moved={case.case.filing.case_no: MONDAY - timedelta(days=days)}))

    assert may_move_from(case, seen) == (None if free is None else MONDAY + timedelta(days=free))


def test_a_case_that_never_moved_may_move():
    """The book names only what moved."""
    assert may_move_from(a_case(), BUREAU) is None
