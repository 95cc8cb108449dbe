"""Cases put down on the docket of a staffed office, held and saved."""

from dataclasses import replace
from datetime import UTC, datetime

from allocator.domain.cases import CaseState
from allocator.domain.docket import Holding, Standing
from allocator.domain.facts import CaseInput
from tests.stories import MONDAY, a_staffed_office

NOW = datetime(2022, 9, 5, 1, 2, 3, tzinfo=UTC)
FAST = Standing("fast", "fast", True, {"officer": 270, "clerk": 90}, 1)


def staffed(database):
    with database.writing() as uow:
        uow.office.save(a_staffed_office(), MONDAY)
        uow.commit()
    return database


def no(number):
    return f"（2022）内0222执{number}号"


def put_down(database, *filings, standing=FAST):
    with database.writing() as uow:
        ids = uow.cases.add([(CaseInput(filing), standing, NOW) for filing in filings])
        uow.commit()
    return ids


def get(database, number):
    with database.reading() as uow:
        return uow.cases.get(number)


def held_by(case, handler="officer", mentor=None, since=MONDAY, **charges):
    holding = Holding(handler, mentor, "draw", since, charges or {handler: 60}, 7)
    return replace(case, state=CaseState.ASSIGNED, holding=holding)


def save(database, case, expected=None):
    with database.writing() as uow:
        saved = uow.cases.save(case, case.version if expected is None else expected)
        uow.commit()
    return saved


def loads(database):
    with database.reading() as uow:
        return uow.cases.held()
