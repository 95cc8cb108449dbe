"""The instance laid out for the kernels (算例排布): one array of whole numbers that is read, one that is searched in.

What is passed to a kernel is what its translation costs, so there are few arrays: `data` begins with a header of counts
and of where its tables begin; rows that belong to a part or a person are found by where they begin and end.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from solver.arrays import LARGEST, Ints
from solver.fieldwork.instance import Instance
from solver.fieldwork.kernel import names as k
from solver.fieldwork.plan import Plan, Trip
from solver.fieldwork.rules.books import booked_errands, hard_room, wishes
from solver.fieldwork.rules.hours_rules import limits_of
from solver.fieldwork.rules.rule import Prefer
from solver.fieldwork.rules.shared_rules import apart, taken_of, users_of
from solver.fieldwork.rules.variables import day_of

KINDS = ("placed", "late", "fair", "learning", "moved", "standin", "away", "travel", "rounds", "overtime", "preferred")
WEIGHTS = {"late": 1e7, "fair": 1e6, "overtime": 1e4, "learning": 1e6, "moved": 1e9, "standin": 3e5, "preferred": 3e5}
WEIGHTS |= {"away": 100.0, "travel": 1.0}
SCALES = {
    "placed": 0.15,
    "late": 1000.0,
    "fair": 30.0,
    "overtime": 300.0,
    "learning": 0.7,
    "moved": 0.7,
    "standin": 0.7,
}
SCALES |= {"preferred": 0.7, "away": 240.0}
ROUNDS = {"late": 1.0, "travel": 1.0}  # what guides where ways and lateness are one level
SMALL = 20.0  # worse by so much is taken now and then, on levels that say nothing else
LONGEST_TRIP = 24  # stops
SMALL_WEEK = 80  # parts: in bigger weeks a day's trips are not pushed about, as what stands behind a change is too much
PUSHES = 9  # rounds of ten that push, in small weeks where nothing is published


@dataclass(frozen=True)
class Layout:
    """What the kernels read (`data`, `prices`), and the instance it stands for."""

    instance: Instance
    data: Ints
    prices: k.Floats

    @classmethod
    def of(cls, instance: Instance, terms: Sequence[Prefer]) -> "Layout":
        """Lay out an instance for levels in a given order."""
        kinds = [(KINDS.index(term.name), getattr(term, "rank", 0)) for term in terms]
        return cls(instance, _Writer(instance).write(kinds), _prices({term.name for term in terms}))

    def state(self, plan: Plan, seed: int) -> Ints:
        """Write a plan down as a state of the search."""
        data, instance = self.data, self.instance
        state = np.zeros(int(data[k.S_SIZE]), dtype=np.int64)
        state[k.S_RANDOM], state[k.S_TRIPS] = seed * 2654435761 % 2**62 + 1, len(plan.trips)
        state[data[k.S_TRIP] : data[k.S_TRIP] + instance.parts] = plan.trip
        state[data[k.S_START] : data[k.S_START] + instance.parts] = plan.start
        firsts = state[data[k.S_FIRST] : data[k.S_FIRST] + instance.days]
        firsts[:] = k.NONE
        for number, trip in enumerate(plan.trips):
            at, stops = int(data[k.S_ROWS] + number * data[k.S_ROW]), plan.stops[number]
            day = day_of(instance, trip.leaves)
            head = (trip.vehicle, day, trip.leaves, trip.back, len(stops), len(trip.people))
            state[at : at + len(head)] = head
            state[at + k.T_NEXT], firsts[day] = firsts[day], number
            state[at + k.T_STOPS : at + k.T_STOPS + len(stops)] = stops
            crew = at + k.T_STOPS + int(data[k.H_STOPS])
            state[crew : crew + len(trip.people)] = trip.people
        return state

    def pad(self) -> Ints:
        """Give a scratch pad."""
        pad = np.zeros(int(self.data[k.X_SIZE]), dtype=np.int64)
        pad[k.X_AFTER], pad[k.X_BOLD], pad[k.X_LIMIT] = -k.FOREVER, k.EVEN, k.FOREVER
        return pad

    def plan(self, state: Ints) -> Plan:
        """Read the plan of a state."""
        data, trips = self.data, []
        for number in range(int(state[k.S_TRIPS])):
            at = int(data[k.S_ROWS] + number * data[k.S_ROW])
            vehicle, _, leaves, back, stops, crew = state[at : at + 6].tolist()
            first = at + k.T_STOPS
            people = state[first + data[k.H_STOPS] : first + data[k.H_STOPS] + crew].tolist()
            starts = [(part, int(state[data[k.S_START] + part])) for part in state[first : first + stops].tolist()]
            trips.append((Trip(leaves, vehicle, back, tuple(sorted(people))), starts))
        return Plan.of(self.instance.parts, trips)


def _prices(names: set[str]) -> k.Floats:
    """Prices of the levels there are, the noise, how warm it is, vehicles' minutes, and how much worse may be taken on each level."""
    weights = ROUNDS if "rounds" in names else {name: weight for name, weight in WEIGHTS.items() if name in names}
    priced = [weights.get(name, 0.0) for name in KINDS]
    return np.array([*priced, 0.0, 0.0, 0.0, 0.0, 0.0, *(SCALES.get(name, SMALL) for name in KINDS), *priced])


