"""A noun of the API (资源): a blueprint whose operations say what they need, and are documented from that."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Response, request
from flask_smorest import Blueprint

from allocator.domain.words import Text
from allocator.services.context import Context
from allocator.services.idempotency import Kept, answer_once
from api import access
from api.described import IF_NONE_MATCH
from api.door import Door
from api.refusals import Refusal
from api.spec import PREFIX
from api.surroundings import acting, acting_within

View = TypeVar("View", bound=Callable[..., Any])
KEPT_HEADERS = ("Location", "ETag")
LONGEST_KEY = 200
ONCE_HEADER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Chosen by the caller for this one request; sent again with it, the request gets the answer it got.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": 'The ETag the decision rests on, such as `"3"`; `*` for whatever is current.',
    "schema": {"type": "string"},
}
ETAG = {"ETag": {"description": "The version, for If-Match.", "schema": {"type": "string"}, "required": True}}
LOCATION = {"Location": {"description": "Where it is found.", "schema": {"type": "string"}, "required": True}}
BODY_STATUS = (400, 413, 415)


class Noun(Blueprint):  # type: ignore[misc]
    """A blueprint with access, versions and repeated requests on top of flask-smorest's arguments and responses."""

    ARGUMENTS_PARSER = Door()
    DEFAULT_LOCATION_CONTENT_TYPE_MAPPING = {  # noqa: RUF012
        **Blueprint.DEFAULT_LOCATION_CONTENT_TYPE_MAPPING,
        "rulebook": "application/json",
    }

    def __init__(self, name: str, description: str) -> None:
        super().__init__(name, f"api.resources.{name}", url_prefix=f"{PREFIX}/{name}", description=description)
        self._prepare_doc_cbks.append(_describe)

    def needs(self, permission: str) -> Callable[[View], View]:
        """Name the permission an operation needs."""

        def mark(view: View) -> View:
            """Note the permission with a view, and ask for it."""
            _note(view)["needs"] = permission
            return access.needs(permission)(view)

        return mark

    def versioned(self, view: View) -> View:
        """Mark an operation that needs If-Match."""
        _note(view)["versioned"] = True
        return view

    def cached(self, view: View) -> View:
        """Mark an operation that answers 304 to a current If-None-Match."""
        _note(view)["cached"] = True
        return view

    def once(self, view: View) -> View:
        """Answer a repeated request (Idempotency-Key) as it was answered; stands above `response`."""

        @wraps(view)
        def answered_once(*args: Any, **kwargs: Any) -> Response:
            """Answer as the view does; under a key that was used before, as it did then."""
            key = key_of_request()
            if key is None:
                answer: Response = view(*args, **kwargs)
                return answer

            def answer_within(context: Context) -> Kept:
                """Let the view answer within the unit of work that keeps its answer too."""
                with acting_within(context):
                    return _packed(view(*args, **kwargs))

            kept, again = answer_once(acting(), key, _request_digest(), answer_within)
            return _unpacked(kept, again=again)

        _note(answered_once)["once"] = True
        return answered_once  # type: ignore[return-value]

    def keyed(self, view: View) -> View:
        """Mark an operation that takes an Idempotency-Key and sees to it itself."""
        _note(view)["once"] = True
        return view

    def _store_endpoint_docs(self, endpoint: str, obj: Any, parameters: Any, tags: Any, **options: Any) -> None:
        super()._store_endpoint_docs(endpoint, obj, parameters, tags, **options)
        for method, doc in self._docs[endpoint].items():
            if method != "parameters":
                doc.setdefault("manual_doc", {})["operationId"] = f"{self.name}_{endpoint}"


def _note(view: Callable[..., Any]) -> dict[str, Any]:
    """Give the notes flask-smorest keeps with a view until the description is written."""
    apidoc: dict[str, Any] = view.__dict__.setdefault("_apidoc", {})
    notes: dict[str, Any] = apidoc.setdefault("fenliu", {})
    return notes


def _describe(doc: dict[str, Any], info: dict[str, Any], *, method: str, **_: Any) -> dict[str, Any]:
    """Document headers and errors from what an operation says of itself."""
    notes = info.get("fenliu", {})
    headers = [("once", ONCE_HEADER), ("versioned", IF_MATCH), ("cached", IF_NONE_MATCH)]
    added = [dict(header) for name, header in headers if name in notes]
    if added:
        doc["parameters"] = [*doc.get("parameters", []), *added]
    for status in _errors(notes, doc, method):
        doc.setdefault("responses", {}).setdefault(status, HTTPStatus(status).name)
    permission = notes.get("needs")
    if permission:
        info["docstring"]["description"] = _with_roles(info["docstring"].get("description", ""), permission)
        doc["x-permission"] = permission
    return doc


def _with_roles(description: str, permission: str) -> str:
    return f"{description}\n\nNeeds `{permission}`: {', '.join(access.who_may(permission))}.".strip()


def _errors(notes: dict[str, Any], doc: dict[str, Any], method: str) -> tuple[int, ...]:
    found = [401, 403, 404, 503] if "needs" in notes else []
    found += BODY_STATUS if "requestBody" in doc else ()
    found += (422,) if "requestBody" in doc or "once" in notes else ()
    found += (412, 428) if "versioned" in notes else ()
    found += (304,) if "cached" in notes else ()
    return (*found, 409) if method in ("post", "put", "patch", "delete") else tuple(found)


def key_of_request() -> str | None:
    """Give the Idempotency-Key of the request, None without one; raises Refusal for one that cannot be used."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable() and " " not in key):
        raise Refusal(
            422,
            "key-unusable",
            Text("Idempotency-Key 不可用。", "The Idempotency-Key cannot be used."),
            Text(
                f"请用 1 到 {LONGEST_KEY} 个无空格的 ASCII 字符。",
                f"Use 1 to {LONGEST_KEY} ASCII characters without spaces.",
            ),
        )
    return key


def _request_digest() -> str:
    """Name a request by method, address and content; the boundary of a form is no part of it."""
    parts = [request.method, request.full_path]
    if request.files:
        for field, file in sorted(request.files.items(multi=True)):
            parts += [field, file.filename or "", hashlib.sha256(file.stream.read()).hexdigest()]
            file.stream.seek(0)
        parts += [f"{name}={value}" for name, value in sorted(request.form.items(multi=True))]
    elif request.is_json:
        parts.append(json.dumps(request.get_json(cache=False), sort_keys=True))
    else:
        parts.append(hashlib.sha256(request.get_data()).hexdigest())
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _packed(answer: Response) -> Kept:
    headers = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
    document = {"headers": headers, "type": answer.mimetype, "body": answer.get_data(as_text=True)}
    return Kept(answer.status_code, json.dumps(document, ensure_ascii=False))


def _unpacked(kept: Kept, *, again: bool) -> Response:
    document = json.loads(kept.body)
    answer = Response(document["body"], kept.status, document["headers"], document["type"])
    if again:
        answer.headers["Idempotency-Replayed"] = "true"
    return answer
