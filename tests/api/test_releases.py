"""Versions of the rules over HTTP: proposed by a planner, released by another, taken back."""

import pytest

from allocator.services.rules import releases
from tests.api.conftest import GUYANG
from tests.api.signed import Browser, a_user

RULES = (GUYANG / "rulebook.toml").read_text(encoding="utf-8")
NEXT = RULES.replace(
    'version = "2022-1"\neffective_from = 2022-01-01', 'version = "2022-2"\neffective_from = 2022-09-05'
)
UNKNOWN = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def proposed(planner, engine_for_runs, monkeypatch):
    """A version rehearsed at the planner's wish, without its simulation, which takes seconds."""
    monkeypatch.setattr(
        releases, "_forecast", lambda *_: {"report": None, "why": {"zh": "未作推演", "en": "not simulated"}}
    )
    answer = planner.post("/rulebook/proposals", {"toml": NEXT}, key="next-rules")
    engine_for_runs.work(answer.json["id"])
    return planner.get(answer.headers["Location"].removeprefix("/api/v1")).json


def test_a_proposal_is_rehearsed_by_a_worker(planner, proposed, filed):
    """The report names both versions; a second look is the same, a run of another kind has none."""
    report = proposed["rehearsal"]

    assert (proposed["kind"], report["version"], report["by"]) == ("rehearsal", "2022-2", proposed["actor"])
    assert report["follows"] == planner.get("/rulebook").json["digest"]
    assert (report["released"], report["withdrawn"], report["stock"]["flips"]) == (False, False, [])
    assert planner.get(f"/rulebook/proposals/{UNKNOWN}").status_code == 404


def test_somebody_else_releases_it_and_takes_it_back(planner, caller, proposed):
    """The proposer may not release; an administrator may, once; then the version before comes back."""
    path = f"/rulebook/proposals/{proposed['id']}/release"
    admin = caller("admin")

    assert planner.post(path).json["type"] == "/problems/second-person"
    done = admin.post(path)
    assert (done.status_code, done.json["version"], done.json["follows"]) == (200, "2022-2", "2022-1")
    assert [item["in_force"] for item in planner.get("/rulebook/versions").json["items"]] == [True, False]
    assert admin.post(path).json["type"] == "/problems/rulebook-released"
    back = admin.post("/rulebook/retreat", key="back")
    assert (back.json["version"], back.json["run"]) == ("2022-1", None)
    assert admin.post("/rulebook/retreat", key="again").json["type"] == "/problems/no-rulebook-before"


def test_where_people_sign_in_the_second_is_one_who_did(app, context, planner, caller, proposed):
    """A token proves nobody, and neither does one's own session: another user's session does."""
    path = f"/rulebook/proposals/{proposed['id']}/release"
    a_user(context, "chief", "admin")

    assert caller("admin").post(path).json["type"] == "/problems/second-person-unproven"
    browser = Browser(app)
    browser.sign_in("chief")
    browser.get("/account")
    done = browser.send("POST", f"/api/v1{path}", headers={"X-CSRF-Token": browser.token})
    assert (done.status_code, done.json["version"], done.json["by"]) == (200, "2022-2", "chief")


def test_a_user_does_not_release_what_they_had_rehearsed(app, context, engine_for_runs, planner, proposed):
    """Two sessions of one user are one person."""
    a_user(context, "chief", "admin")
    for number in range(2):
        browser = Browser(app)
        browser.sign_in("chief")
        browser.get("/account")
        headers = {"X-CSRF-Token": browser.token}
        if number == 0:
            asked = browser.send("POST", "/api/v1/rulebook/proposals", json={"toml": NEXT}, headers=headers)
            engine_for_runs.work(asked.json["id"])
        else:
            path = f"/api/v1/rulebook/proposals/{asked.json['id']}/release"
            refused = browser.send("POST", path, headers=headers)
    assert refused.json["type"] == "/problems/second-person"


def test_a_proposal_may_be_withdrawn(planner, proposed):
    """Asked twice it answers the same."""
    path = f"/rulebook/proposals/{proposed['id']}/withdrawal"

    assert [planner.post(path).json["withdrawn"] for _ in range(2)] == [True, True]


def test_the_rules_in_force_are_no_proposal(planner):
    """Told at once, before anybody works on it."""
    answer = planner.post("/rulebook/proposals", {"toml": RULES})

    assert (answer.status_code, answer.json["type"]) == (409, "/problems/rulebook-same")


def test_a_version_without_forecast_cannot_be_watched(clerk):
    """The first one was loaded with its folder."""
    assert clerk.get("/rulebook/watch").json == {"version": "2022-1", "weeks": None, "follows": None, "drifts": []}


def test_two_versions_are_compared(clerk):
    """The version in force against itself differs in nothing; one nobody keeps is not found."""
    digest = clerk.get("/rulebook").json["digest"]

    same = clerk.get(f"/rulebook/difference?old={digest}&new={digest}").json
    assert (same["old"]["digest"], same["changes"]) == (digest, [])
    assert clerk.get(f"/rulebook/difference?old={digest}&new={'0' * 64}").status_code == 404
    assert clerk.get("/rulebook/difference").status_code == 422


def test_a_version_yet_to_begin_is_taken_back(planner, caller, engine_for_runs, monkeypatch):
    """With a reason, by one who may release; it is told in the list of versions, and what holds is refused."""
    monkeypatch.setattr(
        releases, "_forecast", lambda *_: {"report": None, "why": {"zh": "未作推演", "en": "not simulated"}}
    )
    later = NEXT.replace("effective_from = 2022-09-05", "effective_from = 2022-10-05")
    run = planner.post("/rulebook/proposals", {"toml": later}, key="later").json["id"]
    engine_for_runs.work(run)
    digest = caller("admin").post(f"/rulebook/proposals/{run}/release").json["rulebook"]
    path = f"/rulebook/versions/{digest}/withdrawal"

    assert caller("clerk").post(path, {"because": "未定稿"}).status_code == 403
    assert planner.post(path, {}).status_code == 422
    items = [planner.post(path, {"because": "未定稿"}).json["items"] for _ in range(2)]
    assert items[0] == items[1]
    assert [(one["version"], one["to_begin"], one["state"]["en"]) for one in items[0]] == [
        ("2022-2", False, "taken back"),
        ("2022-1", False, "in force"),
    ]
    now = planner.get("/rulebook").json["digest"]
    assert (
        planner.post(f"/rulebook/versions/{now}/withdrawal", {"because": "x"}).json["type"]
        == "/problems/rulebook-begun"
    )
    assert planner.post("/rulebook/versions/none/withdrawal", {"because": "x"}).status_code == 404


def test_an_auditor_reads_the_reports_of_what_was_released(caller, proposed):
    """Not of what is on its way; a clerk reads neither."""
    path = f"/rulebook/proposals/{proposed['id']}"
    assert caller("auditor").get(path).status_code == 404
    caller("admin").post(f"{path}/release")

    report = caller("auditor").get(path)
    assert (report.status_code, report.json["rehearsal"]["released"]) == (200, True)
    assert caller("clerk").get(path).status_code == 403
