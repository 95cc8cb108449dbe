"""All lists of deadlines and all indicators at growing numbers of cases: twenty events a case, in processor seconds and queries.

    python benchmarks/clocks.py [--cases 2000 20000 200000] [--json]

The rival works a list out from the events of every case, without the kept clocks. Indicators are read by a process of its
own, which has met nothing yet, and once more by the same. More than 20,000 cases are the office of 20,000 copied within the
database, numbers changed; their clocks come along, so that keeping them is measured on fewer.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa

from allocator.domain.clocks.clock import clocks
from allocator.domain.clocks.events import CaseEvent
from allocator.persistence.tables.base import core
from allocator.persistence.tables.cases import CaseRow
from allocator.persistence.tables.whole import metadata
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.clocks.clock_keeping import desk
from allocator.services.clocks.clock_work import CLOCKS, STEP, Desk
from allocator.services.clocks.deadlines import LISTS, Portion, due_list
from allocator.services.context import Context
from allocator.services.office.calendar_years import correct_day
from allocator.services.run_kinds import run_now
from allocator.services.transaction import writing
from benchmarks._office import fill, fresh_office
from benchmarks._table import Row, parser, show, verdict

T = TypeVar("T")
TARGET = 1.0
EVENTS = 20
CLOSED = 4  # of five cases, as at the source bureau
SINCE = date(2019, 10, 1)
SCREEN = 100
PAST = date(2022, 8, 31)
EXTRA = date(2022, 9, 24)  # a Saturday
RIVAL_MOST = 20_000
LEFT_OUT = ("decision_log",)
MINOR = ("notice_served", "site_inquiry", "closing_interview", "lead_given", "assets_changed", "debtor_checked")
WAYS = ("fulfilled", "fulfilled", "dormant", "terminated")
FRESH = """
import json, sys, time
from datetime import date
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from benchmarks._office import at_work
from benchmarks.clocks import Queries
from allocator.services.indicators.numbers import Question, read_indicators
context = at_work(Path(sys.argv[2]))
queries, said = Queries(context), []
for _ in range(2):
    queries.asked, start = 0, time.process_time()
    found = read_indicators(context, Question(date(2022, 1, 1), date(2022, 9, 30)))
    said.append([time.process_time() - start, queries.asked])
