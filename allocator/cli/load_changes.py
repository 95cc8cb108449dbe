"""Commands about how a load came to be what it is (负荷变动), and what it was in past weeks (每周负荷)."""

from datetime import datetime
from typing import Any

import click
from rich.table import Table

from allocator.cli.group import Shell, command
from allocator.decisions.loads.load_change import Part
from allocator.decisions.loads.load_turns import CAUSES
from allocator.domain.words import Text
from allocator.services.loads.load_change import LoadChangeFound, explain_load_change, load_change_view
from allocator.services.loads.load_weeks import LoadWeeks, load_weeks_view, read_load_weeks

DAY = click.DateTime(["%Y-%m-%d"])


@command("load-change", help="负荷变动 why a load changed between the ends of two days, as a sum.")
@click.option("--person", help="某人 of this person.")
@click.option("--team", help="某团队 of this team; of neither, the whole office.")
@click.option("--from", "first", type=DAY, help="起日 from the end of this day; without it, a week before.")
@click.option("--to", "last", type=DAY, help="止日 to the end of this day; without it, up to now.")
def load_change(shell: Shell, first: datetime | None, last: datetime | None, **whose: Any) -> None:
    """Explain the change of a load."""
    days = (day.date() if day else None for day in (first, last))
    found = explain_load_change(shell.context, *days, **whose)
    shell.show(load_change_view(found), lambda: _tell(shell, found))


@command(
    "load-weeks", help="每周负荷 each team's load at the end of past weeks, and the person-weeks of sustained overload."
)
@click.option("--from", "first", type=DAY, help="起日 weeks that end from this day on; without it, thirteen weeks.")
@click.option("--to", "last", type=DAY, help="止日 up to this day; without it, today.")
def load_weeks(shell: Shell, first: datetime | None, last: datetime | None) -> None:
    """Show past weeks."""
    found = read_load_weeks(shell.context, *(day.date() if day else None for day in (first, last)))
    shell.show(load_weeks_view(found), lambda: _tell_weeks(shell, found))


def _tell_weeks(shell: Shell, found: LoadWeeks) -> None:
    told = Text(
        f"持续超负荷（连续四周以上负荷达到 {found.cap / 10:g} %）：{found.sustained} 人周。",
        f"Sustained overload (four weeks or more at {found.cap / 10:g} % or above): {found.sustained} person-weeks.",
    )
    shell.out.print(shell.say(told), highlight=False, markup=False)
    table = Table(box=None)
    for title in (
        "周末 week's end",
        "团队 team",
        "负荷 load",
        "超负荷人数 people over",
        "持续 sustained",
        "案件 cases",
    ):
        table.add_column(title)
    for week in found.weeks:
        for one in week.teams:
            load, over = shell.say(one.load.words), f"{one.over} / {one.people}"
            name = shell.say(found.teams.get(one.team, Text(one.team, one.team)))
            table.add_row(week.last.isoformat(), name, load, over, str(one.sustained or ""), str(len(one.cases) or ""))
    shell.out.print(table)


def _tell(shell: Shell, found: LoadChangeFound) -> None:
    before, after = (shell.say(load.words) for load in (found.change.before, found.change.after))
    told = Text(
        f"{found.name.zh}：{found.first} 日终 {before}，{found.last} 日终 {after}。",
        f"{found.name.en}: {before} at the end of {found.first}, {after} at the end of {found.last}.",
    )
    shell.out.print(shell.say(told), highlight=False, markup=False)
    table = Table(box=None)
    for title in ("原因 cause", "在手小时 hours held", "可用小时 hours available", "负荷 load", "案件 cases"):
        table.add_column(title)
    for part in found.change.parts:
        if part.held or part.available or part.permille:
            table.add_row(*_row(shell, part))
    shell.out.print(table)


def _row(shell: Shell, part: Part) -> tuple[str, ...]:
    load = "—" if part.permille is None else f"{part.permille / 10:+.1f} %"
    hours = (f"{part.held / 60:+.1f}", f"{part.available / 60:+.1f}")
    return (shell.say(CAUSES[part.cause]), *hours, load, str(len(part.cases) or ""))


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    for item in (load_change, load_weeks):
        group.add_command(item)
