"""Months of an office (月度): where they begin, and what was done in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from allocator.simulation.calibration.history import Record
from allocator.simulation.calibration.office_days import OPENING_DAYS, Numbers

FIGURES = ("arrivals", "completed", "open_work", "median_days")
"""What is forecast of a month: items begun, items ended, items open at its end, median days in hand of those ended."""


def months_on(start: date, count: int) -> date:
    """Give the day so many months later (earlier if negative), the last of that month if it has no such day."""
    years, month = divmod(start.month - 1 + count, 12)
    year = start.year + years
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(start.day, last))


def edges(start: date, months: int) -> tuple[date, ...]:
    """Give the first days of so many months from a day on, and the day after the last."""
    return tuple(months_on(start, number) for number in range(months + 1))


def months_before(record: Record, start: date) -> tuple[date, ...]:
    """Give the first days of the whole months of a log before a day, and that day."""
    begun = record.first + timedelta(days=OPENING_DAYS)
    count = 0
    while months_on(start, -count - 1) >= begun:
        count += 1
    return tuple(months_on(start, -number) for number in range(count, -1, -1))


@dataclass(frozen=True)
class Observed:
    """What was done from each of some days to the next (实绩): an array of months by figure."""

    months: tuple[date, ...]
    values: Numbers


def observed(record: Record, days: Sequence[date]) -> Observed:
    """Count what the log tells of the months between days; the median is in calendar days, 0 where nothing ended."""
    rows = [_month(record, low, high) for low, high in pairwise(days)]
    return Observed(tuple(days[:-1]), np.array(rows).reshape(-1, len(FIGURES)))


def _month(record: Record, first: date, after: date) -> tuple[float, float, float, float]:
    low, high = (first - record.first).days, (after - record.first).days
    ended = (record.ended >= low) & (record.ended < high)
    stays = (record.ended - record.begun)[ended]
    still = (record.begun < high) & ~(record.ended < high)
    return (
        float(((record.begun >= low) & (record.begun < high)).sum()),
        float(ended.sum()),
        float(still.sum()),
        float(np.median(stays)) if len(stays) else 0.0,
    )
