"""One's own account: sessions seen and ended, another password."""

import pytest

from allocator.services.access.access_rules import AccessRules
from allocator.services.access.sessions import list_sessions
from tests.api.signed import WORDS, Browser, a_user

RULES = AccessRules()
OTHER = "a quite different password"


@pytest.fixture
def wang(app, context, language):
    """A clerk's browser, signed in."""
    a_user(context, "wang", "clerk")
    browser = Browser(app, language)
    browser.sign_in("wang")
    browser.get("/account")
    return browser


def test_one_sees_where_one_is_signed_in(wang, app, language):
    """With the browser and the address; the present one is marked."""
    other = Browser(app)
    other.sign_in("wang", headers={"User-Agent": "x"})
    wang.get("/account")

    assert wang.page.count("127.0.0.1") == 2
    assert wang.page.count({"zh": "（本机）", "en": "(this one)"}[language]) == 1


def test_one_signs_out_in_another_browser(wang, app, context):
    """At once; one's own goes on."""
    other = Browser(app)
    other.sign_in("wang")
    assert wang.post("/account/sessions/end-others").status_code == 303

    assert other.get("/account").status_code == 303
    assert wang.get("/account").status_code == 200


def test_nobody_ends_a_session_of_somebody_else(wang, app, context):
    """Its number names nothing there."""
    a_user(context, "li", "clerk")
    Browser(app).sign_in("li")
    [theirs] = list_sessions(context, "li", RULES.sessions)

    assert wang.post(f"/account/sessions/{theirs.number}/end").status_code == 404
    assert list_sessions(context, "li", RULES.sessions) == (theirs,)


def test_one_changes_the_password_with_the_present_one(wang, app):
    """The browser stays signed in, every other is out, and only the new password opens."""
    other = Browser(app)
    other.sign_in("wang")
    answer = wang.post("/account/password", {"password_now": WORDS, "password": OTHER})

    assert answer.status_code == 303
    assert [wang.get("/account").get_data(as_text=True).count('class="banner good"') for _ in range(2)] == [1, 0]
    assert other.get("/account").status_code == 303
    assert Browser(app).sign_in("wang").status_code == 401
    assert Browser(app).sign_in("wang", OTHER).status_code == 303


def test_a_password_changed_by_a_double_click_is_changed_once(wang, app):
    """The second finds it as it was wished, and says so too; nothing of it is kept with the form."""
    form = {"password_now": WORDS, "password": OTHER, "key": "a"}

    assert [wang.post("/account/password", form).status_code for _ in range(2)] == [303, 303]
    assert Browser(app).sign_in("wang", OTHER).status_code == 303


@pytest.mark.parametrize("now, new", [("wrong password", OTHER), ("", OTHER), (WORDS, "short"), (WORDS, "")])
def test_a_change_that_cannot_be_changes_nothing(wang, app, now, new):
    """Who finds a browser open does not know the present password."""
    assert wang.post("/account/password", {"password_now": now, "password": new}).status_code == 422
    assert Browser(app).sign_in("wang").status_code == 303
