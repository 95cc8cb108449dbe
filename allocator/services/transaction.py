"""One transaction of a use case (用例事务): what it sees at its instant, and how all that it changes is kept right."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

from allocator.domain.errors import Conflict, NotFound
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.clocks.clock_work import keep_touched
from allocator.services.context import Context
from allocator.services.indicators.lent_time import filled_now

RECENT_DAYS = 7
CLOCK_GRACE = timedelta(minutes=5)  # clocks are set right now and then; the log's time then waits for them


@contextmanager
def writing(context: Context) -> Iterator[tuple[UnitOfWork, Context]]:
    """Open a unit of work that writes, with a clock that stands still: all of it is of one instant and one day.

    The clocks of all that it touches are kept right in the same transaction (see `clock_work`).

    Raises Conflict when the clock lies behind what the log already holds: a day once over must not begin again.
    """
    with context.database.writing() as uow:
        instant = _forward(context.clock(), uow.log.last_at())
        here = replace(context, clock=lambda: instant)
        uow.let_follow(lambda whole: keep_touched(whole, here))
        yield uow, here


def _forward(now: datetime, last: datetime | None) -> datetime:
    if last is None or now >= last:
        return now
    if last - now <= CLOCK_GRACE:
        return last
    raise Conflict(
        Text(
            f"时钟（{now:%Y-%m-%d %H:%M}）早于日志最后一条（{last:%Y-%m-%d %H:%M} UTC）。",
            f"The clock ({now:%Y-%m-%d %H:%M}) lies behind the last entry of the log ({last:%Y-%m-%d %H:%M} UTC).",
        ),
        Text("请核对系统时钟或 --now。", "Check the clock, or --now."),
        code="clock-behind",
    )


def the_office(uow: UnitOfWork) -> Office:
    """Give the office of this database; raises NotFound when no folder was loaded yet."""
    office = uow.office.load()
    if office is None:
        raise NotFound(
            Text("数据库里还没有机构。", "This database holds no office yet."),
            Text("请先运行 fenliu load 目录。", "Run `fenliu load FOLDER` first."),
            code="office-missing",
        )
    return office


def the_rulebook(uow: UnitOfWork, day: date) -> Rulebook:
    """Give the rulebook in force on a day; raises NotFound when none has begun."""
    rulebook = uow.rulebooks.in_force(day)
    if rulebook is None:
        raise NotFound(
            Text(f"{day} 没有生效的规则手册。", f"No rulebook is in force on {day}."),
            Text("请检查 rulebook.toml 的 effective_from。", "Check effective_from in rulebook.toml."),
            code="rulebook-missing",
        )
    return rulebook


Loads = tuple[Mapping[str, int], Mapping[str, int], Mapping[str, int]]
_seen: dict[tuple[str, str, date], Loads] = {}
_KEPT = 8


def look(uow: UnitOfWork, context: Context) -> Snapshot:
    """Take the snapshot a decision may see: office, rulebook, day and loads at this instant.

    To be called before the transaction changes anything: whatever changes a load is an entry of the log, so the loads
    are worked out anew only when the log has grown.
    """
    office = the_office(uow)
    day = context.today(office)
    rulebook = the_rulebook(uow, day)
    key = (context.database.url, uow.log.head()[1], day)
    found = _seen.get(key)
    if found is None:
        with uow.for_the_office():
            lately = uow.cases.recent(day - timedelta(days=RECENT_DAYS - 1))
            found = (uow.cases.held(), lately, filled_now(uow, office, rulebook, day))
        _forget()
        _seen[key] = found
    held, recent, filled = found
    return Snapshot(office, rulebook, day, held, recent, filled=filled)


def look_back(uow: UnitOfWork, context: Context) -> Snapshot:
    """Take the snapshot with the rolling books, which a plan for many cases needs (滚动台账)."""
    snapshot = look(uow, context)
    with uow.for_the_office():
        return replace(snapshot, ledgers=uow.books.on(snapshot.day, snapshot.office, snapshot.rulebook))


def _forget() -> None:
    for key in list(_seen)[: max(0, len(_seen) - _KEPT + 1)]:
        _seen.pop(key, None)
