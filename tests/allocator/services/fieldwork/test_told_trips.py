"""The log held against the tables of trips: whatever somebody changed there is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from allocator.services.fieldwork.days import finish_trip, start_trip
from allocator.services.fieldwork.publishing import publish_by_hand, withdraw_trip
from allocator.services.fieldwork.seeing import read_week
from allocator.services.log_check import verify_log
from fixtures.field_booking import book
from tests.allocator.conftest import BureauAtWork, at_work
from tests.allocator.services.fieldwork.house import MONDAY, an_errand
from tests.allocator.services.test_log_check import change, codes

WEDNESDAY = datetime(2022, 10, 12, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def week_begun(guyang_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four trips: one is back with an errand undone, one is out, one was withdrawn, one is to come. To be copied."""
    with at_work(guyang_template, tmp_path_factory.mktemp("week")) as bureau:
        for number in range(1, 5):
            day = (MONDAY + timedelta(days=number)).isoformat()
            an_errand(bureau.context, case_no=f"（2022）内0222执{number}号", earliest=day, latest=day)
        publish_by_hand(bureau.context, MONDAY, book(read_week(bureau.context, MONDAY)).trips)
        bureau.clock.now = WEDNESDAY
        start_trip(bureau.context, "2022W41-1", None)
        finish_trip(bureau.context, "2022W41-1", None, ["W1"])
        start_trip(bureau.context, "2022W41-2", None)
        withdraw_trip(bureau.context, "2022W41-3", None)
    return bureau.path


@pytest.fixture
def begun(week_begun: Path, tmp_path: Path) -> Iterator[BureauAtWork]:
    """The bureau of this test, the next morning."""
    with at_work(week_begun, tmp_path, WEDNESDAY + timedelta(days=1)) as bureau:
        yield bureau


def test_a_week_as_it_was_told_is_whole(begun: BureauAtWork) -> None:
    """Started, back, withdrawn and published trips, and nothing to find."""
    assert codes(begun) == set()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trip SET leaves = leaves - 5 WHERE number = 4",
        "UPDATE trip SET vehicle = 'V9' WHERE number = 2",
        "UPDATE trip SET state = 'published' WHERE number = 2",
        "UPDATE trip SET monday = '2022-10-17' WHERE number = 4",
        "UPDATE stop SET starts = starts + 5 WHERE trip = (SELECT id FROM trip WHERE number = 4)",
        "DELETE FROM stop WHERE trip = (SELECT id FROM trip WHERE number = 4)",
        "UPDATE stop SET stands = 1 WHERE trip = (SELECT id FROM trip WHERE number = 1)",
        "DELETE FROM booking WHERE trip = (SELECT id FROM trip WHERE number = 4) AND code LIKE 'V%'",
        "UPDATE booking SET ends = '2022-10-16 00:00:00.000000' WHERE trip = (SELECT id FROM trip WHERE number = 4)",
        "INSERT INTO hard_work (trip, officer, day, minutes) SELECT id, 'G01', '2022-10-10', 60 FROM trip WHERE number = 1",
    ],
)
def test_what_was_changed_behind_the_log_is_found(begun: BureauAtWork, statement: str) -> None:
    """Hours, vehicle, state, week, stops, what was done, bookings, the ledger: the entry that last told of the trip is named."""
    change(begun, statement)

    check = verify_log(begun.context)
    assert {found.code for found in check.breaks} == {"trips"}
    assert all(found.seq for found in check.breaks)


def test_a_trip_nobody_published_stands_against_the_end_of_the_log(begun: BureauAtWork) -> None:
    """It was put into the table."""
    change(
        begun,
        "INSERT INTO trip (version, code, monday, number, vehicle, driver, people, leaves, back, state) "
        "VALUES (1, 'x', '2022-10-10', 9, 'V1', 'G01', '[]', 1, 2, 'published')",
    )

    check = verify_log(begun.context)

    assert [(found.code, found.seq) for found in check.breaks] == [("trips", check.entries)]
