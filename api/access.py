"""Letting callers in (准入): deny by default; every operation names the permission it needs."""

import re
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from flask import Flask, current_app, g, request

from allocator.domain.words import Text
from allocator.services.access.permissions import LEAST_ROLE, ROLES, Access, holder, may_of
from allocator.services.access.sessions import who_is
from api import csrf
from api.errors import is_for_people
from api.refusals import Refusal
from api.roles import PERMISSION_NAMES, ROLE_NAMES
from api.surroundings import asking, surroundings
from api.visitors import know_browsers, session_cookie

View = TypeVar("View", bound=Callable[..., Any])
OPEN = {"pages.livez", "pages.readyz", "pages.openapi", "pages.docs", "pages.asset", "pages.calendar"}
OPEN |= {"sign_in.ask", "sign_in.send", "sign_in.look", "sign_in.use", "provider.index", "provider.back"}
BEARER = re.compile(r"Bearer +([A-Za-z0-9_\-.~+/]+=*)", re.IGNORECASE)
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="fenliu"'}
INVALID = {"WWW-Authenticate": 'Bearer realm="fenliu", error="invalid_token"'}
GET_ONE = Text("令牌由管理员用 fenliu token 发放。", "An administrator makes tokens with `fenliu token`.")


def needs(permission: str) -> Callable[[View], View]:
    """Mark an operation with the permission it needs; raises KeyError at start for one that no role has."""
    LEAST_ROLE[permission]

    def mark(view: View) -> View:
        view.__dict__["needs"] = permission
        return view

    return mark


def permission_of(view: Callable[..., Any]) -> str | None:
    """Give the permission an operation needs; None when it names none and therefore lets nobody in."""
    found: str | None = getattr(view, "needs", None)
    return found


def who_may(permission: str) -> tuple[str, ...]:
    """List the roles that have a permission."""
    return tuple(role for role in ROLES if permission in may_of(role))


def guard(app: Flask) -> None:
    """Ask every request for a token or a session, but for the few open pages and for addresses that do not exist."""
    app.extensions["fenliu.session_lost"] = _session_missing
    know_browsers(app)
    app.before_request(_let_in)


def _let_in() -> Any:
    if request.endpoint is None:
        return None
    if request.endpoint in OPEN:
        return _let_in_anybody()
    found = _by_token() if "Authorization" in request.headers else _by_session()
    if found is None:
        return _nobody()
    g.access = found
    permission = permission_of(current_app.view_functions[request.endpoint])
    if permission is None or not found.may(permission):
        _turn_away(found, permission)
    return None


def _let_in_anybody() -> None:
    """Let anybody see an open page, and take only our own forms there."""
    if csrf.is_unsafe():
        csrf.check_origin()
        csrf.check_token()


def _by_token() -> Access:
    given = BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    if given is None:
        raise _token_missing()
    found = holder(surroundings().context, given.group(1))
    if found is None:
        raise Refusal(
            401, "token-invalid", Text("令牌无效或已过期。", "The token is unknown or has expired."), GET_ONE, INVALID
        )
    return found


def _by_session() -> Access | None:
    """Give who is signed in; a request that changes something must come from one of our pages."""
    if not session_cookie() and not is_for_people():
        raise _token_missing()
    if csrf.is_unsafe():
        csrf.check_origin()
    found = _of_session()
    if found is not None and csrf.is_unsafe():
        g.access = found
        csrf.check_token()
    return found


def _of_session() -> Access | None:
    here = surroundings()
    return who_is(here.context, session_cookie() or "", here.rules.sessions)


def _nobody() -> Any:
    """Answer who is not signed in, or no longer: a person by the page to sign in on, a program by a refusal."""
    if is_for_people():
        return current_app.extensions["fenliu.session_lost"]()
    return _session_missing()


def _session_missing() -> NoReturn:
    raise Refusal(
        401,
        "session-over",
        Text("尚未登录，或登录已失效。", "You are not signed in, or no longer."),
        Text("请重新登录。", "Sign in again."),
        CHALLENGE,
    )


def _token_missing() -> Refusal:
    return Refusal(401, "token-missing", Text("请求未带令牌。", "The request carries no token."), GET_ONE, CHALLENGE)


def check(permission: str) -> None:
    """Refuse what the caller's role may not do within an operation it may use; raises Refusal 403."""
    if not asking().may(permission):
        _turn_away(asking(), permission)


def check_own(actor: str) -> None:
    """Refuse to stop what somebody else started, unless the role may start runs itself; raises Refusal 403."""
    if not may_stop(actor):
        check("runs:write")


def may_stop(actor: str) -> bool:
    """Say whether whoever asks may stop what somebody started: their own, or any with the right to start runs."""
    return actor == asking().actor or asking().may("runs:write")


def _turn_away(access: Access, permission: str | None) -> NoReturn:
    names = [ROLE_NAMES[role] for role in who_may(permission)] if permission else [Text("-", "-")]
    role = ROLE_NAMES[access.role]
    what = PERMISSION_NAMES[permission] if permission else Text("-", "-")
    raise Refusal(
        403,
        "not-permitted",
        Text(
            f"{role.zh}无权{what.zh}（{permission}）。",
            f"A user of the role {role.en} may not {what.en} ({permission}).",
        ),
        Text(
            f"可由以下角色办理：{'、'.join(name.zh for name in names)}。",
            f"Ask somebody who may: {', '.join(name.en for name in names)}.",
        ),
    )
