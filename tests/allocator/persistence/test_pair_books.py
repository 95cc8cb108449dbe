"""What the mentor ledger reads, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime

from allocator.domain.cases import CaseState
from allocator.domain.docket import Holding, Standing
from allocator.domain.facts import CaseInput
from tests.stories import MONDAY, a_filing, a_staffed_office


def furnished(database):
    """Five cases: open with the mentor, open alone, closed lately, closed long ago, and one that has moved on."""
    with database.writing() as uow:
        uow.office.save(a_staffed_office(), MONDAY)
        given = Standing("fast", "fast", True, {"officer": 60}, 1)
        filings = [a_filing(f"（2022）内0222执{number}号") for number in range(1, 6)]
        ids = uow.cases.add([(CaseInput(filing), given, datetime(2022, 9, 5, tzinfo=UTC)) for filing in filings])
        hold(uow, ids[0], "apprentice", "officer")
        hold(uow, ids[1], "apprentice")
        hold(uow, ids[2], "apprentice", "officer", closed=date(2022, 9, 1))
        hold(uow, ids[3], "apprentice", "officer", closed=date(2022, 5, 1))
        hold(uow, ids[4], "apprentice", "officer")
        hold(uow, ids[4], "judge")
        uow.commit()
    return ids


def hold(uow, number, officer, mentor=None, closed=None):
    case = uow.cases.get(number)
    held = Holding(officer, mentor, "plan", date(2022, 8, 20), {officer: 60, **({mentor: 20} if mentor else {})})
    state = CaseState.CLOSED if closed else CaseState.ASSIGNED
    uow.cases.save(replace(case, state=state, closed_on=closed, holding=held), case.version)


def test_held_are_the_open_cases_and_those_closed_since_the_day(either):
    """With who was charged what, also of a closed one; what somebody else handles now is not held."""
    ids = furnished(either)
    with either.reading() as uow:
        found = uow.pair_books.held(["apprentice"], date(2022, 7, 1))

    assert [case.id for case in found] == ids[:3]
    assert found[2].holding.charges == {"apprentice": 60, "officer": 20}
    assert all(case.input.filing.parties for case in found)


def test_together_are_the_open_cases_beside_a_mentor(either):
    """Closed ones need no cover."""
    ids = furnished(either)
    with either.reading() as uow:
        assert [case.id for case in uow.pair_books.together(["officer"])] == [ids[0]]
        assert uow.pair_books.together(["clerk_1"]) == ()


def test_moved_away_counts_cases_another_handles_now(either):
    """Since a day, by who had them."""
    furnished(either)
    with either.reading() as uow:
        assert uow.pair_books.moved_away(["apprentice", "judge"], date(2022, 8, 1)) == {"apprentice": 1}
        assert uow.pair_books.moved_away(["apprentice"], date(2022, 9, 1)) == {}
