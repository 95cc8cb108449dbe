"""What was just done (办理结果): kept with the answer of its form, shown once to who sent it, and never read from an address.

The browser carries the key of the form in a cookie until it is at the page the form leads to; what it did stands in the database, beside
the change itself and under the name of who made it. A link somebody else wrote therefore shows no success.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Response, g, request

from allocator.domain.words import Text
from allocator.services.idempotency import kept_under
from api.surroundings import acting

COOKIE = "fenliu_said"
WITHIN = 300
"""Seconds within which the page a form leads to is asked for; later nobody remembers what was clicked."""
FORM = "form-"


@dataclass(frozen=True, slots=True)
class Done:
    """Where a form leads once it has happened, and what that page says of it once: a sentence, or an entry of the log."""

    where: str
    text: Text | None = None
    entry: int | None = None

    def kept(self) -> str:
        """Write it as the answer of the form: the address, and below it what is to be said there."""
        told = {"text": self.text.as_dict() if self.text else None, "entry": self.entry}
        return f"{self.where}\n{json.dumps(told)}"


def lead(body: str, key: str) -> Response:
    """Lead the browser to where a form that happened leads, and let that page say what was done."""
    where, _, told = body.partition("\n")
    answer = Response(status=303, headers={"Location": where})
    if told:
        answer.set_cookie(COOKIE, key, max_age=WITHIN, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def just_said() -> dict[str, Any]:
    """Give what the form that led to this page did, this once; nothing where no form of whoever asks did."""
    if "said" not in g:
        g.said = _read() if request.method == "GET" and COOKIE in request.cookies and "access" in g else {}
    found: dict[str, Any] = g.said
    return found


def _read() -> dict[str, Any]:
    kept = kept_under(acting(), FORM + request.cookies[COOKIE])
    where, _, told = kept.body.partition("\n") if kept else ("", "", "")
    found: dict[str, Any] = json.loads(told) if told and unquote(urlsplit(where).path) == request.path else {}
    return found


def forget(answer: Response) -> Response:
    """Let the browser forget what was said, so that the page loaded again does not say it again."""
    if g.get("said"):
        answer.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer
