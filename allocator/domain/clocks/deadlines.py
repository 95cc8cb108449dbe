"""When a node of a case falls due (期限届满日): day 0 does not count, a last day on a holiday rolls on (民诉法 85 条)."""

from calendar import monthrange
from datetime import date, timedelta

from allocator.domain.calendar import WorkCalendar
from allocator.domain.clocks.nodes import Node

MONTHS = {"months": 1, "years": 12}
SHORTEST = 28  # days every month has


def due_on(node: Node, start: date, calendar: WorkCalendar) -> date:
    """Give the last day of a node that begins to run on a day; limits in hours end the next working day."""
    if node.unit == "working":
        return calendar.working_days(start + timedelta(days=1), node.limit)[-1] if node.limit else calendar.roll(start)
    if node.unit in MONTHS:
        return calendar.roll(months_later(start, node.limit * MONTHS[node.unit]))
    days = -(-node.limit // 24) if node.unit == "hours" else node.limit
    return calendar.roll(start + timedelta(days=days))


def first_on(node: Node, start: date) -> date:
    """Give the first day on which something may be done that a node holds back (最早日期): it does not roll over a holiday.

    Working days count as calendar days here; no rule of this kind has them.
    """
    if node.unit in MONTHS:
        return months_later(start, node.limit * MONTHS[node.unit])
    return start + timedelta(days=-(-node.limit // 24) if node.unit == "hours" else node.limit)


def months_later(day: date, months: int) -> date:
    """Give the same day some months later; a month without that day ends sooner."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = day.day if day.day <= SHORTEST else min(day.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, last)
