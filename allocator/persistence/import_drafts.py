"""Files that were brought and are not imported yet (导入草稿): kept with all that was said of them, for some days."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.errors import Stale
from allocator.domain.words import Text
from allocator.persistence.tables.drafts import ImportDraftRow

MINE = ("id", "version", "owner", "name", "digest", "rows", "said", "done", "created_at", "changed_at")


@dataclass(frozen=True, slots=True)
class ImportDraft:
    """A file of filings on its way in: whose, its name and SHA-256, what was said of it, what its import did (None: not yet).

    `version` grows with whatever is said; instants are UTC.
    """

    id: str
    version: int
    owner: str
    name: str
    digest: str
    rows: int
    said: Mapping[str, Any]
    done: Mapping[str, Any] | None
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class ImportDrafts:
    """The drafts of one unit of work; their content is given only when it is asked for."""

    session: Session

    def add(self, draft: ImportDraft, content: bytes) -> None:
        """Keep a new one with the bytes of its file."""
        values = {name: getattr(draft, name) for name in MINE}
        self.session.execute(sa.insert(ImportDraftRow).values(**values, content=content))

    def find(self, key: str, owner: str) -> ImportDraft | None:
        """Find somebody's own draft; another's is none of theirs to know of."""
        return next(iter(self._list(ImportDraftRow.id == key, ImportDraftRow.owner == owner)), None)

    def of(self, owner: str) -> tuple[ImportDraft, ...]:
        """List what somebody brought and has not imported yet, the latest first."""
        return self._list(ImportDraftRow.owner == owner, ImportDraftRow.content.is_not(None))

    def content(self, key: str) -> bytes | None:
        """Give the bytes of a file; None once it was imported."""
        return self.session.scalar(sa.select(ImportDraftRow.content).where(ImportDraftRow.id == key))

    def save(self, draft: ImportDraft) -> ImportDraft:
        """Write what was said of a draft, at the version it carries, and give it with its new one; raises Stale.

        One that was imported lets go of its content.
        """
        row = ImportDraftRow
        values = {"said": draft.said, "done": draft.done, "changed_at": draft.changed_at, "version": draft.version + 1}
        gone = {"content": None} if draft.done is not None else {}
        mine = sa.update(row).where(row.id == draft.id, row.version == draft.version).values(**values, **gone)
        if self.session.execute(mine.returning(row.id)).one_or_none() is None:
            raise draft_changed()
        return replace(draft, version=draft.version + 1)

    def remove(self, key: str) -> None:
        """Let go of one."""
        self.session.execute(sa.delete(ImportDraftRow).where(ImportDraftRow.id == key))

    def forget(self, before: datetime) -> int:
        """Let go of all that nobody has touched since an instant, and say how many."""
        old = sa.delete(ImportDraftRow).where(ImportDraftRow.changed_at < before)
        return len(self.session.execute(old.returning(ImportDraftRow.id)).all())

    def _list(self, *wanted: sa.ColumnElement[bool]) -> tuple[ImportDraft, ...]:
        columns = [getattr(ImportDraftRow, name) for name in MINE]
        latest = (ImportDraftRow.changed_at.desc(), ImportDraftRow.id)
        return tuple(
            ImportDraft(*found) for found in self.session.execute(sa.select(*columns).where(*wanted).order_by(*latest))
        )


def draft_changed() -> Stale:
    """Make the error for who decides on an older view of a draft."""
    return Stale(
        Text("该导入已在别处更改。", "This import was changed elsewhere meanwhile."),
        Text("以下是现在的内容，请核对后再导入。", "This is how it is now: check it, then import."),
        code="draft-changed",
    )
