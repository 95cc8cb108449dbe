"""Corrections of the calendar in the office's folder: a day, whether it works, and why."""

from datetime import date

import pytest

from tests.fixtures.folders import copy_of_guyang, faults_of, load

HEAD = "日期,是否上班,事由,更正人\n"
NATIONAL_DAY, SATURDAY = date(2026, 10, 1), date(2026, 12, 5)


def corrected(tmp_path, *rows):
    """Guyang with a table of corrections."""
    folder = copy_of_guyang(tmp_path)
    (folder / "calendar.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder


def test_a_day_is_what_its_correction_says(tmp_path):
    """A Saturday worked, a holiday worked, a Monday off; the reason stands with the day."""
    rows = ("2026-12-05,是,年底结案,管理员", "2026-10-01,是,值守,", "2026-11-30,否,停电检修,")
    office = load(corrected(tmp_path, *rows)).office

    assert [office.calendar.is_working(day) for day in (SATURDAY, NATIONAL_DAY, date(2026, 11, 30))] == [
        True,
        True,
        False,
    ]
    assert (office.corrections[0].because, office.corrections[0].by) == ("年底结案", "管理员")


def test_a_correction_that_says_what_is_so_changes_no_day(tmp_path):
    """It stays in the table, and the year is proclaimed no sooner for it."""
    plain = load(copy_of_guyang(tmp_path)).office
    again = load(corrected(tmp_path / "more", "2028-12-04,是,照常,")).office

    assert again.calendar == plain.calendar
    assert again.calendar.is_estimated(2028)


@pytest.mark.parametrize(
    "row, code",
    [
        ("2026-12-05,是,,", "cell-blank"),
        ("2026-12-05,,加班,", "cell-blank"),
        ("2026-12-05,也许,加班,", "not-yes-or-no"),
        ("第五日,是,加班,", "day-not-understood"),
        (f"2026-12-05,是,{'长' * 201},", "reason-long"),
        ("0001-01-01,是,加班,", "calendar-unknown"),
        ("2035-01-01,是,加班,", "calendar-unknown"),
    ],
)
def test_a_correction_that_cannot_be_is_told_by_its_row(tmp_path, row, code):
    """No reason, neither yes nor no, no day, a story instead of a reason."""
    [fault] = faults_of(lambda: load(corrected(tmp_path, row)))

    assert (fault["file"], fault["row"]) == ("calendar.csv", 2)
    assert fault["code"] == code


def test_a_day_is_corrected_once(tmp_path):
    """Two rows for one day contradict each other."""
    [fault] = faults_of(lambda: load(corrected(tmp_path, "2026-12-05,是,甲,", "2026-12-05,否,乙,")))

    assert fault["code"] == "row-twice"
