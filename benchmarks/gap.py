"""Generalized assignment on instances of others: what the assignment solver finds and proves, beside the best known.

    python benchmarks/gap.py FILES [--seconds 60] [--workers 2] [--records records.csv] [--profits] [--json]

Each file is one instance. Format "orlibrary": agents and items; a table of costs and one of resources, a row for each
agent; the agents' capacities. A file of several begins with how many there are; they are named by the file and a number
from 0 on. Format "standard": agents and items; capacities; resource and cost of each item with each agent. An item is a
case, an agent a person, an option charges its lead alone; every item has to be placed, then the misfit is brought down.
--profits says that the files give profits to be made large: they become misfits (the largest profit less the profit)
and are printed as profits. Formats and best known values stand in records.csv beside the files, or where --records
says; without it the format is "orlibrary" and that column is blank.
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
    best_known,
    expect_count,
    expect_from_nought,
    expect_sizes,
    read_numbers,
    records,
    told,
)
from solver.assignment import Instance, Result, solve
from solver.assignment.instance import PERMILLE
from solver.assignment.ready import make_ready
from solver.assignment.rules.prefer import AssignedByPriority, BestFit
from solver.search import Limits

Table = npt.NDArray[np.int64]
TERMS = (AssignedByPriority(), BestFit())
SIZES = Text("人数、件数。", "the number of agents and that of items.")
TABLES = Text(
    "人数、件数各一个，费用、用量每人每件各一个，容量每人一个。",
    "agents and items, a cost and a resource for each agent with each item, and a capacity for each agent.",
)
AMPLE = 40.0  # deterministic seconds for each wall second, so that the wall seconds are the limit


@dataclass(frozen=True)
class Agents:
    """An instance as its file gives it; `profits` says that the costs are profits, to be made large."""

    name: str
    costs: Table
    resources: Table
    capacities: Table
    profits: bool
    best_known: int | None

    @property
    def misfits(self) -> Table:
        """What is to be made small."""
        return self.costs.max() - self.costs if self.profits else self.costs - self._least

    def value(self, misfit: int) -> int:
        """Give a misfit in the sense of the file."""
        items = int(self.costs.shape[1])
        return int(self.costs.max()) * items - misfit if self.profits else misfit + self._least * items

    @property
    def _least(self) -> int:
        """Give the lowest cost where it is below nothing: misfits are not."""
        return min(0, int(self.costs.min()))


def main(given: Sequence[str] | None = None) -> None:
    """Solve each file within the seconds, which begin with the kernels made ready, and print the table."""
    asked = arguments(str(__doc__), given, ("--profits", "make the values large instead of small"))
    with told():
        agents = [one for path in asked.files for one in read(path, asked.records, profits=asked.profits)]
    show_solved("Generalized assignment", [run(one, asked.seconds, asked.workers) for one in agents], asked)


def read(path: Path, recorded: Path | None, *, profits: bool) -> list[Agents]:
    """Read the instances of a file with their formats and best known values; raises Unreadable."""
    known = {Path(row.get("Path") or "").name: row for row in records(path, recorded)}
    parts = _parted(read_numbers(path))
    names = [path.name] if len(parts) == 1 else [f"{path.stem}-{number}" for number in range(len(parts))]
    return [
        _one(path, name, part, known.get(name, {}), profits=profits) for name, part in zip(names, parts, strict=True)
    ]


def _parted(numbers: Table) -> list[Table]:
    """Divide a file that begins with how many instances there are; any other stays whole."""
    parts, at = [], 1
    while len(numbers) > at + 1 and min(numbers[at : at + 2]) > 0:
        end = at + _length(*numbers[at : at + 2].tolist())
        parts.append(numbers[at:end])
        at = end
    return parts if at == len(numbers) and numbers[0] == len(parts) else [numbers]


def _length(people: int, items: int) -> int:
    """Say how many numbers an instance has."""
    return 2 + 2 * people * items + people


def _one(path: Path, name: str, numbers: Table, record: dict[str, str], *, profits: bool) -> Agents:
    """Read one instance; raises Unreadable."""
    people, items = expect_sizes(path, numbers, SIZES)
    expect_count(path, numbers, _length(people, items), TABLES)
    if record.get("Format") == "standard":
        capacities, pairs = numbers[2 : 2 + people], numbers[2 + people :].reshape(items, people, 2)
        costs, resources = pairs[:, :, 1].T, pairs[:, :, 0].T
    else:
        costs, resources = numbers[2 : 2 + 2 * people * items].reshape(2, people, items)
        capacities = numbers[2 + 2 * people * items :]
    expect_from_nought(path, resources, Text("资源用量", "what items take"))
    expect_from_nought(path, capacities, Text("容量", "the capacities"))
    return Agents(
        name, costs, resources, capacities, profits, best_known(path, record.get("Best known solution value"))
    )


def office(agents: Agents) -> Instance:
    """Turn agents and items into people and cases."""
    people, cases = agents.costs.shape
    options = people * cases
    fine = 1 if (agents.capacities > 0).all() else 2  # whoever has no capacity may still have items that take nothing
    lead = np.tile(np.arange(people), cases)
    return Instance(
        capacity=fine * agents.capacities + (fine - 1),
        held=np.zeros(people, dtype=np.int64),
        priority=np.zeros(cases, dtype=np.int64),
        option_case=np.repeat(np.arange(cases), people),
        option_lead=lead,
        charge_start=np.arange(options + 1),
        charge_person=lead,
        charge_minutes=fine * agents.resources.T.reshape(-1),
        option_misfit=agents.misfits.T.reshape(-1),
        option_lot=np.zeros(options, dtype=np.int64),
        holder=np.full(cases, -1),
        ceiling=PERMILLE,
        misfit_tolerance=0,
    )


def run(agents: Agents, seconds: float, workers: int) -> Solved:
    """Solve one instance and check the answer against the file."""
    instance = office(agents)
    limits = Limits(seconds, deterministic=AMPLE * seconds, workers=workers)
    make_ready(instance)
    result = solve(instance, limits, seed=1, terms=TERMS)
    placed, level = result.certificate.levels
    found = agents.value(check(agents, result)) if (result.plan.chosen >= 0).all() else None
    bound = None if found is None else agents.value(level.bound)
    shape = f"{agents.costs.shape[1]} × {agents.costs.shape[0]}"
    took = result.certificate.milliseconds / 1000
    return Solved(agents.name, shape, found, bound, agents.best_known, took, impossible=placed.bound > 0)


def check(agents: Agents, result: Result) -> int:
    """Add up the misfit of a plan from the file alone; refuse one that leaves an agent over its capacity."""
    lead = result.plan.chosen % len(agents.capacities)
    items = np.arange(len(lead))
    used = np.bincount(lead, weights=agents.resources[lead, items], minlength=len(agents.capacities))
    if (used > agents.capacities).any():
        raise ValueError(f"The plan for {agents.name} leaves an agent over its capacity.")
    return int(agents.misfits[lead, items].sum())


if __name__ == "__main__":
    main()
