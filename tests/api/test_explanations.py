"""Certificates, explanations and differences over HTTP, each within what the caller may see."""

import json

import pytest

from allocator.services.access.permissions import create_token
from tests.api.conftest import Caller

SHORT = {"kind": "allocate", "seconds": 1}
UNKNOWN = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def drafted(supervisor, clerk, filing, engine_for_runs):
    """A run whose plan for five waiting cases is done."""
    for _ in range(5):
        clerk.post("/filings", filing())
    run = supervisor.post("/runs", SHORT).json
    engine_for_runs.work(run["id"])
    return supervisor.get(f"/runs/{run['id']}").json


def test_a_certificate_is_taken_along_and_verified(supervisor, auditor, clerk, drafted):
    """A supervisor and the auditor may; altered, it is refuted; a clerk is turned away."""
    document = supervisor.get(f"/runs/{drafted['id']}/certificate").json

    verdict = auditor.post("/certificates/verify?seconds=5", document).json
    assert (verdict["holds"], verdict["seal"]) == (True, drafted["plan"]["seal"])
    document["certificate"]["levels"][1]["value"] += 1
    assert not supervisor.post("/certificates/verify", document).json["holds"]
    assert clerk.get(f"/runs/{drafted['id']}/certificate").status_code == 403
    assert clerk.post("/certificates/verify", document).status_code == 403


def test_what_is_no_certificate_is_refused_with_its_place(supervisor, drafted):
    """A part that is missing, a number too large, a run that is not there."""
    document = supervisor.get(f"/runs/{drafted['id']}/certificate").json
    del document["plan"]["rows"]
    answer = supervisor.post("/certificates/verify", document)

    assert (answer.status_code, answer.json["type"]) == (422, "/problems/certificate-unreadable")
    assert answer.json["facts"]["place"] == "plan.rows"
    assert supervisor.get(f"/runs/{UNKNOWN}/certificate").status_code == 404
    assert supervisor.post("/certificates/verify?seconds=60", document).status_code == 422


def test_a_certificate_that_is_too_large_goes_to_the_command_line(supervisor, drafted):
    """More than four MiB are not for a request."""
    document = supervisor.get(f"/runs/{drafted['id']}/certificate").json
    document["plan"]["padding"] = "x" * (4 * 2**20)
    answer = supervisor.post("/certificates/verify", document)

    assert (answer.status_code, answer.json["type"]) == (413, "/problems/certificate-too-large")


def test_a_clerk_asks_why_and_why_not(clerk, drafted, engine_for_runs):
    """The case's own plan answers at once as far as it takes no whole plan; what would change it is found by a run."""
    row = drafted["plan"]["rows"][0]
    case = next(item for item in clerk.get("/cases").json["items"] if item["case_no"] == row["case_no"])
    path = f"/cases/{case['id']}/explanation"

    why = clerk.get(path).json
    short = clerk.get(f"{path}?why_not=G01&run={drafted['id']}").json
    asked = clerk.post(path, {"why_not": "G01", "run": drafted["id"]})
    engine_for_runs.work(asked.json["id"])
    told = clerk.get(f"/runs/{asked.json['id']}/explanation").json

    assert (why["run"], why["facts"]["lead"], why["open"]) == (drafted["id"], row["officer"], False)
    assert (short["subject"], short["facts"]["asked"], short["open"]) == (row["case_no"], "G01", True)
    assert (asked.status_code, asked.json["kind"]) == (202, "explanation")
    assert (told["subject"], told["facts"]["asked"], told["open"]) == (row["case_no"], "G01", False)
    assert told["facts"]["drawn"] > 0
    assert clerk.get(f"/runs/{asked.json['id']}/explanation?person=G01").json == told
    other = clerk.get(f"/runs/{asked.json['id']}/explanation?person=G02")
    assert (other.status_code, other.json["type"]) == (409, "/problems/question-about-another")
    assert all(row["table"] for change in told["changes"] for row in change["rows"])
    assert clerk.get(f"{path}?why_not=nobody").status_code == 404
    assert clerk.post(path, {"why_not": "nobody"}).status_code == 404
    assert clerk.get(f"{path}?run={UNKNOWN}").status_code == 404


def test_the_own_share_is_everybodys_to_ask_and_anothers_a_supervisors(app, contract, supervisor, drafted, context):
    """A caller of the name of an officer asks about that officer; of others only a supervisor does."""
    officer = drafted["plan"]["rows"][0]["officer"]
    path = f"/runs/{drafted['id']}/explanation"
    own = Caller(app, contract, create_token(context, officer, "clerk"))

    assert own.get(f"{path}?person={officer}").json["subject"] == officer
    assert own.get(f"{path}?person=G01").status_code == 403
    assert supervisor.get(f"{path}?person={officer}").json["facts"]["officer"] == officer
    assert "places 5 cases" in json.dumps(own.get(path).json)


def test_two_plans_are_held_against_each_other(clerk, supervisor, drafted, filing, engine_for_runs):
    """Against itself there is nothing; against a later one there is a case more."""
    clerk.post("/filings", filing())
    later = supervisor.post("/runs", SHORT).json["id"]
    engine_for_runs.work(later)

    assert clerk.get(f"/runs/{drafted['id']}/difference?other={drafted['id']}").json["empty"]
    found = clerk.get(f"/runs/{drafted['id']}/difference?other={later}").json
    assert len(found["only_after"]) == 1
    assert clerk.get(f"/runs/{drafted['id']}/difference?other={UNKNOWN}").status_code == 404
    assert clerk.get(f"/runs/{drafted['id']}/difference").status_code == 422
