"""Commands of the rescue desk (期限救援)."""

import click

from allocator.cli.group import Shell, command
from allocator.domain.words import Text
from allocator.services.clocks.rescues import Rescues, rescue_all, rescue_case, rescues_view, said


@command(
    "rescue", help="期限救援 the cheapest way to save deadlines that no longer fit, or the proof that there is none."
)
@click.argument("case", required=False)
@click.option("--all", "everything", is_flag=True, help="全部 every deadline that no longer fits.")
def rescue(shell: Shell, case: str | None, *, everything: bool) -> None:
    """Show the rescue of a case, or of all."""
    if (case is None) != everything:
        raise click.UsageError("CASE / --all")
    found = rescue_all(shell.context) if case is None else rescue_case(shell.context, case)
    shell.show(rescues_view(found), lambda: _tell(shell, found))


def _tell(shell: Shell, found: Rescues) -> None:
    if not found.rescues:
        shell.out.print(shell.say(Text("工作都赶得上期限。", "All work fits before its day.")), highlight=False)
    for one in found.rescues:
        work = one.late.work
        short = f"{one.late.short / 60:.1f}"
        text = Text(
            f"{work.case_no} {work.node} {work.due} {work.officer}：缺 {short} 小时。{said(one).zh}",
            f"{work.case_no} {work.node} {work.due} {work.officer}: {short} h short. {said(one).en}",
        )
        shell.out.print(shell.say(text), highlight=False, markup=False)
    for slot in found.slots:
        text = (
            Text(f"外勤 {slot.errand}：最早可约 {slot.day}", f"errand {slot.errand}: an hour is free on {slot.day}")
            if slot.day
            else Text(f"外勤 {slot.errand}：{slot.by} 前无时段", f"errand {slot.errand}: no hour is left by {slot.by}")
        )
        shell.out.print(shell.say(text), highlight=False, markup=False)


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    group.add_command(rescue)
