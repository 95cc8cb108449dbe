"""The cheapest day of one vehicle at given prices (单车单日最优路线): labels over the crew, the last part and the time.

A day is a row of trips, each with one crew: named people, or only so many. Parts may come again, but neither at once nor
after one other part. Time is cut into steps, and what takes time is rounded down to whole steps: no lawful day costs more
here than it does.
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
def _wait(labels: Ints, place: int) -> None:
    """Let the labels of a state wait for one step: for nothing, which no lawful day is dearer than."""
    for label in range(place - 2, place):
        if labels[label, 0] < FAR:
            _put(labels, place, labels[label, 0], labels[label, 1], labels[label, 2])


@inner
def _leave(labels: Ints, at: Ints, day: tuple[Ints, ...]) -> int:
    """Leave the seat at a step for every stop of a crew, but only with labels that were not there before."""
    step, rate, first, last, _ = at
    node, owner, latest, stops, ways = day
    parts, steps = latest.size, node.shape[2]
    looked, place = 0, len(labels) + 2 * (step - steps)
    for label in range(place, place + 2):
        before = step > 0 and labels[label, 0] == labels[label - 2, 0] and labels[label, 1] == labels[label - 2, 1]
        if labels[label, 0] >= FAR or before:
            continue
        looked += last - first
        for stop in range(first, last):
            other = stops[stop, 0]
            then = step + ways[0, parts, other]
            if then <= latest[other] and owner[other] != labels[label, 1]:
                cost = labels[label, 0] + ways[2, parts, other] + ways[1, parts, other] * rate
                _put(labels, (stop * steps + then) * 2, cost, labels[label, 1], label)
    return looked


@inner
def _serve(labels: Ints, known: Ints, ends: Ints, stop: int, at: Ints, day: tuple[Ints, ...]) -> int:
    """Start a stop at a step, and go on from there to the crew's others and to the seat; gives the labels looked at.

    Not where it was started before for as little; and the second label goes only where the first one may not.
    """
    step, rate, first, last, named = at
    node, owner, latest, stops, ways = day
    parts, steps, part = latest.size, node.shape[2], stops[stop, 0]
    place, looked = (stop * steps + step) * 2, 0
    for label in range(place, place + 2):
        begun, before = labels[label, 0] + node[named, part, step] + stops[stop, 1], labels[label, 1]
        if labels[label, 0] >= FAR or not _put(known, 2 * stop, begun, before, label):
            continue
        looked += last - first
        for following in range(first, last):
            other = stops[following, 0]
            then = step + ways[0, part, other]
            if then > latest[other] or owner[other] == owner[part] or owner[other] == before:
                continue
            if label == place or owner[other] == labels[place, 1]:
                cost = begun + ways[2, part, other] + ways[1, part, other] * rate
                _put(labels, (following * steps + then) * 2, cost, owner[part], label)
        back, home = step + ways[0, part, parts], begun + ways[2, part, parts] + ways[1, part, parts] * rate
        if back < steps:
            _put(labels, len(labels) + 2 * (back - steps), home, owner[part], label)
            if home < ends[part, 0]:
                ends[part, 0], ends[part, 1] = home, label
    return looked


@inner
def _latest(node: Ints) -> Ints:
    """Give the last lawful step of each part."""
    latest = np.full(node.shape[1], NONE, dtype=np.int64)
    for part in range(node.shape[1]):
        for step in range(node.shape[2]):
            latest[part] = step if node[0, part, step] < FAR else latest[part]
    return latest


@compiled
def cheapest_days(
    node: Ints, free: Ints, owner: Ints, crews: Ints, stops: Ints, ways: Ints, pay: int
) -> tuple[Ints, Ints, int]:
    """Give the cheapest day that ends with each part, as (cost, link), all labels (cost, owner, link), and how many.

    `node[k, q, t]`: cost of starting at a step, FAR where that is not lawful, for crews that are counted (0) and named
    (1); `free[q, t]`: who may then be there; `owner`: errand of each part; `crews[]`: size, set of people (0: only
    counted), first stop and the one after the last; `stops[]`: part and price; `ways`: from start to start in steps, in
    minutes, and what the way costs, the seat as the last row; `pay`: what a minute of one aboard costs.
    """
    steps, looked = node.shape[2], 0
    labels = np.full((2 * (len(stops) + 1) * steps, 3), FAR, dtype=np.int64)
    labels[:, 1:] = NONE
    known, ends = labels[: 2 * len(stops)].copy(), np.full((node.shape[1], 2), FAR, dtype=np.int64)
    labels[len(labels) - 2 * steps, 0] = 0
    day, at = (node, owner, _latest(node), stops, ways), np.zeros(5, dtype=np.int64)
    for step in range(steps):
        if step:
            _wait(labels, len(labels) + 2 * (step - steps))
        for crew in range(len(crews)):
            size, people, first, last = crews[crew]
            at[0], at[1], at[2], at[3], at[4] = step, pay * size, first, last, people != 0
            looked += _leave(labels, at, day)
            for stop in range(first, last):
                part, place = stops[stop, 0], (stop * steps + step) * 2
                if step and step <= day[2][part]:
                    _wait(labels, place)
                if labels[place, 0] < FAR and node[0, part, step] < FAR and people & ~free[part, step] == 0:
                    looked += _serve(labels, known, ends, stop, at, day)
    return ends, labels, looked
