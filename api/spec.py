"""The description of the API (接口说明): OpenAPI 3.1, every error documented as the problem it is."""

import http
from typing import Any

from flask_smorest import Api
from flask_smorest.utils import prepare_response
from werkzeug.exceptions import HTTPException

from api.described import REQUEST_ID, add_headers, describe_open_pages, headers_of
from api.errors import PROBLEM_JSON, from_http
from api.schemas.problem import Problem
from api.tidy import LARGEST, IdConverter

PREFIX = "/api/v1"
ABOUT = """繁简分流、分案与外勤接口。Routes the cases of an enforcement bureau: filing, triage, recommendation, draw, allocation, field work, audit.

Money is integer fen (分), effort integer minutes, load per mille, times RFC 3339 UTC, dates ISO.
Errors are problem documents (RFC 9457) in Chinese or English by `Accept-Language`; single faults come in both.
A query may have 7,000 bytes (414); a request line of more than 8,190 the web server turns away itself, without a problem document.
A change of a case names the version it was decided on in `If-Match`; a request that creates may carry an `Idempotency-Key`.
"""


def settings() -> dict[str, Any]:
    """Give the settings flask-smorest reads."""
    return {
        "API_TITLE": "分流 Fenliu",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "API_SPEC_OPTIONS": {
            "info": {"description": ABOUT, "license": {"name": "MIT", "identifier": "MIT"}},
            "security": [{"token": []}],
        },
    }


class OfficeApi(Api):  # type: ignore[misc]
    """flask-smorest with our problem documents: answered and documented."""

    ERROR_SCHEMA = Problem

    def _init_spec(self, **options: Any) -> None:
        super()._init_spec(**options)
        self._register_converter(IdConverter, lambda _: {"type": "integer", "minimum": 1, "maximum": LARGEST})
        scheme = {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made with `fenliu token NAME --role ROLE`.",
        }
        self.spec.components.security_scheme("token", scheme)

    def _register_responses(self) -> None:
        """Document an error of any status as application/problem+json, under each name it has or had (3.13 renamed 422)."""
        for name, status in http.HTTPStatus.__members__.items():
            self._register_one(name, status.phrase, headers_of(status), bare=status < 400)
        self._register_one(self.DEFAULT_ERROR_RESPONSE_NAME, "Any other error", REQUEST_ID, bare=False)

    def _register_pagination_header(self) -> None:
        """Leave out what is flask-smorest's own pager, which is not used."""

    def _register_one(self, name: str, description: str, headers: dict[str, Any], *, bare: bool) -> None:
        response: dict[str, Any] = {"description": description, "headers": headers}
        if not bare:
            response["schema"] = self.ERROR_SCHEMA
        prepare_response(response, self.spec, PROBLEM_JSON)
        self.spec.components.response(name, response, lazy=True)

    def handle_http_exception(self, error: HTTPException) -> Any:
        """Answer what HTTP refuses with our one translator."""
        return from_http(error)

    def finish(self) -> None:
        """Write the description down once every noun is registered."""
        document = self.spec.to_dict()
        describe_open_pages(document, PREFIX)
        add_headers(document)
        self._app.extensions["fenliu.openapi"] = document
