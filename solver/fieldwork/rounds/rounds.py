"""Rounds (巡回到访): one day, everybody with a vehicle of their own, nothing but ways, lateness and visits that meet.

The shape of the public benchmarks of joint visits. All visits are placed from the first moment on, so the search is a
walk (模拟退火) over orders of visits: one visit moves, two change places, two rounds change their ends. After each step all
starts are worked out anew, each as early as its round and the visits it meets allow.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from solver.arrays import LARGEST, Ints
from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan, Trip
from solver.fieldwork.rounds.steps import BEST, MOST_KEPT, STEPS, WALKS, Floats, wander
from solver.fieldwork.rounds.timing import DUE, MINUTES, OPENS, PAD_ROWS, PLACE, START

STEPS_PER_SECOND = 1_200_000  # steps tried in one deterministic second
STEPS_PER_CALL = 50_000
CLOSE, WAITING = 20, 5  # visits close to each; so much waiting is as bad as one on the way
WARM, COLD = 1.0, 0.003  # of the way between two places, what a step may cost at first and in the end
COOLINGS = ((0.1, 5.0), (0.3, 1.0), (0.3, 1.0), (0.3, 1.0))  # walks: the part of the time, how much warmer they begin


@dataclass(frozen=True)
class Visits:
    """The arrays the walk reads.

    Ways, parts as (place, minutes, opens, due), who may serve which, what meets, which visits are close to each.
    """

    ways: Ints
    parts: Ints
    may: Ints
    meets: Ints
    close: Ints

    @classmethod
    def of(cls, instance: Instance) -> "Visits | None":
        """Read the visits of an instance; None where it has another shape."""
        if not _is_plain(instance):
            return None
        errand = instance.part_errand
        may = instance.part_vehicles[:, None] >> np.arange(instance.vehicles)[None, :] & 1
        if not all(_ways_to_serve(may, own) for own in instance.parts_of):
            return None
        parts = np.stack([instance.part_place, instance.part_minutes, instance.window_opens, instance.part_due], axis=1)
        columns = (instance.sync_first, instance.sync_second, instance.sync_least, instance.sync_most)
        apart = [(one, other) for own in instance.parts_of for one in own for other in own if one < other]
        meets = np.stack(columns, axis=1) if len(errand) else np.zeros((0, 4), dtype=np.int64)
        known = {(int(row[0]), int(row[1])) for row in meets}
        free = [(*pair, -LARGEST, LARGEST) for pair in apart if not {pair, pair[::-1]} & known]
        rows = np.array([*meets.tolist(), *free], dtype=np.int64).reshape(-1, 4)
        ways = instance.travel.reshape(instance.places, -1)
        return cls(ways, parts, may, rows, _close(ways, parts, errand))


def _close(ways: Ints, parts: Ints, errand: Ints) -> Ints:
    """Give the visits of other errands that go best right before or behind each: short ways, little waiting, not late."""
    apart = ways[parts[:, PLACE][:, None], parts[:, PLACE][None, :]]
    there = (parts[:, OPENS] + parts[:, MINUTES])[:, None] + apart
    waits = np.maximum(0, parts[:, OPENS][None, :] - there)
    late = np.maximum(0, there - parts[:, DUE][None, :])
    behind = apart + waits // WAITING + late
    worth = np.minimum(behind, behind.T) + np.where(errand[:, None] == errand[None, :], LARGEST, 0)
    return np.argsort(worth, axis=1, kind="stable")[:, :CLOSE].astype(np.int64)


def _is_plain(instance: Instance) -> bool:
    """Say whether nothing but ways, one open window a part and meetings is to be minded, and every part can be served."""
    asked = (instance.need_part, instance.who_part, instance.use_part, instance.off_vehicle, instance.wish_person)
    last = int(instance.day_closes[-1]) if instance.days else 0
    vehicles = (1 << instance.vehicles) - 1
    return (
        instance.days == 1
        and not any(len(rows) for rows in asked)
        and not np.any(instance.vehicle_driver >= 0)
        and not np.any(instance.booked_vehicle >= 0)
        and not np.any(instance.part_seats > 0)
        and np.array_equal(instance.window_part, np.arange(instance.parts))
        and bool(np.all(instance.window_closes >= last))
        and bool(np.all(instance.part_vehicles & vehicles > 0))
        and all(len(parts) <= 2 for parts in instance.parts_of)
    )


def _ways_to_serve(may: Ints, parts: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Give who may serve the parts of an errand, all of them different."""
    able = [np.flatnonzero(may[part]).tolist() for part in parts]
    return [way for way in product(*able) if len(set(way)) == len(way)]


