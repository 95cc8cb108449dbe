"""Holds every answer of a test against the description the service itself gives."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from openapi_schema_validator import OAS31Validator

PLACE = re.compile(r"\{[^}]+\}")


@dataclass
class Contract:
    """The description of the API as something answers are checked against."""

    document: dict[str, Any]

    @cached_property
    def paths(self) -> list[tuple[re.Pattern[str], dict[str, Any]]]:
        """Every path as a pattern, the plain ones first."""
        ordered = sorted(self.document["paths"].items(), key=lambda item: item[0].count("{"))
        return [(re.compile(PLACE.sub("[^/]+", path)), operations) for path, operations in ordered]

    def check(self, method: str, path: str, answer: Any) -> None:
        """Check status, content type, required headers and body of an answer."""
        operation = self._operation(method, urlsplit(path).path)
        if operation is None:
            assert answer.status_code in (401, 404, 405), f"{method} {path} is not described"
            self._check_body({"$ref": "#/components/schemas/Problem"}, answer)
            return
        response = self._response(operation, answer.status_code)
        assert response is not None, f"{method} {path}: {answer.status_code} is not described"
        for name, header in response.get("headers", {}).items():
            assert not header.get("required") or name in answer.headers, f"{method} {path}: no {name}"
        self._check_content(response.get("content", {}), answer)

    def _operation(self, method: str, path: str) -> dict[str, Any] | None:
        for pattern, operations in self.paths:
            if pattern.fullmatch(path) and method.lower() in operations:
                found: dict[str, Any] = operations[method.lower()]
                return found
        return None

    def _response(self, operation: dict[str, Any], status: int) -> dict[str, Any] | None:
        found = operation["responses"].get(str(status))
        if found is None and status >= 400:
            found = operation["responses"].get("default")
        return self._resolved(found) if found else None

    def _resolved(self, item: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in item:
            return item
        found: Any = self.document
        for step in item["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        resolved: dict[str, Any] = found
        return resolved

    def _check_content(self, content: dict[str, Any], answer: Any) -> None:
        if not content:
            assert not answer.get_data(), "an answer without a body has one"
            return
        assert answer.mimetype in content, f"{answer.mimetype} is not described"
        schema = content[answer.mimetype].get("schema", {})
        if answer.mimetype.endswith("json"):
            self._check_body(schema, answer)

    def _check_body(self, schema: dict[str, Any], answer: Any) -> None:
        whole = {**schema, "components": self.document["components"]}
        found = [
            f"{error.json_path}: {error.message[:300]}" for error in OAS31Validator(whole).iter_errors(answer.json)
        ]
        assert not found, found
