"""Which browser a request comes from, and who is signed in there (来访者): two cookies, each 256 random bits, never logged."""

import re
import secrets

from flask import Flask, Response, g, request

from allocator.services.access.permissions import SECRET_BYTES
from allocator.services.access.sessions import Visitor

SESSION, BROWSER = "fenliu_session", "fenliu_browser"
A_YEAR = 365 * 24 * 3600
SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def know_browsers(app: Flask) -> None:
    """Give every browser that was shown a form a secret of its own, by which it is known again."""
    app.after_request(_keep_browser)


def visitor() -> Visitor:
    """Give where the request comes from."""
    return Visitor(request.remote_addr or "", request.user_agent.string, browser())


def browser() -> str:
    """Give the browser's secret; a new one for a browser that has none, to be kept with the answer."""
    if "browser" not in g:
        given = request.cookies.get(_name(BROWSER), "")
        g.browser_is_new = SHAPE.fullmatch(given) is None
        g.browser = secrets.token_urlsafe(SECRET_BYTES) if g.browser_is_new else given
    found: str = g.browser
    return found


def session_cookie() -> str | None:
    """Give the session's cookie, if the request brings one."""
    return request.cookies.get(_name(SESSION))


def begin_session(answer: Response, cookie: str) -> Response:
    """Hand the browser its session with an answer."""
    _set(answer, SESSION, cookie, None)
    return answer


def end_session(answer: Response) -> Response:
    """Take the session back from the browser with an answer."""
    answer.delete_cookie(_name(SESSION), secure=request.is_secure, httponly=True, samesite="Lax")
    return answer


def _keep_browser(answer: Response) -> Response:
    if g.get("browser_is_new"):
        _set(answer, BROWSER, g.browser, A_YEAR)
    return answer


def _set(answer: Response, name: str, value: str, max_age: int | None) -> None:
    answer.set_cookie(
        _name(name), value, max_age=max_age, secure=request.is_secure, httponly=True, samesite="Lax", path="/"
    )


def _name(name: str) -> str:
    """Give the cookie's name: over https one that no other host and no plain page can set."""
    return f"__Host-{name}" if request.is_secure else name
