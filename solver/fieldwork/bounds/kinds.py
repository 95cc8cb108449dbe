"""Kinds of people (人员类别): who may stand for one another in a crew, and how long each kind is there, hour by hour.

Looked at closely, people of one kind have the same skills, handle the same parts at the same price, and are barred from the
same: which of them goes makes no difference to a trip. Looked at roughly, they have those skills alike that are often asked
for: whatever one of them can, as many of them can as are able to. Either way those who are out are taken meanwhile: so
many at once, so long in all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.arrays import LARGEST, Ints
from solver.fieldwork.instance import BITS, NOBODY, Instance
from solver.fieldwork.rules.hours_rules import WEEK, limits_of

COUNTED, MEETING, ROUGHLY, CLOSELY = range(4)  # what is seen of a week: crews counted; parts that meet; kinds of people
HOUR = 60  # minutes of a row: halves of it gave the same bound
OFTEN = 10  # a skill is often asked for if one of so many parts asks for it, or a vehicle does
LONGEST_PACK = 62  # bits of a number that counts people of each kind


@dataclass(frozen=True)
class Kinds:
    """The kind of each person; how many there are of each kind; and how a number counts them all.

    `skills[p]`: what each person can; `shift[k]`: where the count of a kind begins in the number; `mark`: a bit above each
    count, which tells whether a count was taken from a smaller one. A kind for which the number has no room is not counted
    (`shift` beyond all bits).
    """

    of: Ints
    count: Ints
    skills: Ints
    shift: Ints
    mark: int

    @classmethod
    def read(cls, instance: Instance, *, closely: bool) -> "Kinds":
        """Find the kinds of people of an instance."""
        marks = _closely(instance) if closely else _roughly(instance)
        numbers = {own: number for number, own in enumerate(dict.fromkeys(marks))}
        of = np.array([numbers[own] for own in marks], dtype=np.int64)
        count = np.bincount(of, minlength=len(numbers)).astype(np.int64)
        return cls(of, count, instance.person_skills, *_packing(count))

    def able(self, skill: int) -> tuple[tuple[int, int], ...]:
        """Give the kinds of whom some have a skill, and how many have."""
        return self.among(np.flatnonzero(self.skills >> skill & 1).tolist())

    def among(self, people: Sequence[int]) -> tuple[tuple[int, int], ...]:
        """Give the kinds of some people, and how many of each kind they are."""
        counts = np.bincount(self.of[sorted(set(people))], minlength=len(self.count))
        return tuple((kind, count) for kind, count in enumerate(counts.tolist()) if count)

    def packed(self, members: Ints) -> Ints:
        """Give the number that counts how many of each kind, for each row."""
        kept = self.shift < LONGEST_PACK
        found: Ints = (members[..., kept] << self.shift[kept]).sum(axis=-1)
        return found

    def room(self, free: Ints) -> Ints:
        """Give for each set of people the number that counts them, with all marks; who has no bit in a set is in it."""
        found = np.full(free.shape, self.mark, dtype=np.int64)
        for person, kind in enumerate(self.of.tolist()):
            if self.shift[kind] < LONGEST_PACK:
                found += (free >> person & 1 if person < BITS else 1) << self.shift[kind]
        return found


def _closely(instance: Instance) -> list[tuple[tuple[int, ...], ...]]:
    """Give all that tells people apart in crews: skills, parts that they may handle and at which price, and may not."""
    found: list[list[tuple[int, ...]]] = [[(own,)] for own in instance.person_skills.tolist()]
    columns = (instance.who_part, instance.who_person, instance.who_price)
    for part, person, price in zip(*(column.tolist() for column in columns), strict=True):
        found[person].append((0, part, price))
    for part, person in zip(instance.barred_part.tolist(), instance.barred_person.tolist(), strict=True):
        found[person].append((1, part))
    return [tuple(sorted(own)) for own in found]


def _roughly(instance: Instance) -> list[int]:
    """Give the skills of each person that are often asked for, as a set."""
    skills, counts = np.unique(instance.need_skill, return_counts=True)
    often = {*skills[counts * OFTEN >= instance.parts].tolist(), *instance.vehicle_driver.tolist()} - {NOBODY}
    return [sum(1 << skill for skill in often if own >> skill & 1) for own in instance.person_skills.tolist()]


def _packing(count: Ints) -> tuple[Ints, int]:
    """Give where each count begins, and the marks above them."""
    shift, mark, begins = np.full(len(count), LONGEST_PACK, dtype=np.int64), 0, 0
    for kind, most in enumerate(count.tolist()):
        width = most.bit_length()
        if begins + width < LONGEST_PACK:
            shift[kind], mark, begins = begins, mark | 1 << begins + width, begins + width + 1
    return shift, mark


Trip = tuple[tuple[int, ...], int, int]
"""How many of each kind go, and from when to when at least they are out, in minutes since the day began."""


@dataclass(frozen=True)
class PeopleHours:
    """How long each kind is there: `room[k, d, h]` in minutes of each hour of a day; `limits`: kind, day and most minutes."""

    kinds: Kinds
    room: Ints
    limits: Ints
    length: int

    @classmethod
    def of(cls, instance: Instance, gone: Sequence[Ints], *, closely: bool) -> "PeopleHours":
        """Read them off; `gone`: for each day and minute the minutes each person has been away since the day began."""
        kinds = Kinds.read(instance, closely=closely)
        length = int((instance.day_closes - instance.day_opens).max(initial=0))
        room = np.zeros((len(kinds.count), instance.days, -(-length // HOUR) * HOUR), dtype=np.int64)
        for day, away in enumerate(gone):
            np.add.at(room[:, day, : away.shape[1] - 1], kinds.of, 1 - np.diff(away, axis=1))
        hours = room.reshape(len(kinds.count), instance.days, -1, HOUR).sum(axis=3)
        return cls(kinds, hours, _limits(instance, kinds), length)

    @property
    def most(self) -> Ints:
        """What all rows offer: minutes of each kind in each hour, and what each limit allows."""
        return np.concatenate([self.room.ravel(), self.limits[:, 2]])

    def there(self, day: int) -> Ints:
        """Give how many of each kind may be there at some time of a day, at most."""
        found: Ints = np.minimum(self.kinds.count, self.room[:, day].max(axis=1, initial=0))
        return found

    def costs(self, prices: Ints, day: int) -> Ints:
        """Give what one of each kind costs from the beginning of a day to each minute of it, at a price for each row."""
        hours = prices[: self.room.size].reshape(self.room.shape)
        minutes = np.repeat(hours[:, day], HOUR, axis=1)[:, : self.length]
        beyond = prices[self.room.size :]
        for kind, own, price in zip(self.limits[:, 0], self.limits[:, 1], beyond, strict=True):
            if own in (day, WEEK):
                minutes[kind] += price
        return np.concatenate([np.zeros((len(minutes), 1), dtype=np.int64), minutes.cumsum(axis=1)], axis=1)

    def used(self, day: int, trips: Sequence[Trip]) -> dict[int, int]:
        """Give what trips take of each row."""
        found: dict[int, int] = {}
        for members, leaves, back in trips:
            for kind in (kind for kind, count in enumerate(members) if count and back > leaves):
                for row, minutes in self._rows(kind, day, leaves, back):
                    found[row] = found.get(row, 0) + members[kind] * minutes
        return found

    def _rows(self, kind: int, day: int, leaves: int, back: int) -> list[tuple[int, int]]:
        _, days, hours = self.room.shape
        first = (kind * days + day) * hours
        rows = [
            (first + hour, min(back, (hour + 1) * HOUR) - max(leaves, hour * HOUR))
            for hour in range(leaves // HOUR, -(-back // HOUR))
        ]
        own = (self.limits[:, 0] == kind) & ((self.limits[:, 1] == day) | (self.limits[:, 1] == WEEK))
        return rows + [(self.room.size + limit, back - leaves) for limit in np.flatnonzero(own).tolist()]


def _limits(instance: Instance, kinds: Kinds) -> Ints:
    """Give how long all of a kind together may be out, on each day and in the week, where each of them has a limit."""
    found: dict[tuple[int, int], list[int]] = {}
    for person, day, most, _, _ in limits_of(instance):
        found.setdefault((int(kinds.of[person]), day), []).append(most)
    rows = [(*own, sum(most)) for own, most in found.items() if max(most) < LARGEST]
    return np.array(rows, dtype=np.int64).reshape(-1, 3)
