"""Unrelated parallel machines (R||Cmax) on instances of others: the fullest desk when a case costs each a different effort.

    python benchmarks/parallel_desks.py FILES [--seconds 60] [--workers 2] [--records records.csv] [--json]

Each file is one instance: jobs; machines; a row of processing times for each job. A job is a case, a machine a person
whose capacity is 1,000, so that the peak in per mille is the makespan itself; nothing is given up within a tolerance and
no ceiling binds. Best known values stand in records.csv beside the files, or where --records says.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allocator.domain.words import Text
from benchmarks._instances import Solved, arguments, show_solved
from benchmarks._reading import (
    Unreadable,
    best_known,
    expect_count,
    expect_from_nought,
    expect_sizes,
    read_numbers,
    records,
    told,
)
from solver.assignment import Instance, Result, solve
from solver.assignment.instance import HIGHEST_CEILING, PERMILLE
from solver.assignment.ready import make_ready
from solver.assignment.rules.load_rules import PeakLoad
from solver.assignment.rules.prefer import AssignedByPriority
from solver.search import Limits

TERMS = (AssignedByPriority(), PeakLoad())
SIZES = Text("件数、机数。", "the number of jobs and that of machines.")
TABLE = Text(
    "件数、机数各一个，每件在每机的用时各一个。", "jobs and machines, and the time of each job at each machine."
)
AMPLE = 40.0  # deterministic seconds for each wall second, so that the wall seconds are the limit


@dataclass(frozen=True)
class Desks:
    """An instance as its file gives it: minutes of each job (row) at each machine."""

    name: str
    minutes: npt.NDArray[np.int64]
    best_known: int | None


def main(given: Sequence[str] | None = None) -> None:
    """Solve each file within the seconds, which begin with the kernels made ready, and print the table."""
    asked = arguments(str(__doc__), given)
    with told():
        desks = [read(path, asked.records) for path in asked.files]
    show_solved("Unrelated parallel machines", [run(one, asked.seconds, asked.workers) for one in desks], asked)


def read(path: Path, recorded: Path | None) -> Desks:
    """Read an instance with its best known value; raises Unreadable."""
    numbers = read_numbers(path)
    jobs, machines = expect_sizes(path, numbers, SIZES)
    expect_count(path, numbers, 2 + jobs * machines, TABLE)
    expect_from_nought(path, numbers, Text("用时", "the times"))
    desks = numbers[2:].reshape(jobs, machines)
    if _early(desks) > HIGHEST_CEILING:
        wrong = Text(f"最晚完工超过 {HIGHEST_CEILING}。", f"the makespan is above {HIGHEST_CEILING}.")
        raise Unreadable(path, wrong, Text("请换用较大的时间单位。", "Give the times in a larger unit."))
    known = {row.get("instance"): row.get("best_known") for row in records(path, recorded)}
    return Desks(path.name, desks, best_known(path, known.get(path.name)))


def _early(minutes: npt.NDArray[np.int64]) -> int:
    """Give the makespan when one job after the other goes where it is done soonest."""
    load = np.zeros(minutes.shape[1], dtype=np.int64)
    for row in minutes:
        machine = int(np.argmin(load + row))
        load[machine] += row[machine]
    return int(load.max())


def office(desks: Desks) -> Instance:
    """Turn jobs and machines into cases and people, with a scale of load on which no ceiling binds."""
    cases, people = desks.minutes.shape
    options = cases * people
    return Instance(
        capacity=np.full(people, PERMILLE),
        held=np.zeros(people, dtype=np.int64),
        priority=np.zeros(cases, dtype=np.int64),
        option_case=np.repeat(np.arange(cases), people),
        option_lead=np.tile(np.arange(people), cases),
        charge_start=np.arange(options + 1),
        charge_person=np.tile(np.arange(people), cases),
        charge_minutes=desks.minutes.reshape(-1),
        option_misfit=np.zeros(options, dtype=np.int64),
        option_lot=np.zeros(options, dtype=np.int64),
        holder=np.full(cases, -1),
        ceiling=HIGHEST_CEILING,
        peak_tolerance=0,
    )


def run(desks: Desks, seconds: float, workers: int) -> Solved:
    """Solve one instance and check the answer against the file."""
    instance = office(desks)
    limits = Limits(seconds, deterministic=AMPLE * seconds, workers=workers)
    make_ready(instance)
    result = solve(instance, limits, seed=1, terms=TERMS)
    level = next(level for level in result.certificate.levels if level.name == "peak")
    found = makespan(desks, result) if (result.plan.chosen >= 0).all() else None
    shape = f"{desks.minutes.shape[0]} × {desks.minutes.shape[1]}"
    return Solved(desks.name, shape, found, level.bound, desks.best_known, result.certificate.milliseconds / 1000)


def makespan(desks: Desks, result: Result) -> int:
    """Add up the fullest desk of a plan from the file alone."""
    people = desks.minutes.shape[1]
    lead = result.plan.chosen % people
    minutes = desks.minutes[np.arange(len(lead)), lead]
    return int(np.bincount(lead, weights=minutes, minlength=people).max())


if __name__ == "__main__":
    main()
