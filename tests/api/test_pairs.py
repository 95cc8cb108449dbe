"""Mentors and apprentices over HTTP: proposed, covered, accepted, kept in the ledger; for a supervisor only."""

import pytest

UNKNOWN = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def proposed(supervisor, engine_for_runs):
    """Everybody paired anew: the run once it is done."""
    run = supervisor.post("/pairs/proposals", {"anew": True, "seconds": 5}).json
    engine_for_runs.work(run["id"])
    return supervisor.get(f"/pairs/proposals/{run['id']}").json


def test_a_proposal_is_asked_for_and_found_where_the_answer_says(supervisor):
    """The answer comes at once; until a worker has matched them there is no proposal."""
    answer = supervisor.post("/pairs/proposals", {})

    assert (answer.status_code, answer.json["kind"], answer.json["state"]) == (202, "pairs", "queued")
    there = supervisor.get(answer.headers["Location"].removeprefix("/api/v1")).json
    assert (there["id"], there["proposal"]) == (answer.json["id"], None)


def test_a_finished_proposal_shows_pairs_proof_and_check(supervisor, proposed):
    """Both apprentices, stable by the checker's word, every level proven."""
    proposal = proposed["proposal"]

    assert {(pair["apprentice"], pair["mentor"]) for pair in proposal["pairs"]} == {("G15", "G14"), ("G22", "G20")}
    assert proposal["check"]["objections"] == proposal["check"]["blocking"] == []
    assert {level["status"] for level in proposal["certificate"]["levels"]} == {"proven"}
    assert supervisor.get(f"/runs/{proposed['id']}").json["plan"] is None


def test_a_proposal_is_accepted_once(supervisor, proposed):
    """The new pair begins today and the former ends; a second time the office has moved on."""
    path = f"/pairs/proposals/{proposed['id']}/acceptance"
    done = supervisor.post(path, {"apprentices": ["G22"]}).json

    assert [(pair["mentor"], pair["first"]) for pair in done["begun"]] == [("G20", "2022-09-05")]
    assert [pair["mentor"] for pair in done["ended"]] == ["G21"]
    again = supervisor.post(path, {})
    assert (again.status_code, again.json["type"]) == (412, "/problems/proposal-stale")


def test_who_is_not_in_a_proposal_cannot_be_accepted(supervisor, proposed):
    """Told by code; a run nobody knows is not found."""
    path = f"/pairs/proposals/{proposed['id']}/acceptance"

    assert supervisor.post(path, {"apprentices": ["G15"]}).json["type"] == "/problems/not-in-proposal"
    assert supervisor.post(path, {"apprentices": ["G99"]}).status_code == 404
    assert supervisor.post(f"/pairs/proposals/{UNKNOWN}/acceptance", {}).status_code == 404
    assert supervisor.get(f"/pairs/proposals/{UNKNOWN}").status_code == 404


def test_cover_is_found_and_accepted(supervisor, engine_for_runs):
    """The same day, to the day given."""
    run = supervisor.post("/pairs/covers", {"person": "G14", "until": "2022-09-16"}).json
    engine_for_runs.work(run["id"])
    proposal = supervisor.get(f"/pairs/proposals/{run['id']}").json["proposal"]
    done = supervisor.post(f"/pairs/proposals/{run['id']}/acceptance", {"apprentices": None}).json

    assert proposal["covers"][0]["period"] == {"first": "2022-09-05", "last": "2022-09-16"}
    assert proposal["away"] == {"G14": {"first": "2022-09-05", "last": "2022-09-16"}}
    assert [(pair["cover"], pair["apprentice"]) for pair in done["begun"]] == [(True, "G15")]
    assert done["away"] == [{"officer": "G14", "first": "2022-09-05", "last": "2022-09-16"}]


def test_cover_for_somebody_who_mentors_nobody_fails_with_the_reason(supervisor, engine_for_runs):
    """The run says why, in both languages."""
    run = supervisor.post("/pairs/covers", {"person": "G13"}).json
    engine_for_runs.work(run["id"])
    found = supervisor.get(f"/pairs/proposals/{run['id']}").json

    assert (found["state"], found["error"]["code"], found["proposal"]) == ("failed", "mentors-nobody", None)


def test_the_ledger_is_read_by_person_and_window(supervisor):
    """Everybody's, a mentor's; an impossible window is refused."""
    assert [book["apprentice"] for book in supervisor.get("/pairs/ledgers").json["items"]] == ["G15", "G22"]
    [book] = supervisor.get("/pairs/ledgers?person=G14&days=30").json["items"]
    assert (book["apprentice"], book["first"], book["step"]["kind"]) == ("G15", "2022-08-07", "stay")
    assert supervisor.get("/pairs/ledgers?days=3").status_code == 422
    assert supervisor.get("/pairs/ledgers?person=G99").status_code == 404


def test_a_person_decides_on_a_step(supervisor):
    """Not ready: refused without a named step; named, it is taken, once for a repeated request."""
    assert supervisor.post("/pairs/steps", {"person": "G15"}).json["type"] == "/problems/not-ready"
    first = supervisor.post("/pairs/steps", {"person": "G15", "step": 4}, key="step-1")
    again = supervisor.post("/pairs/steps", {"person": "G15", "step": 4}, key="step-1")

    assert (first.json["after"], first.json["graduated"]) == (4, False)
    assert first.json == again.json
    assert again.headers["Idempotency-Replayed"] == "true"


def test_a_clerk_sees_no_ledger_and_pairs_nobody(clerk, proposed):
    """What people wish and how they learn is for a supervisor."""
    assert clerk.get("/pairs/ledgers").status_code == 403
    assert clerk.get(f"/pairs/proposals/{proposed['id']}").status_code == 403
    assert clerk.post("/pairs/proposals", {}).status_code == 403
    assert clerk.post(f"/pairs/proposals/{proposed['id']}/acceptance", {}).status_code == 403
