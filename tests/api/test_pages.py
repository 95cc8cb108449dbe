"""The open pages, and what every answer carries."""

import json
import re

import pytest
from openapi_spec_validator import validate

from allocator.domain.errors import Unavailable
from api.app import create_app


def test_the_process_says_that_it_is_alive_and_ready(app):
    """Alive without a database, ready with one."""
    client = app.test_client()

    assert client.get("/livez").json == {"alive": True}
    assert client.get("/readyz").json == {"ready": True, "office": True}


def test_without_its_database_the_service_is_not_ready(app, monkeypatch):
    """503 with the next step; the process is alive all the same."""

    def gone(_context):
        raise Unavailable(*2 * [_text()], code="database-gone")

    monkeypatch.setattr("api.pages.service.ready", gone)
    client = app.test_client()

    assert client.get("/readyz").status_code == 503
    assert client.get("/livez").status_code == 200


def _text():
    from allocator.domain.words import Text

    return Text("不可用", "gone")


def test_the_description_is_valid_openapi(app):
    """OpenAPI 3.1, by its own schema; every operation has an id of its own, and a permission unless it is open."""
    document = app.test_client().get("/api/v1/openapi.json").json
    validate(document)

    operations = [op for path in document["paths"].values() for name, op in path.items() if name != "parameters"]
    assert document["openapi"] == "3.1.0"
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    assert all("x-permission" in operation or operation["security"] == [] for operation in operations)


def test_every_error_is_described_as_a_problem(app):
    """No error is described as anything but application/problem+json."""
    document = app.test_client().get("/api/v1/openapi.json").json

    for response in document["components"]["responses"].values():
        assert set(response.get("content", {"application/problem+json": {}})) == {"application/problem+json"}


def test_every_route_is_described(app):
    """What is served is in the description, but for the page for people and its files."""
    document = app.test_client().get("/api/v1/openapi.json").json
    served = {
        (re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in ("pages.docs", "pages.asset") and not _for_people(app, rule)
        for method in rule.methods - {"HEAD"}
    }

    described = {(path, name) for path, item in document["paths"].items() for name in item if name != "parameters"}
    assert served == described


def _for_people(app, rule):
    return rule.endpoint.partition(".")[0] in {page.name for page in app.extensions["fenliu.pages"]}


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/api/v1/openapi.json"])
def test_the_open_pages_answer_as_described_without_a_token(app, contract, path):
    """Whoever watches the service finds them in its description, and that they ask for nothing."""
    answer = app.test_client().get(path)
    contract.check("GET", path, answer)

    assert answer.status_code == 200
    assert contract.document["paths"][path]["get"]["security"] == []


def test_the_headers_a_caller_needs_are_described(contract):
    """How to present a token, when to come again, the version still held, the repeated answer, the request's id."""
    answers = contract.document["components"]["responses"]
    needed = {"UNAUTHORIZED": "WWW-Authenticate", "SERVICE_UNAVAILABLE": "Retry-After", "NOT_MODIFIED": "ETag"}

    assert [name for name, header in needed.items() if header not in answers[name]["headers"]] == []
    assert [name for name, answer in answers.items() if "X-Request-ID" not in answer["headers"]] == []
    filed = contract.document["paths"]["/api/v1/filings"]["post"]["responses"]["201"]["headers"]
    assert {"X-Request-ID", "Idempotency-Replayed"} <= set(filed)


def test_the_documentation_page_asks_nobody_else(app):
    """No outside address, no inline script or style, and a policy that would refuse them."""
    client = app.test_client()
    page = client.get("/docs")
    html = page.get_data(as_text=True)

    assert "http" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|style=", html)
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    for address in re.findall(r'(?:src|href)="(/[^"]+)"', html):
        with client.get(address) as asset:
            assert asset.status_code == 200, address


@pytest.mark.parametrize("name", ["vendor.py", "vendor.toml", "vendor.lock.json", "../app.py", "../../wsgi.py", "x.js"])
def test_only_scripts_and_styles_are_handed_out(app, name):
    """The folder holds more than what a browser needs; that stays here."""
    with app.test_client().get(f"/static/{name}") as answer:
        assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/livez", "/docs", "/api/v1/openapi.json", "/api/v1/cases", "/nowhere"])
def test_every_answer_carries_its_headers(app, path):
    """Strict security headers and a request id, also on errors."""
    answer = app.test_client().get(path)

    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-ID"])


@pytest.mark.parametrize(
    "given, kept", [("desk-1.a_B", True), ("a" * 65, False), ("a b", False), ("键", False), ("", False)]
)
def test_a_request_keeps_the_id_it_came_with_if_it_is_one(app, given, kept):
    """Only a short plain id is taken over."""
    answer = app.test_client().get("/livez", headers={"X-Request-ID": given.encode().decode("latin-1")})

    assert (answer.headers["X-Request-ID"] == given) is kept


def test_the_operator_gets_one_json_line_an_answer(clerk, capfd):
    """With Chinese unescaped, and without the query, which may name people."""
    clerk.get("/cases?handler=%E7%8E%8B", headers={"X-Request-ID": "r1"})

    line = capfd.readouterr().err.splitlines()[-1]
    told = json.loads(line)
    assert (told["path"], told["status"], told["actor"], told["request_id"]) == ("/api/v1/cases", 200, "a clerk", "r1")
    assert "%E7" not in line


def test_two_applications_may_stand_side_by_side(context):
    """Building the application twice in a process gives the same description."""
    first, second = create_app(context), create_app(context)

    assert first.extensions["fenliu.openapi"] == second.extensions["fenliu.openapi"]
