"""A week of field work: teams booking alone, a shared calendar, a greedy by deadline, naive CP-SAT, and ours.

    python benchmarks/field_week.py [--sizes 60 100 150] [--weeks 1] [--seconds 1 30] [--naive 90] [--json]

The same seeded weeks for all (officers, vehicles and towns grow with the errands; the biggest is overloaded). A row is the
mean over the weeks. Bound: how many errands are proven to find no place, whoever plans.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from time import process_time

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._booking_desk import Desk, collisions
from benchmarks._field_weeks import a_week
from benchmarks._naive_field import solve_naively
from benchmarks._table import print_machine, print_table
from solver.fieldwork import Instance, Plan, score, solve
from solver.fieldwork.ready import make_ready
from solver.limits import Limits

AMPLE = 5.0  # wall seconds at most for each deterministic one, so that a busy machine gives the same plan


@dataclass(frozen=True)
class Outcome:
    """What one way of planning made of one week."""

    way: str
    errands: int
    unplaced: tuple[int, ...]
    late: int
    hours_away: float
    collisions: int
    seconds: float
    bound: int | None = None


def main(given: Sequence[str] | None = None) -> None:
    """Plan each week in each way and print the table."""
    asked = arguments(given)
    make_ready()
    found = [
        outcome
        for errands in asked.sizes
        for seed in range(1, asked.weeks + 1)
        for outcome in compare(a_week(errands, seed), asked.seconds, asked.naive)
    ]
    if asked.json:
        print(json.dumps([vars(one) for one in found], indent=1))
        return
    print_machine()
    head = ("errands", "way", "unplaced by rank", "bound", "late h", "hours away", "collisions", "CPU s")
    print_table(head, [_row(way, [one for one in found if (one.errands, one.way) == way]) for way in _ways(found)])


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """Read what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[60, 100, 150])
    parser.add_argument("--weeks", type=int, default=1)
    parser.add_argument("--seconds", type=float, nargs="+", default=[1.0, 30.0])
    parser.add_argument("--naive", type=float, default=90.0)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(given)


def _ways(found: Sequence[Outcome]) -> list[tuple[int, str]]:
    return list(dict.fromkeys((one.errands, one.way) for one in found))


def _row(way: tuple[int, str], rows: Sequence[Outcome]) -> tuple[str, ...]:
    unplaced = " / ".join(f"{fmean(counts):.1f}" for counts in zip(*(one.unplaced for one in rows), strict=True))
    bounds = [one.bound for one in rows if one.bound is not None]
    numbers = [
        fmean(values)
        for values in zip(*((one.late / 60, one.hours_away, one.collisions, one.seconds) for one in rows), strict=True)
    ]
    bound = f"{fmean(bounds):.1f}" if bounds else "-"
    return (str(way[0]), way[1], unplaced, bound, *(f"{number:.1f}" for number in numbers))


def compare(week: Instance, seconds: Sequence[float], naive: float) -> list[Outcome]:
    """Plan one week in each way."""
    come = np.random.default_rng(week.parts).permutation(week.errands).tolist()
    due = sorted(
        range(week.errands),
        key=lambda errand: (
            int(week.errand_rank[errand]),
            min(int(week.part_due[part]) for part in week.parts_of[errand]),
        ),
    )
    ways: list[tuple[str, Callable[[], Plan | None]]] = [
        ("teams alone", lambda: Desk(week, shared=False).book(come)),
        ("shared calendar", lambda: Desk(week, shared=True).book(come)),
        ("greedy by deadline", lambda: Desk(week, shared=True).book(due)),
    ]
    if naive:
        ways.append((f"naive CP-SAT {naive:g} s", lambda: solve_naively(week, naive).plan))
    found = [_timed(week, way, plan) for way, plan in ways]
    return [*(one for one in found if one is not None), *(_ours(week, limit) for limit in seconds)]


def _timed(week: Instance, way: str, make: Callable[[], Plan | None]) -> Outcome | None:
    began = process_time()
    plan = make()
    return None if plan is None else _outcome(week, way, plan, process_time() - began)


def _ours(week: Instance, seconds: float) -> Outcome:
    began = process_time()
    result = solve(week, Limits(seconds * AMPLE, deterministic=seconds), seed=1)
    bound = sum(level.bound for level in result.certificate.levels if level.name.startswith("placed"))
    return _outcome(week, f"ours {seconds:g} s", result.plan, process_time() - began, bound)


def _outcome(week: Instance, way: str, plan: Plan, seconds: float, bound: int | None = None) -> Outcome:
    values = score(week, plan)
    unplaced = tuple(value for level, value in values.items() if level.startswith("placed"))
    return Outcome(
        way, week.errands, unplaced, values["late"], values["away"] / 60, collisions(week, plan), seconds, bound
    )


if __name__ == "__main__":
    main()
