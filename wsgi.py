"""The wiring for a web server (接线): `gunicorn -c python:allocator.web wsgi:app`. The database is named by FENLIU_DB."""

import os
import sys
from functools import cache

from flask import Flask

from allocator.domain.errors import AllocatorError
from allocator.persistence.engine import DEFAULT_DATABASE, open_database
from allocator.persistence.migrate import upgrade
from allocator.services.access.access_rules import rules_from
from allocator.services.context import Context
from allocator.services.run_kinds import jobs_of
from api import create_app

CANNOT_START = 4  # by this exit code gunicorn knows that starting the worker again is of no use


def make() -> Flask:
    """Open the database, bring it up to date, and build the application; raises AllocatorError."""
    database = open_database(os.environ.get("FENLIU_DB") or DEFAULT_DATABASE)
    upgrade(database)
    context = Context(database)
    return create_app(context, jobs_of(context), rules_from(os.environ.get("FENLIU_ACCESS")))


@cache
def _app() -> Flask:
    """Build the application once, or end with a message that names the next step."""
    try:
        return make()
    except AllocatorError as error:
        sys.stderr.write(f"{error.text.zh} {error.remedy.zh}\n{error.text.en} {error.remedy.en}\n")
        raise SystemExit(CANNOT_START) from error


def __getattr__(name: str) -> Flask:
    """Give `app` when a server asks for it, so that importing this file needs no database."""
    if name == "app":
        return _app()
    raise AttributeError(name)
