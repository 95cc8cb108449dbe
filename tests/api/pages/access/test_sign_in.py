"""Signing in at a page: cookies, forms of other sites, a session lost in the middle, one-time links."""

import re
from html import unescape

import pytest

from allocator.services.access.access_rules import AccessRules
from allocator.services.access.links import first_link, make_link
from allocator.services.access.sessions import list_sessions
from allocator.services.access.users import Changes, change_user, read_user
from api.pages.access.sign_in import own_path
from tests.api.signed import WORDS, Browser, a_user

RULES = AccessRules()


@pytest.fixture
def admin(app, context):
    """An administrator's browser, signed in."""
    a_user(context, "chief", "admin")
    browser = Browser(app)
    assert browser.sign_in("chief").status_code == 303
    browser.get("/account")
    return browser


def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(app, context):
    """To the very address that was asked for, query and all."""
    a_user(context, "wang", "clerk")
    browser = Browser(app)
    asked = browser.get("/account?changed=1")
    assert (asked.status_code, asked.headers["Location"]) == (303, "/sign-in?next=/account?changed%3D1")

    browser.get(asked.headers["Location"])
    [place] = re.findall(r'name="next" value="([^"]+)"', browser.page)
    back = browser.post("/sign-in", {"name": "wang", "password": WORDS, "next": unescape(place)})
    assert (back.status_code, back.headers["Location"]) == (303, "/account?changed=1")
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize(
    "given",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "evil", "", "/a\nb",
     "http:/x", "/sign-out", "/enter/x", "\\\\evil"],
)  # fmt: skip
def test_signing_in_leads_to_our_own_places_only(given):
    """No address that somebody slipped into a link takes anybody elsewhere."""
    assert own_path(given) == "/"


@pytest.mark.parametrize("place", ["/", "/users?x=1", "/cases/1/why", "/收案?q=王某"])
def test_our_own_places_stay_as_they_are(place):
    """With their query."""
    assert own_path(place) == place


@pytest.mark.parametrize("base, secure", [("http://localhost", False), ("https://localhost", True)])
def test_the_cookie_is_for_the_browser_alone(app, context, base, secure):
    """No script reads it, no other site sends it with a form; over https nothing else sees it, and no plain page sets it."""
    a_user(context, "wang", "clerk")
    answer = Browser(app, base=base).sign_in("wang")
    [cookie] = [value for value in answer.headers.getlist("Set-Cookie") if "fenliu_session" in value]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) == cookie.startswith("__Host-") == secure
    assert "Domain" not in cookie


def test_signing_in_again_ends_the_session_before(app, context):
    """A browser has one; its cookie is another every time."""
    a_user(context, "wang", "clerk")
    browser = Browser(app)
    browser.sign_in("wang")
    first, left_open = browser.cookie("fenliu_session"), browser.token
    browser.post("/sign-in", {"name": "wang", "password": WORDS}, token=left_open)

    assert browser.cookie("fenliu_session") not in (first, None)
    assert len(list_sessions(context, "wang", RULES.sessions)) == 1


def _token_of(browser, path):
    browser.get(path)
    return browser.token


def test_signing_out_ends_the_session(admin, context):
    """In the database, not only in the browser."""
    cookie = admin.cookie("fenliu_session")
    assert admin.post("/sign-out").headers["Location"] == "/sign-in"

    admin.client.set_cookie("fenliu_session", cookie)
    assert admin.get("/account").status_code == 303
    assert list_sessions(context, "chief", RULES.sessions) == ()


def test_a_wrong_password_says_so_and_keeps_the_name(app, context, language):
    """In the words for an unknown name; never the password in the page."""
    a_user(context, "wang", "clerk")
    browser = Browser(app, language)
    pages = []
    for name in ("wang", "nobody"):
        assert browser.sign_in(name, "wrong password").status_code == 401
        pages.append(browser.page.replace(name, "NAME").replace(browser.token, "TOKEN"))

    assert pages[0] == pages[1]
    assert 'value="NAME"' in pages[0]
    assert "wrong password" not in pages[0]


