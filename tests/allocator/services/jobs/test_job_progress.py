"""Telling and asking while a job runs: seldom, the latest of each, and never at the cost of the job."""

import time

from allocator.domain.errors import Unavailable
from allocator.domain.words import Text
from allocator.services.jobs.job_progress import Asker, Teller


def test_news_is_written_at_most_so_often_and_the_latest_of_each(monkeypatch):
    """A solver that tells a thousand times a second costs two writings; nothing that matters is lost."""
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    written = []
    tell = Teller(lambda **news: written.append(news))

    now[0] = 1.0
    for progress in range(1000):
        tell(progress, value=7 if progress == 3 else None)
    now[0] = 2.0
    tell(bound=5)

    assert written == [{"progress": 0}, {"progress": 999, "value": 7, "bound": 5}]


def test_a_busy_database_costs_the_news_and_not_the_job(monkeypatch):
    """What could not be written is told with the next news."""
    now = [1.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    written, busy = [], [True]

    def write(**news):
        if busy[0]:
            raise Unavailable(Text("忙", "busy"), Text("等", "wait"))
        written.append(news)

    tell = Teller(write)
    tell(1, value=9)
    busy[0], now[0] = False, 2.0
    tell(2)

    assert written == [{"progress": 2, "value": 9}]


def test_the_wish_to_stop_is_looked_up_seldom_and_remembered(monkeypatch):
    """Asking is cheap, and a yes is never taken back."""
    now, asked = [1.0], []
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    answers = iter([False, True])

    def look_up():
        asked.append(now[0])
        return next(answers)

    ask = Asker(look_up)

    assert [ask(), ask(), ask()] == [False, False, False]
    now[0] = 2.0
    assert [ask(), ask()] == [True, True]
    assert len(asked) == 2
