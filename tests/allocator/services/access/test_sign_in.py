"""Signing in: limits that stop guessing and shut nobody out, sessions that end."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocator.domain.errors import BadInput, NotAllowed, NotFound, TooOften, Unavailable
from allocator.services.access.access_rules import AccessRules, LimitRules, SessionRules, read_rules, rules_from
from allocator.services.access.links import Opened, Wanted, first_link, look_at, make_link, use_link
from allocator.services.access.sessions import Visitor, end_session, end_sessions, list_sessions, sign_out, who_is
from allocator.services.access.sign_in import attempts, sign_in
from allocator.services.access.users import add_user, read_user, set_password
from tests.allocator.services.stories import NOON

RULES = AccessRules()
DESK, CAFE = Visitor("10.0.0.8", "Firefox", "desk"), Visitor("203.0.113.9", "curl", "cafe")
WORDS = "晴天 骑车 三十里 地图"


def at(context, **span):
    """Give the context some time later."""
    return replace(context, clock=lambda: NOON + timedelta(**span))


def signed(context, cookie):
    """Give who a cookie speaks for, who is somebody."""
    found = who_is(context, cookie, RULES.sessions)
    assert found is not None
    return found


def first(context):
    """Make the first link, which there is."""
    link = first_link(context, RULES.links)
    assert link is not None
    return link


@pytest.fixture
def wang(context):
    """A clerk who can sign in."""
    add_user(context, "王某", "王某", "clerk")
    set_password(context, "王某", WORDS, RULES.passwords)
    return context


def fails(context, visitor, name="王某", times=1):
    """Try wrong passwords and give what the last was answered."""
    answer = None
    for number in range(times):
        with pytest.raises((NotAllowed, TooOften)) as told:
            sign_in(context, name, f"wrong password {number}", visitor, RULES)
        answer = told.value
    return answer


def test_name_and_password_open_a_session(wang):
    """Which speaks for the user, in the user's role."""
    done = sign_in(wang, "王某", WORDS, DESK, RULES)

    found = signed(wang, done.cookie)
    assert (found.actor, found.role, found.may("cases:read"), found.may("users:write")) == (
        "王某",
        "clerk",
        True,
        False,
    )


def test_an_unknown_name_is_answered_like_a_wrong_password(wang):
    """Word for word, and limited after as many tries: nobody learns who has an account."""
    known, unknown = fails(wang, CAFE), fails(wang, replace(CAFE, address="203.0.113.10"), "nobody")
    assert known.as_dict() == unknown.as_dict()

    known, unknown = fails(wang, CAFE, times=5), fails(wang, replace(CAFE, address="203.0.113.10"), "nobody", times=5)
    assert known.as_dict() == unknown.as_dict()
    assert known.code == "sign-in-too-often"


def test_after_five_failures_even_the_right_password_waits(wang):
    """For the time it is told, and not a second longer."""
    fails(wang, CAFE, times=5)
    with pytest.raises(TooOften) as told:
        sign_in(wang, "王某", WORDS, CAFE, RULES)

    wait = int(str(told.value.facts["seconds"]))
    assert 0 < wait <= 15 * 60
    with pytest.raises(TooOften):
        sign_in(at(wang, seconds=wait - 1), "王某", WORDS, CAFE, RULES)
    assert sign_in(at(wang, seconds=wait), "王某", WORDS, CAFE, RULES).user == "王某"


def test_nobody_shuts_somebody_else_out_of_their_own_desk(wang):
    """However often strangers fail, the browser one has signed in with before is counted apart."""
    sign_in(wang, "王某", WORDS, DESK, RULES)
    for number in range(30):
        fails(wang, Visitor(f"203.0.113.{number}", "curl", f"x{number}"))

    assert sign_in(wang, "王某", WORDS, DESK, RULES).user == "王某"
    fails(wang, DESK, times=5)
    with pytest.raises(TooOften):
        sign_in(wang, "王某", WORDS, DESK, RULES)


