"""The desk's own business: draw days, edits, keys, tokens."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from allocator.persistence.desk import Answer, DrawDay, Token

DAY = date(2022, 9, 5)
NOON = datetime(2022, 9, 5, 4, 0, tzinfo=UTC)


def test_a_draw_day_keeps_its_secret_to_the_byte(either):
    """The secret of the draw is the very bytes that were committed to."""
    secret = bytes(range(32))
    with either.writing() as uow:
        uow.draws.commit(DAY, "c" * 64, secret, NOON)
        uow.commit()

    with either.reading() as uow:
        assert uow.draws.day(DAY) == DrawDay(DAY, "c" * 64, secret, NOON, None)
        assert uow.draws.day(DAY - timedelta(days=1)) is None


def test_a_day_has_one_secret(either):
    """Nobody commits a second one after seeing the first filing."""
    with either.writing() as uow:
        uow.draws.commit(DAY, "c" * 64, b"1", NOON)
        uow.commit()

    with pytest.raises(sa.exc.IntegrityError), either.writing() as uow:
        uow.draws.commit(DAY, "d" * 64, b"2", NOON)


def test_days_gone_by_are_revealed_once(either):
    """The first showing counts, and a shown day is no longer waiting."""
    with either.writing() as uow:
        for back in (2, 1, 0):
            uow.draws.commit(DAY - timedelta(days=back), "c" * 64, b"1", NOON)
        assert [day.day.day for day in uow.draws.unrevealed(before=DAY)] == [3, 4]
        uow.draws.reveal(date(2022, 9, 3), NOON)
        uow.draws.reveal(date(2022, 9, 3), NOON + timedelta(days=1))
        uow.commit()

    with either.reading() as uow:
        assert [day.day.day for day in uow.draws.unrevealed(before=DAY)] == [4]
        assert uow.draws.day(date(2022, 9, 3)).revealed_at == NOON


def test_edits_are_told_from_a_day_on_in_order(either):
    """The pool guard sees what was entered lately."""
    with either.writing() as uow:
        uow.edits.add(DAY - timedelta(days=1), "absences", "o1 2022", "o1", NOON)
        uow.edits.add(DAY, "rulebook", "small-1", None, NOON)
        uow.edits.add(DAY, "people", "o2", "o2", NOON)
        uow.commit()

    with either.reading() as uow:
        assert uow.edits.since(DAY) == (("rulebook", None, DAY), ("people", "o2", DAY))
        assert len(uow.edits.since(DAY - timedelta(days=1))) == 3


def test_a_request_sent_again_gets_its_answer_and_nobody_elses(either):
    """Keys belong to who sent them."""
    with either.writing() as uow:
        uow.keys.put("k", "d" * 64, 201, '{"id": 1}', "甲", NOON)
        uow.keys.put("k", "e" * 64, 201, '{"id": 2}', "乙")
        uow.commit()

    with either.reading() as uow:
        assert uow.keys.get("k", "甲") == Answer("d" * 64, 201, '{"id": 1}')
        assert uow.keys.get("k", "乙").digest == "e" * 64
        assert uow.keys.get("k", "丙") is None


def test_a_key_is_answered_once(either):
    """Two requests of one key at once cannot both keep an answer."""
    with either.writing() as uow:
        uow.keys.put("k", "d" * 64, 201, "{}", "甲", NOON)
        with pytest.raises(sa.exc.IntegrityError):
            uow.keys.put("k", "d" * 64, 201, "{}", "甲", NOON)


def test_old_answers_are_let_go(either):
    """Keys are kept for days, not for ever."""
    with either.writing() as uow:
        uow.keys.put("old", "d" * 64, 201, "{}", "甲", NOON - timedelta(days=8))
        uow.keys.put("new", "d" * 64, 201, "{}", "甲", NOON)
        assert uow.keys.forget(NOON - timedelta(days=7)) == 1
        assert (uow.keys.get("old", "甲"), uow.keys.get("new", "甲").status) == (None, 201)


def test_a_token_is_found_by_its_hash_until_it_is_taken_back(either):
    """Only the hash is known here."""
    token = Token("a" * 64, "导入程序", "clerk", NOON, NOON + timedelta(days=1))
    with either.writing() as uow:
        uow.tokens.add(token.hash, token.actor, token.role, token.created_at, token.expires_at)
        uow.tokens.add("b" * 64, "x", "admin", NOON + timedelta(days=1))
        uow.commit()

    with either.writing() as uow:
        assert uow.tokens.find("a" * 64) == token
        assert [found.hash[0] for found in uow.tokens.all()] == ["b", "a"]
        assert uow.tokens.remove("a" * 64)
        assert not uow.tokens.remove("a" * 64)
        assert uow.tokens.find("a" * 64) is None


def test_an_instant_without_a_zone_is_refused(database):
    """Nine o'clock is no instant before somebody says where."""
    with database.writing() as uow, pytest.raises(sa.exc.StatementError, match="no time zone"):
        uow.keys.put("k", "d" * 64, 201, "{}", "甲", datetime(2022, 9, 5, 9, 0))  # noqa: DTZ001
