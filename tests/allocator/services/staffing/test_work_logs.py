"""An office's own log as runs: kept once, fitted and forecast by a worker as on the command line, called off on the way."""

import csv
import io
from datetime import date

import pytest

from allocator.domain.errors import BadInput, Conflict, NotFound
from allocator.files.event_log import read_event_log
from allocator.services.run_kinds import Step, run_now
from allocator.services.runs import read_run
from allocator.services.staffing.simulations import without_run
from allocator.services.staffing.work_logs import (
    CALIBRATION,
    FORECAST,
    check_calibration,
    check_forecast,
    draft_forecast,
    keep_log,
    read_calibration,
    read_forecast,
)
from allocator.simulation.calibration.calibration import calibrate
from allocator.simulation.calibration.report import calibration_view
from allocator.simulation.forecasting.report import backtest_view, forecast_view
from allocator.simulation.forecasting.rolling import roll
from fixtures.worklog import Truth, synthetic_log

SEPTEMBER = date(2021, 9, 1)


@pytest.fixture(scope="module")
def export():
    """Nine months of a made-up office as its file."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("案号", "环节", "承办人", "开始时间", "结束时间"))
    for item in synthetic_log(Truth(), date(2021, 1, 4), 270, 1).items:
        end = item.ended.isoformat() if item.ended else ""
        writer.writerow((item.case, item.step, item.person, item.started.isoformat(), end))
    return out.getvalue().encode()


def test_a_log_is_kept_once_by_what_is_in_it(context, export):
    """The same file gives the same name; what it holds is told; the decision log is not longer."""
    with context.database.reading() as uow:
        before = uow.log.head()
    first, again = (keep_log(context, "events.csv", export) for _ in range(2))

    assert first == again
    assert (first.cases, first.items) == (
        len({line.split(b",")[0] for line in export.splitlines()[1:]}),
        export.count(b"\n") - 1,
    )
    assert first.first.date() >= date(2021, 1, 4)
    with context.database.reading() as uow:
        assert uow.log.head() == before


def test_a_faulty_log_is_not_kept(context):
    """Refused by row and field, as on the command line; so is a zone there is not."""
    faulty = "案号,环节,承办人,开始时间,结束时间\nC1,查控,李,2022-09-30T09:00Z,2022-09-29T09:00Z\n".encode()

    with pytest.raises(BadInput) as refused:
        keep_log(context, "events.csv", faulty)
    with pytest.raises(BadInput, match="Moon"):
        keep_log(context, "events.csv", faulty, "Moon")
    assert refused.value.faults[0]["row"] == 2


def test_a_run_fits_what_the_command_fits(context, export):
    """The same figures to the last digit; the run says from how much."""
    kept = keep_log(context, "events.csv", export)
    run = run_now(context, CALIBRATION, {"log": kept.log})

    assert without_run(read_calibration(context, run.id)) == calibration_view(
        calibrate(read_event_log("events.csv", export))
    )
    assert run.message.en == f"Fitted from {kept.items} items."


def test_a_run_forecasts_what_the_command_forecasts(context, export):
    """Months, bands and the past; every start in the past is told while it goes on."""
    kept, steps = keep_log(context, "events.csv", export), list[Step]()
    run = run_now(
        context, FORECAST, {"log": kept.log, "start": "2021-09-01", "months": 2, "backtest": True}, steps.append
    )
    rolling = roll(read_event_log("events.csv", export), SEPTEMBER, 2, 1)

    found = without_run(read_forecast(context, run.id))
    assert found == {**forecast_view(rolling.forecast()), "backtest": backtest_view(rolling.backtest())}
    assert len(steps) == len(rolling.origins) > 0
    assert [step.progress for step in steps] == sorted(step.progress for step in steps)


def test_a_forecast_called_off_ends_at_the_next_start(context, export):
    """Nothing is kept of it."""
    params = {"log": keep_log(context, "events.csv", export).log, "start": "2021-09-01"}

    with pytest.raises(Conflict):
        draft_forecast(context, "no-run", params, lambda *_, **__: None, lambda: True)


@pytest.mark.parametrize(
    "params,field",
    [
        ({}, "log"),
        ({"log": "kept"}, "start"),
        ({"log": "kept", "start": "2021-02-01"}, None),
        ({"log": "kept", "start": "2031-02-01"}, None),
    ],
)
def test_what_cannot_be_forecast_is_refused_at_once(context, export, params, field):
    """By its field, or with what the log lacks."""
    kept = keep_log(context, "events.csv", export).log
    with pytest.raises(BadInput) as refused:
        check_forecast(context, {name: kept if value == "kept" else value for name, value in params.items()})

    assert [fault["field"] for fault in refused.value.faults] == ([field] if field else [])


def test_only_a_log_is_taken_for_one(context):
    """Neither a name that is none nor some other document of the office."""
    with context.database.writing() as uow:
        other = uow.documents.put("process", {"toml": ""})
        uow.commit()
    for name in ("nothing", other):
        with pytest.raises(NotFound):
            check_calibration(context, {"log": name})


def test_a_run_of_another_kind_has_no_forecast(context, export):
    """It says of which kind it is."""
    run = run_now(context, CALIBRATION, {"log": keep_log(context, "events.csv", export).log})

    with pytest.raises(Conflict):
        read_forecast(context, run.id)
    assert read_run(context, run.id).state == "done"
