"""What no plan can be below at given prices (拉格朗日下界): true for any prices, as it is added up in whole numbers.

Each part served earns its price, each minute of somebody aboard costs what the day asks for, each level held costs its
price; what vehicles then do at best, each day for itself, is looked for, and what is given is taken off again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from solver.arrays import Ints
from solver.fieldwork.instance import Instance
from solver.fieldwork.tour import SUMMED, Tour
from solver.fieldwork.tours import FAR, cheapest_days
from solver.fieldwork.vehicle_days import VehicleDay, VehicleDays
from solver.relaxation import Floats

SCALE = 1_000  # thousandths of a unit of the level asked
DEAREST = 2**27  # no price is beyond, so that no sum leaves 63 bits


@dataclass(frozen=True)
class Prices:
    """Prices in thousandths, none below 0: of each part, of a person's minute on each day, of a unit of levels held."""

    part: Ints
    person: Ints
    held: Mapping[str, int]

    @classmethod
    def rounded(cls, part: Floats, person: Floats, held: Mapping[str, float]) -> "Prices":
        """Round prices of any kind."""
        whole = _whole(np.array(list(held.values()), dtype=np.float64))
        return cls(_whole(part), _whole(person), dict(zip(held, whole.tolist(), strict=True)))


def _whole(values: Floats) -> Ints:
    found: Ints = np.clip(np.rint(np.nan_to_num(values) * SCALE), 0, DEAREST).astype(np.int64)
    return found


@dataclass(frozen=True)
class Dual:
    """A bound in thousandths, the tours it was lowered by, the dearest first for each day, and how many labels it took."""

    bound: int
    tours: tuple[Tour, ...]
    labels: int


def dual(
    instance: Instance, week: VehicleDays, level: str, held: Mapping[str, int], prices: Prices, most: int = 1
) -> Dual:
    """Give the bound of a level while others are held, at any prices; and up to some tours for each vehicle and day."""
    weight = {name: SCALE if name == level else prices.held.get(name, 0) if name in held else 0 for name in SUMMED}
    bound = errands_cost(instance, week, level, held, prices.part) - int((prices.person * week.there).sum())
    bound -= sum(weight[name] * held[name] for name in SUMMED if name in held and name != level)
    tours: list[Tour] = []
    labels = 0
    for number, day in enumerate(week.days):
        cost, found, looked = _tours(instance, number, day, weight, prices, most)
        bound += day.vehicles * min(0, cost)
        tours += found
        labels += looked
    return Dual(bound, tuple(tours), labels)


def errands_cost(instance: Instance, week: VehicleDays, level: str, held: Mapping[str, int], part: Ints) -> int:
    """Give what the errands that must be placed cost at least, and those beyond that are worth more than they cost."""
    possible = can_be_served(instance, week)
    total = 0
    for rank in np.unique(instance.errand_rank).tolist():
        own = np.flatnonzero(instance.errand_rank == rank).tolist()
        asked = level == f"placed:{rank}"
        costs = sorted(
            sum(int(part[one]) for one in instance.parts_of[errand]) - SCALE * asked
            for errand in own
            if possible[list(instance.parts_of[errand])].all()
        )
        must = max(0, len(own) - held.get(f"placed:{rank}", len(own)))
        total += sum(costs[:must]) + sum(min(0, cost) for cost in costs[must:]) + SCALE * len(own) * asked
    return total


def can_be_served(instance: Instance, week: VehicleDays) -> Ints:
    """Say of each part whether any vehicle can serve it on any day, alone."""
    possible = np.zeros(instance.parts, dtype=np.int64)
    for day in week.days:
        possible[day.parts] = 1
    return possible


def _tours(
    instance: Instance, number: int, day: VehicleDay, weight: Mapping[str, int], prices: Prices, most: int
) -> tuple[int, list[Tour], int]:
    node = day.late * weight["late"] + day.stand_in * weight["standin"] - prices.part[day.parts][:, None]
    ends, labels, looked = cheapest_days(
        np.where(day.late < 0, FAR, node),
        np.stack([instance.part_errand[day.parts], day.crew]),
        day.sizes,
        np.stack([day.take, day.minutes, day.way * weight["travel"]]),
        np.array([weight["away"] + int(prices.person[day.day]), day.step == 1], dtype=np.int64),
    )
    order = [end for end in np.argsort(ends[:, 0], kind="stable").tolist()[:most] if ends[end, 0] < 0]
    return int(ends[:, 0].min()), [_tour(number, day, labels, int(ends[end, 1])) for end in order], looked


def _tour(number: int, day: VehicleDay, labels: Ints, label: int) -> Tour:
    """Follow the links of labels from the last part back to the beginning of the day."""
    parts, steps = day.late.shape
    then, crew, stops = parts, 0, []
    late = stand_in = away = travel = 0
    while label >= 0:
        size, state = divmod(label // 2, parts * steps)
        one, step = divmod(state, steps) if size < len(day.sizes) else (parts, 0)
        if one < parts:
            crew = int(day.sizes[size])
            stops.append(int(day.parts[one]))
            late, stand_in = late + int(day.late[one, step]), stand_in + int(day.stand_in[one, step])
        away, travel = away + crew * int(day.minutes[one, then]), travel + int(day.way[one, then])
        then, label = one, int(labels[label, 2])
    return Tour(number, tuple(reversed(stops)), (late, stand_in, away, travel))
