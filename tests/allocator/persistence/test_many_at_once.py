"""Many writers at once, and writers killed in the middle: nothing lost, nothing halved."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier

import pytest

from allocator.domain.cases import CaseState
from allocator.domain.docket import Holding, Standing
from allocator.domain.errors import Stale
from allocator.domain.facts import CaseInput
from tests.stories import MONDAY, a_filing, a_staffed_office

NOW = datetime(2022, 9, 5, tzinfo=UTC)
FAST = Standing("fast", "fast", True, {"officer": 60}, 1)
WRITERS = 50

IMPORT = """
import sys
from allocator.domain.facts import CaseInput
from allocator.persistence.engine import open_database
from tests.allocator.persistence.test_many_at_once import FAST, NOW
from tests.stories import a_filing

with open_database(sys.argv[1]).writing() as uow:
    uow.cases.add([(CaseInput(a_filing(f"{n}")), FAST, NOW) for n in range(500)])
    uow.log.append_many([(NOW, "a", "filing", n, {}) for n in range(500)])
    print("written", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def docket(either):
    """A staffed office with as many waiting cases as there are writers."""
    with either.writing() as uow:
        uow.office.save(a_staffed_office(), MONDAY)
        uow.cases.add([(CaseInput(a_filing(f"{n}")), FAST, NOW) for n in range(WRITERS)])
        uow.commit()
    return either


def at_once(work):
    """Let all writers begin at the same instant; gives what each brought back."""
    gate = Barrier(WRITERS)

    def begin(number):
        gate.wait()
        return work(number)

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(begin, range(WRITERS)))


def take(database, case_id, version, actor):
    """Take a case the way a service does: the change and its entry in one transaction."""
    try:
        with database.writing() as uow:
            case = uow.cases.get(case_id)
            seq = uow.log.append(NOW, actor, "assignment", case_id, {"of": actor})
            holding = Holding("officer", None, "draw", MONDAY, {"officer": 1}, seq)
            uow.cases.save(replace(case, state=CaseState.ASSIGNED, holding=holding), version)
            uow.commit()
    except Stale:
        return "stale"
    return actor


def test_of_fifty_who_take_one_case_one_gets_it(docket):
    """The others learn that they came too late; the log tells of one assignment."""
    outcomes = at_once(lambda number: take(docket, 1, 1, f"writer {number}"))

    winners = [outcome for outcome in outcomes if outcome != "stale"]
    assert len(winners) == 1
    with docket.reading() as uow:
        assert [entry.actor for entry in uow.log.entries()] == winners
        assert uow.cases.get(1).version == 2
        assert uow.cases.held() == {"officer": 1}
        assert uow.log.verify() == []


def test_fifty_who_take_fifty_cases_all_get_theirs(docket):
    """Nobody is turned away, the minutes add up, and the log is one unbroken chain."""
    outcomes = at_once(lambda number: take(docket, number + 1, 1, f"writer {number}"))

    assert "stale" not in outcomes
    with docket.reading() as uow:
        assert uow.cases.count_by_state() == {"assigned": WRITERS}
        assert uow.cases.held() == {"officer": WRITERS}
        assert uow.log.head()[0] == WRITERS
        assert uow.log.verify() == []


@pytest.mark.slow
def test_an_import_killed_before_its_commit_was_never_there(either):
    """kill -9 with five hundred rows written: none of them is there, and the next writer need not wait."""
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORT, either.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    process.kill()
    process.communicate()

    with either.writing() as uow:
        assert uow.cases.count_by_state() == {}
        assert uow.log.head() == (0, "0" * 64)
        uow.log.append(NOW, "a", "filing", None, {})
        uow.commit()
    with either.reading() as uow:
        assert uow.log.verify() == []
