"""The office's pace (办理节奏): how much of its stock it works off in a month, when the stock changes and the season does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from allocator.simulation.calibration.history import History
from allocator.simulation.calibration.office_days import Numbers
from allocator.simulation.forecasting.assumptions import Assumptions
from allocator.simulation.forecasting.waits import Waits

SLOWEST, QUICKEST = 0.2, 5.0  # bounds no office was seen to leave; they keep an empty stock from being divided by
YEAR, HALF = 12, 6


@dataclass(frozen=True)
class Pace:
    """Ends of stock a working day (`ends`) and those its age alone would have led to (`due`), with the season of each month."""

    ends: float
    due: float
    season: Numbers
    elasticity: float

    def of(self, month: int, due: Numbers) -> Numbers:
        """Give the pace of a month on every path, by the ends due a working day at pace 1.

        Twice the stock is not worked off twice as quickly: people's days do not grow with it.
        """
        if self.ends <= 0:
            return np.ones(len(due))
        usual = self.ends / self.due
        crowd = np.maximum(due * usual / self.ends, 1 / QUICKEST)
        pace: Numbers = np.clip(crowd ** (self.elasticity - 1) * self.season[month], SLOWEST, QUICKEST)
        return pace


def pace(past: History, stays: Waits, earlier: Sequence[date], months: int, assumed: Assumptions) -> Pace:
    """Measure the pace of the last months; `earlier` are the first days of the whole months known, and the day after."""
    marks = np.array([past.days.start_of(day) for day in earlier], dtype=np.float64)
    recent = marks[-assumed.pace_months - 1 :]
    found = [_stock(past, stays, low, high) for low, high in pairwise(recent) if high > low]
    ends, expected = np.mean(found, axis=0) if found else (0.0, 1.0)
    return Pace(
        float(ends),
        float(max(expected, 1e-9)),
        _season(past, marks, months) ** assumed.season,
        assumed.stock_elasticity,
    )


def _stock(past: History, stays: Waits, low: float, high: float) -> tuple[float, float]:
    """Count the ends of what was open at a time and the ends due by its age, each a working day."""
    open_then = np.flatnonzero((past.start < low) & (past.seen >= low) & past.whole)
    step, start = past.step[open_then], past.start[open_then]
    ended = float((past.end[open_then] < high).sum())
    return ended / (high - low), float(due(stays, step, low - start, high - start).sum()) / (high - low)


def due(stays: Waits, step: np.ndarray, age: Numbers, later: Numbers) -> Numbers:
    """Give each item's chance to end between two ages at pace 1."""
    chance: Numbers = 1 - np.exp(stays.grown(step, age) - stays.grown(step, later))
    return chance


def _season(past: History, marks: Numbers, months: int) -> Numbers:
    """Give for each coming month what the same month of last year did, over the months around that one; 1 if unknown."""
    spans = np.diff(marks)
    ends = np.sort(past.end[past.ended])
    rates = np.diff(np.searchsorted(ends, marks)) / np.maximum(spans, 1)
    places = [len(rates) - YEAR + number % YEAR for number in range(months)]
    return np.array([_ratio(rates, place) if place >= 0 else 1.0 for place in places])


def _ratio(rates: Numbers, place: int) -> float:
    around = rates[max(0, place - HALF) : place + HALF + 1].mean()
    return float(rates[place] / around) if rates[place] > 0 else 1.0
