"""Signing in by the court's own provider: only who is a user here already, only in the browser it was begun in, nothing unproven."""

import re
import time
from html import unescape
from urllib.parse import urlsplit

import pytest
import requests

from allocator.domain.errors import Unavailable
from allocator.services.access.access_rules import AccessRules, ProviderRules, WebRules
from allocator.services.access.sign_in import attempts
from allocator.services.access.users import Changes, change_user
from allocator.services.context import Context
from api import create_app
from api.pages.access.provider import know_provider
from api.surroundings import Surroundings
from tests.api.identities import CLIENT, SECRET, identities, new_key
from tests.api.signed import TOKEN, WORDS, Browser, a_user

OWN = "http://localhost"


@pytest.fixture
def sso():
    """The provider, which knows Wang."""
    with identities() as found:
        yield found


@pytest.fixture
def rules(sso, tmp_path):
    """What the administrator wrote down of it."""
    (tmp_path / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    named = ProviderRules(sso.address, CLIENT, str(tmp_path / "secret"), title="the court's directory")
    return AccessRules(web=WebRules(address=OWN), provider=named)


@pytest.fixture(scope="module")
def alone():
    """An application of this file alone, built once: it keeps the provider it was last told of."""
    return create_app(Context(None))  # type: ignore[arg-type]  # the office comes with the fixture


@pytest.fixture
def serve(alone, context):
    """Put this test's office behind it, by some rules."""

    def put(rules):
        alone.extensions["fenliu"] = Surroundings(context, None, rules)
        know_provider(alone, rules)
        return alone

    return put


@pytest.fixture
def served(serve, context, rules):
    """The service with the provider set up, and Wang a clerk of it."""
    a_user(context, "wang", "clerk")
    return serve(rules)


def sent_to(browser, place="/account"):
    """Begin at the page to sign in; give the way back that the provider sends."""
    browser.get(f"/sign-in?next={place}")
    assert "the court&#39;s directory" in browser.page
    there = browser.get(f"/sign-in/provider?next={place}")
    assert there.status_code == 303, browser.page
    back = requests.get(there.headers["Location"], allow_redirects=False, timeout=5).headers["Location"]
    return back.removeprefix(OWN)


def test_who_is_a_user_here_comes_in_without_a_password(served, context):
    """To the place one was going to; it is put down as a sign-in like any other."""
    browser = Browser(served)
    back = browser.get(sent_to(browser))

    assert (back.status_code, back.headers["Location"]) == (303, "/account")
    assert browser.get("/account").status_code == 200
    assert [(one.user, one.outcome) for one in attempts(context)] == [("wang", "in")]


@pytest.mark.parametrize("person,disabled", [("li", False), ("wang", True)])
def test_who_is_not_put_down_here_or_disabled_stays_out(served, context, sso, person, disabled):
    """Told so, with what to do; the failure is put down; no user comes into being."""
    if disabled:
        change_user(context, "wang", Changes(disabled=True))
    sso.person = {"sub": "18", "preferred_username": person}
    browser = Browser(served)
    back = browser.get(sent_to(browser))

    assert back.status_code == 409
    assert "Ask an administrator" in browser.page
    assert browser.get("/account").status_code == 303
    assert [one.outcome for one in attempts(context)] == ["failed"]


def test_an_answer_is_of_use_only_in_the_browser_that_asked(served):
    """A link with somebody else's code signs nobody in as them."""
    mine, yours = Browser(served), Browser(served)
    back = sent_to(mine)
    yours.get("/sign-in")

    assert yours.get(back).status_code == 409
    assert "not begun in this browser" in yours.page
    assert yours.get("/account").status_code == 303
    assert mine.get(back).status_code == 303


def test_a_code_opens_once(served):
    """The way back used again, by the back button, signs nobody in anew."""
    browser = Browser(served)
    back = sent_to(browser)
    browser.get(back)
    browser.client.delete_cookie("fenliu_session")

    assert browser.get(back).status_code == 409


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "http://127.0.0.1:1"},
        {"aud": "another"},
        {"aud": ["another", CLIENT]},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"nonce": "another"},
        {"nonce": None},
        {"azp": "another"},
        {"preferred_username": None},
        {"preferred_username": ["wang"]},
        {"preferred_username": " "},
    ],
)
def test_what_proves_nothing_lets_nobody_in(served, sso, claims):
    """Another issuer, another's token, an old one, one made for another try, or without the name."""
    sso.claims = claims
    browser = Browser(served)

    assert browser.get(sent_to(browser)).status_code == 409
    assert browser.get("/account").status_code == 303


def test_a_strangers_signature_lets_nobody_in(served, sso):
    """Signed with a key that the provider does not publish, under the name of one that it does."""
    sso.key = new_key("first", 2)
    browser = Browser(served)

    assert browser.get(sent_to(browser)).status_code == 409


