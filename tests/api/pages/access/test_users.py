"""The administration of users: added with a link, changed, let further, signed out."""

import re
from html import unescape

import pytest

from allocator.services.access.grants import list_grants
from allocator.services.access.users import list_users, read_user
from tests.api.signed import WORDS, Browser, a_user


@pytest.fixture
def admin(app, context, language):
    """An administrator's browser, signed in."""
    a_user(context, "chief", "admin")
    browser = Browser(app, language)
    browser.sign_in("chief")
    browser.get("/users")
    return browser


def test_a_new_user_comes_in_by_the_link_shown_once(admin, app, context):
    """Added, handed the link, a password set; the page does not show the link again."""
    admin.post("/users", {"name": "li", "display": "李某", "role": "supervisor", "officer": "", "key": "a"})
    [link] = re.findall(r"<code>(http://localhost/enter/[\w-]+)</code>", admin.page)
    admin.get("/users/li")
    assert link not in admin.page

    browser = Browser(app)
    browser.get(link)
    assert browser.post(link, {"password": WORDS}).status_code == 303
    assert read_user(context, "li").role == "supervisor"


def test_what_cannot_be_is_told_and_what_was_typed_stays(admin, context):
    """A name that is taken, a member of staff who is no officer."""
    for form in (
        {"name": "chief", "display": "又一位", "role": "clerk"},
        {"name": "li", "display": "又一位", "role": "staff"},
    ):
        assert admin.post("/users", {**form, "key": "a"}).status_code == 422
        assert "又一位" in admin.page
    assert len(list_users(context)) == 1


def test_a_user_disabled_is_out_at_once(admin, app, context):
    """Signed in a moment ago, asked to sign in now, and refused."""
    a_user(context, "wang", "clerk")
    theirs = Browser(app)
    theirs.sign_in("wang")
    form = {"display": "王某", "role": "clerk", "officer": "", "disabled": "yes"}
    assert admin.post("/users/wang", form).status_code == 303

    assert theirs.get("/account").status_code == 303
    assert Browser(app).sign_in("wang").status_code == 401


def test_a_user_is_let_further_to_the_end_of_a_day(admin, app, context, clock):
    """By the office's clock; then no more. Taken back before, it ends at once."""
    a_user(context, "wang", "clerk")
    theirs = Browser(app)
    theirs.sign_in("wang")
    assert theirs.get("/users").status_code == 403
    admin.post("/users/wang/grants", {"what": "users:read", "until": "2022-09-05", "because": "代班"})
    assert theirs.get("/users").status_code == 200

    [grant] = list_grants(context)
    assert grant.until.isoformat() == "2022-09-05T15:59:59+00:00"
    admin.post(f"/users/wang/grants/{grant.number}/end")
    assert theirs.get("/users").status_code == 403


@pytest.mark.parametrize(
    "until, because", [("", "代班"), ("tomorrow", "代班"), ("2022-09-04", "代班"), ("2022-09-06", "")]
)
def test_a_grant_that_cannot_be_is_told(admin, context, until, because):
    """No day, a day that is over, no reason."""
    a_user(context, "wang", "clerk")

    assert (
        admin.post("/users/wang/grants", {"what": "users:read", "until": until, "because": because}).status_code == 422
    )
    assert list_grants(context) == ()


def test_a_form_of_a_user_sent_twice_happens_once(admin, app, context):
    """A double click gives one grant, and what is taken back or ended twice is no fault."""
    a_user(context, "wang", "clerk")
    Browser(app).sign_in("wang")
    admin.get("/users/wang")
    [session] = re.findall(r'action="(/users/wang/sessions/\d+/end)"', admin.page)
    form = {"what": "users:read", "until": "2022-09-05", "because": "代班", "key": "g"}
    assert [admin.post("/users/wang/grants", form).status_code for _ in range(2)] == [303, 303]
    [grant] = list_grants(context)

    for place in (session, f"/users/wang/grants/{grant.number}/end"):
        assert [admin.post(place, {"key": place}).status_code for _ in range(2)] == [303, 303]
    assert list_grants(context) == ()


def test_an_administrator_ends_the_sessions_of_a_user(admin, app, context):
    """One of them, or all."""
    a_user(context, "wang", "clerk")
    browsers = [Browser(app) for _ in range(3)]
    for browser in browsers:
        browser.sign_in("wang")
    admin.get("/users/wang")
    ends = re.findall(r'action="(/users/wang/sessions/\d+/end)"', admin.page)
    assert len(ends) == 3
    admin.post(ends[0])
    assert sorted(browser.get("/account").status_code for browser in browsers) == [200, 200, 303]

    admin.post("/users/wang/sessions/end", token=_token_of(admin))
    assert [browser.get("/account").status_code for browser in browsers] == [303] * 3


def _token_of(admin):
    admin.get("/users")
    return admin.token


def test_who_came_and_who_failed_is_listed(admin, app):
    """The user's own attempts by name; a name nobody has as a dash."""
    Browser(app).sign_in("chief", "wrong password")
    Browser(app).sign_in("a password typed as a name", "x")
    admin.get("/users/all/sign-ins")

    assert admin.page.count("chief") >= 2
    assert "typed as a name" not in admin.page


def test_another_link_is_made_for_whoever_forgot(admin, app, context):
    """It opens; what was used before does not any more."""
    a_user(context, "wang", "clerk")
    admin.post("/users/wang/link", {"key": "a"})

    [link] = [unescape(found) for found in re.findall(r"<code>(http[^<]+)</code>", admin.page)]
    assert Browser(app).get(link).status_code == 200


def test_a_link_page_loaded_anew_makes_no_other_link(admin, app, context):
    """The form sent again leads to the user, which says that it was shown; the link handed over goes on opening."""
    a_user(context, "wang", "clerk")
    answers = [admin.post("/users/wang/link", {"key": "a"}) for _ in range(2)]
    [link] = [unescape(found) for found in re.findall(r"<code>(http[^<]+)</code>", admin.page)]

    assert [answer.status_code for answer in answers] == [200, 303]
    assert Browser(app).get(link).status_code == 200
    admin.get(answers[1].location)
    assert "<code>http" not in admin.page
    assert 'class="banner good"' in admin.page


def test_a_user_added_by_a_page_loaded_anew_is_added_once(admin, context):
    """Nobody is told that the name is taken by whom they have just added."""
    form = {"name": "李", "display": "李某", "role": "clerk", "officer": "", "key": "a"}

    assert [admin.post("/users", form).status_code for _ in range(2)] == [200, 303]
    assert [user.name for user in list_users(context)].count("李") == 1
    admin.get("/users/%E6%9D%8E")
    assert 'class="banner good"' in admin.page
