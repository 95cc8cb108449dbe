"""What a life leaves behind: nothing that would have to be searched for."""

import gc
import weakref

import pytest

from allocator.simulation.clock import Clock
from allocator.simulation.engine import run, run_once, undisturbed
from tests.allocator.simulation.lives import a_stage
from tests.allocator.simulation.tracks import lives_of


def test_rubbish_is_looked_for_again_when_a_life_is_over():
    """What a life leaves is gone at once, also of one that ends in a fault; within another wait nothing is switched on early."""
    with undisturbed():
        with undisturbed():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()

    with pytest.raises(ZeroDivisionError), undisturbed():
        1 // 0  # noqa: B018 - a life that ends in a fault
    assert gc.isenabled()

    gc.collect()
    run_once(a_stage(days=28), 0)
    assert not [one for one in gc.get_objects() if isinstance(one, Clock)]


def test_a_life_that_is_over_holds_nothing_together():
    """Who looks for rubbish afterwards finds next to none of it: the people, the queues and the cases are gone already."""
    stage = a_stage(days=56)
    run_once(stage, 0)
    gc.collect()
    with undisturbed():
        world = run(stage, 1)
        docket, desks = weakref.ref(world.docket), weakref.ref(world.desks)
        assert world.docket.open
        world.end()
        assert (docket(), desks()) == (None, None)
        left = gc.collect()
    assert left < 50


def test_a_run_makes_no_rubbish_of_its_own_that_only_a_search_finds():
    """Else a long life, during which nobody looks for it, would grow without end."""
    stage = a_stage(days=56)
    run_once(stage, 0)
    gc.collect()
    with undisturbed():
        world = run(stage, 1)
        left = gc.collect()
    assert world.clock.happened > 400
    assert left < 50


def test_a_closed_case_keeps_what_cases_tied_to_it_ask_and_nothing_else():
    """Number, parties, handler and the day of closing; what it was like would fill the memory of a run of ten years."""
    world = run(a_stage(days=84), 0)
    closed = [life for life in lives_of(world).values() if life.closed]

    assert len(closed) > 5
    assert all(not life.facts and not life.seen.facts and life.case.input.learned is None for life in closed)
    assert all(life.case.holding is not None and life.case.closed_on is not None and life.keys for life in closed)
    assert all(life.facts and life.seen.facts for life in world.docket.open.values())
