"""Verifying the decision log: which entries were altered, removed or put in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.words import Text
from allocator.persistence.log import FIRST_HASH, head, seal
from allocator.persistence.log_tables import LogRow

_STEP = 1000
_WORDS = {
    "altered": Text("第 {seq} 条被改动。", "Entry {seq} was altered."),
    "removed": Text("第 {seq} 条被删除。", "Entry {seq} was removed."),
    "put-in": Text("第 {seq} 条是事后插入的。", "Entry {seq} was put in."),
    "head": Text("日志末尾记录与第 {seq} 条不符。", "The end of the log does not agree with entry {seq}."),
}


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the log does not hold: "altered", "removed", "put-in", or "head" when only its end was touched."""

    seq: int
    what: str

    @property
    def text(self) -> Text:
        """Say it for people."""
        return _WORDS[self.what].fill(seq=self.seq)

    def as_dict(self) -> dict[str, object]:
        """Give it for a JSON document."""
        return {"seq": self.seq, "what": self.what, "text": self.text.as_dict()}


def verify(session: Session, witnesses: Mapping[int, str] | None = None) -> list[Break]:
    """Find every break of the log, in order; an empty list means it is whole.

    `witnesses` are hashes by number from earlier exports or printed sheets: who rewrites the whole log, its end
    included, is found by them.
    """
    last_seq, last_hash = head(session)
    query = sa.select(LogRow.__table__).order_by(LogRow.seq).execution_options(yield_per=_STEP)
    return verify_rows((dict(row._mapping) for row in session.execute(query)), last_seq, last_hash, witnesses or {})


def verify_rows(
    rows: Iterable[Mapping[str, Any]], last_seq: int, last_hash: str, witnesses: Mapping[int, str]
) -> list[Break]:
    """Find the breaks of rows in order, given number and hash of the last one; `body` is the stored text."""
    chain = _Chain(last_seq, witnesses)
    for row in rows:
        chain.take(dict(row))
    chain.end(last_hash)
    return sorted(chain.breaks, key=lambda found: found.seq)


@dataclass
class _Chain:
    """Walks the log. `shift` is how far the numbers have moved from those the hashes were made with: an entry put in
    (or taken out) with all later ones renumbered is told as that one entry, not as a rewritten log.
    """

    last_seq: int
    witnesses: Mapping[int, str]
    seq: int = 0
    hash: str = FIRST_HASH
    before: str = FIRST_HASH
    shift: int = 0
    breaks: list[Break] = field(default_factory=list)

    def take(self, row: dict[str, Any]) -> None:
        seq = row["seq"]
        if seq < 1 or seq > self.last_seq + self.shift:
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

    def _judge(self, row: dict[str, Any], *, gap: bool) -> None:
        seq = row["seq"]
        if row["hash"] != seal(row, seq - self.shift):
            self._judge_unsealed(row)
        elif not gap and row["prev_hash"] != self.hash and not self._noted(self.seq):
            self._note(max(self.seq, 1), "altered")
        elif self.witnesses.get(seq, row["hash"]) != row["hash"]:
            self._note(seq, "altered")

    def _judge_unsealed(self, row: dict[str, Any]) -> None:
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

    def _note(self, seq: int, what: str) -> None:
        self.breaks.append(Break(seq, what))

    def _noted(self, seq: int) -> bool:
        return any(found.seq == seq for found in self.breaks[-2:])

    def _forget(self, seq: int) -> None:
        self.breaks = [found for found in self.breaks if found.seq != seq]
