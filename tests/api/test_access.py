"""Deny by default: who may do what, over the whole map of routes."""

import re

import pytest

from allocator.services.access.permissions import AUDITOR_MAY, LADDER, LEAST_ROLE, ROLES, create_token
from api.access import OPEN, permission_of

UUID = "00000000-0000-0000-0000-000000000000"
PLACES = {"case_id": "1", "seq": "1", "day": "2022-09-01", "run_id": UUID}
PLACES |= {"errand_id": "1", "trip_id": "1", "week": "2022-W36", "code": "V1", "indicator": "closed"}
PLACES |= {
    "table": "absences",
    "draft_id": UUID,
    "fact": "search_or_detain",
    "digest": "none",
    "told_id": "1",
    "answer": "none",
}
PLACE = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
OPEN_PATHS = {"/livez", "/readyz", "/docs", "/api/v1/openapi.json", "/static/<path:name>"}
OPEN_PATHS |= {"/api/v1/calendars/<secret>.ics"}


def _operations(app):
    """Walk every operation but those of pages for people, which tests/api/pages walks."""
    pages = {page.name for page in app.extensions["fenliu.pages"]}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] in pages:
            continue
        for method in sorted(rule.methods - {"HEAD"}):
            yield method, rule


def test_only_six_addresses_are_open(app):
    """Whatever else is served asks for a token."""
    assert {rule.rule for _, rule in _operations(app) if rule.endpoint in OPEN} == OPEN_PATHS


def test_every_operation_names_a_permission_some_role_has(app):
    """An operation that names none lets nobody in."""
    named = {rule.rule: permission_of(app.view_functions[rule.endpoint]) for _, rule in _operations(app)}

    closed = {path: name for path, name in named.items() if path not in OPEN_PATHS}
    assert set(closed.values()) <= set(LEAST_ROLE)


@pytest.mark.parametrize("role", [None, *ROLES])
def test_each_role_may_do_what_it_may_and_nothing_else(app, caller, role):
    """Walks every route as every role: 401 without a token, 403 without the permission, something else with it."""
    who = caller(role)
    for method, rule in _operations(app):
        if rule.endpoint in OPEN:
            continue
        path = PLACE.sub(lambda found: PLACES[found.group(1)], rule.rule.removeprefix("/api/v1"))
        status = who.send(method, path, json={} if method in ("POST", "PUT") else None).status_code
        assert (status == 401) == (role is None), (method, path)
        assert (status == 403) == (
            role is not None and not _may(role, permission_of(app.view_functions[rule.endpoint]))
        )


def _may(role, permission):
    if role == "auditor":
        return permission in AUDITOR_MAY
    if role == "staff":
        return permission in ("own:read", "account:own")
    return LADDER.index(role) >= LADDER.index(LEAST_ROLE[permission])


def test_the_auditor_changes_nothing():
    """Beside the ladder: every permission to read and to check, none to write."""
    assert not {name for name in AUDITOR_MAY if name.endswith((":write", ":draw", ":name", ":publish", ":approve"))}


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer ", "Bearer x", "Basic YTpi", "bearer\tx y", "Bearer 键", "Bearer " + "a" * 9000]
)
def test_a_wrong_token_is_answered_with_a_challenge(caller, given):
    """401 says how to present a token and where tokens come from."""
    headers = {"Authorization": given.encode().decode("latin-1")} if given else {}
    answer = caller(None).get("/cases", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "fenliu token" in answer.json["remedy"]


def test_a_token_ends_on_its_day(app, contract, context, clock, caller):
    """A token for ten days opens nothing on the tenth day after."""
    who = caller("clerk")
    who.token = create_token(context, "王某", "clerk", days=10)
    assert who.get("/cases").status_code == 200

    clock.forward(days=10)
    assert who.get("/cases").json["type"] == "/problems/token-invalid"


def test_an_address_that_is_not_there_tells_nothing(caller):
    """404 for whoever asks; 405 names the methods there are."""
    assert caller(None).get("/secrets").status_code == 404
    answer = caller(None).send("PATCH", "/cases")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].replace(" ", "").split(",")) == {"GET", "HEAD"}
    assert caller(None).send("OPTIONS", "/cases").status_code == 405


def test_who_is_turned_away_reads_who_may_by_name(caller):
    """In words, not in codes of roles."""
    told = caller("staff").get("/cases", headers={"Accept-Language": "zh"}).json

    assert "工作人员无权查看案件（cases:read）" in told["detail"]
    assert told["remedy"].startswith("可由以下角色办理：立案分案人员、团队负责人、")
