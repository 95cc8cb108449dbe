"""Commands of the planner's laboratory: scenarios played on the office, and the least change that reaches some targets."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from allocator.cli.group import Shell, command, read_bytes
from allocator.cli.planning import progress_bar, watched
from allocator.domain.errors import BadInput
from allocator.domain.figures import FIGURES, SHOWN_TIMES
from allocator.domain.words import Text
from allocator.services import least_changes, simulations
from allocator.services.hands import usual_hands
from allocator.services.staffing import live_opening, open_folder
from allocator.simulation.opening import Opening
from allocator.simulation.report import Report, report_from
from allocator.simulation.report_tables import ReportTable, differences_table, figures_table, shown, weeks_table
from allocator.simulation.search import FAILS, OPEN, REACHES
from allocator.simulation.statistics import Estimate

USUAL_FIGURE = "closing_rate"
MOST_WORKERS = 256
STATES = {
    REACHES: Text("达到", "reaches"),
    FAILS: Text("未达到", "fails"),
    OPEN: Text("未定", "open"),
}
PLAYING, SEARCHING = Text("推演", "simulation"), Text("反问", "search")
OFFICE = click.option(
    "--office", type=click.Path(path_type=Path), help="机构目录 an office folder instead of the database."
)
FILINGS = click.option(
    "--filings", type=click.Path(path_type=Path), help="收案文件 with --office: its filings of a year (CSV or XLSX)."
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
@click.option("--replications", type=click.IntRange(2, 100_000), default=None, help="次数 so many runs of each.")
@click.option(
    "--half-width",
    metavar="[FIGURE=]X",
    multiple=True,
    help="半宽 until the interval is as narrow (closing_rate if not named).",
)
@WORKERS
@CLUSTER
@click.option("--weeks", is_flag=True, help="周序列 series by week too.")
@click.option(
    "--story", metavar="CASE", default=None, help="一案经过 what happens to this case in the baseline's first run."
)
def simulate(
    shell: Shell,
    scenarios: tuple[Path, ...],
    office: Path | None,
    filings: Path | None,
    story: str | None,
    *,
    weeks: bool,
    **asked: Any,
) -> None:
    """Play scenarios, and tell every figure with its interval and every difference to the first."""
    params = params_of([text_of(file) for file in scenarios], **asked)
    opening = opened(shell, office, filings)
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


def show_simulated(shell: Shell, document: Mapping[str, Any], *, weeks: bool) -> None:
    """Print the report of a document, and the story that was asked for."""
    show_report(shell, report_from(document), weeks=weeks)
    for moment in document.get("story", ()):
        when = moment["at"].replace("T", " ")[:16]
        shell.out.print(f"{when}  {shell.say(Text(**moment['text']))} {moment['who']}".rstrip(), highlight=False)


def text_of(file: Path) -> dict[str, str]:
    """Give a file as a run is asked with it: name, text, and the folder in which what it names would lie."""
    text = read_bytes(str(file)).decode("utf-8-sig", errors="replace")
    return {"name": file.name, "toml": text, "folder": str(file.parent)}


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
        wide = Fraction(written) > 0
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


def opened(shell: Shell, office: Path | None, filings: Path | None) -> Opening | None:
    """Give the office of a folder; None for that of the database."""
    if office is None and filings is not None:
        raise BadInput(
            Text("--filings 须与 --office 同用。", "--filings goes with --office."),
            Text("数据库中的机构用它自己的收案。", "The office of the database has its own filings."),
            code="usage",
        )
    if office is None:
        return None
    sheet = (filings.name, read_bytes(str(filings))) if filings else None
    return open_folder(office, sheet, shell.clock().date())


def _played(shell: Shell, opening: Opening, params: Mapping[str, Any]) -> dict[str, Any]:
    asked = simulations.asked_of(opening, params)
    with progress_bar(shell, PLAYING) as tell:
        found = simulations.simulate(
            opening, asked, lambda done, planned, _: tell(done * 1000 // planned, simulations.told(done, planned))
        )
    return simulations.document_of(opening, found)


def show_report(shell: Shell, report: Report, *, weeks: bool) -> None:
    """Print a report: what was simulated, every figure, every difference, what stayed wider than asked, and the weeks."""
    text = Text(
        f"{report.first} 起 {report.days} 天，各推演 {report.replications} 次，预热 {report.warm_up.days} 天；"
        "± 为 95% 区间的半宽。",
        f"{report.days} days from {report.first}, {report.replications} runs each, {report.warm_up.days} days of warm-up; "
        "± is half of the 95 % interval.",
    )
    shell.out.print(shell.say(text), highlight=False)
    show_table(shell, figures_table(report))
    if len(report.outcomes) > 1:
        show_table(shell, differences_table(report))
    for name in report.missed:
        wide = Text("{figure}的区间仍宽于要求", "the interval of {figure} is still wider than asked")
        shell.out.print("! " + shell.say(wide.fill(figure=FIGURES[name].name)), highlight=False)
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


@command("staffing-for", help="反问 the least change of staff, cars or rules that reaches the targets of a file.")
@click.argument("targets", type=click.Path(path_type=Path))
@OFFICE
@FILINGS
@WORKERS
@CLUSTER
def staffing_for(
    shell: Shell, targets: Path, office: Path | None, filings: Path | None, workers: int | None, cluster: str
) -> None:
    """Find the least change, its runners-up, and how sure each is."""
    params = {"targets": text_of(targets), "workers": workers, "cluster": cluster}
    opening = opened(shell, office, filings)
    if opening is None:
        least_changes.check_question(shell.context, params)
        run = watched(shell, least_changes.STAFFING, params, SEARCHING)
        document = simulations.without_run(least_changes.read_answer(shell.context, run.id))
    else:
        document = _answered(shell, opening, params)
    shell.show_figures(document, lambda: show_answer(shell, document))


def _answered(shell: Shell, opening: Opening, params: Mapping[str, Any]) -> dict[str, Any]:
    question = least_changes.question_of(opening, params, shell.clock().date())
    with progress_bar(shell, SEARCHING) as tell:
        heard = least_changes.counting(tell)
        found = least_changes.staffing_for(
            opening, question, params["workers"] or usual_hands(), heard, params["cluster"]
        )
    return least_changes.answer_document(opening, question, found)


def show_answer(shell: Shell, document: Mapping[str, Any]) -> None:
    """Print the answer, everything tried with how sure it is, what was not run, and the worth of one more of each."""
    for text in answer_lines(document):
        shell.out.print(shell.say(text), highlight=False)
    _show_tried(shell, document["tried"])
    if document["worth"]:
        _show_worth(shell, document["worth"])


def answer_lines(document: Mapping[str, Any]) -> list[Text]:
    """Say what was found in sentences, and what keeps the answer from being certain."""
    found = [_found(one) for one in document["best"]] or [
        Text("没有找到能达到目标的变动。", "No change was found that reaches the targets.")
    ]
    count = len(document["open"])
    if count:
        found.append(
            Text(
                f"! {count} 种同样便宜或更便宜的变动未能判定。", f"! {count} change(s) as cheap or cheaper stayed open."
            )
        )
    if document["exhausted"]:
        left = document["left"]
        found.append(
            Text(f"! 推演次数已用完，{left} 种变动未试。", f"! The budget is used up; {left} change(s) were not tried.")
        )
    return found


def _found(one: Mapping[str, Any]) -> Text:
    name = Text(**one["name"])
    return Text(f"最小变动：{name.zh}（代价 {one['cost']}）。", f"The least change: {name.en} (cost {one['cost']}).")


def _show_tried(shell: Shell, tried: Sequence[Mapping[str, Any]]) -> None:
    table = Table(box=None)
    figures = [FIGURES[item["figure"]].name for item in tried[0]["targets"]] if tried else []
    titles = [Text("变动", "change"), Text("代价", "cost"), Text("结论", "verdict"), Text("次数", "runs"), *figures]
    for title in titles:
        table.add_column(shell.say(title))
    for one in tried:
        shares = [_share(item) for item in one["targets"]]
        name = shell.say(Text(**one["name"]))
        table.add_row(name, str(one["cost"]), shell.say(STATES[one["state"]]), str(one["replications"]), *shares)
    shell.out.print(table)


def _share(item: Mapping[str, Any]) -> str:
    """Write what is wanted of a figure and the interval of the share of futures in which it is met."""
    sign, value = "≥" if item["at_least"] else "≤", item["value"] * SHOWN_TIMES.get(FIGURES[item["figure"]].unit, 1)
    return f"{sign} {value:g}: {item['low']:.0%}–{item['high']:.0%} (≥ {item['probability']:.0%})"


def _show_worth(shell: Shell, worth: Sequence[Mapping[str, Any]]) -> None:
    shell.out.print(
        shell.say(Text("增量价值（与现状配对之差）：", "What one more is worth, paired with the office as it is:"))
    )
    table = Table(box=None)
    names = list(worth[0]["differences"])
    for title in (Text("增加", "one more"), *(FIGURES[name].name for name in names)):
        table.add_column(shell.say(title))
    for one in worth:
        cells = [shown(Estimate(**one["differences"][name]), FIGURES[name].unit) for name in names]
        table.add_row(shell.say(Text(**one["name"])), *cells)
    shell.out.print(table)


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    group.add_command(simulate)
    group.add_command(staffing_for)
