"""The cheapest day of one vehicle at given prices (单车单日最优路线): labels over the last part and the time.

A day is a row of trips, each with a crew of one size. Parts may come again, but neither at once nor after one other part.
Time is cut into steps, and what takes time is rounded down to whole steps: no lawful day costs more here than it does.
"""

import numpy as np

from solver.arrays import Ints
from solver.compiled import compiled, inner

FAR = 2**60  # costs more than any day
NONE = -1


@inner
def _put(labels: Ints, place: int, cost: int, owner: int, link: int) -> bool:
    """Keep the cheapest label of a state at `place`, and at `place + 1` the cheapest that comes from another errand."""
    if cost < labels[place, 0]:
        if labels[place, 1] != owner:
            labels[place + 1] = labels[place]
        labels[place, 0], labels[place, 1], labels[place, 2] = cost, owner, link
        return True
    if cost < labels[place + 1, 0] and labels[place, 1] != owner:
        labels[place + 1, 0], labels[place + 1, 1], labels[place + 1, 2] = cost, owner, link
        return True
    return False


@inner
def _wait(labels: Ints, place: int, extra: int) -> None:
    """Let the labels of a state wait for one step."""
    for label in range(place - 2, place):
        if labels[label, 0] < FAR:
            _put(labels, place, labels[label, 0] + extra, labels[label, 1], labels[label, 2])


@inner
def _leave(labels: Ints, at: Ints, day: tuple[Ints, ...], arc: Ints) -> int:
    """Leave the seat at a step for every part; where waiting costs nothing, only with labels that were not there before."""
    base, step, most, costly = at[0], at[1], at[2], at[3]
    node, owner, crew, latest, take = day
    parts, steps = node.shape
    looked, place = 0, len(labels) + 2 * (step - steps)
    for label in range(place, place + 2):
        known = (
            step > 0
            and not costly
            and labels[label, 0] == labels[label - 2, 0]
            and labels[label, 1] == labels[label - 2, 1]
        )
        if labels[label, 0] >= FAR or known:
            continue
        looked += parts
        for other in range(parts):
            then = step + take[parts, other]
            if then <= latest[other] and crew[other] <= most and owner[other] != labels[label, 1]:
                cost = labels[label, 0] + arc[parts, other]
                _put(labels, (base + other * steps + then) * 2, cost, labels[label, 1], label)
    return looked


@inner
def _serve(labels: Ints, first: Ints, ends: Ints, part: int, at: Ints, day: tuple[Ints, ...], arc: Ints) -> int:
    """Start a part at a step, and go on from there to the others and to the seat; gives the labels looked at.

    Not where it was started before for as little; and the second label goes only where the first one may not.
    """
    base, step, most, costly = at[0], at[1], at[2], at[3]
    node, owner, crew, latest, take = day
    parts, steps = node.shape
    place, looked = (base + part * steps + step) * 2, 0
    for label in range(place, place + 2):
        begun, before = labels[label, 0] + node[part, step], labels[label, 1]
        if labels[label, 0] >= FAR or not (_put(first, 2 * (base // steps + part), begun, before, label) or costly):
            continue
        looked += parts
        for other in range(parts):
            then = step + take[part, other]
            if then > latest[other] or crew[other] > most or owner[other] == owner[part] or owner[other] == before:
                continue
            if label == place or owner[other] == labels[place, 1]:
                _put(labels, (base + other * steps + then) * 2, begun + arc[part, other], owner[part], label)
        back, home = step + take[part, parts], begun + arc[part, parts]
        if back < steps:
            _put(labels, len(labels) + 2 * (back - steps), home, owner[part], label)
            if home < ends[part, 0]:
                ends[part, 0], ends[part, 1] = home, label
    return looked


@compiled
def cheapest_days(node: Ints, own: Ints, sizes: Ints, ways: Ints, pay: Ints) -> tuple[Ints, Ints, int]:
    """Give the cheapest day that ends with each part, as (cost, link), all labels (cost, owner, link), and how many.

    `node[q, t]`: cost of starting at a step, FAR where that is not lawful; `own`: errand and least crew of each part;
    `sizes[]`: the crews of trips, rising; `ways`: from start to start in steps, in minutes, and what the way costs, the
    seat as the last row; `pay`: what a minute of one aboard costs, and the minutes a step of waiting has (0: for nothing).
    """
    parts, steps = node.shape
    owner, crew, take = own[0], own[1], ways[0]
    labels = np.full((2 * (len(sizes) * parts + 1) * steps, 3), FAR, dtype=np.int64)
    labels[:, 1:] = NONE
    first, ends = labels[: 2 * len(sizes) * parts].copy(), np.full((parts, 2), FAR, dtype=np.int64)
    labels[len(labels) - 2 * steps, 0] = 0
    latest = np.full(parts, NONE, dtype=np.int64)
    for part in range(parts):
        for step in range(steps):
            latest[part] = step if node[part, step] < FAR else latest[part]
    day, at, looked = (node, owner, crew, latest, take), np.zeros(4, dtype=np.int64), 0
    at[3] = pay[0] * pay[1]
    for step in range(steps):
        if step:
            _wait(labels, len(labels) + 2 * (step - steps), 0)
        for size in range(len(sizes)):
            arc = ways[2] + ways[1] * pay[0] * sizes[size]
            at[0], at[1], at[2] = size * parts * steps, step, sizes[size]
            looked += _leave(labels, at, day, arc)
            for part in range(parts):
                if crew[part] <= sizes[size] and step <= latest[part]:
                    if step:
                        _wait(labels, (at[0] + part * steps + step) * 2, at[3] * sizes[size])
                    if node[part, step] < FAR:
                        looked += _serve(labels, first, ends, part, at, day, arc)
    return ends, labels, looked
