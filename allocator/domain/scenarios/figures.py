"""What a simulated stretch of time is told by (推演指标): every figure with its name, unit and meaning."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from allocator.domain.words import Text


class Unit(StrEnum):
    """What a figure is counted in (计量单位)."""

    CASES = "cases"
    SHARE = "share"
    DAYS = "days"
    NODES = "nodes"
    NODES_A_CASE = "nodes_a_case"
    PERSON_WEEKS = "person_weeks"
    HOURS = "hours"
    FEN = "fen"
    POINTS = "points"
    PAYMENTS = "payments"
    ERRANDS = "errands"


UNIT_NAMES: Mapping[Unit, Text] = {
    Unit.CASES: Text("件", "cases"),
    Unit.SHARE: Text("%", "%"),
    Unit.DAYS: Text("天", "days"),
    Unit.NODES: Text("个", "nodes"),
    Unit.NODES_A_CASE: Text("个/件", "nodes a case"),
    Unit.PERSON_WEEKS: Text("人周", "person-weeks"),
    Unit.HOURS: Text("小时", "hours"),
    Unit.FEN: Text("元", "yuan"),
    Unit.POINTS: Text("个百分点", "points"),
    Unit.PAYMENTS: Text("笔", "payments"),
    Unit.ERRANDS: Text("项", "errands"),
}
"""How units are written; a share is shown in percent, an amount in yuan."""

SHOWN_TIMES: Mapping[Unit, float] = {Unit.SHARE: 100, Unit.FEN: 0.01, Unit.POINTS: 100}
"""What a value is multiplied with before it is shown in its unit; others are shown as they are."""


@dataclass(frozen=True, slots=True)
class Series:
    """What is told week by week (每周序列): `id` is its name in reports."""

    id: str
    name: Text
    unit: Unit


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure (指标): `id` is its name in files and reports; `better` is "more", "less" or "" where neither is better."""

    id: str
    name: Text
    unit: Unit
    better: str
    meaning: Text


def row(name: str, words: tuple[str, str], unit: Unit, better: str, meaning: tuple[str, str]) -> Figure:
    """Lay out a figure with its words in Chinese and English."""
    return Figure(name, Text(*words), unit, better, Text(*meaning))


def _figures() -> tuple[Figure, ...]:
    return (
        row("accepted", ("受理", "accepted"), Unit.CASES, "",
            ("期初未结与新收之和", "open at the beginning and filed since")),
        row("closed", ("结案", "closed"), Unit.CASES, "more", ("期内办结", "closed within the time")),
        row("closing_rate", ("结案率", "closing rate"), Unit.SHARE, "more", ("结案与受理之比", "closed over accepted")),
        row("within_limit", ("法定期限内结案率", "closed within the legal limit"), Unit.SHARE, "more",
            ("扣除停算日后在法定期限内办结的比例", "part of those closed within the limit, net of stopped days")),
        row("days_fast", ("简案平均用时", "days to close, fast"), Unit.DAYS, "less",
            ("简案自立案到办结的平均天数", "mean days from filing to closing of fast cases")),
        row("days_regular", ("繁案平均用时", "days to close, regular"), Unit.DAYS, "less",
            ("繁案自立案到办结的平均天数", "mean days from filing to closing of regular cases")),
        row("open_at_end", ("期末未结", "open at the end"), Unit.CASES, "less", ("期末在办", "still open")),
        row("overdue_nodes_per_case", ("关键节点平均超期数", "overdue nodes"), Unit.NODES_A_CASE, "less",
            ("超期节点数与案件数之比", "overdue process nodes over cases")),
        row("overload_weeks", ("持续超负荷", "sustained overload"), Unit.PERSON_WEEKS, "less",
            ("连续四周以上负荷达到110%的人周数", "person-weeks in a run of four or more at 110 % or above")),
        row("load_peak", ("最高负荷", "highest load"), Unit.SHARE, "less", ("每周最高负荷的平均", "mean over the weeks of the highest load")),
        row("load_spread", ("负荷离散", "spread of load"), Unit.SHARE, "less",
            ("每周负荷标准差的平均", "mean over the weeks of the standard deviation of loads")),
        row("conversions", ("简繁转换", "conversions"), Unit.CASES, "", ("简转繁与繁转简的次数", "changes of class, either way")),
        row("reassigned", ("变更承办", "reassigned"), Unit.CASES, "less", ("承办人变更的次数", "changes of handler")),
        row("moved", ("其中再平衡移交", "of which moved to level loads"), Unit.CASES, "",
            ("变更承办中由再平衡移交的次数", "changes of handler made by rebalancing")),
        row("vehicle_use", ("车辆使用率", "use of vehicles"), Unit.SHARE, "",
            ("办公时间内车辆占用时间与可用时间之比", "time taken over time to be had, both of the office's hours")),
        row("hours_worked", ("办案工时", "hours worked"), Unit.HOURS, "", ("实际办案工时", "hours of work on cases")),
        row("hours_available", ("可用工时", "hours available"), Unit.HOURS, "",
            ("全体可用于办案的工时", "hours everybody has for cases")),
        row("apprentice_coverage", ("徒弟类型覆盖", "coverage of apprentices"), Unit.SHARE, "more",
            ("徒弟办过的应办类型的比例", "kinds of case an apprentice should meet and has met")),
        row("unassigned_late", ("逾期分案", "assigned too late"), Unit.CASES, "less",
            ("未在规定天数内确定承办人", "not assigned within the days the rulebook gives")),
        row("recovered", ("到位金额", "recovered"), Unit.FEN, "more", ("期内执行到位金额", "money recovered")),
    )  # fmt: skip