def test_after_too_many_failures_the_page_says_how_long_to_wait(app, context, language):
    """429 with the seconds for programs and the minutes for people."""
    a_user(context, "wang", "clerk")
    browser = Browser(app, language)
    for _ in range(5):
        browser.sign_in("wang", "wrong password")
    answer = browser.sign_in("wang")

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert {"zh": "15 分钟", "en": "15 minute"}[language] in browser.page


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:8001"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_site_does_nothing(admin, context, headers):
    """Even with the right token; for the page to sign in too."""
    for path in ("/users", "/sign-in"):
        answer = admin.post(path, {"name": "li", "display": "李某", "role": "admin"}, headers=headers)
        assert answer.status_code == 403
    assert [user.name for user in _users(context)] == ["chief"]


def _users(context):
    with context.database.reading() as uow:
        return uow.users.all()


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "令牌"])
def test_a_form_without_our_token_does_nothing(admin, context, token):
    """A session alone changes nothing."""
    answer = admin.post("/users", {"name": "li", "display": "李某", "role": "admin"}, token=token)

    assert answer.status_code == 403
    assert [user.name for user in _users(context)] == ["chief"]


def test_the_token_of_somebody_else_at_the_same_browser_does_nothing(app, context, admin):
    """Who sat here before knows the token of their own forms, not of ours."""
    a_user(context, "wang", "clerk")
    before = admin.token
    admin.post("/sign-out")
    admin.sign_in("wang")

    assert admin.post("/account/sessions/end-others", token=before).status_code == 403
    assert admin.post("/account/sessions/end-others", token=_token_of(admin, "/account")).status_code == 303


def test_a_page_left_open_is_of_use_after_signing_in_again(admin, context):
    """The form of before goes through: its user and its browser are the same."""
    left_open = admin.token
    change_user(context, "chief", Changes(display="院长"))
    admin.post("/sign-out")
    admin.sign_in("chief")

    assert admin.post("/account/sessions/end-others", token=left_open).status_code == 303


def test_the_api_takes_a_session_with_the_header_of_our_pages(admin, filing):
    """What a page sends by script; without the header it does nothing, and a GET needs none."""
    assert admin.get("/api/v1/cases").status_code == 200
    refused = admin.send("POST", "/api/v1/filings", json=filing())
    done = admin.send("POST", "/api/v1/filings", json=filing(), headers={"X-CSRF-Token": admin.token})

    assert (refused.status_code, refused.json["type"]) == (403, "/problems/form-foreign")
    assert done.status_code == 201


def test_the_log_names_the_user_who_acted(admin, context, filing):
    """By the name they sign in with."""
    admin.send("POST", "/api/v1/filings", json=filing(), headers={"X-CSRF-Token": admin.token})

    with context.database.reading() as uow:
        assert [entry.actor for entry in uow.log.entries(kind="filing")] == ["chief"]


def test_a_form_sent_after_the_session_was_lost_is_not_lost(admin, clock, context):
    """The page to sign in carries it, shows it again, and sends it on where it was going, once."""
    form = {"name": "li", "display": "李某 & <副>", "role": "clerk", "key": "a"}
    clock.forward(hours=2)
    lost = admin.post("/users", form)
    assert lost.status_code == 401
    assert _users(context) == (read_user(context, "chief"),)

    kept = unescape(re.findall(r'name="kept" value="([^"]+)"', admin.page)[0])
    admin.post("/sign-in", {"name": "chief", "password": WORDS, "next": "/users", "kept": kept})
    assert "李某 &amp; &lt;副&gt;" in admin.page
    fields = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', admin.page.partition('action="/users"')[2])
    )
    assert 'action="/users"' in admin.page
    sent = admin.send("POST", "/users", data={name: unescape(value) for name, value in fields.items()})
    assert sent.status_code == 200
    assert read_user(context, "li").display == "李某 & <副>"


