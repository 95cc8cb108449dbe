"""The instance (外勤算例): places, days, people, vehicles, shared things and errands in parts, as whole numbers only.

What the numbers mean is the caller's business. Time is one axis of whole units (minutes in an office), places are
numbered, place 0 is the seat. An instance that contradicts itself cannot be built, so no later step checks again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import cached_property
from math import isqrt

import numpy as np

from solver.arrays import LARGEST, UNSAID, Arrays, Ints, check_same_length, check_within, nothing
from solver.fieldwork.tables import ANYWHERE, COLUMNS, LEFT_OUT, NUMBERS, ROWS, SETS, SIGNED, SPANS

BITS = 62  # skills and vehicles are bits of one number
NOBODY = -1


@dataclass(frozen=True, eq=False)
class Instance(Arrays):
    """What the model of a week of field work needs to know; all arrays are int64 and read-only.

    A *trip* (一趟外勤) is one vehicle that leaves the seat, serves parts of errands and is back the same day; the vehicle
    and everybody aboard are taken from leaving to being back. An *errand* (外勤事项) is served whole or not at all; each of
    its *parts* by another vehicle. Bit k of a set stands for number k.

    - `travel[places²]`: from place to place, row by row; the shortest ways (see `shortest`); `drive_hard[places]`: hard minutes
      of a drive from the seat there and back, for each aboard, once for a trip (长途车程; 0 if left out);
    - `day_opens[]`, `day_closes[]`: a trip lies within one day, in order and apart;
    - `person_skills[m]`: set of skills; `hard_held[m]`, `hard_limit[m]`: hard work held in the rolling ledger (滚动台账), and
      the fair share; `away_person[]`, `away_from[]`, `away_until[]`: when people are not there;
    - `out_most[m * days + d]`, `out_norm[…]`: the most minutes each person may be on trips on a day, and how many are at no
      price; `out_price[…]`: what each minute beyond costs; `week_most[m]`, `week_norm[m]`, `week_price[m]`: the same over
      all days (no bound, and 1, if left out: 在外工时);
    - `vehicle_seats[v]`; `vehicle_driver[v]`: the skill somebody aboard must have, -1 for none; `off_vehicle[]`,
      `off_from[]`, `off_until[]`: when vehicles are not there;
    - `resource_count[r]`: how many there are of a shared thing (共用资源); `resource_carried[r]`: 1 if it goes along for the
      whole trip, as many as the part that uses most of it (0 if left out: it is used while each part lasts);
      `taken_resource[]`, `taken_from[]`, `taken_until[]`, `taken_count[]`: what is taken of it by others;
    - `errand_rank[n]`: 0 the most urgent; `errand_kind[n]`; `move_price[n]`: what it costs to move its booking (1 if left out);
    - `part_errand[q]`, `part_place[q]`, `part_minutes[q]`; `part_due[q]`: the last start that is not late (LARGEST: none);
      `part_seats[q]`: seats it takes besides those aboard, for the whole trip; `part_vehicles[q]`: the set of vehicles that
      may serve it; `part_hard[q]`: hard minutes of the work for each aboard;
    - `window_part[]`, `window_opens[]`, `window_closes[]`: when a part may start; one without any cannot be placed;
    - `prefer_part[]`, `prefer_opens[]`, `prefer_closes[]`: when a part had better start (适宜时段); `odd_price[q]`: what another
      start costs (0 if left out);
    - `need_part[]`, `need_skill[]`, `need_count[]`: how many aboard must have a skill (the size of the crew is one, too);
    - `who_part[]`, `who_person[]`, `who_price[]`: handler and stand-ins: one of them is aboard, at the least price of those
      aboard; nobody in particular for a part without any; `barred_part[]`, `barred_person[]`: who may not be aboard;
    - `use_part[]`, `use_resource[]`, `use_count[]`: what a part uses of shared things;
    - `sync_first[]`, `sync_second[]`, `sync_least[]`, `sync_most[]`: bounds of the second's start minus the first's;
    - `booked_start[q]`, `booked_vehicle[q]`: where it is published, -1 if it is not (as all if left out); `crew_part[]`,
      `crew_person[]`: who is published with it. What has begun is no errand any more: it stands in the calendars;
    - `wish_person[]`, `wish_with[]`, `wish_kind[]`, `wish_price[]`: somebody should be on a trip with somebody (-1: anybody)
      that serves a kind of errand (-1: any): joint trips with mentors, kinds of the ladder (师徒同行、学习阶梯).
    """

    travel: Ints
    day_opens: Ints
    day_closes: Ints
    person_skills: Ints
    hard_held: Ints
    hard_limit: Ints
    vehicle_seats: Ints
    vehicle_driver: Ints
    errand_rank: Ints
    errand_kind: Ints
    part_errand: Ints
    part_place: Ints
    part_minutes: Ints
    part_due: Ints
    part_seats: Ints
    part_vehicles: Ints
    part_hard: Ints
    window_part: Ints
    window_opens: Ints
    window_closes: Ints
    out_most: Ints = field(default_factory=nothing)
    out_norm: Ints = field(default_factory=nothing)
    out_price: Ints = field(default_factory=nothing)
    week_most: Ints = field(default_factory=nothing)
    week_norm: Ints = field(default_factory=nothing)
    week_price: Ints = field(default_factory=nothing)
    prefer_part: Ints = field(default_factory=nothing)
    prefer_opens: Ints = field(default_factory=nothing)
    prefer_closes: Ints = field(default_factory=nothing)
    odd_price: Ints = field(default_factory=nothing)
    away_person: Ints = field(default_factory=nothing)
    away_from: Ints = field(default_factory=nothing)
    away_until: Ints = field(default_factory=nothing)
    off_vehicle: Ints = field(default_factory=nothing)
    off_from: Ints = field(default_factory=nothing)
    off_until: Ints = field(default_factory=nothing)
    resource_count: Ints = field(default_factory=nothing)
    resource_carried: Ints = field(default_factory=nothing)
    taken_resource: Ints = field(default_factory=nothing)
    taken_from: Ints = field(default_factory=nothing)
    taken_until: Ints = field(default_factory=nothing)
    taken_count: Ints = field(default_factory=nothing)
    need_part: Ints = field(default_factory=nothing)
    need_skill: Ints = field(default_factory=nothing)
    need_count: Ints = field(default_factory=nothing)
    who_part: Ints = field(default_factory=nothing)
    who_person: Ints = field(default_factory=nothing)
    who_price: Ints = field(default_factory=nothing)
    barred_part: Ints = field(default_factory=nothing)
    barred_person: Ints = field(default_factory=nothing)
    use_part: Ints = field(default_factory=nothing)
    use_resource: Ints = field(default_factory=nothing)
    use_count: Ints = field(default_factory=nothing)
    sync_first: Ints = field(default_factory=nothing)
    sync_second: Ints = field(default_factory=nothing)
    sync_least: Ints = field(default_factory=nothing)
    sync_most: Ints = field(default_factory=nothing)
    move_price: Ints = field(default_factory=nothing)
    booked_start: Ints = field(default_factory=nothing)
    booked_vehicle: Ints = field(default_factory=nothing)
    crew_part: Ints = field(default_factory=nothing)
    crew_person: Ints = field(default_factory=nothing)
    wish_person: Ints = field(default_factory=nothing)
    wish_with: Ints = field(default_factory=nothing)
    wish_kind: Ints = field(default_factory=nothing)
    wish_price: Ints = field(default_factory=nothing)
    drive_hard: Ints = field(default_factory=nothing, metadata=UNSAID)

    def __post_init__(self) -> None:
        """Freeze the arrays, fill in what was left out, and refuse what contradicts itself, one sentence each."""
        super().__post_init__()
        for name, of, value in LEFT_OUT:
            self.fill_in(name, self.people * self.days if of == "person_days" else getattr(self, of), value)
        for check in (_check_lengths, _check_ranges, _check_time, _check_numbers):
            check(self)

    @property
    def places(self) -> int:
        """Number of places."""
        return isqrt(len(self.travel))

    @property
    def days(self) -> int:
        """Number of days."""
        return len(self.day_opens)

    @property
    def people(self) -> int:
        """Number of people."""
        return len(self.person_skills)

    @property
    def vehicles(self) -> int:
        """Number of vehicles."""
        return len(self.vehicle_seats)

    @property
    def resources(self) -> int:
        """Number of shared things."""
        return len(self.resource_count)

    @property
    def errands(self) -> int:
        """Number of errands."""
        return len(self.errand_rank)

    @property
    def parts(self) -> int:
        """Number of parts of errands."""
        return len(self.part_errand)

    def way(self, start: int, end: int) -> int:
        """Give the travel time from place to place."""
        return int(self.travel[start * self.places + end])

    @cached_property
    def part_drive(self) -> Ints:
        """The hard minutes of a drive to the place of each part."""
        drives = self.drive_hard if len(self.drive_hard) else np.zeros(self.places, dtype=np.int64)
        found: Ints = drives[self.part_place]
        return found

    def hard(self, parts: Iterable[int]) -> int:
        """Give the hard minutes of one trip for each aboard: the work of each part, and the hardest of its drives once."""
        served = list(parts)
        return int(self.part_hard[served].sum() + self.part_drive[served].max(initial=0))

    def rows(self, of: str, number: int) -> tuple[tuple[int, ...], ...]:
        """Give the rows of one kind for one part, person, vehicle or thing: `rows("need", q)` is (skill, count), …."""
        return self._rows[of].get(number, ())

    @cached_property
    def _rows(self) -> dict[str, dict[int, tuple[tuple[int, ...], ...]]]:
        return {names[0].partition("_")[0]: _grouped([getattr(self, name) for name in names]) for names in ROWS}

    @cached_property
    def parts_of(self) -> tuple[tuple[int, ...], ...]:
        """The parts of each errand."""
        found: list[list[int]] = [[] for _ in range(self.errands)]
        for part, errand in enumerate(self.part_errand.tolist()):
            found[errand].append(part)
        return tuple(map(tuple, found))


def shortest(travel: Ints, places: int) -> Ints:
    """Replace each way by the shortest one over other places (最短路): what an instance asks of its travel times."""
    found = np.array(travel, dtype=np.int64).reshape(places, places)
    for over in range(places):
        found = np.minimum(found, found[:, over, None] + found[None, over, :])
    return found.ravel()


def _grouped(columns: list[Ints]) -> dict[int, tuple[tuple[int, ...], ...]]:
    found: dict[int, list[tuple[int, ...]]] = {}
    for owner, *rest in zip(*(column.tolist() for column in columns), strict=True):
        found.setdefault(owner, []).append(tuple(rest))
    return {owner: tuple(rows) for owner, rows in found.items()}


def _check_lengths(instance: Instance) -> None:
    for names in (*COLUMNS, *ROWS):
        check_same_length(instance, *names)
    if len(instance.out_most) != instance.people * instance.days:
        raise ValueError(f"out_most has {len(instance.out_most)} rows, which must be one for each person on each day.")
    if instance.places**2 != len(instance.travel) or not instance.places:
        raise ValueError(f"travel has {len(instance.travel)} places, which must be a square: from each place to each.")
    if len(instance.drive_hard) not in {0, instance.places}:
        raise ValueError(f"drive_hard has {len(instance.drive_hard)} rows, which must be one for each place, or none.")


def _check_ranges(instance: Instance) -> None:
    for part in fields(Instance):
        low = -LARGEST if part.name in ANYWHERE else -1 if part.name in SIGNED else 0
        high = 2**BITS if part.name in SETS else LARGEST + 1
        check_within(getattr(instance, part.name), low, high, part.name + "[{}]")
    check_within(instance.vehicle_driver, -1, BITS, "vehicle_driver[{}]")
    check_within(instance.need_skill, 0, BITS, "need_skill[{}]")
    check_within(instance.resource_carried, 0, 2, "resource_carried[{}]")
    if instance.vehicles > BITS:
        raise ValueError(f"There are {instance.vehicles} vehicles; {BITS} at most can be planned at once.")


def _check_time(instance: Instance) -> None:
    for first, last in SPANS:
        wrong = np.flatnonzero(getattr(instance, first) > getattr(instance, last))
        if len(wrong):
            raise ValueError(f"{last}[{wrong[0]}] is before {first}[{wrong[0]}].")
    if np.any(instance.day_closes[:-1] > instance.day_opens[1:]):
        raise ValueError("The days must be in order and apart.")
    if not np.array_equal(instance.travel, shortest(instance.travel, instance.places)):
        raise ValueError("A way of travel is longer than over another place; see shortest().")


def _check_numbers(instance: Instance) -> None:
    for what, names in NUMBERS:
        for name in names:
            low = -1 if name in SIGNED else 0
            check_within(getattr(instance, name), low, getattr(instance, what), name + "[{}]")
    empty = [errand for errand, parts in enumerate(instance.parts_of) if not parts]
    if empty:
        raise ValueError(f"Errand {empty[0]} has no part.")
