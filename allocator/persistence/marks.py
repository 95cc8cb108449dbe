"""What marks a case for somebody (案件标记): a class in dispute, a fact or a handler that waits for a second person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from allocator.persistence.tables.cases import CaseRow
from allocator.persistence.tables.log import LogRow

_MARKS = {"disputed": CaseRow.dispute, "flagged": CaseRow.flags}


@dataclass(frozen=True)
class Asking:
    """What is asked for in the log until it is answered (待批准): entries of a kind, and the kinds after which one is none any more.

    No row of its own is kept, so that none can outlive what it is about.
    """

    kind: str
    until: tuple[str, ...]

    @property
    def open(self) -> sa.Select[int | None]:
        """The cases of which something is asked."""
        asked, later = aliased(LogRow), aliased(LogRow)
        answered = sa.exists().where(
            later.case_id == asked.case_id, later.seq > asked.seq, later.kind.in_((self.kind, *self.until))
        )
        return sa.select(asked.case_id).where(asked.kind == self.kind, ~answered)


def marked(marks: Mapping[str, bool | Asking | None]) -> Iterator[sa.ColumnElement[bool]]:
    """Say of which cases marks hold, all at once: open ones with a mark, or those without; None asks for neither."""
    for mark, there in marks.items():
        if there is False:
            yield _MARKS[mark].is_(None)
        elif there is not None:
            yield CaseRow.id.in_(there.open) if isinstance(there, Asking) else _MARKS[mark].is_not(None)
            yield CaseRow.state != "closed"
