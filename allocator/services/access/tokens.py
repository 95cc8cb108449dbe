"""Tokens that were made (令牌管理): who has one, and taking one back; a token itself is never shown again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allocator.domain.canonical import plain
from allocator.domain.errors import NotFound
from allocator.domain.words import Text
from allocator.persistence.desk import Token
from allocator.persistence.log import Entry
from allocator.services.context import Context
from allocator.services.transaction import writing

WITHDRAWN = "token_withdrawal"


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """What is known of a token: its holder and role, when it was made, ends and was taken back (UTC)."""

    name: str
    role: str
    created_at: datetime
    expires_at: datetime | None
    withdrawn_at: datetime | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give the record as one JSON-ready document."""
        return {field: plain(getattr(self, field)) for field in self.__slots__}


def list_tokens(context: Context) -> tuple[TokenRecord, ...]:
    """List the tokens, newest first: the kept ones, and those taken back, which only the log remembers."""
    with context.database.reading() as uow:
        kept = [_record(token) for token in uow.tokens.all()]
        gone = [_from_log(entry) for entry in uow.log.walk(kind=WITHDRAWN)]
    return tuple(sorted([*kept, *gone], key=lambda record: record.created_at, reverse=True))


def withdraw_tokens(context: Context, name: str) -> tuple[TokenRecord, ...]:
    """Take back every token of a holder, at once; each is an entry of the log. Raises NotFound when there is none."""
    with writing(context) as (uow, here):
        now = here.now()
        found = [token for token in uow.tokens.all() if token.actor == name.strip()]
        if not found:
            raise _nobodys(name)
        records = [_record(token, now) for token in found]
        for token, record in zip(found, records, strict=True):
            uow.tokens.remove(token.hash)
            uow.log.append(now, context.actor, WITHDRAWN, None, record.as_dict())
        uow.commit()
    return tuple(records)


def _record(token: Token, withdrawn_at: datetime | None = None) -> TokenRecord:
    return TokenRecord(token.actor, token.role, token.created_at, token.expires_at, withdrawn_at)


def _from_log(entry: Entry) -> TokenRecord:
    body, read = entry.body, datetime.fromisoformat
    expires_at = read(body["expires_at"]) if body["expires_at"] else None
    return TokenRecord(body["name"], body["role"], read(body["created_at"]), expires_at, read(body["withdrawn_at"]))


def _nobodys(name: str) -> NotFound:
    return NotFound(
        Text(f"“{name}”没有令牌。", f'"{name}" has no token.'),
        Text("列表见 fenliu token --list。", "`fenliu token --list` lists them."),
        code="token-unknown",
        facts={"name": name},
    )
