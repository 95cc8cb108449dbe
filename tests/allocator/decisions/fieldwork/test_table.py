"""The trips of a week as a table: written and read again, they are the same trips, and no cell is a formula."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from allocator.decisions.fieldwork.table import COLUMNS, week_table
from allocator.domain.fieldwork.trips import Stop, TripState, WeekPlan
from allocator.files.office.plan import read_week_plan
from fixtures.field_booking import book
from fixtures.field_weeks import field_week
from tests.field_stories import a_field_week, a_trip, an_errand, at


def read_again(tmp_path, week, written):
    file = tmp_path / "week.csv"
    file.write_bytes(written.encode())
    parts = {errand.code: len(week.kind(errand).parts) for errand in week.errands}
    return {trip.code: trip for trip in read_week_plan(file, week.office, week.monday, parts)}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("seed", range(3))
def test_a_table_read_again_gives_the_same_trips(tmp_path, seed, language):
    """Convoys too, under headers of either language; who drives may be named among those aboard or not."""
    week = field_week(seed, 20, 12, 3)
    plan = book(week)

    again = read_again(tmp_path, week, week_table(week, plan, language))

    assert again == {trip.code: replace(trip, state=TripState.DRAFT) for trip in plan.trips}


def test_the_table_is_in_the_order_of_hours_whatever_the_order_of_the_plan():
    """The same plan gives the same bytes, with what each row is about for people."""
    week = a_field_week(an_errand(), an_errand("E2"))
    other = a_trip("T2", vehicle="V2", leaves=at(1, "08:00"), back=at(1, "10:20"), stops=(Stop("E2", at(1, "08:40")),))

    written = week_table(week, WeekPlan((other, a_trip())))

    assert written == week_table(week, WeekPlan((a_trip(), other)))
    header, first, second = csv.reader(io.StringIO(written.removeprefix("\ufeff")))
    assert header == [name.zh for name in COLUMNS.values()]
    assert first[:10] == ["T1", "V1", "gus", "ann; cy; gus", "2022-09-05", "08:00", "10:20", "E1", "08:40", "1"]
    assert first[10:14] == ["09:40", "走访", "东镇柳村", "（2022）内0222执1号"]
    assert second[0] == "T2"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("=+-@＝＋－＠'aE1,\""), min_size=1, max_size=8))
@example("=1+1")
@example("'=1+1")
def test_no_cell_is_taken_for_a_formula_and_none_is_changed(tmp_path, code):
    """A code that begins like one has an apostrophe before it, which the reader takes off again."""
    week = a_field_week(an_errand(code))
    written = week_table(week, WeekPlan((a_trip(stops=(Stop(code, at(0, "08:40")),)),)))

    cells = [cell for row in csv.reader(io.StringIO(written.removeprefix("\ufeff"))) for cell in row]
    assert not [cell for cell in cells if cell[:1] and cell[0] in "=+-@＝＋－＠\t\r\n"]
    assert read_again(tmp_path, week, written)["T1"].stops[0].errand == code
