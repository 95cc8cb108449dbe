"""An office written back as its folder: read again it is the same, whatever stands in its cells."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.domain.calendar import Correction
from allocator.domain.fieldwork.means import Engagement, EngagementKind
from allocator.domain.fieldwork.trips import Hours
from allocator.domain.people import Absence, Pairing, Period, Skill, Vehicle
from allocator.files.office import read_office
from allocator.files.office.calendar import OwnDays, calendar_of, own_days
from allocator.files.office.field import FieldFiles
from allocator.files.office.writing import sheets_of
from tests.fixtures.folders import GUYANG, TODAY, load, small_desk

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=8)
PERIODS = st.builds(
    lambda first, days: Period(first, None if days is None else first + timedelta(days)),
    DAYS,
    st.none() | st.integers(0, 400),
)


@pytest.fixture(scope="module")
def guyang():
    return load(GUYANG)


def written_and_read(found, **changes):
    """Write an office with something changed, and read what was written."""
    office = replace(found.office, **changes)
    rulebook = (GUYANG / "rulebook.toml").read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        sheets_of(office, found.fieldwork, rulebook, found.process_text).write(Path(folder))
        return office, read_office(Path(folder), TODAY)


def test_guyang_written_out_is_guyang(guyang):
    """People, means of field work, process and rules: nothing is lost and nothing is added."""
    _, again = written_and_read(guyang)

    assert (again.office, again.rulebook, again.process) == (guyang.office, guyang.rulebook, guyang.process)
    assert replace(again.fieldwork, errands=()) == replace(guyang.fieldwork, errands=())
    assert again.office.digest == guyang.office.digest


@pytest.mark.parametrize("corrections", [(), (Correction(date(2026, 5, 18), False, "flood"),)])
def test_a_desk_keeps_its_own_days_off_and_make_up_days(tmp_path, corrections):
    """What bureau.toml adds to the calendar is written back there; what was corrected stands as a correction alone."""
    desk = load(small_desk(tmp_path))
    assert not desk.office.calendar.is_working(date(2026, 5, 15))
    office = replace(desk.office, corrections=corrections, calendar=desk.office.calendar.corrected(corrections))
    rulebook = (tmp_path / "desk" / "rulebook.toml").read_text(encoding="utf-8")

    sheets_of(office, FieldFiles(), rulebook, "").write(tmp_path / "again")

    assert load(tmp_path / "again").office == office
    assert "extra_holidays = [2026-05-15]\n" in (tmp_path / "again" / "bureau.toml").read_text(encoding="utf-8")


@given(off=st.frozensets(DAYS, max_size=4), worked=st.frozensets(DAYS, max_size=4), country=st.sampled_from(["CN", ""]))
def test_own_days_are_what_an_office_adds_to_its_country(off, worked, country):
    """Told from the calendar alone, they make the same calendar again, weekends and public holidays among them."""
    calendar = calendar_of(country, OwnDays(off - worked, worked))

    assert calendar_of(country, own_days(country, calendar, ())) == calendar


@settings(max_examples=15, deadline=None)
@given(
    share=st.integers(0, 1000),
    evidence=WORDS,
    expires=st.none() | DAYS,
    away=PERIODS,
    seats=st.integers(2, 60),
    days=st.dictionaries(DAYS, st.booleans(), max_size=4),
)
def test_any_cell_comes_back_as_it_went(guyang, share, evidence, expires, away, seats, days):
    """Shares to the per mille, skills with evidence, open and closed periods, corrections of any day."""
    one = guyang.office.officers[3]
    skilled = replace(one, share=share, skills=(Skill("network_query", evidence, expires),))
    office, again = written_and_read(
        guyang,
        officers=tuple(skilled if officer == one else officer for officer in guyang.office.officers),
        absences=(Absence("G09", away, "leave"),),
        pairings=(Pairing("G14", "G15", away, cover=True),),
        vehicles=(Vehicle("V1", "一号，“备用”", "off;road", seats), *guyang.office.vehicles[1:]),
        corrections=tuple(Correction(day, works, "县里通知, 2026") for day, works in days.items()),
    )

    national = guyang.office.calendar
    assert replace(again.office, calendar=national) == office
    assert all(again.office.calendar.is_working(day) == works for day, works in days.items())


@given(st.lists(st.integers(0, 6), unique=True, min_size=1).map(sorted), st.integers(0, 700), st.integers(701, 1440))
@settings(max_examples=15, deadline=None)
def test_hours_come_back_as_they_went(guyang, weekdays, begins, ends):
    """Weekdays, times to the minute, the whole day and the day's end."""
    hours = Hours(Period(date(2026, 3, 2)), begins, ends, tuple(weekdays))
    means = replace(guyang.fieldwork, engagements=(Engagement("V1", EngagementKind.OUTAGE, hours),))

    _, again = written_and_read(replace(guyang, fieldwork=means))

    assert again.fieldwork.engagements == means.engagements
