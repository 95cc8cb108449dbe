"""Requests that another site made a browser send (跨站请求伪造): refused by where they come from, and by a token of our pages.

What a token proves belongs to a browser and to who is signed in there, not to a session: a page left open goes on being of
use when its user has signed in again meanwhile. It is never sent as it is: each answer carries it under a mask of its own,
used once, so that no two pages have a token in common and the length of a compressed page tells nothing of it.
"""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import urlsplit

from flask import g, request

from allocator.domain.words import Text
from api.refusals import Refusal
from api.visitors import browser

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
OWN_SITES = {None, "same-origin", "none"}
FIELD, HEADER = "csrf_token", "X-CSRF-Token"
BYTES = hashlib.sha256().digest_size
SHAPE = re.compile(r"[A-Za-z0-9_-]{86}==")


def csrf_token() -> str:
    """Give the token a form of this page sends along: the mask of this answer, and what is proven under it."""
    if "form_mask" not in g:
        g.form_mask = secrets.token_bytes(BYTES)
    return urlsafe_b64encode(g.form_mask + _xor(g.form_mask, _proof())).decode()


def proves(token: str) -> bool:
    """Say whether a token, under whichever mask, is of this browser and of who is signed in there."""
    given = _read(token)
    return hmac.compare_digest(_xor(given[:BYTES], given[BYTES:]), _proof())


def _proof() -> bytes:
    """Give what a token proves: a hash that nobody can give who does not know the browser's own cookie."""
    who = g.access.actor if "access" in g else ""
    return hashlib.sha256(f"fenliu form\n{browser()}\n{who}".encode()).digest()


def _read(token: str) -> bytes:
    """Read a token; what has not the shape of one proves nothing."""
    return urlsafe_b64decode(token) if SHAPE.fullmatch(token) else bytes(2 * BYTES)


def _xor(mask: bytes, covered: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(mask, covered, strict=True))


def is_unsafe() -> bool:
    """Say whether the request may change something."""
    return request.method not in SAFE_METHODS


def is_asked_by_us() -> bool:
    """Say whether one of our pages or whoever sits there asks, as far as the browser tells, and no other site."""
    return request.headers.get("Sec-Fetch-Site") in OWN_SITES


def check_origin() -> None:
    """Refuse a request that another site made the browser send; raises Refusal 403."""
    if not is_asked_by_us() or not _is_own(request.headers.get("Origin")):
        raise Refusal(
            403,
            "cross-site",
            Text("请求来自其他网站，未予受理。", "The request comes from another site; nothing was done."),
            Text("请在本系统的页面中操作。", "Use this service's own pages."),
        )


def check_token() -> None:
    """Refuse a form that is none of ours, or of somebody else who was signed in here; raises Refusal 403."""
    if not proves(request.headers.get(HEADER) or request.form.get(FIELD, "")):
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
