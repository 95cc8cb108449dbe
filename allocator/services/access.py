"""Who may do what (访问权限): tokens of callers, their roles, and the permissions each role has."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from allocator.services.context import Context, the_office, writing

LADDER = ("clerk", "supervisor", "planner", "admin")
AUDITOR = "auditor"
ROLES = (*LADDER, AUDITOR)

# The least role of the ladder that may; every role above it may too.
LEAST_ROLE = {
    "cases:read": "clerk",
    "office:read": "clerk",
    "rulebook:read": "clerk",
    "runs:read": "clerk",
    "draws:read": "clerk",
    "filings:write": "clerk",
    "imports:write": "clerk",
    "facts:write": "clerk",
    "assignment:draw": "clerk",
    "errands:read": "clerk",
    "errands:write": "clerk",
    "field:read": "clerk",
    "trips:run": "clerk",
    "certificates:read": "supervisor",
    "certificates:verify": "supervisor",
    "people:explain": "supervisor",
    "decisions:read": "supervisor",
    "decisions:replay": "supervisor",
    "facts:approve": "supervisor",
    "assignment:name": "supervisor",
    "closings:write": "clerk",
    "closings:undo": "supervisor",
    "runs:write": "supervisor",
    "runs:publish": "supervisor",
    "pairs:read": "supervisor",
    "pairs:write": "supervisor",
    "pairs:accept": "supervisor",
    "errands:urgent": "supervisor",
    "calendars:write": "supervisor",
    "field:write": "supervisor",
    "field:publish": "supervisor",
    "rulebook:rehearse": "planner",
    "rulebook:release": "planner",
    "log:verify": "admin",
}
# The auditor stands beside the ladder: sees everything, checks everything, changes nothing.
CHECKING = {"decisions:replay", "log:verify", "certificates:verify", "people:explain"}
AUDITOR_MAY = frozenset(name for name in LEAST_ROLE if name.endswith(":read")) | CHECKING

PREFIX = "fenliu_"
SECRET_BYTES = 32
LONGEST_NAME = 100
MOST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Access:
    """Who a token speaks for, and in which role (持有人、角色)."""

    actor: str
    role: str

    def may(self, permission: str) -> bool:
        """Say whether the role has a permission of LEAST_ROLE; one nobody listed is nobody's."""
        if self.role == AUDITOR:
            return permission in AUDITOR_MAY
        least = LEAST_ROLE.get(permission)
        return least is not None and self.role in LADDER and LADDER.index(self.role) >= LADDER.index(least)


def create_token(context: Context, name: str, role: str, days: int | None = None) -> str:
    """Make a token for somebody, valid for some days or without end; only its SHA-256 is kept, so it is shown once.

    Raises BadInput for an empty name, an unknown role or an impossible time, NotFound in a database without an office,
    which nobody serves. Who got which role is an entry of the log.
    """
    _check(name, role, days)
    token = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    with writing(context) as (uow, here):
        the_office(uow)
        now = here.now()
        expires = now + timedelta(days=days) if days else None
        uow.tokens.add(hashed(token), name.strip(), role, now, expires)
        body = {"name": name.strip(), "role": role, "expires_at": expires}
        uow.log.append(now, context.actor, "token", None, body)
        uow.commit()
    return token


def _check(name: str, role: str, days: int | None) -> None:
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadInput(
            Text("令牌须有持有人姓名。", "A token needs the name of its holder."),
            Text(f"请写 1 到 {LONGEST_NAME} 个字符。", f"Give 1 to {LONGEST_NAME} printable characters."),
            code="token-name",
        )
    if role not in ROLES:
        listed = ", ".join(ROLES)
        raise BadInput(
            Text(f"没有角色“{role}”。", f'There is no role "{role}".'),
            Text(f"可用：{listed}。", f"Use one of: {listed}."),
            code="token-role",
        )
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise BadInput(
            Text(f"有效期 {days} 天不成立。", f"A token cannot be valid for {days} days."),
            Text(f"请给出 1 到 {MOST_DAYS} 天，或不限期。", f"Give 1 to {MOST_DAYS} days, or none for no end."),
            code="token-days",
        )


def holder(context: Context, token: str) -> Access | None:
    """Give who a token speaks for; None when it is unknown or has expired."""
    with context.database.reading() as uow:
        found = uow.tokens.find(hashed(token))
    if found is None or (found.expires_at is not None and found.expires_at <= context.now()):
        return None
    return Access(found.actor, found.role)


def hashed(token: str) -> str:
    """Give the form in which a token is kept: its SHA-256 (its 256 random bits need no salt)."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
