"""A request sent twice gets the answer it got."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from time import sleep

import pytest

from allocator.domain.errors import BadInput, Conflict
from allocator.domain.words import Text
from allocator.persistence.desk import Keys
from allocator.services.context import Context
from allocator.services.idempotency import Kept, answer_once, recall

NOON = datetime(2022, 9, 5, 4, 0, tzinfo=UTC)


@pytest.fixture
def context(database):
    """A clerk at noon."""
    return Context(database, lambda: NOON, "clerk")


def never(_):
    """What must not be done a second time."""
    raise AssertionError("done twice")


def test_the_second_time_nothing_is_done(context):
    """The answer comes from memory."""
    first = answer_once(context, "k", "d", lambda _: Kept(201, "made"))

    assert first == (Kept(201, "made"), False)
    assert answer_once(context, "k", "d", never) == (Kept(201, "made"), True)


def test_another_request_under_the_key_is_refused(context):
    """A key stands for one request."""
    answer_once(context, "k", "d", lambda _: Kept(201, "made"))

    with pytest.raises(BadInput) as told:
        answer_once(context, "k", "other", never)
    assert told.value.code == "key-reused"


def test_another_persons_key_is_another_key(context):
    """Two may choose the same word."""
    answer_once(context, "k", "d", lambda _: Kept(201, "made"))

    assert answer_once(context.by("other"), "k", "x", lambda _: Kept(201, "too")) == (Kept(201, "too"), False)


def refused(_):
    """Refuse the request."""
    raise Conflict(Text("已在册", "there already"), Text("核对", "look"))


def test_a_refusal_is_not_remembered(context):
    """Put right, the request may come again."""
    with pytest.raises(Conflict):
        answer_once(context, "k", "d", refused)

    assert answer_once(context, "k", "d", lambda _: Kept(201, "made")) == (Kept(201, "made"), False)


def a_change(within):
    """Change the office in the context a request is handed."""
    with within.database.writing() as uow:
        uow.edits.add(NOON.date(), "people", "G01", None, NOON)
        uow.commit()


def changes(context):
    """Count what was changed."""
    with context.database.reading() as uow:
        return len(uow.edits.since(NOON.date()))


def test_the_change_and_its_answer_are_kept_together(context):
    """Nobody is told "refused" of what has happened."""
    answer_once(context, "k", "d", lambda within: (a_change(within), Kept(201, "made"))[1])

    assert (changes(context), recall(context, "k", "d")) == (1, Kept(201, "made"))


def test_a_change_whose_answer_cannot_be_kept_is_undone(context, monkeypatch):
    """As with a process killed between the two: sent again, the request is done, once."""
    monkeypatch.setattr(Keys, "put", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        answer_once(context, "k", "d", lambda within: (a_change(within), Kept(201, "made"))[1])
    monkeypatch.undo()

    assert (changes(context), recall(context, "k", "d")) == (0, None)
    assert answer_once(context, "k", "d", lambda _: Kept(201, "made")) == (Kept(201, "made"), False)


def test_of_two_requests_with_one_key_the_second_changes_nothing(context):
    """Whoever finds the key taken is refused before the request is looked at."""
    answer_once(context, "k", "d", lambda within: (a_change(within), Kept(201, "made"))[1])

    with pytest.raises(BadInput):
        answer_once(context, "k", "other", lambda within: (a_change(within), Kept(201, "made"))[1])
    assert changes(context) == 1


def test_of_two_at_the_same_instant_one_is_done(context):
    """The others wait for the first and get its answer."""
    done = []

    def slow(_):
        sleep(0.05)
        done.append(1)
        return Kept(201, "made")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: answer_once(context, "k", "d", slow)[0], range(8)))

    assert (len(done), answers) == (1, [Kept(201, "made")] * 8)


def test_answers_are_let_go_after_a_week(context, database):
    """What is a week old is forgotten when the next one is kept."""
    answer_once(context, "k", "d", lambda _: Kept(201, "made"))
    later = Context(database, lambda: NOON + timedelta(days=8), "clerk")
    answer_once(later, "k2", "d", lambda _: Kept(201, "made"))

    assert recall(later, "k", "d") is None
    assert recall(later, "k2", "d") == Kept(201, "made")
