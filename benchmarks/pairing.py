"""Pairs of mentor and apprentice: how many have a mentor, how busy the busiest is, how many pairs would not last.

    python benchmarks/pairing.py [--sizes 8 36] [--mentors 6 25] [--offices 5] [--seconds 20] [--json]

The rivals are deferred acceptance alone, with ties broken by lot, and what offices do by hand: apprentices in turn take
the mentor they like best among those with a place. All see the same wishes: three ranked names a person, popular mentors
likelier, the rest liked alike; six pairs in ten are out of reach (team, refusal).
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._table import Row, parser, show, timed
from solver.limits import Limits
from solver.pairing import Instance, Pair, Plan, solve
from solver.pairing.acceptance import accept
from solver.pairing.plan import blocking
from solver.pairing.rules.prefer import BusiestMentor, EverybodyPaired, LightShoulders
from solver.search import Certificate

RANKED, PLACES, REACH = 3, 2, 0.4
HOURS_OF_ONE, LEAST, MOST = (
    2_880,
    9_000,
    22_000,
)  # minutes of a horizon: one apprentice's, and a mentor's available ones
LAST_LOT = 2**20
SLOWEST = 6
MEASURED = (EverybodyPaired(), BusiestMentor(), LightShoulders())


def main(arguments: Sequence[str] | None = None) -> None:
    """Pair some offices of each size three ways, print."""
    asked = parser(str(__doc__))
    asked.add_argument("--sizes", type=int, nargs="+", default=[8, 36], help="apprentices")
    asked.add_argument("--mentors", type=int, nargs="+", default=[6, 25], help="mentors for each size")
    asked.add_argument("--offices", type=int, default=5, help="random offices of each size")
    asked.add_argument("--seconds", type=int, default=20, help="most seconds for each office")
    options = asked.parse_args(arguments)
    rows: list[Row] = []
    for size, mentors in zip(options.sizes, options.mentors, strict=True):
        rows += compare([an_office(seed, size, mentors) for seed in range(options.offices)], options.seconds)
    show("Pairing", rows, as_json=options.json)


def an_office(seed: int, apprentices: int, mentors: int) -> Instance:
    """Draw an office: mentors' hours, wishes of both sides, who is out of reach."""
    chance = np.random.default_rng(seed)
    minutes = chance.integers(LEAST, MOST, mentors)
    held = (minutes * chance.uniform(0.3, 1.0, mentors)).astype(np.int64)
    popular = 1 / (1 + chance.permutation(mentors))
    wishes = [_list(chance, mentors, popular / popular.sum()) for _ in range(apprentices)]
    regards = [_list(chance, apprentices, np.full(apprentices, 1 / apprentices)) for _ in range(mentors)]
    pairs = [
        Pair(one, other, wishes[one][other], regards[other][one], int(chance.integers(LAST_LOT)))
        for one in range(apprentices)
        for other in range(mentors)
        if chance.random() < REACH
    ]
    loads = [_loads(int(own), int(had)) for own, had in zip(minutes, held, strict=True)]
    return Instance(apprentices, tuple(pairs), (PLACES,) * mentors, tuple(loads), (-1,) * apprentices)


def _list(chance: np.random.Generator, others: int, likely: np.ndarray) -> dict[int, int]:
    ranked = chance.choice(others, min(RANKED, others), replace=False, p=likely).tolist()
    return {other: ranked.index(other) + 1 if other in ranked else RANKED + 1 for other in range(others)}


def _loads(minutes: int, held: int) -> tuple[int, ...]:
    return tuple(-(-(held + HOURS_OF_ONE * (place + 1)) * 1000 // minutes) for place in range(PLACES))


def in_turn(instance: Instance) -> Plan:
    """Pair as by hand: each apprentice takes the mentor liked best among those with a place."""
    free, chosen = list(instance.slots), []
    for own in instance.of_apprentice:
        open_ = [number for number in own if free[instance.pairs[number].mentor]]
        best = min(open_, key=lambda number: (instance.pairs[number].wish, instance.pairs[number].lot), default=-1)
        if best >= 0:
            free[instance.pairs[best].mentor] -= 1
        chosen.append(best)
    return Plan(tuple(chosen))


def compare(offices: Sequence[Instance], seconds: int) -> list[Row]:
    """Give a row for each thing measured, the mean over the offices; and how much of it is proven."""
    limits = Limits(seconds=SLOWEST * seconds, deterministic=seconds)
    found = [timed(lambda office=office: solve(office, limits, 1)) for office in offices]  # type: ignore[misc]
    ours = [result.plan for result, _ in found]
    asked, hand = [accept(office) for office in offices], [in_turn(office) for office in offices]
    size = f"{offices[0].apprentices} × {offices[0].mentors}, {len(offices)} offices"
    rows = [
        Row(
            f"{term.level} ({term.unit})", size, f"{_mean(offices, ours, term):,.1f}",
            f"{_bound([result.certificate for result, _ in found], term.level):,.1f}",
            f"acceptance {_mean(offices, asked, term):,.1f}; by hand {_mean(offices, hand, term):,.1f}", None,
        )
        for term in MEASURED
    ]  # fmt: skip
    counts = [
        sum(len(blocking(one, plan)) for one, plan in zip(offices, plans, strict=True)) for plans in (ours, asked, hand)
    ]
    each = [count / len(offices) for count in counts]
    rows.append(
        Row("blocking pairs", size, f"{each[0]:.1f}", "0", f"acceptance {each[1]:.1f}; by hand {each[2]:.1f}", None)
    )
    took = sorted(spent for _, spent in found)
    rows.append(Row("seconds, median and longest", size, f"{took[len(took) // 2]:.2f}, {took[-1]:.2f}", "-", "-", None))
    return rows


def _mean(
    offices: Sequence[Instance], plans: Sequence[Plan], term: EverybodyPaired | BusiestMentor | LightShoulders
) -> float:
    return sum(term.amount(office, plan) for office, plan in zip(offices, plans, strict=True)) / len(offices)


def _bound(certificates: Sequence[Certificate], level: str) -> float:
    bounds = [one.bound for certificate in certificates for one in certificate.levels if one.name == level]
    return sum(bounds) / len(bounds)


if __name__ == "__main__":
    main()
