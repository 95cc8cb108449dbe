"""A trip on its day, on the command line: it starts, it is back, and what it could not do waits again."""

import shutil

import pytest

from allocator.files.office import read_office
from fixtures.guyang_month import GUYANG
from fixtures.guyang_week import guyang_week, sheet
from tests.allocator.cli.test_check_week import MONDAY
from tests.allocator.cli.test_commands import Desk

WEEK = "2022-W41"


@pytest.fixture
def desk(tmp_path, guyang_template):
    """A desk at the bureau with four errands on the books, the Saturday before."""
    shutil.copy(guyang_template, tmp_path / "office.db")
    desk = Desk(tmp_path)
    desk.now = "2022-10-08T09:00+08:00"
    file = tmp_path / "errands.csv"
    file.write_bytes(sheet(guyang_week(read_office(GUYANG), MONDAY, count=4)))
    desk.run("errand", "add", file)
    return desk


@pytest.fixture
def out(desk):
    """A published trip, and the Friday of its week."""
    found = desk.json("field-week", WEEK, "--seconds", 1, "--publish")["published"]["published"][0]
    desk.now = "2022-10-14T09:00+08:00"
    return found


def test_a_trip_starts_and_is_back(desk, out):
    """Each step once, at the version it was seen at; listed with where it stands."""
    code = out["code"]
    late = desk.run("trip", "start", code, "--if-version", 7)
    started = desk.json("trip", "start", code, "--if-version", 1)
    again = desk.run("trip", "start", code)
    back = desk.run("trip", "back", code)

    assert (late.exit_code, again.exit_code, started["state"]) == (2, 2, "started")
    assert f"出车 {code} 在途，不是已发布" in again.stderr
    assert f"Trip {code} is under way, not published" in again.stderr
    assert code in back.stdout
    assert {trip["code"]: trip["state"] for trip in desk.json("trip", "list", "--week", WEEK)}[code] == "finished"
    assert "已返回" in desk.run("trip", "list", "--week", WEEK).stdout


def test_what_could_not_be_done_waits_again(desk, out):
    """Named by its code; what is not on the trip cannot be named."""
    errand = out["stops"][0]["errand"]
    desk.run("trip", "start", out["code"])
    wrong = desk.run("trip", "back", out["code"], "--undone", "W999")
    back = desk.run("trip", "back", out["code"], "--undone", errand)

    assert wrong.exit_code == 2
    assert errand in back.stdout
    assert errand in {one["code"] for one in desk.json("errand", "list", "--state", "open")}


def test_a_trip_is_withdrawn_before_it_starts(desk, out):
    """It is gone from the list; a week without any says what to do."""
    gone = desk.json("trip", "withdraw", out["code"])
    listed = desk.json("trip", "list", "--week", WEEK)

    assert gone["state"] == "withdrawn"
    assert out["code"] not in {trip["code"] for trip in listed}
    assert "field-week" in desk.run("trip", "list", "--week", "2022-W50").stdout
