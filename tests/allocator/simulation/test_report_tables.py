"""A report for people: figures in their unit, differences sure or unsure, in both languages, and nobody ranked."""

import pytest

from allocator.domain.scenarios.figures import FIGURES, UNIT_NAMES, Unit
from allocator.simulation.replications import Asked, replicate
from allocator.simulation.report_tables import (
    difference_shown,
    differences_table,
    figures_table,
    sentence,
    shown,
    weeks_table,
)
from allocator.simulation.statistics import Estimate
from tests.allocator.simulation.stages import a_stage, drawn


@pytest.fixture(scope="module")
def report():
    return replicate([a_stage(), a_stage(200), a_stage(-100)], Asked(10), drawn)


def test_every_figure_has_a_row_and_every_scenario_a_column(report):
    """The table is read from the top: what, in what, and for each scenario how much."""
    table = figures_table(report)

    assert [text.en for text in table.head] == ["figure", "unit", "0 more", "200 more", "-100 more"]
    assert [row[0].zh for row in table.rows] == ["受理", "结案率", "简案平均用时"]
    assert all(len(row) == len(table.head) for row in table.rows)


def test_differences_say_whether_they_are_sure(report):
    """More filings are sure, days to close are the same."""
    table = differences_table(report)

    assert table.head[2].en == "200 more: against 0 more"
    assert table.rows[0][2].en.endswith(", clearly more")
    assert table.rows[0][3].zh.endswith("，确减")
    assert table.rows[2][2].en == "0.0 ± 0.0, the same"


@pytest.mark.parametrize("found, unit, text", [
    (Estimate(0.80134, 0.0062, 30), Unit.SHARE, "80.13 ± 0.62"),
    (Estimate(1534.6, 12.4, 30), Unit.CASES, "1,535 ± 12"),
    (Estimate(1534.6, 1.24, 30), Unit.CASES, "1,534.6 ± 1.2"),
    (Estimate(123_456_700.0, 5_000_000.0, 30), Unit.FEN, "1,234,567 ± 50,000"),
    (Estimate(3.0, 0.0, 30), Unit.DAYS, "3.0 ± 0.0"),
    (Estimate(3.0, None, 1), Unit.DAYS, "3.0"),
    (Estimate(None, None, 0), Unit.DAYS, "n/a"),
])  # fmt: skip
def test_digits_are_shown_as_far_as_they_mean_something(found, unit, text):
    """Two digits of the error, and the mean as far as that."""
    assert shown(found, unit) == text


def test_a_difference_has_its_sign():
    """Plus is written out; a missing one is said to be none."""
    assert difference_shown(Estimate(1.0, 0.5, 9), Unit.DAYS).en == "+1.00 ± 0.50, clearly more"
    assert difference_shown(Estimate(-1.0, 5.0, 9), Unit.DAYS).zh == "-1.0 ± 5.0，不确定"
    assert difference_shown(Estimate(None, None, 0), Unit.DAYS).en == "n/a"


def test_each_figure_has_names_and_a_meaning_in_both_languages():
    """Nothing is told by its code alone."""
    for figure in FIGURES.values():
        assert all((figure.name.zh, figure.name.en, figure.meaning.zh, figure.meaning.en))
        assert figure.unit in UNIT_NAMES
        assert figure.better in ("more", "less", "")


def test_a_figure_is_told_in_a_sentence(report):
    """What the last scenario makes of it, against the first, and whether that is sure."""
    told = sentence(report, "accepted")

    assert told.zh.startswith("“增-100‰”：受理由 ")
    assert told.zh.endswith("，确减）。")
    assert told.en.endswith(", clearly less).")


def test_weeks_stand_side_by_side(report):
    """A row for each week, a column for each scenario."""
    name = next(iter(report.outcomes[0].weeks))
    table = weeks_table(report, name)

    assert [row[0].en for row in table.rows] == [str(week + 1) for week in range(len(report.outcomes[0].weeks[name]))]
    assert len(table.head) == 1 + len(report.outcomes)
