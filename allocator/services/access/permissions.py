"""Who may do what (访问权限): tokens of callers, their roles, and the permissions each role has."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from allocator.services.context import Context
from allocator.services.transaction import the_office, writing

LADDER = ("clerk", "supervisor", "planner", "admin")
AUDITOR, STAFF = "auditor", "staff"
ROLES = (*LADDER, AUDITOR, STAFF)

# The least role of the ladder that may; every role above it may too.
LEAST_ROLE = {
    "cases:read": "clerk",
    "office:read": "clerk",
    "rulebook:read": "clerk",
    "indicators:read": "clerk",
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
    "signals:read": "supervisor",
    "decisions:read": "supervisor",
    "decisions:replay": "supervisor",
    "facts:approve": "supervisor",
    "flags:approve": "supervisor",
    "lanes:write": "clerk",
    "lanes:settle": "supervisor",
    "assignment:name": "supervisor",
    "closings:write": "clerk",
    "events:write": "clerk",
    "closings:undo": "supervisor",
    "runs:write": "supervisor",
    "runs:publish": "supervisor",
    "campaigns:read": "supervisor",
    "campaigns:write": "supervisor",
    "peers:write": "supervisor",
    "pairs:read": "supervisor",
    "pairs:write": "supervisor",
    "pairs:accept": "supervisor",
    "errands:urgent": "supervisor",
    "calendars:write": "supervisor",
    "field:write": "supervisor",
    "field:publish": "supervisor",
    "rulebook:rehearse": "planner",
    "rulebook:release": "planner",
    "releases:read": "planner",
    "cases:restrict": "supervisor",
    "restricted:read": "admin",
    "log:verify": "admin",
    "account:own": "clerk",
    "own:read": "clerk",
    "draws:reveal": "supervisor",
    "absences:reasons": "supervisor",
    "absences:write": "supervisor",
    "office:write": "admin",
    "users:read": "admin",
    "users:write": "admin",
    "grants:write": "admin",
}
# The auditor stands beside the ladder: sees everything, checks everything, changes nothing.
CHECKING = {"decisions:replay", "log:verify", "certificates:verify", "people:explain"}
# Staff stand beside it too: they see what they carry themselves and why, and nothing of anybody else.
STAFF_MAY = frozenset({"account:own", "own:read"})
AUDITOR_MAY = frozenset(name for name in LEAST_ROLE if name.endswith(":read")) | CHECKING | {"account:own"}

PREFIX = "fenliu_"
SECRET_BYTES = 32
LONGEST_NAME = 100
MOST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Access:
    """Who is asking, and in which role (持有人、角色): by a token, or by a session, which is somebody's own.

    `granted` are permissions given for a time; `officer` is the officer a user is; `session` the number of their session.
    """

    actor: str
    role: str
    officer: str | None = None
    granted: frozenset[str] = frozenset()
    session: int | None = None
    display: str = ""

    def may(self, permission: str) -> bool:
        """Say whether the role has a permission of LEAST_ROLE, or it was granted; one nobody listed is nobody's."""
        return permission in LEAST_ROLE and (permission in may_of(self.role) or permission in self.granted)


def may_of(role: str) -> frozenset[str]:
    """Give every permission a role has; none for a role that is none."""
    if role in LADDER:
        height = LADDER.index(role)
        return frozenset(name for name, least in LEAST_ROLE.items() if LADDER.index(least) <= height)
    return {AUDITOR: AUDITOR_MAY, STAFF: STAFF_MAY}.get(role, frozenset())


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
    check_role(role, "token-role")
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise BadInput(
            Text(f"有效期 {days} 天不成立。", f"A token cannot be valid for {days} days."),
            Text(f"请给出 1 到 {MOST_DAYS} 天，或不限期。", f"Give 1 to {MOST_DAYS} days, or none for no end."),
            code="token-days",
        )


def check_role(role: str, code: str) -> None:
    """Refuse a role there is none; raises BadInput with the code given."""
    if role not in ROLES:
        listed = ", ".join(ROLES)
        raise BadInput(
            Text(f"没有角色“{role}”。", f'There is no role "{role}".'),
            Text(f"可用：{listed}。", f"Use one of: {listed}."),
            code=code,
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
