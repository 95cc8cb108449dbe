"""The door (入口): what a request must look like, told in full, with the place of every fault, in Chinese and English."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import marshmallow as ma
from flask import Flask, Request, g, request
from webargs.flaskparser import FlaskParser, is_json_request
from werkzeug.datastructures import MultiDict

from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from api.refusals import Refusal
from api.tidy import plain_text, strict_json
from api.wording import bilingual

PLAIN = "text/plain"
FORM = "multipart/form-data"
LONGEST_QUERY = 7000
NO_BODY = Refusal(
    400,
    "body-missing",
    Text("请求没有内容。", "The request has no body."),
    Text("请发送 JSON，至少为 {}。", "Send JSON, if only {}."),
)


SEVERAL = Refusal(
    422,
    "several-files",
    Text("一次只能导入一个文件。", "One file at a time."),
    Text("请逐个上传。", "Send them one after the other."),
)


TOO_LONG = Refusal(
    414,
    "address-too-long",
    Text(f"查询参数超过 {LONGEST_QUERY} 字节。", f"The query is longer than {LONGEST_QUERY} bytes."),
    Text("请缩短地址中问号之后的部分。", "Shorten what follows the question mark of the address."),
)


def guard_length(app: Flask) -> None:
    """Refuse a query that is too long, before anything else is asked of the request."""
    app.before_request(_measure)


def _measure() -> None:
    if len(request.query_string) > LONGEST_QUERY:
        raise TOO_LONG


def place_of_faults() -> str:
    """Give the part of the request that was read last: what the office finds wrong with it later, is wrong there."""
    place: str = g.get("read_last", "path")
    return place


class Door(FlaskParser):
    """Parses a request; anything unknown, in whatever part of it, is a fault."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = dict.fromkeys(
        FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, ma.RAISE
    )

    __location_map__ = {**FlaskParser.__location_map__, "rulebook": "load_rulebook"}  # noqa: RUF012

    def _load_location_data(self, *, schema: ma.Schema, req: Request, location: str) -> Any:
        g.read_last = location
        return super()._load_location_data(schema=schema, req=req, location=location)

    def load_files(self, req: Request, schema: ma.Schema) -> Any:
        """Read a form with a file: whatever else stands in the form is a fault too, and so is a second file."""
        if req.mimetype != FORM:
            raise wrong_type(req, FORM)
        parts = MultiDict[str, Any]([*req.form.items(multi=True), *req.files.items(multi=True)])
        if any(len(values) > 1 for _, values in parts.lists()):
            raise SEVERAL
        return self._makeproxy(parts, schema)

    def load_rulebook(self, req: Request, schema: ma.Schema) -> Any:
        """Read a rulebook as the text it is, or as JSON with that text."""
        if req.mimetype == PLAIN:
            return {"toml": plain_text(req.get_data(cache=True))}
        return self.load_json(req, schema)

    def _raw_load_json(self, req: Request) -> Any:
        data = req.get_data(cache=True)
        if not is_json_request(req):
            raise wrong_type(req, "application/json") if data or req.mimetype else NO_BODY
        return strict_json(data)

    def handle_error(self, error: ma.ValidationError, req: Request, schema: ma.Schema, **_: Any) -> NoReturn:  # noqa: ARG002
        """Turn every fault into a line with its place."""
        raise BadInput(
            Text("请求内容有误。", "The request has faults."),
            Text("请按 errors 逐项更正。", "Correct each place that errors names."),
            code="input-refused",
            faults=list(
                faults(
                    error.normalized_messages()  # type: ignore[no-untyped-call]
                )
            ),
        ) from error


def wrong_type(req: Request, wanted: str) -> Refusal:
    """Make the error for a body of another type than the operation takes."""
    given = json.dumps(req.mimetype or "-", ensure_ascii=False)
    return Refusal(
        415,
        "content-type",
        Text(f"不接受内容类型 {given}。", f"The content type {given} is not taken here."),
        Text(f"请用 Content-Type: {wanted}。", f"Send Content-Type: {wanted}."),
    )


def faults(messages: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """Walk marshmallow's messages: {location: {field: [...]}} becomes one fault for each sentence."""
    for location, found in messages.items():
        for path, sentence in _leaves(found, ()):
            yield {"in": location, "field": ".".join(path) or None, "text": bilingual(sentence).as_dict()}


def _leaves(found: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(found, Mapping):
        for name, inner in found.items():
            step = () if name == "_schema" else (str(name),)
            yield from _leaves(inner, (*path, *step))
    elif isinstance(found, list):
        for inner in found:
            yield from _leaves(inner, path)
    else:
        yield path, str(found)
