"""What offices do instead of a plan, on the same months: how far peak and spread lie above what is proven possible.

    python benchmarks/policies.py [--cases 150] [--seeds 1 2 3 4 5] [--seconds 10] [--json]

Each policy gives the month's filings out one by one in the order they came, to people the rules allow: in turn
(round-robin), by lot weighted with the time people have, to who has the fewest cases, to who is least loaded, and to the
first of our own recommendation for a single case. The floor is the bound a search has proven for each level with nothing
but the assignment held above it, so that no policy can lie below it.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allocator.decisions.allocation.translate import translate
from allocator.decisions.recommendation.recommendation import rank
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.files.office import read_office
from benchmarks._table import Row, parser, show
from benchmarks.allocation import lots, waiting
from fixtures.guyang_month import GUYANG
from solver.assignment import Instance, Plan, score, solve
from solver.assignment.rules.load_rules import EvenLoad, PeakLoad
from solver.assignment.rules.prefer import AssignedByPriority
from solver.assignment.rules.rule import Prefer
from solver.search import Limits

DAY = date(2022, 9, 30)
MEASURED: Mapping[str, Prefer] = {"peak": PeakLoad(), "spread": EvenLoad()}
PER_CENT = 100


@dataclass
class Desks:
    """A month as it is given out: everybody's minutes and cases so far."""

    instance: Instance
    chance: np.random.Generator
    load: np.ndarray[tuple[int], np.dtype[np.int64]] = field(init=False)
    cases: list[int] = field(init=False)
    last: int = -1

    def __post_init__(self) -> None:
        """Begin with what is held."""
        self.load, self.cases = self.instance.held.copy(), [0] * self.instance.people

    def take(self, option: int) -> None:
        """Give a case out."""
        places = self.instance.charges_of(np.array([option]))
        np.add.at(self.load, self.instance.charge_person[places], self.instance.charge_minutes[places])
        self.last = int(self.instance.option_lead[option])
        self.cases[self.last] += 1


Policy = Callable[[Desks, list[int]], int]


def round_robin(desks: Desks, options: list[int]) -> int:
    """The next in turn after whoever had the last case."""
    people = desks.instance.people
    return min(options, key=lambda option: (int(desks.instance.option_lead[option]) - desks.last - 1) % people)


def weighted_random(desks: Desks, options: list[int]) -> int:
    """By lot, everybody with as many lots as minutes."""
    weights = desks.instance.capacity[desks.instance.option_lead[options]].astype(np.float64)
    return int(desks.chance.choice(options, p=weights / weights.sum()))


def fewest_cases(desks: Desks, options: list[int]) -> int:
    """Whoever had the fewest cases so far."""
    return min(options, key=lambda option: (desks.cases[int(desks.instance.option_lead[option])], option))


def least_loaded(desks: Desks, options: list[int]) -> int:
    """Whoever has the lowest load now, as a share of the own time."""

    def load(option: int) -> tuple[float, int]:
        lead = int(desks.instance.option_lead[option])
        return float(desks.load[lead] / max(1, desks.instance.capacity[lead])), option

    return min(options, key=load)


POLICIES: Mapping[str, Policy] = {
    "round-robin": round_robin,
    "weighted random": weighted_random,
    "fewest cases": fewest_cases,
    "least loaded": least_loaded,
}


@dataclass(frozen=True)
class Month:
    """One month: its cases in the order they came, the office, the instance, and the proven floor of each level."""

    cases: tuple[CaseToPlace, ...]
    snapshot: Snapshot
    instance: Instance
    floor: Mapping[str, int]


def main(arguments: Sequence[str] | None = None) -> None:
    """Give out each month by each policy, and print how far above the floor that is."""
    asked = parser(str(__doc__))
    asked.add_argument("--cases", type=int, default=150, help="filings of a month")
    asked.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5], help="one month for each")
    asked.add_argument(
        "--seconds", type=float, default=10, help="most seconds for each level's floor, and for our plan"
    )
    options = asked.parse_args(arguments)
    months = [month_of(options.cases, seed, options.seconds) for seed in options.seeds]
    plans = [
        {**by_policies(month, seed), "one-by-one best": one_by_one(month)}
        for month, seed in zip(months, options.seeds, strict=True)
    ]
    ours = [solve(month.instance, Limits(options.seconds), 1).plan for month in months]
    rows = [row for name in plans[0] for row in _rows(name, [found[name] for found in plans], ours, months)]
    size = f"{len(months)} month(s) of {options.cases} filings"
    notes = [f"{size}; worst month in brackets; above the floor in per cent of the floor", _left_out(plans)]
    show("Against what offices do", [replace(row, size=size) for row in rows], as_json=options.json, notes=notes)


