"""What a level that is held leaves room for (余地): at which steps each part can still start, by prices that bound the level.

A plan that starts a part where no cheap day of a vehicle does is worth more than the bound by what that day is dearer. Where
that is more than the level may be, no plan does so, and the levels below need not look there.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from solver.arrays import Ints
from solver.fieldwork.bounds.crews import Crews
from solver.fieldwork.bounds.dual import SCALE, STOPS_AT_MOST, AskedDay, Look, Prices, days_at, dual, weights
from solver.fieldwork.bounds.floor import least_sum
from solver.fieldwork.bounds.through import cheapest_through
from solver.fieldwork.bounds.tours import FAR
from solver.fieldwork.bounds.vehicle_days import VehicleDay, VehicleDays
from solver.fieldwork.instance import Instance


def left_by(
    instance: Instance, week: VehicleDays, level: str, held: Mapping[str, int], prices: Prices, sight: int
) -> tuple[VehicleDays, int]:
    """Give a week with the starts alone that a level which is held leaves, at prices of its own; and the steps looked at."""
    above = {name: most for name, most in held.items() if name != level}
    bound = dual(instance, week, level, above, prices, Look(sight))
    room, found, looked = held[level] * SCALE - bound.bound, [], bound.labels
    for asked, cheapest in zip(
        days_at(week, weights(level, above, prices), prices, sight), bound.cheapest, strict=True
    ):
        through, steps = _through(asked, asked.possible(sight), instance.part_errand[asked.day.parts])
        found.append(asked.day.only(through - cheapest <= room))
        looked += steps
    return replace(week, days=tuple(found)), looked


def _through(asked: AskedDay, crews: Crews, errand: Ints) -> tuple[Ints, int]:
    """Give the least cost of a day that starts each part at each step, and how many steps were looked at."""
    if int(crews.serves.sum()) > STOPS_AT_MOST and crews.members.any():
        return _through(asked, asked.crews.counted, errand)
    day, node, kinds = asked.day, asked.node(), asked.crews.kinds
    standing = day.stand_in * asked.weight["standin"]
    crew, part = np.nonzero(crews.serves)
    price = crews.price[crew, part] * asked.weight["standin"]
    cost = np.minimum(FAR, node[part] + np.maximum(0, price[:, None] - standing[part]))
    there = asked.crews.room[part] - kinds.packed(crews.members)[crew][:, None] & kinds.mark
    cost = np.where(there == kinds.mark, cost, FAR)
    stay = (day.minutes - day.way).max(axis=1)[:-1][part] * asked.pay * crews.size[crew]
    ends = np.cumsum(crews.serves.sum(axis=1))
    spans = np.stack([crews.size * asked.pay, ends - crews.serves.sum(axis=1), ends], axis=1)
    bars = np.zeros((len(errand) + 1, len(errand) + 1), dtype=np.bool_)
    bars[:-1, :-1] = errand[:, None] == errand[None]
    ways = np.stack([day.take, day.minutes, day.way * asked.weight["travel"]])
    good = cost.min(axis=1) + stay < 0
    through, looked = cheapest_through(spans, part, good, cost, bars, ways, asked.out(crews))
    found = np.full(day.late.shape, FAR, dtype=np.int64)
    np.minimum.at(found, part, through)
    return found, looked


def least_left(instance: Instance, week: VehicleDays, held: Mapping[str, int], level: str) -> int:
    """Add up what each errand costs at least on a level of single parts, at the starts that a week has."""
    least = np.full(instance.parts, FAR)
    for day in week.days:
        cost = np.where(day.late >= 0, SINGLE[level](instance, day), FAR).min(axis=1)
        least[day.parts] = np.minimum(least[day.parts], cost)
    whole = {errand: least[list(parts)] for errand, parts in enumerate(instance.parts_of)}
    return least_sum(instance, held, {errand: int(own.sum()) for errand, own in whole.items() if own.max() < FAR})


def _odd(instance: Instance, day: VehicleDay) -> Ints:
    """Give what each start of a step costs that none of its minutes is spared by a stretch that the part prefers."""
    first = int(instance.day_opens[day.day]) + np.arange(day.late.shape[1]) * day.step
    good = np.zeros(day.late.shape, dtype=np.bool_)
    for row, part in enumerate(day.parts.tolist()):
        for opens, closes in instance.rows("prefer", part):
            good[row] |= (first <= closes) & (first + day.step > opens)
    return np.where(good, 0, instance.odd_price[day.parts][:, None])


SINGLE: Mapping[str, Callable[[Instance, VehicleDay], Ints]] = {
    "standin": lambda _, day: day.stand_in,
    "preferred": _odd,
}
"""What a start of each part at each step of a day costs at least on a level."""