class Walk:
    """One walk over the orders of the visits of an instance."""

    def __init__(self, instance: Instance, visits: Visits, seed: int) -> None:
        self._instance, self._visits = instance, visits
        width = max(instance.parts + 2, instance.vehicles)
        self._rounds = np.zeros((instance.vehicles + 1, width), dtype=np.int64)
        self._best, self._pad = self._rounds.copy(), np.zeros((PAD_ROWS, width), dtype=np.int64)
        self._kept = np.zeros((MOST_KEPT, width + 1), dtype=np.int64)
        self._walk = np.array([seed * 2654435761 % 2**62 + 1, 0, 0, 0, 0], dtype=np.int64)
        self._begin()
        self._call(0, np.ones(3))

    def _begin(self) -> None:
        """Give each errand, the earliest first, to those who may serve it and have the fewest visits so far."""
        opens, order = self._visits.parts[:, OPENS], self._rounds
        errands = sorted(self._instance.parts_of, key=lambda parts: (min(opens[part] for part in parts), parts))
        for parts in errands:
            ways = _ways_to_serve(self._visits.may, parts)
            chosen = min(ways, key=lambda way: (sum(order[one, 0] for one in way), way))
            for part, vehicle in zip(parts, chosen, strict=True):
                order[vehicle, 0] += 1
                order[vehicle, order[vehicle, 0]] = part
                order[-1, part] = vehicle

    @property
    def cost(self) -> int:
        """What the best order met costs."""
        return int(self._walk[BEST])

    def go(self, seconds: float, stop: Callable[[], bool]) -> None:
        """Walk for some deterministic seconds, a few times from warm to cold: some walks freeze far from the best order.

        The first is short and hotter: where there are few ways, and lateness costs far more than they do, all others stay where they begin.
        """
        way = max(1.0, float(self._visits.ways.mean()) * WARM)
        for part, warmer in COOLINGS:
            steps = int(seconds * part * STEPS_PER_SECOND)
            heat = np.array([way * warmer, (COLD / WARM / warmer) ** (1 / max(1, steps)), 0])
            ends = int(self._walk[STEPS]) + steps
            while self._walk[STEPS] < ends and not stop():
                self._call(min(STEPS_PER_CALL, ends - int(self._walk[STEPS])), heat)

    def _call(self, steps: int, heat: Floats) -> None:
        visits = self._visits
        arrays = (visits.ways, visits.parts, visits.may, visits.meets, visits.close)
        heat[WALKS] = steps
        wander(arrays, self._rounds, self._best, self._kept, self._pad, self._walk, heat)

    def plan(self) -> Plan:
        """Give the plan of the best order met."""
        return Plan.of(self._instance.parts, [self._trip(one) for one in range(self._instance.vehicles)])

    def _trip(self, vehicle: int) -> tuple[Trip, list[tuple[int, int]]]:
        served = self._best[vehicle, 1 : self._best[vehicle, 0] + 1].tolist()
        stops = [(part, int(self._pad[START, part])) for part in served]
        if not stops:
            return Trip(0, vehicle, 0, ()), stops
        place, last = self._instance.part_place, served[-1]
        leaves = stops[0][1] - self._instance.way(0, int(place[served[0]]))
        end = stops[-1][1] + int(self._instance.part_minutes[last]) + self._instance.way(int(place[last]), 0)
        return Trip(leaves, vehicle, end, ()), stops
