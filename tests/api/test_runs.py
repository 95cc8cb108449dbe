"""All waiting cases are given out by one plan, over HTTP."""

import json

import pytest

from api.schemas.fields import cursor

UNKNOWN = "00000000-0000-0000-0000-000000000000"
SHORT = {"kind": "allocate", "seconds": 1}


@pytest.fixture
def waiting(clerk, filing):
    """Six waiting cases."""
    return [clerk.post("/filings", filing()).json for _ in range(6)]


@pytest.fixture
def drafted(supervisor, waiting, engine_for_runs):
    """A run whose plan is done."""
    run = supervisor.post("/runs", SHORT).json
    engine_for_runs.work(run["id"])
    return supervisor.get(f"/runs/{run['id']}").json


def test_a_run_is_accepted_and_found_where_the_answer_says(supervisor, waiting):
    """The answer comes at once; the work is for a worker."""
    answer = supervisor.post("/runs", SHORT)

    assert (answer.status_code, answer.json["state"]) == (202, "queued")
    there = supervisor.get(answer.headers["Location"].removeprefix("/api/v1")).json
    assert (there["id"], there["plan"], there["actor"]) == (answer.json["id"], None, "a supervisor")


def test_a_finished_run_shows_its_plan(drafted, waiting):
    """Every waiting case is in it, placed or with the reason, and the loads add up."""
    plan = drafted["plan"]

    assert drafted["state"] == "done"
    assert drafted["message"]["en"] == "The plan is ready: 6 placed, 0 not placed."
    assert (drafted["value"], drafted["bound"]) == (None, None)
    assert drafted["created_at"] <= drafted["started_at"] <= drafted["finished_at"]
    named = {row["case_no"] for row in plan["rows"]} | {item["case_no"] for item in plan["unplaced"]}
    assert named == {case["case_no"] for case in waiting}
    assert plan["objections"] == []
    assert sum(load["cases"] for load in plan["loads"]) == len(plan["rows"])


def test_a_plan_is_published_in_parts(supervisor, drafted):
    """First one case, then the rest; nothing twice."""
    rows = {row["case_no"]: row["officer"] for row in drafted["plan"]["rows"]}
    first, *rest = rows
    path = f"/runs/{drafted['id']}/publication"

    one = supervisor.post(path, {"cases": [first]}).json
    assert [(item["case_no"], item["officer"]) for item in one["items"]] == [(first, rows[first])]

    others = supervisor.post(path, {"cases": None}).json
    assert {item["case_no"] for item in others["items"]} == set(rest)
    assert set(supervisor.get(f"/runs/{drafted['id']}").json["plan"]["published"]) == set(rows)
    assert supervisor.post(path, {}).json["type"] == "/problems/not-in-plan"


def test_a_plan_overtaken_by_a_change_is_stale(supervisor, drafted, waiting):
    """A case given out meanwhile makes the whole publication fail, and nothing is published."""
    row = drafted["plan"]["rows"][0]["case_no"]
    case = next(case for case in waiting if case["case_no"] == row)
    supervisor.put(f"/cases/{case['id']}/assignment", {}, version=1)
    answer = supervisor.post(f"/runs/{drafted['id']}/publication", {})

    assert (answer.status_code, answer.json["type"]) == (412, "/problems/plan-stale")
    assert answer.json["facts"]["cases"] == [row]
    assert len(supervisor.get("/cases?state=waiting").json["items"]) == 5


def test_a_clerk_looks_on(clerk, drafted):
    """A clerk follows a run; asking for one and publishing it are for a supervisor."""
    assert clerk.get(f"/runs/{drafted['id']}").json["state"] == "done"
    assert clerk.post("/runs", SHORT).status_code == 403
    assert clerk.post(f"/runs/{drafted['id']}/publication", {}).status_code == 403


def test_a_waiting_run_is_cancelled_at_once(supervisor, waiting):
    """It ends as cancelled, has no plan, and cancelling again changes nothing."""
    run = supervisor.post("/runs", SHORT).json
    first = supervisor.delete(f"/runs/{run['id']}").json

    assert (first["state"], first["error"]["facts"]) == ("cancelled", {"by": "a supervisor"})
    assert supervisor.delete(f"/runs/{run['id']}").json == first
    refused = supervisor.post(f"/runs/{run['id']}/publication", {}).json
    assert (refused["type"], refused["detail"]) == ("/problems/run-without-plan", "The run has no plan (cancelled).")


