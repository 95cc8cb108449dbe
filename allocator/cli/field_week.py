"""Commands for a week of field work: draft and publish it; put in what cannot wait, do without whoever drops out."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from allocator.cli.field_drawing import draw_week, list_left, list_moves, list_trips
from allocator.cli.group import Shell, command
from allocator.cli.plans import show_levels
from allocator.cli.sheets import write_sheets
from allocator.cli.watching import watched
from allocator.decisions.explaining.search_words import IN_FIELDWORK
from allocator.decisions.fieldwork.certificate import FIELD
from allocator.decisions.fieldwork.outcome import level_name
from allocator.decisions.fieldwork.repair import Moved
from allocator.decisions.fieldwork.sheets import sheets_of_day
from allocator.decisions.fieldwork.table import week_table
from allocator.domain.canonical import restore
from allocator.domain.errors import BadInput
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, WEEK_DAYS, hours_between
from allocator.domain.words import Count, Text
from allocator.services.fieldwork import repairs
from allocator.services.fieldwork.answers import Answered
from allocator.services.fieldwork.drafts import DEFAULT_SECONDS, WeekDraft, read_week_draft
from allocator.services.fieldwork.publishing import publish_week
from allocator.services.fieldwork.seeing import read_week, the_monday, week_ahead
from allocator.services.fieldwork.views import is_estimated, set_down_view

DAY_LENGTH = len("2022-10-12")
CONFIRM = click.option(
    "--confirm", default=None, metavar="DIGEST", help="采用已显示的答复 apply the answer that was shown."
)
WEEK = click.option("--week", required=True, metavar="WEEK", help="周次 the week: 2022-W41, or its Monday.")


@command("field-week", help="周外勤方案 draft the trips of a week (2022-W41, or its Monday); --publish books them.")
@click.argument("week")
@click.option(
    "--seconds", type=click.IntRange(1, 3600), default=DEFAULT_SECONDS, show_default=True, help="最多秒数 limit."
)
@click.option("--publish", "publish_now", is_flag=True, help="校验通过即发布 publish at once if the checker agrees.")
@click.option(
    "--sheets", type=click.Path(file_okay=False, path_type=Path), default=None, help="日程单写入 write day sheets here."
)
def field_week(shell: Shell, week: str, seconds: int, sheets: Path | None, *, publish_now: bool) -> None:
    """Draft a week; publish it only when told to: a person decides."""
    monday = the_monday(week)
    week_ahead(shell.context, monday)
    run = watched(shell, FIELD, {"week": monday.isoformat(), "seconds": seconds}, Text("周外勤方案", "field week"))
    draft, seen = read_week_draft(shell.context, run.id), read_week(shell.context, monday)
    given = set_down_view(publish_week(shell.context, run.id)) if publish_now and draft.new else None
    if sheets:
        found = tuple(sheet for number in range(WEEK_DAYS) for sheet in sheets_of_day(seen, draft.plan, number))
        write_sheets(sheets, found, week_table(seen, draft.plan, shell.language), shell.language)
    shell.show({**draft.document, "published": given}, lambda: show_week(shell, seen, draft, published=bool(given)))


def show_week(shell: Shell, week: FieldWeek, draft: WeekDraft, *, published: bool) -> None:
    """Print a drafted week: who and what is out when, each trip, what is left out and what would place it, the levels."""
    document = draft.document
    draw_week(shell, week, draft.plan)
    list_trips(shell, week, draft.plan)
    list_left(shell, document["left"])
    show_levels(shell, document["certificate"]["levels"], (level_name, IN_FIELDWORK))
    trips, left, wrong = len(draft.plan.trips), len(document["left"]), len(document["objections"])
    text = Text(
        f"方案 {draft.run}：出车 {trips} 趟，未能安排 {left} 项，校验异议 {wrong} 处{'，已发布' if published else ''}。",
        f"plan {draft.run}: {Count(trips):trip|trips}, {Count(left):errand|errands} left out, "
        f"{Count(wrong):objection|objections}{', published' if published else ''}.",
    )
    shell.out.print(shell.say(text), highlight=False)
    if is_estimated(week):
        year = week.days[-1].year
        guess = Text(
            f"  ! {year} 年调休尚未公布，工作日为预估。",
            f"  ! The working days of {year} are estimates: no make-up days yet.",
        )
        shell.out.print(shell.say(guess), highlight=False)
    if not week.errands:
        none = Text(
            "本周没有外勤任务；用 fenliu errand add 登记。", "The week has no errand: `fenliu errand add` asks for one."
        )
        shell.out.print(shell.say(none), highlight=False)
    elif draft.new and not published:
        hint = Text(f"发布：fenliu publish {draft.run}", f"to publish: fenliu publish {draft.run}")
        shell.out.print(shell.say(hint), highlight=False)


@command("urgent", help="紧急插入 find a place for an errand that cannot wait, moving the fewest bookings.")
@click.argument("code")
@WEEK
@CONFIRM
def urgent(shell: Shell, code: str, week: str, confirm: str | None) -> None:
    """Show what an urgent errand would move; apply what was shown only when it is confirmed."""
    monday = the_monday(week)
    _answer(shell, monday, repairs.urgent(shell.context, code, monday, confirm))


@command("outage", help="临时缺位 do without an officer, vehicle or thing for a while, moving the fewest bookings.")
@click.argument("holder")
@click.option("--week", default=None, metavar="WEEK", help="周次 the week: 2022-W41; without it that of --from.")
@click.option("--from", "first", required=True, metavar="DAY|TIME", help="自 from 2022-10-12 or 2022-10-12T14:00 on.")
@click.option(
    "--until", "last", default=None, metavar="DAY|TIME", help="至 until; without it the end of the first day."
)
@CONFIRM
def outage(shell: Shell, holder: str, week: str | None, first: str, last: str | None, confirm: str | None) -> None:
    """Show what an outage would move; apply what was shown only when it is confirmed."""
    day, begins = _moment(first, 0)
    hours = hours_between(day, begins, *_moment(last or day.isoformat(), DAY))
    monday = the_monday(week) if week else day - timedelta(days=day.weekday())
    _answer(shell, monday, repairs.outage(shell.context, holder, hours, monday, confirm))


def _moment(written: str, default: int) -> tuple[date, int]:
    """Read a day, or a day with its time by the office's clock, as day and minute; raises BadInput for what is neither."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError as error:
        raise _unreadable(written) from error
    if found.tzinfo is not None:  # its hours would be taken for the office's own
        raise _unreadable(written)
    return found.date(), default if len(written) <= DAY_LENGTH else found.hour * 60 + found.minute


