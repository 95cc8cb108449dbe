"""The monthly report (月报): the month's numbers beside the year's so far, and what has been open too long."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from allocator.domain.indicators.definitions import Indicator, Window
from allocator.domain.indicators.facts import CaseRecord
from allocator.domain.indicators.words import band_shown, shown
from allocator.domain.words import Text
from allocator.services.context import Context
from allocator.services.indicators.numbers import Question, Sight, see

LONG_PENDING, MOST_LISTED = "long_pending", 100


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report (月报行): the indicator, the month's value, the year's so far, its band, whether it is within."""

    indicator: Indicator
    month: Text
    year: Text
    band: Text
    within: bool | None


@dataclass(frozen=True)
class MonthlyReport:
    """A month told (月报): of which days, as of which day, by which rules; `pending` are the oldest open cases, of `pending_count`."""

    month: Question
    year: Question
    sight: Sight
    lines: tuple[Line, ...]
    pending: tuple[CaseRecord, ...]
    pending_count: int

    @property
    def title(self) -> Text:
        """Give the heading: the bureau and the month."""
        name, first = self.sight.office.bureau.name, self.month.first
        return Text(f"{name.zh} {first.year}年{first.month}月质效月报", f"{name.en}: report for {first:%Y-%m}")

    @property
    def about(self) -> Text:
        """Say as of which day it is told, and by which rules."""
        rulebook = self.sight.rulebook
        return Text(
            f"截至 {self.sight.as_of}；规则手册 {rulebook.version}（{rulebook.digest[:12]}）",
            f"as of {self.sight.as_of}; rulebook {rulebook.version} ({rulebook.digest[:12]})",
        )


def monthly_report(context: Context, month: date, as_of: date | None = None) -> MonthlyReport:
    """Report on the month a day is in, to its end or to the day as of which it is told; raises like `read_indicators`."""
    first = month.replace(day=1)
    year = see(context, Question(first.replace(month=1), first, as_of))
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    question = replace(year.question, last=max(first, min(last, year.as_of)))
    year = replace(year, question=question)
    of_month = replace(year, question=replace(question, first=first))
    old = _pending(year)
    lines = tuple(_line(indicator, of_month, year) for indicator in year.rulebook.indicators.values())
    return MonthlyReport(of_month.question, question, year, lines, tuple(islice(old, MOST_LISTED)), len(old))


def _line(indicator: Indicator, of_month: Sight, year: Sight) -> Line:
    """Put the month's value beside the year's; an indicator that has days of its own has no value of the month alone."""
    reading = year.reading(indicator)
    own_days = indicator.window != Window.PERIOD
    month = Text("", "") if own_days else shown(indicator, of_month.measured(indicator).value)
    band = band_shown(indicator, reading.band.least, reading.band.most)
    return Line(indicator, month, shown(indicator, reading.measure.value), band, reading.within)


def _pending(sight: Sight) -> list[CaseRecord]:
    """List the cases open too long that are for whoever asks, those filed first leading."""
    indicator = sight.rulebook.indicators.get(LONG_PENDING)
    if indicator is None:
        return []
    return sorted((member.case for member in sight.members(indicator)), key=lambda case: (case.filed_on, case.id))
