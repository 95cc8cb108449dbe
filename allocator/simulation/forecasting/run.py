"""One office run forward (前推模拟): its open items with their ages and its new cases, month by month, on many paths at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from allocator.simulation.calibration.history import History
from allocator.simulation.calibration.office_days import Numbers
from allocator.simulation.forecasting.arrays import Items, joined
from allocator.simulation.forecasting.assumptions import Assumptions
from allocator.simulation.forecasting.months import FIGURES
from allocator.simulation.forecasting.newcomers import newcomers
from allocator.simulation.forecasting.pace import Pace, due, pace
from allocator.simulation.forecasting.succession import Succession, still_to_come, succession
from allocator.simulation.forecasting.waits import NEW, Waits, waits

LONGEST_CHAIN = 200  # steps a case may go through in one month; what a log shows is far below


@dataclass
class Office:
    """An office while it is run forward: what is open and what is to begin, on every path."""

    stays: Waits
    follows: Succession
    pace: Pace
    held: Items
    coming: Items
    paths: int
    until: float
    chance: np.random.Generator


@dataclass(frozen=True)
class Month:
    """What was done in one month on all paths: items that ended, with their ends, and how many began."""

    done: Items
    ends: Numbers
    begun: Numbers


def run(
    past: History, earlier: Sequence[date], ahead: Sequence[date], paths: int, assumed: Assumptions, seed: Sequence[int]
) -> Numbers:
    """Run an office forward over the months between the days `ahead`; gives months × figures × paths (see `FIGURES`)."""
    marks = [float(past.days.start_of(day)) for day in ahead]
    office = _opened(past, earlier, marks, paths, assumed, np.random.default_rng(list(seed)))
    found = np.zeros((len(marks) - 1, len(FIGURES), paths))
    for number, (low, high) in enumerate(pairwise(marks)):
        month = _month(office, number, low, high)
        found[number, 0] = month.begun
        found[number, 1] = np.bincount(month.done.path, minlength=paths)
        found[number, 2] = np.bincount(office.held.path, minlength=paths)
        found[number, 3] = _medians(past, month, paths)
    return found


def _opened(
    past: History,
    earlier: Sequence[date],
    marks: Sequence[float],
    paths: int,
    assumed: Assumptions,
    chance: np.random.Generator,
) -> Office:
    """Set up an office as it stands: open items with their ages, cases to come, late followers of what has ended."""
    stays, follows = waits(past, assumed), succession(past, assumed)
    stock, until = np.flatnonzero(~past.ended), marks[-1]
    held = Items(
        np.tile(past.step[stock], paths), np.tile(past.start[stock], paths), np.repeat(np.arange(paths), len(stock))
    )
    coming = joined(
        [
            newcomers(past, until, paths, assumed, chance),
            still_to_come(past, follows.late, until - past.now, paths, chance),
        ]
    )
    speed = pace(past, stays, earlier, len(marks) - 1, assumed)
    return Office(stays, follows, speed, held, coming, paths, until, chance)


def _month(office: Office, number: int, low: float, high: float) -> Month:
    """Let one month go by: what is held or begins is worked on, what ends brings forth what follows."""
    speed = _pace_of(office, number, low, high)
    begins = office.coming.start < high
    wave, age = joined([office.held, office.coming.where(begins)]), np.full(begins.sum(), NEW)
    age = np.concatenate([low - office.held.start, age])
    future, open_now, done, ends = [office.coming.where(~begins)], [], [], []
    begun = np.bincount(wave.path[len(office.held) :], minlength=office.paths).astype(np.float64)
    for _ in range(LONGEST_CHAIN):
        end = wave.start + office.stays.ends(wave.step, age, speed[wave.path], office.chance)
        over = end < high
        open_now.append(wave.where(~over))
        done.append(wave.where(over))
        ends.append(end[over])
        brought = office.follows.after(done[-1], ends[-1], office.until - low, office.chance)
        future.append(brought.where(brought.start >= high))
        wave = brought.where(brought.start < high)
        if not len(wave):
            break
        age = np.full(len(wave), NEW)
        begun += np.bincount(wave.path, minlength=office.paths)
    office.held, office.coming = joined(open_now), joined(future)
    return Month(joined(done), np.concatenate(ends), begun)


def _pace_of(office: Office, number: int, low: float, high: float) -> Numbers:
    held = office.held
    chances = due(office.stays, held.step, low - held.start, high - held.start)
    return office.pace.of(number, np.bincount(held.path, chances, minlength=office.paths) / max(high - low, 1.0))


def _medians(past: History, month: Month, paths: int) -> Numbers:
    """Give the median calendar days in hand of what ended, path by path; 0 where nothing did."""
    stays = past.days.calendar(month.ends) - past.days.calendar(month.done.start)
    order = np.lexsort((stays, month.done.path))
    stays, path = stays[order], month.done.path[order]
    first = np.searchsorted(path, np.arange(paths + 1))
    count = np.diff(first)
    low, high = first[:-1] + np.maximum(count - 1, 0) // 2, first[:-1] + count // 2
    top = max(len(stays) - 1, 0)
    middle = (stays[np.minimum(low, top)] + stays[np.minimum(high, top)]) / 2 if len(stays) else np.zeros(paths)
    return np.where(count > 0, middle, 0.0)
