"""Runs of jobs (运行) as they are kept: for the page that shows them, whatever engine does the work."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.words import Text
from allocator.persistence.tables.desk import RunRow

OPEN = ("queued", "running")
DONE = Text("已完成。", "Done.")
NO_LEVEL = {"value": None, "bound": None}


@dataclass(frozen=True, slots=True)
class Run:
    """A run: what was asked by whom, how far it is (per mille), best value and bound so far, and how it ended.

    Value and bound belong to the level being searched; an ended run searches none. `state` is "queued", "running",
    "done", "failed" or "cancelled"; `result` is the digest of a document, `error` an error as the tree of errors writes
    it, put down already when a running one is called off; `starts` counts how often it was begun; `holder` is who works
    on it.
    """

    id: str
    number: int
    kind: str
    params: Mapping[str, Any]
    actor: str
    key: str | None
    inline: bool
    state: str
    progress: int
    value: int | None
    bound: int | None
    message: Text
    error: Mapping[str, Any] | None
    result: str | None
    cancel_asked: bool
    starts: int
    holder: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def ended(self) -> bool:
        """Say whether nothing more will happen to it."""
        return self.state not in OPEN


@dataclass(frozen=True)
class Runs:
    """The runs of one unit of work."""

    session: Session

    def add(
        self,
        kind: str,
        params: Mapping[str, Any],
        actor: str,
        key: str | None = None,
        at: datetime | None = None,
        *,
        inline: bool = False,
    ) -> str:
        """Put a run down as queued and give its id; the same actor's same key gives the run it gave before.

        A run about one case (its `case_id`) is nothing for those who may not know of the case.
        """
        known = key and self.session.scalar(sa.select(RunRow.id).where(RunRow.actor == actor, RunRow.key == key))
        if known:
            return known
        row = RunRow(
            id=str(uuid.uuid4()),
            kind=kind,
            params=dict(params),
            actor=actor,
            key=key,
            inline=inline,
            state="queued",
            progress=0,
            message_zh="",
            message_en="",
            cancel_asked=False,
            starts=0,
            created_at=at or datetime.now(UTC),
            case_id=params.get("case_id"),
        )
        self.session.add(row)
        self.session.flush()
        return row.id

    def get(self, run_id: str) -> Run | None:
        """Give a run, if there is one."""
        row = self.session.scalars(sa.select(RunRow).where(RunRow.id == run_id)).one_or_none()
        return _run(row) if row else None

    def list(
        self, limit: int = 50, after: str | None = None, states: Sequence[str] = (), kinds: Sequence[str] = ()
    ) -> tuple[Run, ...]:
        """List runs (of some states, of some kinds), newest first, going on after a run of the last page."""
        query = sa.select(RunRow).order_by(RunRow.number.desc()).limit(limit)
        if after is not None:
            query = query.where(RunRow.number < sa.select(RunRow.number).where(RunRow.id == after).scalar_subquery())
        if states:
            query = query.where(RunRow.state.in_(states))
        if kinds:
            query = query.where(RunRow.kind.in_(kinds))
        return tuple(_run(row) for row in self.session.scalars(query))

    def about(self, cases: Collection[int], kind: str, since: datetime) -> tuple[Run, ...]:
        """List the runs of a kind about any of some cases that were asked for since an instant, oldest first."""
        query = sa.select(RunRow).where(RunRow.kind == kind, RunRow.created_at >= since).order_by(RunRow.number)
        return tuple(_run(row) for row in self.session.scalars(query) if row.case_id in cases)

    def finish(self, run_id: str, result: str, at: datetime, message: Text = DONE) -> bool:
        """End a run with its document in the transaction that writes it, so that a crash cannot come between.

        False when the run was cancelled or has ended: then nothing of this transaction should be kept.
        """
        row = RunRow
        wanted = (row.id == run_id, row.state.in_(OPEN), row.cancel_asked.is_(False))
        end = {"state": "done", "result": result, "progress": 1000, "finished_at": at, "holder": None}
        change = sa.update(row).where(*wanted).values({**end, **NO_LEVEL, **_message(message)})
        return self.session.execute(change.returning(row.id)).one_or_none() is not None

    def update(self, run_id: str, *, only_in: Iterable[str] = (), **fields: Any) -> bool:
        """Change fields of a run (`message` is a Text); False when it is not there or in none of the states given."""
        message = fields.pop("message", None)
        if message is not None:
            fields |= _message(message)
        change = sa.update(RunRow).where(RunRow.id == run_id).values(fields)
        states = tuple(only_in)
        if states:
            change = change.where(RunRow.state.in_(states))
        return self.session.execute(change.returning(RunRow.id)).one_or_none() is not None


def _message(message: Text) -> dict[str, str]:
    return {"message_zh": message.zh, "message_en": message.en}


def _run(row: RunRow) -> Run:
    return Run(
        id=row.id,
        number=row.number,
        kind=row.kind,
        params=row.params,
        actor=row.actor,
        key=row.key,
        inline=row.inline,
        state=row.state,
        progress=row.progress,
        value=row.value,
        bound=row.bound,
        message=Text(row.message_zh, row.message_en),
        error=row.error,
        result=row.result,
        cancel_asked=row.cancel_asked,
        starts=row.starts,
        holder=row.holder,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
