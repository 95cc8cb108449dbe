"""Entries of the log in words."""

from allocator.domain.words import Text
from allocator.services.audit import RUNNERS
from allocator.services.log_words import KINDS, entry_named


def test_every_decision_that_can_be_run_again_has_a_name():
    """A kind of entry nobody named is told by the word it is kept under."""
    assert set(RUNNERS) <= set(KINDS)
    assert entry_named("token") == Text("token", "token")
