"""What no plan can be below at given prices (拉格朗日下界): true for any prices, as it is added up in whole numbers.

Each part served earns its price, each minute of somebody aboard costs what the day asks for, and what people of his kind
cost in that hour; each level held costs its price, and so does a part that begins before the one it meets. What vehicles
then do at best, each day for itself, is looked for, and what is given is taken off again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from solver.arrays import Ints
from solver.fieldwork.bounds.crews import Crews, Flags
from solver.fieldwork.bounds.kinds import COUNTED, ROUGHLY, Trip
from solver.fieldwork.bounds.memory import memory_of
from solver.fieldwork.bounds.tour import SUMMED, Tour
from solver.fieldwork.bounds.tours import FAR, cheapest_days, cheapest_stops
from solver.fieldwork.bounds.vehicle_days import DayCrews, VehicleDay, VehicleDays
from solver.fieldwork.instance import Instance
from solver.relaxation import Floats

SCALE = 1_000  # thousandths of a unit of the level asked
LABELS_READY = 8  # made ready in the time in which one is looked at
SLOTS = 12  # labels at most of a stop at a step; fewer where there are many stops
STOPS_AT_MOST = 20_000  # of all crews of a day: beyond, crews are only counted
DEAREST = 2**27  # no price is beyond, so that no sum leaves 63 bits


@dataclass(frozen=True)
class Prices:
    """Prices in thousandths, none below 0: of each part, of a person's minute on each day, of a unit of levels held.

    `hours`: of a minute of each kind of people in each hour, and within each limit, none where crews are only counted;
    `meet`: of each row of a meeting.
    """

    part: Ints
    person: Ints
    held: Mapping[str, int]
    hours: Ints
    meet: Ints

    @classmethod
    def rounded(cls, part: Floats, person: Floats, held: Mapping[str, float], hours: Floats, meet: Floats) -> "Prices":
        """Round prices of any kind."""
        whole = _whole(np.array(list(held.values()), dtype=np.float64))
        named = dict(zip(held, whole.tolist(), strict=True))
        return cls(_whole(part), _whole(person), named, _whole(hours), _whole(meet))


def _whole(values: Floats) -> Ints:
    found: Ints = np.clip(np.rint(np.nan_to_num(values) * SCALE), 0, DEAREST).astype(np.int64)
    return found


@dataclass(frozen=True)
class Look:
    """How closely is looked: crews only counted, or by the kinds of their people, where those are not too many.

    `most`: tours at most for each vehicle and day; `stops`: only crews that earn most are looked at, with so many stops in
    all (0: all that may be worth it).
    """

    sight: int = COUNTED
    most: int = 0
    stops: int = 0


LOOK = Look()


@dataclass(frozen=True)
class Dual:
    """A bound in thousandths, the tours it was lowered by, the dearest first for each day, and how many labels it took.

    Where it is not `proven` crews were left out, and the bound is no lower than the true one at these prices. `cheapest`: what
    the cheapest day of a vehicle costs in it, for each number of a vehicle day.
    """

    bound: int
    tours: tuple[Tour, ...]
    labels: int
    proven: bool = True
    cheapest: tuple[int, ...] = ()


def dual(
    instance: Instance,
    week: VehicleDays,
    level: str,
    held: Mapping[str, int],
    prices: Prices,
    look: Look = LOOK,
) -> Dual:
    """Give the bound of a level while others are held, at any prices; and up to some tours for each vehicle and day."""
    weight = weights(level, held, prices)
    bound = errands_cost(instance, week, level, held, prices.part) - int((prices.person * week.there).sum())
    hours = week.hours_seen(look.sight)
    bound -= int((prices.hours * hours.most).sum()) if hours else 0
    bound -= sum(weight[name] * held[name] for name in SUMMED if name in held and name != level)
    tours: list[Tour] = []
    labels, proven, cheapest = 0, True, []
    for asked in days_at(week, weight, prices, look.sight):
        found = asked.cheapest(asked.possible(look.sight), instance.part_errand[asked.day.parts], look)
        bound += asked.day.vehicles * found.bound
        tours += found.tours
        labels, proven = labels + found.labels, proven and found.proven
        cheapest.append(found.bound)
    return Dual(bound, tuple(tours), labels, proven, tuple(cheapest))


def weights(level: str, held: Mapping[str, int], prices: Prices) -> Mapping[str, int]:
    """Give what a unit of each level that tours add up to costs: of the level asked one, of what is held its price."""
    return {name: SCALE if name == level else prices.held.get(name, 0) if name in held else 0 for name in SUMMED}


def days_at(week: VehicleDays, weight: Mapping[str, int], prices: Prices, sight: int) -> Iterator["AskedDay"]:
    """Walk the days of the vehicles at some prices."""
    hours = week.hours_seen(sight)
    for number, day in enumerate(week.days):
        pay, part = weight["away"] + int(prices.person[day.day]), prices.part[day.parts]
        begun = week.meetings.charges(prices.meet, day.parts, day.day, day.late.shape[1]) - part[:, None]
        people = hours.costs(prices.hours, day.day) if hours else np.zeros((len(day.crews[0].there), 1), dtype=np.int64)
        yield AskedDay(number, day, day.crews[max(0, sight - ROUGHLY)], weight, pay, begun, people)


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
class AskedDay:
    """A day of a vehicle at prices: weights of levels; what a minute of one aboard costs, of whatever kind.

    `begun[q, t]`: what a start costs besides; `people[k, m]`: what one of each kind costs from the beginning of the day.
    """

    number: int
    day: VehicleDay
    crews: DayCrews
    weight: Mapping[str, int]
    pay: int
    begun: Ints
    people: Ints

    def possible(self, sight: int) -> Crews:
        """Give the crews by kind, or those only counted."""
        return self.crews.by_kind(priced=self.weight["standin"] > 0) if sight >= ROUGHLY else self.crews.counted

    def node(self) -> Ints:
        """Give what each start of a part costs at a step, with stand-ins whoever is aboard; FAR where it is not lawful."""
        asked = self.day.stand_in * self.weight["standin"]
        return np.where(self.day.late < 0, FAR, self.day.late * self.weight["late"] + self.begun + asked)

    def cheapest(self, crews: Crews, errand: Ints, look: Look) -> Dual:
        """Give what the cheapest day costs, at most nothing, and up to some tours that are worth driving."""
        day, weight = self.day, self.weight
        counted, out = not crews.members.any(), self.out(crews)
        asked, node = day.stand_in * weight["standin"], self.node()
        good, earned, looked = self._worth_while(crews, node, asked, out)
        kept = np.flatnonzero(good.any(axis=1))
        every = len(kept)
        if look.stops and not counted:
            kept = kept[np.argsort(earned[kept], kind="stable")]
            kept = np.sort(kept[: int(np.searchsorted(good[kept].sum(axis=1).cumsum(), look.stops)) + 1])
        crew, part = np.nonzero(good[kept])
        if len(crew) > STOPS_AT_MOST and not counted:
            return self.cheapest(self.crews.counted, errand, LOOK)
        slots = max(2, min(SLOTS, 2 * STOPS_AT_MOST // max(1, len(crew))))
        memory = memory_of(np.any(good[kept], axis=0), node.min(axis=1), errand, day.take)
        ends, labels, followed = cheapest_days(
            (node, asked, self.crews.room, self.crews.kinds.mark),
            memory,
            _spans(crews, self.crews.kinds.packed(crews.members), good, kept),
            out[:, kept],
            np.stack([part, crews.price[kept[crew], part] * weight["standin"]], axis=1),
            np.stack([day.take, day.minutes, day.way * weight["travel"]]),
            (self.pay, slots),
        )
        order = [end for end in np.argsort(ends[:, 0], kind="stable").tolist()[: look.most] if ends[end, 0] < 0]
        at = np.stack([kept[crew], part], axis=1)
        tours = tuple(_tour(self.number, day, crews, at, labels, int(ends[end, 1]), slots) for end in order)
        took = looked + followed + len(labels) // LABELS_READY
        return Dual(min(0, int(ends[:, 0].min())), tours, took, len(kept) == every)

    def out(self, crews: Crews) -> Ints:
        """Give what the people of each crew cost until they leave in a step at the latest, and are back at the earliest."""
        begins = np.minimum(np.arange(self.day.late.shape[1]) * self.day.step, self.people.shape[1] - 1)
        ends = np.minimum(begins + self.day.step - 1, self.people.shape[1] - 1)
        return np.stack([crews.members @ self.people[:, ends], crews.members @ self.people[:, begins]])

    def _worth_while(self, crews: Crews, node: Ints, asked: Ints, out: Ints) -> tuple[Flags, Ints, int]:
        """Leave out stops that earn nothing for a crew, crews whose stops do not earn the way, and those with one too many.

        A lawful day without such a trip costs no more. Nor does one without such a stop: the others may stay when they are.
        But people are out as long then, so that their hours count for what a crew earns, not for what a stop does.
        """
        day, rate = self.day, self.pay * crews.size
        lasts = (day.minutes - day.way).max(axis=1)[:-1]
        price, stay = crews.price * self.weight["standin"], lasts[None, :] * rate[:, None]
        at_least = np.maximum(node.min(axis=1)[None, :], (node - asked).min(axis=1)[None, :] + price) + stay
        may, kinds = crews.serves & (at_least < 0), self.crews.kinds
        starts, packed = (node, asked, self.crews.room, kinds.mark), kinds.packed(crews.members)
        costs, looked = cheapest_stops(starts, packed, may, out, lasts // day.step, (price, stay))
        nearest = int((day.minutes[-1, :-1] + day.way[:-1, -1]).min())
        earned = np.minimum(costs, 0).sum(axis=1) + nearest * rate
        good = may & (earned < 0)[:, None]
        needed = crews.needed(good, priced=self.weight["standin"] > 0)
        return good & needed[:, None], earned, looked // LABELS_READY


def _spans(crews: Crews, packed: Ints, good: Flags, kept: Ints) -> Ints:
    """Give size, number, first stop and the one after the last, of each crew that is kept."""
    ends = np.cumsum(good[kept].sum(axis=1))
    return np.stack([crews.size[kept], packed[kept], ends - good[kept].sum(axis=1), ends], axis=1)


def _tour(number: int, day: VehicleDay, crews: Crews, stops: Ints, labels: Ints, label: int, slots: int) -> Tour:
    """Follow the links of labels from the last part back to the beginning of the day; `stops`: crew and part of each."""
    parts, steps = day.late.shape
    then, crew, back = parts, -1, 0
    served: list[tuple[int, int]] = []
    trips: list[Trip] = []
    late = stand_in = away = travel = 0
    while label >= 0:
        stop, step = divmod(label // slots, steps)
        one = int(stops[stop, 1]) if stop < len(stops) else parts
        if one < parts:
            crew = int(stops[stop, 0])
            served.append((int(day.parts[one]), step))
            late += int(day.late[one, step])
            stand_in += int(max(crews.price[crew, one], day.stand_in[one, step]))
            back = (step + int(day.take[one, parts])) * day.step if then == parts else back
        else:
            trips.append((tuple(crews.members[crew].tolist()), step * day.step + day.step - 1, back))
        size = int(crews.size[crew]) if crew >= 0 else 0
        away, travel = away + size * int(day.minutes[one, then]), travel + int(day.way[one, then])
        then, label = one, int(labels[label, 2])
    ordered = tuple(zip(*reversed(served), strict=True))
    return Tour(number, ordered[0], (late, stand_in, away, travel), ordered[1], tuple(trips))
