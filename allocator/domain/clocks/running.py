"""How long a clock runs (期限计算): its last day, with the days on which it stands still left out of the count."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeAlias

from allocator.domain.calendar import WorkCalendar
from allocator.domain.clocks.deadlines import MONTHS, months_later

Span: TypeAlias = tuple[date, date]
"""Days on which a clock stands still (扣除期间): the first, and the day on which it runs again (date.max: not yet)."""

DAY = timedelta(days=1)
HOURS = 24


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join spans that overlap or touch, in order: a day that two stops hold is held once."""
    joined: list[Span] = []
    for first, again in sorted(span for span in spans if span[0] < span[1]):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], again))
        else:
            joined.append((first, again))
    return tuple(joined)


def stopped_days(spans: Iterable[Span], start: date, last: date) -> int:
    """Count the days after a start and up to a last day on which the clock stood still; `spans` do not overlap."""
    begins, ends = start + DAY, last + DAY
    held = [(min(again, ends) - max(first, begins)).days for first, again in spans]
    return sum([days for days in held if days > 0])


def runs_until(limit: int, unit: str, start: date, spans: tuple[Span, ...], calendar: WorkCalendar) -> date | None:
    """Give the last day of a limit: day 0 does not count, nor does a day of a stop; None while an open stop holds it.

    Months and years are counted to their day first, and the stopped days put behind it; what ends on a holiday, or on a
    day of a stop, ends on the next working day on which the clock runs.
    """
    if unit == "working":
        return _working(limit, start, spans, calendar) if spans else _ahead(limit, start, calendar)
    last = held_until(limit, unit, start, spans)
    return _rolled(last, spans, calendar) if last else None


def held_until(limit: int, unit: str, start: date, spans: tuple[Span, ...]) -> date | None:
    """Give the day on which a limit is over, holiday or not, days of stops left out; None while an open stop holds it.

    That is the first day on which something may be done that the limit holds back (最早日期). Working days count as
    calendar days here; no limit of this kind has them.
    """
    last = start + timedelta(days=_days(limit, unit, start))
    for first, again in spans:
        since = max(first, start + DAY)
        if since <= last and again > since:
            if again == date.max:
                return None
            last += again - since
    return last


def _days(limit: int, unit: str, start: date) -> int:
    if unit in MONTHS:
        return (months_later(start, limit * MONTHS[unit]) - start).days
    return -(-limit // HOURS) if unit == "hours" else limit


def _rolled(day: date, spans: tuple[Span, ...], calendar: WorkCalendar) -> date | None:
    if not spans:
        return calendar.roll(day)
    while True:
        again = next((again for first, again in spans if first <= day < again), day)
        if again == date.max:
            return None
        rolled = calendar.roll(again)
        if rolled == day:
            return day
        day = rolled


def _ahead(limit: int, start: date, calendar: WorkCalendar) -> date:
    """Count working days where nothing stands still."""
    return calendar.working_days(start + DAY, limit)[-1] if limit else calendar.roll(start)


def _working(limit: int, start: date, spans: tuple[Span, ...], calendar: WorkCalendar) -> date | None:
    last: date | None = start
    for _ in range(limit):
        last = _rolled(last + DAY, spans, calendar) if last else None
    return _rolled(last, spans, calendar) if last else None
