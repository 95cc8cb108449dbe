"""Errors are problem documents, whatever comes in; never a failure of the service."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocator.domain.errors import AllocatorError, BadInput, Conflict, NotAllowed, NotFound, Stale, Unavailable
from allocator.domain.words import Text
from api.errors import status_of
from tests.api.conftest import a_filing

PATHS = ["/filings", "/runs", "/cases/1/facts", "/cases/1/assignment", "/rulebook/rehearsals"]
MALFORMED = {
    "half a document": b'{"case_no": ',
    "not UTF-8": b'{"case_no": "\xff"}',
    "a number too long to read": b'{"claim": ' + b"9" * 5000 + b"}",
    "nested to the depth": b"[" * 100_000,
    "nested too deep": b'{"traits":' + b"[" * 40 + b"]" * 40 + b"}",
    "a repeated key": b'{"claim": 1, "claim": 2}',
    "no number": b'{"claim": NaN}',
    "infinity": b'{"claim": -Infinity}',
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
@pytest.mark.parametrize("path", PATHS)
def test_a_malformed_body_is_told_as_such(caller, path, body):
    """Nothing malformed gets past the door, and the answer says why."""
    method = "PUT" if path.endswith("assignment") else "POST"
    answer = caller("admin").send(method, path, data=body, content_type="application/json", version=1)

    assert (answer.status_code, answer.json["type"]) == (400, "/problems/malformed-body")


@pytest.mark.parametrize("body", [*MALFORMED.values(), b'{"claim": ' + b"9" * 5000 + b"}", b'{"a\xff": 1}'])
def test_why_a_body_cannot_be_read_is_said_in_chinese_too(caller, body):
    """Not in the words of whoever reads JSON."""
    answer = caller("admin").send(
        "POST", PATHS[0], data=body, content_type="application/json", headers={"Accept-Language": "zh"}
    )
    said = answer.json["detail"].replace("JSON", "").replace("UTF-8", "").replace("NaN", "").replace("Infinity", "")

    assert answer.status_code == 400
    assert said.startswith("请求体无法读取：")
    assert not re.search("[a-z]{2}", said.replace("“claim”", ""))


IMPOSSIBLE = {
    "case_no": b'{"case_no": "a\\u0000b"}',
    "parties.0.name": b'{"parties": [{"name": "\\ud800"}]}',
    "?x": b'{"\\udfffx": 1}',
}


@pytest.mark.parametrize("place, body", IMPOSSIBLE.items(), ids=IMPOSSIBLE.keys())
@pytest.mark.parametrize("path", PATHS)
def test_text_nothing_can_keep_is_refused_by_its_place(caller, path, body, place):
    """A NUL or half of a surrogate pair is well-formed JSON; the answer names the field that holds it."""
    method = "PUT" if path.endswith("assignment") else "POST"
    answer = caller("admin").send(method, path, data=body, content_type="application/json", version=1)

    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json["errors"]] == [place]


@pytest.mark.parametrize("body", [b"[]", b"1", b"null", b'"x"', b"1e400", b"{}"])
def test_json_that_is_no_document_is_refused(clerk, body):
    """A list, a number or nothing in place of a filing."""
    answer = clerk.send("POST", "/filings", data=body, content_type="application/json")

    assert answer.status_code == 422
    assert answer.json["errors"]


def test_no_body_at_all_is_told(caller):
    """A change sent without any content does nothing, even where every field may be left out."""
    answer = caller("admin").send("PUT", "/cases/1/assignment", version=1)

    assert (answer.status_code, answer.json["type"]) == (400, "/problems/body-missing")


def test_another_content_type_is_refused(clerk):
    """Only JSON is taken; the answer names it."""
    answer = clerk.send("POST", "/filings", data=b"case_no=1", content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 415
    assert "application/json" in answer.json["remedy"]


def test_an_address_too_long_is_refused(caller):
    """Before a token is asked for; a query as long as any honest one gets through to the door."""
    assert caller(None).get("/cases?handler=" + "x" * 6900).status_code == 401
    answer = caller(None).get("/cases?handler=" + "x" * 7000)

    assert (answer.status_code, answer.json["type"]) == (414, "/problems/address-too-long")


def test_a_request_too_large_is_refused(app, clerk):
    """More than the service takes is not read."""
    app.config["MAX_CONTENT_LENGTH"] = 1000

    assert clerk.send("POST", "/filings", data=b" " * 2000, content_type="application/json").status_code == 413


@pytest.mark.parametrize(
    "wanted, given, detail",
    [
        ("zh", None, "没有案件"),
        ("zh", "zh-CN,zh;q=0.9", "没有案件"),
        ("en", "en-GB", "There is no case"),
        ("en", "en;q=0.9, zh;q=0.1", "There is no case"),
        ("zh", "fr", "没有案件"),
        ("zh", "!!", "没有案件"),
    ],
)
def test_a_problem_speaks_the_language_asked_for(clerk, wanted, given, detail):
    """Chinese unless English is preferred."""
    answer = clerk.get("/cases/99", headers={"Accept-Language": given or ""})

    assert answer.json["detail"].startswith(detail)
    assert answer.headers["Content-Language"] == wanted
    assert answer.headers["Vary"] == "Accept-Language"


@pytest.mark.parametrize(
    "kind, status",
    [
        (BadInput, 422),
        (NotFound, 404),
        (NotAllowed, 409),
        (Conflict, 409),
        (Stale, 412),
        (Unavailable, 503),
        (AllocatorError, 500),
    ],
)
def test_every_kind_of_error_has_its_status(kind, status):
    """By its place in the tree, also for kinds yet to come."""
    derived = type("Derived", (kind,), {})

    assert status_of(derived(Text("错", "wrong"), Text("改", "mend"))) == status


def test_an_unforeseen_failure_says_nothing_of_itself(app, caller, monkeypatch, capfd):
    """The caller gets 500 and the request id; the operator gets the traceback as one JSON line."""
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    def fail(*_):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("allocator.services.loads.board.loads", fail)
    answer = caller("clerk").get("/officers/loads", headers={"X-Request-ID": "desk-7"})

    assert (answer.status_code, answer.json["type"]) == (500, "/problems/internal")
    assert "secret detail" not in answer.get_data(as_text=True)
    logged = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    failed = next(line for line in logged if line["event"] == "failed")
    assert (failed["request_id"], failed["actor"]) == ("desk-7", "a clerk")
    assert failed["exception"][0]["exc_type"] == "ZeroDivisionError"


def test_a_busy_database_asks_to_come_again(app, caller, monkeypatch):
    """503 says when."""

    def busy(*_):
        raise Unavailable(Text("忙", "busy"), Text("稍后", "later"), code="database-busy")

    monkeypatch.setattr("allocator.services.loads.board.loads", busy)
    answer = caller("clerk").get("/officers/loads")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from(sorted(a_filing(assets=[], traits={}, town=None))), value=ODD)
def test_no_odd_value_in_a_filing_makes_the_service_fail(clerk, field, value):
    """Whatever stands in a field, the answer is one of the described ones and no failure."""
    answer = clerk.post("/filings", {**a_filing(), field: value})

    assert answer.status_code in (201, 400, 409, 422)
