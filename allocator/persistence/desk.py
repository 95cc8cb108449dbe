"""The desk's own business: draw days, office edits, repeated requests, tokens."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.persistence.tables.desk import DrawDayRow, RequestRow, TokenRow
from allocator.persistence.tables.office import OfficeEditRow


@dataclass(frozen=True, slots=True)
class DrawDay:
    """A day of draws (分案日): its commitment, its secret, and when they were made and shown (UTC)."""

    day: date
    commitment: str
    secret: bytes
    committed_at: datetime
    revealed_at: datetime | None


@dataclass(frozen=True)
class Draws:
    """The draw days of one unit of work."""

    session: Session

    def day(self, day: date) -> DrawDay | None:
        """Give a day, if its secret was committed."""
        row = self.session.get(DrawDayRow, day)
        return _draw_day(row) if row else None

    def all(self) -> tuple[DrawDay, ...]:
        """Give every day, in order."""
        return tuple(_draw_day(row) for row in self.session.scalars(sa.select(DrawDayRow).order_by(DrawDayRow.day)))

    def commit(self, day: date, commitment: str, secret: bytes, at: datetime) -> None:
        """Keep a day's secret with its commitment; a second one for the day is refused by the database."""
        row = DrawDayRow(day=day, commitment=commitment, secret=secret, committed_at=at, revealed_at=None)
        self.session.add(row)
        self.session.flush()

    def reveal(self, day: date, at: datetime) -> None:
        """Note that a day's secret was shown; the first time counts."""
        unseen = sa.update(DrawDayRow).where(DrawDayRow.day == day, DrawDayRow.revealed_at.is_(None))
        self.session.execute(unseen.values(revealed_at=at))

    def unrevealed(self, before: date) -> tuple[DrawDay, ...]:
        """Give the past days whose secret was not shown yet, in order."""
        query = sa.select(DrawDayRow).where(DrawDayRow.day < before, DrawDayRow.revealed_at.is_(None))
        return tuple(_draw_day(row) for row in self.session.scalars(query.order_by(DrawDayRow.day)))


def _draw_day(row: DrawDayRow) -> DrawDay:
    return DrawDay(row.day, row.commitment, row.secret, row.committed_at, row.revealed_at)


@dataclass(frozen=True)
class Edits:
    """What was changed in the office's own data (变更记录): the pool guard looks at the last days."""

    session: Session

    def add(self, day: date, table: str, key: str, officer: str | None, at: datetime) -> None:
        """Note one change: table and key of the row, the officer it concerns, the office's day and the instant."""
        self.session.execute(sa.insert(OfficeEditRow).values(day=day, table=table, key=key, officer=officer, at=at))

    def since(self, day: date) -> tuple[tuple[str, str | None, date], ...]:
        """Give table, officer and day of each change from a day on, in order."""
        row = OfficeEditRow
        found = self.session.execute(
            sa.select(row.table, row.officer, row.day).where(row.day >= day).order_by(row.number)
        )
        return tuple((table, officer, when) for table, officer, when in found)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer a request got: digest of the request, HTTP status and body."""

    digest: str
    status: int
    body: str


@dataclass(frozen=True)
class Keys:
    """Idempotency keys (幂等键): a request sent again with its key gets the answer it got."""

    session: Session

    def get(self, key: str, actor: str = "") -> Answer | None:
        """Give the answer kept under an actor's key."""
        row = self.session.get(RequestRow, (actor, key))
        return Answer(row.request_digest, row.status, row.body) if row else None

    def put(self, key: str, digest: str, status: int, body: str, actor: str = "", at: datetime | None = None) -> None:
        """Keep an answer; the database refuses a second one for the same actor and key."""
        moment = sa.func.now() if at is None else at
        values = {"actor": actor, "key": key, "request_digest": digest, "status": status, "body": body, "at": moment}
        self.session.execute(sa.insert(RequestRow).values(values))

    def forget(self, before: datetime) -> int:
        """Let go of answers older than an instant, and say how many."""
        found = self.session.execute(sa.delete(RequestRow).where(RequestRow.at < before).returning(RequestRow.key))
        return len(found.all())


@dataclass(frozen=True, slots=True)
class Token:
    """A machine's token (访问令牌): the SHA-256 of it, whom it speaks for, the role, and how long it is good (UTC)."""

    hash: str
    actor: str
    role: str
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True)
class Tokens:
    """The tokens of one unit of work."""

    session: Session

    def add(self, hash: str, actor: str, role: str, created_at: datetime, expires_at: datetime | None = None) -> None:  # noqa: A002
        """Keep a token by its SHA-256."""
        row = TokenRow(hash=hash, actor=actor, role=role, created_at=created_at, expires_at=expires_at)
        self.session.add(row)
        self.session.flush()

    def find(self, hash: str) -> Token | None:  # noqa: A002
        """Find a token by its SHA-256; whether it has expired is for the caller's clock to say."""
        row = self.session.get(TokenRow, hash)
        return _token(row) if row else None

    def all(self) -> tuple[Token, ...]:
        """List the tokens, newest first."""
        return tuple(
            _token(row) for row in self.session.scalars(sa.select(TokenRow).order_by(TokenRow.created_at.desc()))
        )

    def remove(self, hash: str) -> bool:  # noqa: A002
        """Take a token back; False when there is none."""
        found = self.session.execute(sa.delete(TokenRow).where(TokenRow.hash == hash).returning(TokenRow.hash))
        return found.one_or_none() is not None


def _token(row: TokenRow) -> Token:
    return Token(row.hash, row.actor, row.role, row.created_at, row.expires_at)
