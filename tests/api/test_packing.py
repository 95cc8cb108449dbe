"""How answers travel: compressed for our own pages, as they are where another site asks, small ones and streams left alone."""

import gzip

import pytest

from tests.api.signed import Browser, a_user

PACKED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def clerk(app, context):
    """A clerk's browser, signed in, which asks for pages with further headers."""
    a_user(context, "wang", "clerk")
    browser = Browser(app)
    browser.sign_in("wang")
    usual = {"Accept": "text/html", "Accept-Language": "en"}
    return lambda path, **headers: browser.client.get(path, headers={**usual, **headers})


def test_a_page_comes_compressed_and_says_the_same(clerk):
    """And caches are told on what it rests."""
    plain, packed = clerk("/account"), clerk("/account", **PACKED)

    assert (plain.content_encoding, packed.content_encoding) == (None, "gzip")
    assert len(packed.data) < len(plain.data) / 2
    assert _but_for_tokens(gzip.decompress(packed.data)) == _but_for_tokens(plain.data)
    for answer in (plain, packed):
        assert {"Accept-Encoding", "Accept-Language", "Cookie"} <= {name.strip() for name in answer.vary}
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert int(answer.headers["Content-Length"]) == len(answer.data)


def _but_for_tokens(page):
    """A page without what is drawn for each answer: tokens, and the keys of forms."""
    parts = page.decode().split('"')
    return [part for part in parts if "=" not in part[-2:] and len(part) not in (22, 32, 43, 88)]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_made_the_browser_ask_for_is_not_compressed(clerk, site):
    """Its length would tell how much of a word the other site chose stands in the page."""
    answer = clerk("/cases?q=guess", **PACKED, **{"Sec-Fetch-Site": site})

    assert (answer.status_code, answer.content_encoding) == (200, None)


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_what_our_pages_and_people_ask_for_is(clerk, site):
    """A link of ours, an address typed in."""
    assert clerk("/cases?q=guess", **PACKED, **{"Sec-Fetch-Site": site}).content_encoding == "gzip"


@pytest.mark.parametrize("takes", ["", "identity", "gzip;q=0", "br"])
def test_whoever_does_not_read_gzip_gets_none(app, clerk, takes):
    """A page as a file."""
    assert clerk("/account", **{"Accept-Encoding": takes}).content_encoding is None
    assert app.test_client().get("/static/app.css", headers={"Accept-Encoding": takes}).content_encoding is None


def test_lists_for_programs_come_compressed_too(app, guyang):
    """With the same content; a short answer is left as it is."""
    client = app.test_client()
    asked = {"Authorization": f"Bearer {guyang[1]['admin']}", "Accept": "application/json"}
    plain = client.get("/api/v1/openapi.json", headers=asked)
    packed = client.get("/api/v1/openapi.json", headers={**asked, **PACKED})

    assert packed.content_encoding == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert client.get("/livez", headers=PACKED).content_encoding is None


def test_an_answer_under_a_tag_is_sent_as_it_is(app, guyang):
    """The tag of a version is sent back with If-Match: there is one of it, not one for each way to travel."""
    asked = {"Authorization": f"Bearer {guyang[1]['admin']}", "Accept": "application/json", **PACKED}
    answer = app.test_client().get("/api/v1/office/tables/people", headers=asked)

    assert answer.headers["ETag"]
    assert answer.content_encoding is None


def test_events_of_a_run_are_sent_as_they_happen(app, guyang, planner):
    """Compressed they would wait for one another."""
    run = planner.post("/runs", {"kind": "allocate"}).json["id"]
    asked = {"Authorization": f"Bearer {guyang[1]['planner']}", **PACKED}
    answer = app.test_client().get(f"/api/v1/runs/{run}/events", headers=asked, buffered=False)

    assert answer.mimetype == "text/event-stream"
    assert answer.content_encoding is None
    answer.close()
