"""Commands about single cases: import, list, triage, facts, recommend, assign."""

import json
from pathlib import Path

import click
from rich.table import Table

from allocator.cli.group import REFUSED, Shell, command, fault_line, read_bytes
from allocator.decisions.reasons import why_class, why_officer, why_refused
from allocator.domain.conditions import FactValue
from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from allocator.services import board
from allocator.services.assignment import Assigned, Recommendation
from allocator.services.assignment import assign as assign_case
from allocator.services.assignment import recommend as recommend_case
from allocator.services.casework import add_facts, read_case
from allocator.services.intake import ImportReport, import_file
from allocator.services.rehearsal import Rehearsal, rehearse, rulebook_of
from allocator.services.views import (
    assigned_view,
    case_view,
    import_view,
    recommendation_view,
    rehearsal_view,
    relearned_view,
    triage_view,
)
from allocator.services.wishes import Wish

MOST_SHOWN = 40
CONVERSIONS = {
    "to_regular": Text("已由简案转为繁案。", "Converted from simple to complex."),
    "to_fast": Text("已由繁案转为简案。", "Converted from complex to simple."),
    "needs_approval": Text(
        "未转换：繁案转简案须经批准；请加 --approved-by。",
        "Not converted: back to simple needs approval; add --approved-by.",
    ),
    "already_converted": Text(
        "未转换：同一方向只能转换一次；如须换人，请用 fenliu assign 改派。",
        "Not converted: a case converts once each way; to change the handler, reassign it with `fenliu assign`.",
    ),
}


@command("import", help="导入收案文件 import a file of filings (CSV, XLSX): whole or nothing.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只检查 check only, change nothing.")
def import_(shell: Shell, file: Path, *, dry_run: bool) -> None:
    """Import a file of filings."""
    report = import_file(shell.context, file.name, read_bytes(str(file)), dry_run=dry_run)
    shell.show(import_view(report), lambda: show_import(shell, report))
    if report.errors:
        raise SystemExit(REFUSED)


def show_import(shell: Shell, report: ImportReport) -> None:
    """Print what an import did: the reading of the header, every fault, and the count."""
    show_columns(shell, report)
    for fault in report.faults:
        shell.out.print(f"  {fault['severity']} {fault_line(fault, shell.language)}", highlight=False)
    done = Text("已导入", "imported") if report.applied else Text("未导入，数据库未变", "not imported, nothing changed")
    text = Text(
        f"{done.zh}：新收 {report.created} 件，已在册 {report.unchanged} 件，错误 {report.errors} 处。",
        f"{done.en}: {report.created} new, {report.unchanged} known already, {report.errors} error(s).",
    )
    shell.out.print(shell.say(text), highlight=False)


def show_columns(shell: Shell, report: ImportReport) -> None:
    """Print how the header was read: a count, and each column that was guessed, carries a unit or was left out."""
    columns = report.sheet.mapping.columns
    read = sum(1 for column in columns if column.field)
    shell.out.print(shell.say(Text(f"  识别 {read} / {len(columns)} 列", f"  {read} of {len(columns)} columns read")))
    for column in columns:
        if column.unit or column.how not in {"exact", "alias"}:
            unit = f", {column.unit}" if column.unit else ""
            shell.out.print(f"  {column.header} → {column.field or '-'} ({column.how}{unit})", highlight=False)


@command("cases", help="案件列表 the docket, oldest first.")
@click.option("--state", type=click.Choice(["waiting", "assigned", "closed"]))
@click.option("--handler", metavar="CODE", default=None, help="只看某承办人 only those this officer holds.")
@click.option("--after", type=int, default=None, help="从此编号之后 start after this id.")
@click.option("--limit", type=int, default=50, show_default=True)
def cases(shell: Shell, state: str | None, handler: str | None, after: int | None, limit: int) -> None:
    """List cases."""
    found = board.page(shell.context, after=after, limit=limit, state=state, handler=handler)

    def human() -> None:
        table = Table(box=None)
        for title in ("编号 id", "案号 case", "立案 filed", "通道 lane", "状态 state", "承办 handler"):
            table.add_column(title)
        for case in found:
            handler = case.holding.officer if case.holding else ""
            table.add_row(
                str(case.id),
                case.case_no,
                str(case.input.filing.filed_on),
                case.standing.lane,
                case.state.value,
                handler,
            )
        shell.out.print(
            table if found else shell.say(Text("没有案件；先用 fenliu import 导入。", "No cases yet: import some."))
        )

    shell.show([case_view(case) for case in found], human)


