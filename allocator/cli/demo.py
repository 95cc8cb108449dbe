"""The main job from end to end (演示): a month of filings comes in as a file and leaves as an explained allocation."""

import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from allocator.cli.casework import show_assigned, show_import, show_recommendation
from allocator.cli.field_week import show_week
from allocator.cli.group import Shell, command
from allocator.cli.load import show_load
from allocator.cli.plans import show_plan
from allocator.decisions.fieldwork.certificate import FIELD
from allocator.decisions.recommendation.reasons import why_class
from allocator.decisions.triage.triage import SCORE
from allocator.domain.docket import Case
from allocator.domain.office import Office
from allocator.domain.words import Text, listed
from allocator.files.office import read_office
from allocator.services import audit
from allocator.services.assignment.giving import assign, recommend
from allocator.services.cases.casework import read_case
from allocator.services.fieldwork.drafts import WeekDraft, read_week_draft
from allocator.services.fieldwork.errands import add_errand_file
from allocator.services.fieldwork.publishing import publish_week
from allocator.services.fieldwork.seeing import read_week
from allocator.services.intake.filings import import_file
from allocator.services.loads import board
from allocator.services.log_check import verify_log
from allocator.services.office.offices import LoadReport, load_office
from allocator.services.plans import plans, publishing
from allocator.services.rules.rehearsal import rulebook_of
from allocator.services.run_kinds import run_now
from allocator.services.staffing.laboratory import one_leaves
from allocator.services.staffing.simulations import SIMULATION, read_simulation
from allocator.simulation.report import report_from
from allocator.simulation.report_tables import sentence as in_short
from fixtures.generate import generate
from fixtures.guyang_month import GUYANG, Month, month
from fixtures.guyang_week import guyang_week
from fixtures.guyang_week import sheet as errand_sheet
from fixtures.sheets import Writer, as_csv

LEAVING, LEAVING_RUNS = "regular_1.officer", 3
LAST_OF_SEPTEMBER = datetime(2022, 9, 30, 1, 0, tzinfo=UTC)
STOCK, STOCK_SEED, STOCK_DAYS = 120, 7, 90
SHOWN = 3
SECONDS = 20
WEEK_ERRANDS, WEEK_SECONDS, WORKING_DAYS = 36, 5, 3
SCORED = Text("计分", "score")


@command("demo", help="演示 the main job on the fixture bureau, printed as a report; uses a database of its own.")
@click.option("--keep", type=click.Path(path_type=Path), help="保留数据库 keep the database in this new file.")
def demo(shell: Shell, keep: Path | None) -> None:
    """Run the main job on a fresh database."""
    shell.now = shell.now or LAST_OF_SEPTEMBER
    with tempfile.TemporaryDirectory() as folder:
        shell.url = f"sqlite:///{keep or Path(folder) / 'demo.db'}"
        found = read_office(GUYANG)
        sheet = month(found.office, found.rulebook)
        report = set_up(shell)
        _stock(shell, report, sheet)
        main_job(shell, sheet)
        _one_leaves(shell)
        shell.close()


def main_job(shell: Shell, sheet: Month) -> None:
    """Import a month's sheet, triage, recommend, draw, allocate, report: in an office that is set up."""
    _month(shell, sheet)
    cases = board.page(shell.context, limit=200, state="waiting")
    _split(shell, cases)
    _one_by_one(shell, cases)
    _the_rest(shell)
    _proof(shell)
    _field_week(shell)


def _title(shell: Shell, zh: str, en: str) -> None:
    shell.out.print(f"\n■ {shell.say(Text(zh, en))}", style="bold", highlight=False)


def _field_week(shell: Shell) -> None:
    _title(shell, "七、下一个外勤周", "7. The next week of field work")
    monday = next_week(read_office(GUYANG).office, shell.clock().date())
    draft, booked = plan_week(shell, monday, WEEK_ERRANDS)
    show_week(shell, read_week(shell.context, monday), draft, published=booked)


def plan_week(shell: Shell, monday: date, count: int, first: int = 1) -> tuple[WeekDraft, bool]:
    """Ask for so many errands in a week, draft its trips and publish them where nothing is against it."""
    context = shell.context
    cases = [case.case_no for case in board.page(context, limit=count, state="assigned")]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "errands.csv"
        file.write_bytes(errand_sheet(guyang_week(read_office(GUYANG), monday, cases, count, first=first)))
        add_errand_file(context, file)
    run = run_now(context, FIELD, {"week": monday.isoformat(), "seconds": WEEK_SECONDS})
    draft = read_week_draft(context, run.id)
    booked = bool(draft.new) and not draft.document["objections"]
    if booked:
        publish_week(context, run.id)
    return draft, booked


def _one_leaves(shell: Shell) -> None:
    """Say in two sentences what the next quarter would be with one officer of a regular team less."""
    _title(shell, "八、如果少一名普执执行员", "8. What if one regular officer leaves")
    asked = {**one_leaves(shell.context, LEAVING), "replications": LEAVING_RUNS, "workers": 1}
    run = run_now(shell.context, SIMULATION, asked)
    document = read_simulation(shell.context, run.id)
    report = report_from(document)
    for figure in ("closing_rate", "days_regular"):
        shell.out.print("  " + shell.say(in_short(report, figure)), highlight=False)
    first, days = document["first"], document["days"]
    text = Text(
        f"  （自 {first} 起 {days} 天，各只推演 {LEAVING_RUNS} 次，± 为 95% 区间半宽；细看用推演页或 fenliu simulate）",
        f"  ({days} days from {first}, only {LEAVING_RUNS} runs each, ± is half of the 95 % interval; "
        "look closer on the page of the laboratory or with `fenliu simulate`)",
    )
    shell.out.print(shell.say(text), highlight=False)


