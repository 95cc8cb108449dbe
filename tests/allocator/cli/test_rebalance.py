"""Moving held cases on the command line, as a supervisor and a script do it."""

import shutil

import pytest

from allocator.cli.rebalance import _unmentored
from tests.allocator.cli.test_commands import Desk


@pytest.fixture
def desk(tmp_path, guyang_template):
    """A desk at the bureau, nothing filed yet."""
    shutil.copy(guyang_template, tmp_path / "office.db")
    return Desk(tmp_path)


@pytest.fixture
def busy_desk(desk):
    """The same with September filed, and eight simple cases of it given to one officer."""
    desk.run("import", desk.september()[1])
    simple = [case["case_no"] for case in desk.json("cases", "--limit", 60) if case["class"] == "fast"]
    for case_no in simple[:8]:
        desk.run("assign", case_no, "--to", "G08", "--reason", "better_knowledge")
    return desk


def test_a_supervisor_looks_at_the_frontier_drafts_refuses_and_publishes(busy_desk):
    """The frontier for people and scripts; a draft with one case kept; published; what is left is withdrawn."""
    desk = busy_desk
    table = desk.run("rebalance", "--frontier", "--most", 3, "--seconds", 2).stdout
    draft = desk.json("rebalance", "--moves", 2, "--seconds", 2)
    kept = draft["rows"][0]["case_no"]
    other = desk.json("rebalance", "--moves", 2, "--keep", kept, "--refuse", f"{draft['rows'][1]['case_no']}:G09")
    page = desk.run("handover", other["run"], other["rows"][0]["case_no"]).stdout
    packs = desk.json("handover", other["run"])
    given = desk.json("publish", other["run"], "--case", other["rows"][0]["case_no"])
    gone = desk.json("withdraw", other["run"])
    late = desk.run("publish", other["run"])

    assert "最高负荷 peak" in table
    assert "个不均衡点" in table
    assert not any(word in table for word in ("step-minutes", "per mille", "within limits", "lots"))
    assert draft["objections"] == []
    assert kept not in {row["case_no"] for row in other["rows"]}
    assert "交接清单" in page
    assert "下一步" in page
    assert [pack["case_no"] for pack in packs["items"]] == [row["case_no"] for row in other["rows"]]
    assert [case["holding"]["how"] for case in given] == ["rebalance"]
    assert gone == {"run": other["run"], "withdrawn": True, "published": [other["rows"][0]["case_no"]]}
    assert late.exit_code == 2
    assert desk.json("log", "verify")["breaks"] == []


def test_a_supervisor_settles_on_a_move_and_drafts_the_rest_anew(busy_desk):
    """The move is part of the new plan, said to be settled on, and explained as a person's word, to be taken out till published.

    Half a move is refused.
    """
    first, second = busy_desk.json("rebalance", "--moves", 2, "--seconds", 2)["rows"]
    words = ("--take", f"{first['case_no']}:{first['officer']}", "--refuse", f"{second['case_no']}:{second['officer']}")
    again = busy_desk.json("rebalance", "--moves", 2, "--seconds", 2, *words)
    shown = busy_desk.run("rebalance", "--moves", 2, "--seconds", 2, *words).stdout
    why = busy_desk.run("explain", first["case_no"], "--run", again["run"], "--why-not", "G08").stdout
    half = busy_desk.run("rebalance", "--moves", 2, "--take", first["case_no"])
    open_ = busy_desk.run("explain", first["case_no"], "--run", again["run"]).stdout
    busy_desk.json("publish", again["run"])
    done = busy_desk.run("explain", first["case_no"], "--run", again["run"]).stdout

    assert [(row["case_no"], row["officer"]) for row in again["moves"]["taken"]] == [
        (first["case_no"], first["officer"])
    ]
    assert "人选定" in shown
    assert "主管选定" in why
    assert "勾选" not in why + open_ + done
    assert "去掉该移交" in open_
    assert "去掉该移交" not in done
    assert "该移交已发布" in done
    assert (half.exit_code, "--take" in half.stderr) == (2, True)


def test_a_leaver_hands_over_at_once_when_told_to(busy_desk):
    """One command: everything the leaver holds has another handler."""
    result = busy_desk.run("rebalance", "--absent", "G08=2022-10-14", "--seconds", 2, "--publish")

    assert result.exit_code == 0
    assert "此后留在新承办人处" in result.stdout
    assert busy_desk.json("cases", "--handler", "G08") == []


@pytest.mark.parametrize("words", [["--moves", 1, "--frontier"], ["--moves", 1, "--refuse", ":G08"], []])
def test_what_cannot_be_asked_is_told_in_both_languages(desk, words):
    """Exit code 2, a message and a remedy."""
    result = desk.run("rebalance", *words)

    assert result.exit_code == 2
    assert "错误" in result.stderr
    assert "error:" in result.stderr


@pytest.mark.parametrize("until", ["next week", "2022-10-32", "14.10.2022"])
def test_a_last_day_away_that_is_no_day_is_told_with_how_to_write_it(desk, until):
    """Refused in both languages before anything is planned."""
    result = desk.run("rebalance", "--absent", f"G08={until}")

    assert result.exit_code == 2
    assert f"截止日期“{until}”不是日期" in result.stderr
    assert "PERSON=2022-10-12" in result.stderr


def test_two_people_who_leave_are_handed_over_one_after_another(desk):
    """Named twice in one command nobody is left out without a word: it says how to go about it, and plans nothing."""
    result = desk.run("rebalance", "--absent", "G08", "--absent", "G09")

    assert result.exit_code == 2
    assert "逐人移交" in result.stderr
    assert "one after another" in result.stderr


def test_whoever_holds_nothing_has_nothing_to_hand_over(busy_desk):
    """It says so, and tells no load of nobody as the busiest one's."""
    page = busy_desk.run("rebalance", "--absent", "G09", "--seconds", 2).stdout

    assert "没有须移交的案件" in page
    assert "最忙者负荷" not in page


def test_cases_without_a_mentor_are_counted_and_the_first_named():
    """A mentor may stand beside a hundred cases: that is one sentence."""
    few, many = ([*_unmentored([f"甲{n}" for n in range(count)])] for count in (2, 111))

    assert [text.zh for text in few] == ["2 件案件的师傅不在岗，须另定代管师傅：甲0、甲1"]
    assert [text.en for text in many] == [
        "111 cases are left without a mentor, name somebody who covers: 甲0, 甲1, 甲2, 甲3, 甲4 and others"
    ]
    assert [*_unmentored([])] == []
