"""The day goes wrong: how often the fewest bookings moved are proven, and in what processor time.

    python benchmarks/field_day.py [--weeks 5] [--sizes 60 100 150] [--any 10] [--seconds 60]

Seeded weeks of the fixture are drafted and published, on a drawn day; then a vehicle is missing for half a day, a day or the
rest of the week, an officer or a bailiff is ill, two at once, or an errand cannot wait. The deterministic time is that of
an answer in an office; `--seconds` is the safety net, set high so that a busy machine proves what a quiet one does.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allocator.decisions.fieldwork.instance import translate_week
from allocator.decisions.fieldwork.repair import QUICK, FieldRepair, outage, urgent
from allocator.domain.fieldwork.snapshot import FieldWeek
from benchmarks._table import print_machine, print_table
from fixtures.field_incidents import Incident, incidents, published
from fixtures.field_weeks import any_week, field_week
from solver.fieldwork import solve
from solver.fieldwork.ready import make_ready
from solver.limits import Limits

DRAFT = Limits(seconds=120, deterministic=0.5)
MEANS = {60: (12, 3, 6), 100: (18, 4, 8), 150: (25, 4, 10)}


@dataclass(frozen=True)
class Answer:
    """One incident answered: kind, whether the fewest are proven, bookings moved and proven to move, processor seconds."""

    kind: str
    proven: bool
    moved: int
    least: int
    seconds: float


def main(given: Sequence[str] | None = None) -> None:
    """Answer the incidents of each week, and print a row for each kind."""
    asked = arguments(given)
    make_ready()
    limits = replace(QUICK, seconds=asked.seconds)
    found = [answer for seed, week in weeks(asked) for answer in answers(published_week(week, seed), seed, limits)]
    print_machine()
    rows = [row(kind, [one for one in found if one.kind == kind]) for kind in dict.fromkeys(one.kind for one in found)]
    print_table(("incident", "proven", "moved", "at least", "mean s", "most s"), [*rows, row("all", found)])


def weeks(asked: argparse.Namespace) -> Iterator[tuple[int, FieldWeek]]:
    """Draw the weeks: of the sizes asked for, and of any."""
    for size in asked.sizes:
        for seed in range(1, asked.weeks + 1):
            yield seed, field_week(seed, size, *MEANS[size])
    for seed in range(1, asked.any + 1):
        yield seed, any_week(seed)


def published_week(week: FieldWeek, seed: int) -> FieldWeek:
    """Draft a week and publish the draft."""
    meaning, instance = translate_week(week)
    return published(week, meaning.week_plan(solve(instance, DRAFT, 1).plan), seed)


def answers(week: FieldWeek, seed: int, limits: Limits) -> Iterator[Answer]:
    """Answer each incident of a published week."""
    price = week.rulebook.fieldwork.move_price
    for incident in incidents(week, seed):
        before = process_time()
        found = answered(week, incident, limits)
        seconds = process_time() - before
        yield Answer(incident.kind, found.proven, found.value // price, found.bound // price, seconds)


def answered(week: FieldWeek, incident: Incident, limits: Limits) -> FieldRepair:
    """Answer one incident; of two who are missing, one was told before."""
    if incident.errand is not None:
        return urgent(week, incident.errand, limits)
    first, *others = incident.engagements
    return outage(replace(week, engagements=(*week.engagements, *others)), first, limits)


def row(kind: str, found: Sequence[Answer]) -> tuple[str, ...]:
    """Add up the answers of a kind."""
    seconds = [one.seconds for one in found]
    proven = f"{sum(one.proven for one in found)} of {len(found)}"
    moved, least = sum(one.moved for one in found), sum(one.least for one in found)
    return kind, proven, str(moved), str(least), f"{fmean(seconds):.2f}", f"{max(seconds):.2f}"


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[60, 100, 150], choices=sorted(MEANS))
    parser.add_argument("--weeks", type=int, default=5, help="weeks of each size")
    parser.add_argument("--any", type=int, default=10, help="weeks of any size")
    parser.add_argument("--seconds", type=float, default=60.0, help="wall seconds at most for an answer")
    return parser.parse_args(given)


if __name__ == "__main__":
    main()
