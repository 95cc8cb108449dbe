"""What the pages of the office show: everybody by team with hours, one person's weeks, vehicles, and the rulebook to read."""

from datetime import date, timedelta

import pytest

from allocator.domain.errors import NotFound
from allocator.files.office.editing import RowChange
from allocator.services.fieldwork.publishing import publish_by_hand
from allocator.services.loads.board import loads
from allocator.services.office.office_changes import change_office
from allocator.services.office.people_pages import read_people, read_person
from allocator.services.office.vehicle_pages import read_vehicles
from allocator.services.rules.rule_books import compare_rules, compared_view, read_rules
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import reload, swap
from tests.allocator.services.fieldwork.house import MONDAY, a_booked_week

OUTAGE = {"holder": "V1", "kind": "outage", "first": "2022-10-11", "last": "2022-10-12"}


def test_hours_are_the_boards_and_teams_the_offices(bureau: BureauAtWork) -> None:
    """Everybody once, in the order of the files, with the minutes every load is measured against."""
    people = read_people(bureau.context)

    rows = [row for team in people.teams for row in team.rows]
    assert sorted(row.officer.code for row in rows) == sorted(people.office.officer_by_code)
    available = {one.officer: one.load.available for one in loads(bureau.context)}
    assert {row.officer.code: row.minutes for row in rows} == available


def test_a_week_ahead_is_short_by_what_is_lost_to_absence(bureau: BureauAtWork) -> None:
    """A whole week away leaves nothing to give in it, and the other weeks as they were."""
    before = read_person(bureau.context, "G08").weeks
    away = {"officer": "G08", "first": "2022-10-10", "last": "2022-10-16", "reason": "leave"}
    change_office(bureau.context, [RowChange("absences", {}, away)], None)

    after = read_person(bureau.context, "G08").weeks

    assert [week.monday for week in after] == [MONDAY - timedelta(days=14) + timedelta(weeks=n) for n in range(4)]
    assert (after[2].minutes, after[2].away) == (0, before[2].minutes)
    assert [week for n, week in enumerate(after) if n != 2] == [week for n, week in enumerate(before) if n != 2]


def test_an_absence_that_is_over_and_a_person_there_is_not(bureau: BureauAtWork) -> None:
    """G09 was away until the twentieth; nobody bears that code."""
    assert read_person(bureau.context, "G09").absences == ()
    with pytest.raises(NotFound):
        read_person(bureau.context, "G99")


def test_a_vehicle_shows_what_takes_it_and_where_it_goes(bureau: BureauAtWork) -> None:
    """Outages that are not over, those told in the field week apart, and trips that are published."""
    [trip] = a_booked_week(bureau.context, 1)
    publish_by_hand(bureau.context, MONDAY, (trip,))
    change_office(bureau.context, [RowChange("engagements", {}, OUTAGE)], None)

    rows = {row.vehicle.code: row for row in read_vehicles(bureau.context).rows}

    assert date(2022, 10, 12) in [one.hours.period.last for one in rows["V1"].outages]
    assert [code for code, _ in rows[trip.vehicle].trips] == ["2022W41-1"]
    assert all(row.told == () for row in rows.values())


def test_the_rules_are_read_with_their_sentences_and_compared(bureau: BureauAtWork, tmp_path) -> None:
    """The version in force, its conditions as written; against the one before, what differs and nothing else."""
    first = read_rules(bureau.context)
    assert first.conditions["C02"] == "appraisal_needed"
    reload(bureau.context, tmp_path, rulebook=swap("threshold = 60", "threshold = 45"))

    now = read_rules(bureau.context)
    found = compare_rules(bureau.context, first.rulebook.digest, now.rulebook.digest)

    assert len(now.versions) == 2
    assert read_rules(bureau.context, first.rulebook.digest).rulebook == first.rulebook
    [change] = compared_view(found)["changes"]
    assert (change["key"], change["field"], change["before"], change["after"]) == ("triage.score", "threshold", 60, 45)
    with pytest.raises(NotFound):
        compare_rules(bureau.context, "0" * 64, now.rulebook.digest)
