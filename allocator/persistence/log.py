"""The decision log (决策日志): append-only, without gaps, each entry sealed by the hash of the one before.

An entry is written in the transaction of the change it tells of; `log_chain` says how entries hang together.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.canonical import canonical
from allocator.domain.errors import Unavailable
from allocator.domain.words import Text
from allocator.persistence.log_chain import FIRST_HASH, Break, find_breaks, rfc3339, seal
from allocator.persistence.tables.base import is_in, is_sqlite
from allocator.persistence.tables.log import LogHead, LogRow

__all__ = ["Break", "DecisionLog", "Entry", "NewEntry", "day_bounds"]

NewEntry: TypeAlias = tuple[datetime, str, str, int | None, Any]
"""An entry to be appended: when, who, what kind of decision, about which case if any, and all that it rests on."""

_STEP = 1000
_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "server": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}
_ON_HEAD = {"log_head_forward", "log_head_stays"}
_GUARDS = {
    "sqlite": {"decision_log_no_update", "decision_log_no_delete", "decision_log_no_replace", *_ON_HEAD},
    "server": {"decision_log_no_change", *_ON_HEAD},
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the log as it is read back; `as_dict` is the form an export has."""

    seq: int
    at: str
    actor: str
    kind: str
    case_id: int | None
    body: Any
    prev_hash: str
    hash: str

    def as_dict(self) -> dict[str, Any]:
        """Give the entry for an export, from which its hash can be worked out again."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True)
class DecisionLog:
    """The log of one unit of work; `zone` is the office's own, by which its days are cut."""

    session: Session
    zone: tzinfo = UTC

    def append(self, at: datetime, actor: str, kind: str, case_id: int | None, body: Any) -> int:
        """Append one entry and give its number; it is written with the change itself or not at all."""
        return self.append_many(((at, actor, kind, case_id, body),))[0]

    def append_many(self, entries: Iterable[NewEntry]) -> list[int]:
        """Append many entries in order and give their numbers."""
        head = self.session.execute(sa.select(LogHead.seq, LogHead.hash).with_for_update()).one_or_none()
        if head is None:
            raise _headless()
        rows = list(_sealed(entries, head.seq, head.hash))
        if rows:
            self.session.execute(sa.insert(LogRow), rows)
            self.session.execute(sa.update(LogHead).values(seq=rows[-1]["seq"], hash=rows[-1]["hash"]))
        return [row["seq"] for row in rows]

    def head(self) -> tuple[int, str]:
        """Give number and hash of the last entry: what an export or a printed sheet bears witness to."""
        found = self.session.execute(sa.select(LogHead.seq, LogHead.hash)).one_or_none()
        return (found.seq, found.hash) if found else (0, FIRST_HASH)

    def last_at(self) -> datetime | None:
        """Give the instant of the last entry; None of an empty log."""
        found = self.session.scalar(sa.select(LogRow.at).order_by(LogRow.seq.desc()).limit(1))
        return datetime.fromisoformat(found) if found else None

    def get(self, seq: int) -> Entry | None:
        """Give one entry, if there is one of that number."""
        if not 0 < seq < 2**63:
            return None
        row = self.session.execute(sa.select(LogRow.__table__).where(LogRow.seq == seq)).mappings().one_or_none()
        return _entry(row) if row else None

    def numbered(self, seqs: Iterable[int]) -> dict[int, Entry]:
        """Give the entries of some numbers that there are, by number; one query."""
        query = sa.select(LogRow.__table__).where(is_in(self.session, LogRow.seq, seqs))
        return {row["seq"]: _entry(row) for row in self.session.execute(query).mappings()}

    def entries(
        self,
        *,
        kind: str | None = None,
        case_id: int | None = None,
        day: date | None = None,
        after: int | None = None,
        limit: int | None = None,
    ) -> list[Entry]:
        """List entries in order: of a kind, of a case, of a day of the office, after a number, at most so many."""
        return list(self.walk(kind=kind, case_id=case_id, day=day, after=after, limit=limit))

    def walk(
        self,
        *,
        kind: str | None = None,
        case_id: int | None = None,
        day: date | None = None,
        after: int | None = None,
        limit: int | None = None,
    ) -> Iterator[Entry]:
        """Walk entries like `entries`, without holding them all at once."""
        query = sa.select(LogRow.__table__).order_by(LogRow.seq).limit(limit)
        if kind is not None:
            query = query.where(LogRow.kind == kind)
        if case_id is not None:
            query = query.where(LogRow.case_id == case_id)
        if day is not None:
            first, last = day_bounds(day, self.zone)
            query = query.where(LogRow.at >= first, LogRow.at < last)
        if after is not None:
            query = query.where(LogRow.seq > after)
        for row in self.session.execute(query.execution_options(yield_per=_STEP)).mappings():
            yield _entry(row)

    def later(self, kinds: Sequence[str], day: date | None, *wanted: sa.ColumnElement[bool]) -> list[Entry]:
        """List the entries of some kinds written after a day of the office was over (None: all), of which something holds."""
        query = sa.select(LogRow.__table__).where(LogRow.kind.in_(kinds), *wanted).order_by(LogRow.seq)
        if day is not None:
            query = query.where(LogRow.at >= day_bounds(day, self.zone)[1])
        return [_entry(row) for row in self.session.execute(query).mappings()]

    def day_of(self, at: str) -> date:
        """Give the office's day of an instant as entries have it."""
        return datetime.fromisoformat(at).astimezone(self.zone).date()

    def lately(self, kinds: Sequence[str], actor: str, since: datetime) -> Iterator[Entry]:
        """Walk what somebody did of some kinds since an instant, the last first."""
        query = sa.select(LogRow.__table__).where(
            LogRow.kind.in_(kinds), LogRow.at >= rfc3339(since), LogRow.actor == actor
        )
        for row in self.session.execute(query.order_by(LogRow.seq.desc())).mappings():
            yield _entry(row)

    def is_guarded(self) -> bool:
        """Say whether the database still refuses changes of the log by itself: its triggers are all there."""
        sqlite = is_sqlite(self.session)
        there = set(self.session.scalars(sa.text(_TRIGGERS["sqlite" if sqlite else "server"])))
        return _GUARDS["sqlite" if sqlite else "server"] <= there

    def verify(self) -> list[Break]:
        """Find every break of the chain, in order; an empty list means it is whole."""
        query = sa.select(LogRow.__table__).order_by(LogRow.seq).execution_options(yield_per=_STEP)
        return find_breaks(iter(self.session.execute(query).mappings()), *self.head())


def day_bounds(day: date, zone: tzinfo) -> tuple[str, str]:
    """Give the first instant of a day of the office and of the next one, as the log writes them."""
    first = datetime.combine(day, time(), zone)
    return rfc3339(first), rfc3339(datetime.combine(day + timedelta(days=1), time(), zone))


def _sealed(entries: Iterable[NewEntry], seq: int, last: str) -> Iterator[dict[str, Any]]:
    for at, actor, kind, case_id, body in entries:
        seq += 1
        row: dict[str, Any] = {
            "seq": seq,
            "at": rfc3339(at),
            "actor": actor,
            "kind": kind,
            "case_id": case_id,
            "body": canonical(body),
            "prev_hash": last,
        }
        row["hash"] = last = seal(row, seq)
        yield row


def _entry(row: Mapping[Any, Any]) -> Entry:
    return Entry(**{**row, "body": json.loads(row["body"])})


def _headless() -> Unavailable:
    return Unavailable(
        Text(
            "决策日志的首行标记已被删除，不能再写入。", "The decision log has lost its head; nothing can be appended."
        ),
        Text("请先用 fenliu log verify 检查，再从备份恢复。", "Look with `fenliu log verify`, then restore a backup."),
        code="log-headless",
    )
