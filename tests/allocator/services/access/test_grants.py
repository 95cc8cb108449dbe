"""Grants for a time: further than the role, until an instant, by somebody, for a reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

from allocator.domain.errors import BadInput, NotAllowed, NotFound
from allocator.services.access.access_rules import AccessRules
from allocator.services.access.grants import end_grant, give_grant, list_grants
from allocator.services.access.sessions import Visitor, who_is
from allocator.services.access.sign_in import sign_in
from allocator.services.access.users import add_user, set_password
from tests.allocator.services.stories import NOON

RULES = AccessRules()
TOMORROW = NOON + timedelta(days=1)
WORDS = "晴天 骑车 三十里 地图"


@pytest.fixture
def session(context):
    """A clerk's access at an instant, asked for anew each time."""
    add_user(context, "王某", "王某", "clerk")
    set_password(context, "王某", WORDS, RULES.passwords)
    rules = AccessRules(sessions=replace(RULES.sessions, idle_minutes=1440, longest_hours=1440))
    cookie = sign_in(context, "王某", WORDS, Visitor("a", "b", "c"), rules).cookie
    return lambda **span: who_is(replace(context, clock=lambda: NOON + timedelta(**span)), cookie, rules.sessions)


def test_a_permission_is_had_until_its_hour_and_no_longer(context, session):
    """To the second; nothing else comes with it."""
    give_grant(context, "王某", "decisions:read", NOON + timedelta(hours=5), "代班")

    assert session().may("decisions:read")
    assert session(hours=4, minutes=59).may("decisions:read")
    assert not session(hours=5).may("decisions:read")
    assert not session().may("runs:write")


def test_a_role_for_a_time_brings_all_it_may(context, session):
    """The supervisor's stand-in; the log names the user all the same."""
    give_grant(context, "王某", "supervisor", TOMORROW, "主管休假")

    assert session().may("assignment:name")
    assert not session().may("rulebook:release")
    assert (session().actor, session().role) == ("王某", "clerk")


def test_a_grant_is_ended_before_its_time(context, session):
    """At once; a second time there is none."""
    grant = give_grant(context, "王某", "supervisor", TOMORROW, "主管休假")
    assert [found.what for found in list_grants(context)] == ["supervisor"]
    end_grant(context, grant.number)

    assert not session().may("assignment:name")
    assert list_grants(context) == ()
    with pytest.raises(NotFound):
        end_grant(context, grant.number)


def test_who_let_whom_further_stands_in_the_log(context, session):
    """Given and ended, by whom, why, until when."""
    end_grant(context, give_grant(context, "王某", "supervisor", TOMORROW, "主管休假").number)

    with context.database.reading() as uow:
        given, ended = uow.log.entries(kind="grant")
    assert (given.actor, given.body["change"], given.body["because"]) == ("administrator", "given", "主管休假")
    assert ended.body["change"] == "ended"


@pytest.mark.parametrize(
    "what, span, because, code",
    [
        ("everything", {"days": 1}, "代班", "grant-what"),
        ("supervisor", {"days": 1}, " ", "grant-because"),
        ("supervisor", {"days": 0}, "代班", "grant-until"),
        ("supervisor", {"days": -1}, "代班", "grant-until"),
        ("supervisor", {"days": 367}, "代班", "grant-until"),
    ],
)
def test_a_grant_that_cannot_be_is_refused(context, session, what, span, because, code):
    """Of nothing there is, without a reason, over already, or for ever."""
    with pytest.raises(BadInput) as told:
        give_grant(context, "王某", what, NOON + timedelta(**span), because)

    assert told.value.code == code
    assert list_grants(context) == ()


def test_an_auditor_stays_one_who_only_reads(context):
    """No grant lets the auditor change anything."""
    add_user(context, "审计", "审计", "auditor")

    with pytest.raises(NotAllowed):
        give_grant(context, "审计", "supervisor", TOMORROW, "代班")
    with pytest.raises(NotAllowed):
        give_grant(context, "审计", "runs:write", TOMORROW, "代班")
