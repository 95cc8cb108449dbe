"""A command of the planner's laboratory: the least change of staff, cars or rules that reaches some targets."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from allocator.cli.group import Shell, command
from allocator.cli.simulations import CLUSTER, FILINGS, OFFICE, STOCK, WORKERS, opened, text_of
from allocator.cli.watching import progress_bar, watched
from allocator.domain.scenarios.figures import FIGURES, SHOWN_TIMES
from allocator.domain.words import Count, Text
from allocator.services.context import day_of
from allocator.services.staffing import least_changes, simulations
from allocator.simulation.opening import Opening
from allocator.simulation.report_tables import shown
from allocator.simulation.search import ENOUGH, LATE
from allocator.simulation.sequential import FAILS, OPEN, REACHES
from allocator.simulation.statistics import Estimate

MOST_RUNS, MOST_MINUTES = 100_000, 1440
SEARCHING = Text("反问", "search")
STATES = {
    REACHES: Text("达到", "reaches"),
    FAILS: Text("未达到", "fails"),
    OPEN: Text("未定", "open"),
}


def _countable(minutes: float | None) -> float | None:
    """Refuse what is no number at all: no clock would ever come to it."""
    if minutes is not None and math.isnan(minutes):
        raise click.BadParameter(f"nan is not in the range 0<x<={MOST_MINUTES}.")
    return minutes


@command("staffing-for", help="反问 the least change of staff, cars or rules that reaches the targets of a file.")
@click.argument("targets", type=click.Path(path_type=Path))
@OFFICE
@FILINGS
@STOCK
@WORKERS
@CLUSTER
@click.option(
    "--budget",
    type=click.IntRange(1, MOST_RUNS),
    help="推演次数上限 at most so many runs, instead of the file's.",
)
@click.option(
    "--minutes",
    type=click.FloatRange(0, MOST_MINUTES, min_open=True),
    callback=lambda _context, _option, minutes: _countable(minutes),
    help="时限 stop after so many minutes with what is known; where that is differs by machine.",
)
def staffing_for(
    shell: Shell, targets: Path, office: Path | None, filings: Path | None, stock: Path | None, **given: Any
) -> None:
    """Find the least change, its runners-up, and how sure each is."""
    params = {"targets": text_of(targets), **given}
    opening = opened(shell, office, {"--filings": filings, "--stock": stock})
    if opening is None:
        least_changes.check_question(shell.context, params)
        run = watched(shell, least_changes.STAFFING, params, SEARCHING)
        document = simulations.without_run(least_changes.read_answer(shell.context, run.id))
    else:
        document = _answered(shell, opening, params)
    shell.show_figures(document, lambda: show_answer(shell, document))


def _answered(shell: Shell, opening: Opening, params: Mapping[str, Any]) -> dict[str, Any]:
    question = least_changes.question_of(opening, params, day_of(opening.office, shell.clock()))
    with progress_bar(shell, SEARCHING) as tell:
        heard = least_changes.counting(tell)
        found = least_changes.staffing_for(opening, question, params, heard)
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
    sure = not document["open"]
    found = [_found(one, sure=sure) for one in document["best"]] or [
        Text("没有找到能达到目标的变动。", "No change was found that reaches the targets."),
        *([_nearest(document["nearest"])] if document["nearest"] else []),
    ]
    count = len(document["open"])
    if count:
        found.append(
            Text(
                f"! {count} 种同样便宜或更便宜的变动未能判定。",
                f"! {Count(count):change|changes} as cheap or cheaper stayed open.",
            )
        )
    return [*found, *_why_it_ended(document), _counted(document)]


def _why_it_ended(document: Mapping[str, Any]) -> list[Text]:
    """Say what was used up before all was found out, and what that means for the answer."""
    left, why = document["left"], document["stopped"]
    if document["exhausted"]:
        return [
            Text(
                f"! 推演次数已用完，{left} 种变动未试。",
                f"! The budget is used up; {Count(left):change was|changes were} not tried.",
            )
        ]
    if why == LATE:
        return [
            Text(
                f"! 时限已到，{left} 种变动未试；再找一次可能走得更远。",
                f"! Time is up; {Count(left):change was|changes were} not tried, and another search may come farther.",
            )
        ]
    if why == ENOUGH:
        return [
            Text(
                "答案已定，次优方案只用规定的次数去找（effort.beyond）；更贵的可能还有。",
                "The answer is decided; runners-up were looked for as long as effort.beyond allows, there may be more.",
            )
        ]
    return []


def _counted(document: Mapping[str, Any]) -> Text:
    """Say how many changes reach, fail, stayed open and were not tried, in how many runs."""
    states = [one["state"] for one in document["tried"]]
    reach, fail, open_ = (states.count(state) for state in (REACHES, FAILS, OPEN))
    left, runs = document["left"], document["replications"]
    return Text(
        f"达到 {reach} 种，未达到 {fail} 种，未定 {open_} 种，未试 {left} 种；共推演 {runs} 次。",
        f"{reach} reach, {fail} fail, {open_} open, {left} not tried; {Count(runs):run|runs} in all.",
    )


def _found(one: Mapping[str, Any], *, sure: bool) -> Text:
    """Name an answer; while something as cheap is open it is the best found so far and no more."""
    name = Text(**one["name"])
    if not sure:
        return Text(
            f"至此最好：{name.zh}（代价 {one['cost']}）。", f"The best found so far: {name.en} (cost {one['cost']})."
        )
    return Text(f"最小变动：{name.zh}（代价 {one['cost']}）。", f"The least change: {name.en} (cost {one['cost']}).")


def _nearest(one: Mapping[str, Any]) -> Text:
    """Name the change that came nearest, where none reaches the targets."""
    name, count = Text(**one["name"]), one["replications"]
    met = min(item["met"] for item in one["targets"])
    return Text(
        f"至此最接近：{name.zh}（代价 {one['cost']}），{count} 次中 {met} 次达标。",
        f"The nearest found so far: {name.en} (cost {one['cost']}), met in {met} of {count} runs.",
    )


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
    """Add this command to the group."""
    group.add_command(staffing_for)
