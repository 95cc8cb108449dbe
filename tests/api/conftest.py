"""The fixture bureau behind HTTP: callers of every role, each answer held against the description."""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from allocator.persistence.engine import open_database
from allocator.services.access.permissions import ROLES, create_token
from allocator.services.context import Context
from allocator.services.office.offices import load_office
from allocator.services.run_kinds import jobs_of
from api import create_app
from api.surroundings import Surroundings
from tests.api.contract import Contract
from tests.api.fieldwork import WEEK, an_errand

GUYANG = Path(__file__).parents[2] / "fixtures" / "guyang"
MONDAY_NINE = datetime(2022, 9, 5, 1, 0, tzinfo=UTC)
PREFIX = "/api/v1"
numbers = iter(range(1, 1_000_000))


class Clock:
    """A clock that a test may put forward."""

    def __init__(self):
        self.now = MONDAY_NINE

    def __call__(self):
        return self.now

    def forward(self, **span):
        self.now += timedelta(**span)


class Engine:
    """The job engine without a worker: a test says when the work is done."""

    def __init__(self, context):
        self.jobs = jobs_of(context)

    def submit(self, kind, params, actor, key=None):
        return self.jobs.submit(kind, params, actor, key, inline=True)

    def cancel(self, run_id, actor=None):
        return self.jobs.cancel(run_id, actor)

    def work(self, run_id):
        return self.jobs.run_inline(run_id)


@dataclass
class Caller:
    """Somebody with a token, whose every answer is held against the description."""

    app: Flask
    contract: Contract
    token: str | None

    def send(self, method, path, *, version=None, key=None, headers=None, **options):
        sent = {"Accept-Language": "en", **(headers or {})}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if version is not None:
            sent["If-Match"] = version if isinstance(version, str) else f'"{version}"'
        if key is not None:
            sent["Idempotency-Key"] = key
        answer = self.app.test_client().open(PREFIX + path, method=method, headers=sent, **options)
        self.contract.check(method, PREFIX + path, answer)
        return answer

    def get(self, path, **options):
        return self.send("GET", path, **options)

    def post(self, path, json=None, **options):
        return self.send("POST", path, json=json, **options)

    def put(self, path, json=None, **options):
        return self.send("PUT", path, json=json, **options)

    def delete(self, path, **options):
        return self.send("DELETE", path, **options)


def a_filing(**more):
    """A loan of 30,000 yuan between two persons, as it is sent."""
    number = next(numbers)
    return {
        "case_no": f"（2022）内0222执{number}号",
        "kind": "执",
        "title": "钱某与赵某民间借贷纠纷执行案",
        "cause": "民间借贷纠纷",
        "claim": 3_000_000,
        "filed_on": "2022-09-05",
        "parties": [{"side": "creditor", "name": "钱某"}, {"side": "debtor", "name": f"赵某{number}"}],
        **more,
    }


@pytest.fixture
def filing():
    """What makes a filing nobody has sent yet."""
    return a_filing


@pytest.fixture(scope="session")
def guyang(loaded):
    """The database file each test copies, and a token of every role; a module may begin with another."""
    return loaded


@pytest.fixture(scope="session")
def loaded(migrated_file, tmp_path_factory):
    """A database file with the fixture bureau and a token of every role."""
    path = tmp_path_factory.mktemp("guyang") / "office.db"
    shutil.copy(migrated_file, path)
    database = open_database(path)
    tokens = furnish(database)
    database.close()
    return path, tokens


@contextmanager
def going_on(loaded, built, folder):
    """Copy that file for what several tests begin with; gives the copy, its callers by role, and the engine for runs."""
    path = folder / "office.db"
    shutil.copy(loaded[0], path)
    database = open_database(path)
    context = Context(database, Clock())
    engine = Engine(context)
    built[0].extensions["fenliu"] = Surroundings(context, engine)
    yield path, lambda role: Caller(built[0], built[2], loaded[1][role]), engine
    database.close()


@pytest.fixture(scope="session")
def six_filed(loaded, built, tmp_path_factory):
    """That file once six cases were filed: the past which simulated offices are like."""
    with going_on(loaded, built, tmp_path_factory.mktemp("six")) as (path, caller, _):
        assert {caller("clerk").post("/filings", a_filing()).status_code for _ in range(6)} == {201}
    return path, loaded[1]


