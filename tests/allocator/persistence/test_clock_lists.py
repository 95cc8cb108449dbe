"""How lists find their clocks: those of some cases by the case, all others by their node or their last day."""

from datetime import date

import pytest
import sqlalchemy as sa

from allocator.persistence.clock_lists import Wanted, Whose

DAY = date(2022, 9, 30)
BY_CASE, BY_DAY, BY_NODE = "sqlite_autoindex_node_clock_1 (case_id=?", "ix_node_clock_lists", "ix_node_clock_nodes"
HANDLERS = frozenset({"handler"})


@pytest.mark.parametrize(
    "wanted, way",
    [
        (Wanted(DAY, due_by=DAY), BY_DAY),
        (Wanted(DAY, {"N17": DAY}), BY_NODE),
        (Wanted(DAY, among=[1, 2]), BY_CASE),
        (Wanted(DAY, due_by=DAY, whose=Whose(frozenset(), HANDLERS, frozenset({"G01"}))), BY_CASE),
        (Wanted(DAY, due_by=DAY, whose=Whose(frozenset({"team"}), HANDLERS, frozenset({"G01"}))), BY_DAY),
    ],
)
def test_the_clocks_of_a_handful_of_cases_are_found_by_the_case(database, wanted, way):
    """Of an office of 20,000 cases 160,000 clocks are open: nobody looks through them all for the cases of one person."""
    asked = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))
    with database.reading() as uow:
        uow.clocks.lights(wanted)
        uow.clocks.open_on(wanted, most=20)
        reading = [(text, values) for text, values in asked if "FROM node_clock" in text and "max(" not in text]
        plans = [
            [row[3] for row in uow.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]
            for text, values in reading
        ]

    assert len(plans) == 2
    assert all(way in next(step for step in plan if "node_clock" in step) for plan in plans)