def test_a_password_is_not_carried_over(admin, clock):
    """Another password that was typed when the session was lost is typed again."""
    clock.forward(hours=2)
    admin.post("/account/password", {"password_now": WORDS, "password": "another long password"})

    assert "another long password" not in admin.page
    assert WORDS not in admin.page


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(app):
    """htmx goes to the page to sign in, and comes back to the page the part belongs to."""
    answer = Browser(app).get(
        "/users", headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/account?x=1"}
    )

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/account?x%3D1"


def test_what_a_page_sends_while_one_types_is_answered_by_a_note(app, language):
    """The page stays as it is, and says where to sign in; nothing takes the place of what is being typed."""
    answer = Browser(app, language).post("/intake/new/look", {"cause": "买卖"}, headers={"HX-Request": "true"})
    page = answer.get_data(as_text=True)

    assert (answer.status_code, answer.headers["HX-Retarget"]) == (401, "#lost")
    assert "<html" not in page
    assert {"zh": "填写的都还在本页", "en": "All you typed is still on this page"}[language] in page
    assert 'href="/sign-in" target="_blank"' in page


@pytest.mark.parametrize("kept", ["{", "[[1, 2]]", '{"a": 1}', "[" * 100_000, '[["a"]]', "null"])
def test_what_is_no_kept_form_is_left_out(app, context, kept):
    """It went through the browser, so it is not believed."""
    a_user(context, "wang", "clerk")
    answer = Browser(app).sign_in("wang", kept=kept, next="/users")

    assert answer.status_code == 200


def test_the_first_administrator_comes_in_by_the_link(app, context, language):
    """Names themselves, sets a password, is signed in, and the link opens nothing from then on."""
    link = f"/enter/{first_link(context, RULES.links)}"
    browser = Browser(app, language)
    browser.get(link)
    wrong = browser.post(link, {"name": "院长", "display": "某院长", "password": "short"})
    assert (wrong.status_code, 'value="院长"' in browser.page) == (422, True)
    done = browser.post(link, {"name": "院长", "display": "某院长", "password": WORDS})

    assert (done.status_code, done.headers["Location"]) == (303, "/")
    assert browser.get("/users").status_code == 200
    assert browser.get(link).status_code == 404


def test_a_user_sets_a_password_by_a_link(app, context):
    """And is told which user it is for."""
    a_user(context, "wang", "clerk")
    link = f"/enter/{make_link(context, 'wang', RULES.links)}"
    browser = Browser(app)
    browser.get(link)
    assert "User wang" in browser.page
    browser.post(link, {"password": "a quite different password"})

    assert Browser(app).sign_in("wang", "a quite different password").status_code == 303


def test_the_secret_of_a_link_is_in_no_log(app, context, capsys):
    """The line in the log has the pattern of its address."""
    secret = first_link(context, RULES.links)
    Browser(app).get(f"/enter/{secret}")

    logged = capsys.readouterr().err
    assert "/enter/<secret>" in logged
    assert secret not in logged


def test_whoever_is_signed_in_already_goes_on(admin):
    """The page to sign in is not shown twice."""
    assert admin.get("/sign-in?next=/users").headers["Location"] == "/users"


@pytest.mark.parametrize(
    "referrer,named",
    [
        ("http://localhost/sign-in?next=/users%3Fa=1&amp", 'data-form-page="/sign-in?next=/users%3Fa=1&amp;amp"'),
        ("http://evil.example/sign-in", None),
        ("http://localhost.evil.example/", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_the_answer_to_a_refused_form_names_the_page_of_the_form(app, context, referrer, named):
    """By which the browser remembers it; never a page of others, and no page that was asked for by itself."""
    a_user(context, "wang", "clerk")
    browser = Browser(app)
    browser.get("/sign-in", headers={"Referer": referrer})
    assert "data-form-page" not in browser.page
    browser.post("/sign-in", {"name": "wang", "password": "wrong"}, headers={"Referer": referrer})

    assert (named or "<body ") in browser.page
    assert ("data-form-page" in browser.page) is (named is not None)
