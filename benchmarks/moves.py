"""Few moves against gain: the frontier of k = 0 to 10 moves over a stock of held cases, each point with its proven gap.

    python benchmarks/moves.py [--sizes 1535x25] [--most 10] [--seeds 3] [--above 60] [--json]

With `--above`, the cap of load is drawn so that so many per cent of the people stand above it: they take nothing more.
The rival is CP-SAT as most people would first write it, for each k on its own: one Boolean for each case and person, the
peak below one variable, at most k moves; two workers, and ten times the seconds the frontier took for all points.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from ortools.sat.python import cp_model

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._table import Row, parser, show, timed
from solver.assignment import Instance
from solver.assignment.frontier import Frontier, Moves, frontier
from solver.assignment.instance import permille
from solver.limits import Limits

TARGET_SECONDS, TARGET_GAP = 2, 5_000  # gap in millionths
PERMILLE, PER_CENT = 1000, 10_000
SECONDS, TIMES, WORKERS = 60, 10, 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw stocks, find each frontier, let the rival find its last point, print."""
    asked = parser(str(__doc__))
    asked.add_argument("--sizes", nargs="+", default=["1535x25"])
    asked.add_argument("--most", type=int, default=10)
    asked.add_argument("--seeds", type=int, default=3)
    asked.add_argument("--above", type=int, default=0, help="per cent of the people above the cap of load")
    options = asked.parse_args(arguments)
    rows = [_row(size, seed, options.most, options.above) for size in options.sizes for seed in range(options.seeds)]
    show("few moves against gain", rows, as_json=options.json)


def _row(size: str, seed: int, most: int, above: int) -> Row:
    cases, people = (int(part) for part in size.split("x"))
    moves = Moves.of(overloaded(a_stock(seed, cases, people), above))
    found, seconds = timed(lambda: frontier(moves, most, Limits(SECONDS), seed))
    rival, rival_seconds = timed(lambda: naive_peak(moves, most, max(1.0, TIMES * seconds)))
    value = f"{seconds:.2f} s for all points, worst gap {worst_gap(found) / PER_CENT:.2f} %, peak {_peak(found)}"
    target = f"< {TARGET_SECONDS} s, gap <= {TARGET_GAP / PER_CENT:.1f} %"
    told = "none found" if rival is None else f"peak {rival} in {rival_seconds:.1f} s, last point alone"
    return Row(f"frontier to {most} moves, stock {seed}", size, value, target, told, rival_seconds / seconds)


def worst_gap(found: Frontier) -> int:
    """Give the widest gap of any point on peak or spread, in millionths of the value."""
    return max(level.gap for point in found.points for level in point.levels)


def _peak(found: Frontier) -> int:
    return found.points[-1].levels[-2].value


def a_stock(seed: int, cases: int, people: int) -> Instance:
    """Draw held cases: some people hold more than others; about two in five of the others might have each case."""
    chance = np.random.default_rng(seed)
    capacity = chance.integers(24_000, 44_000, people)
    holder = chance.choice(people, cases, p=chance.dirichlet(np.full(people, 8.0)))
    minutes = np.maximum(10, chance.lognormal(5.6, 0.5, cases).astype(np.int64))
    others = [np.flatnonzero((chance.random(people) < 0.4) & (np.arange(people) != lead)) for lead in holder]
    leads = [[int(lead), *found.tolist()] for lead, found in zip(holder, others, strict=True)]
    pairs = [(case, lead) for case, found in enumerate(leads) for lead in found]
    charges = [_charges(chance, lead, int(minutes[case]), people) for case, lead in pairs]
    none = np.zeros(len(pairs), dtype=np.int64)
    return Instance(
        capacity=capacity,
        held=capacity // 10,
        priority=np.zeros(cases, dtype=np.int64),
        option_case=np.array([case for case, _ in pairs]),
        option_lead=np.array([lead for _, lead in pairs]),
        charge_start=np.cumsum([0, *(len(part) for part in charges)]),
        charge_person=np.array([person for part in charges for person, _ in part]),
        charge_minutes=np.array([count for part in charges for _, count in part]),
        option_misfit=none,
        option_lot=none,
        holder=holder,
        ceiling=10 * PERMILLE,
        peak_tolerance=0,
        spread_tolerance=0,
        misfit_tolerance=0,
    )


def overloaded(instance: Instance, above: int) -> Instance:
    """Lower the cap of load until so many per cent of the people stand above it, where they may stay."""
    present = Moves.of(instance).present
    loads = np.sort(permille(present, instance.capacity))
    place = (len(loads) - 1) * (100 - above) // 100
    return replace(instance, present=present, ceiling=int(loads[place])) if above else instance


def _charges(chance: np.random.Generator, lead: int, minutes: int, people: int) -> list[tuple[int, int]]:
    helper = (lead + 1) % people
    return [(lead, minutes)] + ([(helper, minutes * 2 // 5)] if chance.random() < 0.4 and helper != lead else [])


def naive_peak(moves: Moves, most: int, seconds: float) -> int | None:
    """Let CP-SAT bring the peak down with at most so many moves; None when it finds nothing in time."""
    instance, model = moves.instance, cp_model.CpModel()
    take = [model.new_bool_var("") for _ in range(instance.options)]
    for case in range(instance.cases):
        model.add_exactly_one([take[option] for option in instance.options_of(case).tolist()])
    away = [take[option] for option in moves.option.tolist()]
    model.add(cp_model.LinearExpr.sum(away) <= most)
    peak = model.new_int_var(0, 100 * PERMILLE, "")
    for person in range(instance.people):
        mine = np.flatnonzero(instance.charge_person == person)
        options = [take[option] for option in instance.charge_option[mine].tolist()]
        load = cp_model.LinearExpr.weighted_sum(options, instance.charge_minutes[mine].tolist())
        model.add(peak * int(instance.capacity[person]) >= PERMILLE * (load + int(instance.held[person])))
        model.add(load + int(instance.held[person]) <= int(moves.limit[person]))
    model.minimize(peak)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = WORKERS, seconds
    status = solver.solve(model)
    return round(solver.objective_value) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


if __name__ == "__main__":
    main()
