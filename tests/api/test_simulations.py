"""The simulated office over HTTP: scenarios played by a run, the least change, faults by line and field."""

import itertools

import pytest

from allocator.services.staffing import least_changes, simulations
from tests.allocator.services.laboratory import BASELINE, FAULTY, FOURTH_CAR, TARGETS, sent

PLAYED = {"kind": "simulation", "scenarios": [sent(BASELINE), sent(FOURTH_CAR, "car.toml")]}
ASKED = {"kind": "staffing", "targets": sent(TARGETS, "goal.toml"), "scenario": sent(BASELINE)}


@pytest.fixture(scope="module")
def guyang(six_filed):
    """Six cases to be like."""
    return six_filed


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """One process, the test's own."""
    for room in (simulations, least_changes):
        monkeypatch.setattr(room, "usual_hands", lambda: 1)


def test_a_planner_plays_scenarios_and_reads_the_report(planner, clerk, engine_for_runs):
    """Accepted at once, played by a worker, read by everybody who may see runs."""
    answer = planner.post("/runs", {**PLAYED, "replications": 3})
    run = answer.json["id"]
    early = planner.get(f"/runs/{run}/simulation")
    engine_for_runs.work(run)
    report = clerk.get(f"/runs/{run}/simulation").json

    assert answer.status_code == 202
    assert (early.status_code, early.json["type"]) == (409, "/problems/run-without-plan")
    assert (report["state"], report["replications"], report["opening"]["stock"]) == ("done", 3, 6)
    assert [one["name"]["en"] for one in report["outcomes"]] == ["as it is", "a fourth car"]
    assert planner.get(f"/runs/{run}").json["plan"] is None


def test_a_report_may_be_asked_for_until_its_intervals_are_narrow(planner, engine_for_runs):
    """A width that two runs reach; one that cannot be, or of no figure, is refused by its field."""
    answer = planner.post("/runs", {**PLAYED, "half_width": {"open_at_end": "1000"}})
    engine_for_runs.work(answer.json["id"])
    report = planner.get(f"/runs/{answer.json['id']}/simulation").json
    refused = [planner.post("/runs", {**PLAYED, "half_width": {name: width}}) for name, width in
               (("open_at_end", "0.00"), ("open_at_end", "-1"), ("happiness", "1"))]  # fmt: skip

    assert answer.json["params"]["half_width"] == {"open_at_end": "1000"}
    assert (report["replications"], report["missed"]) == (2, [])
    assert {one.status_code for one in refused} == {422}
    assert all(fault["field"].startswith("half_width") for one in refused for fault in one.json["errors"])


def test_a_planner_asks_for_the_least_change(planner, engine_for_runs):
    """The answer says what to do and how sure that is."""
    run = planner.post("/runs", ASKED).json["id"]
    engine_for_runs.work(run)
    answer = planner.get(f"/runs/{run}/staffing").json

    assert [one["name"]["en"] for one in answer["best"]] == ["no change"]
    assert planner.get(f"/runs/{run}/simulation").json["type"] == "/problems/run-of-another-kind"


def test_a_search_may_be_limited_in_runs_and_minutes(planner, engine_for_runs):
    """Both are kept with the run; the answer says that the runs allowed were used up."""
    hard = sent(TARGETS.replace("at_least = 0.0", "at_least = 1.0"), "goal.toml")
    answer = planner.post("/runs", {**ASKED, "targets": hard, "budget": 2, "minutes": 60})
    engine_for_runs.work(answer.json["id"])
    found = planner.get(f"/runs/{answer.json['id']}/staffing").json

    assert (answer.json["params"]["budget"], answer.json["params"]["minutes"]) == (2, 60)
    assert (found["replications"], found["stopped"], found["exhausted"]) == (2, "budget", True)
    assert found["left"] == len(found["untried"])


