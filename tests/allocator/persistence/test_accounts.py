"""Users, sessions, links, attempts and grants, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from allocator.persistence.accounts import Link, User
from allocator.persistence.sign_ins import FAILED, IN, Attempt, Grant

NOON = datetime(2022, 9, 5, 4, 0, tzinfo=UTC)
WANG = User("wang", "王某", "clerk", None, disabled=False, created_at=NOON)
MINUTE = timedelta(minutes=1)


def test_a_user_is_kept_once_and_changed(either):
    """As put down; a second one of the name is refused, a change keeps the rest."""
    with either.writing() as uow:
        assert uow.users.add(WANG)
        assert not uow.users.add(replace(WANG, display="另一位"))
        uow.users.change("wang", role="planner", password="kept")
        uow.commit()

    with either.reading() as uow:
        assert uow.users.find("wang") == replace(WANG, role="planner", password="kept")
        assert uow.users.all() == (uow.users.find("wang"),)
        assert uow.users.find("li") is None


def test_a_session_is_found_with_its_user_and_ended(either):
    """By the hash of its cookie; ending all but one leaves that one."""
    with either.writing() as uow:
        uow.users.add(WANG)
        numbers = [uow.sessions.add(letter * 64, "wang", NOON, "10.0.0.8", "Firefox") for letter in "abc"]
        uow.sessions.touch(numbers[1], NOON + MINUTE)
        assert uow.sessions.end("wang", numbers[2]) == 1
        assert uow.sessions.end("wang", but=numbers[0]) == 1
        uow.commit()

    with either.reading() as uow:
        session, user = uow.sessions.find("a" * 64)
        assert (session.number, session.created_at, user) == (numbers[0], NOON, WANG)
        assert uow.sessions.of("wang") == (session,)
        assert uow.sessions.find("b" * 64) is None


def test_sessions_that_are_over_are_let_go(either):
    """Begun too long ago, or not used for too long."""
    with either.writing() as uow:
        uow.users.add(WANG)
        for letter, begun, seen in (("a", 0, 0), ("b", 0, 60), ("c", 30, 60)):
            number = uow.sessions.add(letter * 64, "wang", NOON + begun * MINUTE, "", "")
            uow.sessions.touch(number, NOON + seen * MINUTE)
        uow.sessions.forget(NOON, NOON + 30 * MINUTE)
        uow.commit()

    with either.reading() as uow:
        assert [uow.sessions.find(letter * 64) is not None for letter in "abc"] == [False, False, True]


def test_a_user_has_one_link_at_a_time(either):
    """The one made last; that of the first administrator stands apart."""
    with either.writing() as uow:
        uow.users.add(WANG)
        for letter, user in (("a", "wang"), ("b", None), ("c", "wang")):
            uow.links.add(letter * 64, user, NOON, NOON + MINUTE)
        uow.commit()

    with either.reading() as uow:
        found = [uow.links.find(letter * 64) for letter in "abc"]
        assert found == [None, Link(None, NOON + MINUTE), Link("wang", NOON + MINUTE)]


def test_attempts_are_counted_by_account_address_and_browser(either):
    """Failures after an instant, newest first; what ended well makes the browser familiar."""
    with either.writing() as uow:
        uow.users.add(WANG)
        for minute in range(3):
            uow.sign_ins.add(NOON + minute * MINUTE, "aa", "wang", "10.0.0.8", "desk", FAILED)
        uow.sign_ins.succeeded(uow.sign_ins.add(NOON, "aa", "wang", "10.0.0.8", "home", FAILED))
        uow.sign_ins.forget(NOON)
        uow.commit()

    with either.reading() as uow:
        tried = uow.sign_ins
        assert tried.failures(NOON, account="aa") == (NOON + 2 * MINUTE, NOON + MINUTE)
        assert tried.failures(NOON, address="10.0.0.9") == tried.failures(NOON, device="home") == ()
        assert [tried.is_familiar("aa", device, NOON) for device in ("desk", "home")] == [False, True]
        assert not tried.is_familiar("aa", "home", NOON + MINUTE)
        assert tried.latest(1) == (Attempt(NOON, "wang", "10.0.0.8", IN),)


def test_a_grant_is_in_force_until_its_instant(either):
    """And not at it; ended, it is over at once."""
    with either.writing() as uow:
        uow.users.add(WANG)
        first = uow.grants.add(Grant(0, "wang", "role", "planner", "代班", "admin", NOON, NOON + MINUTE))
        second = uow.grants.add(replace(first, until=NOON + 2 * MINUTE))
        uow.commit()
    with either.writing() as uow:
        assert uow.grants.of("wang", NOON) == uow.grants.all(NOON) == (first, second)
        assert uow.grants.of("wang", NOON + MINUTE) == (second,)
        uow.grants.end(second.number, NOON)
        assert uow.grants.all(NOON) == (first,)
        assert uow.grants.find(999) is None
        assert uow.grants.find(second.number).until == NOON