@pytest.fixture(scope="session")
def five_given(loaded, built, tmp_path_factory):
    """That file once five cases were given to one officer of the fast team by hand; with the cases."""
    wish = {"officer": "G08", "reason": "better_knowledge"}
    with going_on(loaded, built, tmp_path_factory.mktemp("five")) as (path, caller, _):
        filed = [caller("clerk").post("/filings", a_filing()).json for _ in range(5)]
        given = [caller("supervisor").put(f"/cases/{one['id']}/assignment", wish, version="*").json for one in filed]
    return path, given


@pytest.fixture(scope="session")
def week_drafted(loaded, built, tmp_path_factory):
    """That file once a week of two errands in two towns was drafted; with the run."""
    with going_on(loaded, built, tmp_path_factory.mktemp("week")) as (path, caller, engine):
        for errand in (an_errand(1), an_errand(2, place={"town": "怀朔镇"})):
            caller("clerk").post("/errands", errand)
        answer = caller("supervisor").post(f"/field-weeks/{WEEK}/drafts", {"seconds": 1})
        assert (answer.status_code, answer.json["state"]) == (202, "queued")
        assert answer.headers["Location"].endswith(answer.json["id"])
        engine.work(answer.json["id"])
    return path, answer.json["id"]


BEGINNINGS = {"busy": "five_given", "week_draft": "week_drafted"}
"""What a test may ask for that has happened in the file it begins with."""


def furnish(database):
    """Load the bureau and make a token of every role."""
    context = Context(database, Clock())
    load_office(context, GUYANG)
    return {role: create_token(context, f"a {role}", role) for role in ROLES}


@pytest.fixture
def clock():
    """The office's clock, at nine on a Monday."""
    return Clock()


@pytest.fixture
def context(request, guyang, tmp_path, clock):
    """The bureau of this test."""
    begun = [request.getfixturevalue(name) for asked, name in BEGINNINGS.items() if asked in request.fixturenames]
    path = tmp_path / "guyang.db"
    shutil.copy([guyang, *begun][-1][0], path)
    database = open_database(path)
    yield Context(database, clock)
    database.close()


@pytest.fixture
def engine_for_runs(context):
    """The engine that puts runs down."""
    return Engine(context)


@pytest.fixture(scope="session")
def built():
    """The application, built once; each test puts its own office behind it."""
    app = create_app(Context(None))  # type: ignore[arg-type]
    return app, dict(app.config), Contract(app.extensions["fenliu.openapi"])


@pytest.fixture
def app(built, context, engine_for_runs):
    """The application of this test."""
    app, settings, _ = built
    app.extensions["fenliu"] = Surroundings(context, engine_for_runs)
    app.config.update(settings, TESTING=True, EVENT_SECONDS=2, PROPAGATE_EXCEPTIONS=None)
    return app


@pytest.fixture
def contract(built):
    """The description the application gives of itself."""
    return built[2]


@pytest.fixture
def caller(app, contract, guyang):
    """Somebody of a role; None for somebody without a token."""
    return lambda role: Caller(app, contract, guyang[1][role] if role else None)


@pytest.fixture
def clerk(caller):
    """The clerk at the intake desk."""
    return caller("clerk")


@pytest.fixture
def supervisor(caller):
    """The supervisor of a team."""
    return caller("supervisor")


@pytest.fixture
def admin(caller):
    """An administrator."""
    return caller("admin")


@pytest.fixture
def planner(caller):
    """The planner."""
    return caller("planner")


@pytest.fixture
def auditor(caller):
    """The auditor."""
    return caller("auditor")


@pytest.fixture
def busy(context, five_given):
    """Five cases, all given to one officer of the fast team by hand before the test began."""
    return list(five_given[1])


@pytest.fixture
def week_draft(context, week_drafted):
    """The run that drafted a week of two errands before the test began."""
    return week_drafted[1]


@pytest.fixture
def filed(clerk):
    """A case just filed, as it was answered."""
    return clerk.post("/filings", a_filing()).json
