"""Commands for field work: errands come in, a plan made by hand is checked, hours are offered to a partner."""

from pathlib import Path

import click

from allocator.cli.field_days import urgent
from allocator.cli.field_drawing import list_moves
from allocator.cli.group import Shell, command
from allocator.decisions.fieldwork.outcome import level_name
from allocator.decisions.fieldwork.words import errand_name, when
from allocator.domain.words import Text, listed
from allocator.services.fieldwork.errands import add_errand_file
from allocator.services.fieldwork.reviews import Reviewed, offers, offers_view, review_file, review_view
from allocator.services.fieldwork.seeing import the_monday
from allocator.services.fieldwork.views import errand_view

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
WEEK = click.option("--week", required=True, metavar="WEEK", help="周次 the week: 2022-W41, or its Monday.")


@click.group("errand", help="外勤任务 errands: field work that cases ask for.")
def errand() -> None:
    """Errands."""


@command("add", help="登记外勤任务 bring in errands from a CSV or XLSX file, all or none.")
@click.argument("file", type=FILE)
def add(shell: Shell, file: Path) -> None:
    """Put down the errands of a file; one that is there already changes nothing."""
    kept = add_errand_file(shell.context, file)
    text = Text(f"外勤任务 {len(kept)} 项在册。", f"{len(kept)} errand(s) on the books.")
    shell.show([errand_view(one) for one in kept], lambda: shell.out.print(shell.say(text)))


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
