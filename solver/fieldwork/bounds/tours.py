"""The cheapest day of one vehicle at given prices (单车单日最优路线): labels over the crew, the last part and the time.

A day is a row of trips, each with one crew: so many of each kind of people, or only so many. Parts may come again, but
neither at once nor after one other part. Time is cut into steps, and what takes time is rounded down to whole steps: no
lawful day costs more here than it does.
"""

import numpy as np

from solver.arrays import Ints
from solver.compiled import compiled, inner
from solver.fieldwork.bounds.crews import Flags

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
    step, rate, first, last, crew = at
    node, _, owner, latest, stops, ways, out = day
    parts, steps = latest.size, node.shape[1]
    looked, place, spared = 0, len(labels) + 2 * (step - steps), out[0, crew, step]
    for label in range(place, place + 2):
        before = step > 0 and labels[label, 0] == labels[label - 2, 0] and labels[label, 1] == labels[label - 2, 1]
        if labels[label, 0] >= FAR or (before and spared == out[0, crew, step - 1]):
            continue
        looked += last - first
        for stop in range(first, last):
            other = stops[stop, 0]
            then = step + ways[0, parts, other]
            if then <= latest[other] and owner[other] != labels[label, 1]:
                cost = labels[label, 0] + ways[2, parts, other] + ways[1, parts, other] * rate - spared
                _put(labels, (stop * steps + then) * 2, cost, labels[label, 1], label)
    return looked


@inner
def _serve(labels: Ints, known: Ints, ends: Ints, stop: int, at: Ints, day: tuple[Ints, ...]) -> int:
    """Start a stop at a step, and go on from there to the crew's others and to the seat; gives the labels looked at.

    Not where it was started before for as little; and the second label goes only where the first one may not.
    """
    step, rate, first, last, crew = at
    node, asked, owner, latest, stops, ways, out = day
    parts, steps, part = latest.size, node.shape[1], stops[stop, 0]
    place, looked = (stop * steps + step) * 2, 0
    for label in range(place, place + 2):
        before = labels[label, 1]
        begun = labels[label, 0] + node[part, step] + max(0, stops[stop, 1] - asked[part, step])
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
            home += out[1, crew, back]
            _put(labels, len(labels) + 2 * (back - steps), home, owner[part], label)
            if home < ends[part, 0]:
                ends[part, 0], ends[part, 1] = home, label
    return looked


@inner
def _latest(node: Ints) -> Ints:
    """Give the last lawful step of each part."""
    latest = np.full(node.shape[0], NONE, dtype=np.int64)
    for part in range(node.shape[0]):
        for step in range(node.shape[1]):
            latest[part] = step if node[part, step] < FAR else latest[part]
    return latest


@inner
def _enough(room: int, packed: int, mark: int) -> bool:
    """Say whether there are as many of each kind as a crew has: no mark is missing when the crew is taken away."""
    return (room - packed) & mark == mark


@compiled
def cheapest_stops(
    starts: tuple[Ints, Ints, Ints, int], packed: Ints, good: Flags, out: Ints, lasts: Ints, costs: tuple[Ints, Ints]
) -> tuple[Ints, int]:
    """Give what each good stop of each crew costs at least by itself, FAR for others, and the steps looked at.

    `lasts[q]`: the steps for which the crew is out at least; `costs`: of each crew and part, of stand-ins and of being out
    so long; all else as in `cheapest_days`.
    """
    node, asked, room, mark = starts
    price, stay = costs
    found, looked = np.full(good.shape, FAR, dtype=np.int64), 0
    for crew in range(len(good)):
        for part in range(len(node)):
            if not good[crew, part]:
                continue
            looked += node.shape[1]
            for step in range(node.shape[1] - lasts[part]):
                if node[part, step] < FAR and _enough(room[part, step], packed[crew], mark):
                    cost = node[part, step] + max(0, price[crew, part] - asked[part, step]) + stay[crew, part]
                    cost += out[1, crew, step + lasts[part]] - out[0, crew, step]
                    found[crew, part] = min(found[crew, part], cost)
    return found, looked


@compiled
def cheapest_days(
    starts: tuple[Ints, Ints, Ints, int], owner: Ints, crews: Ints, out: Ints, stops: Ints, ways: Ints, pay: int
) -> tuple[Ints, Ints, int]:
    """Give the cheapest day that ends with each part, as (cost, link), all labels (cost, owner, link), and how many.

    `starts`: what a part costs that starts at a step, FAR where that is not lawful; what of it is for stand-ins, whoever
    is aboard; how many of each kind may then be there, as one number; and the mark above each count in it; `owner`: errand
    of each part; `crews[]`: size, number of each kind in it, first stop and the one after the last; `out[:, c, t]`: what the
    crew's people cost from the beginning of the day to when it leaves in a step at the latest, and to when it is back at the
    earliest; `stops[]`: part and price; `ways`: from start to start in steps, in minutes, and what the way costs, the seat
    as the last row; `pay`: what a minute of one aboard costs.
    """
    node, asked, room, mark = starts
    steps, looked = node.shape[1], 0
    labels = np.full((2 * (len(stops) + 1) * steps, 3), FAR, dtype=np.int64)
    labels[:, 1:] = NONE
    known, ends = labels[: 2 * len(stops)].copy(), np.full((node.shape[0], 2), FAR, dtype=np.int64)
    labels[len(labels) - 2 * steps, 0] = 0
    latest = _latest(node)
    day, at = (node, asked, owner, latest, stops, ways, out), np.zeros(5, dtype=np.int64)
    for step in range(steps):
        if step:
            _wait(labels, len(labels) + 2 * (step - steps))
        for crew in range(len(crews)):
            size, packed, first, last = crews[crew]
            at[0], at[1], at[2], at[3], at[4] = step, pay * size, first, last, crew
            looked += _leave(labels, at, day)
            for stop in range(first, last):
                part, place = stops[stop, 0], (stop * steps + step) * 2
                if step and step <= latest[part]:
                    _wait(labels, place)
                if labels[place, 0] < FAR and node[part, step] < FAR and _enough(room[part, step], packed, mark):
                    looked += _serve(labels, known, ends, stop, at, day)
    return ends, labels, looked
