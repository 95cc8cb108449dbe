"""Field work on the command line: errands come in, hours are offered, a week drawn by hand is checked."""

import shutil
from datetime import date

import pytest

from allocator.files.office import read_office
from fixtures.guyang_month import GUYANG
from fixtures.guyang_week import guyang_week, sheet
from tests.allocator.cli.test_commands import Desk

MONDAY = date(2022, 10, 10)
CASE_NO = "（2022）内0222执9001号"
FILING = f"案号,案由,执行标的额（万元）,申请执行人,被执行人,乡镇,立案日期\n{CASE_NO},民间借贷纠纷,3.2,甲,乙,怀朔镇,2022-09-29\n"
HEADER = "车次,车辆,驾驶员,人员,日期,出发,返回,任务,开始\n"


@pytest.fixture
def desk(tmp_path, guyang_template):
    """A desk at the bureau with a week's errands on the books."""
    shutil.copy(guyang_template, tmp_path / "office.db")
    desk = Desk(tmp_path)
    file = tmp_path / "errands.csv"
    file.write_bytes(sheet(guyang_week(read_office(GUYANG), MONDAY, count=8)))
    desk.json("errand", "add", file)
    return desk


def test_errands_of_a_file_are_put_down_once(desk):
    """Eight errands; the same file again changes nothing."""
    again = desk.json("errand", "add", desk.folder / "errands.csv")
    page = desk.run("errand", "add", desk.folder / "errands.csv").stdout

    assert [(one["state"], one["version"]) for one in again] == [("open", 1)] * 8
    assert "8 项" in page


def test_what_nodes_of_cases_ask_for_is_shown_and_put_down_once(desk):
    """A case needs its village seen: two errands, listed first, on the books once confirmed, and never again."""
    filings = desk.folder / "filings.csv"
    filings.write_text(FILING, encoding="utf-8")
    desk.run("import", filings)
    desk.run("facts", CASE_NO, "on_site=true", "online_only=false")
    desk.run("assign", CASE_NO)
    shown = desk.json("errand", "add", "--from-nodes", "2022-W41")
    page = desk.run("errand", "add", "--from-nodes", "2022-W41").stdout
    added = desk.json("errand", "add", "--from-nodes", "2022-W41", "--confirm", shown["confirm"])

    assert [one["kind"] for one in shown["errands"]] == ["service", "inquiry"]
    assert f"--confirm {shown['confirm']}" in page
    assert [one["code"] for one in added["added"]] == [one["code"] for one in shown["errands"]]
    assert desk.json("errand", "add", "--from-nodes", "2022-W42")["errands"] == []
    assert "无须登记" in desk.run("errand", "add", "--from-nodes", "2022-W41").stdout


def test_errands_come_from_a_file_or_from_nodes(desk):
    """One of the two, not both and not none."""
    assert desk.run("errand", "add").exit_code == 2
    assert desk.run("errand", "add", desk.folder / "errands.csv", "--from-nodes", "2022-W41").exit_code == 2


def test_hours_are_offered_for_an_errand(desk):
    """For a script and for people, the best first."""
    offered = [desk.json("errand", "slots", one, "--week", "2022-W41") for one in ("E001", "E002", "E003")]
    page = desk.run("errand", "slots", "E001", "--week", "2022-10-10")

    assert page.exit_code == 0
    assert any(offered)
    assert all(len(one) <= 3 for one in offered)


def test_a_week_drawn_by_hand_is_checked(desk):
    """A trip nobody could lawfully make: each violation is a sentence, and nothing is changed."""
    code = "E001"
    file = desk.folder / "drawn.csv"
    file.write_text(HEADER + f"T1,V1,G01,G01,2022-10-10,4:00,5:00,{code},4:30\n", encoding="utf-8")

    found = desk.json("check-week", file, "--week", "2022-W41")
    page = desk.run("check-week", file, "--week", "2022-W41").stdout

    assert not found["lawful"]
    assert len(found["left"]) == 7
    assert {"trip_hours", "crew"} <= {one["rule"] for one in found["objections"]}
    assert "✗" in page
    assert "最近的合法方案" in page


def test_a_faulty_table_is_refused_by_row(desk):
    """Exit code 2, and the row is told."""
    file = desk.folder / "drawn.csv"
    file.write_text(HEADER + "T1,V1,G01,G01,2022-10-20,4:00,5:00,E1,4:30\n", encoding="utf-8")

    refused = desk.run("check-week", file, "--week", "2022-W41")

    assert refused.exit_code == 2
    assert "2:day" in refused.stderr
