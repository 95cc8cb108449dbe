"""Commands about single cases: import, list, triage, facts, recommend, assign."""

from pathlib import Path

import click
from rich.table import Table

from allocator.cli.group import REFUSED, Shell, command, fault_line, read_bytes
from allocator.decisions.recommendation.reasons import why_officer, why_refused
from allocator.domain.cases import CASE_STATES
from allocator.domain.docket import HOW
from allocator.domain.words import Count, Text, name_in
from allocator.files.filing_cells import CALLED
from allocator.files.headers import Column
from allocator.services.assignment.giving import Assigned, Recommendation
from allocator.services.assignment.giving import assign as assign_case
from allocator.services.assignment.giving import recommend as recommend_case
from allocator.services.assignment.undoing import undo_present, undo_present_lane
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import ImportReport, import_file
from allocator.services.loads import board
from allocator.services.rules.rehearsal import rulebook_of
from allocator.services.views import (
    assigned_view,
    case_view,
    import_view,
    recommendation_view,
)

MOST_SHOWN = 40
READ = {"exact": Text("列名相同", "same name"), "alias": Text("别名", "known name")}
"""How the name of a column was read."""
SEVERITIES = {"error": Text("错误", "error"), "warning": Text("存疑", "doubtful")}
NO_CASES = Text("没有案件；先用 fenliu import 导入。", "No cases yet: import some.")
NONE_SUCH = Text("没有符合条件的案件。", "There is no such case.")
WAITS = Text("{case} 重新待分。", "{case} waits again.")


@command("import", help="导入收案文件 import a file of filings (CSV, XLSX): whole or nothing.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只检查 check only, change nothing.")
def import_(shell: Shell, file: Path, *, dry_run: bool) -> None:
    """Import a file of filings."""
    report = import_file(shell.context, file.name, read_bytes(str(file)), dry_run=dry_run, may_restrict=True)
    shell.show(import_view(report), lambda: show_import(shell, report))
    if report.errors:
        raise SystemExit(REFUSED)


def show_import(shell: Shell, report: ImportReport) -> None:
    """Print what an import did: the reading of the header, every fault, and the count."""
    show_columns(shell, report)
    for fault in report.faults:
        severity = shell.say(SEVERITIES[str(fault["severity"])])
        shell.out.print(f"  {severity} {fault_line(fault, shell.language)}", highlight=False, markup=False)
    done = Text("已导入", "imported") if report.applied else Text("未导入，数据库未变", "not imported, nothing changed")
    text = Text(
        f"{done.zh}：新收 {report.created} 件，已在册 {report.unchanged} 件，错误 {report.errors} 处。",
        f"{done.en}: {report.created} new, {report.unchanged} known already, {Count(report.errors):error|errors}.",
    )
    shell.out.print(shell.say(text), highlight=False)


def show_columns(shell: Shell, report: ImportReport) -> None:
    """Print how the header was read: a count, and each column that was guessed, carries a unit or was left out."""
    columns, facts = report.sheet.mapping.columns, rulebook_of(shell.context).facts
    read = sum(1 for column in columns if column.field)
    shell.out.print(shell.say(Text(f"  识别 {read} / {len(columns)} 列", f"  {read} of {len(columns)} columns read")))
    for column in columns:
        if column.unit or column.how not in {"exact", "alias"}:
            unit = f", {column.unit}" if column.unit else ""
            field = Text("—", "—") if column.field is None else CALLED.get(column.field, name_in(facts, column.field))
            how = f"{shell.say(_how_read(column))}{unit}"
            shell.out.print(f"  {column.header} → {shell.say(field)} ({how})", highlight=False, markup=False)


def _how_read(column: Column) -> Text:
    if column.field is None:
        return Text("未识别", "not known")
    return READ.get(column.how, Text("相近，请核对", "similar: check it"))


@command("cases", help="案件列表 the docket, oldest first.")
@click.option("--state", type=click.Choice(["waiting", "assigned", "closed"]))
@click.option("--handler", metavar="CODE", default=None, help="只看某承办人 only those this officer holds.")
@click.option(
    "--asked",
    is_flag=True,
    help="只看指定或改派待批准的 only those whose handler waits for a second person's approval.",
)
@click.option("--after", type=int, default=None, help="从此编号之后 start after this id.")
@click.option("--limit", type=int, default=50, show_default=True)
def cases(shell: Shell, state: str | None, handler: str | None, after: int | None, limit: int, *, asked: bool) -> None:
    """List cases."""
    found = board.page(shell.context, after=after, limit=limit, state=state, handler=handler, asked=asked)

    def human() -> None:
        """Print them as a table, or where cases come from."""
        table = Table(box=None)
        for title in ("编号 id", "案号 case", "立案 filed", "通道 lane", "状态 state", "承办 handler"):
            table.add_column(title)
        lanes = rulebook_of(shell.context).lanes if found else {}
        for case in found:
            holder = case.holding.officer if case.holding else ""
            table.add_row(
                str(case.id),
                case.case_no,
                str(case.input.filing.filed_on),
                shell.say(name_in(lanes, case.standing.lane)),
                shell.say(CASE_STATES[case.state]),
                holder,
            )
        shell.out.print(table if found else shell.say(NONE_SUCH if state or handler or after or asked else NO_CASES))

    shell.show([case_view(case) for case in found], human)


