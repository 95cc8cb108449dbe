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
