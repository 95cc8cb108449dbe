"""Synthetic offices of any size for the benchmark of the solver: only numbers, drawn from a seed.

Two tracks (60 % simple cases of one to four hours, the others of five to twenty), six kinds of skill, a town for each ten
people; 2 % of the pairs are recused, 5 % of the cases linked in pairs, a mentor is charged 30 % of an apprentice's complex
case; people work 50 to 100 % of the time and hold up to 30 % of their minutes already; the month fills about 85 % of what
all have. Big offices have divisions of fifty people, and a case goes to people of its own division only.
"""

import numpy as np
import numpy.typing as npt

from solver.assignment import Instance

Ints = npt.NDArray[np.int64]

DIVISION = 50  # people of a division in offices of more than a hundred
KINDS = 6
FULL = 0.85  # share of everybody's minutes that the month fills


def an_office(cases: int, people: int, seed: int, full: float = FULL) -> Instance:
    """Draw an office."""
    chance = np.random.default_rng(seed)
    complex_case = chance.random(cases) >= 0.6
    minutes = np.where(complex_case, chance.integers(30, 121, cases), chance.integers(6, 25, cases)) * 10
    part = chance.choice([500, 800, 1000], people, p=[0.1, 0.2, 0.7])
    capacity = np.maximum(1, (part * minutes.sum() / part.sum() / (full - 0.15)).astype(np.int64))
    held = (capacity * chance.uniform(0, 0.3, people)).astype(np.int64)
    pairs, misfit = _pairs(chance, complex_case, people)
    case, lead = np.divmod(pairs, people)
    start, person, charged = _charges(chance, case, lead, complex_case, minutes, people)
    linked = chance.permutation(cases)[: cases // 40 * 2].reshape(-1, 2)
    return Instance(
        capacity=capacity,
        held=held,
        priority=np.sort(chance.integers(0, 3, cases)),
        option_case=case,
        option_lead=lead,
        charge_start=start,
        charge_person=person,
        charge_minutes=charged,
        option_misfit=misfit,
        option_lot=chance.integers(0, 2**16, len(case)),
        holder=np.full(cases, -1),
        together=tuple(tuple(sorted(pair)) for pair in linked.tolist()),
    )


def _pairs(chance: np.random.Generator, complex_case: npt.NDArray[np.bool_], people: int) -> tuple[Ints, Ints]:
    """Give the numbers (case × people + person) of the eligible pairs, in order, and their misfit."""
    cases = len(complex_case)
    track = chance.choice([0, 1, 2], people, p=[0.15, 0.55, 0.3])  # simple, complex, both
    track[: min(2, people)] = 2
    town, skilled = chance.integers(0, max(1, people // 10), people), chance.random((people, KINDS)) < 0.6
    liking = chance.integers(0, 21, (people, KINDS))
    case_town, kind = chance.integers(0, max(1, people // 10), cases), chance.integers(0, KINDS, cases)
    whole = people <= 2 * DIVISION
    division = np.zeros(cases, dtype=np.int64) if whole else chance.integers(0, people // DIVISION, cases)
    width = people if whole else DIVISION
    found, costs = [], []
    for first in range(0, cases, 4096):
        rows = np.arange(first, min(cases, first + 4096))
        columns = division[rows, None] * DIVISION + np.arange(width)
        fits = (track[columns] == 2) | (track[columns] == complex_case[rows, None])
        fits &= chance.random(columns.shape) >= 0.02
        cost = liking[columns, kind[rows, None]] + 30 * (town[columns] != case_town[rows, None])
        cost += 60 * ~skilled[columns, kind[rows, None]]
        found.append((rows[:, None] * people + columns)[fits])
        costs.append(cost[fits])
    return np.concatenate(found), np.concatenate(costs)


def _charges(
    chance: np.random.Generator, case: Ints, lead: Ints, complex_case: npt.NDArray[np.bool_], minutes: Ints, people: int
) -> tuple[Ints, Ints, Ints]:
    """Charge the lead with the case, and the mentor of an apprentice with 30 % of a complex one."""
    mentor = np.where(chance.random(people) < 0.15, (np.arange(people) + 1) % people, -1)
    shared = complex_case[case] & (mentor[lead] >= 0)
    start = np.concatenate([[0], np.cumsum(1 + shared)])
    person, charged = np.empty(start[-1], dtype=np.int64), np.empty(start[-1], dtype=np.int64)
    person[start[:-1]], charged[start[:-1]] = lead, minutes[case]
    second = start[:-1][shared] + 1
    person[second], charged[second] = mentor[lead[shared]], minutes[case[shared]] * 3 // 10
    return start, person, charged
