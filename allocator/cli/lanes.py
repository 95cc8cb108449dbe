"""Commands about classes given by hand (人工变更繁简): say a class, list the disputes, settle one."""

import click
from rich.table import Table

from allocator.cli.group import Shell, command
from allocator.cli.triage import CONVERSIONS
from allocator.domain.docket import Case
from allocator.domain.words import Text
from allocator.services.cases.lane_entries import Laned
from allocator.services.cases.lane_words import CLASSES, DISPUTES
from allocator.services.cases.lanes import TRACKS, change_lane, settle_dispute
from allocator.services.loads import board
from allocator.services.rules.rehearsal import rulebook_of
from allocator.services.views import case_view, laned_view

IF_VERSION = click.option(
    "--if-version", type=int, default=None, help="仅当案件仍为此版本 only if the case is still at this version."
)
ACTS = {
    "moved": Text("{case} 现为{name}。", "{case} is {name} now."),
    "asked": Text(
        "已提出 {case} 转为简案；请另一人用 fenliu settle {case} simple 批准。",
        "That {case} is simple waits for somebody else: `fenliu settle {case} simple`.",
    ),
    "kept": Text("{case} 由人工定为{name}，待确认。", "{case} stays {name} by hand; it waits to be confirmed."),
    "objected": Text(
        "{case} 仍为{name}；两人意见不一，列入争议。", "{case} stays {name}; that two people differ is a dispute."
    ),
    "withdrawn": Text("已收回 {case} 转为简案的意见。", "What was asked of {case} is withdrawn."),
    "confirmed": Text("已确认 {case} 为{name}。", "{case} is confirmed as {name}."),
}


@command(
    "lane", help="人工变更繁简 say that a case is complex, which it then is, or simple, which a second person approves."
)
@click.argument("case")
@click.argument("name", metavar="simple|complex", type=click.Choice([*TRACKS]))
@click.option("--reason", required=True, help="事由编号 a reason code of the rulebook with the use lane.")
@click.option("--words", default="", help="补充说明 words beside the reason.")
@IF_VERSION
def lane(shell: Shell, case: str, name: str, reason: str, words: str, if_version: int | None) -> None:
    """Change the class of a case by hand."""
    _show(shell, change_lane(shell.context, case, TRACKS[name], reason, words, if_version))


@command("settle", help="处理争议 settle a dispute about a class: for simple or for complex, by another person.")
@click.argument("case")
@click.argument("name", metavar="simple|complex", type=click.Choice([*TRACKS]))
@click.option("--words", default="", help="补充说明 words beside it.")
@IF_VERSION
def settle(shell: Shell, case: str, name: str, words: str, if_version: int | None) -> None:
    """Settle a dispute about a class."""
    _show(shell, settle_dispute(shell.context, case, TRACKS[name], words, if_version))


def _show(shell: Shell, done: Laned) -> None:
    """Print what became of it, and whether somebody else must take the case over."""

    def human() -> None:
        """Print both in sentences."""
        text = ACTS[done.heard.act].fill(case=done.case.case_no, name=CLASSES[done.case.standing.track])
        shell.out.print(shell.say(text), highlight=False)
        if done.heard.outcome.converted:
            shell.out.print(shell.say(CONVERSIONS[done.heard.outcome.converted]))

    shell.show(laned_view(done, rulebook_of(shell.context)), human)


@command("disputes", help="争议清单 list the open cases whose class is in dispute.")
@click.option("--after", type=int, default=None, help="从此编号之后 start after this id.")
@click.option("--limit", type=int, default=50, show_default=True)
def disputes(shell: Shell, after: int | None, limit: int) -> None:
    """List disputes about classes."""
    found = board.page(shell.context, after=after, limit=limit, disputed=True)
    none = Text("没有争议案件。", "No class is in dispute.")
    shell.show(
        [case_view(case) for case in found], lambda: shell.out.print(_table(shell, found) if found else shell.say(none))
    )


def _table(shell: Shell, found: tuple[Case, ...]) -> Table:
    table = Table(box=None)
    for title in ("编号 id", "案号 case", "类别 class", "承办 handler", "争议 dispute"):
        table.add_column(title)
    for case in found:
        standing, handler = case.standing, case.holding.officer if case.holding else ""
        why = shell.say(DISPUTES[standing.dispute]) if standing.dispute else ""
        table.add_row(str(case.id), case.case_no, shell.say(CLASSES[standing.track]), handler, why)
    return table


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    for item in (lane, disputes, settle):
        group.add_command(item)
