"""The settings of the web server."""

import gc
import threading
from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, Environment

from allocator import web
from allocator.services.context import Context


@pytest.fixture
def unfrozen(monkeypatch):
    """Nothing is set aside before the test, and after it what the tests set aside is again; no thread is left behind."""
    before = gc.get_threshold()
    gc.unfreeze()
    monkeypatch.setattr(web, "keep_warm", lambda context: context.append("warmed"))
    monkeypatch.setattr(web.Sweeper, "_go_on", lambda _self: None)
    yield
    gc.set_threshold(*before)
    gc.freeze()


def a_worker():
    """A process that was just begun, of an application of one page."""
    pages = Environment(loader=DictLoader({"page.html": "{{ t }}"}), autoescape=True)
    extensions = {"fenliu": SimpleNamespace(context=[])}
    return SimpleNamespace(wsgi=SimpleNamespace(config={}, jinja_env=pages, extensions=extensions), alive=True)


def test_a_worker_reads_its_templates_before_anybody_waits_for_one(unfrozen):
    """The first page of a process takes no longer than the second."""
    worker = a_worker()
    web.post_worker_init(worker)

    assert worker.wsgi.jinja_env.cache is not None
    assert [template.name for template in worker.wsgi.jinja_env.cache.values()] == ["page.html"]
    assert worker.wsgi.extensions["fenliu"].context == ["warmed"]


OFFICE = Context(None)  # type: ignore[arg-type]


class Over(BaseException):
    """Ends a thread of a test."""


def ended(thread):
    """Wait until a thread ended that a test ends by `Over`."""
    thread.join(timeout=10)
    assert not thread.is_alive()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_a_process_keeps_is_read_before_its_first_page_and_again_later():
    """A new day's is another: whoever comes first in the morning waits no longer than the next."""
    seen = []

    def read(context):
        seen.append(context)
        if len(seen) == 3:
            raise Over

    thread = web.keep_warm(OFFICE, read, every=0)
    assert seen
    ended(thread)

    assert seen == [OFFICE] * 3


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_reading_that_takes_long_does_not_keep_the_process_from_answering(monkeypatch):
    """An office of millions is read on while pages are served."""
    monkeypatch.setattr(web, "LONGEST_WAIT", 0.05)
    go_on = threading.Event()

    def read(_context):
        go_on.wait(10)
        raise Over

    thread = web.keep_warm(OFFICE, read)
    assert thread.is_alive()
    go_on.set()
    ended(thread)


def test_a_worker_knows_whether_it_was_told_to_stop_and_looks_no_more_through_what_it_began_with(unfrozen):
    """A full collection of cycles stops every page for as long as it looks: what was loaded at the start is set aside."""
    worker = a_worker()
    held = len(gc.get_objects())
    web.post_worker_init(worker)

    assert gc.get_freeze_count() > held / 2
    assert len(gc.get_objects()) < held / 10
    stopping = worker.wsgi.config["STOPPING"]
    assert not stopping()
    worker.alive = False
    assert stopping()


def test_all_that_lives_is_looked_through_when_no_page_is_being_made(unfrozen, monkeypatch):
    """Ten collections of the young after the last whole one, in a quiet second; without one after five hundred."""
    now, since = [100.0], [0]
    sweeper = web.Sweeper(lambda: now[0])
    monkeypatch.setattr(web, "sweeper", sweeper)
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, since[0]))

    def told(after, collections):
        since[0] = collections
        web.pre_request(None, None)
        now[0] += 5
        web.post_request(None, None)
        now[0] += after
        return sweeper.is_time()

    assert [told(0, 499), told(0, 500), told(0.9, 499), told(1, 9), told(1, 10)] == [False, True, False, False, True]


def test_python_begins_no_whole_look_by_itself_in_a_worker(unfrozen):
    """What dies young goes at once; the rest waits for its turn."""
    web.Sweeper().begin()
    whole = gc.get_stats()[2]["collections"]
    for _ in range(web.YOUNG * web.MIDDLE * 30):
        cycle: list[object] = []
        cycle.append(cycle)

    assert gc.get_stats()[2]["collections"] == whole
    assert gc.get_count()[2] > 10
    left = [one for one in gc.get_objects() if isinstance(one, list) and one and one[0] is one]
    assert len(left) < web.YOUNG * web.MIDDLE
