"""How the entries of the decision log hang together, and where they do not (哈希链).

The hash of an entry is SHA-256 over the canonical JSON (sorted keys, no spaces, Chinese unescaped, UTF-8) of the object
{actor, at, body, case_id, kind, prev_hash, seq}; the first entry's `prev_hash` is 64 zeros. Whoever holds an export can
work it out again with a standard library.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from allocator.domain.words import Text

FIRST_HASH = "0" * 64
_WORDS = {
    "altered": Text("第 {seq} 条被改动。", "Entry {seq} was altered."),
    "removed": Text("第 {seq} 条被删除。", "Entry {seq} was removed."),
    "put-in": Text("第 {seq} 条是事后插入的。", "Entry {seq} was put in."),
    "docket": Text("第 {seq} 条所记与在册案件不符。", "The docket says something else of the case than entry {seq}."),
    "trips": Text(
        "第 {seq} 条所记与出车、预订或重活台账不符。",
        "Trips, bookings or hard work say something else than entry {seq}.",
    ),
    "draw-day": Text(
        "第 {seq} 条所记的抽签日与密钥簿不符。", "The book of secrets says something else of the day than entry {seq}."
    ),
    "document": Text("第 {seq} 条所引的文档已缺失或损坏。", "A document that entry {seq} names is missing or damaged."),
    "unguarded": Text(
        "数据库中保护日志的触发器已被移除。", "The triggers that guard the log are gone from the database."
    ),
    "backwards": Text("第 {seq} 条的时间早于之前的记录。", "Entry {seq} is dated before those that precede it."),
    "witness": Text("第 {seq} 条与先前的凭证不符。", "Entry {seq} is not what the witness says it was."),
    "head": Text("日志末尾记录与第 {seq} 条不符。", "The end of the log does not agree with entry {seq}."),
}


def rfc3339(at: datetime) -> str:
    """Write an instant as the log does: UTC, to the microsecond, with Z."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def seal(row: Mapping[Any, Any], seq: int) -> str:
    """Work out the hash a stored row must have at a place in the log; `body` is its canonical text."""
    case_id = "null" if row["case_id"] is None else row["case_id"]
    text = (
        f'{{"actor":{_quoted(row["actor"])},"at":{_quoted(row["at"])},"body":{row["body"]},"case_id":{case_id},'
        f'"kind":{_quoted(row["kind"])},"prev_hash":{_quoted(row["prev_hash"])},"seq":{seq}}}'
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the log does not hold: "altered", "removed", "put-in", or "head" when only its end was touched.

    "docket", "trips", "draw-day", "document", "backwards" and "unguarded" tell of what is wrong behind a log that holds; "witness" of a log
    that holds and is not the one an earlier export bears witness to.
    """

    seq: int
    code: str

    @property
    def text(self) -> Text:
        """Say it for people."""
        return _WORDS[self.code].fill(seq=self.seq)

    def as_dict(self) -> dict[str, object]:
        """Give it for a JSON document."""
        return {"seq": self.seq, "code": self.code, "text": self.text.as_dict()}


def find_breaks(rows: Iterable[Mapping[Any, Any]], last_seq: int, last_hash: str) -> list[Break]:
    """Find the breaks of rows in order, given number and hash of the last one; `body` is the stored text."""
    chain = _Chain(last_seq)
    for row in rows:
        chain.take(row)
    chain.end(last_hash)
    return sorted(chain.breaks, key=lambda found: found.seq)


@dataclass
class _Chain:
    """Walks the log.

    `shift` is how far the numbers have moved from those the hashes were made with: an entry put in (or taken out) with
    all later ones renumbered is told as that one entry, not as a rewritten log.
    """

    last_seq: int
    seq: int = 0
    hash: str = FIRST_HASH
    before: str = FIRST_HASH
    shift: int = 0
    breaks: list[Break] = field(default_factory=list)

    def take(self, row: Mapping[Any, Any]) -> None:
        """Look at the next row."""
        seq = row["seq"]
        beyond = seq > self.last_seq + self.shift and row["hash"] != seal(row, seq - self.shift - 1)
        if seq < 1 or beyond:
            self._note(seq, "put-in")
            return
        for missing in range(self.seq + 1, seq):
            self._note(missing, "removed")
        self._judge(row, gap=seq > self.seq + 1)
        self.seq, self.before, self.hash = seq, self.hash, row["hash"]

    def end(self, last_hash: str) -> None:
        """Compare with the end the log should have."""
        for missing in range(self.seq + 1, self.last_seq + self.shift + 1):
            self._note(missing, "removed")
        if self.seq == self.last_seq + self.shift and self.hash != last_hash and not self._noted(self.seq):
            self._note(self.seq, "altered" if self.seq else "head")

    def _judge(self, row: Mapping[Any, Any], *, gap: bool) -> None:
        seq = row["seq"]
        if row["hash"] != seal(row, seq - self.shift):
            self._judge_unsealed(row)
        elif not gap and row["prev_hash"] != self.hash and not self._noted(self.seq):
            self._note(max(self.seq, 1), "altered")

    def _judge_unsealed(self, row: Mapping[Any, Any]) -> None:
        """Tell an altered entry from a renumbered one."""
        seq = row["seq"]
        if row["hash"] == seal(row, seq - self.shift - 1):
            self.shift += 1
            self._forget(seq - 1)
            self._note(seq - 1, "put-in")
        elif row["hash"] == seal(row, seq - self.shift + 1):
            self.shift -= 1
            self._note(seq, "removed")
        else:
            self._note(seq, "altered")

    def _note(self, seq: int, code: str) -> None:
        self.breaks.append(Break(seq, code))

    def _noted(self, seq: int) -> bool:
        return any(found.seq == seq for found in self.breaks[-2:])

    def _forget(self, seq: int) -> None:
        self.breaks = [found for found in self.breaks if found.seq != seq]
