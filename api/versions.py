"""Versions over HTTP (版本): the ETag that names one, the If-Match that asks for it, and 304."""

import re
from typing import Any

from flask import Response, request

from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from api.refusals import Refusal

NEVER_CURRENT = 0
TAG = re.compile(r"[1-9][0-9]{0,15}")


def etag(version: int) -> dict[str, str]:
    """Give the header that names a version."""
    return {"ETag": f'"{version}"'}


def expected_version() -> int | None:
    """Read the version a change was decided on; None for `*`. Raises Refusal 428 without one.

    A tag of ours is a number; any other one, or a weak one, is no version there ever was, which the office will say.
    """
    if "If-Match" not in request.headers:
        raise Refusal(
            428,
            "version-needed",
            Text("更改案件须注明所依据的版本。", "A change names the version it was decided on."),
            Text(
                '请带 If-Match 头，值为该案件的 ETag，例如 "3"。', 'Send the case\'s ETag in If-Match, for example "3".'
            ),
        )
    tags = request.if_match
    if tags.star_tag:
        return None
    named = [tag or "" for tag in tags.as_set()]
    if len(named) > 1:
        raise BadInput(
            Text("If-Match 只能给出一个版本。", "If-Match may name one version only."),
            Text("请只给出所依据的 ETag。", "Give the one ETag the decision rests on."),
            code="versions-several",
        )
    return int(named[0]) if named and TAG.fullmatch(named[0]) else NEVER_CURRENT


def unless_held(version: int, document: Any) -> Any:
    """Give the document with its ETag, or 304 when the caller holds that version already."""
    if request.if_none_match.contains_weak(str(version)):
        return Response(status=304, headers=etag(version))
    return document, 200, etag(version)


def bytes_unless_held(data: bytes, kind: str) -> Response:
    """Give a file of a media type under the ETag that names its bytes, or 304 when the caller holds them already."""
    answer = Response(data, mimetype=kind)
    answer.add_etag()
    answer.make_conditional(request)
    return answer
