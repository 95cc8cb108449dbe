"""Errors as problem documents (RFC 9457): the only translator of the office's errors into HTTP."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from allocator.domain.canonical import plain
from allocator.domain.errors import (
    AllocatorError,
    BadInput,
    Conflict,
    NotAllowed,
    NotFound,
    Stale,
    TooOften,
    Unavailable,
)
from allocator.domain.words import Text, spoken
from api.door import place_of_faults
from api.language import asked_language, page_language
from api.refusals import Refusal, remedy, title

PROBLEM_JSON = "application/problem+json"
STATUS: Mapping[type[AllocatorError], int] = {
    BadInput: 422,
    NotFound: 404,
    NotAllowed: 409,
    Conflict: 409,
    Stale: 412,
    TooOften: 429,
    Unavailable: 503,
}
RETRY_SECONDS = "5"
KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")
TOO_DEEP = Text("内容嵌套过深。", "The content is nested too deep.")


def register_errors(app: Flask) -> None:
    """Answer every error of the office, of HTTP and of access with a problem document."""
    app.register_error_handler(AllocatorError, from_office)
    app.register_error_handler(Refusal, from_refusal)
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(RecursionError, from_depth)


def status_of(error: AllocatorError) -> int:
    """Give the HTTP status of an error by its place in the tree."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def from_office(error: AllocatorError) -> Response:
    """Translate an error of the office."""
    status = status_of(error)
    headers = {503: {"Retry-After": RETRY_SECONDS}, 429: {"Retry-After": str(error.facts.get("seconds"))}}.get(
        status, {}
    )
    faults = [{"in": place_of_faults(), **fault} for fault in error.faults]
    return problem(status, error.code, error.text, error.remedy, headers, error.facts, faults)


def from_refusal(error: Refusal) -> Response:
    """Translate a request turned away at the door."""
    return problem(error.status, error.code, error.text, error.remedy, error.headers)


def from_http(error: HTTPException) -> Response:
    """Translate what Flask and Werkzeug raise; an unforeseen failure comes here as 500 and says nothing of itself."""
    status = error.code or 500
    headers = {name: value for name, value in error.get_headers() if name in KEPT_HEADERS}
    code = "internal" if status == 500 else f"http-{status}"
    return problem(status, code, title(status) + Text("。", ""), remedy(status), headers)


def from_depth(_error: RecursionError) -> Response:
    """Translate content nested deeper than it can be read."""
    return problem(422, "nested-too-deep", TOO_DEEP, Text("请简化内容。", "Make it simpler."))


def problem(
    status: int,
    code: str,
    text: Text,
    advice: Text,
    headers: Mapping[str, str] | None = None,
    facts: Mapping[str, object] | None = None,
    faults: Iterable[Mapping[str, object]] = (),
) -> Response:
    """Make a problem document in the language asked for; single faults come in both languages.

    Who reads it decides on its form: a person with a browser gets a page, a program problem+json.
    """
    for_people = is_for_people()
    language = page_language() if for_people else asked_language()
    document = {
        "type": f"/problems/{code}",
        "title": spoken(title(status), language),
        "status": status,
        "detail": spoken(text, language),
        "instance": quote(request.path),
        "remedy": spoken(advice, language),
        "facts": plain(facts or {}),
        "errors": plain(list(faults)),
    }
    if for_people:
        page: Response = current_app.extensions["fenliu.problem_page"](document, headers or {})
        return page
    answer = Response(readable(document), status, headers, PROBLEM_JSON)
    answer.headers["Content-Language"] = language
    answer.headers["Vary"] = "Accept-Language"
    return answer


def is_for_people() -> bool:
    """Say whether a browser asks for a page: outside the API, and with HTML before JSON in what it accepts."""
    if request.path.startswith("/api/"):
        return False
    accepted = request.accept_mimetypes
    return accepted["text/html"] > accepted["application/json"] or "HX-Request" in request.headers


def readable(document: Any) -> bytes:
    """Write JSON as UTF-8 with Chinese unescaped; half a surrogate pair, which no UTF-8 can hold, becomes a question mark."""
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
