"""Forms of pages (表单): sent twice they happen once, an old one is told apart, and afterwards the page is asked for anew."""

import hashlib
import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, request

from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from allocator.services.context import Context
from allocator.services.idempotency import Kept, answer_once
from api.pages.said import FORM, Done, lead
from api.surroundings import acting, acting_within
from api.tidy import IMPOSSIBLE

P = ParamSpec("P")
KEY = "key"
NOT_OF_THE_REQUEST = {"csrf_token"}
LONGEST = 4000


def new_key() -> str:
    """Give the key of one form on one page: sent again under it, a request gets the answer it got."""
    return uuid.uuid4().hex


def once(act: Callable[P, str | Done]) -> Callable[P, Response]:
    """Let a form that is sent twice (a double click, the back button) happen once; `act` says where it leads, and what to say there."""

    @wraps(act)
    def sent_once(*args: P.args, **kwargs: P.kwargs) -> Response:
        """Do it within the unit of work that keeps its answer too."""

        def within(context: Context) -> Kept:
            """Do it, and keep where it leads."""
            with acting_within(context):
                return Kept(303, _kept(act(*args, **kwargs)))

        key = field(KEY)
        kept, _ = answer_once(acting(), FORM + key, _digest(), within)
        return lead(kept.body, key)

    return sent_once


def _kept(done: str | Done) -> str:
    return done.kept() if isinstance(done, Done) else done


def tell_once(done: Done) -> Response:
    """Lead to where something that was done by itself leads, and let that page say so once."""
    key = new_key()
    kept, _ = answer_once(acting(), FORM + key, "", lambda _: Kept(303, done.kept()))
    return lead(kept.body, key)


def once_secret(act: Callable[[], str], shown: Callable[[str], Response], again: Done) -> Response:
    """Let a form that makes a secret happen once: `act` gives the secret, which is shown and kept nowhere.

    Sent again, by a page loaded anew or the back button, it makes none and leads to `again`, which says so.
    """
    made: list[str] = []

    def within(context: Context) -> Kept:
        """Make the secret, and keep where the form leads when it comes again."""
        with acting_within(context):
            made.append(act())
        return Kept(303, again.kept())

    key = field(KEY)
    kept, known = answer_once(acting(), FORM + key, _digest(), within)
    return lead(kept.body, key) if known else shown(made[0])


def field(name: str, *, needed: bool = True, longest: int = LONGEST) -> str:
    """Give a field of the form as it was typed, without blanks around it; raises BadInput when it is missing or impossible."""
    text = _keepable(name, request.form.get(name, ""), longest)
    if needed and not text:
        raise _wrong(name, Text("必填。", "It is needed."))
    return text


def column(name: str) -> list[str]:
    """Give a field that stands in several rows, from the first row on, empty where it was left empty; raises BadInput."""
    return [_keepable(name, text) for text in request.form.getlist(name)]


def _keepable(name: str, typed: str, longest: int = LONGEST) -> str:
    text = typed.strip()
    if len(text) > longest or IMPOSSIBLE.search(text):
        raise _wrong(name, Text("内容过长或含不可保存的字符。", "It is too long, or holds what nothing can keep."))
    return text


def number(name: str) -> int:
    """Give a whole number of the form; raises BadInput."""
    text = field(name)
    if not text.isdecimal() or len(text) > 15:
        raise _wrong(name, Text("须为整数。", "It has to be a whole number."))
    return int(text)


def _wrong(name: str, text: Text) -> BadInput:
    return BadInput(
        Text("表单内容有误。", "The form has a fault."),
        Text("请刷新页面后重新填写。", "Load the page again and fill it in anew."),
        code="form-refused",
        faults=[{"field": name, "text": text.as_dict()}],
    )


def _digest() -> str:
    sent = sorted((name, value) for name, value in request.form.items(multi=True) if name not in NOT_OF_THE_REQUEST)
    return hashlib.sha256(json.dumps([request.path, sent]).encode()).hexdigest()
