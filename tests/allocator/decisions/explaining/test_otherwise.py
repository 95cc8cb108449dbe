"""The office a little different: figures changed in the instance are those that translating the other office gives."""

from dataclasses import replace

import pytest

from allocator.decisions.allocation.translate import translate
from allocator.decisions.explaining.changes import Change, made
from allocator.decisions.explaining.otherwise import otherwise, rivals
from tests.allocator.decisions.explaining.asking import LI, WANG, ZHAO, asked, cases, three_officers
from tests.allocator.decisions.stock import lots, snapshot, waiting

HELD = {LI: 1200, WANG: 3000, ZHAO: 2400}


def a_plan():
    """Three cases in an office where everybody holds something."""
    return asked(cases(10, 8, 6), three_officers(held=HELD))


@pytest.mark.parametrize(
    "change", [Change("less_load", WANG, 600), Change("more_load", LI, 900), Change("raise_cap", LI, 1300)]
)
def test_a_figure_changed_is_what_the_other_office_translates_to(change):
    """Load and cap stand in the instance as if the cases had been translated anew."""
    planned = a_plan()
    anew = translate(planned.cases, made(planned.snapshot, planned.cases[0], change), lots).instance

    assert otherwise(planned, 0, [change]).instance.same(anew)
    assert not planned.instance.same(anew)


@pytest.mark.parametrize("seed", range(4))
def test_so_it_is_in_random_offices_with_desks_and_reserves(seed):
    """Also where a desk shares its work and minutes are reserved."""
    planned = asked(waiting(seed, 5), snapshot(seed))
    officer = next(iter(rivals(planned, 0, "")), planned.snapshot.office.officers[0].code)
    change = Change("more_load", officer, 420)

    anew = translate(planned.cases, made(planned.snapshot, planned.cases[0], change), lots).instance

    assert otherwise(planned, 0, [change]).instance.same(anew)


def test_everybody_else_who_may_lead_it_gets_more():
    """Li does not; nobody else's figures change, and the plan asked stays as it is."""
    planned = a_plan()

    changed = otherwise(planned, 0, [Change("others_more_load", LI, 300, "2")])

    gained = changed.instance.held - planned.instance.held
    assert dict(zip((LI, WANG, ZHAO), gained.tolist(), strict=False)) == {LI: 0, WANG: 300, ZHAO: 300}
    assert planned.instance.same(a_plan().instance)


def test_a_tolerance_lets_its_level_rise_and_no_other():
    """The spread may rise by as much more as the higher tolerance allows at its value."""
    planned = a_plan()
    before = planned.instance.spread_tolerance

    changed = otherwise(planned, 0, [Change("tolerance", LI, before + 10, "spread")])

    risen = {
        level.name: changed.held[level.name] - level.held for level in planned.levels if level.name in planned.held
    }
    assert changed.instance.spread_tolerance == before + 10
    assert {name for name, more in risen.items() if more} == {"spread"}


def test_more_moves_are_allowed_beyond_those_given():
    """Of two moves given, one more makes three."""
    planned = replace(a_plan(), given={"moved": 2})

    assert otherwise(planned, 0, [Change("more_moves", LI, 1)]).given == {"moved": 3}
