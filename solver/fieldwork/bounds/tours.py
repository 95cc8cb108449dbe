"""The cheapest day of one vehicle at given prices (单车单日最优路线): labels over the crew, the last part and the time.

A day is a row of trips, each with one crew: so many of each kind of people, or only so many. Errands may come again, but
neither at once nor as long as they are remembered (see `memory`). Time is cut into steps, and what takes time is rounded down to whole steps: no
lawful day costs more here than it does.
"""

import numpy as np

from solver.arrays import Ints
from solver.compiled import compiled, inner
from solver.fieldwork.bounds.crews import Flags

FAR = 2**60  # costs more than any day
NONE = -1


@inner
def _put(labels: Ints, place: int, most: int, cost: int, mask: int, link: int) -> None:
    """Keep a label of a state at one of its places, the cheapest first, unless another does as well.

    A label does as well if it costs no more and remembers nothing else. Where there is no place left the two dearest become
    one that costs what the cheaper does and remembers what both do: nothing that is lawful is dearer for it.
    """
    count = 0
    for one in range(place, place + most):
        other = labels[one, 0]
        if other >= FAR:
            break
        if other <= cost and labels[one, 1] & ~mask == 0:
            return
        if not (cost <= other and mask & ~labels[one, 1] == 0):
            if place + count != one:
                labels[place + count] = labels[one]
            count += 1
    if count == most:
        count -= 1
        last = place + count
        mask &= labels[last, 1]
        if labels[last, 0] <= cost:
            cost, link = labels[last, 0], labels[last, 2]
    at = place + count
    while at > place and labels[at - 1, 0] > cost:
        labels[at] = labels[at - 1]
        at -= 1
    labels[at, 0], labels[at, 1], labels[at, 2] = cost, mask, link
    for one in range(place + count + 1, place + most):
        labels[one, 0] = FAR


@inner
def _new(known: Ints, place: int, most: int, cost: int, mask: int) -> bool:
    """Say whether no known label does as well, and know this one if there is room."""
    free = -1
    for one in range(place, place + most):
        if known[one, 0] >= FAR:
            free = one if free < 0 else free
        elif known[one, 0] <= cost and known[one, 1] & ~mask == 0:
            return False
        elif cost <= known[one, 0] and mask & ~known[one, 1] == 0:
            known[one, 0] = FAR
            free = one
    if free >= 0:
        known[free, 0], known[free, 1] = cost, mask
    return True


@inner
def _wait(labels: Ints, place: int, most: int) -> None:
    """Let the labels of a state wait for one step: for nothing, which no lawful day is dearer than."""
    for label in range(place - most, place):
        if labels[label, 0] >= FAR:
            break
        _put(labels, place, most, labels[label, 0], labels[label, 1], labels[label, 2])


@inner
def _leave(labels: Ints, at: Ints, day: tuple[Ints, ...]) -> int:
    """Leave the seat at a step for every stop of a crew, but only with labels that were not there before."""
    step, rate, first, last, crew, most = at
    node, _, memory, latest, stops, ways, out = day
    parts, steps = latest.size, node.shape[1]
    looked, place, spared = 0, len(labels) + most * (step - steps), out[0, crew, step]
    for label in range(place, place + most):
        if labels[label, 0] >= FAR:
            break
        before = False
        if step and spared == out[0, crew, step - 1]:
            for one in range(place - most, place):
                before |= labels[one, 0] == labels[label, 0] and labels[one, 1] == labels[label, 1]
        if before:
            continue
        looked += last - first
        for stop in range(first, last):
            other = stops[stop, 0]
            then = step + ways[0, parts, other]
            if then <= latest[other] and labels[label, 1] & memory[1, parts, other] == 0:
                cost = labels[label, 0] + ways[2, parts, other] + ways[1, parts, other] * rate - spared
                mask = (labels[label, 1] & memory[0, parts, other]) | memory[1, other, other]
                _put(labels, (stop * steps + then) * most, most, cost, mask, label)
    return looked


