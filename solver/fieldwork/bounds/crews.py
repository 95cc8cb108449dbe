"""Crews (人员组合): how many people of each kind may go together, which parts they may serve, at which price of stand-ins.

A crew that is only counted serves every part for as few people as there must be. A trip of few people in truth serves only
those parts of which the handler or a stand-in is aboard, whoever is aboard is out for the whole trip, and two trips at once
take two who drive: seen by their kinds, trips are as dear as they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import mul

import numpy as np
import numpy.typing as npt

from solver.arrays import Ints
from solver.fieldwork.bounds.kinds import Kinds
from solver.fieldwork.instance import Instance

NOBODY_CAN = 2**60  # no price of a stand-in is as high
CREWS_AT_MOST = 20_000  # with more, crews are only counted
NUMBERS = 2**62  # crews told apart by one number each: with more than so many, they are only counted too
Flags = npt.NDArray[np.bool_]
Asked = tuple[tuple[tuple[int, int], ...], int]
"""Kinds of whom somebody must be aboard, how many of each may count, and how many must be there in all."""


@dataclass(frozen=True)
class Crews:
    """Crews: how many there are in each; of each kind (none: only counted); which parts they serve, and at which price.

    `below[c, k]`: the crew with one of a kind less, -1 if there is none.
    """

    size: Ints
    members: Ints
    serves: Flags
    price: Ints
    below: Ints

    @classmethod
    def counted(cls, least: Ints, kinds: int) -> "Crews":
        """Give crews of whom nothing is known but their size: each serves every part that asks for no more people."""
        size = np.unique(least)
        serves = least[None, :] <= size[:, None]
        nobody = np.zeros((len(size), kinds), dtype=np.int64)
        return cls(size, nobody, serves, np.zeros(serves.shape, dtype=np.int64), nobody - 1)

    def needed(self, good: Flags, *, priced: bool) -> Flags:
        """Say of each crew whether everybody is needed: fewer would not do the good stops, or not at the same price."""
        found = np.ones(len(self.size), dtype=np.bool_)
        for below in self.below.T:
            lost = good & (~self.serves[below] | (priced & (self.price[below] > self.price)))
            found &= (below < 0) | lost.any(axis=1)
        return found

    def reduced(self, *, priced: bool) -> "Crews":
        """Leave out crews in which somebody is never needed; below the others then stands who does the same with fewer."""
        needed, instead = self.needed(self.serves, priced=priced), np.arange(len(self.size))
        for crew in np.flatnonzero(~needed).tolist():
            fewer = [int(one) for one in self.below[crew] if one >= 0]
            instead[crew] = instead[next(one for one in fewer if not self._lost(crew, one, priced=priced))]
        place = np.cumsum(needed) - 1
        below = np.where(self.below >= 0, place[instead[self.below]], -1)[needed]
        return Crews(self.size[needed], self.members[needed], self.serves[needed], self.price[needed], below)

    def _lost(self, crew: int, below: int, *, priced: bool) -> bool:
        dearer = priced & (self.price[below] > self.price[crew])
        return bool((self.serves[crew] & (~self.serves[below] | dearer)).any())


@dataclass(frozen=True)
class CrewBook:
    """The crews of a vehicle by kind, for any parts; worked out once for stand-ins that cost nothing, and once for others."""

    instance: Instance
    kinds: Kinds
    vehicle: int
    known: dict[tuple[object, ...], Crews | None] = field(default_factory=dict)

    def crews(self, parts: Ints, least: Ints, there: Ints, *, priced: bool) -> Crews | None:
        """Give all crews that a lawful trip to some of the parts may have, or one with fewer people; None with too many.

        `least`: how many must be aboard for each part; `there`: how many of each kind there are on the day.
        """
        key = (tuple(parts.tolist()), tuple(there.tolist()), priced)
        if key not in self.known:
            members = self._joined(self._smallest(parts, least, there, priced=priced))
            self.known[key] = None if members is None else self._serving(members, parts, least).reduced(priced=priced)
        return self.known[key]

    def _smallest(self, parts: Ints, least: Ints, there: Ints, *, priced: bool) -> Ints:
        """Give the smallest crews for each part, one for each kind that may handle it where that makes a difference."""
        pairs = zip(parts.tolist(), least.tolist(), strict=True)
        asked = {row for part, size in pairs for row in self._asked(part, size, priced=priced)}
        found = {crew for own in sorted(asked) for crew in _smallest(own, tuple(there.tolist()))}
        crews = np.array(sorted(found), dtype=np.int64).reshape(-1, len(there))
        small: Ints = crews[crews.sum(axis=1) <= self.instance.vehicle_seats[self.vehicle]]
        return small

    def _asked(self, part: int, size: int, *, priced: bool) -> Iterator[tuple[Asked, ...]]:
        """Give what a part asks of a crew of this vehicle; in several ways where it matters who handles it."""
        driver, kinds = int(self.instance.vehicle_driver[self.vehicle]), self.kinds
        needs = [*self.instance.rows("need", part), *(((driver, 1),) if driver >= 0 else ())]
        groups = [(kinds.able(skill), count) for skill, count in needs]
        groups.append((tuple(enumerate(kinds.count.tolist())), size))
        who = kinds.among([person for person, _ in self.instance.rows("who", part)])
        ways = [(one,) for one in who] if priced else [who] if who else []
        for way in ways or [()]:
            own = [*groups, (way, 1)] if way else groups
            yield tuple(sorted(own, key=lambda group: (len(group[0]), group)))

    def _joined(self, smallest: Ints) -> Ints | None:
        """Give every crew that is some of the smallest ones together: who serves several parts has one of each in it."""
        seats, found, new = int(self.instance.vehicle_seats[self.vehicle]), smallest, smallest
        place = np.array(list(accumulate((self.kinds.count[:-1] + 1).tolist(), mul, initial=1)), dtype=np.object_)
        if place[-1] * int(self.kinds.count[-1] + 1) > NUMBERS:
            return None
        place = place.astype(np.int64)
        while len(new):
            joined = np.concatenate([np.maximum(new, one) for one in smallest])
            both = np.concatenate([found, joined[joined.sum(axis=1) <= seats]])
            first = np.unique(both @ place, return_index=True)[1]
            new = both[np.sort(first[first >= len(found)])]
            found = np.concatenate([found, new])
            if len(found) > CREWS_AT_MOST:
                return None
        ordered: Ints = found[np.argsort(found.sum(axis=1), kind="stable")]
        return ordered

    def _serving(self, members: Ints, parts: Ints, least: Ints) -> Crews:
        """Say what crews may serve, those with fewer people first."""
        size = members.sum(axis=1)
        prices = np.stack([_price(self.instance, self.kinds, part, members) for part in parts.tolist()], axis=1)
        seats = int(self.instance.vehicle_seats[self.vehicle])
        prices[self.instance.part_seats[parts][None, :] + size[:, None] > seats] = NOBODY_CAN
        serves = (prices < NOBODY_CAN) & (least[None, :] <= size[:, None])
        return Crews(size, members, serves, np.where(serves, prices, 0), _below(members))


def _smallest(asked: tuple[Asked, ...], there: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Give the crews that are enough and have nobody too many, of so many there are of each kind."""
    found, seen, ahead = [], set(), [(0,) * len(there)]
    while ahead:
        crew = ahead.pop()
        if crew in seen:
            continue
        seen.add(crew)
        short = next((own for own, count in asked if sum(min(crew[kind], able) for kind, able in own) < count), None)
        if short is None:
            found.append(crew)
            continue
        ahead += [(*crew[:k], crew[k] + 1, *crew[k + 1 :]) for k, able in short if crew[k] < min(able, there[k])]
    return [crew for crew in found if not any(_within(other, crew) for other in found)]


