"""What is described by hand (补充说明): headers of answers, and the open pages, which no resource describes."""

from collections.abc import Iterator, Mapping
from typing import Any

TEXT = {"type": "string"}
REQUEST_ID = {
    "X-Request-ID": {
        "description": "The request's id: the one sent in X-Request-ID, or a new one. The log of the service has it.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$"},
        "required": True,
    }
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "An ETag already held; 304 when it is still the current one.",
    "schema": {"type": "string"},
}
REPLAYED = {
    "Idempotency-Replayed": {
        "description": "There when this is the answer kept under the Idempotency-Key.",
        "schema": {"type": "string", "enum": ["true"]},
    }
}
BY_STATUS: Mapping[int, dict[str, Any]] = {
    304: {"ETag": {"description": "The version, still the current one.", "schema": TEXT, "required": True}},
    401: {"WWW-Authenticate": {"description": "How to present a token.", "schema": TEXT, "required": True}},
    503: {
        "Retry-After": {"description": "Seconds until it may go well.", "schema": {"type": "integer"}, "required": True}
    },
}
WRONG = {"default": "DEFAULT_ERROR"}


def headers_of(status: int) -> dict[str, Any]:
    """Give the headers of a described answer that every operation shares."""
    return {**BY_STATUS.get(status, {}), **REQUEST_ID}


def describe_open_pages(document: dict[str, Any], prefix: str) -> None:
    """Describe the pages that ask for no token."""
    name, offer = "service", "服务 Is it alive, is it ready, what does it offer; no token is needed."
    document.setdefault("tags", []).append({"name": name, "description": offer})
    ready = _object("The database can be read and has the present form", ready=True, office=None)
    itself = {"description": "OpenAPI 3.1", "content": {"application/json": {"schema": {"type": "object"}}}}
    document["paths"] |= {
        "/livez": _open("livez", "Say that the process is alive.", _object("It is alive", alive=True)),
        "/readyz": _open("readyz", "Say whether requests can be served.", ready, {"503": "SERVICE_UNAVAILABLE"}),
        f"{prefix}/openapi.json": _open("openapi", "Give this description.", itself),
        f"{prefix}/calendars/{{secret}}.ics": _calendar(),
    }


def _calendar() -> dict[str, Any]:
    """Describe the calendar behind a secret address."""
    tag = {"ETag": {"description": "Names these bytes, for If-None-Match.", "schema": TEXT, "required": True}}
    feed = {"description": "iCalendar (RFC 5545)", "headers": tag, "content": {"text/calendar": {"schema": TEXT}}}
    errors = {"304": "NOT_MODIFIED", "404": "NOT_FOUND"}
    place = {"in": "path", "name": "secret", "required": True, "schema": {"type": "string", "minLength": 1}}
    path = _open("calendar", "Read somebody's calendar of trips, by its secret address.", feed, errors)
    path["get"]["parameters"] = [IF_NONE_MATCH]
    return {"parameters": [place], **path}


def _object(description: str, **properties: bool | None) -> dict[str, Any]:
    """Describe an answer of truth values, one that is always the same by its value."""
    shapes = {name: {"type": "boolean", **({"const": value} if value else {})} for name, value in properties.items()}
    schema = {"type": "object", "properties": shapes, "required": list(shapes), "additionalProperties": False}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _open(name: str, summary: str, answer: dict[str, Any], errors: Mapping[str, str] | None = None) -> dict[str, Any]:
    listed = {**(errors or {}), **WRONG}
    refused = {status: {"$ref": f"#/components/responses/{error}"} for status, error in listed.items()}
    about = {"summary": summary, "operationId": f"service_{name}", "tags": ["service"], "security": []}
    return {"get": {**about, "responses": {"200": answer, **refused}}}


def add_headers(document: Mapping[str, Any]) -> None:
    """Put the headers every answer has into those that are described in place, and the one of a repeated request."""
    for operation in _operations(document):
        once = any(item.get("name") == "Idempotency-Key" for item in operation.get("parameters", ()))
        for status, answer in operation["responses"].items():
            if "$ref" not in answer:
                more = REPLAYED if once and status.startswith("2") else {}
                answer["headers"] = {**answer.get("headers", {}), **REQUEST_ID, **more}


def _operations(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        for method, operation in methods.items():
            if method != "parameters":
                yield operation
