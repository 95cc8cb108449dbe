"""Commands about single changes of the office (单项变更) and its calendar: tables, a row, a day; each by the folder's checks."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from allocator.cli.group import Shell, command, fault_line, the_day
from allocator.domain.canonical import plain
from allocator.domain.errors import BadInput
from allocator.domain.rulebook.newer import Lack
from allocator.domain.words import Text
from allocator.files.office.editing import KEYS, RowChange, row_or_new
from allocator.services.office.calendar_years import DayKind, Year, correct_day, read_year, take_back_day, year_view
from allocator.services.office.office_changes import (
    OfficeChanged,
    change_office,
    changed_view,
    export_office,
    read_sheets,
)
from allocator.services.office.office_words import change_words
from allocator.services.rules.rule_books import read_rules
from allocator.services.staffing.beginnings import export_with_stock

TABLE = click.argument("table", type=click.Choice(sorted(KEYS)))
CELLS = click.argument("cells", nargs=-1, required=True, metavar="COLUMN=VALUE...")
BECAUSE = click.option("--because", default="", help="事由 why; needed but for absences and engagements.")
DAY_KINDS = {
    DayKind.WORKING: Text("上班", "open"),
    DayKind.WEEKEND: Text("周末", "weekend"),
    DayKind.HOLIDAY: Text("放假", "day off"),
    DayKind.MAKE_UP: Text("调休上班", "make-up day"),
}
DRY_RUN = click.option("--dry-run", is_flag=True, help="只预览 only tell what would change and what it touches.")


@click.group("office", help="机构单项变更 single changes of the office: its tables, a row, and the folder written out.")
def group() -> None:
    """Hold the commands about single changes."""


@command("table", help="查看一张表 print a table of the office, as its rows are named.")
@TABLE
def table(shell: Shell, table: str) -> None:
    """Show a table."""
    rows = read_sheets(shell.context).tables[table]
    shell.show(list(rows), lambda: _print_rows(shell, rows))


@command(
    "set", help="增改一行 add a row, or change the one whose key columns are named; other columns stay as they are."
)
@TABLE
@CELLS
@BECAUSE
@DRY_RUN
def set_row(shell: Shell, table: str, cells: Sequence[str], because: str, *, dry_run: bool) -> None:
    """Add or change a row."""
    given = _cells(cells)
    key = _key(shell, table, given)
    _make(shell, RowChange(table, key, given | key), because, dry_run=dry_run)


@command("remove", help="删除一行 remove the row whose key columns are named.")
@TABLE
@CELLS
@BECAUSE
@DRY_RUN
def remove(shell: Shell, table: str, cells: Sequence[str], because: str, *, dry_run: bool) -> None:
    """Remove a row."""
    _make(shell, RowChange(table, _cells(cells), None), because, dry_run=dry_run)


@command("export", help="导出机构目录 write the office as it stands into an empty folder, which loads as it is.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--stock",
    is_flag=True,
    help="连同在办案件 with the open cases and the filings of a year, to simulate it elsewhere.",
)
def export(shell: Shell, folder: Path, *, stock: bool) -> None:
    """Write the folder."""
    version, *counts = export_with_stock(shell.context, folder) if stock else (export_office(shell.context, folder),)
    done = Text(f"已导出到 {folder}（第 {version} 版）。", f"Written to {folder} (version {version}).")
    told: dict[str, Any] = {"folder": str(folder), "version": version}
    if stock:
        told["stock"], told["filings"] = counts
        cases = Text(
            "在办案件 {stock} 件，近一年收案 {filings} 件。", "Open cases: {stock}; filings of a year: {filings}."
        )
        done += cases.fill(stock=told["stock"], filings=told["filings"])
    shell.show(told, lambda: click.echo(shell.say(done)))


@command("check", help="核对规则手册可补的内容 what the rulebook in force could say besides, with the lines to add.")
def check(shell: Shell) -> None:
    """Tell what a newer rulebook would have."""
    lacks = read_rules(shell.context).lacks
    shell.show([plain(lack) for lack in lacks], lambda: _print_lacks(shell, lacks))


@click.group("calendar", help="工作日历 the calendar of a year, and days corrected with a reason.")
def calendar() -> None:
    """Hold the commands about the calendar."""


@command("show", help="查看年历 holidays, make-up days and corrections of a year.")
@click.argument("year", type=int, required=False)
def show(shell: Shell, year: int | None) -> None:
    """Show a year."""
    found = read_year(shell.context, year)
    shell.show(year_view(found), lambda: _print_year(shell, found))


@command("correct", help="更正一日 let the office work on a day, or not, with a reason.")
@click.argument("day")
@click.option("--works/--off", required=True, default=None, help="上班或放假 it works, or it does not.")
@click.option("--because", required=True, help="事由 why.")
@DRY_RUN
def correct(shell: Shell, day: str, because: str, *, works: bool, dry_run: bool) -> None:
    """Correct a day."""
    found = correct_day(shell.context, _day(day), None, because, works=works, dry_run=dry_run)
    _tell(shell, found, dry_run=dry_run)


@command("take-back", help="撤回更正 let a day be again what the national calendar says, with a reason.")
@click.argument("day")
@click.option("--because", required=True, help="事由 why.")
@DRY_RUN
def take_back(shell: Shell, day: str, because: str, *, dry_run: bool) -> None:
    """Take the correction of a day back."""
    _tell(shell, take_back_day(shell.context, _day(day), None, because, dry_run=dry_run), dry_run=dry_run)


def _day(written: str) -> date:
    return the_day(written) or date.min


def _cells(written: Sequence[str]) -> dict[str, str]:
    pairs = [cell.partition("=") for cell in written]
    wrong = [name for name, equals, _ in pairs if not equals]
    if wrong:
        raise BadInput(
            Text(f"“{wrong[0]}”不是 栏=值。", f'"{wrong[0]}" is no COLUMN=VALUE.'),
            Text("例如 left=2026-12-31。", "For example left=2026-12-31."),
            code="cell-form",
        )
    return {name.strip(): value.strip() for name, _, value in pairs}


def _key(shell: Shell, table: str, given: dict[str, str]) -> dict[str, str]:
    """Give the key of the row that is there already; none for a new one."""
    rows = read_sheets(shell.context).tables[table]
    place = row_or_new(rows, table, given)
    return {} if place is None else {name: rows[place][name] for name in KEYS[table]}


def _make(shell: Shell, change: RowChange, because: str, *, dry_run: bool) -> None:
    _tell(shell, change_office(shell.context, [change], None, because, dry_run=dry_run), dry_run=dry_run)


def _tell(shell: Shell, found: OfficeChanged, *, dry_run: bool) -> None:
    shell.show(changed_view(found, dry_run=dry_run), lambda: _print_change(shell, found))


def _print_change(shell: Shell, found: OfficeChanged) -> None:
    for change in found.changes:
        shell.out.print(f"  {shell.say(change_words(change))}", highlight=False, markup=False)
    for touched in found.touched:
        shell.out.print("! " + shell.say(touched.text), highlight=False)
    for warning in found.warnings:
        shell.out.print("  " + fault_line(warning, shell.language), highlight=False)


def _print_rows(shell: Shell, rows: Sequence[Mapping[str, str]]) -> None:
    shown = Table(box=None)
    for name in rows[0] if rows else ():
        shown.add_column(name)
    for row in rows:
        shown.add_row(*row.values())
    shell.out.print(shown)


def _print_lacks(shell: Shell, lacks: Sequence[Lack]) -> None:
    for lack in lacks:
        shell.out.print(shell.say(lack.text), highlight=False, markup=False)
        for line in lack.lines:
            shell.out.print(f"    {line}", highlight=False, markup=False)
    if not lacks:
        shell.out.print(shell.say(Text("规则手册没有可补的内容。", "The rulebook lacks nothing that is known of.")))


def _print_year(shell: Shell, found: Year) -> None:
    estimated = Text("（调休未公布，预估）", " (estimated: make-up days are not proclaimed)")
    head = Text(f"{found.year} 年工作日 {found.working} 天", f"{found.year}: {found.working} working days")
    shell.out.print(shell.say(head) + (shell.say(estimated) if found.estimated else ""), highlight=False)
    for day in year_view(found)["days"]:
        made = day["correction"]
        why = f"  {made['because']}（{made['by']}）" if made else ""
        name = day["name"][shell.language] if day["name"] else ""
        kind = shell.say(DAY_KINDS[DayKind(day["kind"])])
        shell.out.print(f"  {day['day']}  {kind}  {name}{why}", highlight=False)


def add_to(parent: click.Group) -> None:
    """Add these commands to the group."""
    for item in (table, set_row, remove, export, check):
        group.add_command(item)
    for item in (show, correct, take_back):
        calendar.add_command(item)
    parent.add_command(group)
    parent.add_command(calendar)