def _within(one: Sequence[int], other: Sequence[int]) -> bool:
    return one != other and all(few <= many for few, many in zip(one, other, strict=True))


def _below(members: Ints) -> Ints:
    """Give for each crew and kind the crew with one less of it, -1 where there is none."""
    number = {tuple(own): crew for crew, own in enumerate(members.tolist())}
    rows = [
        [number.get((*own[:k], own[k] - 1, *own[k + 1 :]), -1) for k in range(len(own))]
        for own in map(tuple, members.tolist())
    ]
    return np.array(rows, dtype=np.int64).reshape(members.shape)


def _price(instance: Instance, kinds: Kinds, part: int, members: Ints) -> Ints:
    """Give the price of who stands for a part in each crew; NOBODY_CAN where they may not serve it."""
    rows = instance.rows("who", part)
    price = np.full(len(members), NOBODY_CAN if rows else 0, dtype=np.int64)
    for person, cost in rows:
        price = np.where(members[:, kinds.of[person]] > 0, np.minimum(price, cost), price)
    for skill, count in instance.rows("need", part):
        able = sum(np.minimum(members[:, kind], most) for kind, most in kinds.able(skill))
        price[able < count] = NOBODY_CAN
    for kind, count in kinds.among([person for (person,) in instance.rows("barred", part)]):
        price[members[:, kind] > kinds.count[kind] - count] = NOBODY_CAN
    return price
