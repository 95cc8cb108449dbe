"""Commands for batch plans: draft one for all waiting cases, look at it, publish it whole or in part."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import click
from rich.table import Table

from allocator.cli.group import Shell, command
from allocator.cli.watching import watched
from allocator.decisions.certificates.certificate import ALLOCATE
from allocator.decisions.explaining.saying import level_name
from allocator.decisions.explaining.search_words import IN_ASSIGNMENT, level_row
from allocator.decisions.fieldwork.certificate import FIELD
from allocator.domain.errors import BadInput
from allocator.domain.words import Count, Text
from allocator.persistence.runs import Run
from allocator.services import runs
from allocator.services.fieldwork.publishing import publish_week
from allocator.services.fieldwork.views import set_down_view
from allocator.services.loads import board
from allocator.services.plans import plans, publishing
from allocator.services.plans.plans import DEFAULT_SECONDS, Draft
from allocator.services.run_kinds import Words
from allocator.services.run_words import STATES, kind_named
from allocator.services.views import case_view

GAP_PER_CENT = 10_000  # gaps are millionths of the value


@command("allocate", help="批量分案 draft one plan for all waiting cases; --publish gives them out.")
@click.option(
    "--seconds", type=click.IntRange(1, 3600), default=DEFAULT_SECONDS, show_default=True, help="最多秒数 limit."
)
@click.option("--publish", "publish_now", is_flag=True, help="校验通过即发布 publish at once if the checker agrees.")
def allocate(shell: Shell, seconds: int, *, publish_now: bool) -> None:
    """Draft a plan; publish it only when told to: a person decides."""
    context = shell.context
    run = watched(shell, ALLOCATE, {"seconds": seconds}, Text("分案方案", "plan"))
    draft = plans.read_draft(context, run.id)
    given = publishing.publish(context, run.id) if publish_now and draft.document["rows"] else ()
    draft = replace(draft, published=tuple(case.case_no for case in given))
    shell.show({"run": run.id, **(runs.plan_view(draft) or {})}, lambda: show_plan(shell, draft))


def show_plan(shell: Shell, draft: Draft) -> None:
    """Print a plan: who gets how many, loads before and after, what could not be placed, value, bound and gap."""
    document, published = draft.document, len(draft.published)
    show_loads(shell, document)
    for item in document["unplaced"]:
        shell.out.print(f"  ✗ {item['case_no']} {item['text'][shell.language]}")
    show_levels(shell, document["certificate"]["levels"])
    text = Text(
        f"方案 {draft.run}：安排 {len(document['rows'])} 件，未能安排 {len(document['unplaced'])} 件，"
        f"校验异议 {len(document['objections'])} 处，已发布 {published} 件。",
        f"plan {draft.run}: {len(document['rows'])} placed, {len(document['unplaced'])} not, "
        f"{Count(len(document['objections'])):objection|objections}, {published} published.",
    )
    shell.out.print(shell.say(text))
    for item in document["alarms"]:
        words = Text(**item["alarm"]["text"])
        counted = Text(f"{words.zh}（{len(item['cases'])} 件）", f"{words.en} ({Count(len(item['cases'])):case|cases})")
        shell.out.print(f"  ! {shell.say(counted)}", highlight=False)
    if not document["rows"] and not document["unplaced"]:
        shell.out.print(
            shell.say(Text("没有待分案件；用 fenliu import 导入。", "No case waits: `fenliu import` brings some."))
        )
    if document["rows"] and not published:
        shell.out.print(shell.say(Text(f"发布：fenliu publish {draft.run}", f"to publish: fenliu publish {draft.run}")))


def show_levels(shell: Shell, levels: Sequence[Mapping[str, Any]], words: Words = (level_name, IN_ASSIGNMENT)) -> None:
    """Print what the plan reaches level by level: value and proven bound by what they count, gap (per cent of the value)."""
    table = Table(box=None)
    for title in ("层级 level", "值 value", "下界 bound", "差距 gap", ""):
        table.add_column(title)
    called, meanings = words
    for level in levels:
        value, bound, reached = (shell.say(text) for text in level_row(level, meanings))
        table.add_row(shell.say(called(level["name"])), value, bound, f"{level['gap'] / GAP_PER_CENT:.2f} %", reached)
    shell.out.print(table)


def show_loads(shell: Shell, document: Mapping[str, Any]) -> None:
    """Print who gets how many cases, and the load of each before and after."""
    table = Table(box=None)
    names = board.names(shell.context)
    for title in ("编号 code", "姓名 name", "新案 cases", "之前 before", "之后 after"):
        table.add_column(title)
    for item in document["loads"]:
        if item["cases"] or item["before"] != item["after"]:
            table.add_row(
                item["officer"],
                names[item["officer"]],
                str(item["cases"]),
                percent(item["before"]),
                percent(item["after"]),
            )
    shell.out.print(table)


def percent(load: dict[str, int]) -> str:
    """Write a stored load for people."""
    return f"{load['held'] * 100 / load['available']:.0f} %" if load["available"] else f"—, {load['held'] / 60:.1f} h"


@command("runs", help="任务列表 runs, newest first.")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True)
def list_runs(shell: Shell, limit: int) -> None:
    """List runs."""
    found = runs.list_runs(shell.context, limit)
    shell.show([runs.run_view(run) for run in found], lambda: _show_runs(shell, found))


def _show_runs(shell: Shell, found: Sequence[Run]) -> None:
    for run in found:
        kind, state = shell.say(kind_named(run.kind)), shell.say(STATES[run.state])
        shell.out.print(f"{run.id} {kind} {state} {run.progress / 10:.0f} % {shell.say(run.message)}")
    if not found:
        shell.out.print(shell.say(Text("还没有任务。", "No runs yet.")))


@command("publish", help="发布方案 publish a drafted plan of cases or of a field week, whole or in part.")
@click.argument("run")
@click.option("--case", "cases", multiple=True, help="只发布此案 only this case (repeatable).")
@click.option("--trip", "trips", multiple=True, help="只发布此趟出车 only this trip (repeatable).")
def publish(shell: Shell, run: str, cases: tuple[str, ...], trips: tuple[str, ...]) -> None:
    """Publish a plan."""
    if is_field_week(shell, run):
        _no_other(cases, "--case")
        done = publish_week(shell.context, run, trips or None)
        new, moved, gone = len(done.published), len(done.moved), len(done.withdrawn)
        text = Text(
            f"已发布出车 {new} 趟，调整 {moved} 趟，撤下 {gone} 趟。",
            f"{Count(new):trip|trips} published, {moved} moved, {gone} withdrawn.",
        )
        shell.show(set_down_view(done), lambda: shell.out.print(shell.say(text), highlight=False))
        return
    _no_other(trips, "--trip")
    given = publishing.publish(shell.context, run, cases or None)
    text = Text(f"已发布 {len(given)} 件。", f"{Count(len(given)):case|cases} published.")
    shell.show([case_view(case) for case in given], lambda: shell.out.print(shell.say(text)))


def is_field_week(shell: Shell, run: str) -> bool:
    """Say whether a run is that of a week of field work; one that is none is for the caller to refuse."""
    return runs.is_run(shell.context, run) and runs.read_run(shell.context, run).kind == FIELD


def _no_other(given: tuple[str, ...], option: str) -> None:
    """Refuse an option that is about plans of another kind."""
    if given:
        raise BadInput(
            Text(f"{option} 不适用于此类方案。", f"{option} is not for a plan of this kind."),
            Text("案件方案用 --case，外勤方案用 --trip。", "Use --case for cases, --trip for a week of field work."),
            code="option-misplaced",
        )


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    for item in (allocate, list_runs, publish):
        group.add_command(item)
