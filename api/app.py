"""Building the application (组装): the office's use cases behind HTTP."""

from pathlib import Path

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from werkzeug.middleware.proxy_fix import ProxyFix

from allocator.services.access.access_rules import AccessRules
from allocator.services.context import Context
from api import access, headers, logs, pages
from api.door import guard_length
from api.errors import register_errors
from api.packing import pack_answers
from api.resources import NOUNS
from api.runner import Jobs
from api.spec import OfficeApi, settings
from api.surroundings import Surroundings
from api.tidy import IdConverter
from api.veil import watch_the_way_out

MOST_BYTES = 32 * 2**20
EVENT_SECONDS = 600
TEMPLATES = Path(__file__).parent / "templates"


class Json(DefaultJSONProvider):
    """JSON as people read it: Chinese unescaped, keys in the order they were given."""

    ensure_ascii = False
    sort_keys = False
    compact = True


class App(Flask):
    """The web application; what goes wrong unforeseen is written to the log as JSON, never to the caller."""

    json_provider_class = Json

    def log_exception(self, exc_info: object) -> None:
        """Write an unforeseen failure down with its traceback."""
        logs.failure(exc_info)


def create_app(context: Context, jobs: Jobs | None = None, rules: AccessRules | None = None) -> Flask:
    """Build the application for one office; without `jobs` (the engine that runs plans) runs can be read only."""
    rules = rules or AccessRules()
    app = App(__name__, static_folder=None, template_folder=str(TEMPLATES))
    app.config.from_mapping(
        settings(), MAX_CONTENT_LENGTH=MOST_BYTES, PROVIDE_AUTOMATIC_OPTIONS=False, EVENT_SECONDS=EVENT_SECONDS
    )
    app.config["STOPPING"] = lambda: False  # the wiring puts in what knows whether the process was told to stop
    app.url_map.converters["id"] = IdConverter
    app.extensions["fenliu"] = Surroundings(context, jobs, rules)
    if rules.web.proxies:
        before = dict.fromkeys(("x_for", "x_proto", "x_host"), rules.web.proxies)
        app.wsgi_app = ProxyFix(app.wsgi_app, **before)  # type: ignore[method-assign]
    headers.watch(app)
    pack_answers(app)
    guard_length(app)
    access.guard(app)
    watch_the_way_out(app)
    pages.serve(app)
    api = OfficeApi(app)
    register_errors(app)
    for noun in NOUNS:
        api.register_blueprint(noun)
    api.finish()
    return app
