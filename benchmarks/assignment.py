"""The solver alone on synthetic offices of any size: seconds, gap and memory, beside CP-SAT written as most people would.

    python benchmarks/assignment.py [--sizes M L XL province] [--seconds 10] [--seed 1] [--rival 60] [--json]

M is 1,535 cases × 25 people, L 10,000 × 100, XL 100,000 × 500; province is 100 courts of size L, two at a time. The
translation of kernels to machine code is a row of its own: it happens once on a machine. `--rival 0` leaves the rival out.
"Near enough" is processor time until every level but the lots, which are no aim, is within its tolerance or 0.3 % of its bound.
"""

import multiprocessing
import resource
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._naive import Found, naive_plans
from benchmarks._offices import an_office
from benchmarks._table import Row, parser, show, timed
from solver.assignment import Instance, Result, score, solve
from solver.assignment.ready import make_ready
from solver.search import LevelResult, Limits, Progress

SIZES = {"M": (1_535, 25), "L": (10_000, 100), "XL": (100_000, 500)}
COURTS = 100
MILLION, KIBI = 10**6, 1024
COMPARED = ("peak", "misfit")  # what the rival knows of, besides cases assigned
WORKERS = 2
NEAR = 3_000  # millionths of its value by which a level may lie above its bound to be near enough
NO_AIM = "lots"


class Clock:
    """Notes the processor seconds at which each level was first near its bound, or last told of."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._near: set[str] = set()
        self._began = process_time()

    def __call__(self, progress: Progress) -> None:
        """Note where the search stands."""
        if progress.level not in self._near:
            self.seconds[progress.level] = process_time() - self._began
        if (progress.value - progress.bound) * MILLION <= NEAR * progress.value:
            self._near.add(progress.level)


@dataclass(frozen=True)
class Measured:
    """One office: what was found, seconds to build it, to solve it, to name it by its digest, and by level (see Clock)."""

    instance: Instance
    result: Result
    building: float
    solving: float
    naming: float
    clock: Clock


def main(arguments: Sequence[str] | None = None) -> None:
    """Solve each size, let the rival try the first of them, print."""
    asked = parser(str(__doc__))
    asked.add_argument("--sizes", nargs="+", default=["M"], choices=[*SIZES, "province"])
    asked.add_argument("--seconds", type=float, default=10.0, help="most seconds for each office")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--rival", type=float, default=60.0, help="seconds the rival may take on the first size")
    options = asked.parse_args(arguments)
    rows = [_translation()]
    for place, size in enumerate(options.sizes):
        if size == "province":
            rows += _province(options.seed, options.seconds)
            continue
        measured = measure(*SIZES[size], options.seed, options.seconds)
        rival = naive_plans(measured.instance, options.rival)[0] if options.rival and not place else None
        rows += _rows(size, measured, rival)
    show("Assignment, the solver alone", rows, as_json=options.json, notes=[])


def _translation() -> Row:
    small = an_office(60, 8, 1)
    took = timed(lambda: solve(small, Limits(seconds=600, deterministic=0.2), 1))[1]
    return Row("first plan of a process", "60 × 8", f"{took:.1f} s", "kernels translated or loaded", "-", None)


def measure(cases: int, people: int, seed: int, seconds: float) -> Measured:
    """Build an office and solve it."""
    instance, building = timed(lambda: an_office(cases, people, seed))
    naming = timed(lambda: instance.digest)[1]
    make_ready(instance)
    clock = Clock()
    result, solving = timed(lambda: solve(instance, Limits(seconds=seconds), seed, clock))
    return Measured(instance, result, building, solving, naming, clock)


def _rows(size: str, measured: Measured, rival: list[Found] | None) -> list[Row]:
    label = f"{size} {measured.instance.cases:,} × {measured.instance.people}"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIBI
    besides = f"built in {measured.building:.2f} s, named in {measured.naming:.2f} s, {memory:,.0f} MB at most"
    rows = [Row("solve", label, f"{measured.solving:.2f} s", besides, _told(rival), None), _near(label, measured)]
    for level in measured.result.certificate.levels:
        bound = f"bound {level.bound:,}, gap {100 * level.gap / MILLION:.2f} %"
        theirs = score(measured.instance, rival[-1].plan)[level.name] if rival else None
        ratio = theirs / level.value if theirs and level.value and level.name in COMPARED else None
        rows.append(Row(f"  {level.name}", label, f"{level.value:,} {level.unit}", bound, _number(theirs), ratio))
    return rows if rival is None else [*rows, _sooner(label, measured, rival)]


def _near(label: str, measured: Measured) -> Row:
    """Say after how much processor time every level was near enough, or which never were."""
    aims = [level for level in measured.result.certificate.levels if level.name != NO_AIM]
    far = [f"{level.name} {100 * level.gap / MILLION:.2f} %" for level in aims if not _is_near(level)]
    seconds = max(measured.clock.seconds[level.name] for level in aims)
    return Row("  near enough", label, f"{seconds:.2f} s" if not far else "never", ", ".join(far) or "-", "-", None)


def _is_near(level: LevelResult) -> bool:
    return level.gap <= NEAR or level.status != "within limits"


def _sooner(label: str, measured: Measured, rival: list[Found]) -> Row:
    """Say when the rival had a plan as good as ours in all it knows of; if never, it took more than all its time."""
    names = [
        *(level.name for level in measured.result.certificate.levels if level.name.startswith("assigned")),
        *COMPARED,
    ]
    ours = score(measured.instance, measured.result.plan)
    for found in rival:
        theirs = score(measured.instance, found.plan)
        if all(theirs[name] <= ours[name] for name in names):
            beside, seconds = f"{found.seconds:.1f} s", found.seconds
            break
    else:
        seconds = rival[-1].seconds if rival else 0.0
        beside = f"not by its last plan at {seconds:.1f} s"
    return Row("time to that value", label, f"{measured.solving:.2f} s", "-", beside, seconds / measured.solving)


def _told(rival: list[Found] | None) -> str:
    if rival is None:
        return "-"
    return f"naive CP-SAT: first plan {rival[0].seconds:.1f} s, last {rival[-1].seconds:.1f} s" if rival else "no plan"


def _number(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"


def _province(seed: int, seconds: float) -> list[Row]:
    """Solve a hundred courts, two at a time; the seconds of building and solving are added up by court."""
    share = seconds / COURTS * WORKERS
    courts = [(seed + court, share) for court in range(COURTS)]
    with multiprocessing.get_context("spawn").Pool(WORKERS) as pool:
        found, took = timed(lambda: pool.starmap(_court, courts))
    solving, gaps = sum(item[0] for item in found), sorted(item[1] for item in found)
    label = f"{COURTS} × L"
    target = f"solving alone {solving / WORKERS:.1f} s a core"
    middle = f"{100 * gaps[COURTS // 2] / MILLION:.2f} %"
    return [
        Row("province", label, f"{took:.1f} s", target, "-", None),
        Row("  misfit gap, middle and worst", label, middle, f"{100 * gaps[-1] / MILLION:.2f} %", "-", None),
    ]


def _court(seed: int, seconds: float) -> tuple[float, int]:
    measured = measure(*SIZES["L"], seed, seconds)
    gap = next(level.gap for level in measured.result.certificate.levels if level.name == "misfit")
    return measured.solving, gap


if __name__ == "__main__":
    main()
