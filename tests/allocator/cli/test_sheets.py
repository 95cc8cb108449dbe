"""Day sheets on the command line: of what is published, printed or written."""

import pytest

from allocator.services.fieldwork.publishing import publish_by_hand
from tests.allocator.cli.test_commands import Desk
from tests.allocator.conftest import at_work
from tests.allocator.services.fieldwork.house import MONDAY, a_booked_week

WEEK = "2022-W41"


@pytest.fixture
def desk(tmp_path, guyang_template):
    """A desk at the bureau, a week with two published trips."""
    with at_work(guyang_template, tmp_path) as bureau:
        publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 2))
    bureau.path.rename(tmp_path / "office.db")
    return Desk(tmp_path)


def test_sheets_are_printed_in_either_language(desk):
    """For everybody who goes, or for one; as text or for a script."""
    everybody, english = desk.run("sheets", WEEK).stdout, desk.run("sheets", WEEK, "--lang", "en").stdout
    found = desk.json("sheets", WEEK)
    code = found[0]["code"]

    assert everybody.count("外勤日程单") == len(found) == english.count("day sheet")
    assert {one["code"] for one in desk.json("sheets", WEEK, "--of", code)} == {code}
    assert "当日无外勤" in desk.run("sheets", WEEK, "--of", "G01", "--day", "2022-10-14").stdout
    assert "fenliu field-week --publish" in desk.run("sheets", "2022-W42").stdout


def test_sheets_are_written_to_a_folder_with_the_table(desk):
    """A file for each sheet, the same bytes a second time."""
    found = desk.json("sheets", WEEK, "--to", desk.folder / "out")
    first = {file.name: file.read_bytes() for file in (desk.folder / "out").iterdir()}
    page = desk.run("sheets", WEEK, "--to", desk.folder / "out").stdout

    assert set(first) == {"trips.csv", *(f"{one['day']}-{one['code']}.txt" for one in found)}
    assert {file.name: file.read_bytes() for file in (desk.folder / "out").iterdir()} == first
    assert f"日程单 {len(found)} 张" in page


@pytest.mark.parametrize(
    "wrong", [("soon",), (WEEK, "--of", "G99"), (WEEK, "--day", "soon"), (WEEK, "--day", "2022-10-20")]
)
def test_what_is_wrong_is_refused(desk, wrong):
    """Exit code 2, a remedy in both languages."""
    refused = desk.run("sheets", *wrong)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert len(refused.stderr.splitlines()) == 2
