"""What every use case is handed (用例上下文): the database, a clock, and who is acting."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from allocator.domain.errors import Conflict, NotFound
from allocator.domain.office import Office
from allocator.domain.rulebook import Rulebook
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from allocator.persistence.engine import Database
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.clock_work import keep_touched

RECENT_DAYS = 7
CLOCK_GRACE = timedelta(minutes=5)  # clocks are set right now and then; the log's time then waits for them


def utc_now() -> datetime:
    """Give the present instant."""
    return datetime.now(UTC)


def whole_seconds(instant: datetime) -> datetime:
    """Give an instant in UTC and whole seconds: the one precision in which instants are kept."""
    return instant.astimezone(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Context:
    """The surroundings of one call; nothing below reads the clock or the environment by itself."""

    database: Database
    clock: Callable[[], datetime] = utc_now
    actor: str = "console"
    signed_in: bool = (
        False  # the actor is a user who proved it by a session, not a name that was typed or given to a token
    )

    def by(self, actor: str, *, signed_in: bool = False) -> "Context":
        """Act as somebody else."""
        return replace(self, actor=actor, signed_in=signed_in)

    def now(self) -> datetime:
        """Give the present instant in whole seconds, UTC."""
        return whole_seconds(self.clock())

    def today(self, office: Office) -> date:
        """Give the office's own day."""
        return self.clock().astimezone(ZoneInfo(office.bureau.timezone)).date()


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


Loads = tuple[Mapping[str, int], Mapping[str, int]]
_seen: dict[tuple[str, str, date], Loads] = {}
_KEPT = 8


def look(uow: UnitOfWork, context: Context) -> Snapshot:
    """Take the snapshot a decision may see: office, rulebook, day and loads at this instant.

    To be called before the transaction changes anything: whatever changes a load is an entry of the log, so the loads
    are worked out anew only when the log has grown.
    """
    office = the_office(uow)
    day = context.today(office)
    key = (context.database.url, uow.log.head()[1], day)
    found = _seen.get(key)
    if found is None:
        with uow.for_the_office():
            found = (uow.cases.held(), uow.cases.recent(day - timedelta(days=RECENT_DAYS - 1)))
        _forget()
        _seen[key] = found
    return Snapshot(office, the_rulebook(uow, day), day, *found)


def look_back(uow: UnitOfWork, context: Context) -> Snapshot:
    """Take the snapshot with the rolling books, which a plan for many cases needs (滚动台账)."""
    snapshot = look(uow, context)
    with uow.for_the_office():
        return replace(snapshot, ledgers=uow.books.on(snapshot.day, snapshot.office, snapshot.rulebook))


def _forget() -> None:
    for key in list(_seen)[: max(0, len(_seen) - _KEPT + 1)]:
        _seen.pop(key, None)
