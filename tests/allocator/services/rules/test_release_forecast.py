"""What was forecast for a version of the rules, and what the weeks that passed say to it."""

import re
from datetime import date, timedelta

import pytest

from allocator.domain.rulebook.reading import read_rulebook
from allocator.files.office import read_office
from allocator.services.rules.release_forecast import band, drifts, forecast, weeks_lived
from allocator.simulation.opening import Opening
from fixtures.guyang_month import GUYANG

MONDAY = date(2022, 10, 3)


def week(mean, half_width=2.0, runs=8):
    """A week of a series as a report has it."""
    return {"mean": mean, "half_width": half_width, "n": runs}


def report(**series):
    """A report of two scenarios in which the proposed rules lead to these weeks."""
    usual = {name: [week(20.0)] * 6 for name in ("filed", "closed", "open")}
    return {"outcomes": [{"weeks": {}}, {"weeks": {**usual, **series}}]}


def lived(*closed):
    """Weeks as they passed, of which only the closings differ."""
    return [{"filed": 20, "closed": count, "open": 20} for count in closed]


def test_the_band_is_where_one_more_run_would_lie():
    """Half width 2 of the mean of 8 runs: three times as far for a single one; unknown error, no bounds."""
    assert band(week(20.0)) == (14.0, 26.0)
    assert band({"mean": 20.0, "half_width": None, "n": 1}) == (float("-inf"), float("inf"))


@pytest.mark.parametrize(
    "closed, weeks",
    [
        ((20, 20), None),
        ((20, 10), None),
        ((10, 10), 2),
        ((10, 20, 10), None),
        ((10, 30), None),
        ((20, 27, 27, 27), 3),
        ((14, 14), None),
        ((), None),
    ],
)
def test_two_weeks_running_outside_on_one_side_are_an_alarm(closed, weeks):
    """One bad week is chance; the edge of the band is inside; too much counts like too little."""
    found = drifts(report(), lived(*closed))

    assert [(drift.series, drift.weeks) for drift in found] == ([("closed", weeks)] if weeks else [])


def test_an_alarm_says_what_lies_where():
    """In both languages, with value and band."""
    (found,) = drifts(report(), lived(10, 11))

    assert "上周 11，预测 14–26" in found.text.zh
    assert found.text.en == "closed: outside the forecast for 2 weeks running; last week 11, forecast 14 to 26."


def test_weeks_beyond_the_forecast_are_not_judged():
    """Six weeks were simulated; what the last of them said still stands, the seventh says nothing."""
    assert drifts(report(), lived(20, 20, 20, 20, 20, 20, 1, 1)) == ()


def test_the_docket_tells_of_whole_weeks_only():
    """Filed and closed within the week, open at its end with all that came before; a week that runs is left out."""
    filed = {MONDAY - timedelta(days=30): 5, MONDAY: 2, MONDAY + timedelta(days=6): 1, MONDAY + timedelta(days=7): 4}
    closed = {MONDAY - timedelta(days=1): 1, MONDAY + timedelta(days=6): 3}

    found = weeks_lived(MONDAY, MONDAY + timedelta(days=13), filed, closed)

    assert found == [{"filed": 3, "closed": 3, "open": 4}]


def test_rules_that_drop_what_the_process_names_are_told_instead_of_simulated():
    """A node of the process that is in the rules no more: which, where, and what to do; nothing is simulated."""
    folder = read_office(GUYANG)
    text = (GUYANG / "rulebook.toml").read_text(encoding="utf-8")
    other = read_rulebook(re.sub(r'\[\[nodes\]\]\nid = "N06"\n.*?\n\n', "", text, count=1, flags=re.DOTALL))
    assert folder.process is not None

    found = forecast(Opening(folder.office, folder.rulebook, folder.process), other, MONDAY)

    assert found["report"] is None
    assert '"N06"' in found["why"]["en"]
    assert "办案流程" in found["why"]["zh"]
