"""How many cases come in (收案规律): a working day, by weekday, by month of the year, and whether they grow."""

from dataclasses import dataclass

import numpy as np

from allocator.simulation.calibration.estimates import Fitted, bootstrap, estimate
from allocator.simulation.calibration.history import History
from allocator.simulation.calibration.office_days import OPENING_DAYS, WEEKDAYS, Numbers, Places

MONTHS, YEAR_DAYS, TREND_DAYS = 12, 365.25, 180  # a trend needs half a year


@dataclass(frozen=True)
class Arrivals:
    """New cases a working day; weekdays (Monday first) and months (January first) as ratios to it, None where never seen.

    `growth` is the change in a year as a ratio (1 is none); None when the log is too short to tell. One year of months
    cannot tell season from trend.
    """

    a_day: Fitted
    weekdays: tuple[Fitted | None, ...]
    months: tuple[Fitted | None, ...]
    growth: Fitted | None
    days: int


def arrivals(past: History) -> Arrivals:
    """Fit the arrivals of cases from the days of a log, its opening stock left out."""
    axis = past.days
    first = int(axis.before[min(OPENING_DAYS, len(axis.before) - 1)])
    days = np.arange(first, int(past.now))
    counts = np.bincount(past.start[past.roots].astype(np.int64), minlength=int(past.now))[days].astype(np.float64)
    dates = list(axis.dates())
    months = np.array([dates[day].month - 1 for day in days])
    rows = np.column_stack((counts, axis.weekdays()[days], months, [dates[day].toordinal() for day in days]))
    return Arrivals(
        a_day=estimate(float(counts.mean()), bootstrap(rows, _mean)[:, 0]),
        weekdays=_ratios(rows, 1, WEEKDAYS),
        months=_ratios(rows, 2, MONTHS),
        growth=_growth(rows),
        days=len(days),
    )


def _mean(rows: Numbers) -> Numbers:
    return np.array([rows[:, 0].mean()])


def _ratios(rows: Numbers, column: int, kinds: int) -> tuple[Fitted | None, ...]:
    """Compare the days of each kind with all days."""
    value, drawn = _by_kind(rows, column, kinds), bootstrap(rows, lambda some: _by_kind(some, column, kinds))
    seen = np.bincount(rows[:, column].astype(np.int64), minlength=kinds)
    return tuple(estimate(float(value[kind]), drawn[:, kind]) if seen[kind] else None for kind in range(kinds))


def _by_kind(rows: Numbers, column: int, kinds: int) -> Numbers:
    kind: Places = rows[:, column].astype(np.int64)
    means = np.bincount(kind, rows[:, 0], kinds) / np.maximum(np.bincount(kind, minlength=kinds), 1)
    return np.asarray(means / max(rows[:, 0].mean(), 1e-9))


def _growth(rows: Numbers) -> Fitted | None:
    if np.ptp(rows[:, 3]) < TREND_DAYS or not rows[:, 0].any():
        return None
    return estimate(float(_a_year(rows)[0]), bootstrap(rows, _a_year)[:, 0])


def _a_year(rows: Numbers) -> Numbers:
    """Give the growth in a year: the slope of a straight line through the days, over their mean."""
    time = rows[:, 3] / YEAR_DAYS
    time = time - time.mean()
    slope = (time * rows[:, 0]).sum() / max((time * time).sum(), 1e-12)
    return np.array([1 + slope / max(rows[:, 0].mean(), 1e-9)])
