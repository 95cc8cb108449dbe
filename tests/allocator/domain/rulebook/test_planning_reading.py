"""What a rulebook says about plans: every section may be left out, and what stands in it is checked."""

import pytest

from allocator.domain.errors import BadInput
from allocator.domain.rulebook.planning import Deadlines, DueShare, Fairness, Moves, Reserve, Rotation
from allocator.domain.rulebook.reading import read_rulebook
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


PLANS = """
peak_tolerance = 0.01
[[nodes]]
id = "close"
zh = "结案"
en = "close"
start = "filing"
limit = 6
unit = "months"
owner = "handler"
basis = "D06 1"
[[nodes]]
id = "objection"
zh = "审查异议"
en = "decide an objection"
start = "objection_filed"
limit = 15
unit = "calendar"
owner = "panel"
basis = "OBJ 2"
[deadlines]
horizons = [5, 20]
nodes = [{node = "close", share = 0.5}]
[fairness]
window_days = 28
causes = ["wage"]
kinds = ["执恢"]
[rotation]
lanes = ["regular"]
causes = ["loan"]
[reserves.fast]
to = "regular"
share = 0.15
"""


def test_an_office_may_leave_out_every_section_on_plans():
    """No deadlines, no clocks, no rotation, no reserve: a plan then heeds loads and fit alone."""
    rulebook = a_small_rulebook()

    assert rulebook.deadlines == Deadlines()
    assert rulebook.fairness == Fairness()
    assert rulebook.rotation == Rotation()
    assert rulebook.reserves == ()


def test_the_sections_on_plans_are_read_with_their_defaults():
    """Figures not given are those of the documentation: a tenth of slack, three fifths of a cause for one team."""
    rulebook = a_small_rulebook(PLANS)

    assert rulebook.deadlines == Deadlines((DueShare("close", 500),), (5, 20), price=1)
    assert rulebook.fairness == Fairness(28, 100, 1, 1, ("wage",), ("执恢",))
    assert rulebook.rotation == Rotation(600, 180, 1, ("regular",), ("loan",))
    assert rulebook.reserves == (Reserve("fast", "regular", 150),)
    assert (rulebook.levers.peak_tolerance, rulebook.levers.spread_tolerance) == (10, 4)


def test_the_fixture_bureau_uses_every_section():
    """So that its month shows what each of them does."""
    rulebook = a_rulebook()

    assert [item.node for item in rulebook.deadlines.nodes] == ["N11", "N37"]
    assert rulebook.fairness.window_days
    assert rulebook.rotation.lanes == ("regular",)
    assert [(item.lane, item.to, item.share) for item in rulebook.reserves] == [("fast", "regular", 150)]
    assert rulebook.learning.coverage


@pytest.mark.parametrize(
    "old, new, path",
    [
        ('node = "close"', 'node = "closing"', "deadlines.nodes"),
        ('node = "close"', 'node = "objection"', "deadlines.nodes"),
        ("horizons = [5, 20]", "horizons = [20, 5]", "deadlines.horizons"),
        ("horizons = [5, 20]", "horizons = []", "deadlines.horizons"),
        ("horizons = [5, 20]", "horizons = [0.5]", "deadlines.horizons"),
        ("horizons = [5, 20]", "horizons = 5", "deadlines.horizons"),
        ("share = 0.5", "share = 1.5", "deadlines.nodes[1].share"),
        ("window_days = 28", "window_days = 0", "fairness.window_days"),
        ('causes = ["wage"]', 'causes = ["wages"]', "fairness.causes"),
        ('kinds = ["执恢"]', 'kinds = ["执复"]', "fairness.kinds"),
        ('lanes = ["regular"]', 'lanes = ["slow"]', "rotation.lanes"),
        ('causes = ["loan"]', 'causes = ["lone"]', "rotation.causes"),
        ('to = "regular"', 'to = "slow"', "reserves.fast"),
        ("[reserves.fast]", "[reserves.quick]", "reserves.quick"),
        ("peak_tolerance = 0.01", "peak_tolerance = 2", "levers.peak_tolerance"),
    ],
)
def test_what_a_section_names_must_exist_and_be_possible(old, new, path):
    """A node that starts on a day nobody knows yet, an unknown cause, kind or lane, days that do not rise."""
    assert old in PLANS
    assert path in fault_paths(PLANS.replace(old, new))
