"""Figures other courts have published (同类法院指标): each with its days, its source and the day it was published; never a ranking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from allocator.domain.office import Office
from allocator.domain.words import Text


@dataclass(frozen=True, slots=True)
class PeerFigure:
    """What a court published of an indicator (同类法院指标): for which days, where, and when; the value as ours is kept, exact."""

    court: str
    indicator: str
    first: date
    last: date
    value: Fraction
    source: str
    published: date

    @property
    def of(self) -> tuple[str, str, date, date]:
        """Name what it is a figure of: a later one of the same is a revision of it."""
        return self.court, self.indicator, self.first, self.last


def no_court(figure: PeerFigure, office: Office) -> tuple[str, Text, Text] | None:
    """Say that a figure is of no other court, but of somebody here or of this court itself; None where it may be of one."""
    if figure.court in {one.name for one in office.officers} or figure.court in office.officer_by_code:
        text = Text(f"“{figure.court}”是人员，不是法院。", f'"{figure.court}" is a person, not a court.')
        return "court", text, Text("只登记法院的数值。", "Only figures of courts are put down.")
    if office.bureau.court.zh.endswith(figure.court) or figure.court == office.bureau.court.en:
        text = Text(f"“{figure.court}”是本院。", f'"{figure.court}" is this court.')
        return "court", text, Text("本院数值由系统统计，不必导入。", "Our own are counted here; leave the row out.")
    return None


def objection(figure: PeerFigure, known: Iterable[PeerFigure], today: date) -> tuple[str, Text, Text] | None:
    """Say what is wrong with a figure: the field, why, and what to do; None where it may be put down."""
    if figure.last < figure.first:
        text = Text(
            f"止日 {figure.last} 早于起日 {figure.first}。", f"It ends on {figure.last}, before {figure.first}."
        )
        return "last", text, Text("请更正其中一个日期。", "Correct one of the dates.")
    if figure.published > today:
        text = Text(f"{figure.published} 尚未到来。", f"{figure.published} is yet to come.")
        return "published", text, Text("请核对发布日期。", "Check the day of publication.")
    if figure.published <= figure.last:
        text = Text(
            f"{figure.published} 发布时，期间（至 {figure.last}）尚未结束。",
            f"Published on {figure.published}, before its days were over on {figure.last}.",
        )
        return "published", text, Text("请核对期间和发布日期。", "Check the days and the day of publication.")
    for other in known:
        if (other.of, other.published) == (figure.of, figure.published) and other != figure:
            text = Text(
                "同日发布的同一指标已有另一数值或来源。", "Another value or source of that day is there already."
            )
            return "value", text, Text("请核对；更正值以其发布日期登记。", "Check it; a revision has its own day.")
    return None


def newest(figures: Iterable[PeerFigure]) -> tuple[PeerFigure, ...]:
    """Give the last published figure of each, by days, court and indicator: the order says nothing of the values."""
    last: dict[tuple[str, str, date, date], PeerFigure] = {}
    for figure in sorted(figures, key=lambda one: one.published):
        last[figure.of] = figure
    return tuple(sorted(last.values(), key=lambda one: (one.first, one.last, one.court, one.indicator)))
