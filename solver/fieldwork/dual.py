"""What no plan can be below at given prices (拉格朗日下界): true for any prices, as it is added up in whole numbers.

Each part served earns its price, each minute of somebody aboard costs what the day asks for, each level held costs its
price; what vehicles then do at best, each day for itself, is looked for, and what is given is taken off again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from solver.arrays import Ints
from solver.fieldwork.crews import Crews
from solver.fieldwork.instance import Instance
from solver.fieldwork.tour import SUMMED, Tour
from solver.fieldwork.tours import FAR, cheapest_days
from solver.fieldwork.vehicle_days import VehicleDay, VehicleDays
from solver.relaxation import Floats

SCALE = 1_000  # thousandths of a unit of the level asked
LABELS_READY = 8  # made ready in the time in which one is looked at
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
    instance: Instance,
    week: VehicleDays,
    level: str,
    held: Mapping[str, int],
    prices: Prices,
    most: int = 0,
    *,
    named: bool = False,
) -> Dual:
    """Give the bound of a level while others are held, at any prices; and up to some tours for each vehicle and day.

    `named`: crews by name where minutes away cost something; the bound is no lower and takes longer.
    """
    weight = {name: SCALE if name == level else prices.held.get(name, 0) if name in held else 0 for name in SUMMED}
    bound = errands_cost(instance, week, level, held, prices.part) - int((prices.person * week.there).sum())
    bound -= sum(weight[name] * held[name] for name in SUMMED if name in held and name != level)
    tours: list[Tour] = []
    labels = 0
    for number, day in enumerate(week.days):
        pay, part = weight["away"] + int(prices.person[day.day]), prices.part[day.parts]
        asked = _Asked(number, day, instance.part_errand[day.parts], weight, pay, part)
        by_name = named and weight["away"] > 0
        cost, found, looked = asked.cheapest(day.named if by_name else day.counted, most)
        bound += day.vehicles * min(0, cost)
        tours += found if by_name == named else []
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


@dataclass(frozen=True)
class _Asked:
    """A day of a vehicle at prices: weights of levels, what a minute of one aboard costs, what each part earns."""

    number: int
    day: VehicleDay
    errand: Ints
    weight: Mapping[str, int]
    pay: int
    part: Ints

    def cheapest(self, possible: Crews, most: int) -> tuple[int, list[Tour], int]:
        """Give what the cheapest day costs, up to some tours that are worth driving, and how many labels that took."""
        day, weight = self.day, self.weight
        late = np.where(day.late < 0, FAR, day.late * weight["late"] - self.part[:, None])
        crews = self._worth_while(possible, late.min(axis=1))
        ends, labels, looked = cheapest_days(
            np.stack([np.where(day.late < 0, FAR, late + day.stand_in * weight["standin"]), late]),
            day.free,
            self.errand,
            crews.spans,
            np.stack([crews.part, crews.price * weight["standin"]], axis=1),
            np.stack([day.take, day.minutes, day.way * weight["travel"]]),
            self.pay,
        )
        order = [end for end in np.argsort(ends[:, 0], kind="stable").tolist()[:most] if ends[end, 0] < 0]
        tours = [_tour(self.number, day, crews, labels, int(ends[end, 1])) for end in order]
        return int(ends[:, 0].min()), tours, looked + len(labels) // LABELS_READY

    def _worth_while(self, crews: Crews, least: Ints) -> Crews:
        """Leave out stops that earn nothing for a crew, and crews whose stops do not earn the way there and back.

        A lawful day without such a trip costs no more. Nor does one without such a stop: the others may stay when they are.
        """
        day = self.day
        rate = self.pay * crews.size
        minutes = (day.minutes - day.way).max(axis=1)[crews.part] * rate[crews.crew]
        cost = least[crews.part] + crews.price * self.weight["standin"] + minutes
        earned = np.zeros(len(crews.size), dtype=np.int64)
        np.add.at(earned, crews.crew, np.minimum(0, cost))
        nearest = int((day.minutes[-1, :-1] + day.way[:-1, -1]).min())
        return crews.only(np.flatnonzero((cost < 0) & (earned + nearest * rate < 0)[crews.crew]))


def _tour(number: int, day: VehicleDay, crews: Crews, labels: Ints, label: int) -> Tour:
    """Follow the links of labels from the last part back to the beginning of the day."""
    parts, steps = day.late.shape
    then, size, stops = parts, 0, []
    late = stand_in = away = travel = 0
    while label >= 0:
        stop, step = divmod(label // 2, steps)
        one = int(crews.part[stop]) if stop < len(crews.part) else parts
        if one < parts:
            crew = int(crews.crew[stop])
            size = int(crews.size[crew])
            stops.append(int(day.parts[one]))
            late += int(day.late[one, step])
            stand_in += int(crews.price[stop] if crews.people[crew] else day.stand_in[one, step])
        away, travel = away + size * int(day.minutes[one, then]), travel + int(day.way[one, then])
        then, label = one, int(labels[label, 2])
    return Tour(number, tuple(reversed(stops)), (late, stand_in, away, travel))
