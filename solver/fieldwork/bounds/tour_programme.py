"""The linear programme of tours (列生成主问题): which tours, which errands placed, at the least cost of the level asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from solver.arrays import Ints
from solver.fieldwork.bounds.dual import SCALE, Prices, can_be_served
from solver.fieldwork.bounds.kinds import COUNTED, PeopleHours
from solver.fieldwork.bounds.tour import SUMMED, Tour
from solver.fieldwork.bounds.vehicle_days import VehicleDays
from solver.fieldwork.instance import Instance
from solver.relaxation import Floats, Sheet

UNBOUNDED = np.inf


@dataclass(frozen=True)
class Proposal:
    """Prices for a bound, what the programme costs in units of the level, and how many cells it had.

    `bought`: how much of that is for parts left out, as prices may not rise further; nothing, when they are as they should.
    """

    prices: Prices
    cost: float
    cells: int
    bought: float


def propose(
    instance: Instance,
    week: VehicleDays,
    tours: Sequence[Tour],
    level: str,
    held: Mapping[str, int],
    dearest: Floats,
    sight: int,
) -> Proposal | None:
    """Solve the programme of some tours and read its prices; None when the solver has none.

    `dearest`: what leaving a part out costs, so that its price is not above: the less there is room, the less they swing;
    `sight`: what else has rows: parts that meet, and how long people of each kind are there.
    """
    sheet, asked = Sheet(), asked_for(instance, level)
    placed = _errands(sheet, instance, week, asked, held)
    sums = np.array([tour.sums for tour in tours], dtype=np.float64).reshape(-1, len(SUMMED))
    cost = sums[:, SUMMED.index(level)] if level in SUMMED else np.zeros(len(tours))
    drive = sheet.columns(np.zeros(len(tours)), np.full(len(tours), UNBOUNDED), cost)
    served, left = _served(sheet, instance, tours, placed, drive, dearest)
    days = np.array([tour.day for tour in tours], dtype=np.int64)
    vehicles = np.array([day.vehicles for day in week.days], dtype=np.float64)
    _at_most(sheet, vehicles, days, drive, np.ones(len(tours)))
    on = np.array([day.day for day in week.days], dtype=np.int64)[days]
    people = _at_most(sheet, week.there.astype(np.float64), on, drive, sums[:, SUMMED.index("away")])
    rows = {
        name: _at_most(sheet, np.array([float(held[name])]), 0 * days, drive, sums[:, SUMMED.index(name)])
        for name in SUMMED
        if name in held and name != level
    }
    hours = week.hours_seen(sight)
    out = _hours(sheet, week, tours, drive, hours) if hours else {}
    meet = _meet(sheet, week, tours, drive) if sight != COUNTED else np.zeros(0, dtype=np.int64)
    found = sheet.solve()
    if found is None:
        return None
    price = found[1]
    kept = {name: -float(price[row[0]]) for name, row in rows.items()}
    minutes = np.zeros(len(hours.most) if hours else 0)
    minutes[list(out)] = -price[list(out.values())]
    met = -price[meet] if len(meet) else np.zeros(len(week.meetings.rows))
    prices = Prices.rounded(price[served], -price[people], kept, minutes, met)
    cells = sum(len(values) for _, _, values in sheet.cells)
    return Proposal(prices, found[2] + float(asked.sum()), cells, float(found[0][left] @ dearest))


def asked_for(instance: Instance, level: str) -> Ints:
    """Say of each errand whether leaving it out counts for the level."""
    rank = int(level.partition(":")[2]) if level.startswith("placed:") else -1
    asked: Ints = (instance.errand_rank == rank).astype(np.int64)
    return asked


def between(one: Prices, other: Prices, trust: float) -> Prices:
    """Give prices between two: the nearer to the other, the more it is trusted."""

    def mix(new: Ints, old: Ints) -> Floats:
        mixed: Floats = (new * (1 - trust) + old * trust) / SCALE
        return mixed

    held = {name: ((1 - trust) * one.held[name] + trust * other.held[name]) / SCALE for name in one.held}
    pairs = ((one.hours, other.hours), (one.meet, other.meet))
    return Prices.rounded(
        mix(one.part, other.part), mix(one.person, other.person), held, *(mix(*pair) for pair in pairs)
    )


def _errands(sheet: Sheet, instance: Instance, week: VehicleDays, asked: Ints, held: Mapping[str, int]) -> Ints:
    """Add the errands, of each rank so many placed as must be."""
    possible = can_be_served(instance, week)
    whole = np.array([possible[list(parts)].min() for parts in instance.parts_of], dtype=np.float64)
    placed = sheet.columns(np.zeros(instance.errands), whole, -asked.astype(np.float64))
    ranks, rank, counts = np.unique(instance.errand_rank, return_inverse=True, return_counts=True)
    must = [
        max(0, count - held.get(f"placed:{own}", count))
        for own, count in zip(ranks.tolist(), counts.tolist(), strict=True)
    ]
    rows = sheet.rows(np.array(must, dtype=np.float64), np.full(len(ranks), UNBOUNDED))
    sheet.fill(rows[rank], placed, np.ones(instance.errands))
    return placed


def _served(
    sheet: Sheet, instance: Instance, tours: Sequence[Tour], placed: Ints, drive: Ints, dearest: Floats
) -> tuple[Ints, Ints]:
    """Each part of an errand that is placed lies on a tour, or is left at a price that no other price goes beyond."""
    parts = instance.parts
    left = sheet.columns(np.zeros(parts), np.ones(parts), dearest)
    served = sheet.rows(np.zeros(parts), np.full(parts, UNBOUNDED))
    sheet.fill(served, placed[instance.part_errand], -np.ones(parts))
    sheet.fill(served, left, np.ones(parts))
    stops = [(part, number) for number, tour in enumerate(tours) for part in tour.parts]
    cells, counts = np.unique(np.array(stops, dtype=np.int64).reshape(-1, 2), axis=0, return_counts=True)
    sheet.fill(served[cells[:, 0]], drive[cells[:, 1]], counts.astype(np.float64))
    return served, left


def _hours(sheet: Sheet, week: VehicleDays, tours: Sequence[Tour], drive: Ints, hours: PeopleHours) -> dict[int, int]:
    """People of each kind are out no longer than they are there; gives the row of the sheet for each row that is used."""
    used = [hours.used(week.days[tour.day].day, tour.trips) for tour in tours]
    rows = sorted({row for taken in used for row in taken})
    own = sheet.rows(np.full(len(rows), -UNBOUNDED), hours.most[rows].astype(np.float64))
    places = dict(zip(rows, own.tolist(), strict=True))
    cells = [(places[row], drive[tour], minutes) for tour, taken in enumerate(used) for row, minutes in taken.items()]
    found = np.array(cells, dtype=np.int64).reshape(-1, 3)
    sheet.fill(found[:, 0], found[:, 1], found[:, 2].astype(np.float64))
    return places


def _meet(sheet: Sheet, week: VehicleDays, tours: Sequence[Tour], drive: Ints) -> Ints:
    """Parts that meet have begun by the same hour: how many have, is counted on from block to block; gives their rows."""
    meetings = week.meetings
    early, by, other, until = meetings.rows.T
    parts, blocks = meetings.parts, int(meetings.rows[:, [1, 3]].max(initial=-1)) + 1
    place = {part: number for number, part in enumerate(parts.tolist())}
    none = np.zeros(len(parts) * blocks)
    begun, sums = sheet.columns(none, none + UNBOUNDED, none), sheet.rows(none, none)
    later = np.flatnonzero(np.arange(len(begun)) % max(1, blocks))
    sheet.fill(sums, begun, np.ones(len(begun)))
    sheet.fill(sums[later], begun[later - 1], -np.ones(len(later)))
    starts = [
        (place[part] * blocks + block, drive[number])
        for number, tour in enumerate(tours)
        for part, step in zip(tour.parts, tour.starts, strict=True)
        if part in place and (block := meetings.block(week.days[tour.day].day, step)) < blocks
    ]
    cells, counts = np.unique(np.array(starts, dtype=np.int64).reshape(-1, 2), axis=0, return_counts=True)
    sheet.fill(sums[cells[:, 0]], cells[:, 1], -counts.astype(np.float64))
    rows = sheet.rows(np.full(len(early), -UNBOUNDED), np.zeros(len(early)))
    sheet.fill(rows, begun[np.searchsorted(parts, early) * blocks + by], np.ones(len(rows)))
    some = until >= 0
    sheet.fill(rows[some], begun[np.searchsorted(parts, other[some]) * blocks + until[some]], -np.ones(int(some.sum())))
    return rows


def _at_most(sheet: Sheet, most: Floats, row: Ints, columns: Ints, values: Floats) -> Ints:
    rows = sheet.rows(np.full(len(most), -UNBOUNDED), most)
    sheet.fill(rows[row], columns, values)
    return rows


def alone(instance: Instance, week: VehicleDays, level: str) -> Floats:
    """Give what each part costs at least wherever it is served: prices to begin with."""
    least = np.full(instance.parts, UNBOUNDED)
    for day in week.days:
        own = {"late": day.late, "standin": day.stand_in}.get(level)
        cost = (
            day.minutes.min(axis=1)[:-1] * day.least if own is None else np.where(own < 0, UNBOUNDED, own).min(axis=1)
        )
        least[day.parts] = np.minimum(least[day.parts], cost)
    known: Floats = np.where(least < UNBOUNDED, least, 0) * (level in ("late", "standin", "away"))
    return known
