"""What takes two persons at the command line: two names at once, or it waits; listed, decided, taken back."""

from typing import Any

import pytest

from tests.allocator.cli.test_commands import Desk, desk

__all__ = ["desk"]
SEARCH = "search_or_detain"
SAID = f"{SEARCH}=是"


@pytest.fixture
def case(desk: Desk) -> Any:
    """A case of September of which nothing waits."""
    _, repaired = desk.september()
    desk.run("import", repaired)
    return next(case for case in desk.json("cases", "--limit", 200) if not case["flags"])


def waiting(desk: Desk, case: Any) -> list[str]:
    """Give what of the case waits, as the list has it."""
    return [one["fact"] for found in desk.json("flags") if found["id"] == case["id"] for one in found["flags"]]


def test_it_waits_for_another_name(desk: Desk, case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a reason nothing happens; the same name is refused with what to do, another decides."""
    monkeypatch.setenv("FENLIU_ACTOR", "王某")
    assert "须写明理由" in desk.run("facts", case["id"], SAID).stderr
    said = desk.run("facts", case["id"], SAID, "--because", "转移粮食").stdout
    assert "待另一人复核" in said
    assert waiting(desk, case) == [SEARCH]
    assert "转移粮食" in desk.run("flags").stdout
    assert "由另一人复核" in desk.run("flag", case["id"], SEARCH, "approve").stderr
    monkeypatch.setenv("FENLIU_ACTOR", "李某")

    assert "已批准" in desk.run("flag", case["id"], SEARCH, "approve").stdout
    assert waiting(desk, case) == []
    assert desk.run("log", "verify").exit_code == 0


def test_two_names_at_once_and_one_taken_back(desk: Desk, case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second name is somebody else's; who said it takes it back; a refusal has a reason."""
    monkeypatch.setenv("FENLIU_ACTOR", "王某")
    told = ("facts", case["id"], SAID, "--because", "转移粮食")
    assert "同一人" in desk.run(*told, "--approved-by", "王某").stderr
    both = desk.json(*told, "--approved-by", "李某")
    assert (both["case"]["facts"][SEARCH], both["case"]["flags"]) == (True, [])
    desk.run("facts", case["id"], f"{SEARCH}=否")
    desk.run(*told)
    assert "已撤回" in desk.run("flag", case["id"], SEARCH, "withdraw").stdout
    desk.run(*told)
    monkeypatch.setenv("FENLIU_ACTOR", "李某")
    assert desk.run("flag", case["id"], SEARCH, "refuse").exit_code == 2
    assert "未批准" in desk.run("flag", case["id"], SEARCH, "refuse", "--because", "线索未穷尽").stdout
