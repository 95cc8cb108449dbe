"""The whole description, tried with generated requests: what it promises is what the service does."""

import os
import shutil
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, create_test
from schemathesis.generation.hypothesis.builder import HypothesisTestMode as Mode
from schemathesis.generation.meta import ComponentInfo
from schemathesis.specs.openapi.checks import negative_data_rejection
from schemathesis.transport.wsgi import WSGI_TRANSPORT
from werkzeug.datastructures import FileStorage

from allocator.persistence.engine import open_database
from allocator.services.context import Context
from api import create_app
from api.surroundings import Surroundings
from tests.api.conftest import Caller, Clock, Engine, a_filing
from tests.api.contract import Contract
from tests.api.fieldwork import WEEK, an_errand, publish, trips_by_hand
from tests.quarters import is_hurried, quarter

APP = create_app(Context(None))  # type: ignore[arg-type]  # the office comes with the fixture
APP.config.update(TESTING=True, EVENT_SECONDS=0)
CONFIG = schemathesis.Config.from_path(Path(__file__).parents[2] / "schemathesis.toml")
DESCRIBED = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", APP, config=CONFIG)
OPERATIONS = [found.ok() for found in DESCRIBED.get_all_operations()]  # type: ignore[union-attr]  # all can be read
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
AT_LENGTH = int(os.environ.get("FENLIU_GENERATED_REQUESTS", "25"))
PLAIN = {"Accept-Encoding": "identity"}  # what calls the application directly unpacks nothing
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.fixture(scope="module")
def busy_office(guyang, tmp_path_factory):
    """An office with waiting and held cases, a plan, and yesterday's draws; with an administrator's token."""
    path = tmp_path_factory.mktemp("described") / "office.db"
    shutil.copy(guyang[0], path)
    database = open_database(path)
    clock = Clock()
    context = Context(database, clock)
    engine = Engine(context)
    APP.extensions["fenliu"] = Surroundings(context, engine)
    admin = Caller(APP, Contract(APP.extensions["fenliu.openapi"]), guyang[1]["admin"])
    run = _fill(admin, engine, context)
    clock.forward(days=1)
    yield guyang[1]["admin"], run
    database.close()


def _fill(admin, engine, context):
    for _ in range(4):
        admin.post("/filings", a_filing())
    admin.put("/cases/1/assignment", {}, version=1)
    run = admin.post("/runs", {"kind": "allocate", "seconds": 1}).json["id"]
    engine.work(run)
    _ask_for_field_work(admin, context)
    return run


def _ask_for_field_work(admin, context):
    for number in (1, 2, 3):
        admin.post("/errands", an_errand(number))
    publish(admin, context, trips_by_hand(context)[:1])


def _try(case, busy_office):
    """Send a generated request, at ids that exist wherever a valid id was made up, and check all that was promised."""
    token, run = busy_office
    places = {"week": lambda made: WEEK if len(made) % 2 else made, "errand_id": lambda made: 1 + made % 4}
    places |= {"trip_id": lambda made: 1 + made % 2, "code": lambda made: "V2" if len(made) % 2 else made}
    places |= {"case_id": lambda made: 1 + made % 5, "seq": lambda made: 1 + made % 12, "run_id": lambda _: run}
    for name, made in list(case.path_parameters.items()):
        if (
            name in places
            and isinstance(made, str if name in ("run_id", "week", "code") else int)
            and case.meta.generation.mode.is_positive
        ):
            case.path_parameters[name] = places[name](made)
    signed = {} if _comes_without_token(case) else {"Authorization": f"Bearer {token}"}
    taken_back = [negative_data_rejection] if _is_right_as_sent(case) else []
    case.call_and_validate(headers={**PLAIN, **signed}, excluded_checks=taken_back)


def _is_right_as_sent(case):
    """Whether only the body was drawn as wrong, and yet nothing is sent but the one file that is asked for.

    As a part of a form whatever was drawn is a file's bytes: the number 5, or a name that came up by chance.
    """
    wrong = [place for place, part in case.meta.components.items() if part.mode.is_negative]
    if wrong != [ParameterLocation.BODY] or case.media_type != "multipart/form-data":
        return False
    sent = WSGI_TRANSPORT.serialize_case(case).get("data")
    return isinstance(sent, dict) and list(sent) == ["file"] and [type(part) for part in sent["file"]] == [FileStorage]


def _comes_without_token(case):
    """Whether the request is wrong for lack of a token: adding one would put right what is to be refused."""
    part = case.meta.components.get(ParameterLocation.HEADER)
    return part is not None and part.mode.is_negative and "Authorization" not in case.headers


def _try_all(operation, busy_office, *modes, **asked):
    """Make up requests of these modes and try each; here, not for everybody who only lists the tests."""
    quiet = settings(deadline=None, suppress_health_check=QUIET, **asked)
    config = HypothesisTestConfig(project=DESCRIBED.config, modes=list(modes), settings=quiet)
    create_test(operation=operation, test_func=_try, config=config)(busy_office=busy_office)


@pytest.mark.parametrize(
    "body, right",
    [
        ({"file": b"a"}, True),
        ({"file": 5}, True),
        ({"file": ["a", "b"]}, False),
        ({"file": []}, False),
        ({"files": b"a"}, False),
        ({"file": b"a", "also": "b"}, False),
        ([5], False),
        (None, False),
    ],
)
def test_only_a_form_that_sends_the_one_file_asked_for_is_taken_back_as_wrong(body, right):
    """A body drawn as wrong counts as right where it comes as the file asked for, and in no other form."""
    operation = next(one for one in OPERATIONS if one.label == "POST /api/v1/imports")
    drawn = operation.Case(body=body, media_type="multipart/form-data")
    wrong = SimpleNamespace(components={ParameterLocation.BODY: ComponentInfo(mode=GenerationMode.NEGATIVE)})
    with mock.patch.object(type(drawn), "meta", wrong):
        assert _is_right_as_sent(drawn) is right


@each_operation
def test_the_service_does_what_it_describes(operation, busy_office, request):
    """No generated request, fitting or not, gets an answer that is not described, or a failure."""
    examples = quarter(8) if is_hurried(request.config) else 8
    _try_all(operation, busy_office, Mode.EXAMPLES, Mode.FUZZING, max_examples=examples, derandomize=True)


@pytest.mark.slow
@each_operation
def test_the_service_does_what_it_describes_at_every_limit(operation, busy_office):
    """The same with each part of the request at its limits, and just beyond them, in turn."""
    _try_all(operation, busy_office, Mode.COVERAGE)


@pytest.mark.slow
@each_operation
def test_the_service_does_what_it_describes_at_length(operation, busy_office):
    """The same with more generated requests, others each time; FENLIU_GENERATED_REQUESTS says how many of each operation."""
    _try_all(operation, busy_office, Mode.FUZZING, max_examples=AT_LENGTH)
