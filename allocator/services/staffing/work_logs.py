"""What an office's own log tells, as runs (校准与预测任务): the log is kept by its content, fits and forecasts stay with the run.

Nothing is decided or changed, so nothing enters the decision log. A log names people, so that it is read for runs only.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allocator.domain.errors import BadInput, NotFound
from allocator.domain.scenarios.worklog import WorkLog
from allocator.domain.words import Count, Text
from allocator.files.event_log import read_event_log, zone_named
from allocator.services.context import Context
from allocator.services.jobs.job_errors import cancelled as run_cancelled
from allocator.services.jobs.job_progress import Cancelled
from allocator.services.jobs.job_progress import Report as Teller
from allocator.services.staffing.simulations import NEARLY_DONE, Keeper, read_kept
from allocator.simulation.calibration.calibration import calibrate
from allocator.simulation.calibration.report import calibration_view
from allocator.simulation.forecasting.report import backtest_view, forecast_view
from allocator.simulation.forecasting.rolling import check_forecastable, roll

CALIBRATION, FORECAST = "calibration", "forecast"
WORK_LOG = "work_log"
USUAL_MONTHS, USUAL_SEED = 6, 1
Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeptLog:
    """A log of work that is kept (在册办案日志): `log` is the name runs ask for it by, the rest what it holds."""

    log: str
    name: str
    cases: int
    items: int
    first: datetime
    last: datetime


def keep_log(context: Context, name: str, data: bytes, zone: str | None = None) -> KeptLog:
    """Keep an office's log of work (CSV, packed or not, or a workbook), so that runs can be asked about it.

    The same file is kept once. `zone` is that of times which name none. Raises BadInput or UnreadableFile like
    `read_event_log`, and then nothing is kept.
    """
    found = read_event_log(name, data, zone_named(zone), context.now())
    kept = {"name": name, "zone": zone or "", "data": base64.b64encode(data).decode()}
    with context.database.writing() as uow:
        digest = uow.documents.put(WORK_LOG, kept)
        uow.commit()
    cases = len({item.case for item in found.items})
    return KeptLog(digest, name, cases, len(found.items), found.first, found.last)


def read_log(context: Context, digest: str) -> WorkLog:
    """Give a log that is kept; raises NotFound."""
    with context.database.reading() as uow:
        if uow.documents.kind_of(digest) != WORK_LOG:
            raise _unknown(digest)
        kept = uow.documents.get(digest)
    return read_event_log(kept["name"], base64.b64decode(kept["data"]), zone_named(kept["zone"] or None))


def check_calibration(context: Context, params: Params) -> None:
    """Refuse at once what no worker could fit; raises BadInput without a log, NotFound for one that is not kept."""
    _log_of(context, params)


def check_forecast(context: Context, params: Params) -> None:
    """Refuse at once what no worker could forecast; raises like `check_calibration`, and BadInput for the months."""
    check_forecastable(_log_of(context, params), _start_of(params), _months_of(params))


def draft_calibration(context: Context, run: str, params: Params, report: Teller, cancelled: Cancelled) -> str:
    """Fit what a kept log tells and keep the report; gives its digest."""
    log = _log_of(context, params)
    report(0, message=Text("正在按实绩拟合。", "Fitting what the log tells."))
    if cancelled():
        raise run_cancelled()
    found = calibrate(log)
    keeper = Keeper(context, run, calibration_view, CALIBRATION)
    return keeper.last(found, Text(f"校准完成：{found.items} 个事项。", f"Fitted from {found.items} items."))


def draft_forecast(context: Context, run: str, params: Params, report: Teller, cancelled: Cancelled) -> str:
    """Forecast the months from a day on, with how often the bands held before where that is asked; gives its digest."""

    def tell(done: int, planned: int) -> None:
        """Report how much of the past is forecast anew, and stop where somebody called it off."""
        if cancelled():
            raise run_cancelled()
        text = Text(f"已回测 {done} / {planned} 个起点", f"{done} of {planned} starts in the past forecast")
        report(done * NEARLY_DONE // planned, message=text)

    months, seed = _months_of(params), int(params.get("seed", USUAL_SEED))
    rolling = roll(_log_of(context, params), _start_of(params), months, seed, tell=tell)
    past = {"backtest": backtest_view(rolling.backtest())} if params.get("backtest") else {}
    keeper = Keeper(context, run, lambda found: {**forecast_view(found), **past}, FORECAST)
    return keeper.last(
        rolling.forecast(), Text(f"已预测 {months} 个月。", f"{Count(months):month is|months are} forecast.")
    )


def read_calibration(context: Context, run: str) -> dict[str, Any]:
    """Give what a run fitted; raises NotFound, or Conflict while there is nothing."""
    return read_kept(context, run, CALIBRATION)


def read_forecast(context: Context, run: str) -> dict[str, Any]:
    """Give what a run forecast; raises like `read_calibration`."""
    return read_kept(context, run, FORECAST)


def _log_of(context: Context, params: Params) -> WorkLog:
    digest = params.get("log")
    if not digest:
        raise _not_given("log", Text("没有给出办案日志。", "No log of work is given."))
    return read_log(context, str(digest))


def _start_of(params: Params) -> date:
    if not params.get("start"):
        raise _not_given("start", Text("没有给出预测起始日。", "The first day to forecast is not given."))
    return date.fromisoformat(str(params["start"]))


def _months_of(params: Params) -> int:
    return int(params.get("months") or USUAL_MONTHS)


def _not_given(field: str, text: Text) -> BadInput:
    return BadInput(
        text,
        Text(f"请写明 {field}。", f"Give {field}."),
        code="nothing-asked",
        faults=[{"field": field, "text": text.as_dict()}],
    )


def _unknown(digest: str) -> NotFound:
    return NotFound(
        Text(f"没有办案日志“{digest}”。", f'No log of work "{digest}" is kept.'),
        Text(
            "请先上传日志文件（POST /work-logs），再用其返回的 log。",
            "Send the file first (POST /work-logs) and use the `log` it answers with.",
        ),
        code="work-log-unknown",
        facts={"log": digest},
    )
