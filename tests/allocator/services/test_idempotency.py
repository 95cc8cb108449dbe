"""A request sent twice gets the answer it got."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from time import sleep

import pytest

from allocator.domain.errors import BadInput, Conflict
from allocator.domain.words import Text
from allocator.services import idempotency
from allocator.services.context import Context
from allocator.services.idempotency import Kept, answer_once, keep, recall

NOON = datetime(2022, 9, 5, 4, 0, tzinfo=UTC)


@pytest.fixture
def context(database):
    """A clerk at noon."""
    return Context(database, lambda: NOON, "clerk")


def never():
    """What must not be done a second time."""
    raise AssertionError("done twice")


def test_the_second_time_nothing_is_done(context):
    """The answer comes from memory."""
    first = answer_once(context, "k", "d", lambda: Kept(201, "made"))

    assert first == (Kept(201, "made"), False)
    assert answer_once(context, "k", "d", never) == (Kept(201, "made"), True)


def test_another_request_under_the_key_is_refused(context):
    """A key stands for one request."""
    answer_once(context, "k", "d", lambda: Kept(201, "made"))

    with pytest.raises(BadInput) as told:
        answer_once(context, "k", "other", never)
    assert told.value.code == "key-reused"


def test_another_persons_key_is_another_key(context):
    """Two may choose the same word."""
    answer_once(context, "k", "d", lambda: Kept(201, "made"))

    assert answer_once(context.by("other"), "k", "x", lambda: Kept(201, "too")) == (Kept(201, "too"), False)


def test_a_refusal_is_not_remembered(context):
    """Put right, the request may come again."""
    answer_once(context, "k", "d", lambda: Kept(422, "wrong"))

    assert answer_once(context, "k", "d", lambda: Kept(201, "made")) == (Kept(201, "made"), False)


def test_of_two_at_once_the_first_answer_counts_for_both(context):
    """Who finds an answer kept meanwhile gives that one."""
    keep(context, "k", "d", Kept(201, "first"))

    assert keep(context, "k", "d", Kept(200, "second")) == (Kept(201, "first"), True)


def _refused():
    raise Conflict(Text("已在册", "there already"), Text("核对", "look"))


def test_a_conflict_with_its_own_twin_waits_for_the_twins_answer(context, monkeypatch):
    """The one that came second a moment after gets what the first got."""
    monkeypatch.setattr("time.sleep", lambda _: keep(context, "k", "d", Kept(201, "first")))

    assert answer_once(context, "k", "d", _refused) == (Kept(201, "first"), True)


def test_a_true_conflict_is_told(context, monkeypatch):
    """When no twin answers, the conflict is somebody else's."""
    monkeypatch.setattr(idempotency, "PATIENCE_SECONDS", 0)

    with pytest.raises(Conflict):
        answer_once(context, "k", "d", _refused)


def test_of_two_at_the_same_instant_one_is_done(context):
    """The second waits for the first and gets its answer; no turn is left over."""
    done = []

    def slow():
        sleep(0.05)
        done.append(1)
        return Kept(201, "made")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: answer_once(context, "k", "d", slow)[0], range(8)))

    assert (len(done), answers) == (1, [Kept(201, "made")] * 8)
    assert idempotency._TURNS == {}


def test_answers_are_let_go_after_a_week(context, database):
    """What is a week old is forgotten when the next one is kept."""
    answer_once(context, "k", "d", lambda: Kept(201, "made"))
    later = Context(database, lambda: NOON + timedelta(days=8), "clerk")
    answer_once(later, "k2", "d", lambda: Kept(201, "made"))

    assert recall(later, "k", "d") is None
    assert recall(later, "k2", "d") == Kept(201, "made")
