"""Crews by name (具名人员组合): who may go together on a day, which parts they may serve, and at which price of stand-ins.

A crew that is only counted serves every part for as few people as there must be. A trip of few people in truth serves only
those parts of which the handler or a stand-in is aboard: seen by name, trips are as dear as they are.
"""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from solver.arrays import Ints
from solver.fieldwork.instance import BITS, Instance

NOBODY_CAN = 2**60  # no price of a stand-in is as high
LABELS_AT_MOST = 4_000_000  # stops of crews times steps of a day: beyond, bigger crews are only counted
CREWS_AT_MOST = 5_000  # of one size


@dataclass(frozen=True)
class Crews:
    """Crews: size and set of people of each (no people: only counted); stops: crew, part (its row of the day) and price."""

    size: Ints
    people: Ints
    crew: Ints
    part: Ints
    price: Ints

    @property
    def spans(self) -> Ints:
        """Size, people, first stop and the one after the last, of each crew."""
        ends = np.cumsum(np.bincount(self.crew, minlength=len(self.size)))
        return np.stack([self.size, self.people, ends - np.bincount(self.crew, minlength=len(self.size)), ends], axis=1)

    def least(self) -> Ints:
        """Give the size of the smallest crew for each part."""
        found = np.full(int(self.part.max(initial=-1)) + 1, NOBODY_CAN, dtype=np.int64)
        np.minimum.at(found, self.part, self.size[self.crew])
        return found

    def joined(self, other: "Crews") -> "Crews":
        """Give these crews and others after them."""
        one = (self.size, self.people, self.crew, self.part, self.price)
        two = (other.size, other.people, other.crew + len(self.size), other.part, other.price)
        return Crews(*(np.concatenate(pair) for pair in zip(one, two, strict=True)))

    def only(self, stops: Ints) -> "Crews":
        """Give the crews that have some of the stops, with no others."""
        kept, crew = np.unique(self.crew[stops], return_inverse=True)
        return Crews(self.size[kept], self.people[kept], crew, self.part[stops], self.price[stops])


def counted(least: Ints, sizes: Ints) -> Crews:
    """Give crews of some sizes of whom nothing more is known: each serves every part that asks for no more people."""
    crew, part = np.nonzero(least[None, :] <= sizes[:, None])
    nothing = np.zeros(len(crew), dtype=np.int64)
    return Crews(sizes, np.zeros(len(sizes), dtype=np.int64), crew, part, nothing)


def named(instance: Instance, vehicle: int, parts: Ints, least: Ints, free: Ints) -> Crews:
    """Give all crews of a vehicle's day by name, up to a size of which there are not too many, and bigger ones counted.

    `parts`, `least`, `free`: as in a `VehicleDay`. A lawful trip has one of these crews: its own, or one that is no bigger
    and of whom nothing is known.
    """
    found, size = counted(least, least[:0]), int(least.min())
    there = int(np.bitwise_or.reduce(free, axis=None))
    people = [person for person in range(instance.people) if there >> person & 1]
    while size <= int(instance.vehicle_seats[vehicle]):
        if instance.people > BITS or comb(len(people), size) > CREWS_AT_MOST:
            break
        crews = _of_size(instance, vehicle, parts, list(combinations(people, size)))
        if (len(found.crew) + len(crews.crew)) * free.shape[1] > LABELS_AT_MOST:
            break
        found, size = found.joined(crews), size + 1
    else:
        return found
    return found.joined(counted(least, np.unique(np.maximum(least, size))))


def _of_size(instance: Instance, vehicle: int, parts: Ints, people: list[tuple[int, ...]]) -> Crews:
    """Give the crews, of people as many in each, who may drive the vehicle and serve anything."""
    size = len(people[0]) if people else 0
    sets = np.array([sum(1 << person for person in crew) for crew in people], dtype=np.int64)
    driver = int(instance.vehicle_driver[vehicle])
    sets = sets[_aboard(instance, sets, driver) > 0] if driver >= 0 else sets
    prices = np.stack([_price(instance, part, sets) for part in parts.tolist()])
    prices[instance.part_seats[parts] + size > instance.vehicle_seats[vehicle]] = NOBODY_CAN
    crew, part = np.nonzero(prices.T < NOBODY_CAN)
    every = Crews(np.full(len(sets), size), sets, crew, part, prices[part, crew])
    return every.only(np.arange(len(crew)))


def _aboard(instance: Instance, sets: Ints, skill: int) -> Ints:
    """Count who has a skill in each set of people."""
    able = np.flatnonzero(instance.person_skills >> skill & 1)
    count: Ints = (sets[:, None] >> able[None, :] & 1).sum(axis=1)
    return count


def _price(instance: Instance, part: int, sets: Ints) -> Ints:
    """Give the price of who stands for a part in each set of people; NOBODY_CAN where they may not serve it."""
    rows = instance.rows("who", part)
    price = np.full(len(sets), NOBODY_CAN if rows else 0, dtype=np.int64)
    for person, cost in rows:
        price = np.where(sets >> person & 1, np.minimum(price, cost), price)
    for skill, count in instance.rows("need", part):
        price[_aboard(instance, sets, skill) < count] = NOBODY_CAN
    for (person,) in instance.rows("barred", part):
        price[(sets >> person & 1) > 0] = NOBODY_CAN
    return price
