"""Commands on what an office really did (校准与预测): fit its habits from its own log, forecast the months to come."""

from datetime import date
from pathlib import Path

import click
from rich.table import Table

from allocator.cli.group import Shell, command, read_bytes
from allocator.domain.errors import BadInput
from allocator.domain.scenarios.process_reading import read_process
from allocator.domain.scenarios.worklog import WorkLog
from allocator.domain.words import Count, Text, listed
from allocator.files.event_log import read_event_log, zone_named
from allocator.files.faults import ValueFault
from allocator.files.office import read_office
from allocator.files.process_text import with_figures
from allocator.files.values import day
from allocator.services.staffing.processes import FILE as PROCESS_FILE
from allocator.services.staffing.processes import no_process
from allocator.simulation.calibration.calibration import Calibration, calibrate
from allocator.simulation.calibration.estimates import Fitted
from allocator.simulation.calibration.process_fit import ProcessFit, fit_process
from allocator.simulation.calibration.report import calibration_view
from allocator.simulation.forecasting.months import FIGURES
from allocator.simulation.forecasting.report import backtest_view, forecast_view
from allocator.simulation.forecasting.rolling import Backtest, Forecast, roll

MOST_SHOWN = 20
WEEKDAYS = ("一 Mo", "二 Tu", "三 We", "四 Th", "五 Fr", "六 Sa", "日 Su")
FIGURE_NAMES = {
    "arrivals": Text("收到事项", "work items begun"),
    "completed": Text("办结事项", "items completed"),
    "open_work": Text("月末在办", "open at the month's end"),
    "median_days": Text("在手天数中位", "median days in hand"),
}
EVENTS = click.argument("events", type=click.Path(path_type=Path))
ZONE = click.option("--zone", help="日志时区 zone of times that name none, such as Asia/Shanghai.")


@command(
    "calibrate",
    help="按实绩校准 fit arrivals, paths, calendars and minutes from the office's own log (case, step, person, start, end).",
)
@EVENTS
@ZONE
@click.option(
    "--write",
    type=click.Path(path_type=Path),
    help="写出校准后的 process.toml into a new file, the office's process with what the log tells of it.",
)
@click.option(
    "--office", type=click.Path(path_type=Path), help="机构目录 with --write: the folder whose process it is."
)
def calibrate_office(
    shell: Shell, events: Path, zone: str | None, write: Path | None = None, office: Path | None = None
) -> None:
    """Fit what a log tells; no database is opened."""
    log = _log(shell, events, zone)
    fit = None if write is None else _written(shell, log, write, office)
    found = calibrate(log)
    document = {**calibration_view(found), **({"process": fit.as_dict()} if fit else {})}
    shell.show_figures(document, lambda: _show_all(shell, found, fit))


def _written(shell: Shell, log: WorkLog, write: Path, folder: Path | None) -> ProcessFit:
    """Write the process of an office's folder anew with what a log tells of it; raises BadInput, and then nothing is written."""
    if folder is None or write.exists():
        raise _not_there(write, missing=folder is None)
    found = read_office(folder, shell.clock().date())
    if found.process is None:
        raise no_process()
    people = found.office.officers
    fit = fit_process(log, found.process, {name: one.role for one in people for name in (one.name, one.code)})
    told = [(one.path, one.value, one.basis) for one in fit.figures]
    text = with_figures((folder / PROCESS_FILE).read_text(encoding="utf-8-sig"), told)
    read_process(text, found.rulebook)
    write.write_text(text, encoding="utf-8")
    return fit


def _not_there(write: Path, *, missing: bool) -> BadInput:
    if missing:
        return BadInput(
            Text("没有给出机构目录。", "No office folder is given."),
            Text("请用 --office 指定含 process.toml 的目录。", "Name the folder with the process.toml by --office."),
            code="usage",
        )
    return BadInput(
        Text(f"文件“{write}”已存在，不覆盖。", f'"{write}" is there already and is not overwritten.'),
        Text("请用 --write 指定新文件。", "Name a new file with --write."),
        code="usage",
    )


def _show_all(shell: Shell, found: Calibration, fit: ProcessFit | None) -> None:
    _show_calibration(shell, found)
    if fit is not None:
        _show_process(shell, fit)


def _show_process(shell: Shell, fit: ProcessFit) -> None:
    """Show what was written, and why the rest stays as the file has it."""
    count = Text(
        f"流程：已校准 {len(fit.figures)} 项，{len(fit.untold)} 项日志不能确定，保留原值。",
        f"The process: {Count(len(fit.figures)):figure|figures} fitted; the log does not tell {len(fit.untold)}, which stay as they were.",
    )
    shell.out.print(shell.say(count), highlight=False)
    for one in fit.figures:
        shell.out.print(f"  {one.path} = {one.value}\n    {one.basis}", highlight=False, markup=False)
    for other in fit.untold:
        shell.out.print(f"  {other.path}：{shell.say(other.why)}", highlight=False, markup=False)
    if fit.steps_unknown:
        steps = listed(fit.steps_unknown[:MOST_SHOWN])
        shell.out.print(
            shell.say(Text(f"  流程中没有：{steps.zh}", f"  Not in the process: {steps.en}")), highlight=False
        )


