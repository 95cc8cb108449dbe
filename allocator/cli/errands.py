"""Commands for errands (外勤任务): asked for by fields or by file, listed, withdrawn; hours for a partner, and what cannot wait."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from allocator.cli.field_week import CONFIRM, WEEK, urgent
from allocator.cli.group import Shell, command, readable
from allocator.decisions.fieldwork.effect_words import effect_said
from allocator.decisions.fieldwork.words import name_of, when
from allocator.domain.words import Count, Text, listed, name_in
from allocator.persistence.errands import KeptErrand
from allocator.services.fieldwork import errands
from allocator.services.fieldwork.from_nodes import AskedByNodes, asked_view, errands_from_nodes
from allocator.services.fieldwork.reviews import Offers, offers, offers_view
from allocator.services.fieldwork.seeing import the_monday
from allocator.services.fieldwork.views import errand_view
from allocator.services.rules.rehearsal import rulebook_of

FILE = click.Path(path_type=Path)
DAY: dict[str, Any] = {"metavar": "DAY", "default": ""}
SIGN = "是"
STATES = {"open": Text("待办", "open"), "done": Text("已办", "done"), "withdrawn": Text("已撤回", "withdrawn")}
FIELDS = (
    click.option("--case", "case_no", default="", metavar="NUMBER", help="案号 the case."),
    click.option("--kind", default="", help="类型 the kind of errand: its name or code."),
    click.option("--town", default="", help="乡镇 the town."),
    click.option("--village", default="", help="村 the village; without it the town's centre."),
    click.option("--village-minutes", default="", metavar="N", help="到村分钟 minutes on from the town's centre."),
    click.option("--code", default="", help="编号 its code; without it the next free one."),
    click.option("--asked-on", help="提出日期 the day it was asked for; without it today.", **DAY),
    click.option(
        "--handler", default="", metavar="PERSON", help="承办人 who holds the case, if the docket does not say."
    ),
    click.option("--minutes", default="", metavar="N", help="用时分钟 minutes on the spot; without it its kind's."),
    click.option("--earliest", help="最早日期 not before this day.", **DAY),
    click.option("--latest", help="最晚日期 not after this day.", **DAY),
    click.option("--due", help="期限 late after this day.", **DAY),
    click.option("--priority", default="", metavar="N", help="优先级 0 first; without it 9."),
    click.option("--noticed-on", help="公告、通知日期 the day notice was served.", **DAY),
    click.option("--approved-on", help="批准日期 the day it was approved.", **DAY),
    click.option("--warranted-on", help="搜查令日期 the day of the warrant.", **DAY),
    click.option("--booked-on", help="预约日期 the day bailiffs were booked.", **DAY),
    click.option(
        "--need",
        "needs",
        multiple=True,
        metavar="SKILL[:N]",
        help="另需人员 people needed besides, two of a kind as woman:2 (repeatable).",
    ),
    click.option(
        "--use", "uses", multiple=True, metavar="THING[:N]", help="另需资源 shared things besides (repeatable)."
    ),
    click.option("--barred", multiple=True, metavar="PERSON", help="回避 who may not go (repeatable)."),
    click.option("--urgent", is_flag=True, help="紧急 it is urgent."),
    click.option("--livelihood", is_flag=True, help="涉民生 a livelihood case."),
)


@click.group("errand", help="外勤任务 errands: field work that cases ask for.")
def errand() -> None:
    """Errands."""


def by_fields(function: Any) -> Any:
    """Give a command an option for every field of an errand (逐项填写)."""
    for option in reversed(FIELDS):
        function = option(function)
    return function


@command(
    "add",
    help="登记外勤任务 one errand by its fields, a CSV or XLSX file, all or none, or what nodes of cases ask for.",
)
@click.argument("file", type=FILE, required=False)
@click.option(
    "--from-nodes", "week", default=None, metavar="WEEK", help="按案件节点 what nodes of cases ask for by a week."
)
@CONFIRM
@by_fields
def add(shell: Shell, file: Path | None, week: str | None, confirm: str | None, **fields: Any) -> None:
    """Put down an errand, or those of a file; or show those nodes ask for and put them down once confirmed; none twice."""
    written = {name: _cell(value) for name, value in fields.items() if value}
    if [bool(file), bool(week), bool(written)].count(True) != 1:
        raise click.UsageError("FILE / --from-nodes WEEK / --case --kind --town ...")
    if week:
        found = errands_from_nodes(shell.context, the_monday(week), confirm)
        shell.show(asked_view(found), lambda: _show_asked(shell, found))
    else:
        _put_down(shell, file, written)


def _put_down(shell: Shell, file: Path | None, written: Mapping[str, str]) -> None:
    kept = (
        errands.add_errand_file(shell.context, readable(file))
        if file
        else (errands.add_errand_row(shell.context, written),)
    )
    text = Text(f"外勤任务 {len(kept)} 项在册。", f"{Count(len(kept)):errand|errands} on the books.")
    if not file:
        text += _about_one(shell, kept[0])
    shell.show([errand_view(one) for one in kept], lambda: shell.out.print(shell.say(text), highlight=False))


def _show_asked(shell: Shell, found: AskedByNodes) -> None:
    """List the errands with case, town and last day, and say how to put them down, or that they are on the books."""
    kinds = rulebook_of(shell.context).errands if found.proposed.errands else {}
    for one in found.proposed.errands:
        due = "" if one.due is None else f" ≤ {one.due}"
        kind = shell.say(name_in(kinds, one.kind))
        shell.out.print(f"  {one.code} {kind} {one.case_no} {one.place.town}{due}", highlight=False)
    for case_no in found.proposed.nowhere:
        text = Text(f"  {case_no}：乡镇不明，未列入", f"  {case_no}: its town is not known, left out")
        shell.out.print(shell.say(text), highlight=False)
    count = len(found.proposed.errands)
    if found.added is None:
        text = Text(f"案件节点需外勤 {count} 项。", f"Nodes of cases ask for {Count(count):errand|errands}.")
        confirm = Text(f"登记：--confirm {found.digest}", f"to put them down: --confirm {found.digest}")
        shell.out.print(shell.say(text))
        shell.out.print(shell.say(confirm if count else Text("无须登记。", "There is nothing to put down.")))
    else:
        shell.out.print(shell.say(Text(f"已登记 {count} 项。", f"{Count(count):errand|errands} put down.")))


def _about_one(shell: Shell, kept: KeptErrand) -> Text:
    """Tell the code of a new errand, and when the docket does not know its case."""
    code, case_no = kept.errand.code, kept.errand.case_no
    foreign = Text(f"案号 {case_no} 不在册，请核对。", f"The case {case_no} is not on the docket: check its number.")
    text = Text(f"编号 {code}。", f"Its code is {code}.")
    return text if errands.is_on_docket(shell.context, kept) else text + foreign


def _cell(value: Any) -> str:
    """Write an option's value as the cell of a file."""
    if isinstance(value, tuple):
        return "; ".join(value)
    return SIGN if value is True else str(value)


