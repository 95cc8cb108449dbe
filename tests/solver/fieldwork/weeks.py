"""Weeks for the tests of field work: small ones written out, random ones by seed, lawful or not."""

from functools import partial

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from solver.arrays import LARGEST
from solver.fieldwork import MUST, Instance, Plan, Trip
from solver.fieldwork.instance import shortest
from solver.fieldwork.rules.variables import Variables
from tests.solver.posting import posted_in

CREW, LEAD, DRIVES = 0, 1, 2
LI, WANG, ZHAO = 0, 1, 2
DAY = 480
SEVERAL = 3  # trips of a vehicle on a day that the models of the tests have room for

few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
posted = partial(posted_in, partial(Variables, trips_a_day=SEVERAL))
"""What the solver makes of a plan when only one rule is posted (see posting)."""

ROWS = {
    "windows": ("window_part", "window_opens", "window_closes"),
    "need": ("need_part", "need_skill", "need_count"),
    "who": ("who_part", "who_person", "who_price"),
    "barred": ("barred_part", "barred_person"),
    "use": ("use_part", "use_resource", "use_count"),
    "crew": ("crew_part", "crew_person"),
    "prefer": ("prefer_part", "prefer_opens", "prefer_closes"),
}


def a_part(place=1, minutes=60, windows=((0, 2 * DAY),), **more):
    """A part of an errand: an hour at the first village at any time, unless said otherwise."""
    plain = {"due": LARGEST, "seats": 0, "vehicles": 0b11, "hard": 0, "odd": 0, "booked": (-1, -1)}
    return plain | {"place": place, "minutes": minutes, "windows": windows} | more


def an_errand(*parts, rank=0, kind=0, price=1):
    """An errand of one part or of several."""
    return (parts or (a_part(),), rank, kind, price)


def a_week(*errands, skills=((CREW, LEAD, DRIVES), (CREW,), (CREW, DRIVES)), **more):
    """Two days, three people, two vehicles of four seats; villages 1 and 2 are 30 minutes from the seat and one another."""
    parts = [(number, part) for number, (listed, *_) in enumerate(errands) for part in listed]
    given = {
        "travel": [0, 30, 30, 30, 0, 30, 30, 30, 0],
        "day_opens": [0, DAY],
        "day_closes": [DAY, 2 * DAY],
        "person_skills": [sum(1 << skill for skill in own) for own in skills],
        "hard_held": [0] * len(skills),
        "hard_limit": [0] * len(skills),
        "vehicle_seats": [4, 4],
        "vehicle_driver": [-1, -1],
        "errand_rank": [rank for _, rank, _, _ in errands],
        "errand_kind": [kind for _, _, kind, _ in errands],
        "move_price": [price for _, _, _, price in errands],
        "part_errand": [number for number, _ in parts],
        "odd_price": [part["odd"] for _, part in parts],
        "booked_start": [part["booked"][0] for _, part in parts],
        "booked_vehicle": [part["booked"][1] for _, part in parts],
    }
    for name in ("place", "minutes", "due", "seats", "vehicles", "hard"):
        given[f"part_{name}"] = [part[name] for _, part in parts]
    for name, columns in ROWS.items():
        rows = [(number, *row) for number, (_, part) in enumerate(parts) for row in part.get(name, ())]
        given |= {column: [row[place] for row in rows] for place, column in enumerate(columns)} if rows else {}
    nothing = dict.fromkeys(ROWS["windows"], ())
    return Instance(**(nothing | given | more))


def away(*rows):
    """When people are not there, as (person, from, until)."""
    return dict(zip(("away_person", "away_from", "away_until"), zip(*rows, strict=True), strict=True))


def sync(*rows):
    """What belongs together in time, as (first, second, least, most)."""
    return dict(zip(("sync_first", "sync_second", "sync_least", "sync_most"), zip(*rows, strict=True), strict=True))


def wish(*rows):
    """What somebody should have, as (person, with, kind, price)."""
    return dict(zip(("wish_person", "wish_with", "wish_kind", "wish_price"), zip(*rows, strict=True), strict=True))


