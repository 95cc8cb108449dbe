"""What a rulebook says about plans: every section may be left out, and what stands in it is checked."""

import pytest

from allocator.domain.errors import BadInput
from allocator.domain.planning import Moves
from allocator.domain.rulebook_reading import read_rulebook
from tests.stories import SMALL_RULEBOOK, a_rulebook, a_small_rulebook

MOVES = """
[moves]
price = 3
[[moves.stages]]
id = "cash"
when = "full_cash"
price = 9
zh = "存款足额"
en = "cash in full"
"""


def fault_paths(more: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_rulebook(SMALL_RULEBOOK + more)
    return [str(fault["field"]) for fault in caught.value.faults]


def test_an_office_without_a_section_on_moves_has_no_rule_for_them():
    """Every move costs the same and none is forbidden."""
    assert a_small_rulebook().moves == Moves(price=1, no_second_move_days=0, stages=())


def test_a_section_on_moves_forbids_a_second_one_for_thirty_days():
    """Who prices moves wants no to and fro, unless other days are given."""
    moves = a_small_rulebook(MOVES).moves

    assert (moves.price, moves.no_second_move_days) == (3, 30)
    assert [(stage.id, stage.price) for stage in moves.stages] == [("cash", 9)]


def test_the_fixture_bureau_prices_moves_by_stage():
    """An announced auction is the dearest, a case nobody has touched the cheapest."""
    moves = a_rulebook().moves

    assert [stage.id for stage in moves.stages] == ["auction_dated", "hearing_dated", "seizure_pending", "contact_made"]
    assert sorted((stage.price for stage in moves.stages), reverse=True) == [stage.price for stage in moves.stages]
    assert all(stage.source and stage.price > moves.price for stage in moves.stages)


@pytest.mark.parametrize(
    "old, new, path",
    [
        ("price = 3", "price = -1", "moves.price"),
        ("price = 3", "prise = 3", "moves.prise"),
        ("price = 3", "no_second_move_days = 0.5", "moves.no_second_move_days"),
        ('when = "full_cash"', 'when = "fullcash"', "moves.stages[1].when"),
        ('when = "full_cash"', "when = \"mood == 'merry'\"", "moves.stages.cash.when"),
        ("price = 9\n", "", "moves.stages[1].price"),
    ],
)
def test_a_fault_in_the_section_is_told_with_its_place(old, new, path):
    """A figure, a key or a condition that cannot be."""
    assert path in fault_paths(MOVES.replace(old, new))


def test_two_stages_may_not_bear_one_name():
    """A hand-over that says "cash" must mean one row."""
    assert fault_paths(MOVES + MOVES.split("price = 3")[1]) == ["moves.stages.cash.id"]
