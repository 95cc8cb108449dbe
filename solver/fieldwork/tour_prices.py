"""Prices under which a bound is high (列生成定价): tours of vehicles as columns of a linear programme, more with each round.

The programme only proposes prices; what is proven at them is `dual`'s. Tours found for one level serve the next ones too.
"""

from collections.abc import Callable, Mapping
from functools import cached_property

import numpy as np

from solver.fieldwork.dual import SCALE, Prices, dual
from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan
from solver.fieldwork.tour import SUMMED, Tour, tours_of
from solver.fieldwork.tour_programme import alone, between, propose
from solver.fieldwork.vehicle_days import VehicleDays

LABELS_PER_SECOND = 50_000_000  # looked at in one deterministic second
LABELS_PER_CELL = 300  # what a cell of the programme takes
NEW = 30  # tours at most from one vehicle and day in a round
FAITH = 0.6  # how far prices stay with the best ones found so far, for they swing
ROOM = 0.5  # how far a price may rise at first, as a part of what a part costs on average
WIDER, NARROWER = 2.0, 0.8  # the room after a round that proved something new, or nothing
NEAR = 1_000  # no round more when the bound is within this part of what the programme costs


class TourPrices:
    """Bounds of one week by tours; it keeps the tours, and counts `spent` deterministic seconds."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._tours: dict[Tour, None] = {}
        self._average = dict.fromkeys(SUMMED, 0.0)
        self._labels = 0

    @property
    def spent(self) -> float:
        """Deterministic seconds used so far."""
        return self._labels / LABELS_PER_SECOND

    @cached_property
    def _week(self) -> VehicleDays:
        return VehicleDays.of(self._instance)

    def learn(self, plan: Plan) -> None:
        """Take over what the vehicles do in a lawful plan: prices begin nearer to what they should be."""
        tours = tuple(tours_of(self._instance, self._week, plan))
        self._tours.update(dict.fromkeys(tours))
        for place, name in enumerate(SUMMED):
            self._average[name] = sum(tour.sums[place] for tour in tours) / max(1, self._instance.parts)

    def bound(self, level: str, held: Mapping[str, int], seconds: float, stop: Callable[[], bool] = bool) -> int:
        """Give the highest bound of a level found within some deterministic seconds, 0 where tours have nothing to say."""
        if not self._week.days or not (level in SUMMED or level.startswith("placed:")):
            return 0
        ends, room = self.spent + seconds, ROOM * max(1.0, self._average.get(level, 1.0))
        best = _begin(self._instance, self._week, level)
        proven = self._prove(level, held, best)
        while self.spent < ends and not stop():
            dearest, known = best.part / SCALE + room, len(self._tours)
            proposal = propose(self._instance, self._week, tuple(self._tours), level, held, dearest)
            if proposal is None:
                break
            self._labels += proposal.cells * LABELS_PER_CELL
            prices = between(proposal.prices, best, FAITH)
            found = self._prove(level, held, prices)
            room *= WIDER if found > proven else NARROWER
            if found > proven:
                proven, best = found, prices
            if len(self._tours) == known and proven * NEAR >= SCALE * proposal.cost * (NEAR - 1):
                break
        return max(0, -(-proven // SCALE))

    def _prove(self, level: str, held: Mapping[str, int], prices: Prices) -> int:
        """Look for the tours at some prices and keep them; gives the bound in thousandths."""
        found = dual(self._instance, self._week, level, held, prices, NEW)
        self._tours.update(dict.fromkeys(found.tours))
        self._labels += found.labels
        return found.bound


def _begin(instance: Instance, week: VehicleDays, level: str) -> Prices:
    """Begin with what each part costs alone, and with nothing for people and what is held."""
    return Prices.rounded(alone(instance, week, level), np.zeros(instance.days), dict.fromkeys(SUMMED, 0.0))
