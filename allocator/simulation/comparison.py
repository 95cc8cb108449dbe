"""Scenarios held against their baseline in plain words (对比结论): what is clearly better, what is worse, what nobody can say yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from allocator.domain.scenarios.figures import FIGURES, UNIT_NAMES, Figure, Unit
from allocator.domain.words import Text, listed
from allocator.simulation.report import Report
from allocator.simulation.report_tables import shown
from allocator.simulation.statistics import Estimate, Surety, runs_needed, surety

HOPELESS = 1000
"""Runs beyond which it is said that more of them will hardly tell."""

NO_DIFFERENCE = Text(
    "每次推演都与基准相同：所改之处从未起作用。",
    "The same as the baseline in every run: what was changed never came to bear.",
)
POINTS = UNIT_NAMES[Unit.POINTS]


class Verdict(StrEnum):
    """What a difference means (结论): sure and to the good or the bad, sure but neither, none at all, or no clear difference."""

    BETTER = "better"
    WORSE = "worse"
    MORE = "more"
    LESS = "less"
    SAME = "same"
    UNSURE = "unsure"
    UNKNOWN = "unknown"


WORDS = {
    Verdict.BETTER: Text("确实变好", "clearly better"),
    Verdict.WORSE: Text("确实变差", "clearly worse"),
    Verdict.MORE: Text("确增", "clearly more"),
    Verdict.LESS: Text("确减", "clearly less"),
    Verdict.SAME: Text("不变", "the same"),
    Verdict.UNSURE: Text("不能断定", "no clear difference"),
    Verdict.UNKNOWN: Text("无数据", "no data"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """How a scenario differs in one figure (差异): the paired difference with its interval, its verdict, and both in words.

    `why` says of one that is not clear that its interval includes zero, and about how many runs might settle it.
    """

    found: Estimate
    verdict: Verdict
    number: str
    why: Text | None = None

    @property
    def words(self) -> Text:
        """Say the verdict."""
        return WORDS[self.verdict]


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of all scenarios (指标对比): its values, and the differences of all but the first to the first."""

    figure: Figure
    values: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def unit(self) -> Text:
        """Give the unit of the values."""
        return UNIT_NAMES[self.figure.unit]

    @property
    def unit_of_difference(self) -> Text:
        """Give the unit of the differences: that of two shares is counted in points."""
        return POINTS if self.figure.unit == Unit.SHARE else self.unit


def compared(report: Report) -> tuple[Compared, ...]:
    """Hold every figure of the scenarios against the baseline, in the order in which reports tell them."""
    known = report.outcomes[0].figures
    return tuple(_compared(report, figure) for name, figure in FIGURES.items() if name in known)


def _compared(report: Report, figure: Figure) -> Compared:
    values = (shown(outcome.figures[figure.id], figure.unit) for outcome in report.outcomes)
    others = (outcome.differences[figure.id] for outcome in report.outcomes[1:])
    return Compared(figure, tuple(values), tuple(_difference(found, figure) for found in others))


def _difference(found: Estimate, figure: Figure) -> Difference:
    verdict = _verdict(found, figure)
    number = shown(found, figure.unit)
    signed = f"+{number}" if found.mean is not None and found.mean > 0 else number
    return Difference(found, verdict, signed, _why(found) if verdict == Verdict.UNSURE else None)


def _verdict(found: Estimate, figure: Figure) -> Verdict:
    sure = surety(found)
    if found.mean is None:
        return Verdict.UNKNOWN
    if sure in (Surety.SAME, Surety.UNSURE) or not figure.better:
        return Verdict(sure.value)
    return Verdict.BETTER if sure.value == figure.better else Verdict.WORSE


def _why(found: Estimate) -> Text:
    """Say what an interval that includes zero leaves open, and what more runs might do about it."""
    if found.half_width is None or found.mean is None:
        return Text("次数太少，估计不出误差。", "So few runs say nothing of the error.")
    needed = runs_needed(found, max(abs(found.mean), found.half_width / HOPELESS))
    if needed > HOPELESS:
        return Text(
            "区间含零；差异太小，再多推演也难断定。",
            "The interval includes zero; the difference is so small that more runs would hardly settle it.",
        )
    return Text(
        f"区间含零；约需 {needed} 次推演才可能断定。",
        f"The interval includes zero; about {needed} runs might settle it.",
    )


def conclusions(report: Report, place: int) -> tuple[tuple[Verdict, Text], ...]:
    """Say in a sentence each what a scenario makes clearly better, clearly worse, and what stays open."""
    rows = [(row, row.differences[place - 1]) for row in compared(report) if row.figure.better]
    return tuple(_concluded(rows))


def makes_no_difference(report: Report, place: int) -> bool:
    """Say whether every figure of a scenario is the baseline's in every run: what it changes never came to bear."""
    found = report.outcomes[place].differences.values()
    return any(one.mean is not None for one in found) and all(
        surety(one) == Surety.SAME for one in found if one.mean is not None
    )


def _concluded(rows: list[tuple[Compared, Difference]]) -> Iterator[tuple[Verdict, Text]]:
    for verdict in (Verdict.WORSE, Verdict.BETTER):
        sure = [_said(row, found) for row, found in rows if found.verdict == verdict]
        if sure:
            yield verdict, Text("{words}：{list}。", "{words}: {list}.").fill(words=WORDS[verdict], list=listed(sure))
    unsure = [row.figure.name for row, found in rows if found.verdict == Verdict.UNSURE]
    if unsure:
        text = Text(
            "不能断定（95% 区间含零，可能变好也可能变差）：{list}。",
            "No clear difference (the 95 % interval includes zero: it may be better or worse): {list}.",
        )
        yield Verdict.UNSURE, text.fill(list=listed(unsure))


def _said(row: Compared, found: Difference) -> Text:
    unit = row.unit_of_difference
    return Text("{figure} {number} {unit}", "{figure} {number} {unit}").fill(
        figure=row.figure.name, number=found.number, unit=unit
    )
