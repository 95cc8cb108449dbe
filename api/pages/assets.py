"""Files of the pages (静态文件): named by their content, so that a browser asks for each once, and sent compressed."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, request, url_for
from werkzeug.security import safe_join

from api.packing import takes_gzip

STATIC = Path(__file__).parents[1] / "static"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
FOR_GOOD = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"


def hand_out(app: Flask) -> None:
    """Let templates name a file by its content: asset("app.css")."""
    app.jinja_env.globals["asset"] = address


def address(name: str) -> str:
    """Give the address of a file, which changes whenever the file does."""
    return url_for("pages.asset", name=name, v=_named(str(STATIC / name))[1])


def answer(name: str) -> Response:
    """Give a style sheet, script or picture; 404 for anything else, 304 while the caller holds it."""
    path = safe_join(str(STATIC), name)
    kind = TYPES.get(Path(name).suffix)
    if kind is None or path is None or not Path(path).is_file():
        abort(404)
    data, digest = _named(path)
    squeezed = takes_gzip()
    found = Response(squeezed_bytes(path) if squeezed else data, content_type=f"{kind}; charset=utf-8")
    if squeezed:
        found.headers["Content-Encoding"] = "gzip"
    found.headers["Vary"] = "Accept-Encoding"
    found.headers["Cache-Control"] = FOR_GOOD if request.args.get("v") == digest else FOR_AN_HOUR
    found.set_etag(f"{digest}{'-gz' if squeezed else ''}")
    found.make_conditional(request)
    return found


@cache
def _named(path: str) -> tuple[bytes, str]:
    data = Path(path).read_bytes()
    return data, hashlib.sha256(data).hexdigest()[:12]


@cache
def squeezed_bytes(path: str) -> bytes:
    """Give a file compressed, the same bytes each time."""
    return gzip.compress(_named(path)[0], 9, mtime=0)
