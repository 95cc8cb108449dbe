"""Campaigns on the command line: what came of one is told beside its target, money as money is written."""

from fixtures.guyang_month import GUYANG
from tests.allocator.cli.test_commands import Desk, desk

__all__ = ["desk"]


def test_what_came_of_a_campaign_stands_beside_its_target(desk: Desk) -> None:
    """Both in yuan to the fen."""
    desk.run("campaign", "open", GUYANG / "campaigns" / "winter.toml")

    told = desk.run("campaign", "report", "2022-winter").stdout

    assert "到位 0.00 元（目标 1,200,000.00）" in told
    assert "（目标 60）" in told


def test_which_cases_it_is_about_is_said_in_plain_words(desk: Desk) -> None:
    """Before it is opened and in the list; nobody at the desk reads the rulebook's file."""
    previewed = desk.run("campaign", "preview", GUYANG / "campaigns" / "winter.toml").stdout
    desk.run("campaign", "open", GUYANG / "campaigns" / "winter.toml")
    listed = desk.run("campaign", "list").stdout

    for told in (previewed, listed):
        words = "".join(told.split())
        assert "案件范围：案由为" in words
        assert "，或执行标的额不超过10,000元" in words
        assert "yuan(" not in told
