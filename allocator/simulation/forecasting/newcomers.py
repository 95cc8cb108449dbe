"""Cases that come in (新收案件): a coming day takes after a past one of the same weekday, recent ones more likely."""

import numpy as np

from allocator.simulation.calibration.history import History
from allocator.simulation.forecasting.arrays import Items, joined, runs
from allocator.simulation.forecasting.assumptions import Assumptions


def newcomers(past: History, until: float, paths: int, assumed: Assumptions, chance: np.random.Generator) -> Items:
    """Draw the first steps of new cases of each working day up to a time, for every path."""
    roots = past.roots[np.argsort(np.floor(past.start[past.roots]), kind="stable")]
    first_day, now = int(past.start[past.whole].min(initial=past.now - 1)), int(past.now)
    days = np.arange(first_day, now)
    first = np.searchsorted(np.floor(past.start[roots]), np.arange(first_day, now + 1)).astype(np.int64)
    weekday = past.days.weekdays()
    weight = 0.5 ** ((now - days) / assumed.newcomer_half_life)
    found = []
    for day in range(now, min(int(until), len(weekday))):
        alike = weight * (weekday[days] == weekday[day])
        share = np.cumsum(alike if alike.any() else weight)
        picked = np.searchsorted(share, chance.random(paths) * share[-1], side="right")
        places, path = runs(first, np.minimum(picked, len(days) - 1))
        found.append(Items(past.step[roots[places]], day + past.start[roots[places]] % 1, path))
    return joined(found)
