"""What every answer carries (响应头): a request id, strict security headers, and a line in the log."""

import re
import time
import uuid

from flask import Flask, Response, g, request

from api import logs

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    # Other sites learn nothing. With "no-referrer" a browser would call our own forms' origin "null", and they were refused.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def watch(app: Flask) -> None:
    """Give every request an id and every answer its headers and its line in the log."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    g.began = time.perf_counter()


def _end(answer: Response) -> Response:
    answer.headers["X-Request-ID"] = g.request_id
    for name, value in SECURITY.items():
        answer.headers.setdefault(name, value)
    if request.endpoint not in ("pages.asset", "pages.docs", "pages.openapi"):
        answer.headers.setdefault("Cache-Control", "no-store" if answer.status_code >= 400 else "private, no-cache")
    logs.answered(answer.status_code, time.perf_counter() - g.began)
    return answer
