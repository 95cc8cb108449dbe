"""The command that checks a week of field work drawn by hand (核对自排外勤表)."""

from pathlib import Path

import click

from allocator.cli.field_drawing import list_moves
from allocator.cli.field_week import WEEK
from allocator.cli.group import Shell, command, readable
from allocator.decisions.explaining.search_words import IN_FIELDWORK, amount
from allocator.decisions.fieldwork.outcome import level_name
from allocator.decisions.fieldwork.repair import FieldRepair
from allocator.decisions.fieldwork.review import Violation
from allocator.decisions.fieldwork.words import errand_name
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.words import Count, Text, listed
from allocator.services.fieldwork.reviews import Reviewed, review_file, review_view
from allocator.services.fieldwork.seeing import the_monday

UNIT_NAMES = {
    "minutes": Text("{n} 分钟", "{n} min"),
    "people": Text("{n} 人", "{n:person|people}"),
    "seats": Text("{n} 座", "{n:seat|seats}"),
    "things": Text("{n} 件", "{n:thing|things}"),
    "days": Text("{n} 天", "{n:day|days}"),
}
FILE = click.Path(path_type=Path)


@command(
    "check-week",
    help="核对自排外勤表 check a week drawn by hand: each violation and its price, the nearest lawful plan.",
)
@click.argument("file", type=FILE)
@WEEK
def check_week(shell: Shell, file: Path, week: str) -> None:
    """Check a plan made by hand; nothing is changed."""
    found = review_file(shell.context, the_monday(week), readable(file))
    shell.show(review_view(found), lambda: _show_review(shell, found))


def _show_review(shell: Shell, found: Reviewed) -> None:
    review, week = found.review, found.week
    for violation in review.violations:
        shell.out.print(f"  ✗ {shell.say(_said(week, violation))}", highlight=False)
    for level, value in review.values.items():
        told = [value, review.after[level]] if review.after else [value]
        said = " → ".join(shell.say(amount(level, one, IN_FIELDWORK) or Text(str(one), str(one))) for one in told)
        shell.out.print(f"  {shell.say(level_name(level))}: {said}", highlight=False)
    for code in review.left:
        name = errand_name(week, week.errand_by_code[code])
        shell.out.print(shell.say(Text(f"  未安排：{name.zh}", f"  left out: {name.en}")), highlight=False)
    if review.repair:
        list_moves(shell, review.repair.week, review.repair.moves)
    lawful = Text("合法，无须改动。", "It is lawful as it is.")
    text = nearest(len(review.objections), review.repair) if review.repair else lawful
    shell.out.print(shell.say(text))


def nearest(violations: int, repair: FieldRepair) -> Text:
    """Say how many bookings the nearest lawful plan changes; where that is not proven, how many must change at the least."""
    moves = len({one.errand for one in repair.moves})
    least = -(-repair.bound // max(1, repair.week.rulebook.fieldwork.move_price))
    found = Text("", "") if repair.proven else Text("所找到的", " that was found")
    must = Text("", "") if repair.proven else Text(f"，至少须改动 {least} 处", f", and at least {least} must change")
    return Text(
        f"违反 {violations} 处；{found.zh}最近的合法方案改动 {moves} 处{must.zh}。",
        f"{Count(violations):violation|violations}; the nearest lawful plan{found.en} changes {Count(moves):booking|bookings}{must.en}.",
    )


def _said(week: FieldWeek, violation: Violation) -> Text:
    """Say a violation, and what the nearest lawful plan does about it at which price."""
    found = violation.objection
    much = UNIT_NAMES.get(violation.unit, Text("{n}", "{n}")).fill(n=found.amount)
    over = Text(f"计 {much.zh}；", f"by {much.en};") if violation.unit else Text("", "")
    moves = [errand_name(week, week.errand_by_code[code]) for code in violation.moves]
    mended = (
        Text(f"改动{listed(moves).zh}，代价 {violation.cost}", f"moving {listed(moves).en}, price {violation.cost}")
        if moves
        else Text("无须改动预约", "no booking moves")
    )
    return found.text + Text(f"（{over.zh}{mended.zh}）", f"({(over + mended).en})")


def add_to(group: click.Group) -> None:
    """Add this command to the group."""
    group.add_command(check_week)
