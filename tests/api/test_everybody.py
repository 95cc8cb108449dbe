"""A walk over every route, of the API and of pages, as everybody there is: exactly the allowed answers."""

import re

import pytest

from allocator.persistence.engine import open_database
from allocator.persistence.migrate import upgrade
from allocator.services.access.permissions import LEAST_ROLE, ROLES
from allocator.services.access.users import Changes, change_user
from allocator.services.context import Context
from api import create_app
from api.access import OPEN, permission_of
from api.surroundings import Surroundings
from tests.api.conftest import furnish
from tests.api.signed import Browser, a_user
from tests.api.test_access import PLACES

# Written out once more, by hand: what the code lets each role do is held against this.
CLERK = [
    "cases:read",
    "office:read",
    "rulebook:read",
    "runs:read",
    "draws:read",
    "filings:write",
    "imports:write",
    "facts:write",
    "lanes:write",
    "assignment:draw",
    "errands:read",
    "errands:write",
    "field:read",
    "trips:run",
    "closings:write",
    "indicators:read",
    "events:write",
    "account:own",
    "own:read",
]
SUPERVISOR = [
    "certificates:read",
    "certificates:verify",
    "people:explain",
    "signals:read",
    "decisions:read",
    "decisions:replay",
    "facts:approve",
    "flags:approve",
    "lanes:settle",
    "assignment:name",
    "closings:undo",
    "campaigns:read",
    "campaigns:write",
    "peers:write",
    "runs:write",
    "runs:publish",
    "pairs:read",
    "pairs:write",
    "pairs:accept",
    "errands:urgent",
    "calendars:write",
    "field:write",
    "field:publish",
    "draws:reveal",
    "absences:reasons",
    "absences:write",
    "cases:restrict",
]
PLANNER = ["rulebook:rehearse", "rulebook:release", "releases:read"]
ADMIN = ["restricted:read", "log:verify", "users:read", "users:write", "grants:write", "office:write"]
READS = [
    "cases:read",
    "office:read",
    "rulebook:read",
    "runs:read",
    "draws:read",
    "errands:read",
    "field:read",
    "certificates:read",
    "decisions:read",
    "indicators:read",
    "signals:read",
    "campaigns:read",
    "pairs:read",
    "users:read",
    "own:read",
    "restricted:read",
    "releases:read",
]
ALLOWED = {
    "clerk": {*CLERK},
    "supervisor": {*CLERK, *SUPERVISOR},
    "planner": {*CLERK, *SUPERVISOR, *PLANNER},
    "admin": {*CLERK, *SUPERVISOR, *PLANNER, *ADMIN},
    "auditor": {*READS, "decisions:replay", "log:verify", "certificates:verify", "people:explain", "account:own"},
    "staff": {"account:own", "own:read"},
}
PLACE = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
MORE = {"name": "nobody", "number": "9", "secret": "x", **PLACES}
OPEN_TO_ALL = {
    "/livez",
    "/readyz",
    "/docs",
    "/static/<path:name>",
    "/api/v1/openapi.json",
    "/api/v1/calendars/<secret>.ics",
}
OPEN_TO_ALL |= {"/sign-in", "/enter/<secret>", "/sign-in/provider", "/sign-in/provider/back"}


def routes(app):
    """Every method and address that is served, with places filled in, and the permission."""
    for rule in app.url_map.iter_rules():
        path = PLACE.sub(lambda found: MORE.get(found.group(1), "1"), rule.rule)
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield method, path, rule


def test_only_what_is_written_here_is_open(app):
    """The door, its links, and what tells of the service itself."""
    assert {rule.rule for _, _, rule in routes(app) if rule.endpoint in OPEN} == OPEN_TO_ALL


