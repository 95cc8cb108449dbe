"""Making ready: once it is done the search of a week translates nothing more."""

from hypothesis import given

from solver.fieldwork import Plan, solve
from solver.fieldwork.engine import Engine
from solver.fieldwork.kernel import search
from solver.fieldwork.ready import make_ready
from solver.fieldwork.rounds import steps as rounds_kernel
from solver.fieldwork.rules.prefer import levels
from solver.limits import Limits
from tests.solver.fieldwork.weeks import few, random_weeks


def translations():
    """For which types the kernels have been translated."""
    return [*vars(search)["improve"].signatures, *vars(rounds_kernel)["wander"].signatures]


@few
@given(random_weeks)
def test_a_search_translates_nothing_more(week):
    """One translation is all that any week needs."""
    assert make_ready()
    before = translations()

    solve(week, Limits(20, deterministic=0.01), seed=1)

    assert len(before) == 2
    assert translations() == before


def test_a_machine_that_translates_nothing_says_so(monkeypatch):
    """Whatever a compiler does, making ready is no place to fail."""
    monkeypatch.setattr(Engine, "fill", lambda *_: 1 // 0)
    make_ready.cache_clear()

    assert not make_ready()
    make_ready.cache_clear()


@few
@given(random_weeks)
def test_what_the_kernels_count_is_what_the_rules_measure(week):
    """The values by which a search chooses are those of the levels."""
    engine = Engine(week, levels(week), 3)
    engine.fill(Plan.empty(week))
    plan = engine.search(0.002, bool)

    assert engine.values == tuple(level.amount(week, plan) for level in levels(week))
