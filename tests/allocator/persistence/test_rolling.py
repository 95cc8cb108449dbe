"""The rolling books: what the docket tells of the past weeks, in a fixed number of queries."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from allocator.domain.cases import CaseState
from tests.allocator.persistence.docket import get, held_by, no, put_down, staffed
from tests.stories import MONDAY, a_filing, a_rulebook, a_staffed_office


@pytest.fixture
def office(either):
    """A database with the staffed office in it."""
    return staffed(either)


def given_to(database, number, *handlers, start=MONDAY, **more):
    """Put a case down and hand it from one to the next, a day apart."""
    (case_id,) = put_down(database, a_filing(no(number), **more))
    for days, (handler, mentor) in enumerate(handlers):
        with database.writing() as uow:
            case = held_by(get(database, case_id), handler, mentor, start + timedelta(days=days))
            uow.cases.save(case, case.version)
            uow.commit()
    return case_id


def close(database, case_id, day):
    with database.writing() as uow:
        case = get(database, case_id)
        uow.cases.save(closed(case, day), case.version)
        uow.commit()


def closed(case, day):
    return replace(case, state=CaseState.CLOSED, closed_on=day)


def books(database, day=MONDAY + timedelta(days=10)):
    with database.reading() as uow:
        return uow.books.on(day, a_staffed_office(), a_rulebook())


def test_an_open_case_that_changed_hands_stands_in_the_book_with_the_day(office):
    """A case still with its first handler does not, nor one that only got a mentor, nor one that is closed."""
    given_to(office, 1, ("officer", None), ("judge", None))
    given_to(office, 2, ("officer", None))
    given_to(office, 3, ("apprentice", None), ("apprentice", "officer"))
    close(office, given_to(office, 4, ("officer", None), ("judge", None)), MONDAY + timedelta(days=5))

    assert books(office).moved == {no(1): MONDAY + timedelta(days=1)}


def test_the_last_of_several_moves_counts(office):
    """There and back again is two moves."""
    given_to(office, 1, ("officer", None), ("judge", None), ("officer", None))

    assert books(office).moved == {no(1): MONDAY + timedelta(days=2)}


def test_a_move_thirty_days_ago_is_forgotten(office):
    """The book goes as far back as the rulebook forbids a second move."""
    given_to(office, 1, ("officer", None), ("judge", None))

    assert books(office, MONDAY + timedelta(days=30)).moved
    assert not books(office, MONDAY + timedelta(days=31)).moved


def test_open_work_is_due_by_holder_and_day(office):
    """Forty per cent of it a month after the handler got it, the rest half a year after filing; closed work never."""
    given_to(office, 1, ("officer", None), filed_on=MONDAY)
    close(office, given_to(office, 2, ("officer", None), filed_on=MONDAY), MONDAY)

    found = books(office)

    assert found.due == {"officer": {"2022-10-05": 24}}
    assert found.open == {"fast": 60}


def test_what_was_given_in_the_past_weeks_counts_open_or_closed(office):
    """The loan by its minutes, the eviction as unpleasant too; what was given before the window does not count."""
    given_to(office, 1, ("officer", None))
    close(office, given_to(office, 2, ("officer", None), cause="腾退房屋纠纷"), MONDAY)
    given_to(office, 3, ("judge", None), start=MONDAY - timedelta(days=200))

    found = books(office)

    assert found.effort == {"officer": 120}
    assert found.unpleasant == {"officer": 60}
    assert found.kinds == {"officer": {"eviction": 1}}


def test_what_apprentices_were_given_stands_in_the_book_of_learning(office):
    """Two cases, one beside the mentor; both are loans."""
    given_to(office, 1, ("apprentice", "officer"))
    given_to(office, 2, ("apprentice", None))
    given_to(office, 3, ("officer", None))

    found = books(office)

    assert (found.led, found.beside) == ({"apprentice": 2}, {"apprentice": 1})
    assert found.met == {"apprentice": {"loans": 2}}


def test_the_books_take_the_same_number_of_queries_whatever_the_size(database):
    """Few cases or many."""
    staffed(database)
    given_to(database, 1, ("officer", None), ("judge", None))
    few = queries(database)
    for number in range(2, 9):
        given_to(database, number, ("officer", None), ("judge", None))

    assert queries(database) == few


def queries(database):
    said = []
    with database.reading() as uow:
        listen = ("before_cursor_execute", lambda *given: said.append(given[2]))
        sa.event.listen(database.engine, *listen)
        uow.books.on(MONDAY + timedelta(days=10), a_staffed_office(), a_rulebook())
        sa.event.remove(database.engine, *listen)
    return len(said)
