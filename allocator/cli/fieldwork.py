"""Commands for field work: errands come in, a plan made by hand is checked, hours are offered to a partner."""

from pathlib import Path

import click

from allocator.cli.field_days import CONFIRM, urgent
from allocator.cli.field_drawing import list_moves
from allocator.cli.group import Shell, command
from allocator.decisions.fieldwork.outcome import level_name
from allocator.decisions.fieldwork.words import errand_name, when
from allocator.domain.words import Text, listed
from allocator.services.fieldwork.errands import add_errand_file
from allocator.services.fieldwork.from_nodes import AskedByNodes, asked_view, errands_from_nodes
from allocator.services.fieldwork.reviews import Reviewed, offers, offers_view, review_file, review_view
from allocator.services.fieldwork.seeing import the_monday
from allocator.services.fieldwork.views import errand_view

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
WEEK = click.option("--week", required=True, metavar="WEEK", help="周次 the week: 2022-W41, or its Monday.")


@click.group("errand", help="外勤任务 errands: field work that cases ask for.")
def errand() -> None:
    """Errands."""


@command(
    "add", help="登记外勤任务 bring in errands from a CSV or XLSX file, all or none; or those nodes of cases ask for."
)
@click.argument("file", type=FILE, required=False)
@click.option(
    "--from-nodes", "week", default=None, metavar="WEEK", help="按案件节点 what nodes of cases ask for by a week."
)
@CONFIRM
def add(shell: Shell, file: Path | None, week: str | None, confirm: str | None) -> None:
    """Put down the errands of a file, or show those nodes ask for and put them down once confirmed; none twice."""
    if (file is None) == (week is None):
        raise click.UsageError("FILE / --from-nodes WEEK")
    if week is not None:
        found = errands_from_nodes(shell.context, the_monday(week), confirm)
        shell.show(asked_view(found), lambda: _show_asked(shell, found))
    elif file is not None:
        _add_file(shell, file)


def _add_file(shell: Shell, file: Path) -> None:
    kept = add_errand_file(shell.context, file)
    text = Text(f"外勤任务 {len(kept)} 项在册。", f"{len(kept)} errand(s) on the books.")
    shell.show([errand_view(one) for one in kept], lambda: shell.out.print(shell.say(text)))


def _show_asked(shell: Shell, found: AskedByNodes) -> None:
    """List the errands with case, town and last day, and say how to put them down, or that they are on the books."""
    for one in found.proposed.errands:
        due = "" if one.due is None else f" ≤ {one.due}"
        shell.out.print(f"  {one.code} {one.kind} {one.case_no} {one.place.town}{due}", highlight=False)
    for case_no in found.proposed.nowhere:
        text = Text(f"  {case_no}：乡镇不明，未列入", f"  {case_no}: its town is not known, left out")
        shell.out.print(shell.say(text), highlight=False)
    count = len(found.proposed.errands)
    if found.added is None:
        text = Text(f"案件节点需外勤 {count} 项。", f"Nodes of cases ask for {count} errand(s).")
        confirm = Text(f"登记：--confirm {found.digest}", f"to put them down: --confirm {found.digest}")
        shell.out.print(shell.say(text))
        shell.out.print(shell.say(confirm if count else Text("无须登记。", "There is nothing to put down.")))
    else:
        shell.out.print(shell.say(Text(f"已登记 {count} 项。", f"{count} errand(s) put down.")))


@command("slots", help="可约时段 the best hours to offer a partner for an errand, with what each costs the plan.")
@click.argument("code")
@WEEK
def offer(shell: Shell, code: str, week: str) -> None:
    """Offer hours to a village committee or a registry; nothing is booked."""
    seen, found = offers(shell.context, code, the_monday(week))

    def human() -> None:
        for one in found:
            cost = listed(
                level_name(level) + Text(f" {more:+d}", f"{more:+d}") for level, more in one.effect.items() if more
            )
            people = "、".join(one.booking.people)
            at = when(seen, one.booking.starts)
            shell.out.print(f"  {shell.say(at)} {one.booking.vehicle}（{people}）：{shell.say(cost)}", highlight=False)
        if not found:
            shell.out.print(shell.say(Text("本周没有可约的时段。", "No hour of this week can be offered.")))

    shell.show(offers_view(seen, found), human)


@command(
    "check-week", help="核对自排外勤表 check a week drawn by hand: violations, its worth, the nearest lawful plan."
)
@click.argument("file", type=FILE)
@WEEK
def check_week(shell: Shell, file: Path, week: str) -> None:
    """Check a plan made by hand; nothing is changed."""
    found = review_file(shell.context, the_monday(week), file)
    shell.show(review_view(found), lambda: _show_review(shell, found))


def _show_review(shell: Shell, found: Reviewed) -> None:
    review, week = found.review, found.week
    for objection in review.objections:
        shell.out.print(f"  ✗ {shell.say(objection.text)}", highlight=False)
    for level, value in review.values.items():
        fixed = f" → {review.after[level]}" if review.after else ""
        shell.out.print(f"  {shell.say(level_name(level))}: {value}{fixed}", highlight=False)
    for code in review.left:
        name = errand_name(week, week.errand_by_code[code])
        shell.out.print(shell.say(Text(f"  未安排：{name.zh}", f"  left out: {name.en}")), highlight=False)
    if review.repair:
        list_moves(shell, review.repair.week, review.repair.moves)
    moves = len(review.repair.moves) if review.repair else 0
    text = Text(
        f"违反 {len(review.objections)} 处；最近的合法方案改动 {moves} 处。",
        f"{len(review.objections)} violation(s); the nearest lawful plan changes {moves} booking(s).",
    )
    shell.out.print(shell.say(text))


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    for item in (add, offer, urgent):
        errand.add_command(item)
    for command_ in (errand, check_week):
        group.add_command(command_)
