"""Users: put down, changed, and what ends with a change."""

import pytest

from allocator.domain.errors import AllocatorError, BadInput, Conflict, NotAllowed, NotFound
from allocator.services.access.access_rules import AccessRules, PasswordRules
from allocator.services.access.links import Wanted, first_link, use_link
from allocator.services.access.permissions import ROLES, create_token, holder
from allocator.services.access.sessions import Visitor, list_sessions, who_is
from allocator.services.access.sign_in import sign_in
from allocator.services.access.users import (
    Changes,
    add_user,
    change_user,
    list_users,
    read_user,
    set_password,
    user_view,
)

RULES = AccessRules()
DESK = Visitor("10.0.0.8", "Firefox", "desk")
WORDS = "晴天 骑车 三十里 地图"


def with_password(context, name="王某", role="clerk", **more):
    """Put a user down who can sign in."""
    user = add_user(context, name, name, role, **more)
    set_password(context, name, WORDS, RULES.passwords)
    return user


def signed(context, cookie):
    """Give who a cookie speaks for, who is somebody."""
    found = who_is(context, cookie, RULES.sessions)
    assert found is not None
    return found


def session_of(context, name="王某"):
    """Sign somebody in and give the cookie."""
    return sign_in(context, name, WORDS, DESK, RULES).cookie


@pytest.mark.parametrize("role", ["clerk", "supervisor", "planner", "auditor", "admin"])
def test_a_user_has_a_name_a_role_and_no_password_at_first(context, role):
    """Nobody can sign in as somebody just put down: there is no default password."""
    add_user(context, "王某", "王某某", role)

    [user] = list_users(context)
    assert (user.name, user.display, user.role, user.has_password) == ("王某", "王某某", role, False)
    with pytest.raises(NotAllowed):
        sign_in(context, "王某", "", DESK, RULES)


def test_a_name_is_one_however_it_is_typed(context):
    """Full-width letters, capitals and spaces around it mean the same user."""
    add_user(context, "Wang.San", "王三", "clerk")

    assert read_user(context, " ＷＡＮＧ．ＳＡＮ ").name == "wang.san"
    with pytest.raises(Conflict):
        add_user(context, "WANG.san", "另一位", "clerk")


@pytest.mark.parametrize(
    "name, display, role, officer, code",
    [
        ("", "王某", "clerk", None, "user-name"),
        ("wang san", "王某", "clerk", None, "user-name"),
        ("a/b", "王某", "clerk", None, "user-name"),
        ("..", "王某", "clerk", None, "user-name"),
        ("system", "王某", "clerk", None, "user-name"),
        ("x" * 41, "王某", "clerk", None, "user-name"),
        ("wang", "王\n某", "clerk", None, "user-display"),
        ("wang", "王" * 61, "clerk", None, "user-display"),
        ("wang", "王某", "king", None, "user-role"),
        ("wang", "王某", "staff", None, "user-officer"),
        ("wang", "王某", "staff", "nobody", "user-officer"),
    ],
)
def test_a_user_that_cannot_be_is_refused(context, name, display, role, officer, code):
    """A name for the log, a role there is, and of staff the officer they are."""
    with pytest.raises(BadInput) as told:
        add_user(context, name, display, role, officer)

    assert told.value.code == code
    assert list_users(context) == ()


def test_nobody_is_named_like_a_machine(context):
    """What the log says of a token's holder and of a user is never mixed up."""
    create_token(context, "counter-2", "clerk")

    with pytest.raises(Conflict):
        add_user(context, "counter-2", "某人", "clerk")


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("clerk", "staff")])
def test_another_role_ends_the_sessions(context, role):
    """Whoever is signed in does not go on in the role of before."""
    with_password(context)
    cookie = session_of(context)
    assert signed(context, cookie).role == "clerk"

    change_user(context, "王某", Changes(role=role))
    assert who_is(context, cookie, RULES.sessions) is None


def test_another_name_to_show_ends_nothing(context):
    """Married meanwhile: the session goes on under the new name."""
    with_password(context)
    cookie = session_of(context)

    change_user(context, "王某", Changes(display="王新"))
    assert signed(context, cookie).display == "王新"


