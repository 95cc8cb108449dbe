"""Reading the docket takes the same few queries whatever its size."""

import pytest
import sqlalchemy as sa

from tests.allocator.persistence.docket import no, put_down
from tests.stories import MONDAY, a_filing


def queries(database, read):
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT"):
            statements.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    with database.reading() as uow:
        read(uow.cases)
    sa.event.remove(database.engine, "before_cursor_execute", note)
    return len(statements)


READINGS = {
    "waiting": (2, lambda cases: cases.waiting()),
    "open": (2, lambda cases: tuple(cases.open())),
    "page": (2, lambda cases: cases.page(limit=200)),
    "one": (2, lambda cases: cases.find(no(1))),
    "existing": (2, lambda cases: cases.existing([no(number) for number in range(500)])),
    "held": (1, lambda cases: cases.held()),
    "recent": (1, lambda cases: cases.recent(MONDAY)),
    "linked": (2, lambda cases: cases.linked(a_filing(no(9999)))),
    "in_series": (1, lambda cases: cases.in_series([a_filing(no(number)) for number in range(500)])),
}


@pytest.mark.parametrize("name", READINGS)
def test_reading_takes_the_same_number_of_queries_whatever_the_size(office, name):
    """The work of the database grows, the number of questions does not."""
    expected, read = READINGS[name]
    put_down(office, a_filing(no(1)))
    few = queries(office, read)
    put_down(office, *(a_filing(no(number)) for number in range(2, 300)))
    many = queries(office, read)

    assert (few, many) == (expected, expected)


def test_the_loads_of_twenty_thousand_cases_come_from_one_index(database):
    """The sum reads a narrow index and never the cases."""
    with database.reading() as uow:
        plan = uow.session.execute(
            sa.text("EXPLAIN QUERY PLAN SELECT holder, sum(minutes) FROM charge GROUP BY holder")
        ).all()

    assert [row.detail for row in plan] == ["SCAN charge USING COVERING INDEX ix_charge_holder_minutes"]
