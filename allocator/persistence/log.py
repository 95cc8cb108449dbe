"""The decision log (决策日志): append-only, without gaps, each entry sealed by the hash of the one before.

The hash of an entry is SHA-256 over the canonical JSON (sorted keys, no spaces, Chinese unescaped, UTF-8) of the object
{actor, at, body, case_id, kind, prev_hash, seq}; the first entry's `prev_hash` is 64 zeros. Whoever holds an export can
work it out again with a standard library.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.canonical import canonical
from allocator.domain.errors import NotFound
from allocator.domain.words import Text
from allocator.persistence.log_tables import LogHead, LogRow

FIRST_HASH = "0" * 64
_STEP = 1000


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be appended: when, who, what kind of decision, about which case, and all that it rests on."""

    at: datetime
    actor: str
    kind: str
    case_id: int | None
    body: Any


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


def rfc3339(at: datetime) -> str:
    """Write an instant as the log does: UTC, to the microsecond, with Z."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def seal(row: sa.Row[Any] | dict[str, Any], seq: int) -> str:
    """Work out the hash a stored row must have at a place in the log."""
    values = row if isinstance(row, dict) else row._mapping
    text = (
        f'{{"actor":{_quoted(values["actor"])},"at":{_quoted(values["at"])},"body":{values["body"]},'
        f'"case_id":{"null" if values["case_id"] is None else values["case_id"]},"kind":{_quoted(values["kind"])},'
        f'"prev_hash":{_quoted(values["prev_hash"])},"seq":{seq}}}'
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def append(session: Session, at: datetime, actor: str, kind: str, subject: int | None, body: Any) -> int:
    """Append one entry in the caller's transaction and give its number; `subject` is the id of the case, if any."""
    return append_all(session, (NewEntry(at, actor, kind, subject, body),))[0]


def append_all(session: Session, entries: Iterable[NewEntry]) -> range:
    """Append many entries in order and give their numbers."""
    head = session.execute(sa.select(LogHead.seq, LogHead.hash).with_for_update()).one()
    rows = list(_sealed(entries, head.seq, head.hash))
    if rows:
        session.execute(sa.insert(LogRow), rows)
        session.execute(sa.update(LogHead).values(seq=rows[-1]["seq"], hash=rows[-1]["hash"]))
    return range(head.seq + 1, head.seq + 1 + len(rows))


def _sealed(entries: Iterable[NewEntry], seq: int, last: str) -> Iterator[dict[str, Any]]:
    for entry in entries:
        seq += 1
        row: dict[str, Any] = {
            "seq": seq,
            "at": rfc3339(entry.at),
            "actor": entry.actor,
            "kind": entry.kind,
            "case_id": entry.case_id,
            "body": canonical(entry.body),
            "prev_hash": last,
        }
        row["hash"] = last = seal(row, seq)
        yield row


def head(session: Session) -> tuple[int, str]:
    """Give number and hash of the last entry: what an export or a printed sheet bears witness to."""
    found = session.execute(sa.select(LogHead.seq, LogHead.hash)).one()
    return found.seq, found.hash


def entry(session: Session, seq: int) -> Entry:
    """Give one entry; raises NotFound."""
    for found in entries(session, seqs=(seq,)):
        return found
    raise NotFound(
        Text(f"决策日志没有第 {seq} 条。", f"The decision log has no entry {seq}."),
        Text("请用 fenliu log 查看现有编号。", "See the numbers there are with fenliu log."),
        code="decision-unknown",
        facts={"seq": seq},
    )


def entries(
    session: Session,
    *,
    case_id: int | None = None,
    kinds: Sequence[str] = (),
    seqs: Sequence[int] = (),
    after: int = 0,
    limit: int | None = None,
) -> Iterator[Entry]:
    """Walk entries in order: of one case, of some kinds, of some numbers, after a number, at most so many."""
    query = sa.select(LogRow.__table__).where(LogRow.seq > after).order_by(LogRow.seq)
    if case_id is not None:
        query = query.where(LogRow.case_id == case_id)
    if kinds:
        query = query.where(LogRow.kind.in_(kinds))
    if seqs:
        query = query.where(LogRow.seq.in_(seqs))
    for row in session.execute(query.limit(limit).execution_options(yield_per=_STEP)):
        values = dict(row._mapping)
        yield Entry(**{**values, "body": json.loads(values["body"])})
