"""A report in words and figures (推演报告表): each figure in its unit with its interval, each difference sure or unsure.

Figures are of the office as a whole; nobody is named, let alone ranked.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from allocator.domain.scenarios.figures import FIGURES, SERIES, SHOWN_TIMES, UNIT_NAMES, Figure, Unit
from allocator.domain.words import Text
from allocator.simulation.report import Report
from allocator.simulation.statistics import Estimate, Surety, surety

NOTHING = "n/a"
FIGURE, UNIT = Text("指标", "figure"), Text("单位", "unit")
AGAINST = Text("{name}：与“{baseline}”之差", "{name}: against {baseline}")
SURETIES = {
    Surety.MORE: Text("确增", "clearly more"),
    Surety.LESS: Text("确减", "clearly less"),
    Surety.SAME: Text("不变", "the same"),
    Surety.UNSURE: Text("不确定", "unsure"),
}
SIGNIFICANT, MOST_DECIMALS = 2, 4


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table for people (表): its head, and a row for each figure."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


def figures_table(report: Report) -> ReportTable:
    """Lay out every figure of every scenario with its 95 % interval."""
    head = (FIGURE, UNIT, *(outcome.name for outcome in report.outcomes))
    rows = (
        (*_named(figure), *(_same(shown(one.figures[figure.id], figure.unit)) for one in report.outcomes))
        for figure in _figures(report)
    )
    return ReportTable(head, tuple(rows))


def differences_table(report: Report) -> ReportTable:
    """Lay out how each scenario differs from the baseline, and whether that is sure."""
    baseline, *others = report.outcomes
    head = (FIGURE, UNIT, *(AGAINST.fill(name=outcome.name, baseline=baseline.name) for outcome in others))
    rows = (
        (*_named(figure), *(difference_shown(one.differences[figure.id], figure.unit) for one in others))
        for figure in _figures(report)
    )
    return ReportTable(head, tuple(rows))


def sentence(report: Report, name: str) -> Text:
    """Say in a sentence what the last scenario makes of a figure, against the baseline."""
    baseline, other, figure = report.outcomes[0], report.outcomes[-1], FIGURES[name]
    unit = UNIT_NAMES[figure.unit]
    return Text(
        "“{scenario}”：{figure}由 {before} 变为 {after} {unit}（差 {difference}）。",
        "With {scenario}, the figure {figure} goes from {before} to {after} {unit} (a difference of {difference}).",
    ).fill(
        scenario=other.name,
        figure=figure.name,
        before=shown(baseline.figures[name], figure.unit),
        after=shown(other.figures[name], figure.unit),
        unit=unit,
        difference=difference_shown(other.differences[name], figure.unit),
    )


def weeks_table(report: Report, name: str) -> ReportTable:
    """Lay out a series week by week, scenario beside scenario."""
    series = SERIES[name]
    head = (Text("周", "week"), *(_of(series.name, outcome.name) for outcome in report.outcomes))
    by_week = zip(*(outcome.weeks[name] for outcome in report.outcomes), strict=True)
    rows = (
        (_same(str(number)), *(_same(shown(week, series.unit)) for week in weeks))
        for number, weeks in enumerate(by_week, start=1)
    )
    return ReportTable(head, tuple(rows))


def _of(series: Text, scenario: Text) -> Text:
    return Text(f"{series.zh}：{scenario.zh}", f"{series.en}: {scenario.en}")


def shown(found: Estimate, unit: Unit) -> str:
    """Write a mean and its half width in the unit, as far as the error lets digits mean something."""
    if found.mean is None:
        return NOTHING
    times = SHOWN_TIMES.get(unit, 1)
    if found.half_width is None:
        return f"{found.mean * times:,.1f}"
    decimals = _decimals(found.half_width * times)
    return f"{found.mean * times:,.{decimals}f} ± {found.half_width * times:,.{decimals}f}"


def difference_shown(found: Estimate, unit: Unit) -> Text:
    """Write a difference with its sign, its half width, and whether it is sure."""
    if found.mean is None:
        return _same(NOTHING)
    sign = "+" if found.mean > 0 else ""
    number, word = f"{sign}{shown(found, unit)}", SURETIES[surety(found)]
    return Text(f"{number}，{word.zh}", f"{number}, {word.en}")


def _decimals(half_width: float) -> int:
    if not half_width:
        return 1
    return min(MOST_DECIMALS, max(0, SIGNIFICANT - 1 - math.floor(math.log10(half_width))))


def _figures(report: Report) -> Iterator[Figure]:
    return (FIGURES[name] for name in report.outcomes[0].figures)


def _named(figure: Figure) -> tuple[Text, Text]:
    return figure.name, UNIT_NAMES[figure.unit]


def _same(text: str) -> Text:
    return Text(text, text)
