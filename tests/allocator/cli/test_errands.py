"""Errands on the command line: asked for by fields or by file, listed, withdrawn; hours offered to a partner."""

import shutil
from datetime import date

import pytest

from allocator.files.office import read_office
from fixtures.guyang_month import GUYANG
from fixtures.guyang_week import guyang_week, sheet
from tests.allocator.cli.test_commands import NOW, Desk

MONDAY = date(2022, 10, 10)
CASE_NO = "（2022）内0222执9001号"
FILING = f"案号,案由,执行标的额（万元）,申请执行人,被执行人,乡镇,立案日期\n{CASE_NO},民间借贷纠纷,3.2,甲,乙,怀朔镇,2022-09-29\n"
ONE = ("--case", "（2022）内0222执9001号", "--kind", "送达", "--town", "银号镇")


@pytest.fixture
def bare(tmp_path, guyang_template):
    """A desk at the bureau before anything is asked for, the Saturday before the week."""
    shutil.copy(guyang_template, tmp_path / "office.db")
    desk = Desk(tmp_path)
    desk.now = "2022-10-08T09:00+08:00"
    return desk


@pytest.fixture
def desk(bare):
    """With a week's errands on the books."""
    file = bare.folder / "errands.csv"
    file.write_bytes(sheet(guyang_week(read_office(GUYANG), MONDAY, count=8)))
    bare.json("errand", "add", file)
    return bare


def test_errands_of_a_file_are_put_down_once(desk):
    """Eight errands; the same file again changes nothing."""
    again = desk.json("errand", "add", desk.folder / "errands.csv")
    page = desk.run("errand", "add", desk.folder / "errands.csv").stdout

    assert [(one["state"], one["version"]) for one in again] == [("open", 1)] * 8
    assert "8 项" in page


def test_one_errand_is_asked_for_by_its_fields(bare):
    """Names or codes, in the words a file uses; code and day are filled in."""
    more = (
        "--due",
        "2022-10-14",
        "--need",
        "woman",
        "--need",
        "police:2",
        "--barred",
        "G09",
        "--urgent",
        "--minutes",
        40,
    )
    (found,) = bare.json("errand", "add", *ONE, *more)
    page = bare.run("errand", "add", *ONE, "--code", "X1", "--lang", "en").stdout

    assert (found["code"], found["kind"], found["asked_on"], found["due"]) == (
        "W1",
        "service",
        "2022-10-08",
        "2022-10-14",
    )
    assert (found["needs"], found["barred"], found["urgent"], found["minutes"]) == (
        {"woman": 1, "police": 2},
        ["G09"],
        True,
        40,
    )
    assert "Its code is X1" in page
    assert "is not on the docket" in page


@pytest.mark.parametrize(
    "wrong, field",
    [
        (("--kind", "跳舞"), "kind"),
        (("--town", "上海"), "town"),
        (("--case", " "), "case_no"),
        (("--due", "soon"), "due"),
        (("--minutes", "long"), "minutes"),
        (("--handler", "G99"), "handler"),
        (("--need", "magic"), "needs"),
        (("--need", "woman", "--need", "女性工作人员:2"), "needs"),
        (("--asked-on", "2062-10-09"), "asked_on"),
        (("--code", "X 1"), "code"),
    ],
)
def test_a_wrong_field_is_told_with_its_remedy(bare, wrong, field):
    """Exit code 2, both languages on stderr, nothing on the books."""
    refused = bare.run("errand", "add", *ONE, *wrong)

    assert refused.exit_code == 2
    assert f"errand:{field}  " in refused.stderr
    assert bare.json("errand", "list") == []


def test_what_is_missing_is_told_all_at_once(bare):
    """A case alone is no errand; neither a file nor a field is nothing at all, both are too much."""
    refused = bare.run("errand", "add", "--case", "（2022）内0222执9001号").stderr

    assert ("errand:kind" in refused, "errand:town" in refused) == (True, True)
    assert bare.run("errand", "add").exit_code == 2
    (bare.folder / "errands.csv").write_text("x", encoding="utf-8")
    assert bare.run("errand", "add", bare.folder / "errands.csv", "--kind", "service").exit_code == 2