def next_week(office: Office, day: date) -> date:
    """Give the first Monday after a day whose week has some working days: holidays may take all but the make-up days."""
    monday = day + timedelta(days=7 - day.weekday())
    while len(office.calendar.between(monday, monday + timedelta(days=6))) < WORKING_DAYS:
        monday += timedelta(days=7)
    return monday


def set_up(shell: Shell) -> LoadReport:
    """Load the office and show it."""
    _title(shell, "一、机构", "1. The office")
    report = load_office(shell.context, GUYANG)
    show_load(shell, report)
    return report


def _stock(shell: Shell, report: LoadReport, sheet: Month) -> None:
    """Bring open cases of the months before: without them every load would start at nothing."""
    first = min(filing.filed_on for filing in sheet.filings).replace(day=1)
    start = first - timedelta(days=STOCK_DAYS)
    filings = generate(STOCK_SEED, STOCK, start, first - timedelta(days=1), report.rulebook, report.office)
    taken = {filing.case_no for filing in sheet.filings}
    rows = Writer(report.office, report.rulebook).rows(filing for filing in filings if filing.case_no not in taken)
    done = import_file(shell.context, "stock.csv", as_csv(rows))
    run = run_now(shell.context, "allocate", {"seconds": SECONDS})
    given = publishing.publish(shell.context, run.id)
    text = Text(
        f"在办存量 {done.created} 件，已由一份方案分给 {len({_holder(case) for case in given})} 名承办人。",
        f"{done.created} open cases from before, given to {len({_holder(case) for case in given})} handlers by one plan.",
    )
    shell.out.print(shell.say(text), highlight=False)


def _holder(case: Case) -> str:
    return case.holding.officer if case.holding else ""


def _month(shell: Shell, sheet: Month) -> None:
    _title(
        shell,
        "二、收案：文件先有错误，整份退回；改正后整份导入",
        "2. Filings: refused whole with its faults, then taken whole",
    )
    for data in (sheet.came, sheet.repaired):
        done = import_file(shell.context, sheet.name, data)
        if done.errors:
            show_import(shell, done)
        else:
            shell.out.print(
                shell.say(Text(f"改正后：已导入 {done.created} 件。", f"Repaired: {done.created} imported."))
            )


def _split(shell: Shell, cases: tuple[Case, ...]) -> None:
    _title(shell, "三、繁简分流：怎样分的，为什么", "3. Triage: how it was split, and why")
    book = rulebook_of(shell.context)
    read = [read_case(shell.context, case.id) for case in cases]
    for lane, count in Counter(case.standing.lane for case in cases).most_common():
        open_ = sum(1 for case in cases if case.standing.lane == lane and not case.standing.certain)
        rules = Counter(found.rule for case, found in read if case.standing.lane == lane).most_common(SHOWN)
        why = listed(f"{shell.say(SCORED) if rule == SCORE else rule} {times}" for rule, times in rules)
        name = book.lanes[lane].name
        text = Text(
            f"  {name.zh} {count} 件（暂定 {open_}）：{why.zh}", f"  {name.en}: {count} ({open_} provisional): {why.en}"
        )
        shell.out.print(shell.say(text), highlight=False)
    livelihood = sum(1 for case in cases if case.standing.livelihood)
    shell.out.print(
        shell.say(Text(f"  涉民生 {livelihood} 件，优先。", f"  {livelihood} livelihood cases, served first."))
    )
    for case, found in [pair for pair in read if not pair[1].certain][:1]:
        shell.out.print(f"  {case.case_no}")
        for sentence in why_class(found, book):
            shell.out.print("    " + shell.say(sentence), highlight=False)


def _one_by_one(shell: Shell, cases: tuple[Case, ...]) -> None:
    _title(shell, "四、逐件推荐与抽签（* 为候选池）", "4. Recommendation and draw, one by one (* marks the pool)")
    lanes = [
        next((case for case in cases if case.standing.lane == lane), None) for lane in ("fast", "regular", "dormant")
    ]
    for case in [case for case in lanes if case is not None]:
        show_recommendation(shell, recommend(shell.context, case.id))
        show_assigned(shell, assign(shell.context, case.id))


def _the_rest(shell: Shell) -> None:
    _title(
        shell,
        "五、其余一次分完：谁得几件，负荷前后",
        "5. The rest in one plan: who gets how many, load before and after",
    )
    run = run_now(shell.context, "allocate", {"seconds": SECONDS})
    publishing.publish(shell.context, run.id)
    show_plan(shell, plans.read_draft(shell.context, run.id))


def _proof(shell: Shell) -> None:
    _title(shell, "六、留痕", "6. The trail")
    check = verify_log(shell.context)
    with shell.context.database.reading() as uow:
        decisions = [entry.seq for entry in uow.log.entries(kind="assignment")]
    same = sum(audit.replay(shell.context, seq).identical for seq in decisions)
    text = Text(
        f"决策日志 {check.entries} 条，{'完整' if not check.breaks else '已断裂'}；重演 {len(decisions)} 次抽签，{same} 次结果一致。",
        f"{check.entries} log entries, {'whole' if not check.breaks else 'BROKEN'}; {same} of {len(decisions)} draws run again alike.",
    )
    shell.out.print(shell.say(text))


def add_to(group: click.Group) -> None:
    """Add this command to the group."""
    group.add_command(demo)
