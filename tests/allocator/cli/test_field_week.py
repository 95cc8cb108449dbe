"""A week of field work on the command line: drafted, published, drawn; a car drops out, an errand cannot wait."""

import shutil

import pytest

from allocator.files.office import read_office
from fixtures.guyang_month import GUYANG
from fixtures.guyang_week import guyang_week, sheet
from tests.allocator.cli.test_check_week import MONDAY
from tests.allocator.cli.test_commands import Desk


@pytest.fixture
def desk(tmp_path, guyang_template):
    """A desk at the bureau with a week's errands on the books, the Saturday before."""
    shutil.copy(guyang_template, tmp_path / "office.db")
    desk = Desk(tmp_path)
    desk.now = "2022-10-08T09:00+08:00"
    file = tmp_path / "errands.csv"
    file.write_bytes(sheet(guyang_week(read_office(GUYANG), MONDAY, count=8)))
    desk.run("errand", "add", file)
    return desk


def test_a_week_is_drafted_published_and_repaired(desk):
    """What is published is on the sheets; a car's outage moves only what it must, and nothing before it is confirmed."""
    page = desk.run("field-week", "2022-W41", "--seconds", 1).stdout
    done = desk.json("field-week", "2022-W41", "--seconds", 1, "--publish", "--sheets", desk.folder / "sheets")
    car, day = done["trips"][0]["vehicle"], done["trips"][0]["leaves"] // 1440
    asked = ("outage", car, "--week", "2022-W41", "--from", f"2022-10-{10 + day}")
    shown = desk.json(*asked)
    proof = desk.folder / "answer.json"
    desk.run("certificate", "export", shown["answer"], proof)
    verdict = desk.json("certificate", "verify", proof, "--seconds", 3)
    applied = desk.json(*asked, "--confirm", shown["answer"])
    late = desk.run(*asked, "--confirm", shown["answer"])

    assert "层级 level" in page
    assert "V1" in page
    assert done["objections"] == []
    assert len(done["published"]["published"]) == len(done["trips"])
    assert (desk.folder / "sheets" / "trips.csv").read_text(encoding="utf-8-sig").startswith("车次,车辆")
    assert shown["applied"] is None
    assert shown["moves"]
    assert shown["bound"] <= shown["value"]
    assert verdict["holds"]
    words = {item["place"]: item["word"] for item in verdict["findings"]}
    assert words["certificate.levels.moved.bound"] == "confirmed"
    assert applied["applied"] is not None
    assert late.exit_code == 2


def test_the_certificate_of_a_week_travels_and_holds(desk):
    """Exported here, verified by whoever has the file; altered, it is refuted with the place and exit code 1."""
    drafted = desk.json("field-week", "2022-W41", "--seconds", 1)
    file = desk.folder / "week.json"

    desk.run("certificate", "export", drafted["run"], file)
    checked = desk.run("certificate", "verify", file, "--seconds", 1)
    file.write_text(
        file.read_text(encoding="utf-8").replace('"late","reached":', '"late","reached":1'), encoding="utf-8"
    )
    refuted = desk.run("certificate", "verify", file, "--seconds", 1)

    assert (checked.exit_code, refuted.exit_code) == (0, 1)
    assert "placed:" in checked.stdout
    assert "certificate.levels.late.reached" in refuted.stdout


def test_a_drafted_week_is_published_later_in_part_or_withdrawn(desk):
    """By its run, as any plan; options of plans of cases are refused, and what was withdrawn stays so."""
    drafted = desk.json("field-week", "2022-W41", "--seconds", 1)
    run, trip = drafted["run"], drafted["trips"][0]["code"]

    wrong = desk.run("publish", run, "--case", "1")
    part = desk.json("publish", run, "--trip", trip)
    gone = desk.json("withdraw", run)
    late = desk.run("publish", run)

    assert (wrong.exit_code, "--trip" in wrong.stderr) == (2, True)
    assert list(part["codes"]) == [trip]
    assert (gone["withdrawn"], gone["published"]) == (True, [trip])
    assert late.exit_code == 2
    assert "已发布出车" in desk.run("publish", desk.json("field-week", "2022-W41", "--seconds", 1)["run"]).stdout


def test_a_week_that_is_over_is_refused_and_an_empty_one_says_what_to_do(desk):
    """Nothing is solved for a week in the past; the second week of November has no errand once all are withdrawn."""
    over = desk.run("field-week", "2022-W30", "--seconds", 1)
    for errand in desk.json("errand", "list"):
        desk.json("errand", "withdraw", errand["code"])
    empty = desk.run("field-week", "2022-W41", "--seconds", 1)

    assert (over.exit_code, "这一周已过" in over.stderr) == (2, True)
    assert "fenliu errand add" in empty.stdout
    assert "预估" not in empty.stdout
    assert "预估" in desk.run("field-week", "2029-W42", "--seconds", 1).stdout


def test_an_urgent_errand_is_shown_before_it_is_booked(desk):
    """Nothing is published yet, so nothing moves."""
    page = desk.run("errand", "urgent", "E001", "--week", "2022-W41").stdout

    assert "已证明最少" in page
    assert "--confirm" in page


def test_an_urgent_errand_without_a_place_leaves_nothing_to_apply(desk):
    """It is told why it has none; an answer that changes nothing is not offered for confirmation."""
    words = ("--code", "U1", "--case", "（2022）内0222执9001号", "--kind", "search", "--town", "金山镇")
    desk.json("errand", "add", *words)
    page = desk.run("errand", "urgent", "U1", "--week", "2022-W41").stdout

    assert "有任务未能安排" in page
    assert "搜查令" in page
    assert "--confirm" not in page


@pytest.mark.parametrize("moment", ["tomorrow", "2022-10-12T06:00Z", "2022-10-12T14:00+08:00"])
def test_a_day_that_is_none_is_refused(desk, moment):
    """Exit code 2, nothing asked of the solver; a time of another zone is not taken for the office's own."""
    refused = desk.run("outage", "V1", "--from", moment)

    assert refused.exit_code == 2
    assert "2022-10-12T14:00" in refused.stderr


def test_an_outage_lasts_from_an_hour_to_an_hour(desk):
    """Of the week of its first day unless another is named, which it then has to lie in."""
    shown = desk.json("outage", "V1", "--from", "2022-10-12T14:00", "--until", "2022-10-13T10:00")
    until_evening = desk.json("outage", "V1", "--from", "2022-10-12 14:30")
    other = desk.run("outage", "V1", "--week", "2022-W42", "--from", "2022-10-12")

    assert [(one["hours"]["begins"], one["hours"]["ends"]) for one in shown["engagements"]] == [(840, 1440), (0, 600)]
    assert [(one["hours"]["begins"], one["hours"]["ends"]) for one in until_evening["engagements"]] == [(870, 1440)]
    assert (other.exit_code, "按周分别" in other.stderr) == (2, True)
