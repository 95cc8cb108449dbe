"""Runs in words."""

from allocator.domain.words import Text
from allocator.services.context import Context
from allocator.services.run_kinds import jobs_of
from allocator.services.run_words import KINDS, STATES, kind_named


def test_every_kind_of_run_has_a_name(database):
    """A run of a kind nobody named is told by the word it was asked for with."""
    jobs = jobs_of(Context(database))
    try:
        known = set(jobs._functions)
    finally:
        jobs.close()

    assert known == set(KINDS)
    assert kind_named("reshuffle") == Text("reshuffle", "reshuffle")


def test_every_state_of_a_run_has_a_name():
    """All five that a run may be in."""
    assert set(STATES) == {"queued", "running", "done", "failed", "cancelled"}