print(json.dumps([len(found.readings), said]))
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill a database for each size, keep the clocks, read every list and every indicator, print."""
    asked = parser(str(__doc__))
    asked.add_argument(
        "--cases", type=int, nargs="+", default=[2_000, 20_000], help="cases, four in five of them closed"
    )
    options = asked.parse_args(arguments)
    fixed = Fixed()
    rows = [row for size in options.cases for row in measured(size, fixed)]
    show("What is due, and what the numbers are", rows, as_json=options.json)


class Fixed:
    """The queries of each list and of the indicators: the same at every size, or the benchmark fails."""

    def __init__(self) -> None:
        self._asked: dict[str, int] = {}

    def hold(self, name: str, asked: int) -> None:
        """Hold the queries of one reading against those at the sizes before; raises AssertionError."""
        known = self._asked.setdefault(name, asked)
        if known != asked:
            raise AssertionError(f"{name}: {known} queries at a smaller office, {asked} now")


def measured(size: int, fixed: Fixed) -> Iterator[Row]:
    """Give the rows of one size: keeping the clocks, every list whole and by its first screen, days gone by, indicators."""
    times = max(1, size // RIVAL_MOST)
    with tempfile.TemporaryDirectory() as folder:
        context = fresh_office(Path(folder))
        fill(context, size // times, size // times // 20, SINCE)
        count, filling = worked(partial(put_events, context))
        what = f"{size:,} cases, {count * times:,} events"
        if times == 1:
            yield Row("events put down with their clocks, in one transaction", what, f"{filling:.2f} s", "-", "-", None)
            yield from _anew(context, what)
        multiply(context, times)
        rival = worked(partial(from_events, context))[1] if times == 1 else None
        for name in LISTS:
            yield _list_row(context, name, what, rival, fixed)
        _, past = worked(partial(due_list, context, as_of=PAST))
        yield Row(f"due, as of {PAST}", what, f"{past:.3f} s", verdict(past, TARGET), *_against(rival, past))
        yield from _indicators(Path(folder), what, fixed)
        context.database.close()


def _anew(context: Context, what: str) -> Iterator[Row]:
    """Let the office work on one more day, which leaves every clock to be worked out anew, and do that."""
    _, told = worked(partial(correct_day, context, EXTRA, None, "benchmark", works=True))
    yield Row("a corrected calendar, told", what, f"{told:.2f} s", "-", "-", None)
    _, keeping = worked(partial(run_now, context, CLOCKS, {}))
    yield Row("clocks of all cases worked out anew and kept", what, f"{keeping:.2f} s", "-", "-", None)


def multiply(context: Context, times: int) -> None:
    """Copy every case with all that hangs on it, so many times over in all, under numbers of their own."""
    tables = [table for table in metadata.sorted_tables if table.name == "case_file" or "case_id" in table.columns]
    with context.database.engine.begin() as connection:
        count = connection.scalar(sa.select(sa.func.max(CaseRow.id))) or 0
        for copy in range(1, times):
            for table in tables:
                if table.name not in LEFT_OUT:
                    connection.execute(_copied(table, count, copy))


def _copied(table: sa.Table, count: int, copy: int) -> sa.Insert:
    """Say how the rows of a table are copied: ids moved on, numbers of cases marked."""
    moved = {"case_file": "id"}.get(table.name, "case_id")
    values = [
        column + count * copy if column.name == moved
        else column + sa.literal(f"-{copy}") if column.name in ("case_no", "case_key")
        else column
        for column in table.columns
    ]  # fmt: skip
    first = sa.select(*values).where(table.c[moved] <= count)
    return sa.insert(table).from_select([column.name for column in table.columns], first)


def _list_row(context: Context, name: str, what: str, rival: float | None, fixed: Fixed) -> Row:
    queries = Queries(context)
    found, took = worked(partial(due_list, context, name))
    asked = queries.asked
    fixed.hold(name, asked)
    _, screen = worked(partial(due_list, context, name, portion=Portion(most=SCREEN)))
    told = f"{what}; {len(found.items):,} items, {asked} queries"
    return Row(name, told, f"{took:.3f} s, a screen {screen:.3f} s", verdict(took, TARGET), *_against(rival, took))


def _against(rival: float | None, took: float) -> tuple[str, float | None]:
    return ("not run", None) if rival is None else (f"{rival:.2f} s", rival / took)


def _indicators(folder: Path, what: str, fixed: Fixed) -> Iterator[Row]:
    """Read all indicators in a process that has met nothing, twice."""
    command = [sys.executable, "-c", FRESH, str(Path(__file__).resolve().parents[1]), str(folder)]
    count, said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    for when, (took, asked) in zip(("first reading of a process", "once more"), said, strict=True):
        fixed.hold(f"indicators, {when}", asked)
        told = f"{what}; {count} indicators, {asked} queries"
        yield Row(f"indicators, {when}", told, f"{took:.3f} s", verdict(took, TARGET), "-", None)


def worked(work: Callable[[], T]) -> tuple[T, float]:
    """Do some work and give its result with the processor seconds it took: other work on the machine does not count."""
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


class Queries:
    """Counts what the database is asked."""

    def __init__(self, context: Context) -> None:
        self.asked = 0
        sa.event.listen(context.database.engine, "before_cursor_execute", self._note)

    def _note(self, *_: object) -> None:
        self.asked += 1


def put_events(context: Context, closed: int = CLOSED) -> int:
    """Give every case a history of so many events, written straight into the tables; so many in five are closed."""
    luck = Random(11)
    with writing(context) as (uow, here):
        today = desk(uow, here).today
        cases = [(case.id, case.case_no, case.input.filing.filed_on) for case in uow.cases.all()]
        ends = {number: min(today, filed + timedelta(days=luck.randint(20, 300))) for number, _, filed in cases}
        over = {number: day for number, day in ends.items() if number % 5 < closed}
        _close(uow, over, luck)
        events = {number: list(history(luck, name, filed, over.get(number, today))) for number, name, filed in cases}
        uow.events.add(events, dict.fromkeys(events, 0))
        uow.commit()
    return sum(map(len, events.values()))


def _close(uow: UnitOfWork, closed: Mapping[int, date], luck: Random) -> None:
    if not closed:
        return
    table = core(CaseRow)
    ways = {"state": "closed", "closed_on": sa.bindparam("day"), "closed_as": sa.bindparam("way")}
    update = sa.update(table).where(table.c.id == sa.bindparam("case")).values(ways)
    rows = [{"case": number, "day": day, "way": luck.choice(WAYS)} for number, day in closed.items()]
    uow.session.connection().execute(update, rows)


def history(luck: Random, case_no: str, filed: date, last: date) -> Iterator[CaseEvent]:
    """Give a history up to a day: notice, query, attachments, a sale, money paid or not, a stop, and what is of no clock."""

    def on(first: date = filed) -> date:
        return first + timedelta(days=luck.randint(0, max(0, min(60, (last - first).days))))

    def somewhen(first: date = filed) -> date:
        return first + timedelta(days=luck.randint(0, max(0, (last - first).days)))

    told = [(kind, "", on()) for kind in ("file_moved", "handler_told", "leads_asked", "notice_sent", "query_sent")]
    seized, sale = somewhen(), somewhen()
    told += [("attachment", "deposit:1", seized), ("attachment", "real_estate:2", on(seized))]
    told += [("inquiry_finished", "", on()), ("auction_planned", "house", sale), ("appraisal_mandated", "house", on())]
    if luck.random() < 0.8:  # four in five are done
        told += [("attachment_renewed", "deposit:1", somewhen(seized)), ("sale_held", "house", on(sale))]
        told += [("appraisal_reported", "house", last)]
    told += [
        (kind, str(number), somewhen()) for number, kind in enumerate(luck.choices(MINOR, k=EVENTS - len(told) - 4))
    ]
    yield from (CaseEvent(f"e{n}", case_no, kind, day, item) for n, (kind, item, day) in enumerate(told))
    came, begun = somewhen(), somewhen()
    yield CaseEvent("m", case_no, "money_received", came, "R", 100_000)
    if luck.random() < 0.9:  # a tenth of the money waits
        yield CaseEvent("p", case_no, "money_paid", min(last, came + timedelta(days=luck.randint(0, 40))), "R", 100_000)
    yield CaseEvent("s", case_no, "suspension", begun)
    if luck.random() < 0.95:  # the others stand still
        yield CaseEvent("t", case_no, "suspension_over", on(begun))


def from_events(context: Context) -> int:
    """Work every open clock out from the events: the rival."""
    with context.database.reading() as uow:
        by = desk(uow, context)
        ids = [case.id for case in uow.cases.all()]
        return sum(_open(uow, by, ids[first : first + STEP]) for first in range(0, len(ids), STEP))


def _open(uow: UnitOfWork, by: Desk, ids: Sequence[int]) -> int:
    given, events = uow.clocks.first_given(ids), uow.events.of(ids)
    return sum(
        clock.is_open(by.today)
        for case in uow.cases.by_id(ids).values()
        for clock in clocks(
            by.matter(case, given.get(case.id)), events.get(case.id, ()), by.rulebook, by.office.calendar, by.today
        )
    )


if __name__ == "__main__":
    main()
