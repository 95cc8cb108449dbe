"""Open pages (公开页面): is the process alive, is it ready, the description of the API, and the page that shows it."""

from flask import Blueprint, Response, current_app, jsonify, render_template, url_for

from allocator.services.fieldwork.feeds import feed_of
from allocator.services.health import ready
from api.errors import readable
from api.pages.assets import answer
from api.spec import PREFIX
from api.surroundings import surroundings
from api.versions import bytes_unless_held

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
pages = Blueprint("pages", __name__)


@pages.get("/livez")
def livez() -> Response:
    """Say that the process is alive."""
    return jsonify({"alive": True})


@pages.get("/readyz")
def readyz() -> Response:
    """Say that the database can be read and has the present form; raises Unavailable."""
    return jsonify({"ready": True, "office": ready(surroundings().context)})


@pages.get(f"{PREFIX}/openapi.json")
def openapi() -> Response:
    """Give the description of the API."""
    return Response(readable(current_app.extensions["fenliu.openapi"]), mimetype="application/json")


@pages.get(f"{PREFIX}/calendars/<secret>.ics")
def calendar(secret: str) -> Response:
    """Give somebody's calendar of trips to whoever knows its address, 304 while it is what they hold; raises NotFound."""
    return bytes_unless_held(feed_of(surroundings().context, secret), "text/calendar")


@pages.get("/docs")
def docs() -> Response:
    """Show the description with Swagger UI, from our own files only."""
    page = render_template("docs.html", description=url_for("pages.openapi"))
    return Response(page, mimetype="text/html", headers={"Content-Security-Policy": PAGE_POLICY})


@pages.get("/static/<path:name>")
def asset(name: str) -> Response:
    """Give a style sheet or script of the page."""
    return answer(name)
