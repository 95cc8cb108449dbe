"""Tokens that were made: who has one, and taking one back."""

from datetime import UTC, datetime

import pytest

from allocator.domain.errors import NotFound
from allocator.services.access.permissions import create_token, hashed, holder
from allocator.services.access.tokens import list_tokens, withdraw_tokens
from tests.allocator.services.stories import NOON


def test_a_token_taken_back_speaks_for_nobody_from_then_on(context):
    """Every token of that name, and nobody else's."""
    first, second, other = (create_token(context, name, "clerk") for name in ("王某", "王某", "李某"))

    assert len(withdraw_tokens(context, " 王某 ")) == 2
    assert (holder(context, first), holder(context, second)) == (None, None)
    assert holder(context, other) is not None


def test_the_list_shows_who_and_until_when_and_never_a_token(context):
    """Those in force and those taken back; neither a token nor what it is kept by."""
    lost = create_token(context, "王某", "supervisor", days=30)
    withdraw_tokens(context, "王某")
    kept = create_token(context, "王某", "clerk")

    records = list_tokens(context)
    assert {(record.name, record.role, record.withdrawn_at) for record in records} == {
        ("王某", "clerk", None),
        ("王某", "supervisor", NOON),
    }
    assert [record.expires_at for record in records if record.withdrawn_at] == [datetime(2022, 10, 5, 4, tzinfo=UTC)]
    shown = str([record.as_dict() for record in records])
    assert not [secret for token in (lost, kept) for secret in (token, hashed(token)) if secret in shown]


def test_who_took_a_token_back_stands_in_the_log(context):
    """By whom, whose, in which role; the log holds no secret of it."""
    token = create_token(context, "王某", "clerk")
    withdraw_tokens(context, "王某")

    with context.database.reading() as uow:
        [entry] = uow.log.entries(kind="token_withdrawal")
    assert (entry.actor, entry.body["name"], entry.body["role"]) == ("administrator", "王某", "clerk")
    assert hashed(token) not in str(entry.body)


def test_a_name_without_a_token_is_told(context):
    """Also one whose tokens were taken back already; nothing is written."""
    create_token(context, "王某", "clerk")
    withdraw_tokens(context, "王某")

    for name in ("王某", "李某", ""):
        with pytest.raises(NotFound, match="no token"):
            withdraw_tokens(context, name)
