"""What went wrong, said to a person (错误页): the same text, remedy and places as the problem document has."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, g, request

from api.pages.shell import Entry, entries, show


def show_to_people(app: Flask) -> None:
    """Let the one translator of errors answer browsers with a page."""
    app.extensions["fenliu.problem_page"] = problem_page


def _near() -> tuple[str, Entry, bool] | None:
    """Give the entry of the top bar to whose pages the address belongs, of those that whoever asks may use."""
    within = (one for one in entries() if request.path.startswith(f"{one[0]}/"))
    return max(within, key=lambda one: len(one[0]), default=None)


def problem_page(document: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
    """Make the page of a problem document, which is in the language of the page already."""
    answer = show("problem.html", document["status"], problem=document, request_id=g.get("request_id"), near=_near())
    answer.headers.update(headers)
    return answer