def test_what_nodes_of_cases_ask_for_is_shown_and_put_down_once(bare):
    """A case needs its village seen: two errands, listed first, on the books once confirmed, and never again."""
    bare.now = NOW
    filings = bare.folder / "filings.csv"
    filings.write_text(FILING, encoding="utf-8")
    bare.run("import", filings)
    bare.run("facts", CASE_NO, "on_site=true", "online_only=false")
    bare.run("assign", CASE_NO)
    shown = bare.json("errand", "add", "--from-nodes", "2022-W41")
    page = bare.run("errand", "add", "--from-nodes", "2022-W41").stdout
    added = bare.json("errand", "add", "--from-nodes", "2022-W41", "--confirm", shown["confirm"])

    assert [one["kind"] for one in shown["errands"]] == ["service", "inquiry"]
    assert f"--confirm {shown['confirm']}" in page
    assert [one["code"] for one in added["added"]] == [one["code"] for one in shown["errands"]]
    assert bare.json("errand", "add", "--from-nodes", "2022-W42")["errands"] == []
    assert "无须登记" in bare.run("errand", "add", "--from-nodes", "2022-W41").stdout


def test_errands_come_from_a_file_or_from_nodes(desk):
    """One of the two, not both and not none."""
    assert desk.run("errand", "add").exit_code == 2
    assert desk.run("errand", "add", desk.folder / "errands.csv", "--from-nodes", "2022-W41").exit_code == 2


def test_errands_are_listed_and_withdrawn(desk):
    """By state; what was withdrawn cannot be withdrawn again, and an empty list says what to do."""
    page = desk.run("errand", "list", "--limit", 3).stdout
    gone = desk.json("errand", "withdraw", "E001", "--if-version", 1)
    again = desk.run("errand", "withdraw", "E001")

    assert len(page.splitlines()) == 4
    assert "待办" in page
    assert gone["state"] == "withdrawn"
    assert again.exit_code == 2
    assert [one["code"] for one in desk.json("errand", "list", "--state", "withdrawn")] == ["E001"]
    assert "withdrawn" in desk.run("errand", "list", "--state", "withdrawn", "--lang", "en").stdout
    assert "fenliu errand add" in desk.run("errand", "list", "--state", "done").stdout
    assert "已撤回" in desk.run("errand", "withdraw", "E002").stdout


def test_hours_are_offered_for_an_errand(desk):
    """For a script and for people, the best first; a week that is over is refused."""
    offered = [desk.json("errand", "slots", one, "--week", "2022-W41") for one in ("E001", "E002", "E003")]
    page = desk.run("errand", "slots", "E001", "--week", "2022-10-10")

    assert page.exit_code == 0
    assert any(one["items"] for one in offered)
    assert all(len(one["items"]) <= 3 and bool(one["items"]) != bool(one["advice"]) for one in offered)
    assert desk.run("errand", "slots", "E001", "--week", "2022-W36").exit_code == 2


def test_where_no_hour_can_be_offered_it_is_said_why(bare):
    """A search without a warrant: the paper is named, and the hour there would be with it."""
    bare.json("errand", "add", "--case", "（2022）内0222执9002号", "--kind", "搜查", "--town", "银号镇", "--code", "S1")

    page = bare.run("errand", "slots", "S1", "--week", "2022-W41").stdout

    assert "本周没有可约的时段" in page
    assert "搜查令" in page


def test_what_an_errand_lacks_is_told_by_the_words_of_the_table(desk):
    """Neither town nor kind was named: both are asked for as the file's columns are called."""
    lacking = desk.run("errand", "add", "--case", "（2022）内0222执1号").stderr

    assert "“乡镇”为空" in lacking
    assert "“town”为空" not in lacking


def test_no_sign_nobody_sees_comes_with_a_typed_town(desk):
    """A town copied from a page is the town; its village is free text and kept without the sign."""
    kept = desk.json(
        "errand",
        "add",
        "--case",
        "（2022）内0222执1号",
        "--kind",
        "送达",
        "--town",
        "银号镇\u200b",
        "--village",
        "东\u200b村",
    )

    assert (kept[0]["place"]["town"], kept[0]["place"]["village"]) == ("银号镇", "东村")
