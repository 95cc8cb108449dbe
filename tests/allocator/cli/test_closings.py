"""Closing cases on the command line: one by its number, a file, a mistake undone."""

import shutil

import pytest

from tests.allocator.cli.test_commands import Desk

CASE_NO = "（2022）内0222执9001号"
FILING = f"案号,案由,执行标的额（万元）,申请执行人,被执行人,乡镇,立案日期\n{CASE_NO},民间借贷纠纷,3.2,甲,乙,怀朔镇,2022-09-29\n"


@pytest.fixture
def desk(tmp_path, guyang_template):
    """A desk at the bureau with one case, the day after it was filed."""
    shutil.copy(guyang_template, tmp_path / "office.db")
    desk = Desk(tmp_path)
    desk.now = "2022-09-30T09:00+08:00"
    file = desk.folder / "filings.csv"
    file.write_text(FILING, encoding="utf-8")
    desk.run("import", file)
    return desk


def test_a_case_is_closed_in_the_words_of_the_office(desk):
    """The way by its name, the amount as it is written, today where no day is given; in both languages."""
    done = desk.json("close", CASE_NO, "--way", "执行完毕", "--recovered", "3.2万元")

    assert (done["closed_on"], done["closed_as"], done["recovered"]) == ("2022-09-30", "fulfilled", 3_200_000)
    assert (
        "1 closed before"
        in desk.run("close", CASE_NO, "--way", "fulfilled", "--recovered", "32000", "--lang", "en").stdout
    )
    assert desk.json("reopen", CASE_NO, "--because", "登记错案号")["state"] == "waiting"


def test_a_file_of_closings_is_brought_in(desk):
    """All or none; told how many."""
    file = desk.folder / "closings.csv"
    file.write_text(f"案号,结案日期,结案方式\n{CASE_NO},2022-09-30,销案\n", encoding="utf-8")

    assert "结案 1 件" in desk.run("close", "--file", file).stdout
    assert [one["changed"] for one in desk.json("close", "--file", file)] == [False]


@pytest.mark.parametrize(
    "words, told",
    [
        ((CASE_NO, "--way", "消案"), "销案"),
        ((CASE_NO, "--way", "终结本次执行程序", "--recovered", "0"), "2022-12-29"),
        ((), "--way"),
        ((CASE_NO, "--file", "closings.csv"), "--file"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(desk, words, told):
    """A misspelt way, a round closed too early, nothing named, both named."""
    refused = desk.run("close", *words)

    assert (refused.exit_code, told in refused.stderr) == (2, True)
