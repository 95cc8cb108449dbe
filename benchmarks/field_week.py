"""A week of field work: teams booking alone, a shared calendar, a greedy by deadline, CP-SAT, routing, and ours.

    python benchmarks/field_week.py [--sizes 60 100 150] [--weeks 1] [--seconds 1 30] [--rivals 90] [--json]

The fixture's seeded weeks, the same for all; officers, vehicles and towns grow with the errands, the biggest is overloaded.
Every plan is judged by the independent checker and valued from the week itself. A row is the mean over the weeks. Bound:
how many errands are proven to find no place, whoever plans.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.instance import translate_week
from allocator.decisions.fieldwork.levels import measure_week
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Errand, WeekPlan
from benchmarks._field_cpsat import solve_by_cpsat
from benchmarks._field_routing import solve_by_routing
from benchmarks._table import print_machine, print_table
from fixtures.field_booking import as_they_came, book, book_apart
from fixtures.field_weeks import field_week
from solver.fieldwork import Plan, solve
from solver.fieldwork.ready import make_ready
from solver.limits import Limits

AMPLE = 5.0  # wall seconds at most for each deterministic one, so that a busy machine gives the same plan
SIZES = {60: (12, 3, 6), 100: (18, 4, 8), 150: (25, 4, 10)}  # officers, vehicles, towns
CLASHES = ("person_once", "vehicle_once", "present", "engaged", "thing_count")


@dataclass(frozen=True)
class Outcome:
    """What one way of planning made of one week."""

    way: str
    errands: int
    unplaced: tuple[int, ...]
    late: int
    hours_away: float
    collisions: int
    objections: int
    seconds: float
    bound: int | None = None
    gap: str = "-"


def main(given: Sequence[str] | None = None) -> None:
    """Plan each week in each way and print the table."""
    asked = arguments(given)
    make_ready()
    found = [
        outcome
        for errands in asked.sizes
        for seed in range(asked.first, asked.first + asked.weeks)
        for outcome in compare(a_week(seed, errands), asked.seconds, asked.rivals)
    ]
    if asked.json:
        print(json.dumps([vars(one) for one in found], indent=1))
        return
    print_machine()
    head = ("errands", "way", "unplaced by rank", "bound", "late h", "hours away", "collisions", "CPU s", "gaps")
    print_table(head, [_row(way, [one for one in found if (one.errands, one.way) == way]) for way in _ways(found)])


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """Read what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[60, 100, 150])
    parser.add_argument("--weeks", type=int, default=1)
    parser.add_argument("--first", type=int, default=1, help="the seed of the first week")
    parser.add_argument("--seconds", type=float, nargs="+", default=[1.0, 30.0])
    parser.add_argument("--rivals", type=float, default=90.0, help="seconds of the clock for CP-SAT and for routing")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(given)


def a_week(seed: int, errands: int) -> FieldWeek:
    """Draw a week of so many errands, for an office that grows with them."""
    return field_week(seed, errands, *SIZES[min(SIZES, key=lambda size: abs(size - errands))])


def _ways(found: Sequence[Outcome]) -> list[tuple[int, str]]:
    return list(dict.fromkeys((one.errands, one.way) for one in found))


def _row(way: tuple[int, str], rows: Sequence[Outcome]) -> tuple[str, ...]:
    unplaced = " / ".join(f"{fmean(counts):.1f}" for counts in zip(*(one.unplaced for one in rows), strict=True))
    bounds = [one.bound for one in rows if one.bound is not None]
    measured = ((one.late / 60, one.hours_away, one.collisions, one.seconds) for one in rows)
    numbers = [fmean(values) for values in zip(*measured, strict=True)]
    bound = f"{fmean(bounds):.1f}" if bounds else "-"
    return (str(way[0]), way[1], unplaced, bound, *(f"{number:.1f}" for number in numbers), rows[0].gap)


def compare(week: FieldWeek, seconds: Sequence[float], rivals: float) -> list[Outcome]:
    """Plan one week in each way; a rival that finds nothing in its time has no row."""
    meaning, instance = translate_week(week)

    def said(plan: Plan | None) -> WeekPlan | None:
        return None if plan is None else meaning.week_plan(plan)

    ways: list[tuple[str, Callable[[], WeekPlan | None]]] = [
        ("teams alone", lambda: book_apart(week)),
        ("shared calendar", lambda: book(week, as_they_came)),
        ("greedy by deadline", lambda: book(week, _by_deadline(week))),
    ]
    if rivals:
        ways.append((f"CP-SAT {rivals:g} s", lambda: said(solve_by_cpsat(instance, rivals))))
        ways.append((f"routing {rivals:g} s", lambda: said(solve_by_routing(instance, rivals))))
    found = [_timed(week, way, plan) for way, plan in ways]
    return [*(one for one in found if one is not None), *(_ours(week, limit) for limit in seconds)]


def _by_deadline(week: FieldWeek) -> Callable[[Errand], object]:
    """Rank by rank, what is due first at first."""
    return lambda errand: (week.rank(errand), errand.due.isoformat() if errand.due else "9", errand.code)


def _timed(week: FieldWeek, way: str, make: Callable[[], WeekPlan | None]) -> Outcome | None:
    began = process_time()
    plan = make()
    return None if plan is None else _outcome(week, way, plan, process_time() - began)


def _ours(week: FieldWeek, seconds: float) -> Outcome:
    began = process_time()
    meaning, instance = translate_week(week)
    result = solve(instance, Limits(seconds * AMPLE, deterministic=seconds), seed=1)
    spent, levels = process_time() - began, result.certificate.levels
    bound = sum(level.bound for level in levels if level.name.startswith("placed"))
    gaps = [level for level in levels if level.name in ("late", "away", "travel") and level.value]
    gap = ", ".join(f"{level.name} {level.gap / 10_000:.1f} %" for level in gaps)
    return _outcome(week, f"ours {seconds:g} s", meaning.week_plan(result.plan), spent, bound, gap)


def _outcome(
    week: FieldWeek, way: str, plan: WeekPlan, seconds: float, bound: int | None = None, gap: str = "-"
) -> Outcome:
    values, objections = measure_week(week, plan), check_week(week, plan)
    unplaced = tuple(value for level, value in values.items() if level.startswith("placed"))
    collisions = sum(objection.rule in CLASHES for objection in objections)
    counted = (values["late"], values["away"] / 60, collisions, len(objections), seconds)
    return Outcome(way, len(week.errands), unplaced, *counted, bound, gap)


if __name__ == "__main__":
    main()