def month_of(count: int, seed: int, seconds: float) -> Month:
    """Draw a month and prove its floors."""
    read = read_office(GUYANG, DAY)
    snapshot = Snapshot(read.office, read.rulebook, DAY)
    cases = waiting(count, seed, snapshot.office, snapshot.rulebook)
    instance = translate(cases, snapshot, lots).instance
    instance = replace(instance, peak_tolerance=0, spread_tolerance=0)
    return Month(cases, snapshot, instance, {name: floor(instance, name, seconds) for name in MEASURED})


def floor(instance: Instance, level: str, seconds: float) -> int:
    """Prove how low a level can be with every case placed that can be."""
    found = solve(instance, Limits(seconds), 1, terms=(AssignedByPriority(), MEASURED[level]))
    return next(item.bound for item in found.certificate.levels if item.name == level)


def by_policies(month: Month, seed: int) -> dict[str, Plan]:
    """Give the month out by each policy."""
    return {name: give_out(month.instance, policy, seed) for name, policy in POLICIES.items()}


def give_out(instance: Instance, policy: Policy, seed: int) -> Plan:
    """Give every case to one of those who may have it; the cap on load is not looked at, as it is not in such offices."""
    desks, chosen = Desks(instance, np.random.default_rng(seed)), np.full(instance.cases, -1, dtype=np.int64)
    for case in range(instance.cases):
        options = instance.options_of(case)
        options = options[instance.capacity[instance.option_lead[options]] > 0]
        if len(options):
            chosen[case] = policy(desks, options.tolist())
            desks.take(int(chosen[case]))
    return Plan(chosen)


def one_by_one(month: Month) -> Plan:
    """Give each case to the first of its own recommendation, with all before it in the loads."""
    instance, snapshot = month.instance, month.snapshot
    place = {officer.code: number for number, officer in enumerate(snapshot.office.officers)}
    chosen, held = np.full(instance.cases, -1, dtype=np.int64), dict(snapshot.held)
    for number, case in enumerate(month.cases):
        candidates = rank(case, replace(snapshot, held=held)).candidates
        if candidates:
            best = candidates[0]
            options = instance.options_of(number)
            chosen[number] = options[instance.option_lead[options] == place[best.officer]][0]
            held = {**held, **{holder: held.get(holder, 0) + count for holder, count in best.charges.items()}}
    return Plan(chosen)


def _rows(name: str, plans: Sequence[Plan], ours: Sequence[Plan], months: Sequence[Month]) -> list[Row]:
    return [_row(name, level, plans, ours, months) for level in MEASURED]


def _row(name: str, level: str, plans: Sequence[Plan], ours: Sequence[Plan], months: Sequence[Month]) -> Row:
    theirs, own = _above(level, plans, months), _above(level, ours, months)
    return Row(f"{name}: {level}", "", _told(theirs), "the floor, 0 %", f"batch plan {_told(own)}", None)


def _above(level: str, plans: Sequence[Plan], months: Sequence[Month]) -> list[float]:
    values = [score(month.instance, plan)[level] for plan, month in zip(plans, months, strict=True)]
    floors = [max(1, month.floor[level]) for month in months]
    return [PER_CENT * (value - least) / least for value, least in zip(values, floors, strict=True)]


def _left_out(plans: Sequence[Mapping[str, Plan]]) -> str:
    """Say how many cases each policy left without anybody, for one that gives out less looks more even."""
    counts = {name: sum(int((found[name].chosen < 0).sum()) for found in plans) for name in plans[0]}
    return "cases left out: " + ", ".join(f"{name} {count}" for name, count in counts.items())


def _told(shares: Sequence[float]) -> str:
    return f"+{sum(shares) / len(shares):.1f} % (+{max(shares):.1f} %)"


if __name__ == "__main__":
    main()
