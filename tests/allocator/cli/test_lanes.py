"""Classes by hand at the command line: said, listed, settled under another name, taken back."""

from typing import Any

import pytest

from tests.allocator.cli.test_commands import Desk, desk

__all__ = ["desk"]


@pytest.fixture
def case(desk: Desk) -> Any:
    """A simple case of September that is certain."""
    _, repaired = desk.september()
    desk.run("import", repaired)
    return next(case for case in desk.json("cases", "--limit", 200) if case["lane"] == "fast" and case["certain"])


def test_a_class_is_said_listed_and_taken_back(desk: Desk, case: Any) -> None:
    """Complex at once, with the words; a slip is taken back by who made it."""
    done = desk.json("lane", case["id"], "complex", "--reason", "file_says_more", "--words", "另有案外人")

    assert (done["act"], done["case"]["class"]) == ("moved", "regular")
    assert "另有案外人" in desk.run("triage", case["id"]).stdout
    assert case["case_no"] in desk.run("disputes").stdout
    assert "恢复原状" in desk.run("undo", case["id"], "--lane").stdout
    assert desk.json("disputes") == []
    assert "没有争议案件" in desk.run("disputes").stdout


def test_a_dispute_is_settled_under_another_name(desk: Desk, case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who said it is refused with the reason; another confirms."""
    assert "现为繁案" in desk.run("lane", case["id"], "complex", "--reason", "file_says_more").stdout
    assert desk.run("settle", case["id"], "complex").exit_code != 0
    monkeypatch.setenv("FENLIU_ACTOR", "李某")

    assert "已确认" in desk.run("settle", case["id"], "complex").stdout
    assert desk.run("log", "verify").exit_code == 0


def test_a_reason_nobody_listed_is_refused_with_those_there_are(desk: Desk, case: Any) -> None:
    """The list stands in the answer."""
    refused = desk.run("lane", case["id"], "complex", "--reason", "recusal")

    assert refused.exit_code != 0
    assert "file_says_more" in refused.stderr
