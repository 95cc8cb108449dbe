"""Commands about nodes (节点): what happened in cases is recorded, what runs in a case, what is due to whom."""

from datetime import date
from pathlib import Path

import click
from rich.table import Table

from allocator.cli.group import Shell, command, readable
from allocator.cli.watching import watched
from allocator.domain.errors import BadInput
from allocator.domain.words import Count, Text
from allocator.services.cases.events import record_event_file
from allocator.services.clocks.clock_keeping import Resting
from allocator.services.clocks.clock_work import CLOCKS
from allocator.services.clocks.deadline_views import list_view, recorded_view
from allocator.services.clocks.deadlines import LISTS, DueList, case_nodes, due_list
from allocator.services.clocks.due_items import Due

LIGHTS = {"green": Text("绿", "green"), "yellow": Text("黄", "yellow"), "red": Text("红", "red")}
AS_OF = click.option("--as-of", default="", metavar="DAY", help="截至日 as it stood on this day; without it today.")


@command("events", help="办案事件 record what happened in cases from a CSV or XLSX file, all rows or none.")
@click.argument("file", type=click.Path(path_type=Path))
def events(shell: Shell, file: Path) -> None:
    """Record a file of events."""
    done = record_event_file(shell.context, readable(file))
    text = Text(
        f"登记 {done.added} 个事件，{done.known} 个已在册，涉及 {done.cases} 件案件。",
        f"{Count(done.added):event|events} recorded, {done.known} there before, of {Count(done.cases):case|cases}.",
    )
    shell.show(recorded_view(done), lambda: shell.out.print(shell.say(text), highlight=False))


@command("nodes", help="案件节点 what runs in a case: its nodes with last days, lights and whose they are.")
@click.argument("case")
@AS_OF
def nodes(shell: Shell, case: str, as_of: str) -> None:
    """Show the nodes of a case."""
    found = case_nodes(shell.context, case, _day(as_of))
    shell.show(list_view(found), lambda: _show(shell, found, of_one=True))


@command("due", help="期限清单 what is due within some days or overdue, or another list of deadlines.")
@click.option("--list", "name", type=click.Choice(LISTS), default="due", show_default=True, help="清单 which list.")
@click.option("--owner", default=None, metavar="CODE", help="责任人 only what a person, a team or a desk must heed.")
@click.option("--days", default=7, show_default=True, metavar="N", help="天数 how many days ahead, for the list `due`.")
@AS_OF
def due(shell: Shell, name: str, owner: str | None, days: int, as_of: str) -> None:
    """Show a list of deadlines."""
    found = due_list(shell.context, name, days=days, owner=owner, as_of=_day(as_of))
    shell.show(list_view(found), lambda: _show(shell, found, of_one=False))


@command("clocks", help="时钟重算 work the clocks of all cases out anew after a change of rules or calendar.")
def clocks(shell: Shell) -> None:
    """Do here and now what a worker does by itself."""
    run = watched(shell, CLOCKS, {}, Text("时钟重算", "clocks"))
    shell.show({"run": run.id, "message": run.message.as_dict()}, lambda: shell.out.print(shell.say(run.message)))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise BadInput(
            Text(f"“{written}”不是日期。", f'"{written}" is no date.'),
            Text("写作 2022-09-30。", "Write 2022-09-30."),
            code="day-unreadable",
        ) from error


def _show(shell: Shell, found: DueList, *, of_one: bool) -> None:
    """Print a list as a table; last days that rest on make-up days nobody proclaimed are marked."""
    table = Table(box=None, pad_edge=False)
    for head in (Text("期限", "due"), Text("灯", "light"), Text("案号", "case"), Text("节点", "node")):
        table.add_column(shell.say(head))
    for head in (Text("事项", "item"), Text("责任人", "owner")):
        table.add_column(shell.say(head))
    table.add_column(shell.say(Text("说明", "remark")), no_wrap=True)
    for item in found.items:
        name = f"{item.node.id} {shell.say(item.node.name)}"
        light, owner = shell.say(LIGHTS[item.light]), shell.say(item.owner_name)
        table.add_row(_until(item), light, item.case_no, name, item.clock.item, owner, shell.say(_remark(item)))
    shell.out.print(table)
    count = Text(f"截至 {found.as_of}：{len(found.items)} 项。", f"As of {found.as_of}: {len(found.items)}.")
    if any(item.estimated for item in found.items):
        count += Text("* 该年调休尚未公布，期限为预估。", "* make-up days of that year are not proclaimed: estimated.")
    count += resting_text(found.resting)
    if of_one and any(not item.node.confirmed for item in found.items):
        count += Text("依据待确认的节点见 --json。", "Which bases are to be confirmed: see --json.")
    shell.out.print(shell.say(count), highlight=False)


def resting_text(resting: Resting) -> Text:
    """Say which clocks still rest on earlier rules or an earlier calendar; nothing where none do."""
    if not resting.behind:
        return Text("", "")
    return Text(
        f"其中 {resting.behind} 件案件的时钟仍按变更前的规则或日历：请运行 fenliu clocks，或等待后台重算。",
        f"The clocks of {Count(resting.behind):case rests|cases rest} on earlier rules or calendar: run `fenliu clocks`, or let a worker.",
    )


def _until(item: Due) -> str:
    due = item.clock.due
    return f"{due}{'*' if item.estimated else ''}" if due else "-"


def _remark(item: Due) -> Text:
    """Say what became of a clock, or how far it is; for a case that waits long, why and what would help."""
    clock, days = item.clock, item.days_left
    if item.next_step is not None:
        step = item.next_step.step or Text("无", "none")
        cause = item.next_step.cause
        return Text(f"原因：{cause.zh}；最省：{step.zh}", f"waits for: {cause.en}; cheapest: {step.en}")
    if clock.done_on is not None:
        return Text(f"已于 {clock.done_on} 完成", f"done on {clock.done_on}")
    if clock.lapsed_on is not None:
        return Text(f"随 {clock.lapsed_on} 结案终了", f"lapsed with the closing on {clock.lapsed_on}")
    if days is None:
        return Text("扣除期间，未计算", "stopped")
    if clock.earliest:
        return Text("自该日起可办", "allowed from that day on")
    return Text(f"已超 {-days} 日", f"{-days} days late") if days < 0 else Text(f"余 {days} 日", f"{days} days left")


def add_to(parent: click.Group) -> None:
    """Add these commands to the group."""
    for one in (events, nodes, due, clocks):
        parent.add_command(one)
