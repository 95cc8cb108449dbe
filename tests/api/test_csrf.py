"""The token of the forms: another one with each page, of use from every page of the same browser, of none from any other."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from types import SimpleNamespace

import pytest
from flask import Flask, g
from hypothesis import given
from hypothesis import strategies as st

from api.csrf import BYTES, csrf_token, proves

app = Flask("a desk")
names = st.text(max_size=20)
browsers = st.text("abcdefghijklmnopqrstuvwxyz-_0123456789", min_size=43, max_size=43)
masks = st.binary(min_size=BYTES, max_size=BYTES)


def page(browser, who=None):
    """A page of a browser in which somebody is signed in, or nobody."""
    asked = app.test_request_context(headers={"Cookie": f"fenliu_browser={browser}"})
    asked.push()
    if who is not None:
        g.access = SimpleNamespace(actor=who)
    return asked


def token_of(browser, who=None):
    """The token a page of that browser carries."""
    asked = page(browser, who)
    try:
        return csrf_token()
    finally:
        asked.pop()


def is_taken(token, browser, who=None):
    """Whether the same browser's form is taken with a token."""
    asked = page(browser, who)
    try:
        return proves(token)
    finally:
        asked.pop()


@given(browsers, names)
def test_a_page_left_open_goes_on_being_of_use(browser, who):
    """Whatever pages were asked for since: the token of each is taken, and no two pages have one in common."""
    tokens = [token_of(browser, who) for _ in range(3)]

    assert len(set(tokens)) == 3
    assert all(is_taken(token, browser, who) for token in tokens)


@given(browsers, masks)
def test_nothing_of_what_is_proven_stands_in_a_page(browser, mask):
    """Under every mask there is a token that is taken, so that one alone tells nothing of what it proves."""
    given_ = urlsafe_b64decode(token_of(browser))
    proof = bytes(one ^ other for one, other in zip(given_[:BYTES], given_[BYTES:], strict=True))
    other = urlsafe_b64encode(mask + bytes(one ^ other for one, other in zip(mask, proof, strict=True))).decode()

    assert is_taken(other, browser)
    assert given_[BYTES:] != proof


@given(browsers, browsers, names, names)
def test_the_token_of_another_browser_or_of_who_sat_here_before_is_refused(browser, other, who, before):
    """It proves one browser and one person."""
    token = token_of(browser, who)

    assert is_taken(token, other, who) is (browser == other)
    assert is_taken(token, browser, before) is (who == before)


@given(browsers, st.integers(0, 2 * BYTES - 1), st.integers(1, 255))
def test_a_token_with_one_byte_changed_is_refused(browser, place, change):
    """Of the mask as of what it covers."""
    changed = bytearray(urlsafe_b64decode(token_of(browser)))
    changed[place] ^= change

    assert not is_taken(urlsafe_b64encode(changed).decode(), browser)


@given(browsers, st.one_of(st.text(max_size=100), masks.map(lambda mask: urlsafe_b64encode(mask * 2).decode())))
def test_what_is_no_token_proves_nothing(browser, text):
    """No text does, and a mask that covers nothing neither."""
    assert not is_taken(text, browser)


@pytest.mark.parametrize("text", ["", "0" * 64, "A" * 86 + "==", "é" * 88, "A" * 88])
def test_what_only_looks_like_one_proves_nothing(text):
    """Nothing at all, the shape of tokens before they had a mask, zeros, and letters of no alphabet."""
    assert not is_taken(text, "b" * 43)


def test_the_forms_of_one_page_share_a_token():
    """So a page with a hundred forms is no heavier for it."""
    asked = page("b" * 43)
    tokens = {csrf_token() for _ in range(100)}
    asked.pop()

    assert len(tokens) == 1