def test_a_provider_may_change_its_keys(served, sso, monkeypatch):
    """What was signed with the new key is checked with the keys asked for anew."""
    first, second = Browser(served), Browser(served)
    first.get(sent_to(first))
    sso.key = new_key("second")
    sso.shown = [sso.key]
    monkeypatch.setattr("api.provider.SECONDS_BETWEEN_KEYS", 0.0)

    assert second.get(sent_to(second)).status_code == 303


@pytest.mark.parametrize("verified,status", [(True, 303), (False, 409), (None, 409)])
def test_an_address_counts_only_when_it_is_verified(serve, context, rules, sso, verified, status):
    """Anybody can claim one."""
    a_user(context, "wang@court.example".partition("@")[0], "clerk")
    sso.person = {"sub": "17", "email": "wang", "email_verified": verified}
    named = ProviderRules(rules.provider.issuer, CLIENT, rules.provider.secret_file, "email", "the court's directory")
    browser = Browser(serve(AccessRules(web=rules.web, provider=named)))

    assert browser.get(sent_to(browser)).status_code == status


def test_a_provider_that_does_not_answer_leaves_the_password(context, rules):
    """503 with the form; signing in by password goes on as before."""
    named = ProviderRules("http://127.0.0.1:9", CLIENT, rules.provider.secret_file)
    a_user(context, "wang", "clerk")
    browser = Browser(create_app(context, None, AccessRules(web=rules.web, provider=named)))

    assert browser.get("/sign-in/provider").status_code == 503
    assert "does not answer" in browser.page
    assert browser.post("/sign-in", {"name": "wang", "password": WORDS}).status_code == 303


def test_a_provider_that_says_it_is_another_is_none(served, sso):
    """Its own name has to be the one the settings give."""
    sso.issuer = "https://elsewhere.example"

    assert Browser(served).get("/sign-in/provider").status_code == 503


def test_who_refused_there_is_asked_anew(served):
    """No code came back."""
    back = Browser(served).get("/sign-in/provider/back?error=access_denied")

    assert (back.status_code, back.headers["Location"]) == (303, "/sign-in")


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example/", "/enter/x"])
def test_one_goes_back_to_our_own_places_only(served, place):
    """Whatever the link said."""
    browser = Browser(served)
    back = browser.get(sent_to(browser, place))

    assert urlsplit(back.headers["Location"])[1:3] == ("", "/")


def test_without_a_provider_there_is_no_such_door(app):
    """Neither a button nor an address."""
    browser = Browser(app)
    browser.get("/sign-in")

    assert "/sign-in/provider" not in browser.page
    assert browser.get("/sign-in/provider").status_code == 404
    assert browser.get("/sign-in/provider/back?code=x&state=y").status_code == 409


def test_a_form_that_was_written_survives_this_way_too(served):
    """Signed in meanwhile in another window, one goes on with it without a password."""
    browser = Browser(served)
    browser.sign_in("wang")
    browser.get("/account")
    browser.client.delete_cookie("fenliu_session")
    browser.post("/account/sessions/end-others", {"note": "of the form"})
    waiting = browser.page
    kept = unescape(re.findall(r'name="kept" value="([^"]+)"', waiting)[0])

    browser.get(sent_to(browser))
    went_on = browser.post(
        "/sign-in", {"next": "/account/sessions/end-others", "kept": kept}, token=TOKEN.findall(waiting)[0]
    )
    assert "I have signed in; go on" in waiting
    assert (went_on.status_code, "of the form" in browser.page) == (200, True)


def test_a_secret_that_cannot_be_read_stops_the_start(context, rules):
    """The service does not start with a door that cannot open."""
    lacking = ProviderRules(rules.provider.issuer, CLIENT, "/nowhere/secret")
    with pytest.raises(Unavailable):
        create_app(context, None, AccessRules(web=rules.web, provider=lacking))


def with_a_made_up_code(browser):
    """Come back in the browser it was begun in, with a code the provider never gave."""
    return sent_to(browser).replace("code=", "code=made-up-")


def test_who_comes_back_with_nothing_too_often_waits_and_the_provider_is_left_in_peace(served, context, sso, clock):
    """From one address, as with passwords: 429 with the seconds, and nobody asks the provider on their behalf meanwhile."""
    limits = AccessRules().limits
    for _ in range(limits.per_address):
        stranger = Browser(served)
        assert stranger.get(with_a_made_up_code(stranger)).status_code == 409
    asked = sso.asked_for_tokens
    late = Browser(served)
    refused = late.get(with_a_made_up_code(late))

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, str(limits.window_minutes * 60))
    assert sso.asked_for_tokens == asked
    clock.forward(minutes=limits.window_minutes, seconds=1)
    again = Browser(served)
    assert again.get(sent_to(again)).status_code == 303


def test_strangers_do_not_shut_anybody_out_of_a_browser_that_is_known(served, context):
    """Whoever signed in there before is counted by that browser alone."""
    known = Browser(served)
    known.get(sent_to(known))
    for _ in range(AccessRules().limits.per_address):
        stranger = Browser(served)
        stranger.get(with_a_made_up_code(stranger))

    assert known.get(sent_to(known)).status_code == 303
    assert {one.outcome for one in attempts(context)} == {"in", "failed"}
