"""Commands for trips on their day (出车): listed, started, back with what they could not do, withdrawn."""

import click
from rich.table import Table

from allocator.cli.field_week import WEEK
from allocator.cli.group import Shell, command
from allocator.decisions.fieldwork.words import TRIP_STATES
from allocator.domain.fieldwork.trips import clock
from allocator.domain.words import Text
from allocator.persistence.trips import KeptTrip
from allocator.services.fieldwork.days import finish_trip, start_trip
from allocator.services.fieldwork.publishing import list_trips, withdraw_trip
from allocator.services.fieldwork.seeing import the_monday
from allocator.services.fieldwork.views import trip_view

CODE = click.argument("code")
VERSION = click.option(
    "--if-version", type=int, default=None, help="仅当仍为此版本 only if it is still at this version."
)


@click.group("trip", help="出车 published trips: they start, come back, or are withdrawn.")
def trip() -> None:
    """Published trips."""


@command("list", help="本周出车 the trips of a week that were not withdrawn.")
@WEEK
def list_week(shell: Shell, week: str) -> None:
    """List the trips of a week."""
    found = list_trips(shell.context, the_monday(week))
    shell.show([trip_view(kept) for kept in found], lambda: _show(shell, found))


def _show(shell: Shell, found: tuple[KeptTrip, ...]) -> None:
    table = Table(box=None)
    for title in ("车次 trip", "日期 day", "时间 hours", "车辆 vehicle", "任务 errands", "状态 state"):
        table.add_column(title)
    for kept in found:
        hours = f"{clock(kept.trip.leaves)}–{clock(kept.trip.back)}"
        errands = " ".join(stop.errand for stop in kept.trip.stops)
        row = (kept.trip.code, str(kept.day), hours, kept.trip.vehicle, errands, shell.say(TRIP_STATES[kept.state]))
        table.add_row(*row)
    none = Text("本周没有出车；用 fenliu field-week 生成。", "No trips in this week; `fenliu field-week` drafts it.")
    shell.out.print(table if found else shell.say(none))


@command("start", help="出发 a published trip starts: from now on nothing moves it.")
@CODE
@VERSION
def start(shell: Shell, code: str, if_version: int | None) -> None:
    """Let a trip start."""
    _said(shell, start_trip(shell.context, code, if_version))


@command("back", help="返回 a started trip is back; its errands are done but for those named with --undone.")
@CODE
@click.option(
    "--undone", multiple=True, metavar="ERRAND", help="未办成的任务 could not be done, waits again (repeatable)."
)
@VERSION
def back(shell: Shell, code: str, undone: tuple[str, ...], if_version: int | None) -> None:
    """Let a trip come back."""
    _said(shell, finish_trip(shell.context, code, if_version, undone))


@command("withdraw", help="撤回 a published trip that has not started; its errands wait again.")
@CODE
@VERSION
def withdraw(shell: Shell, code: str, if_version: int | None) -> None:
    """Withdraw a trip."""
    _said(shell, withdraw_trip(shell.context, code, if_version))


def _said(shell: Shell, kept: KeptTrip) -> None:
    code, state = kept.trip.code, TRIP_STATES[kept.state]
    text = Text(f"出车 {code} {state.zh}", f"Trip {code} is {state.en}")
    undone = "、".join(kept.undone), ", ".join(kept.undone)
    left = Text(f"，未办成 {undone[0]}", f", without {undone[1]}") if kept.undone else Text("", "")
    said = Text(f"{text.zh}{left.zh}。", f"{text.en}{left.en}.")
    shell.show(trip_view(kept), lambda: shell.out.print(shell.say(said), highlight=False))


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    for item in (list_week, start, back, withdraw):
        trip.add_command(item)
    group.add_command(trip)