def test_every_permission_is_somebodys_and_every_route_asks_for_one(app):
    """Nothing is left out of the table, and nothing is in it that there is not."""
    assert set(LEAST_ROLE) == set().union(*ALLOWED.values())
    asked = {
        permission_of(app.view_functions[rule.endpoint]) for _, _, rule in routes(app) if rule.endpoint not in OPEN
    }
    assert asked <= set(LEAST_ROLE)


def walk(app, browser):
    """Try every closed route and give it with the status; whatever is unsafe comes with the token of the browser's page."""
    for method, path, rule in routes(app):
        if rule.endpoint in OPEN or rule.endpoint in ("sign_in.leave", "account.end_others"):
            continue  # these would end the walk
        body: dict[str, str] | None = {} if path.startswith("/api/") and method in ("POST", "PUT") else None
        answer = browser.send(method, path, headers={"X-CSRF-Token": browser.token}, json=body)
        yield method, path, rule, answer


@pytest.mark.parametrize("role", ROLES)
def test_each_role_signed_in_may_what_the_table_says_and_nothing_else(app, context, role):
    """403 where it may not, and something else than 401 and 403 where it may."""
    a_user(context, f"a-{role}", role, _officer(context) if role == "staff" else None)
    browser = Browser(app)
    browser.sign_in(f"a-{role}")
    browser.get("/account")
    token = browser.token
    for method, path, rule, answer in walk(app, browser):
        browser.page = f'name="csrf_token" value="{token}"'
        may = permission_of(app.view_functions[rule.endpoint]) in ALLOWED[role]
        assert (answer.status_code == 403) != may, (method, path, answer.status_code)
        assert answer.status_code != 401, (method, path)


def _officer(context):
    with context.database.reading() as uow:
        return next(iter(uow.office.load().officer_by_code))


def _signed_in(app, context):
    browser = Browser(app)
    a_user(context, "wang", "admin")
    browser.sign_in("wang")
    browser.get("/account")
    return browser


def nobody(app, context, clock, tmp_path):
    """Somebody without a session."""
    return Browser(app)


def expired(app, context, clock, tmp_path):
    """An administrator whose session is over."""
    browser = _signed_in(app, context)
    clock.forward(hours=13)
    return browser


def revoked(app, context, clock, tmp_path):
    """An administrator whose session was ended elsewhere."""
    browser = _signed_in(app, context)
    with context.database.writing() as uow:
        uow.sessions.end("wang")
        uow.commit()
    return browser


def disabled(app, context, clock, tmp_path):
    """An administrator disabled meanwhile."""
    browser = _signed_in(app, context)
    a_user(context, "chief", "admin")
    change_user(context, "wang", Changes(disabled=True))
    return browser


def of_another_court(app, context, clock, tmp_path):
    """An administrator of another court, with the cookies they have there."""
    database = open_database(tmp_path / "other.db")
    upgrade(database)
    furnish(database)
    elsewhere = Context(database, clock)
    here = app.extensions["fenliu"]
    app.extensions["fenliu"] = Surroundings(elsewhere, here.jobs)
    browser = _signed_in(app, elsewhere)
    assert browser.get("/users").status_code == 200
    app.extensions["fenliu"] = here
    database.close()
    return browser


@pytest.mark.parametrize("who", [nobody, expired, revoked, disabled, of_another_court], ids=lambda who: who.__name__)
def test_whoever_is_not_signed_in_gets_nowhere(app, context, clock, tmp_path, who):
    """The page to sign in for a person, 401 for a program, wherever they try."""
    browser = who(app, context, clock, tmp_path)
    for method, path, _, answer in walk(app, browser):
        expected = 303 if method == "GET" and not path.startswith("/api/") else 401
        assert answer.status_code == expected, (method, path)
        assert answer.status_code == 401 or answer.headers["Location"].startswith("/sign-in"), path


def test_an_application_has_no_secret_of_its_own():
    """Nothing is signed, so nothing has to be kept: who comes in stands in the database."""
    assert create_app(Context(None)).secret_key is None  # type: ignore[arg-type]