def test_runs_are_listed_newest_first_page_by_page(supervisor):
    """Each comes once."""
    ids = [supervisor.post("/runs", SHORT).json["id"] for _ in range(3)]

    first = supervisor.get("/runs?limit=2").json
    second = supervisor.get(f"/runs?limit=2&after={first['next']}").json
    assert [run["id"] for run in first["items"] + second["items"]] == ids[::-1]
    assert second["next"] is None


@pytest.mark.parametrize("mark", ["1", UNKNOWN, "x" * 36, ""])
def test_a_mark_of_another_list_is_refused(supervisor, mark):
    """A list goes on after one of its own; anything else is told as such, never answered with an empty page."""
    supervisor.post("/runs", SHORT)
    answer = supervisor.get(f"/runs?after={cursor(mark)}")

    assert answer.status_code == 422
    assert [(fault["in"], fault["field"]) for fault in answer.json["errors"]] == [("query", "after")]


def test_the_same_key_asks_for_one_run(supervisor):
    """Sent twice, a run is put down once; with other seconds the key is refused."""
    first = supervisor.post("/runs", SHORT, key="monday")
    again = supervisor.post("/runs", SHORT, key="monday")

    assert (again.status_code, again.json, again.headers["Location"]) == (202, first.json, first.headers["Location"])
    assert supervisor.post("/runs", {**SHORT, "seconds": 6}, key="monday").status_code == 422
    assert len(supervisor.get("/runs").json["items"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "reshuffle"},
        {"kind": None},
        {"seconds": 0},
        {"seconds": 3601},
        {"seconds": 1.5},
        {"seconds": 5.0},
        {"seconds": True},
        {"seconds": "5"},
    ],
)
def test_a_run_that_cannot_be_is_refused(supervisor, wrong):
    """An unknown kind, an impossible time."""
    answer = supervisor.post("/runs", {**SHORT, **wrong})

    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json["errors"]] == list(wrong)


@pytest.mark.parametrize("run", [UNKNOWN, "1", "x" * 36])
def test_an_unknown_run_is_not_found(supervisor, run):
    """By whatever name, in every part of it."""
    assert supervisor.get(f"/runs/{run}").status_code == 404
    assert supervisor.get(f"/runs/{run}/events").status_code == 404
    assert supervisor.delete(f"/runs/{run}").status_code == 404
    assert supervisor.post(f"/runs/{run}/publication", {}).status_code == 404


def _events(answer):
    parts = [part.split("\n") for part in answer.get_data(as_text=True).split("\n\n") if part.startswith("event")]
    return [(kind.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for kind, data in parts]


def test_a_run_that_has_ended_tells_so_and_the_stream_closes(clerk, drafted):
    """One event with the end."""
    answer = clerk.get(f"/runs/{drafted['id']}/events")

    assert answer.mimetype == "text/event-stream"
    [(kind, run)] = _events(answer)
    assert (kind, run["progress"], run["message"]["en"][:18]) == ("done", 1000, "The plan is ready:")


def test_each_change_of_a_run_is_one_event(app, supervisor, engine_for_runs, monkeypatch):
    """Followed from the queue to its end; what stays the same is not told twice."""
    run = supervisor.post("/runs", SHORT).json
    naps = iter([lambda: None, lambda: engine_for_runs.cancel(run["id"])])
    monkeypatch.setattr("time.sleep", lambda _: next(naps)())

    events = _events(supervisor.get(f"/runs/{run['id']}/events"))

    assert [kind for kind, _ in events] == ["queued", "cancelled"]


def test_a_stream_ends_some_time(app, supervisor, monkeypatch):
    """A client connects again; no thread is held for ever."""
    app.config["EVENT_SECONDS"] = 0
    run = supervisor.post("/runs", SHORT).json

    assert [kind for kind, _ in _events(supervisor.get(f"/runs/{run['id']}/events"))] == ["queued"]


def test_without_an_engine_runs_are_read_only(context, contract, guyang, caller):
    """A service started without one says so, with what to use instead."""
    from api import create_app

    who = caller("supervisor")
    who.app = create_app(context)
    answer = who.post("/runs", SHORT)

    assert (answer.status_code, answer.json["type"]) == (503, "/problems/no-engine")
    assert who.get("/runs").status_code == 200