def a_plan(parts, *trips):
    """A plan of trips written as (vehicle, leaves, back, people, {part: start})."""
    return Plan.of(
        parts,
        [(Trip(leaves, vehicle, back, tuple(people)), stops.items()) for vehicle, leaves, back, people, stops in trips],
    )


def there_and_back(start=30, people=(LI, WANG), vehicle=0, part=0):
    """A trip that serves one hour at a village and takes just as long as it must."""
    return (vehicle, start - 30, start + 90, people, {part: start})


def lawful(instance, plan):
    """Whether a plan keeps every hard rule."""
    return not any(term.measure(instance, plan) for term in MUST)


def a_random_week(seed, errands=3, people=3, vehicles=2):
    """A random small week: some are away, some things shared or taken, some errands in two parts, booked, or hard."""
    chance = np.random.default_rng(seed)
    counted = [1 + int(chance.random() < 0.3) for _ in range(errands)]
    parts = sum(counted)
    places = 4
    pairs = [
        (first, first + 1) for errand, count in enumerate(counted) if count > 1
        for first in [sum(counted[:errand])] if chance.random() < 0.7
    ]  # fmt: skip
    given = {
        "travel": shortest(
            chance.integers(5, 90, places * places) * (1 - np.eye(places, dtype=np.int64)).ravel(), places
        ),
        "day_opens": [0, DAY],
        "day_closes": [DAY, 2 * DAY],
        "person_skills": chance.integers(0, 8, people) | chance.integers(0, 8, people),
        "hard_held": chance.integers(0, 200, people),
        "hard_limit": chance.integers(0, 200, people),
        "vehicle_seats": chance.integers(2, 6, vehicles),
        "vehicle_driver": chance.choice([-1, DRIVES], vehicles),
        "errand_rank": chance.integers(0, 3, errands),
        "errand_kind": chance.integers(0, 2, errands),
        "move_price": chance.integers(0, 4, errands),
        "part_errand": np.repeat(np.arange(errands), counted),
        "part_place": chance.integers(0, places, parts),
        "part_minutes": chance.integers(10, 120, parts),
        "part_due": np.where(chance.random(parts) < 0.5, LARGEST, chance.integers(0, 2 * DAY, parts)),
        "part_seats": chance.integers(0, 2, parts),
        "part_vehicles": chance.integers(1, 2**vehicles, parts),
        "part_hard": np.where(chance.random(parts) < 0.5, chance.integers(0, 120, parts), 0),
        "resource_count": chance.integers(0, 3, 2),
    }
    given |= _random_rows(chance, parts, people, vehicles) | _random_hours(
        np.random.default_rng([seed, 1]), parts, people
    )
    given |= _random_drives(np.random.default_rng([seed, 2]), places)
    return Instance(
        **given,
        resource_carried=chance.integers(0, 2, 2),
        **(sync(*((*p, *_lag(chance)) for p in pairs)) if pairs else {}),
    )


def _lag(chance):
    least = int(chance.integers(-60, 60))
    return least, least + int(chance.integers(0, 60))


def _random_rows(chance, parts, people, vehicles):
    opens = chance.integers(0, 2 * DAY, 2 * parts)
    booked = np.where(chance.random(parts) < 0.4, chance.integers(0, vehicles, parts), -1)
    some = lambda count: int(chance.integers(0, count + 1))  # noqa: E731  (short for many rows)
    aways, offs, taken, needs, whos, bars, uses, crews, wishes = (some(n) for n in (2, 2, 2, 3, 4, 2, 3, 2, 2))
    return {
        "window_part": np.repeat(np.arange(parts), 2),
        "window_opens": opens,
        "window_closes": opens + chance.integers(0, DAY, 2 * parts),
        **_spans(chance, "away", "person", aways, people),
        **_spans(chance, "off", "vehicle", offs, vehicles),
        **_spans(chance, "taken", "resource", taken, 2),
        "taken_count": chance.integers(1, 3, taken),
        "need_part": chance.integers(0, parts, needs),
        "need_skill": chance.integers(0, 3, needs),
        "need_count": chance.integers(1, 3, needs),
        "who_part": chance.integers(0, parts, whos),
        "who_person": chance.integers(0, people, whos),
        "who_price": chance.integers(0, 5, whos),
        "barred_part": chance.integers(0, parts, bars),
        "barred_person": chance.integers(0, people, bars),
        "use_part": chance.integers(0, parts, uses),
        "use_resource": chance.integers(0, 2, uses),
        "use_count": chance.integers(1, 3, uses),
        "booked_vehicle": booked,
        "booked_start": np.where(booked >= 0, chance.integers(0, 2 * DAY, parts), -1),
        "crew_part": chance.integers(0, parts, crews),
        "crew_person": chance.integers(0, people, crews),
        "wish_person": chance.integers(0, people, wishes),
        "wish_with": chance.integers(-1, people, wishes),
        "wish_kind": chance.integers(-1, 2, wishes),
        "wish_price": chance.integers(0, 4, wishes),
    }


