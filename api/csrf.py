"""Requests that another site made a browser send (跨站请求伪造): refused by where they come from, and by a token of our pages.

The token belongs to a browser and to who is signed in there, not to a session: a page left open goes on being of use when
its user has signed in again meanwhile.
"""

import hashlib
import hmac
from urllib.parse import urlsplit

from flask import g, request

from allocator.domain.words import Text
from api.refusals import Refusal
from api.visitors import browser

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
OWN_SITES = {None, "same-origin", "none"}
FIELD, HEADER = "csrf_token", "X-CSRF-Token"


def csrf_token() -> str:
    """Give the token a form of this page sends along."""
    who = g.access.actor if "access" in g else ""
    return hashlib.sha256(f"fenliu form\n{browser()}\n{who}".encode()).hexdigest()


def is_unsafe() -> bool:
    """Say whether the request may change something."""
    return request.method not in SAFE_METHODS


def check_origin() -> None:
    """Refuse a request that another site made the browser send; raises Refusal 403."""
    if request.headers.get("Sec-Fetch-Site") not in OWN_SITES or not _is_own(request.headers.get("Origin")):
        raise Refusal(
            403,
            "cross-site",
            Text("请求来自其他网站，未予受理。", "The request comes from another site; nothing was done."),
            Text("请在本系统的页面中操作。", "Use this service's own pages."),
        )


def check_token() -> None:
    """Refuse a form that is none of ours, or of somebody else who was signed in here; raises Refusal 403."""
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not hmac.compare_digest(given.encode(), csrf_token().encode()):
        raise Refusal(
            403,
            "form-foreign",
            Text("表单已失效，未予受理。", "This form is no longer valid; nothing was done."),
            Text("请刷新页面后再提交。", "Load the page again, then send it."),
        )


def _is_own(origin: str | None) -> bool:
    if origin is None:
        return True
    parts = urlsplit(origin)
    return parts.netloc == request.host and (parts.scheme == "https" or not request.is_secure)