def _unreadable(written: str) -> BadInput:
    return BadInput(
        Text(f"“{written}”不是日期或本地时刻。", f'"{written}" is neither a day nor a time of the office\'s clock.'),
        Text(
            "写成 2022-10-12 或 2022-10-12T14:00，不带时区。",
            "Write 2022-10-12, or 2022-10-12T14:00 without a time zone.",
        ),
        code="moment-unreadable",
    )


def _answer(shell: Shell, monday: date, found: Answered) -> None:
    document: dict[str, Any] = {"answer": found.digest, **found.document}
    document["applied"] = set_down_view(found.applied) if found.applied else None
    shell.show(document, lambda: _show_answer(shell, read_week(shell.context, monday), found))


def _show_answer(shell: Shell, week: FieldWeek, found: Answered) -> None:
    told = found.document
    list_moves(shell, week, [restore(Moved, one) for one in told["moves"]])
    if not told["moves"]:
        shell.out.print(shell.say(Text("  没有预约须改动。", "  No booking has to move.")), highlight=False)
    placed = (
        Text("均已安排。", "Everything has a place.")
        if told["placed"]
        else Text("有任务未能安排。", "Something has no place.")
    )
    shell.out.print(f"{told['told'][shell.language]} {shell.say(placed)}")
    list_left(shell, (one for one in told["left"] if "reasons" in one))  # an answer of an earlier version says none
    for text in told.get("under_way", ()):
        shell.out.print(f"  ! {text[shell.language]}", highlight=False)
    changes = told["moves"] or told["along"] or told["asked"] == "outage"  # hours told are kept though nothing moves
    if found.applied is None and changes:
        shell.out.print(shell.say(Text(f"采用：--confirm {found.digest}", f"to apply: --confirm {found.digest}")))
    proof = f"fenliu certificate export {found.digest}"
    shell.out.print(shell.say(Text(f"证明：{proof}", f"its certificate: {proof}")), highlight=False)


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    for item in (field_week, outage):
        group.add_command(item)