def _random_hours(chance, parts, people):
    """Some may not be out long, some have norms, some parts had better begin at other times."""
    opens, unbound = chance.integers(0, 2 * DAY, 2 * parts), lambda count, most: np.where(
        chance.random(count) < 0.6, LARGEST, chance.integers(0, most, count)
    )  # fmt: skip
    return {
        "out_most": unbound(2 * people, DAY),
        "out_norm": unbound(2 * people, DAY),
        "out_price": chance.integers(0, 4, 2 * people),
        "week_most": unbound(people, 2 * DAY),
        "week_norm": unbound(people, 2 * DAY),
        "week_price": chance.integers(0, 4, people),
        "prefer_part": np.repeat(np.arange(parts), 2),
        "prefer_opens": opens,
        "prefer_closes": opens + chance.integers(0, 200, 2 * parts),
        "odd_price": chance.integers(0, 4, parts),
    }


def _random_drives(chance, places):
    """To some places the drive is hard, in some weeks to none."""
    hard = chance.integers(0, 120, places) * (chance.random(places) < 0.6)
    return {"drive_hard": np.array([0, *hard[1:]])} if chance.random() < 0.7 else {}


def out(person, day=None, *, most=LARGEST, norm=LARGEST, price=1):
    """How long one person of the three may be out on one of the two days, or in the week."""
    places = 3 if day is None else 6
    where, names = (person, "week") if day is None else (2 * person + day, "out")
    plain = {f"{names}_most": [LARGEST] * places, f"{names}_norm": [LARGEST] * places, f"{names}_price": [1] * places}
    for name, value in (("most", most), ("norm", norm), ("price", price)):
        plain[f"{names}_{name}"][where] = value
    return plain


def _spans(chance, what, owner, rows, owners):
    start = chance.integers(0, 2 * DAY, rows)
    return {
        f"{what}_{owner}": chance.integers(0, owners, rows),
        f"{what}_from": start,
        f"{what}_until": start + chance.integers(1, 200, rows),
    }


def any_plan(instance, seed):
    """A plan drawn without regard to any rule: some parts as booked, the rest anywhere, with anybody."""
    chance = np.random.default_rng(seed)
    spans = [sorted(chance.choice(2 * DAY + 1, 2, replace=False).tolist()) for _ in range(SEVERAL)]
    trips = [
        Trip(
            int(leaves),
            int(chance.integers(0, instance.vehicles)),
            int(back),
            tuple(np.flatnonzero(chance.random(instance.people) < 0.5).tolist()),
        )
        for leaves, back in spans
    ]
    stops: list[list[tuple[int, int]]] = [[] for _ in trips]
    starts = chance.choice(2 * DAY, instance.parts, replace=False)
    for part in range(instance.parts):
        where = int(chance.integers(-1, SEVERAL))
        booked = int(instance.booked_start[part])
        start = booked if booked >= 0 and booked not in starts and chance.random() < 0.7 else int(starts[part])
        if where >= 0:
            stops[where].append((part, start))
    return Plan.of(instance.parts, zip(trips, stops, strict=True))


random_weeks = st.builds(a_random_week, st.integers(0, 10_000_000), st.integers(1, 3))
weeks_with_any_plan = random_weeks.flatmap(
    lambda week: st.tuples(st.just(week), st.builds(any_plan, st.just(week), st.integers(0, 10_000_000)))
)
