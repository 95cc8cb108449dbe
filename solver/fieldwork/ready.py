"""Making ready (预备): the kernels a week needs are translated, or read back, before the clock of its search starts."""

from functools import cache

import numpy as np

from solver.fieldwork.bounds.tour_prices import TourPrices
from solver.fieldwork.engine import Engine
from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan
from solver.fieldwork.rounds.rounds import Visits, Walk
from solver.fieldwork.rules.prefer import levels

A_BLINK = 1e-5  # deterministic seconds


@cache
def make_ready() -> bool:
    """Put a toy to the very steps a search takes; what cannot be translated here is told by the search itself."""
    toy = _toy()
    try:
        toy.to_json()
        engine = Engine(toy, levels(toy), 1)
        engine.fill(Plan.empty(toy))
        engine.search(A_BLINK, bool)
        visits = Visits.of(toy)
        if visits is not None:
            Walk(toy, visits, 1).go(A_BLINK, bool)
        prices = TourPrices(toy)
        prices.bound("late", {}, A_BLINK)
        prices.left({"late": 0})
    except Exception:  # noqa: BLE001  (whatever a compiler does, the search will meet it too and say so)
        return False
    return True


def _toy() -> Instance:
    """One errand at one village on one day, one person and one vehicle."""
    none, one = np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64)
    return Instance(
        travel=np.array([0, 1, 1, 0]),
        day_opens=none,
        day_closes=9 * one,
        person_skills=one,
        hard_held=none,
        hard_limit=none,
        vehicle_seats=one,
        vehicle_driver=-one,
        errand_rank=none,
        errand_kind=none,
        part_errand=none,
        part_place=one,
        part_minutes=one,
        part_due=none,
        part_seats=none,
        part_vehicles=one,
        part_hard=one,
        window_part=none,
        window_opens=none,
        window_closes=9 * one,
    )