def test_one_address_does_not_go_through_all_names(wang):
    """Thirty failures from one address, whatever the names, and it waits too."""
    for number in range(30):
        fails(wang, replace(CAFE, secret=f"x{number}"), f"name{number}")

    with pytest.raises(TooOften):
        sign_in(wang, "name31", WORDS, CAFE, RULES)
    assert sign_in(wang, "王某", WORDS, replace(CAFE, address="203.0.113.7"), RULES).user


def test_a_refused_attempt_does_not_lengthen_the_wait(wang):
    """Whoever goes on trying is not kept out for ever."""
    fails(wang, CAFE, times=5)
    for minute in range(1, 15):
        with pytest.raises(TooOften):
            sign_in(at(wang, minutes=minute), "王某", WORDS, CAFE, RULES)

    assert sign_in(at(wang, minutes=15), "王某", WORDS, CAFE, RULES).user


def test_a_link_of_the_administrator_opens_while_signing_in_waits(wang):
    """The way out for whoever is held up by strangers."""
    fails(wang, CAFE, times=5)
    link = make_link(wang, "王某", RULES.links)

    assert use_link(wang, link, Wanted(WORDS), CAFE, RULES).user == "王某"


def test_who_came_and_who_failed_is_kept_for_half_a_year(wang):
    """A name nobody has is not kept: it may have been a password."""
    sign_in(wang, "王某", WORDS, DESK, RULES)
    fails(wang, CAFE)
    fails(wang, CAFE, WORDS)

    assert [(a.user, a.address, a.outcome) for a in attempts(wang)] == [
        (None, CAFE.address, "failed"),
        ("王某", CAFE.address, "failed"),
        ("王某", DESK.address, "in"),
    ]
    fails(at(wang, days=184), CAFE)
    assert len(attempts(wang)) == 1


@pytest.mark.parametrize("span, over", [({"minutes": 59}, False), ({"minutes": 60}, True)])
def test_a_session_left_alone_ends(wang, span, over):
    """After an hour without use."""
    cookie = sign_in(wang, "王某", WORDS, DESK, RULES).cookie

    assert (who_is(at(wang, **span), cookie, RULES.sessions) is None) == over


def test_a_session_in_use_ends_after_half_a_day(wang):
    """However much it is used."""
    cookie = sign_in(wang, "王某", WORDS, DESK, RULES).cookie
    for half_hour in range(1, 24):
        assert who_is(at(wang, minutes=30 * half_hour), cookie, RULES.sessions) is not None

    assert who_is(at(wang, hours=12), cookie, RULES.sessions) is None


@given(gaps=st.lists(st.integers(1, 90), max_size=12))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_session_lives_exactly_as_long_as_the_rules_say(wang, gaps):
    """Whatever the gaps between its uses: up to a tenth of the idle span, which is how closely use is noted."""
    rules = SessionRules(idle_minutes=60, longest_hours=2)
    cookie, minute, last, alive = sign_in(wang, "王某", WORDS, DESK, RULES).cookie, 0, 0, True
    for gap in gaps:
        minute += gap
        found = who_is(at(wang, minutes=minute), cookie, rules) is not None
        alive = alive and minute - last < 60 and minute < 120
        assert found <= alive
        assert not alive or found or minute - last > 60 - 6
        alive, last = found, minute


def test_each_sign_in_is_a_session_of_its_own(wang):
    """Another cookie each time, even at the same browser."""
    first, second = (sign_in(wang, "王某", WORDS, DESK, RULES).cookie for _ in range(2))

    assert first != second
    assert len(list_sessions(wang, "王某", RULES.sessions)) == 2


def test_a_session_is_ended_by_its_own_and_not_by_somebody_else(wang):
    """By its number; another user's number names nothing."""
    add_user(wang, "李某", "李某", "clerk")
    cookie = sign_in(wang, "王某", WORDS, DESK, RULES).cookie
    number = signed(wang, cookie).session or 0

    with pytest.raises(NotFound):
        end_session(wang, "李某", number)
    end_session(wang, "王某", number)
    assert who_is(wang, cookie, RULES.sessions) is None


