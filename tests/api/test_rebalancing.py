"""Held cases moved over HTTP: a run, its frontier, the pack that goes along, publication, withdrawal."""

import pytest

SHORT = {"kind": "rebalance", "seconds": 2}


@pytest.fixture
def busy(busy):
    """Five cases by number, all given to one officer of the fast team by hand."""
    return [case["case_no"] for case in busy]


@pytest.fixture
def drafted(supervisor, busy, engine_for_runs):
    """Draft moves as asked; gives the run with its plan."""

    def draft(**asked):
        run = supervisor.post("/runs", {**SHORT, **asked}).json
        engine_for_runs.work(run["id"])
        return supervisor.get(f"/runs/{run['id']}").json

    return draft


def test_a_supervisor_sees_the_frontier_takes_the_pack_along_and_publishes(supervisor, drafted, busy):
    """Points with value, bound and gap; the moves of the last one; the pack of each; published, the case has moved."""
    run = drafted(frontier=True, most=2)
    moves = run["plan"]["moves"]
    [first, *_] = moves["rows"]
    packs = supervisor.get(f"/runs/{run['id']}/handover").json["items"]
    given = supervisor.post(f"/runs/{run['id']}/publication", {"cases": [first["case_no"]]}).json

    assert [point["most"] for point in moves["points"]] == [0, 1, 2]
    assert all(level["bound"] <= level["value"] for point in moves["points"] for level in point["levels"])
    assert (run["plan"]["objections"], first["holder"]) == ([], "G08")
    assert {pack["case_no"] for pack in packs} == {row["case_no"] for row in moves["rows"]}
    assert [(item["case_no"], item["officer"]) for item in given["items"]] == [(first["case_no"], first["officer"])]
    assert first["case_no"] in busy


def test_a_leaver_hands_over_everything_by_one_request(supervisor, drafted, busy):
    """All five cases have another officer, and who asks for one pack gets that one."""
    run = drafted(absent="G08", until="2022-09-30")
    one = supervisor.get(f"/runs/{run['id']}/handover", query_string={"case": busy[0]}).json
    supervisor.post(f"/runs/{run['id']}/publication", {"cases": None})

    assert {row["case_no"] for row in run["plan"]["moves"]["rows"]} == set(busy)
    assert {row["afterwards"] for row in run["plan"]["moves"]["rows"]} == {"stay"}
    assert [pack["case_no"] for pack in one["items"]] == [busy[0]]
    assert supervisor.get("/cases", query_string={"handler": "G08"}).json["items"] == []


def test_a_withdrawn_plan_is_not_published(supervisor, drafted):
    """Withdrawing twice is the same as once; publishing it then is a conflict."""
    run = drafted(moves=1)
    path = f"/runs/{run['id']}"

    answers = [supervisor.post(f"{path}/withdrawal").json for _ in range(2)]
    refused = supervisor.post(f"{path}/publication", {"cases": None})

    assert answers == [{"run": run["id"], "withdrawn": True, "published": []}] * 2
    assert (refused.status_code, refused.json["type"].rpartition("/")[2]) == (409, "plan-withdrawn")
    assert supervisor.get(path).json["plan"]["withdrawn"]


def test_a_stale_plan_is_refused_with_what_changed(supervisor, drafted):
    """A case of it was reassigned meanwhile: 412, and the case is named."""
    run = drafted(moves=1)
    [row] = run["plan"]["moves"]["rows"]
    case = supervisor.get("/cases", query_string={"handler": "G08"}).json["items"]
    [number] = [item["id"] for item in case if item["case_no"] == row["case_no"]]
    supervisor.put(f"/cases/{number}/assignment", {"officer": "G09", "reason": "rebalance"}, version="*")

    refused = supervisor.post(f"/runs/{run['id']}/publication", {"cases": None})

    assert refused.status_code == 412
    assert row["case_no"] in refused.get_data(as_text=True)