def test_a_search_ends_when_its_minutes_are_over(planner, engine_for_runs, monkeypatch):
    """With what is known, and says so; a clock that leaps stands for an hour."""
    leaps = itertools.count(0, 3600.0)
    monkeypatch.setattr("time.monotonic", lambda: next(leaps))
    run = planner.post("/runs", {**ASKED, "minutes": 1}).json["id"]
    engine_for_runs.work(run)

    assert planner.get(f"/runs/{run}/staffing").json["stopped"] == "time"


@pytest.mark.parametrize("name, value", [
    *(("budget", value) for value in (0, -1, 100_001, 1.5, "5", True)),
    *(("minutes", value) for value in (0, -1, 1441, 0.5, "5", True)),
])  # fmt: skip
def test_a_limit_that_is_none_is_refused_by_its_name(planner, name, value):
    """A whole number within bounds, or nothing."""
    answer = planner.post("/runs", {**ASKED, name: value})

    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json["errors"]] == [name]


@pytest.mark.parametrize(
    "body,place",
    [
        ({"kind": "simulation"}, "scenarios"),
        ({**PLAYED, "scenarios": [sent(FAULTY)]}, "people.leave[1].who"),
        ({"kind": "staffing"}, "targets"),
        ({**ASKED, "targets": sent(TARGETS.replace("closing_rate", "closing"))}, "targets[1].figure"),
    ],
)
def test_what_no_worker_could_do_is_refused_at_once(planner, body, place):
    """With the field, and the line where there is a file; no run is begun."""
    answer = planner.post("/runs", body)

    assert answer.status_code == 422
    assert place in {fault["field"] for fault in answer.json["errors"]}
    assert planner.get("/runs").json["items"] == []


def test_asking_is_for_whoever_may_ask_for_plans(clerk):
    """A clerk looks on."""
    assert clerk.post("/runs", PLAYED).status_code == 403


def test_the_offices_own_files_can_be_read_and_asked(planner, clerk):
    """Each with its text and title, as `POST /runs` takes it."""
    files = {one["name"]: one for one in clerk.get("/scenarios").json["items"]}
    asked = [{"name": name, "toml": files[name]["toml"]} for name in ("baseline.toml", "fourth_car.toml")]

    assert files["fourth_car.toml"]["title"]["en"] == "a fourth car"
    assert {one["refused"] for one in files.values()} == {None}
    assert planner.post("/runs", {"kind": "simulation", "scenarios": asked}).status_code == 202


def test_a_ready_question_can_be_asked_as_it_is_read(planner, clerk):
    """One of a post less; a post nobody has is refused, and who may ask nothing reads none."""
    posts = [one["id"] for one in clerk.get("/scenarios/ready").json["items"]]
    question = planner.get(f"/scenarios/ready/{posts[0]}").json

    assert planner.post("/runs", question).status_code == 202
    assert planner.get("/scenarios/ready/fast.king").status_code == 422
    assert clerk.get(f"/scenarios/ready/{posts[0]}").status_code == 403


def test_a_scenario_in_which_a_lane_loses_everybody_is_refused_at_once(planner):
    """By file, row and field, before any worker begins."""
    toml = BASELINE + "".join(f'[[people.leave]]\nwho = "{who}"\nlast = 2022-10-05\n' for who in ("G07", "G08", "G09"))
    answer = planner.post("/runs", {"kind": "simulation", "scenarios": [sent(toml, "all.toml")]})
    [fault] = answer.json["errors"]

    assert answer.status_code == 422
    assert (fault["file"], fault["field"], fault["row"]) == ("all.toml", "people.leave[3].who", 15)


def test_scenarios_of_other_days_are_refused_at_once(planner):
    """They cannot be compared."""
    other = BASELINE.replace("days = 14", "days = 15")
    answer = planner.post("/runs", {"kind": "simulation", "scenarios": [sent(BASELINE), sent(other, "other.toml")]})

    assert answer.json["type"] == "/problems/scenarios-differ"