@command(
    "triage", help="繁简分流 class, lane, reasons and weight of a case; or try another rulebook over the whole stock."
)
@click.argument("case", required=False)
@click.option("--rulebook", type=click.Path(path_type=Path), help="试算用规则手册 another rulebook.toml.")
@click.option("--dry-run", is_flag=True, help="与 --rulebook 同用 with --rulebook: show what would flip.")
def triage(shell: Shell, case: str | None, rulebook: Path | None, *, dry_run: bool) -> None:
    """Show the triage of one case, or rehearse a rulebook."""
    if rulebook is not None:
        _check_dry(dry_run=dry_run)
        found = rehearse(shell.context, read_bytes(str(rulebook)).decode("utf-8", errors="replace"))
        shell.show(rehearsal_view(found), lambda: show_rehearsal(shell, found))
        return
    if case is None:
        raise BadInput(
            Text("请给出案号。", "Name a case."),
            Text("或用 --rulebook 文件 --dry-run。", "Or use --rulebook FILE --dry-run."),
        )
    context = shell.context
    known, classification = read_case(context, case)
    book = rulebook_of(context)
    sentences = why_class(classification, book)
    shell.show(
        triage_view(known, classification, book),
        lambda: shell.out.print("\n".join([known.case_no, *(shell.say(text) for text in sentences)])),
    )


def _check_dry(*, dry_run: bool) -> None:
    if not dry_run:
        raise BadInput(
            Text("规则手册只能试算。", "A rulebook is only tried here."),
            Text(
                "请加 --dry-run；启用请放入机构目录再 fenliu load。",
                "Add --dry-run; to use it, load it with its folder.",
            ),
        )


def show_rehearsal(shell: Shell, found: Rehearsal) -> None:
    """Print what another rulebook would do to the stock."""
    text = Text(
        f"{found.cases} 件中 {len(found.flips)} 件会改变通道；现 {found.before}，改后 {found.after}。",
        f"{len(found.flips)} of {found.cases} cases would change lane; now {found.before}, then {found.after}.",
    )
    shell.out.print(shell.say(text))
    for flip in found.flips[:MOST_SHOWN]:
        shell.out.print(f"  {flip.case_no} {flip.old_lane} → {flip.new_lane}")


@command("facts", help="新事实 put new facts to a case: NAME=true|false|unknown|number|text ...")
@click.argument("case")
@click.argument("facts", nargs=-1, required=True)
@click.option("--approved-by", help="繁转简批准人 who approved a conversion to simple.")
def facts(shell: Shell, case: str, facts: tuple[str, ...], approved_by: str | None) -> None:
    """Put new facts to a case and classify it again."""
    context = shell.context
    done = add_facts(context, case, dict(_fact(item) for item in facts), approved_by=approved_by)
    book = rulebook_of(context)

    def human() -> None:
        for text in why_class(done.classification, book):
            shell.out.print(shell.say(text))
        for code in (done.converted, done.held_back):
            if code:
                shell.out.print(shell.say(CONVERSIONS[code]))

    shell.show(relearned_view(done, book), human)


def _fact(item: str) -> tuple[str, FactValue]:
    name, sign, text = item.partition("=")
    if not sign or not name:
        raise BadInput(
            Text(f"“{item}”不是 名称=值。", f'"{item}" is not NAME=VALUE.'),
            Text("例如 full_cash=true。", "For example full_cash=true."),
        )
    words: dict[str, FactValue] = {"unknown": None, "未知": None, "是": True, "否": False}
    if text in words:
        return name, words[text]
    try:
        value = json.loads(text)
    except ValueError:
        return name, text
    return name, value if isinstance(value, (bool, int)) else text


@command("recommend", help="承办人推荐 every officer for a case: load before and after, and who is refused why.")
@click.argument("case")
def recommend(shell: Shell, case: str) -> None:
    """Rank every officer for a case."""
    found = recommend_case(shell.context, case)
    shell.show(recommendation_view(found), lambda: show_recommendation(shell, found))


def show_recommendation(shell: Shell, found: Recommendation) -> None:
    """Print candidates in order, the pool marked, then the refused."""
    office, ranking = found.snapshot.office, found.ranking
    shell.out.print(f"{found.case.case_no} [{found.case.standing.lane}]")
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
    wish = Wish(officer, reason, note, approved_by) if officer or reason else None
    done = assign_case(shell.context, case, if_version, wish)
    shell.show(assigned_view(done), lambda: show_assigned(shell, done))


def show_assigned(shell: Shell, done: Assigned) -> None:
    """Print who got the case and how."""
    holding = done.case.holding
    office = done.snapshot.office
    candidate = done.ranking.candidate(holding.officer if holding else "")
    line = shell.say(why_officer(candidate, office)) if candidate else (holding.officer if holding else "")
    how = f" 抽签 draw {len(done.draw.pool)}→1" if done.draw else f" {holding.how if holding else ''}"
    shell.out.print(f"{done.case.case_no}: {line};{how}, 决定 decision {done.decision}")
    for alarm in done.alarms:
        shell.out.print(f"  ! {shell.say(alarm.text)}")


def add_to(group: click.Group) -> None:
    """Add these commands to the group."""
    for item in (import_, cases, triage, facts, recommend, assign):
        group.add_command(item)