class _Writer:
    """Writes tables one after the other, and notes in the header where they begin."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._data: list[int] = [0] * k.HEADER
        self._limits = defaultdict[int, list[list[int]]](list)
        for person, _, *limit in limits_of(instance):
            self._limits[person].append(limit)

    def write(self, levels: Iterable[tuple[int, int]]) -> Ints:
        """Write everything down."""
        instance, data = self._instance, self._data
        levels = list(levels)
        counts = (instance.parts, instance.errands, instance.people, instance.vehicles, instance.days)
        data[: len(counts)] = counts
        data[k.H_THINGS], data[k.H_PLACES] = instance.resources, instance.places
        data[k.H_WISHES], data[k.H_LEVELS] = len(instance.wish_person), len(levels)
        data[k.H_STOPS] = min(instance.parts, LONGEST_TRIP)
        data[k.H_CREW] = int(instance.vehicle_seats.max(initial=0))
        data[k.H_SKILLS], data[k.H_BOOKED] = _skills(instance), len(booked_errands(instance))
        data[k.H_PUSHES] = 0 if data[k.H_BOOKED] or instance.parts > SMALL_WEEK else PUSHES
        data[k.H_HOURS] = int(any(min(most, norm) < LARGEST for _, _, most, norm, _ in limits_of(instance)))
        self._table(k.H_PART, [self._part(part) for part in range(instance.parts)])
        self._table(k.H_ERRAND, [self._errand(errand) for errand in range(instance.errands)])
        self._table(k.H_PERSON, [self._person(person) for person in range(instance.people)])
        self._table(k.H_VEHICLE, [self._vehicle(vehicle) for vehicle in range(instance.vehicles)])
        self._table(k.H_THING, [self._thing(thing) for thing in range(instance.resources)])
        self._table(k.H_DAY, zip(instance.day_opens.tolist(), instance.day_closes.tolist(), strict=True))
        self._table(k.H_WISH, wishes(instance))
        self._table(k.H_TRAVEL, [instance.travel.tolist()])
        self._table(k.H_LEVEL, levels)
        self._sizes()
        return np.array(data, dtype=np.int64)

    def _table(self, header: int, rows: Iterable[Sequence[int]]) -> None:
        """Write a table; its rows are complete before it begins, as they point at rows written before."""
        self._data[header] = len(self._data)
        for one in rows:
            self._data.extend(int(value) for value in one)

    def _rows(self, rows: Iterable[Sequence[int]]) -> tuple[int, int]:
        """Write rows that belong to somebody; gives where they begin and end."""
        begin = len(self._data)
        for one in rows:
            self._data.extend(int(value) for value in one)
        return begin, len(self._data)

    def _part(self, part: int) -> list[int]:
        instance = self._instance
        plain = [
            int(getattr(instance, f"part_{name}")[part])
            for name in ("errand", "place", "minutes", "due", "seats", "vehicles", "hard")
        ]
        needs = instance.rows("need", part)
        who = sorted(instance.rows("who", part), key=lambda pair: (pair[1], pair[0]))
        spans = [
            *self._rows(sorted(instance.rows("window", part))),
            *self._rows(needs),
            *self._rows(_uses(instance, part, carried=0)),
            *self._rows(_syncs(instance, part)),
            *self._rows(who),
            *self._rows(instance.rows("barred", part)),
            *self._rows(instance.rows("crew", part)),
            *self._rows((thing, count) for thing, count in _uses(instance, part, carried=1) if _binds(instance, thing)),
        ]
        least = max((count for _, count in needs), default=int(bool(who)))
        booked = (int(instance.booked_start[part]), int(instance.booked_vehicle[part]))
        good = self._rows(instance.rows("prefer", part))
        return [*plain, *spans, *booked, least, *good, int(instance.odd_price[part]), int(instance.part_drive[part])]

    def _errand(self, errand: int) -> list[int]:
        instance = self._instance
        parts = instance.parts_of[errand]
        work = sum(int(instance.part_minutes[part]) for part in parts)
        numbers = (instance.errand_rank, instance.errand_kind, instance.move_price)
        booked = int(errand in booked_errands(instance))
        spans = self._rows([(part,) for part in parts])
        return [*(int(values[errand]) for values in numbers), *spans, booked, work]

    def _person(self, person: int) -> list[int]:
        instance = self._instance
        skills = int(instance.person_skills[person])
        wanted = int(np.count_nonzero(instance.who_person == person)) + skills.bit_count() * 10
        away = self._rows(apart(instance.rows("away", person)))
        hours, _ = self._rows(self._limits[person])
        return [skills, int(hard_room(instance)[person]), *away, min(wanted, 900), hours]

    def _vehicle(self, vehicle: int) -> list[int]:
        instance = self._instance
        off = self._rows(apart(instance.rows("off", vehicle)))
        return [int(instance.vehicle_seats[vehicle]), int(instance.vehicle_driver[vehicle]), *off]

    def _thing(self, thing: int) -> list[int]:
        instance = self._instance
        spans = [*self._rows(users_of(instance, thing).items()), *self._rows(taken_of(instance, thing))]
        return [int(instance.resource_count[thing]), *spans]

    def _sizes(self) -> None:
        """Say where the parts of a state and of a scratch pad begin, and how big they are."""
        instance, data = self._instance, self._data
        parts, people, stops = instance.parts, instance.people, data[k.H_STOPS]
        data[k.S_TRIP] = k.S_PAD
        data[k.S_START] = data[k.S_TRIP] + parts
        data[k.S_KEPT] = data[k.S_START] + parts
        data[k.S_HARD] = data[k.S_KEPT] + parts
        data[k.S_OUT] = data[k.S_HARD] + people
        data[k.S_FIRST] = data[k.S_OUT] + people * instance.days
        data[k.S_ROWS] = data[k.S_FIRST] + instance.days
        data[k.S_ROW] = k.T_STOPS + stops + data[k.H_CREW] + 1
        data[k.S_SIZE] = data[k.S_ROWS] + data[k.S_ROW] * (parts + 1)
        place = k.X_PAD
        for header, size in (
            (k.X_SEQ, stops + 1),
            (k.X_AT, stops + 1),
            (k.X_LOW, stops + 1),
            (k.X_HIGH, stops + 1),
            (k.X_MARK, people),
            (k.X_NEED, data[k.H_SKILLS]),
            (k.X_CREWED, people + 1),
            (k.X_BEST, 2 * stops + 2 + people),
            (k.X_LIST, instance.errands),
            (k.X_KEY, max(parts, instance.errands)),
            (k.X_IN, parts),
            (k.X_DAYS, instance.days),
            (k.X_OFFERS, 3 * (2 * parts + 1 + instance.vehicles * instance.days)),
            (k.X_ROWS, data[k.S_ROW] * (parts + 2)),
        ):
            data[header] = place
            place += size
        data[k.X_SIZE] = place


def _skills(instance: Instance) -> int:
    asked = [*instance.need_skill.tolist(), *instance.vehicle_driver.tolist()]
    return 1 + max(asked, default=0)


def _syncs(instance: Instance, part: int) -> list[tuple[int, int, int]]:
    """Give the bounds of a part's start against those of others, seen from the part."""
    found = []
    columns = (instance.sync_first, instance.sync_second, instance.sync_least, instance.sync_most)
    for first, second, least, most in zip(*(column.tolist() for column in columns), strict=True):
        if part == second:
            found.append((first, least, most))
        if part == first:
            found.append((second, -most, -least))
    return found


def _uses(instance: Instance, part: int, *, carried: int) -> list[tuple[int, int]]:
    """Give what a part uses of each shared thing, added up: of things carried along, or of the others."""
    found: dict[int, int] = {}
    for thing, count in instance.rows("use", part):
        if instance.resource_carried[thing] == carried:
            found[thing] = found.get(thing, 0) + count
    return sorted(found.items())


def _binds(instance: Instance, thing: int) -> bool:
    """Say whether there may be too few of a carried thing, with every vehicle out at once and most of it taken."""
    most = max(users_of(instance, thing).values(), default=0)
    taken = max((count for *_, count in taken_of(instance, thing)), default=0)
    return instance.vehicles * most + taken > int(instance.resource_count[thing])
