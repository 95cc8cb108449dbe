"""The lists of deadlines at growing numbers of cases: twenty events a case, each list in processor seconds and queries.

    python benchmarks/clocks.py [--cases 2000 20000] [--json]

The rival works the same list out from the events of every case, without the kept clocks.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa

from allocator.domain.case_events import CaseEvent
from allocator.persistence.base import core
from allocator.persistence.case_tables import CaseRow
from allocator.services.clock_keeping import bring_up_to_date, desk, worked_out
from allocator.services.context import Context
from allocator.services.deadlines import LISTS, due_list
from benchmarks._office import fill, fresh_office
from benchmarks._table import Row, parser, show, verdict

T = TypeVar("T")
TARGET = 1.0
EVENTS = 20
CLOSED = 4  # of five cases, as at the source bureau
MINOR = ("notice_served", "site_inquiry", "closing_interview", "lead_given", "assets_changed", "debtor_checked")


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill a database for each size, keep the clocks, read every list, print."""
    asked = parser(str(__doc__))
    asked.add_argument("--cases", type=int, nargs="+", default=[2_000, 20_000], help="open cases")
    options = asked.parse_args(arguments)
    rows = [row for size in options.cases for row in measured(size)]
    show("What is due", rows, as_json=options.json)


def measured(size: int) -> Iterator[Row]:
    """Give the rows of one size: keeping the clocks, the slowest list, and a list of a day gone by."""
    with tempfile.TemporaryDirectory() as folder:
        context = fresh_office(Path(folder))
        fill(context, size, size // 20)
        count = put_events(context)
        what = f"{size:,} cases, {count:,} events"
        _, keeping = worked(partial(bring_up_to_date, context))
        yield Row("clocks worked out anew and kept, once", what, f"{keeping:.2f} s", "-", "-", None)
        _, anew = worked(partial(from_events, context))
        queries = Queries(context)
        for name in LISTS:
            queries.asked = 0
            found, took = worked(partial(due_list, context, name))
            told = f"{what}; {len(found.items):,} items, {queries.asked} queries"
            yield Row(name, told, f"{took:.3f} s", verdict(took, TARGET), f"{anew:.2f} s", anew / took)
        context.database.close()


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


def put_events(context: Context) -> int:
    """Give every case a history of so many events, written straight into the table; four in five are closed, a twentieth suspended."""
    luck = Random(11)
    with context.database.writing() as uow:
        today = desk(uow, context).today
        cases = [(case.id, case.case_no, case.input.filing.filed_on) for case in uow.cases.all()]
        table = core(CaseRow)
        for number, _, filed in cases:
            if number % 5 < CLOSED:
                day = filed + timedelta(days=luck.randint(0, (today - filed).days))
                values = {"state": "closed", "closed_on": day, "closed_as": "fulfilled"}
                uow.session.execute(sa.update(table).where(table.c.id == number).values(values))
        events = {number: list(history(luck, name, filed, today)) for number, name, filed in cases}
        uow.events.add(events, dict.fromkeys(events, 0))
        uow.commit()
    return sum(map(len, events.values()))


def history(luck: Random, case_no: str, filed: date, today: date) -> Iterator[CaseEvent]:
    """Give a history: notice, query, attachments, money paid or not, a stop, and what is of no clock."""
    span = max(1, (today - filed).days)

    def on(first: int = 0) -> date:
        return filed + timedelta(days=min(span, first + luck.randint(0, max(0, span - first))))

    done = ("file_moved", "handler_told", "leads_asked", "archived")
    told = [(kind, "", None) for kind in done] + [
        ("notice_sent", "", None),
        ("query_sent", "", None),
        ("attachment", "deposit:1", None),
    ]
    told += [("attachment", "real_estate:2", None), ("inquiry_finished", "", None)]
    told += [(kind, str(number), None) for number, kind in enumerate(luck.choices(MINOR, k=EVENTS - len(told) - 4))]
    yield from (CaseEvent(f"e{n}", case_no, kind, on(), item) for n, (kind, item, _) in enumerate(told))
    came = on()
    yield CaseEvent("m", case_no, "money_received", came, "R", 100_000)
    yield CaseEvent(
        "p", case_no, "money_paid", came + timedelta(days=min(luck.randint(0, 40), (today - came).days)), "R", 100_000
    )
    begun = on()
    yield CaseEvent("s", case_no, "suspension", begun)
    if luck.random() < 0.95:
        yield CaseEvent("t", case_no, "suspension_over", begun + timedelta(days=luck.randint(0, (today - begun).days)))


def from_events(context: Context) -> int:
    """Work every open clock out from the events: the rival."""
    with context.database.reading() as uow:
        by = desk(uow, context)
        ids = [case.id for case in uow.cases.all()]
        return sum(
            clock.is_open(by.today)
            for first in range(0, len(ids), 2_000)
            for _, worked in worked_out(uow, ids[first : first + 2_000], by, by.today)
            for clock in worked.clocks
        )


if __name__ == "__main__":
    main()