def test_a_settled_move_that_is_unlawful_is_refused_at_the_door_and_says_which_others_would_help(supervisor, busy):
    """As on the page: 409 with the case and the person, the moves refused that it needs, and no run."""
    runs = len(supervisor.get("/runs").json["items"])
    refused = [{"case": busy[1], "officer": "G09"}]
    asked = {**SHORT, "moves": 2, "take": [{"case": busy[0], "officer": "G08"}], "refuse": refused}
    answer = supervisor.post("/runs", asked)

    assert (answer.status_code, answer.json["type"].rpartition("/")[2]) == (409, "taken-unlawful")
    assert answer.json["facts"]["needed"] == []
    assert busy[0] in answer.json["detail"]
    assert "Take that move out" in str(answer.json) or "去掉该移交" in str(answer.json)
    assert len(supervisor.get("/runs").json["items"]) == runs


@pytest.mark.parametrize("asked, status, kind", [
    ({}, 422, "rebalance-unclear"),
    ({"moves": 1, "frontier": True}, 422, "rebalance-unclear"),
    ({"absent": "nobody"}, 404, "officer-unknown"),
    ({"absent": "G08", "until": "2022-01-04"}, 422, "absence-over"),
    ({"moves": 1, "keep": ["（2022）内0222执9999号"]}, 404, "case-unknown"),
])  # fmt: skip
def test_what_no_draft_can_be_made_of_is_refused_at_the_door(supervisor, busy, asked, status, kind):
    """Two ways at once or none, nobody of that name, a day that is past, a case that is not there: told at once, and no run to wait for."""
    assert busy
    runs = len(supervisor.get("/runs").json["items"])

    answer = supervisor.post("/runs", {**SHORT, **asked})

    assert (answer.status_code, answer.json["type"].rpartition("/")[2]) == (status, kind)
    assert len(supervisor.get("/runs").json["items"]) == runs


@pytest.mark.parametrize("role", [None, "clerk", "auditor"])
def test_nobody_below_a_supervisor_moves_cases(caller, drafted, role):
    """Neither drafting nor publishing nor withdrawing: 401 without a token, 403 with a lesser one."""
    run = drafted(moves=1)
    somebody = caller(role)
    path = f"/runs/{run['id']}"

    answers = [
        somebody.post("/runs", {**SHORT, "moves": 1}),
        somebody.post(f"{path}/publication", {"cases": None}),
        somebody.post(f"{path}/withdrawal"),
    ]

    assert {answer.status_code for answer in answers} == {401 if role is None else 403}


@pytest.mark.parametrize("body", [
    {"kind": "rebalance", "moves": -1},
    {"kind": "rebalance", "moves": 1, "refuse": [{"officer": "G08"}]},
    {"kind": "rebalance", "absent": "G08", "until": "tomorrow"},
    {"kind": "rebalance", "moves": 1, "keep": "all"},
])  # fmt: skip
def test_a_request_of_the_wrong_shape_is_refused_at_the_door(supervisor, body):
    """422 with the field."""
    assert supervisor.post("/runs", body).status_code == 422


def test_what_only_the_whole_stock_can_tell_fails_the_run_with_the_reason(clerk, filing, drafted):
    """A case that is to stay and that nobody holds: the run fails, and names it."""
    waiting = clerk.post("/filings", filing(case_no="（2022）内0222执777号")).json["case_no"]

    run = drafted(moves=1, keep=[waiting])

    assert (run["state"], run["error"]["code"]) == ("failed", "case-not-held")
    assert waiting in str(run["error"])


def test_a_plan_for_waiting_cases_has_no_pack(supervisor, clerk, filing, engine_for_runs):
    """It hands nothing over."""
    clerk.post("/filings", filing())
    run = supervisor.post("/runs", {"kind": "allocate", "seconds": 1}).json
    engine_for_runs.work(run["id"])

    answer = supervisor.get(f"/runs/{run['id']}/handover")

    assert answer.json["type"].rpartition("/")[2] == "nothing-handed-over"
