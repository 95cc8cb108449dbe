"""Some days of a plan apart (另案重排): some of its errands, on some of its days, as an instance of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from solver.arrays import LARGEST, Ints
from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan, Trip
from solver.fieldwork.rules.variables import day_of
from solver.fieldwork.tables import COLUMNS, ROWS

WISHES = next(names for names in ROWS if names[0] == "wish_person")
WINDOWS = next(names for names in ROWS if names[0] == "window_part")
SYNCS = next(names for names in ROWS if names[0] == "sync_first")
OF_ERRANDS = {"errand_rank", "errand_kind", "move_price"}
OF_PARTS = {name for names in COLUMNS if names[0] == "part_errand" for name in names}


@dataclass(frozen=True)
class Apart:
    """Days of a plan with the errands that may be served on them, which parts of the week they are, and the other trips.

    The hard work of those other trips is counted, and what they take of everybody's hours of the week, unless those are to be
    looked at later; wishes are left to the week.
    """

    week: Instance
    alone: Instance
    parts: tuple[int, ...]
    others: Plan

    @classmethod
    def of(
        cls, week: Instance, others: Plan, errands: Sequence[int], days: Sequence[int], *, freely: bool = False
    ) -> "Apart":
        """Take days out of a week, on which nothing is planned yet, with errands that have no place, in rising order.

        `freely`: hours of the week are there as if nobody were out on other days.
        """
        parts = sorted(part for errand in errands for part in week.parts_of[errand])
        given = {one.name: getattr(week, one.name) for one in fields(Instance)}
        given |= {name: given[name][list(errands)] for name in OF_ERRANDS}
        given |= {name: given[name][parts] for name in OF_PARTS}
        given["part_errand"] = _renumbered(given["part_errand"], errands)
        given |= _rows_of(week, parts, days)
        given |= _left_by(week, others, hours_out(week, others) * (not freely))
        given |= dict.fromkeys(WISHES, np.zeros(0, dtype=np.int64))
        return cls(week, Instance(**given), tuple(parts), others)

    def joined(self, found: Plan) -> Plan:
        """Give a plan of the week: the other trips, and those found for what is apart."""
        anew = [
            (trip, [(self.parts[part], found.start[part]) for part in stops])
            for trip, stops in zip(found.trips, found.stops, strict=True)
        ]
        return Plan.of(self.week.parts, [*served(self.others), *anew])

    def told(self, plan: Plan) -> Plan:
        """Give a plan of the week's parts as one of those that are apart."""
        number = {part: place for place, part in enumerate(self.parts)}
        kept = [
            (trip, [(number[part], start) for part, start in stops if part in number]) for trip, stops in served(plan)
        ]
        return Plan.of(len(self.parts), kept)


def served(plan: Plan) -> list[tuple[Trip, list[tuple[int, int]]]]:
    """Give the trips of a plan, each with its (part, start)."""
    return [
        (trip, [(part, plan.start[part]) for part in stops]) for trip, stops in zip(plan.trips, plan.stops, strict=True)
    ]


def without(week: Instance, plan: Plan, day: int, errands: Sequence[int] = ()) -> Plan:
    """Give a plan without what it does on a day, and without some errands of other days."""
    kept = [
        (trip, [stop for stop in stops if week.part_errand[stop[0]] not in errands])
        for trip, stops in served(plan)
        if day_of(week, trip.leaves) != day
    ]
    return Plan.of(week.parts, kept)


def _renumbered(numbers: Ints, kept: Sequence[int]) -> Ints:
    """Give numbers by their places among those that are kept."""
    return np.searchsorted(np.array(kept, dtype=np.int64), numbers).astype(np.int64)


def _rows_of(week: Instance, parts: list[int], days: Sequence[int]) -> Mapping[str, Ints]:
    """Give the rows of the parts that are kept; of their windows what lies in the days."""
    tables = {names: [getattr(week, name) for name in names] for names in ROWS}
    tables[WINDOWS] = _within(week, days)
    found: dict[str, Ints] = {}
    for names, columns in tables.items():
        owners = 2 if names == SYNCS else int(names[0].endswith("_part"))
        kept = np.ones(len(columns[0]), dtype=bool)
        for owner in columns[:owners]:
            kept &= np.isin(owner, parts)
        for place, (name, column) in enumerate(zip(names, columns, strict=True) if owners else ()):
            found[name] = _renumbered(column[kept], parts) if place < owners else column[kept]
    return found


def _within(week: Instance, days: Sequence[int]) -> list[Ints]:
    """Give what of all windows lies in the days: parts, opens, closes. The last minute of a day may be the first of the next."""
    part, opens, closes = week.window_part, week.window_opens, week.window_closes
    spans = [(np.maximum(opens, week.day_opens[day]), np.minimum(closes, week.day_closes[day] - 1)) for day in days]
    kept = [first <= last for first, last in spans]
    return [
        np.concatenate([part[some] for some in kept]),
        np.concatenate([first[some] for (first, _), some in zip(spans, kept, strict=True)]),
        np.concatenate([last[some] for (_, last), some in zip(spans, kept, strict=True)]),
    ]


def hours_out(week: Instance, plan: Plan) -> Ints:
    """Give the minutes everybody is out in a plan."""
    out = np.zeros(week.people, dtype=np.int64)
    for trip in plan.trips:
        out[list(trip.people)] += trip.back - trip.leaves
    return out


def _left_by(week: Instance, others: Plan, out: Ints) -> Mapping[str, Ints]:
    """Give what minutes out leave of hours of the week, and what hard work other trips add."""
    hard = np.zeros(week.people, dtype=np.int64)
    for trip, stops in zip(others.trips, others.stops, strict=True):
        hard[list(trip.people)] += week.hard(stops)
    left = {
        name: np.where(values >= LARGEST, values, np.maximum(0, values - out))
        for name, values in (("week_most", week.week_most), ("week_norm", week.week_norm))
    }
    return left | {"hard_held": week.hard_held + hard}
