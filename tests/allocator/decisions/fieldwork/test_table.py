"""The trips of a week as a table: written and read again, they are the same trips."""

from dataclasses import replace

import pytest

from allocator.decisions.fieldwork.table import week_table
from allocator.domain.fieldwork import TripState
from allocator.files.field_plan import read_week_plan
from fixtures.field_booking import book
from fixtures.field_weeks import field_week


@pytest.mark.parametrize("seed", range(3))
def test_a_table_read_again_gives_the_same_trips(tmp_path, seed):
    """Convoys too; who drives may be named among those aboard or not."""
    week = field_week(seed, 20, 12, 3)
    plan = book(week)
    file = tmp_path / "week.csv"
    file.write_text(week_table(week, plan), encoding="utf-8", newline="")

    again = {trip.code: trip for trip in read_week_plan(file, week.office, week.monday)}

    assert again == {trip.code: replace(trip, state=TripState.DRAFT) for trip in plan.trips}
