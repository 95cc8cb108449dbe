"""Prices under which a bound is high (列生成定价): tours of vehicles as columns of a linear programme, more with each round.

The programme only proposes prices; what is proven at them is `dual`'s. Each level has tours of its own: those that matter
for another one make its programme slow and say little.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property

import numpy as np

from solver.fieldwork.bounds.dual import SCALE, Dual, Look, Prices, dual
from solver.fieldwork.bounds.kinds import CLOSELY, COUNTED, MEETING, ROUGHLY
from solver.fieldwork.bounds.leeway import left_by
from solver.fieldwork.bounds.tour import SUMMED, Tour, tours_of
from solver.fieldwork.bounds.tour_programme import alone, between, propose
from solver.fieldwork.bounds.vehicle_days import VehicleDays
from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan

LABELS_PER_SECOND = 50_000_000  # looked at in one deterministic second
LABELS_PER_CELL = 200  # what a cell of the programme takes
NEW = 30  # tours at most from one vehicle and day in a round
FAITH = 0.6  # how far prices stay with the best ones found so far, for they swing
ROOM = 0.5  # how far a price may rise at first, as a part of what a part costs on average
WIDEST = 6.0  # the room where prices have settled as far as they may
WIDER, NARROWER = 2.0, 0.8  # the room after a round that proved something new, or nothing
CLOSE_LEVELS = ("standin", "away", "travel")  # where it counts that a handler aboard for one part is aboard for all
PLAINLY = {"standin": 0.1, "away": 0.7, "travel": 0.3}  # of the time of a level, for prices with crews only counted
MEETING_SHARE = 0.5  # of the time for a closer look, for prices of parts that meet while crews are only counted
SOME = 1_000  # stops of a vehicle's day that are looked at first; all, where what is found promises more than is known
PATIENCE = {COUNTED: np.inf, MEETING: 20, ROUGHLY: 20, CLOSELY: 20}  # rounds in a row that prove nothing new
PROMISE = 0.05  # how much more, as a part of what is still between the bound and what the programme costs
NEAR = {COUNTED: 1_000, MEETING: 300, ROUGHLY: 1_000, CLOSELY: 1_000}  # no round more within this part of that cost


class TourPrices:
    """Bounds of one week by tours; it keeps tours and the best prices of each level, and counts `spent` deterministic seconds."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._learned: dict[int, list[Tour]] = {sight: [] for sight in NEAR}
        self._tours: dict[tuple[str, int], dict[Hashable, Tour]] = {}
        self._best: dict[tuple[str, int], Prices] = {}
        self._average = dict.fromkeys(SUMMED, 0.0)
        self._labels = 0
        self._left: tuple[Mapping[str, int], Mapping[int, Prices], VehicleDays] | None = None

    @property
    def spent(self) -> float:
        """Deterministic seconds used so far."""
        return self._labels / LABELS_PER_SECOND

    @cached_property
    def week(self) -> VehicleDays:
        """The days of the vehicles."""
        return VehicleDays.of(self._instance)

    def learn(self, plan: Plan) -> None:
        """Take over what the vehicles do in a lawful plan, for every level: prices begin nearer to what they should be."""
        for sight, learned in self._learned.items():
            kinds = self.week.hours[max(sight, ROUGHLY) - ROUGHLY].kinds
            learned[:] = tours_of(self._instance, self.week, plan, kinds)
        for place, name in enumerate(SUMMED):
            total = sum(tour.sums[place] for tour in self._learned[COUNTED])
            self._average[name] = total / max(1, self._instance.parts)

    def bound(self, level: str, held: Mapping[str, int], seconds: float, stop: Callable[[], bool] = bool) -> int:
        """Give the highest bound of a level found within some deterministic seconds, 0 where tours have nothing to say."""
        ends, found = self.spent + seconds, self.plainly(level, held, seconds, stop)
        return max(found, self.closely(level, held, ends - self.spent, stop))

    def plainly(self, level: str, held: Mapping[str, int], seconds: float, stop: Callable[[], bool]) -> int:
        """Give the highest bound with crews only counted and parts that need not meet: found ten times as soon."""
        if not self.week.days or not (level in SUMMED or level.startswith("placed:")):
            return 0
        best = _begin(self._instance, self.week, level)
        known = best, self._look(level, held, best, COUNTED).bound
        return _units(self._rounds(level, held, known, seconds * PLAINLY.get(level, 1.0), stop, COUNTED))

    def closely(self, level: str, held: Mapping[str, int], seconds: float, stop: Callable[[], bool]) -> int:
        """Give the highest bound where parts meet and people are of kinds; it goes on from prices found plainly, if any."""
        if (level, COUNTED) not in self._best or seconds <= 0:
            return 0
        ends, best = self.spent + seconds, self._best[level, COUNTED]
        known = best, self._look(level, held, best, COUNTED).bound
        sight = CLOSELY if level in CLOSE_LEVELS else ROUGHLY
        if sight == ROUGHLY and len(self.week.meetings.rows):
            self._keep(level, MEETING, self._tours[level, COUNTED].values())
            proven = self._rounds(level, held, known, seconds * MEETING_SHARE, stop, MEETING)
            known = self._best.get((level, MEETING), best), proven
        hours = np.zeros(len(self.week.hours[sight - ROUGHLY].most), dtype=np.int64)
        best = replace(known[0], hours=hours)
        known = best, max(known[1], self._look(level, held, best, sight).bound)
        return _units(self._rounds(level, held, known, ends - self.spent, stop, sight))

    def at_best(self, level: str, held: Mapping[str, int]) -> int:
        """Give the bound at the best prices found for a level, which were perhaps found while less was held, or more."""
        known = [(sight, self._best[level, sight]) for sight in NEAR if (level, sight) in self._best]
        week = self.left(held) if known else self.week
        found = [dual(self._instance, week, level, held, prices, Look(sight)).bound for sight, prices in known]
        return _units(max(found, default=0))

    def left(self, held: Mapping[str, int]) -> VehicleDays:
        """Give the week with the starts alone for which lateness that is held leaves room, at the best prices found for it."""
        known = {name: most for name, most in held.items() if name == "late" or name.startswith("placed:")}
        best = {sight: self._best["late", sight] for sight in NEAR if ("late", sight) in self._best}
        if "late" not in held or not best:
            return self.week
        before = self._left
        if before is None or before[0] != known or any(before[1].get(sight) is not own for sight, own in best.items()):
            week = self.week
            for sight, prices in best.items():
                week, looked = left_by(self._instance, week, "late", known, prices, sight)
                self._labels += looked
            before = self._left = known, best, week
        return before[2]

    def _rounds(
        self,
        level: str,
        held: Mapping[str, int],
        known: tuple[Prices, int],
        seconds: float,
        stop: Callable[[], bool],
        sight: int,
    ) -> int:
        """Let prices and tours follow one another, from prices and the bound at them; gives the best bound found.

        Prices are kept where they prove more than was known, and crews only counted in any case: it costs little to prove
        with them once more what is held by then.
        """
        best, proven = known
        tours = self._keep(level, sight, self._learned[sight])
        ends, room = self.spent + seconds, ROOM * max(1.0, self._average.get(level, 1.0))
        in_vain = 0
        while self.spent < ends and in_vain < PATIENCE[sight] and not stop():
            dearest, before = best.part / SCALE + room, len(tours)
            proposal = propose(self._instance, self.week, tuple(tours.values()), level, held, dearest, sight)
            if proposal is None:
                break
            self._labels += proposal.cells * LABELS_PER_CELL
            prices, cost = between(proposal.prices, best, FAITH), SCALE * proposal.cost
            found = self._promising(level, held, prices, sight, proven + PROMISE * (cost - proven))
            higher = found.proven and found.bound > proven
            room, in_vain = (room * WIDER, 0) if higher else (room * NARROWER, in_vain + 1)
            if higher:
                proven, best = found.bound, prices
            if len(tours) == before and proven * NEAR[sight] >= cost * (NEAR[sight] - 1):
                if sight == COUNTED or proposal.bought * NEAR[sight] <= proposal.cost:
                    break
                room *= WIDEST
        if sight == COUNTED or proven > known[1]:
            self._best[level, sight] = best
        return proven

    def _promising(self, level: str, held: Mapping[str, int], prices: Prices, sight: int, most: float) -> Dual:
        """Look at the crews that earn most; at all of them only where the bound may be above what is known by then."""
        found = self._look(level, held, prices, sight, SOME)
        return found if found.proven or found.bound <= most else self._look(level, held, prices, sight)

    def _look(self, level: str, held: Mapping[str, int], prices: Prices, sight: int, stops: int = 0) -> Dual:
        """Look for the tours at some prices, and keep them."""
        found = dual(self._instance, self.left(held), level, held, prices, Look(sight, NEW, stops))
        self._keep(level, sight, found.tours)
        self._labels += found.labels
        return found

    def _keep(self, level: str, sight: int, tours: Iterable[Tour]) -> dict[Hashable, Tour]:
        """Keep tours of a level; those that differ in times alone are one where no times are looked at."""
        known = self._tours.setdefault((level, sight), {})
        for tour in tours:
            known.setdefault((tour.day, tour.parts, tour.sums) if sight == COUNTED else tour, tour)
        return known


def _units(bound: int) -> int:
    """Give a bound in whole units of its level: what is measured in them is no lower than the next one above."""
    return max(0, -(-bound // SCALE))


def _begin(instance: Instance, week: VehicleDays, level: str) -> Prices:
    """Begin with what each part costs alone, and with nothing for people, meetings and what is held."""
    part, none = alone(instance, week, level), np.zeros(0)
    held, meet = dict.fromkeys(SUMMED, 0.0), np.zeros(len(week.meetings.rows))
    return Prices.rounded(part, np.zeros(instance.days), held, none, meet)
