"""Tokens: made once, kept as a hash, good for a time; and what each role may."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa

from allocator.domain.errors import BadInput, Conflict, NotFound
from allocator.persistence.tables.desk import TokenRow
from allocator.services.access.permissions import (
    AUDITOR,
    LADDER,
    LEAST_ROLE,
    ROLES,
    STAFF,
    Access,
    create_token,
    holder,
    may_of,
)
from allocator.services.context import Context
from tests.allocator.services.stories import NOON


def test_a_database_without_an_office_has_no_tokens(database):
    """Nobody serves it; most often it is the wrong file."""
    with pytest.raises(NotFound) as told:
        create_token(Context(database, lambda: NOON, "administrator"), "王某", "clerk")

    assert told.value.code == "office-missing"


@pytest.mark.parametrize("role", ROLES)
def test_a_token_speaks_for_its_holder_in_its_role(context, role):
    """Who presents it is who it was made for."""
    token = create_token(context, " 王某 ", role)

    assert holder(context, token) == Access("王某", role)


def test_two_tokens_are_never_alike(context):
    """Also for one person and role."""
    assert create_token(context, "王某", "clerk") != create_token(context, "王某", "clerk")


def test_the_database_holds_no_token(context):
    """Who reads the database, its log included, cannot speak for anybody."""
    token = create_token(context, "王某", "clerk")

    with context.database.reading() as uow:
        kept = [row.hash for row in uow.session.scalars(sa.select(TokenRow))]
        logged = str([entry.as_dict() for entry in uow.log.entries()])
    assert token not in kept
    assert token not in logged
    assert kept[0] not in logged


def test_who_got_which_role_stands_in_the_log(context):
    """By whom it was made, for whom, until when."""
    create_token(context, "王某", "supervisor", days=30)

    with context.database.reading() as uow:
        entry = uow.log.entries(kind="token")[0]
    assert (entry.actor, entry.body["name"], entry.body["role"]) == ("administrator", "王某", "supervisor")
    assert entry.body["expires_at"].startswith("2022-10-05")


def test_a_token_ends_at_its_hour(context, database):
    """Good to the last second before, and not at the hour itself."""
    token = create_token(context, "王某", "clerk", days=1)

    assert holder(Context(database, lambda: NOON + timedelta(days=1, seconds=-1)), token)
    assert holder(Context(database, lambda: NOON + timedelta(days=1)), token) is None


@pytest.mark.parametrize("token", ["", "fenliu_", "x" * 10_000, "令牌", "\ud800", "\x00"])
def test_anything_else_speaks_for_nobody(context, token):
    """Whatever is presented, it is unknown, and nothing fails."""
    create_token(context, "王某", "clerk")

    assert holder(context, token) is None


@pytest.mark.parametrize(
    "name, role, days, code",
    [
        ("", "clerk", None, "token-name"),
        ("  ", "clerk", None, "token-name"),
        ("a\nb", "clerk", None, "token-name"),
        ("x" * 101, "clerk", None, "token-name"),
        ("王某", "king", None, "token-role"),
        ("王某", "clerk", 0, "token-days"),
        ("王某", "clerk", -1, "token-days"),
        ("王某", "clerk", 10**9, "token-days"),
    ],
)
def test_a_token_that_cannot_be_is_refused(context, name, role, days, code):
    """Nobody's name, a role there is none, an impossible time."""
    with pytest.raises(BadInput) as told:
        create_token(context, name, role, days)

    assert told.value.code == code


def test_each_step_of_the_ladder_may_what_the_one_below_may():
    """A supervisor may what a clerk may, and so on up."""
    for below, above in pairwise(LADDER):
        assert {name for name in LEAST_ROLE if Access("a", below).may(name)} < {
            name for name in LEAST_ROLE if Access("a", above).may(name)
        }


def test_a_permission_nobody_listed_is_nobodys():
    """Deny by default, for every role and for a role that is none."""
    assert not [role for role in (*ROLES, "king") if Access("a", role).may("everything")]
    assert not [name for name in LEAST_ROLE if Access("a", "king").may(name)]


def test_the_auditor_sees_all_and_changes_nothing():
    """Everything there is to read, the log and the replay; nothing that writes."""
    may = {name for name in LEAST_ROLE if Access("a", AUDITOR).may(name)}

    assert {name for name in LEAST_ROLE if name.endswith(":read")} < may
    asking = {"account:own", "log:verify", "decisions:replay", "certificates:verify", "people:explain"}
    assert may - {name for name in LEAST_ROLE if name.endswith(":read")} == asking


def test_staff_see_their_own_and_nothing_else():
    """What they carry and why, and their own account."""
    assert {name for name in LEAST_ROLE if Access("a", STAFF).may(name)} == {"own:read", "account:own"}


@pytest.mark.parametrize("role", ROLES)
def test_what_was_granted_comes_on_top_of_the_role(role):
    """A permission there is; one nobody listed stays nobody's, granted or not."""
    access = Access("a", role, granted=frozenset({"rulebook:release", "everything"}))

    assert {name for name in LEAST_ROLE if access.may(name)} == may_of(role) | {"rulebook:release"}
    assert not access.may("everything")


def test_a_token_is_not_made_on_a_day_that_is_over(context):
    """A clock set far back writes nothing into the log, a token no more than a case."""
    create_token(context, "王某", "clerk")

    with pytest.raises(Conflict):
        create_token(replace(context, clock=lambda: NOON - timedelta(days=3)), "李某", "clerk")
