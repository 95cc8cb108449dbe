"""A command of the planner's laboratory: scenarios played on the office."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from allocator.cli.group import Shell, command, read_bytes
from allocator.cli.texts import read_words
from allocator.cli.watching import progress_bar, watched
from allocator.domain.errors import BadInput
from allocator.domain.scenarios.figures import FIGURES
from allocator.domain.words import Text
from allocator.services.staffing import sensitivity, simulations
from allocator.services.staffing.beginnings import live_opening, open_folder
from allocator.simulation.comparison import NO_DIFFERENCE, makes_no_difference
from allocator.simulation.fieldwork_told import fieldwork_told
from allocator.simulation.opening import Opening
from allocator.simulation.report import Report, report_from
from allocator.simulation.report_tables import ReportTable, differences_table, figures_table, weeks_table
from allocator.simulation.swings import Swung, swings_table

USUAL_FIGURE = "closing_rate"
MOST_WORKERS = 256
WIDEST = 10**12
PLAYING = Text("推演", "simulation")
OFFICE = click.option(
    "--office", type=click.Path(path_type=Path), help="机构目录 an office folder instead of the database."
)
FILINGS = click.option(
    "--filings", type=click.Path(path_type=Path), help="收案文件 with --office: its filings of a year (CSV or XLSX)."
)
STOCK = click.option(
    "--stock",
    type=click.Path(path_type=Path),
    help="在办案件文件 with --office: its open cases (CSV or XLSX), instead of the folder's stock.csv.",
)
WORKERS = click.option(
    "--workers",
    type=click.IntRange(1, MOST_WORKERS),
    default=None,
    help="进程数 processes; as many as there are cores.",
)

CLUSTER = click.option(
    "--cluster", metavar="ADDRESS", default="", help="Dask 集群 a cluster's scheduler instead of processes here."
)


@command("simulate", help="推演 play scenarios on the office as it stands; the first is the baseline.")
@click.argument("scenarios", metavar="SCENARIO...", nargs=-1, required=True, type=click.Path(path_type=Path))
@OFFICE
@FILINGS
@STOCK
@click.option("--replications", type=click.IntRange(2, 100_000), default=None, help="次数 so many runs of each.")
@click.option(
    "--half-width",
    metavar="[FIGURE=]X",
    multiple=True,
    help="半宽 until the interval is as narrow (closing_rate if not named).",
)
@WORKERS
@CLUSTER
@click.option(
    "--swing",
    metavar="WHAT=SHARE",
    multiple=True,
    help="敏感性 the differences under weights=0.3, weights:CAUSE=0.3 or filings=0.2, less and more; kept by no run.",
)
@click.option("--weeks", is_flag=True, help="周序列 series by week too.")
@click.option(
    "--story",
    metavar="CASE|PERSON|VEHICLE",
    default=None,
    help="经过 what happens to this case, person or vehicle in the baseline's first run.",
)
def simulate(
    shell: Shell,
    scenarios: tuple[Path, ...],
    office: Path | None,
    story: str | None,
    swing: tuple[str, ...],
    *,
    weeks: bool,
    **asked: Any,
) -> None:
    """Play scenarios, and tell every figure with its interval and every difference to the first."""
    sheets = {f"--{name}": asked.pop(name) for name in ("filings", "stock")}
    params = params_of([text_of(file) for file in scenarios], **asked)
    opening = opened(shell, office, sheets)
    if swing:
        swung(shell, opening or live_opening(shell.context), params, swing)
        return
    if opening is None:
        simulations.check_simulation(shell.context, params)
        run = watched(shell, simulations.SIMULATION, params, PLAYING)
        document = simulations.without_run(simulations.read_simulation(shell.context, run.id))
    else:
        document = _played(shell, opening, params)
    if story is not None:
        opening = opening or live_opening(shell.context)
        baseline = simulations.asked_of(opening, params).scenarios[0]
        document["story"] = simulations.story_of(opening, baseline, story)
    shell.show_figures(document, lambda: show_simulated(shell, document, weeks=weeks))


def swung(shell: Shell, opening: Opening, params: Mapping[str, Any], words: Sequence[str]) -> None:
    """Compare the scenarios under moved assumptions, and print the differences of each with a column for each."""
    asked = simulations.asked_of(opening, params)
    swings = sensitivity.swings_of(words, opening.rulebook)
    with progress_bar(shell, PLAYING) as tell:
        found = sensitivity.under_assumptions(opening, asked, swings, tell)
    shell.show_figures(sensitivity.swings_document(opening, found), lambda: show_swings(shell, found))


def show_swings(shell: Shell, found: Sequence[Swung]) -> None:
    """Print what was simulated and a table of differences for every scenario but the first."""
    first = found[0].report
    shell.out.print(shell.say(heading(first)), highlight=False)
    beside = Text("各方案与“{name}”之差。", "Differences of each scenario to “{name}”.")
    shell.out.print(shell.say(beside.fill(name=first.outcomes[0].name)), highlight=False)
    for place, outcome in enumerate(found[0].report.outcomes[1:], start=1):
        shell.out.print(shell.say(outcome.name), highlight=False)
        show_table(shell, swings_table(found, place))


def show_simulated(shell: Shell, document: Mapping[str, Any], *, weeks: bool) -> None:
    """Print the report of a document, and the story that was asked for."""
    show_report(shell, report_from(document), weeks=weeks)
    for moment in document.get("story", ()):
        when = moment["at"].replace("T", " ")[:16]
        shell.out.print(f"{when}  {shell.say(Text(**moment['text']))} {moment['who']}".rstrip(), highlight=False)


def text_of(file: Path) -> dict[str, str]:
    """Give a file as a run is asked with it: name, text, and the folder in which what it names would lie."""
    return {"name": file.name, "toml": read_words(file), "folder": str(file.parent)}


def params_of(
    scenarios: Sequence[Mapping[str, str]],
    replications: int | None,
    half_width: Sequence[str],
    workers: int | None,
    cluster: str,
) -> dict[str, Any]:
    """Read the words of the command as the service takes them."""
    if replications is not None and half_width:
        raise BadInput(
            Text("--replications 与 --half-width 不能同用。", "--replications and --half-width exclude each other."),
            Text("请只用其一。", "Give one of them."),
            code="usage",
        )
    widths = dict(_half_width(item) for item in half_width)
    asked = {"replications": replications, "half_width": widths, "workers": workers, "cluster": cluster}
    return {"scenarios": list(scenarios), **asked}


def _half_width(item: str) -> tuple[str, str]:
    """Read FIGURE=X; X alone is meant for the closing rate."""
    name, _, written = item.rpartition("=")
    name = name or USUAL_FIGURE
    try:
        wide = 0 < Fraction(written) <= WIDEST
    except (ValueError, ZeroDivisionError):
        wide = False
    if name not in FIGURES or not wide:
        listed = ", ".join(FIGURES)
        raise BadInput(
            Text(f"“{item}”不是 指标=半宽。", f'"{item}" is not FIGURE=WIDTH.'),
            Text(f"例如 closing_rate=0.01；指标：{listed}。", f"For example closing_rate=0.01; figures: {listed}."),
            code="half-width",
        )
    return name, written


def opened(shell: Shell, office: Path | None, sheets: Mapping[str, Path | None]) -> Opening | None:
    """Give the office of a folder with the sheets named beside it, each by its option; None for that of the database."""
    named = {option: (file.name, read_bytes(str(file))) for option, file in sheets.items() if file and office}
    if office is not None:
        return open_folder(office, named.get("--filings"), shell.clock(), named.get("--stock"))
    for option in (option for option, file in sheets.items() if file):
        raise BadInput(
            Text(f"{option} 须与 --office 同用。", f"{option} goes with --office."),
            Text("数据库中的机构用它自己的案件。", "The office of the database has its own cases."),
            code="usage",
        )
    return None


def _played(shell: Shell, opening: Opening, params: Mapping[str, Any]) -> dict[str, Any]:
    asked = simulations.asked_of(opening, params)
    with progress_bar(shell, PLAYING) as tell:
        found = simulations.simulate(
            opening, asked, lambda done, planned, _: tell(done * 1000 // planned, simulations.told(done, planned))
        )
    return simulations.document_of(opening, found)


def heading(report: Report) -> Text:
    """Say how many days were simulated how often, and what the figures' second part is."""
    return Text(
        f"{report.first} 起 {report.days} 天，各推演 {report.replications} 次，预热 {report.warm_up.days} 天；"
        "± 为 95% 区间的半宽。",
        f"{report.days} days from {report.first}, {report.replications} runs each, {report.warm_up.days} days of warm-up; "
        "± is half of the 95 % interval.",
    )


