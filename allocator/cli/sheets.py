"""The command that hands out what is published of a week: day sheets to print, and the table of its bookings."""

from pathlib import Path

import click

from allocator.cli.group import Shell, command, the_day, write_text
from allocator.decisions.fieldwork.sheets import Sheet, sheet_text
from allocator.domain.canonical import plain
from allocator.domain.words import Count, Text
from allocator.services.fieldwork.seeing import the_monday
from allocator.services.fieldwork.sheets import bookings_table, week_sheets

FOLDER = click.Path(file_okay=False, path_type=Path)


@command("sheets", help="外勤日程单 day sheets of a week's published trips, printed, or written --to a folder.")
@click.argument("week")
@click.option("--of", "code", default=None, metavar="CODE", help="只看此人或此车 only this officer's or vehicle's.")
@click.option("--day", default=None, metavar="DAY", help="只看此日 only of this day.")
@click.option("--to", "folder", type=FOLDER, default=None, help="写入文件夹 write them here, with trips.csv.")
def sheets(shell: Shell, week: str, code: str | None, day: str | None, folder: Path | None) -> None:
    """Give day sheets; nothing is changed."""
    monday = the_monday(week)
    found = week_sheets(shell.context, monday, code, the_day(day))
    if folder:
        write_sheets(folder, found, bookings_table(shell.context, monday, shell.language), shell.language)
    shell.show([plain(sheet) for sheet in found], lambda: _print(shell, found, folder))


def write_sheets(folder: Path, found: tuple[Sheet, ...], table: str, language: str) -> None:
    """Write the table of trips, and each sheet in a file of its own, named by day and code."""
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / "trips.csv", table)
    for sheet in found:
        write_text(folder / f"{sheet.day}-{sheet.code}.txt", sheet_text(sheet, language))


def _print(shell: Shell, found: tuple[Sheet, ...], folder: Path | None) -> None:
    if folder or not found:
        text = Text(
            f"日程单 {len(found)} 张，已写入 {folder}。", f"{Count(len(found)):sheet|sheets} written to {folder}."
        )
        none = Text(
            "没有已发布的出车；先用 fenliu field-week --publish 发布。",
            "No trip is published: `fenliu field-week --publish` books them.",
        )
        shell.out.print(shell.say(text if found else none), highlight=False)
    else:
        click.echo("\n".join(sheet_text(sheet, shell.language) for sheet in found), nl=False)


def add_to(group: click.Group) -> None:
    """Add this command to the group."""
    group.add_command(sheets)
