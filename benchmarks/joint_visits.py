"""Joint visits of others (two people at one visit, skills, windows, travel) through the solver of field work.

    python benchmarks/joint_visits.py DIR [--seconds 30] [--json]

DIR holds instances of home care with simultaneous and sequential visits (JSON) and `records.csv` with the best known
values. Cost = (distance + largest tardiness + all tardiness) / 3, worked out from the file alone; a visit of two is served
by two people.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allocator.domain.words import Text
from benchmarks._reading import Unreadable, records, told
from benchmarks._table import print_machine, print_table
from benchmarks._visits import files_of, read_visits
from solver.fieldwork import MUST, Instance, Plan, solve
from solver.fieldwork.instance import shortest
from solver.fieldwork.ready import make_ready
from solver.fieldwork.rules.prefer import JOINT_VISITS
from solver.limits import Limits

SCALE = 1000  # the files give three places after the point
AMPLE = 8.0  # seconds of the clock at most for each asked for: a walk that is cut does not cool
LAST = 100_000 * SCALE  # nobody is out so long


@dataclass(frozen=True)
class Visited:
    """What came out for one file."""

    name: str
    cost: float
    bound: float
    best_known: float | None
    seconds: float
    lawful: bool

    @property
    def behind(self) -> float | None:
        """How far above the best known value, in per cent."""
        return None if self.best_known is None else (self.cost / self.best_known - 1) * 100


def main(given: Sequence[str] | None = None) -> None:
    """Solve each file within the seconds, and print the table."""
    asked = arguments(given)
    with told():
        visits = {path: read_visits(path) for path in files_of(asked.folder)}
        known = {row.get("instance"): _cost(asked.folder, row) for row in records(asked.folder / "any", None)}
    make_ready()
    found = [run(path.stem, one, asked.seconds, asked.steps, known.get(path.name)) for path, one in visits.items()]
    if asked.json:
        print(json.dumps([vars(one) for one in found], indent=1))
        return
    print_machine()
    head = ("instance", "cost", "bound", "best known", "behind", "lawful", "CPU s")
    print_table(head, [_row(one) for one in found])


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """Read what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--steps", type=float, default=1.0, help="deterministic seconds for each wall second")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(given)


def _cost(folder: Path, row: dict[str, str]) -> float:
    """Read a best known cost; raises Unreadable."""
    try:
        return float(row.get("best_known_cost") or "")
    except ValueError as error:
        wrong = Text("records.csv 缺少 best_known_cost。", "records.csv lacks a best_known_cost.")
        raise Unreadable(folder, wrong, Text("请更正该行。", "Correct the row.")) from error


def _row(one: Visited) -> tuple[str, ...]:
    known = "-" if one.best_known is None else f"{one.best_known:.2f}"
    behind = "-" if one.behind is None else f"{one.behind:+.2f} %"
    return (one.name, f"{one.cost:.2f}", f"{one.bound:.2f}", known, behind, str(one.lawful), f"{one.seconds:.1f}")


def run(name: str, given: dict[str, Any], seconds: float, steps: float, best_known: float | None) -> Visited:
    """Solve one file and work the cost out from the file alone."""
    instance, began = translate(given), process_time()
    result = solve(instance, Limits(AMPLE * seconds, deterministic=steps * seconds), seed=1, terms=JOINT_VISITS)
    bound = next(level.bound for level in result.certificate.levels if level.name == "rounds")
    lawful = not any(result.matches[rule.name] for rule in MUST) and -1 not in result.plan.trip
    cost = worked_out(given, instance, result.plan)
    return Visited(name, cost, bound / 3 / SCALE, best_known, process_time() - began, lawful)


def translate(given: dict[str, Any]) -> Instance:
    """Turn patients, services and caregivers into errands in parts and vehicles."""
    patients, able = given["patients"], [set(one["abilities"]) for one in given["caregivers"]]
    asked = [(number, one) for number, patient in enumerate(patients) for one in patient["required_caregivers"]]
    parts, people = len(asked), len(able)
    nothing, errand = np.zeros(parts, dtype=np.int64), np.array([number for number, _ in asked])
    windows = np.array([patients[number]["time_window"] for number, _ in asked])
    serves = [sum(1 << who for who, own in enumerate(able) if one["service"] in own) for _, one in asked]
    return Instance(
        travel=shortest(_scaled(given["distances"]).ravel(), len(given["distances"])),
        day_opens=np.array([0]),
        day_closes=np.array([LAST]),
        person_skills=nothing[:0],
        hard_held=nothing[:0],
        hard_limit=nothing[:0],
        vehicle_seats=np.zeros(people, dtype=np.int64),
        vehicle_driver=np.full(people, -1),
        errand_rank=np.zeros(len(patients), dtype=np.int64),
        errand_kind=np.zeros(len(patients), dtype=np.int64),
        part_errand=errand,
        part_place=errand + 1,
        part_minutes=_scaled([one["duration"] for _, one in asked]),
        part_due=_scaled(windows[:, 1]),
        part_seats=nothing,
        part_vehicles=np.array(serves),
        part_hard=nothing,
        window_part=np.arange(parts),
        window_opens=_scaled(windows[:, 0]),
        window_closes=np.full(parts, LAST),
        **_meetings(patients, errand),
    )


def _scaled(values: Any) -> Any:
    return np.rint(np.array(values, dtype=float) * SCALE).astype(np.int64)


def _meetings(patients: list[dict[str, Any]], errand: Any) -> dict[str, Any]:
    rows = []
    for number, patient in enumerate(patients):
        parts = np.flatnonzero(errand == number).tolist()
        if len(parts) > 1:
            least, most = patient["synchronization"].get("distance", (0, 0))
            rows.append((*parts, round(least * SCALE), round(most * SCALE)))
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return dict(zip(("sync_first", "sync_second", "sync_least", "sync_most"), columns, strict=True))


def worked_out(given: dict[str, Any], instance: Instance, plan: Plan) -> float:
    """Work the cost out by the distances and windows of the file."""
    ways, distance = given["distances"], 0.0
    for stops in plan.stops:
        places = [0, *(int(instance.part_place[part]) for part in stops), 0]
        distance += sum(ways[one][other] for one, other in pairwise(places))
    patients = given["patients"]
    late = [
        max(0.0, plan.start[part] / SCALE - patients[int(instance.part_errand[part])]["time_window"][1])
        for part in plan.placed
    ]
    return float(distance + max(late, default=0.0) + sum(late)) / 3


if __name__ == "__main__":
    main()