def show_report(shell: Shell, report: Report, *, weeks: bool) -> None:
    """Print a report: what was simulated, every figure, every difference, what stayed wider than asked, and the weeks."""
    shell.out.print(shell.say(heading(report)), highlight=False)
    show_table(shell, figures_table(report))
    if len(report.outcomes) > 1:
        show_table(shell, differences_table(report))
    for place, outcome in enumerate(report.outcomes[1:], start=1):
        if makes_no_difference(report, place):
            shell.out.print(f"! {shell.say(outcome.name)}: {shell.say(NO_DIFFERENCE)}", highlight=False)
    for name in report.missed:
        wide = Text("“{figure}”的区间仍宽于要求", 'the interval of "{figure}" is still wider than asked')
        shell.out.print("! " + shell.say(wide.fill(figure=FIGURES[name].name)), highlight=False)
    for told in fieldwork_told(report):
        shell.out.print(shell.say(told), highlight=False)
    if weeks:
        for name in report.outcomes[0].weeks:
            show_table(shell, weeks_table(report, name))


def show_table(shell: Shell, laid_out: ReportTable) -> None:
    """Print a table."""
    table = Table(box=None)
    for title in laid_out.head:
        table.add_column(shell.say(title))
    for row in laid_out.rows:
        table.add_row(*(shell.say(cell) for cell in row))
    shell.out.print(table)
    shell.out.print()


def add_to(group: click.Group) -> None:
    """Add this command to the group."""
    group.add_command(simulate)
