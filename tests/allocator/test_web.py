"""The settings of the web server."""

import gc
from types import SimpleNamespace

import pytest

from allocator import web


@pytest.fixture
def unfrozen():
    """What the test set aside is looked through again after it."""
    yield
    gc.unfreeze()


def test_a_worker_knows_whether_it_was_told_to_stop_and_looks_no_more_through_what_it_began_with(unfrozen):
    """A full collection of cycles stops every page for as long as it looks: what was loaded at the start is set aside."""
    worker = SimpleNamespace(wsgi=SimpleNamespace(config={}), alive=True)
    held = len(gc.get_objects())
    web.post_worker_init(worker)

    assert gc.get_freeze_count() > held / 2
    assert len(gc.get_objects()) < held / 10
    stopping = worker.wsgi.config["STOPPING"]
    assert not stopping()
    worker.alive = False
    assert stopping()