@command("recommend", help="承办人推荐 every officer for a case: load before and after, and who is refused why.")
@click.argument("case")
def recommend(shell: Shell, case: str) -> None:
    """Rank every officer for a case."""
    found = recommend_case(shell.context, case)
    shell.show(recommendation_view(found), lambda: show_recommendation(shell, found))


def show_recommendation(shell: Shell, found: Recommendation) -> None:
    """Print candidates in order, the pool marked, then the refused."""
    office, ranking = found.snapshot.office, found.ranking
    lane = name_in(found.snapshot.rulebook.lanes, found.case.standing.lane)
    shell.out.print(
        f"{found.case.case_no}（{lane.zh}）" if shell.language == "zh" else f"{found.case.case_no} ({lane.en})"
    )
    for place, item in enumerate(ranking.candidates, start=1):
        mark = "*" if item.officer in ranking.pool else " "
        shell.out.print(f" {mark}{place}. {shell.say(why_officer(item, office))}")
    elsewhere = [item for item in ranking.refused if [reason.code for reason in item.reasons] == ["track"]]
    for refused in ranking.refused:
        if refused not in elsewhere:
            shell.out.print(f"  - {shell.say(why_refused(refused, office))}", highlight=False)
    if elsewhere:
        count = len(elsewhere)
        text = Text(f"其余 {count} 人所在团队不办理此类案件", f"{count} more are in teams that take no such cases")
        shell.out.print(f"  - {shell.say(text)}", highlight=False)
    for way in found.ways:
        shell.out.print(f"  → {shell.say(way.text)}", highlight=False)
    for alarm in found.alarms:
        shell.out.print(f"  ! {shell.say(alarm.text)}")


@command("assign", help="分案 give a case to the one the draw names, or with --to and --reason to somebody named.")
@click.argument("case")
@click.option("--to", "officer", help="指定承办人编号或姓名 code or name.")
@click.option("--reason", help="事由编号 a reason code of the rulebook.")
@click.option("--note", default="", help="备注 a note about the case.")
@click.option("--approved-by", help="批准人 who approved it.")
@click.option(
    "--if-version", type=int, default=None, help="仅当案件仍为此版本 only if the case is still at this version."
)
def assign(
    shell: Shell,
    case: str,
    officer: str | None,
    reason: str | None,
    note: str,
    approved_by: str | None,
    if_version: int | None,
) -> None:
    """Assign a case."""
    wish = Wish(officer, reason, note, approved_by) if officer or reason or note or approved_by else None
    done = assign_case(shell.context, case, if_version, wish)
    shell.show(assigned_view(done), lambda: show_assigned(shell, done))


def show_assigned(shell: Shell, done: Assigned) -> None:
    """Print who got the case and how."""
    holding = done.case.holding
    office = done.snapshot.office
    candidate = done.ranking.candidate(holding.officer if holding else "")
    line = shell.say(why_officer(candidate, office)) if candidate else (holding.officer if holding else "")
    drawn = Text("从 {n} 人中抽签", "drawn from {n}").fill(n=len(done.draw.pool)) if done.draw else None
    how = drawn or (HOW[holding.how] if holding else Text("", ""))
    entry = Text("决定 {n}", "decision {n}").fill(n=done.decision)
    shell.out.print(f"{done.case.case_no}: {line}; {shell.say(how)}, {shell.say(entry)}")
    for alarm in done.alarms:
        shell.out.print(f"  ! {shell.say(alarm.text)}")


@command(
    "undo", help="撤销刚作出的首次分案或类别变更 take back a first assignment, or a change of class, one has just made."
)
@click.argument("case")
@click.option("--lane", is_flag=True, help="撤销类别变更 take back what was said of the class.")
@click.option(
    "--if-version", type=int, default=None, help="仅当案件仍为此版本 only if the case is still at this version."
)
def undo(shell: Shell, case: str, if_version: int | None, *, lane: bool) -> None:
    """Take back an assignment, or what was said of a class."""
    done = (undo_present_lane if lane else undo_present)(shell.context, case, if_version)
    waits = Text("{case} 的类别已恢复原状。", "{case} stands as before.") if lane else WAITS
    shell.show(case_view(done), lambda: shell.out.print(shell.say(waits.fill(case=done.case_no))))


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    for item in (import_, cases, recommend, assign, undo):
        group.add_command(item)
