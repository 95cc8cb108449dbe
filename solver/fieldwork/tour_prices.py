"""Prices under which a bound is high (列生成定价): tours of vehicles as columns of a linear programme, more with each round.

The programme only proposes prices; what is proven at them is `dual`'s. Tours found for one level serve the next ones too.
"""

from collections.abc import Callable, Mapping
from functools import cached_property

from solver.fieldwork.dual import SCALE, dual
from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan
from solver.fieldwork.tour import SUMMED, Tour, tours_of
from solver.fieldwork.tour_programme import between, propose
from solver.fieldwork.vehicle_days import VehicleDays

LABELS_PER_SECOND = 40_000_000  # looked at in one deterministic second
LABELS_PER_CELL = 400  # what a cell of the programme takes
NEW = 6  # tours at most from one vehicle and day in a round
FAITH = 0.5  # how far prices stay with the best ones found so far, for they swing
NEAR = 1_000  # no round more when the bound is within this part of what the programme costs


class TourPrices:
    """Bounds of one week by tours; it keeps the tours, and counts `spent` deterministic seconds."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._tours: dict[Tour, None] = {}
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
        self._tours.update(dict.fromkeys(tours_of(self._instance, self._week, plan)))

    def bound(self, level: str, held: Mapping[str, int], seconds: float, stop: Callable[[], bool] = bool) -> int:
        """Give the highest bound of a level found within some deterministic seconds, 0 where tours have nothing to say."""
        if not self._week.days or not (level in SUMMED or level.startswith("placed:")):
            return 0
        ends, best, centre, trust = self.spent + seconds, 0, None, FAITH
        while self.spent < ends and not stop():
            proposal = propose(self._instance, self._week, tuple(self._tours), level, held)
            if proposal is None:
                break
            prices = proposal.prices if centre is None else between(proposal.prices, centre, trust)
            found = dual(self._instance, self._week, level, held, prices, NEW)
            self._labels += found.labels + proposal.cells * LABELS_PER_CELL
            grown = self._keep(found.tours)
            if centre is None or found.bound > best:
                best, centre = max(best, found.bound), prices
            if best * NEAR >= SCALE * proposal.cost * (NEAR - 1) or (not grown and not trust):
                break
            trust = FAITH if grown else 0.0
        return -(-best // SCALE)

    def _keep(self, tours: tuple[Tour, ...]) -> bool:
        before = len(self._tours)
        self._tours.update(dict.fromkeys(tours))
        return len(self._tours) > before
