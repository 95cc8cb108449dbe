"""Commands about special actions (专项行动): what one would cost, opening it, what came of it."""

from pathlib import Path
from typing import Any

import click
from rich.table import Table

from allocator.cli.group import Shell, command
from allocator.cli.texts import read_words
from allocator.domain.special_actions import SpecialAction
from allocator.domain.words import Count, Text
from allocator.services.indicators.campaign_reports import Report, report_campaign, report_view
from allocator.services.indicators.campaigns import (
    Preview,
    end_campaign,
    list_campaigns,
    open_campaign,
    opened_view,
    preview_campaign,
    preview_view,
)
from allocator.services.indicators.opened_campaigns import Opened

MOST_SHOWN = 20
FEN_PER_YUAN = 100


@click.group("campaign", help="专项行动 campaigns: what one costs the rest, opening it, what came of it.")
def group() -> None:
    """Special actions."""


@command("preview", help="预览代价 show what a campaign would cost the rest; changes nothing.")
@click.argument("file", type=click.Path(path_type=Path))
def preview(shell: Shell, file: Path) -> None:
    """Preview a campaign."""
    found = preview_campaign(shell.context, read_words(file), file.name)
    shell.show(preview_view(found), lambda: _tell_preview(shell, found))


def _tell_preview(shell: Shell, found: Preview) -> None:
    cost, action = found.cost, found.action
    _tell_about(shell, action)
    hours, given = f"{cost.needed / 60:.1f}", f"{cost.given / 60:.1f}"
    _say(shell, f"{action.name.zh}：在手 {found.held} 件，待分 {found.waiting} 件，要素未明 {found.unknown} 件。",
         f"{action.name.en}: {found.held} held, {found.waiting} waiting, {found.unknown} with facts open.")  # fmt: skip
    _say(shell, f"所需 {hours} 小时，投入 {given} 小时。", f"They need {hours} h; it is given {given} h.")
    table = Table(box=None)
    for title in ("人员 person", "投入 given", "负荷：现在 load: now", "启动后 with it"):
        table.add_column(title)
    for one in cost.people:
        table.add_row(
            one.officer, "✓" if one.given else "", *(shell.say(load.words) for load in (one.before, one.after))
        )
    shell.out.print(table)
    _tell_deadlines(shell, found)


def _tell_about(shell: Shell, action: SpecialAction) -> None:
    _say(shell, f"  案件范围：{action.about.zh}", f"  cases: {action.about.en}")


def _tell_deadlines(shell: Shell, found: Preview) -> None:
    cost = found.cost
    _say(shell, f"其余案件新增 {len(cost.endangered)} 个期限来不及，{cost.relieved} 个得以赶上。",
         f"Of the rest, {Count(len(cost.endangered)):deadline no longer fits|deadlines no longer fit}; {cost.relieved} do that did not.")  # fmt: skip
    for late in cost.endangered[:MOST_SHOWN]:
        work = late.work
        shell.out.print(
            f"  {work.case_no} {work.node} {work.due} {work.officer} -{late.short / 60:.1f} h", highlight=False
        )
    if found.booked:
        codes = ", ".join(found.booked)
        _say(shell, f"期间已发布的出车：{codes}。", f"Published trips in the window ask for the same: {codes}.")


def _say(shell: Shell, zh: str, en: str) -> None:
    shell.out.print(shell.say(Text(zh, en)), highlight=False, markup=False)


@command(
    "open",
    help="启动 open a campaign; what it costs is shown and put down with it, and its quota is taken out while it lasts.",
)
@click.argument("file", type=click.Path(path_type=Path))
def open_(shell: Shell, file: Path) -> None:
    """Open a campaign."""
    text = read_words(file)
    before = preview_campaign(shell.context, text, file.name)
    opened = open_campaign(shell.context, text, file.name)
    shell.show(opened_view(opened), lambda: _tell_preview(shell, before))


@command("end", help="提前结束 call a campaign off: from today on everybody has all hours again.")
@click.argument("code")
@click.option("--because", required=True, help="事由 why it ends before its last day.")
def end(shell: Shell, code: str, because: str) -> None:
    """Call a campaign off."""
    ended = end_campaign(shell.context, code, because)
    shell.show(opened_view(ended), lambda: _tell_list(shell, (ended,)))


@command("list", help="一览 the campaigns that were opened, oldest first.")
def list_(shell: Shell) -> None:
    """List the campaigns."""
    found = list_campaigns(shell.context)
    shell.show([opened_view(one) for one in found], lambda: _tell_list(shell, found))


def _tell_list(shell: Shell, found: tuple[Opened, ...]) -> None:
    for one in found:
        action = one.action
        line = f"{action.code} {shell.say(action.name)} {action.window.first} – {action.last} ({one.actor}, {one.on})"
        shell.out.print(line, highlight=False, markup=False)
        _tell_about(shell, action)
        if one.ended:
            _say(shell, f"  自 {one.ended.on} 起提前结束（{one.ended.actor}）：{one.ended.because}",
                 f"  called off from {one.ended.on} on ({one.ended.actor}): {one.ended.because}")  # fmt: skip


@command("report", help="成效 what came of a campaign, against its target.")
@click.argument("code")
def report(shell: Shell, code: str) -> None:
    """Report on a campaign."""
    found = report_campaign(shell.context, code)
    shell.show(report_view(found), lambda: _tell_report(shell, found))


def _tell_report(shell: Shell, found: Report) -> None:
    action, yuan = found.opened.action, found.recovered / FEN_PER_YUAN
    target = None if action.recovered is None else action.recovered / FEN_PER_YUAN
    _say(
        shell,
        f"{action.name.zh}，至 {found.until}：涉案 {len(found.cases)} 件，",
        f"{action.name.en}, to {found.until}:",
    )
    _say(shell, f"  结案 {len(found.closed)} 件（目标 {_wanted(action.closed)}），到位 {yuan:,.2f} 元（目标 {_wanted(target)}）",
         f"  of {len(found.cases)} cases {len(found.closed)} closed (target {_wanted(action.closed)}), "
         f"{yuan:,.2f} yuan recovered (target {_wanted(target)})")  # fmt: skip
    hours, field = f"{found.minutes / 60:.1f}", f"{found.field_minutes / 60:.1f}"
    _say(
        shell,
        f"  结案工作量 {hours} 小时，出车 {field} 小时",
        f"  {hours} h of work in those closed, {field} h of trips",
    )
    _say(shell, f"  其余案件：期间届满 {found.due} 件，未按期结案 {len(found.missed)} 件",
         f"  the rest: {found.due} fell due for closing, {len(found.missed)} of them were not closed in time")  # fmt: skip


def _wanted(value: Any) -> str:
    return "-" if value is None else f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"


def add_to(parent: click.Group) -> None:
    """Add these commands to the group."""
    for one in (preview, open_, end, list_, report):
        group.add_command(one)
    parent.add_command(group)