def _field_figures() -> tuple[Figure, ...]:
    """Give the figures that only planned weeks of field work have."""
    return (
        row("errands_done", ("外勤办毕", "errands done"), Unit.ERRANDS, "more",
            ("按周排定并办毕的外勤任务", "errands placed in a planned week and done")),
        row("errand_days", ("外勤等待", "days an errand waits"), Unit.DAYS, "less",
            ("自提出外勤到办毕的平均天数", "mean days from asking for an errand until it is done")),
        row("errands_waiting", ("期末待办外勤", "errands waiting at the end"), Unit.ERRANDS, "less",
            ("期末尚未办毕的外勤任务", "errands not done at the end")),
    )  # fmt: skip


FIELD_FIGURES = frozenset(figure.id for figure in _field_figures())
"""Figures that only planned weeks of field work have."""

FIGURES: Mapping[str, Figure] = {figure.id: figure for figure in (*_figures(), *_field_figures())}
"""Every figure in the order in which reports tell them (domain section 5)."""

SERIES: Mapping[str, Series] = {
    series.id: series
    for series in (
        Series("filed", Text("新收", "filed"), Unit.CASES),
        Series("closed", Text("结案", "closed"), Unit.CASES),
        Series("open", Text("周末未结", "open at the end of the week"), Unit.CASES),
        Series("waiting", Text("周末待分", "waiting for a handler"), Unit.CASES),
        Series("load_peak", Text("最高负荷", "highest load"), Unit.SHARE),
        Series("load_mean", Text("平均负荷", "mean load"), Unit.SHARE),
        Series("hours_worked", Text("办案工时", "hours worked"), Unit.HOURS),
        Series("overdue", Text("新增超期节点", "nodes gone overdue"), Unit.NODES),
        Series("conversions", Text("简繁转换", "conversions"), Unit.CASES),
        Series("recovered", Text("到位金额", "recovered"), Unit.FEN),
    )
}
"""Every weekly series in the order in which reports tell them."""

NONE_OF_IT = frozenset({"moved"})
"""Figures that count what only some offices do: where a run does not tell them, there was none of it."""


def told(figures: Mapping[str, float], name: str) -> float:
    """Give what a run comes to on a figure; what it does not tell is not a number (nan), or nought where it only counts."""
    return figures.get(name, 0.0 if name in NONE_OF_IT else math.nan)