@command(
    "forecast",
    help="预测工作量 forecast work begun, completed, open and its time by month, with a band of 80 %, from the office's own log.",
)
@EVENTS
@ZONE
@click.option(
    "--from", "start", required=True, help="预测起始日 the first day to forecast; nothing later is looked at."
)
@click.option("--months", type=int, default=6, show_default=True, help="月数 how many months.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="随机种子 of the simulated paths.")
@click.option("--backtest", is_flag=True, help="回测 how often the band held on the past.")
def forecast_office(
    shell: Shell, events: Path, zone: str | None, start: str, *, months: int, seed: int, backtest: bool
) -> None:
    """Forecast the months from a day on; no database is opened."""
    rolling = roll(_log(shell, events, zone), _day(start), months, seed)
    found, past = rolling.forecast(), rolling.backtest() if backtest else None
    document = {**forecast_view(found), **({"backtest": backtest_view(past)} if past else {})}
    shell.show_figures(document, lambda: _show_forecast(shell, found, past))


def _log(shell: Shell, events: Path, zone: str | None) -> WorkLog:
    """Read the log; rows that are there twice count twice, which is said."""
    log = read_event_log(events.name, read_bytes(str(events)), zone_named(zone), shell.clock())
    if log.repeated:
        text = Text(
            f"警告：{log.repeated} 行与另一行完全相同，仍按两次工作计算；若是重复导出，请删去。",
            f"warning: {Count(log.repeated):row is|rows are} the same as another and counted as work done twice; "
            "delete them if they were exported twice.",
        )
        click.echo(shell.say(text), err=True)
    return log


def _day(word: str) -> date:
    try:
        found = day(word)
    except ValueFault as fault:
        raise BadInput(fault.text, fault.remedy, code=fault.code) from fault
    if found is None:
        raise BadInput(Text("请给出起始日。", "Name the first day."), Text("如 2022-10-01。", "Such as 2022-10-01."))
    return found


def _show_calibration(shell: Shell, found: Calibration) -> None:
    new = found.arrivals
    shell.out.print(
        shell.say(
            Text(
                f"{found.cases} 件案件，{found.items} 个事项；每工作日新收 {_said(new.a_day)} 件，年增长 {_said(new.growth)} 倍；"
                f"案件在办中位 {_said(found.case_days)} 天。",
                f"{found.cases} cases, {found.items} items; {_said(new.a_day)} new cases a working day, growth in a year "
                f"{_said(new.growth)} times; a case stays {_said(found.case_days)} days (median).",
            )
        ),
        highlight=False,
    )
    _show_steps(shell, found)
    _show_calendars(shell, found)
    measured = [weight.step for weight in found.weights if weight.to_measure]
    shell.out.print(
        shell.say(
            Text(
                f"值得实测用时的环节（占工作量方差八成）：{'、'.join(measured)}。",
                f"Worth a time study (four fifths of the workload's variance): {', '.join(measured)}.",
            )
        ),
        highlight=False,
    )


def _show_steps(shell: Shell, found: Calibration) -> None:
    times = {times.step: times for times in found.steps}
    table = Table(box=None)
    for title in (
        "环节 step",
        "办结 ended",
        "在办 open",
        "用时（分） minutes",
        "在手天数 days",
        "工作量 load",
        "方差 variance",
    ):
        table.add_column(title)
    for weight in found.weights[:MOST_SHOWN]:
        one = times[weight.step]
        table.add_row(
            one.step, str(one.ended), str(one.open), _said(one.minutes), _said(one.days), f"{weight.load:.1%}", f"{weight.variance:.1%}"
        )  # fmt: skip
    shell.out.print(table)


def _show_calendars(shell: Shell, found: Calibration) -> None:
    table = Table(box=None)
    for title in ("人员 person", "起止 in service", "办结 ended", *WEEKDAYS, "时段 hours"):
        table.add_column(title)
    for one in found.calendars:
        hours = f"{one.opens // 60:02}:{one.opens % 60:02}-{one.closes // 60:02}:{one.closes % 60:02}"
        shares = (f"{share:.0%}" for share in one.weekdays)
        table.add_row(one.person, f"{one.first} – {one.last}", str(one.ends), *shares, hours)
    shell.out.print(table)


def _said(found: Fitted | None) -> str:
    if found is None or found.value is None:
        return "—"
    low, high = ("?" if bound is None else f"{bound:.3g}" for bound in (found.low, found.high))
    return f"{found.value:.3g} [{low}, {high}]"


def _show_forecast(shell: Shell, found: Forecast, past: Backtest | None) -> None:
    table = Table(box=None)
    for title in (Text("月份", "month"), *(FIGURE_NAMES[name] for name in FIGURES)):
        table.add_column(shell.say(title))
    for first, row in zip(found.months, found.bands, strict=True):
        cells = (f"{_plain(band.middle)} [{_plain(band.low)}, {_plain(band.high)}]" for band in row)
        table.add_row(first.isoformat(), *cells)
    shell.out.print(table)
    band = Text("方括号内为 80 % 预测区间。", "In brackets the band that holds four times in five.")
    shell.out.print(shell.say(band), highlight=False)
    for place, name in enumerate(FIGURES if past else ()):
        shell.out.print(shell.say(_held(FIGURE_NAMES[name], past, place)), highlight=False)


def _held(name: Text, past: Backtest | None, place: int) -> Text:
    held, months = past.held(place) if past else (0, 0)
    return Text(
        f"回测：{name.zh} {months} 个月中有 {held} 个月落在区间内。",
        f"Backtest: {name.en} within the band in {held} of {months} months.",
    )


def _plain(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    for item in (calibrate_office, forecast_office):
        group.add_command(item)
