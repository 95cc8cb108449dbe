"""Commands for another version of the rules: rehearse it, look at the report, have it released, take it back."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from allocator.cli.group import Shell, command
from allocator.cli.texts import read_words
from allocator.cli.watching import watched
from allocator.domain.scenarios.figures import FIGURES, UNIT_NAMES
from allocator.domain.words import Count, Text, name_in
from allocator.services.rules import releases
from allocator.services.rules.rehearsal import rulebook_of
from allocator.services.rules.release_views import rehearsed_view, released_view, versions_view, watched_view
from allocator.services.rules.rule_watch import Watched, watch_rules
from allocator.services.rules.taken_back import take_back_version
from allocator.simulation.report_tables import difference_shown, shown
from allocator.simulation.statistics import Estimate

MOST_SHOWN = 20
FORETOLD = ("closing_rate", "days_fast", "days_regular", "open_at_end", "load_peak", "overload_weeks", "conversions")
MINUTES_PER_HOUR = 60


@click.group("rulebook", help="规则手册 versions of the rules: rehearse, release, take back.")
def group() -> None:
    """Versions of the rules."""


@command("versions", help="版本 list every version kept, and which holds today.")
def versions(shell: Shell) -> None:
    """List the versions of the rulebook."""
    found = releases.versions(shell.context)
    shell.show(versions_view(found), lambda: _show_versions(shell, found))


def _show_versions(shell: Shell, found: tuple[releases.Version, ...]) -> None:
    table = Table(box=None)
    for title in ("版本 version", "摘要 digest", "生效 from", "状态 state"):
        table.add_column(title)
    for item in found:
        table.add_row(item.version, item.digest[:12], item.effective_from.isoformat(), shell.say(item.state))
    shell.out.print(table)


@command("rehearse", help="试行 try another rulebook.toml over stock, past filings and the coming months.")
@click.argument("file", type=click.Path(path_type=Path))
def rehearse(shell: Shell, file: Path) -> None:
    """Rehearse a version; the report is kept, somebody else may release it."""
    text = read_words(file)
    params = releases.propose_rules(shell.context, text)
    run = watched(shell, releases.REHEARSAL, params, Text("规则试行", "rehearsal"))
    _show(shell, run.id)


@command("report", help="试行报告 show the report of a rehearsal.")
@click.argument("run")
def report(shell: Shell, run: str) -> None:
    """Show what a rehearsal found."""
    _show(shell, run)


def _show(shell: Shell, run: str) -> None:
    draft = releases.read_rehearsal(shell.context, run)
    shell.show_figures(rehearsed_view(draft), lambda: _show_report(shell, draft))


def _show_report(shell: Shell, draft: releases.RehearsedRules) -> None:
    for line in (*_lines(draft.document), *_future(draft.document)):
        shell.out.print(shell.say(line), highlight=False)
    flips = draft.document["stock"]["flips"][:MOST_SHOWN]
    lanes = rulebook_of(shell.context).lanes if flips else {}
    for flip in flips:
        old, new = (shell.say(name_in(lanes, flip[lane])) for lane in ("old_lane", "new_lane"))
        shell.out.print(f"  {flip['case_no']} {old} → {new}", highlight=False)
    if not draft.published and not draft.withdrawn:
        text = Text(f"发布：fenliu rulebook release {draft.run}", f"to release: fenliu rulebook release {draft.run}")
        shell.out.print(shell.say(text))


def _lines(document: Mapping[str, Any]) -> Iterator[Text]:
    stock, past = document["stock"], document["past"]
    yield Text(
        f"规则手册 {document['version']}：在办 {stock['cases']} 件中 {len(stock['flips'])} 件会改变通道。",
        f"rulebook {document['version']}: {len(stock['flips'])} of {stock['cases']} open cases would change lane.",
    )
    yield Text(
        f"回放既往收案 {past['filings']} 件：{len(past['flips'])} 件会改变通道，"
        f"总工时由 {_hours(past['before'])} 变为 {_hours(past['after'])} 小时。",
        f"{past['filings']} past filings: {len(past['flips'])} would have taken another lane, "
        f"{_hours(past['before'])} h of work become {_hours(past['after'])} h.",
    )


def _future(document: Mapping[str, Any]) -> Iterator[Text]:
    """Say what the coming months look like under both versions, or why nobody can tell."""
    report = document["forecast"]["report"]
    if report is None:
        why = Text(**document["forecast"]["why"])
        yield Text(f"未作推演：{why.zh}", f"not simulated: {why.en}")
        return
    days, runs = report["days"], report["replications"]
    yield Text(f"推演今后 {days} 天，{runs} 次：", f"the coming {days} days, {runs} runs:")
    now, then = report["outcomes"]
    for name in FORETOLD:
        yield _foretold(name, now["figures"][name], then["figures"][name], then["differences"][name])


def _foretold(name: str, now: Mapping[str, Any], then: Mapping[str, Any], change: Mapping[str, Any]) -> Text:
    figure = FIGURES[name]
    before, after = (shown(Estimate(**one), figure.unit) for one in (now, then))
    sure = difference_shown(Estimate(**change), figure.unit)
    line = Text("  {name} {before} → {after} {unit}（差 {sure}）", "  {name} {before} → {after} {unit} (change {sure})")
    return line.fill(name=figure.name, before=before, after=after, unit=UNIT_NAMES[figure.unit], sure=sure)


def _hours(half: Mapping[str, Any]) -> str:
    return f"{sum(half['minutes'].values()) / MINUTES_PER_HOUR:.0f}"


@command("release", help="发布 put a rehearsed version in force; where the rules ask for it, by a second person.")
@click.argument("run")
def release(shell: Shell, run: str) -> None:
    """Release a rehearsed version."""
    _told(shell, releases.release_rules(shell.context, run))


@command("withdraw", help="撤回 withdraw a rehearsed version that was not released.")
@click.argument("run")
def withdraw(shell: Shell, run: str) -> None:
    """Withdraw a rehearsed version."""
    draft = releases.withdraw_rules(shell.context, run)
    shell.show_figures(rehearsed_view(draft), lambda: shell.out.print(shell.say(Text("已撤回。", "Withdrawn."))))


@command("take-back", help="撤回未生效版本 let a version never begin that is yet to, by its version or digest.")
@click.argument("version")
@click.option("--because", required=True, help="理由 why.")
def take_back(shell: Shell, version: str, because: str) -> None:
    """Take a version back that does not hold yet."""
    rules = take_back_version(shell.context, version, because)
    text = Text("规则手册 {version} 已撤回，不再生效。", "The rulebook {version} is taken back and never begins.")
    shell.show(
        versions_view(releases.versions(shell.context)),
        lambda: shell.out.print(shell.say(text.fill(version=rules.version))),
    )


@command("watch", help="跟踪 hold the weeks since the rehearsal against the forecast of the version in force.")
def watch(shell: Shell) -> None:
    """Watch what the version in force does."""
    found = watch_rules(shell.context)
    shell.show_figures(watched_view(found), lambda: _show_watched(shell, found))


def _show_watched(shell: Shell, found: Watched) -> None:
    shell.out.print(shell.say(_judged(found)))
    for drift in found.drifts:
        shell.out.print("  ! " + shell.say(drift.text), highlight=False)
    if found.drifts:
        back = Text(
            f"恢复 {found.follows}：fenliu rulebook back", f"to go back to {found.follows}: fenliu rulebook back"
        )
        shell.out.print(shell.say(back))


def _judged(found: Watched) -> Text:
    if found.weeks is None:
        return Text(f"规则手册 {found.version} 没有推演预测。", f"The rulebook {found.version} has no forecast.")
    count = len(found.drifts)
    return Text(
        f"规则手册 {found.version}：已过 {found.weeks} 周，{count} 项指标偏离预测。",
        f"rulebook {found.version}: {Count(found.weeks):week|weeks} passed, {Count(count):indicator|indicators} outside the forecast.",
    )


@command("back", help="恢复上一版 take the version in force back; the one before it holds again.")
def back(shell: Shell) -> None:
    """Take the version in force back."""
    _told(shell, releases.bring_back(shell.context))


def _told(shell: Shell, done: releases.Released) -> None:
    rules = done.rulebook
    text = Text(
        f"规则手册 {rules.version} 自 {rules.effective_from} 起生效，此前为 {done.follows}。在办案件可用 fenliu retriage 重新分流。",
        f"The rulebook {rules.version} holds from {rules.effective_from}; before it {done.follows} did. "
        "Open cases can be triaged anew with `fenliu retriage`.",
    )
    shell.show(released_view(done), lambda: shell.out.print(shell.say(text)))


def add_to(parent: click.Group) -> None:
    """Add these commands to the group."""
    for item in (versions, rehearse, report, release, withdraw, take_back, watch, back):
        group.add_command(item)
    parent.add_command(group)
