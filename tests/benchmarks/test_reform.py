"""The reform replayed on a tiny input: every assumption has its answer."""

import json

import pytest

from benchmarks import reform


@pytest.mark.slow
def test_the_worth_of_the_reform_is_told_under_each_assumption(capsys):
    """A week after some others, few filings: closed cases under three weights, and the reports behind them."""
    given = ("--replications", "2", "--days", "7", "--warm-up", "40", "--filings", "100", "--workers", "1", "--json")
    reform.main(given)

    found = json.loads(capsys.readouterr().out)
    closed = [row["what"] for row in found["rows"] if row["what"].startswith("closed (")]
    assert closed == [f"closed (cases), {name}" for name in ("as assumed", "all weights × 0.7", "all weights × 1.3")]
    assert [len(answer["report"]["outcomes"]) for answer in found["answers"]] == [2, 2, 2]
