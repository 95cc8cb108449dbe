"""Commands about facts that open coercive measures (强制措施事项): list what waits for a second person, decide it, take it back."""

import click
from rich.table import Table

from allocator.cli.group import Shell, command
from allocator.domain.docket import Case
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Text
from allocator.services.cases.flag_entries import name_of
from allocator.services.cases.flags import approve_flag, refuse_flag, withdraw_flag
from allocator.services.loads import board
from allocator.services.rules.rehearsal import rulebook_of
from allocator.services.views import case_view

DONE = {
    "approve": Text("{case}：已批准“{name}”。", '{case}: "{name}" is approved.'),
    "refuse": Text("{case}：未批准“{name}”。", '{case}: "{name}" is refused.'),
    "withdraw": Text("{case}：已撤回“{name}”。", '{case}: "{name}" is taken back.'),
}
NONE = Text("没有待复核的事项。", "Nothing waits for a second person.")


@command("flags", help="待复核事项 list the open cases of which a fact waits for a second person.")
@click.option("--after", type=int, default=None, help="从此编号之后 start after this id.")
@click.option("--limit", type=int, default=50, show_default=True)
def flags(shell: Shell, after: int | None, limit: int) -> None:
    """List what waits for a second person."""
    found = board.page(shell.context, after=after, limit=limit, flagged=True)
    book = rulebook_of(shell.context)
    shell.show(
        [case_view(case) for case in found],
        lambda: shell.out.print(_table(shell, found, book) if found else shell.say(NONE)),
    )


def _table(shell: Shell, found: tuple[Case, ...], book: Rulebook) -> Table:
    table = Table(box=None)
    for title in ("编号 id", "案号 case", "事项 fact", "提出人 by", "理由 reason"):
        table.add_column(title)
    for case in found:
        for one in case.flags:
            name = f"{shell.say(name_of(one.fact, book))} {one.fact}"
            table.add_row(str(case.id), case.case_no, name, one.by, one.because)
    return table


@command(
    "flag",
    help="复核强制措施事项 approve or refuse, as the second person, what somebody else said; or take back one's own.",
)
@click.argument("case")
@click.argument("fact")
@click.argument("act", metavar="approve|refuse|withdraw", type=click.Choice([*DONE]))
@click.option("--because", default="", help="理由 the reason of a refusal.")
@click.option(
    "--if-version", type=int, default=None, help="仅当案件仍为此版本 only if the case is still at this version."
)
def flag(shell: Shell, case: str, fact: str, act: str, because: str, if_version: int | None) -> None:
    """Decide about a fact that waits, or take it back."""
    context, book = shell.context, rulebook_of(shell.context)
    if act == "approve":
        done = approve_flag(context, case, fact, if_version).case
    elif act == "refuse":
        done = refuse_flag(context, case, fact, because, if_version)
    else:
        done = withdraw_flag(context, case, fact, if_version)
    said = DONE[act].fill(case=done.case_no, name=name_of(fact, book))
    shell.show(case_view(done), lambda: shell.out.print(shell.say(said), highlight=False))


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    for item in (flags, flag):
        group.add_command(item)
