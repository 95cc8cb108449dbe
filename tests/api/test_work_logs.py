"""An office's own log over HTTP: sent once, fitted and forecast by runs, read by who may."""

import io

import pytest

from tests.allocator.services.staffing.test_work_logs import export

__all__ = ["export"]


@pytest.fixture
def kept(planner, export):
    """The log as it was sent."""
    answer = planner.post("/work-logs", data={"file": (io.BytesIO(export), "events.csv")})
    assert answer.status_code == 201, answer.json
    return answer.json


def test_a_planner_has_a_log_fitted(planner, clerk, kept, engine_for_runs):
    """Every step with its interval; it names people's hours, so that a clerk does not read it."""
    run = planner.post("/runs", {"kind": "calibration", "log": kept["log"]}).json["id"]
    engine_for_runs.work(run)
    found = planner.get(f"/runs/{run}/calibration")

    assert (found.status_code, found.json["items"]) == (200, kept["items"])
    assert {one["step"] for one in found.json["steps"]} == {"intake", "inquiry", "closing"}
    assert clerk.get(f"/runs/{run}/calibration").status_code == 403
    assert planner.get(f"/runs/{run}/forecast").json["type"] == "/problems/run-of-another-kind"


def test_a_planner_has_months_forecast(planner, clerk, kept, engine_for_runs):
    """Bands by month, and how often they held; figures of the office, which whoever sees runs may read."""
    asked = {"kind": "forecast", "log": kept["log"], "start": "2021-09-01", "months": 2, "backtest": True}
    run = planner.post("/runs", asked).json
    engine_for_runs.work(run["id"])
    found = clerk.get(f"/runs/{run['id']}/forecast").json

    assert run["params"] == {"backtest": True, "log": kept["log"], "months": 2, "seed": 1, "start": "2021-09-01"}
    assert [month["month"] for month in found["months"]] == ["2021-09-01", "2021-10-01"]
    assert found["backtest"]["held"]["completed"]["months"] == 3


@pytest.mark.parametrize(
    "body,status,problem",
    [
        ({"kind": "calibration"}, 422, "nothing-asked"),
        ({"kind": "calibration", "log": "nothing"}, 404, "work-log-unknown"),
        ({"kind": "forecast", "log": "nothing", "start": "2021-09-01"}, 404, "work-log-unknown"),
    ],
)
def test_what_no_worker_could_do_is_refused_at_once(planner, body, status, problem):
    """No run is begun."""
    answer = planner.post("/runs", body)

    assert (answer.status_code, answer.json["type"]) == (status, f"/problems/{problem}")
    assert planner.get("/runs").json["items"] == []


def test_a_faulty_log_is_refused_by_row(planner):
    """With row and field."""
    file = "案号,环节,承办人,开始时间,结束时间\nC1,查控,李,昨天,\n".encode()
    answer = planner.post("/work-logs", data={"file": (io.BytesIO(file), "events.csv")})

    assert answer.status_code == 422
    assert [(fault["row"], fault["field"]) for fault in answer.json["errors"]] == [(2, "started")]


def test_a_clerk_sends_no_logs(clerk, export):
    """Asking for runs is for others."""
    assert clerk.post("/work-logs", data={"file": (io.BytesIO(export), "events.csv")}).status_code == 403