@command("list", help="任务清单 errands, oldest first.")
@click.option("--state", type=click.Choice(list(STATES)), default=None, help="只看此状态 only those in this state.")
@click.option("--after", type=int, default=None, help="从此编号之后 start after this id.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
def list_errands(shell: Shell, state: str | None, after: int | None, limit: int) -> None:
    """List errands."""
    found = errands.list_errands(shell.context, limit, after, state)
    shell.show([errand_view(one) for one in found], lambda: _show_list(shell, found))


def _show_list(shell: Shell, found: tuple[KeptErrand, ...]) -> None:
    kinds = rulebook_of(shell.context).errands if found else {}
    table = Table(box=None)
    for title in ("序号 id", "编号 code", "类型 kind", "地点 place", "案号 case", "期限 due", "状态 state"):
        table.add_column(title)
    for one in found:
        asked = one.errand
        kind = shell.say(name_in(kinds, asked.kind))
        place, due = asked.place.name, str(asked.due or "")
        table.add_row(str(one.id), asked.code, kind, place, asked.case_no, due, shell.say(STATES[one.state]))
    none = Text("没有外勤任务；用 fenliu errand add 登记。", "No errands; ask for one with `fenliu errand add`.")
    shell.out.print(table if found else shell.say(none))


@command("withdraw", help="撤回任务 withdraw an open errand that is on no published trip.")
@click.argument("code")
@click.option("--if-version", type=int, default=None, help="仅当仍为此版本 only if it is still at this version.")
def withdraw(shell: Shell, code: str, if_version: int | None) -> None:
    """Withdraw an errand."""
    gone = errands.withdraw_errand(shell.context, code, if_version)
    text = Text(f"任务 {code} 已撤回。", f"Errand {code} is withdrawn.")
    shell.show(errand_view(gone), lambda: shell.out.print(shell.say(text), highlight=False))


@command("slots", help="可约时段 the best hours to offer a partner for an errand, with what each costs the plan.")
@click.argument("code")
@WEEK
def offer(shell: Shell, code: str, week: str) -> None:
    """Offer hours to a village committee or a registry; nothing is booked."""
    found = offers(shell.context, code, the_monday(week))
    shell.show(offers_view(found), lambda: _show_offers(shell, found))


def _show_offers(shell: Shell, found: Offers) -> None:
    for one in found.slots:
        line = Text("  {at} {car}，{people}：{cost}", "  {at} {car}, {people}: {cost}").fill(
            at=when(found.week, one.booking.starts),
            car=name_of(found.week, one.booking.vehicle),
            people=listed(name_of(found.week, code) for code in one.booking.people),
            cost=listed(effect_said(one.effect, found.week.rulebook.fieldwork.move_price)),
        )
        shell.out.print(shell.say(line), highlight=False)
    if found.none:
        shell.out.print(shell.say(Text("本周没有可约的时段。", "No hour of this week can be offered.")))
        for reason in found.none.reasons:
            shell.out.print(f"  {shell.say(reason)}", highlight=False)


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    for item in (add, list_errands, withdraw, offer, urgent):
        errand.add_command(item)
    group.add_command(errand)
