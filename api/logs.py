"""What the service tells its operator (运行日志): one JSON line an answer on stderr, Chinese unescaped, no personal data."""

import sys
from typing import Any

import structlog
from flask import g, has_request_context, request


class Stderr:
    """The standard error stream of the moment, which a supervisor or a test may have replaced."""

    def write(self, text: str) -> int:
        """Write text."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Hand on what was written."""
        sys.stderr.flush()


_log = structlog.wrap_logger(
    structlog.PrintLogger(Stderr()),  # type: ignore[arg-type]
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.dict_tracebacks,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ],
    wrapper_class=structlog.BoundLogger,
)


def answered(status: int, seconds: float) -> None:
    """Note an answer: the address without its query, which may name people."""
    _log.info("answered", status=status, ms=round(seconds * 1000, 1), **_about())


def failure(exc_info: Any) -> None:
    """Note an unforeseen failure with its traceback."""
    _log.error("failed", exc_info=exc_info, **_about())


def _about() -> dict[str, Any]:
    if not has_request_context():
        return {}
    access = g.get("access")
    return {
        "method": request.method,
        "path": _path(),
        "request_id": g.get("request_id"),
        "actor": access.actor if access else None,
    }


def _path() -> str:
    """Give the address; of one whose parts are a secret only its pattern."""
    secret = request.url_rule is not None and "secret" in (request.view_args or {})
    return str(request.url_rule) if secret else request.path
