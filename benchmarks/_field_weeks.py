"""Weeks of field work drawn from a seed, as numbers only: what the solver of a week is measured on."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from solver.arrays import LARGEST, Ints
from solver.fieldwork import Instance
from solver.fieldwork.instance import shortest

CREW, LEAD, BAILIFF, WOMAN, DRIVES = range(5)
OPENS, CLOSES, NOON = 8 * 60, 18 * 60, 12 * 60
MINUTES = 1440
BODY_UNIT, REGISTRY = 0, 1
CONVOY = 5
KINDS = (  # share, minutes, crew, lead, bailiffs, woman, seats, hard, things, days of notice
    (0.30, 40, 2, 0, 0, 0, 0, 0, (), 0),  # service
    (0.25, 60, 2, 1, 0, 0, 0, 0, (), 0),  # inquiry at a village
    (0.20, 90, 2, 1, 0, 0, 0, 0, (BODY_UNIT,), 0),  # inspection, seizure of movables
    (0.12, 60, 2, 1, 0, 0, 0, 0, (REGISTRY,), 0),  # with the registry desk
    (0.08, 120, 3, 1, 1, 1, 1, 60, (BODY_UNIT,), 1),  # search, compelled attendance
    (0.05, 180, 3, 1, 1, 0, 0, 120, (BODY_UNIT,), 2),  # eviction, in two vehicles
)


@dataclass(frozen=True)
class Size:
    """How big a week is."""

    errands: int
    officers: int
    vehicles: int
    towns: int


SIZES = {60: Size(60, 12, 3, 6), 100: Size(100, 18, 4, 8), 150: Size(150, 25, 4, 10)}


def a_week(errands: int, seed: int, size: Size | None = None) -> Instance:
    """Draw a week of so many errands."""
    chance = np.random.default_rng([errands, seed])
    size = size or SIZES[errands]
    places = 1 + 2 * size.towns
    kinds = chance.choice(len(KINDS), size.errands, p=[row[0] for row in KINDS])
    errand_of = np.repeat(np.arange(size.errands), [2 if kind == CONVOY else 1 for kind in kinds])
    rows: dict[str, list[int]] = {}
    for part, errand in enumerate(errand_of.tolist()):
        _say_part(chance, rows, part, KINDS[kinds[errand]], size)
    _say_calendars(chance, rows, size)
    convoys = np.flatnonzero(errand_of[1:] == errand_of[:-1])
    parts, people = len(errand_of), size.officers
    place, due = chance.integers(1, places, parts), _due(chance, rows, parts)
    place[convoys + 1], due[convoys + 1] = place[convoys], due[convoys]
    nothing = np.zeros(len(convoys), dtype=np.int64)
    opens = np.arange(5) * MINUTES
    found = {name: np.array(values, dtype=np.int64) for name, values in rows.items()}
    found |= {"sync_first": convoys, "sync_second": convoys + 1, "sync_least": nothing, "sync_most": nothing}
    return Instance(
        travel=_ways(chance, size, places),
        day_opens=opens + OPENS,
        day_closes=opens + CLOSES,
        person_skills=np.array(_skills(chance, people)),
        hard_held=chance.integers(0, 300, people),
        hard_limit=np.full(people, 300),
        vehicle_seats=np.full(size.vehicles, 5),
        vehicle_driver=np.full(size.vehicles, DRIVES),
        errand_rank=chance.choice(3, size.errands, p=[0.1, 0.3, 0.6]),
        errand_kind=kinds,
        part_errand=errand_of,
        part_place=place,
        part_minutes=np.array([KINDS[kinds[errand]][1] for errand in errand_of]),
        part_due=due,
        part_seats=np.array([KINDS[kinds[errand]][6] for errand in errand_of]),
        part_vehicles=np.full(parts, 2**size.vehicles - 1),
        part_hard=np.array([KINDS[kinds[errand]][7] for errand in errand_of]),
        resource_count=np.array([4, 1]),
        **found,
    )


def _due(chance: np.random.Generator, rows: dict[str, list[int]], parts: int) -> Ints:
    """Half of the errands are due in the evening of a day or two after they may begin."""
    first = np.full(parts, 5 * MINUTES)
    np.minimum.at(first, np.array(rows["window_part"]), np.array(rows["window_opens"]))
    evenings = np.minimum(first // MINUTES + chance.integers(1, 4, parts), 4)
    return np.where(chance.random(parts) < 0.5, evenings * MINUTES + CLOSES - 60, LARGEST)


def _ways(chance: np.random.Generator, size: Size, places: int) -> Ints:
    """Towns 20 to 60 minutes from the seat, two villages each a few minutes beyond."""
    angle, far = chance.uniform(0, 2 * np.pi, size.towns), chance.uniform(20, 60, size.towns)
    towns = np.stack([far * np.cos(angle), far * np.sin(angle)], axis=1)
    points = np.concatenate([[[0.0, 0.0]], np.repeat(towns, 2, axis=0) + chance.normal(0, 7, (places - 1, 2))])
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    return shortest(np.ceil(apart / 5).astype(np.int64).ravel() * 5, places)


def _skills(chance: np.random.Generator, people: int) -> list[int]:
    """Two in three may lead, one in five is a bailiff, two in five are women, two in three drive."""
    found = []
    for person in range(people):
        bailiff = person % 5 == 4
        skills = 1 << CREW | bailiff << BAILIFF
        skills |= (not bailiff and chance.random() < 0.67) << LEAD
        skills |= (chance.random() < 0.4) << WOMAN | (chance.random() < 0.67) << DRIVES
        found.append(int(skills))
    return found


def _add(rows: dict[str, list[int]], **values: int) -> None:
    for name, value in values.items():
        rows.setdefault(name, []).append(int(value))


def _say_part(
    chance: np.random.Generator, rows: dict[str, list[int]], part: int, kind: tuple[Any, ...], size: Size
) -> None:
    _, _, crew, lead, bailiffs, woman, _, _, things, notice = kind
    for skill, count in ((CREW, crew), (LEAD, lead), (BAILIFF, bailiffs), (WOMAN, woman)):
        if count:
            _add(rows, need_part=part, need_skill=skill, need_count=count)
    handler, *others = chance.permutation(size.officers)[:4].tolist()
    _add(rows, who_part=part, who_person=handler, who_price=0)
    for other in others if chance.random() < 0.7 else ():
        _add(rows, who_part=part, who_person=other, who_price=1)
    for thing in things:
        _add(rows, use_part=part, use_resource=thing, use_count=1)
    first = min(4, max(notice, int(chance.integers(0, 5)) if chance.random() < 0.4 else 0))
    opens, closes = ((OPENS, CLOSES), (OPENS, NOON), (NOON, CLOSES))[int(chance.choice(3, p=[0.6, 0.2, 0.2]))]
    for day in range(first, 5):
        _add(rows, window_part=part, window_opens=day * MINUTES + opens, window_closes=day * MINUTES + closes - kind[1])


def _say_calendars(chance: np.random.Generator, rows: dict[str, list[int]], size: Size) -> None:
    for person in range(size.officers):
        for day in range(5):
            drawn = chance.random()
            if drawn < 0.25:  # leave, a hearing in the morning, duty in the afternoon
                start, end = ((OPENS, CLOSES), (OPENS, NOON), (NOON + 60, CLOSES))[int(drawn / 0.25 * 3)]
                _add(rows, away_person=person, away_from=day * MINUTES + start, away_until=day * MINUTES + end)
    for vehicle in range(size.vehicles):
        if chance.random() < 0.5:
            day = int(chance.integers(0, 5))
            _add(rows, off_vehicle=vehicle, off_from=day * MINUTES + OPENS, off_until=day * MINUTES + CLOSES)
    for apprentice in range(0, size.officers - 1, 6):
        _add(rows, wish_person=apprentice, wish_with=apprentice + 1, wish_kind=-1, wish_price=2)
        _add(rows, wish_person=apprentice, wish_with=-1, wish_kind=2, wish_price=1)
