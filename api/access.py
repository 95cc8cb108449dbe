"""Letting callers in (准入): deny by default; every operation names the permission it needs."""

import re
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from flask import Flask, current_app, g, request

from allocator.domain.words import Text
from allocator.services.access import LEAST_ROLE, ROLES, Access, holder, may_of
from api.refusals import Refusal
from api.surroundings import asking, surroundings

View = TypeVar("View", bound=Callable[..., Any])
OPEN = {"pages.livez", "pages.readyz", "pages.openapi", "pages.docs", "pages.asset", "pages.calendar"}
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
    """Ask every request for a token, but for the few open pages and for addresses that do not exist."""
    app.before_request(_let_in)


def _let_in() -> None:
    if request.endpoint is None or request.endpoint in OPEN:
        return
    g.access = _present_token()
    permission = permission_of(current_app.view_functions[request.endpoint])
    if permission is None or not g.access.may(permission):
        _turn_away(g.access, permission)


def _present_token() -> Access:
    given = BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    if given is None:
        raise Refusal(401, "token-missing", Text("请求未带令牌。", "The request carries no token."), GET_ONE, CHALLENGE)
    found = holder(surroundings().context, given.group(1))
    if found is None:
        raise Refusal(
            401, "token-invalid", Text("令牌无效或已过期。", "The token is unknown or has expired."), GET_ONE, INVALID
        )
    return found


def check(permission: str) -> None:
    """Refuse what the caller's role may not do within an operation it may use; raises Refusal 403."""
    if not asking().may(permission):
        _turn_away(asking(), permission)


def _turn_away(access: Access, permission: str | None) -> NoReturn:
    roles = ", ".join(who_may(permission)) if permission else "-"
    raise Refusal(
        403,
        "not-permitted",
        Text(
            f"角色 {access.role} 无权进行此操作（{permission}）。",
            f"The role {access.role} may not do this ({permission}).",
        ),
        Text(f"可由以下角色办理：{roles}。", f"Ask somebody who may: {roles}."),
    )
