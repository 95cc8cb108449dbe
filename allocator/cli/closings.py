"""Commands about the end of cases (结案): close one or those of a file, undo a mistaken closing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from allocator.cli.group import Shell, command, readable
from allocator.domain.clocks.closing_checks import Checked
from allocator.domain.words import Text
from allocator.services.cases.closing_checks import checks_view, closing_checks
from allocator.services.cases.closings import Closed, close_file, close_row, reopen_case
from allocator.services.views import case_view, closed_view


@command("close", help="结案 close a case, or with --file those of a CSV or XLSX file, all or none.")
@click.argument("case", required=False)
@click.option("--file", type=click.Path(path_type=Path), help="结案登记表 a file of closings.")
@click.option("--way", default="", help="结案方式 the way of closing: its name or id.")
@click.option("--on", "closed_on", default="", metavar="DAY", help="结案日期 the day; without it today.")
@click.option("--recovered", default="", metavar="AMOUNT", help="到位金额 what was recovered, in yuan or as in 3万元.")
@click.option("--note", default="", help="备注 a note.")
def close(shell: Shell, case: str | None, file: Path | None, **fields: str) -> None:
    """Close a case, or those of a file."""
    written = {name: value for name, value in fields.items() if value}
    if bool(file) == bool(case) or (file and written):
        raise click.UsageError("CASE --way ... / --file FILE")
    done: tuple[Closed, ...]
    done = close_file(shell.context, readable(file)) if file else (close_row(shell.context, str(case), written),)
    shell.show(_document(done, whole=bool(file)), lambda: _show(shell, done))


def _document(done: Sequence[Closed], *, whole: bool) -> Any:
    return [closed_view(one) for one in done] if whole else closed_view(done[0])


def _show(shell: Shell, done: Sequence[Closed]) -> None:
    """Say how many were closed, and what of their field work was withdrawn or is still booked."""
    news = sum(one.changed for one in done)
    text = Text(f"结案 {news} 件，已在册 {len(done) - news} 件。", f"{news} closed, {len(done) - news} closed before.")
    shell.out.print(shell.say(text), highlight=False)
    for one in done:
        if one.withdrawn:
            codes = ", ".join(one.withdrawn)
            shell.out.print(shell.say(Text(f"  撤回外勤 {codes}", f"  errands withdrawn: {codes}")), highlight=False)
        if one.booked:
            codes = ", ".join(one.booked)
            still = Text(f"  ! {codes} 仍在已发布的出车上", f"  ! {codes}: still on published trips")
            shell.out.print(shell.say(still), highlight=False)


@command("reopen", help="撤销结案 undo a closing put down by mistake.")
@click.argument("case")
@click.option("--because", required=True, help="理由 what was put down wrongly.")
def reopen(shell: Shell, case: str, because: str) -> None:
    """Undo a closing."""
    done = reopen_case(shell.context, case, because)
    text = Text(f"{done.case_no} 已恢复为在办。", f"{done.case_no} is open again.")
    shell.show(case_view(done), lambda: shell.out.print(shell.say(text), highlight=False))


@command("closing-checks", help="结案核查清单 what must be green before a case may be closed in some way.")
@click.argument("case")
@click.option("--way", default="dormant", show_default=True, help="结案方式 the way of closing, by id.")
def checks(shell: Shell, case: str, way: str) -> None:
    """Show a check-list."""
    found = closing_checks(shell.context, case, way)
    shell.show(checks_view(found), lambda: _show_checks(shell, found))


def _show_checks(shell: Shell, found: Sequence[Checked]) -> None:
    for one in found:
        mark = Text("已完成", "green") if one.green else Text("未完成", "to do")
        shell.out.print(f"{one.check.id} {shell.say(mark)}  {shell.say(one.check.name)}", highlight=False)
    if not found:
        shell.out.print(shell.say(Text("该结案方式没有核查清单。", "This way of closing has no check-list.")))


def add_to(parent: click.Group) -> None:
    """Add these commands to the group."""
    parent.add_command(close)
    parent.add_command(reopen)
    parent.add_command(checks)
