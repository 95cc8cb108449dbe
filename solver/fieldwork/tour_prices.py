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
BY_NAME = ("away", "travel")  # levels where it counts that a handler aboard for one part is aboard for all
COUNTED = 0.3  # of the time of such a level, for prices with crews only counted first: those are quick to find
NEAR = 1_000  # no round more when the bound is within this part of what the programme costs


class TourPrices:
    """Bounds of one week by tours; it keeps tours and the best prices, and counts `spent` deterministic seconds."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._tours: dict[bool, dict[Tour, None]] = {False: {}, True: {}}  # of crews that are named, or only counted
        self._best: dict[tuple[str, bool], Prices] = {}
        self._average = dict.fromkeys(SUMMED, 0.0)
        self._labels = 0

    @property
    def spent(self) -> float:
        """Deterministic seconds used so far."""
        return self._labels / LABELS_PER_SECOND

    @cached_property
    def week(self) -> VehicleDays:
        """The days of the vehicles."""
        return VehicleDays.of(self._instance)

    def learn(self, plan: Plan) -> None:
        """Take over what the vehicles do in a lawful plan: prices begin nearer to what they should be."""
        tours = tuple(tours_of(self._instance, self.week, plan))
        for known in self._tours.values():
            known.update(dict.fromkeys(tours))
        for place, name in enumerate(SUMMED):
            self._average[name] = sum(tour.sums[place] for tour in tours) / max(1, self._instance.parts)

    def bound(self, level: str, held: Mapping[str, int], seconds: float, stop: Callable[[], bool] = bool) -> int:
        """Give the highest bound of a level found within some deterministic seconds, 0 where tours have nothing to say."""
        if not self.week.days or not (level in SUMMED or level.startswith("placed:")):
            return 0
        first = seconds * COUNTED if level in BY_NAME else seconds
        best = _begin(self._instance, self.week, level)
        best, proven = self._rounds(level, held, best, first, stop, named=False)
        if level in BY_NAME:
            proven = max(proven, self._rounds(level, held, best, seconds - first, stop, named=True)[1])
        return max(0, -(-proven // SCALE))

    def at_best(self, level: str, held: Mapping[str, int]) -> int:
        """Give the bound at the best prices found for a level, which were perhaps found while less was held, or more."""
        known = [(named, self._best[level, named]) for named in (False, True) if (level, named) in self._best]
        found = [dual(self._instance, self.week, level, held, prices, named=named).bound for named, prices in known]
        return max(0, -(-max(found, default=0) // SCALE))

    def _rounds(
        self,
        level: str,
        held: Mapping[str, int],
        best: Prices,
        seconds: float,
        stop: Callable[[], bool],
        *,
        named: bool,
    ) -> tuple[Prices, int]:
        """Let prices and tours follow one another; gives the best prices and the bound at them in thousandths."""
        ends, room = self.spent + seconds, ROOM * max(1.0, self._average.get(level, 1.0))
        proven = self._prove(level, held, best, named=named)
        while self.spent < ends and not stop():
            dearest, known = best.part / SCALE + room, len(self._tours[named])
            proposal = propose(self._instance, self.week, tuple(self._tours[named]), level, held, dearest)
            if proposal is None:
                break
            self._labels += proposal.cells * LABELS_PER_CELL
            prices = between(proposal.prices, best, FAITH)
            found = self._prove(level, held, prices, named=named)
            room *= WIDER if found > proven else NARROWER
            if found > proven:
                proven, best = found, prices
            if len(self._tours[named]) == known and proven * NEAR >= SCALE * proposal.cost * (NEAR - 1):
                break
        self._best[level, named] = best
        return best, proven

    def _prove(self, level: str, held: Mapping[str, int], prices: Prices, *, named: bool) -> int:
        """Look for the tours at some prices and keep them; gives the bound in thousandths."""
        found = dual(self._instance, self.week, level, held, prices, NEW, named=named)
        self._tours[named].update(dict.fromkeys(found.tours))
        self._labels += found.labels
        return found.bound


def _begin(instance: Instance, week: VehicleDays, level: str) -> Prices:
    """Begin with what each part costs alone, and with nothing for people and what is held."""
    return Prices.rounded(alone(instance, week, level), np.zeros(instance.days), dict.fromkeys(SUMMED, 0.0))