def test_all_sessions_but_the_present_one_are_ended(wang):
    """Signed out everywhere else; then here too."""
    cookies = [sign_in(wang, "王某", WORDS, DESK, RULES).cookie for _ in range(3)]
    access = signed(wang, cookies[0])

    assert end_sessions(wang, "王某", access.session) == 2
    assert [who_is(wang, cookie, RULES.sessions) is not None for cookie in cookies] == [True, False, False]
    sign_out(wang, access)
    assert who_is(wang, cookies[0], RULES.sessions) is None


@pytest.mark.parametrize("cookie", ["", "x", "x" * 9000, "令牌", "\ud800"])
def test_any_other_cookie_opens_nothing(wang, cookie):
    """Whatever is presented, it is unknown, and nothing fails."""
    assert who_is(wang, cookie, RULES.sessions) is None


def test_the_first_administrator_comes_in_by_a_link_that_opens_once(context):
    """Names themselves, sets a password, is signed in; the link is used up and no other is made."""
    link = first(context)
    assert look_at(context, link).user is None
    done = use_link(context, link, Wanted(WORDS, "院长", "某院长"), DESK, RULES)

    assert signed(context, done.cookie).role == "admin"
    assert first_link(context, RULES.links) is None
    with pytest.raises(NotFound):
        use_link(context, link, Wanted(WORDS, "旁人", "旁人"), CAFE, RULES)


def test_a_link_ends_and_the_one_before_is_void(wang):
    """After a day; and when another is made for the same user."""
    first = make_link(wang, "王某", RULES.links)
    second = make_link(wang, "王某", RULES.links)

    with pytest.raises(NotFound):
        look_at(wang, first)
    assert look_at(at(wang, hours=23), second) == Opened(read_user(wang, "王某"))
    with pytest.raises(NotFound):
        look_at(at(wang, hours=24), second)


def test_a_wrong_password_leaves_the_link_as_it_was(wang):
    """Too short: refused, and tried again with the same link."""
    link = make_link(wang, "王某", RULES.links)
    with pytest.raises(BadInput):
        use_link(wang, link, Wanted("short"), DESK, RULES)

    assert use_link(wang, link, Wanted(WORDS), DESK, RULES).user


def test_a_court_writes_its_own_figures(tmp_path):
    """A file overrides some; the rest stays."""
    file = tmp_path / "access.toml"
    file.write_text("[sessions]\nidle_minutes = 20\n[limits]\nper_account = 3\n", encoding="utf-8")

    rules = rules_from(str(file))
    assert rules.sessions == SessionRules(idle_minutes=20)
    assert rules.limits == LimitRules(per_account=3)
    assert rules_from(None) == AccessRules()


@pytest.mark.parametrize(
    "given, place",
    [
        ({"session": {}}, "session"),
        ({"sessions": {"idle": 1}}, "sessions.idle"),
        ({"sessions": {"idle_minutes": 0}}, "sessions.idle_minutes"),
        ({"sessions": {"idle_minutes": True}}, "sessions.idle_minutes"),
        ({"passwords": {"shortest": 7}}, "passwords.shortest"),
        ({"web": {"address": "ftp://x"}}, "web.address"),
        ({"web": 1}, "web"),
        (
            {"provider": {"issuer": "http://sso.example", "client": "x"}, "web": {"address": "https://x"}},
            "provider.issuer",
        ),
        ({"provider": {"issuer": "https://sso.example"}, "web": {"address": "https://x"}}, "provider.client"),
        ({"provider": {"issuer": "https://sso.example", "client": "x"}}, "web.address"),
        ({"provider": {"claim": ""}}, "provider.claim"),
    ],
)
def test_a_setting_that_cannot_be_is_told_by_its_place(given, place):
    """With what is possible there."""
    with pytest.raises(BadInput) as told:
        read_rules(given)

    assert [fault["field"] for fault in told.value.faults] == [place]


def test_a_file_of_settings_that_is_none_is_told(tmp_path):
    """Missing, or no TOML: the service does not start with looser rules than it was given."""
    (tmp_path / "broken.toml").write_text("[", encoding="utf-8")
    for name in ("missing.toml", "broken.toml"):
        with pytest.raises(Unavailable):
            rules_from(str(tmp_path / name))