def test_who_is_disabled_is_out_at_once_by_every_door(context):
    """Session, password and a token of that name; enabled again, the password holds and the rest does not."""
    with_password(context)
    cookie, token = session_of(context), create_token(context, "王某", "clerk")
    change_user(context, "王某", Changes(disabled=True))

    assert who_is(context, cookie, RULES.sessions) is None
    assert holder(context, token) is None
    with pytest.raises(NotAllowed):
        session_of(context)
    change_user(context, "王某", Changes(disabled=False))
    assert who_is(context, cookie, RULES.sessions) is None
    assert session_of(context)


def test_another_password_ends_the_sessions_but_the_one_it_was_changed_in(context):
    """Whoever had stolen a session loses it."""
    with_password(context)
    mine, stolen = session_of(context), session_of(context)
    keep = signed(context, mine).session
    set_password(context, "王某", WORDS + "二", RULES.passwords, keep)

    assert who_is(context, mine, RULES.sessions) is not None
    assert who_is(context, stolen, RULES.sessions) is None
    assert len(list_sessions(context, "王某", RULES.sessions)) == 1


def test_the_last_administrator_cannot_go(context):
    """Neither disabled nor given another role, while nobody else could let people in."""
    with_password(context, role="admin")
    add_user(context, "李某", "李某", "admin")  # has no password as yet

    for changes in (Changes(disabled=True), Changes(role="clerk")):
        with pytest.raises(NotAllowed) as told:
            change_user(context, "王某", changes)
        assert told.value.code == "last-administrator"
    set_password(context, "李某", WORDS, RULES.passwords)
    assert change_user(context, "王某", Changes(disabled=True)).disabled


@pytest.mark.parametrize(
    "password", ["", "short", "x" * 201, "aaaaaaaaaaaaaaaa", "王某王某王某王某王某王某", "abababababababab"]
)
def test_a_password_easily_guessed_is_refused(context, password):
    """Too short, too long, one key held down, the own name over and over."""
    add_user(context, "王某", "王某", "clerk")

    with pytest.raises(BadInput) as told:
        set_password(context, "王某", password, PasswordRules())
    assert told.value.code == "password-refused"


@pytest.mark.parametrize("password", ["correct horse battery", "一二三四五六七八九十百千", "aaaaaaaaaaaabcd"])
def test_any_mix_of_signs_will_do(context, password):
    """Neither capitals nor digits nor signs are asked for."""
    add_user(context, "王某", "王某", "clerk")
    set_password(context, "王某", password, PasswordRules())

    assert sign_in(context, "王某", password, DESK, RULES).user == "王某"


def test_nothing_of_a_password_or_cookie_is_kept_or_logged(context):
    """Who reads the whole database cannot sign in with what stands there."""
    with_password(context)
    cookie = session_of(context)
    link = first_link(context, RULES.links) or ""
    use_link(context, link, Wanted(WORDS, "头一位", "头一位"), DESK, RULES)

    assert link
    kept = context.database.path.read_bytes() + context.database.path.with_name("office.db-wal").read_bytes()
    assert not [secret for secret in (WORDS, cookie, link) if secret.encode() in kept]
    assert "scrypt" not in str(user_view(read_user(context, "王某")))


def test_every_change_of_a_user_stands_in_the_log(context):
    """Who put down, changed, and gave a password, to whom."""
    with_password(context)
    change_user(context, "王某", Changes(role="supervisor"))
    change_user(context, "王某", Changes(role="supervisor"))  # changes nothing

    with context.database.reading() as uow:
        found = [(entry.actor, entry.body["change"], entry.body["name"]) for entry in uow.log.entries(kind="user")]
    assert found == [("administrator", change, "王某") for change in ("added", "password", "changed")]


@pytest.mark.parametrize("call", [read_user, lambda context, name: list_sessions(context, name, RULES.sessions)])
def test_a_user_nobody_knows_is_told(context, call):
    """With where to find the list."""
    with pytest.raises(NotFound, match="no user"):
        call(context, "无名")


def test_every_refusal_says_it_in_both_languages(context):
    """With the next step."""
    with pytest.raises(AllocatorError) as told:
        add_user(context, "", "", "clerk")
    assert told.value.remedy.zh
    assert told.value.remedy.en
