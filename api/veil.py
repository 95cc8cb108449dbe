"""The way out (出口): no answer names a case that is not for whoever asks, whichever view made it."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from flask import Flask, Response, g, request

from allocator.domain.cases import normal_name
from allocator.domain.hidden import NOTHING, Hidden
from allocator.services.context import Context

CASE_IDS = re.compile(r'"case_id": ?(\d+)')


def watch_the_way_out(app: Flask) -> None:
    """Look at every answer before it leaves; what is sent bit by bit, and workbooks, are made of what was left out before."""
    app.after_request(_veil)


def _veil(answer: Response) -> Response:
    acted: Context | None = g.get("acting")
    hidden = acted.database.hidden if acted else NOTHING
    mimetype = answer.mimetype or ""
    told_as_text = mimetype.startswith("text/")
    if not hidden.ids or answer.is_streamed or not (told_as_text or mimetype.endswith("json")):
        return answer
    text = answer.get_data(as_text=True)
    if told_as_text:
        return _put(answer, text, _untyped(hidden).blacked_out(text))
    if _may_name(text, hidden):
        echoes = request.method != "GET" or answer.status_code >= 400
        told = (_untyped(hidden) if echoes else hidden).told(json.loads(text))
        _put(answer, text, json.dumps(told, ensure_ascii=False, separators=(",", ":")))
    return answer


def _put(answer: Response, before: str, after: str) -> Response:
    if after != before:
        answer.set_data(after)
    return answer


def _may_name(text: str, hidden: Hidden) -> bool:
    """Say whether an answer may speak of a hidden case, so that most are not read again."""
    named = any(name in text for name in (*hidden.numbers, *hidden.errands))
    return named or any(int(found) in hidden.ids for found in CASE_IDS.findall(text))


def _untyped(hidden: Hidden) -> Hidden:
    """Leave out numbers that were sent: blacked out in the echo, they would tell that there is such a case."""
    sent = [normal_name(text) for text in _sent()]
    return replace(
        hidden, numbers=frozenset(one for one in hidden.numbers if not any(normal_name(one) in text for text in sent))
    )


def _sent() -> Iterator[str]:
    yield from request.args.values()
    yield from request.form.values()
    yield request.get_data(as_text=True)
