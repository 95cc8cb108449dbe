"""Works on thousands of cases leave the interpreter as they found it."""

import gc

import pytest

from allocator.services.bulk import much_at_once


def test_the_search_for_garbage_rests_during_the_work_and_goes_on_after_it() -> None:
    """Also when the work fails."""
    with pytest.raises(ZeroDivisionError):
        failing_work()

    assert gc.isenabled()


@much_at_once()
def failing_work() -> None:
    """Do something that goes wrong half-way."""
    assert not gc.isenabled()
    raise ZeroDivisionError


def test_one_work_within_another_does_not_end_its_rest() -> None:
    """The outer one stopped the search, and the outer one starts it again."""
    with much_at_once():
        with much_at_once():
            pass
        assert not gc.isenabled()

    assert gc.isenabled()


def test_a_search_somebody_else_stopped_stays_stopped() -> None:
    """Who runs the program without it keeps it so."""
    gc.disable()
    try:
        with much_at_once():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