@inner
def _serve(labels: Ints, known: Ints, ends: Ints, stop: int, at: Ints, day: tuple[Ints, ...]) -> int:
    """Start a stop at a step, and go on from there to the crew's others and to the seat; gives the labels looked at.

    Not where it was started before for as little, with as little to remember.
    """
    step, rate, first, last, crew, most = at
    node, asked, memory, latest, stops, ways, out = day
    parts, steps, part = latest.size, node.shape[1], stops[stop, 0]
    place, looked = (stop * steps + step) * most, 0
    for label in range(place, place + most):
        if labels[label, 0] >= FAR:
            break
        begun = labels[label, 0] + node[part, step] + max(0, stops[stop, 1] - asked[part, step])
        mask = labels[label, 1]
        if not _new(known, most * stop, most, begun, mask):
            continue
        looked += last - first
        for following in range(first, last):
            other = stops[following, 0]
            then = step + ways[0, part, other]
            if then > latest[other] or mask & memory[1, part, other] or memory[2, part, other]:
                continue
            cost = begun + ways[2, part, other] + ways[1, part, other] * rate
            then_mask = (mask & memory[0, part, other]) | memory[1, other, other]
            _put(labels, (following * steps + then) * most, most, cost, then_mask, label)
        back, home = step + ways[0, part, parts], begun + ways[2, part, parts] + ways[1, part, parts] * rate
        if back < steps:
            home += out[1, crew, back]
            _put(labels, len(labels) + most * (back - steps), most, home, mask & memory[0, part, parts], label)
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
    starts: tuple[Ints, Ints, Ints, int],
    memory: Ints,
    crews: Ints,
    out: Ints,
    stops: Ints,
    ways: Ints,
    rates: tuple[int, int],
) -> tuple[Ints, Ints, int]:
    """Give the cheapest day that ends with each part, as (cost, link), all labels (cost, memory, link), and how many.

    `starts`: what a part costs that starts at a step, FAR where that is not lawful; what of it is for stand-ins, whoever
    is aboard; how many of each kind may then be there, as one number; and the mark above each count in it; `memory`: see
    `memory_of`; `crews[]`: size, number of each kind in it, first stop and the one after the last; `out[:, c, t]`: what the
    crew's people cost from the beginning of the day to when it leaves in a step at the latest, and to when it is back at the
    earliest; `stops[]`: part and price; `ways`: from start to start in steps, in minutes, and what the way costs, the seat
    as the last row; `rates`: what a minute of one aboard costs, and how many labels a stop has at a step at most.
    """
    node, asked, room, mark = starts
    steps, looked, pay, most = node.shape[1], 0, rates[0], rates[1]
    labels = np.full((most * (len(stops) + 1) * steps, 3), FAR, dtype=np.int64)
    labels[:, 1:] = NONE
    known, ends = labels[: most * len(stops)].copy(), np.full((node.shape[0], 2), FAR, dtype=np.int64)
    labels[len(labels) - most * steps, :2] = 0
    latest = _latest(node)
    day, at = (node, asked, memory, latest, stops, ways, out), np.zeros(6, dtype=np.int64)
    for step in range(steps):
        if step:
            _wait(labels, len(labels) + most * (step - steps), most)
        for crew in range(len(crews)):
            size, packed, first, last = crews[crew]
            at[0], at[1], at[2], at[3], at[4], at[5] = step, pay * size, first, last, crew, most
            looked += _leave(labels, at, day)
            for stop in range(first, last):
                part, place = stops[stop, 0], (stop * steps + step) * most
                if step and step <= latest[part]:
                    _wait(labels, place, most)
                if labels[place, 0] < FAR and node[part, step] < FAR and _enough(room[part, step], packed, mark):
                    looked += _serve(labels, known, ends, stop, at, day)
    return ends, labels, looked
