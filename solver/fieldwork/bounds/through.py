"""The cheapest day of one vehicle that starts a part at a step (经此时点的最优路线), at given prices, for each part and step.

What lies before a start and what lies behind it are looked for apart, without memory of where the day was: no lawful day
that starts the part then costs less.
"""

import numpy as np

from solver.arrays import Ints
from solver.compiled import compiled, inner
from solver.fieldwork.bounds.crews import Flags
from solver.fieldwork.bounds.tours import FAR


@inner
def _go_on(come: Ints, begun: Ints, seat: Ints, at: Ints, day: tuple[Ints, Flags, Ints, Flags, Ints, Ints]) -> None:
    """Start the stops of a crew at a step, and go on from those that are worth it, to others and to the seat."""
    step, rate, first, last, crew = at
    stops, good, cost, bars, ways, out = day
    parts, steps = len(bars) - 1, cost.shape[1]
    for stop in range(first, last):
        part = stops[stop]
        come[stop, step] = min(come[stop, step], come[stop, max(0, step - 1)])
        if come[stop, step] >= FAR or cost[stop, step] >= FAR:
            continue
        begun[stop, step] = come[stop, step] + cost[stop, step]
        if not good[stop]:
            continue
        back = step + ways[0, part, parts]
        if back < steps:
            home = begun[stop, step] + ways[2, part, parts] + ways[1, part, parts] * rate + out[1, crew, back]
            seat[back] = min(seat[back], home)
        for other in range(first, last):
            then = step + ways[0, part, stops[other]]
            if then < steps and not bars[part, stops[other]]:
                there = begun[stop, step] + ways[2, part, stops[other]] + ways[1, part, stops[other]] * rate
                come[other, then] = min(come[other, then], there)


@inner
def _leave(come: Ints, seat: Ints, at: Ints, day: tuple[Ints, Flags, Ints, Flags, Ints, Ints]) -> None:
    """Leave the seat at a step for every stop of a crew."""
    step, rate, first, last, crew = at
    stops, _, cost, bars, ways, out = day
    parts, steps = len(bars) - 1, cost.shape[1]
    for stop in range(first, last):
        then = step + ways[0, parts, stops[stop]]
        if then < steps:
            there = seat[step] + ways[2, parts, stops[stop]] + ways[1, parts, stops[stop]] * rate - out[0, crew, step]
            come[stop, then] = min(come[stop, then], there)


@inner
def _rest(left: Ints, after: Ints, seat: Ints, at: Ints, day: tuple[Ints, Flags, Ints, Flags, Ints, Ints]) -> None:
    """Give what is still ahead at a step: when a stop has just been started, and when it has just been reached."""
    step, rate, first, last, crew = at
    stops, good, cost, bars, ways, out = day
    parts, steps = len(bars) - 1, cost.shape[1]
    for stop in range(first, last):
        part, back = stops[stop], step + ways[0, stops[stop], parts]
        if back < steps:
            left[stop, step] = ways[2, part, parts] + ways[1, part, parts] * rate + out[1, crew, back] + seat[back]
        for other in range(first, last):
            then = step + ways[0, part, stops[other]]
            if good[other] and then < steps and after[other, then] < FAR and not bars[part, stops[other]]:
                ahead = ways[2, part, stops[other]] + ways[1, part, stops[other]] * rate + after[other, then]
                left[stop, step] = min(left[stop, step], ahead)
        after[stop, step] = after[stop, step + 1]
        if left[stop, step] < FAR and cost[stop, step] < FAR:
            after[stop, step] = min(after[stop, step], cost[stop, step] + left[stop, step])


@inner
def _from_seat(after: Ints, at: Ints, day: tuple[Ints, Flags, Ints, Flags, Ints, Ints]) -> int:
    """Give what is still ahead of a crew that leaves the seat at a step, at best."""
    step, rate, first, last, crew = at
    stops, good, cost, bars, ways, out = day
    parts, steps, least = len(bars) - 1, cost.shape[1], 0
    for stop in range(first, last):
        then = step + ways[0, parts, stops[stop]]
        if good[stop] and then < steps and after[stop, then] < FAR:
            ahead = ways[2, parts, stops[stop]] + ways[1, parts, stops[stop]] * rate + after[stop, then]
            least = min(least, ahead - out[0, crew, step])
    return least


@compiled
def cheapest_through(
    crews: Ints, stops: Ints, good: Flags, cost: Ints, bars: Flags, ways: Ints, out: Ints
) -> tuple[Ints, int]:
    """Give the least cost of a day that starts each stop at each step, FAR where none does, and the steps looked at.

    `crews[]`: what a minute costs, first stop and the one after the last; `stops[]`: the part of each; `good[]`: whether it
    may be worth it beside another; `cost[s, t]`: of a start, FAR where it is not lawful; `bars`: parts that never follow one
    another, the seat last; `ways`, `out`: as in `cheapest_days`.
    """
    count, steps = cost.shape
    come, begun, seat = np.full((count, steps), FAR), np.full((count, steps), FAR), np.full(steps, FAR)
    left, after, ahead = (
        np.full((count, steps), FAR),
        np.full((count, steps + 1), FAR),
        np.zeros(steps + 1, dtype=np.int64),
    )
    day, at, looked = (stops, good, cost, bars, ways, out), np.zeros(5, dtype=np.int64), 0
    seat[0] = 0
    for step in range(steps):
        seat[step] = min(seat[step], seat[max(0, step - 1)])
        for crew in range(len(crews)):
            at[0], at[1], at[2], at[3], at[4] = step, crews[crew, 0], crews[crew, 1], crews[crew, 2], crew
            looked += crews[crew, 2] - crews[crew, 1]
            _leave(come, seat, at, day)
            _go_on(come, begun, seat, at, day)
    for back in range(steps):
        step = steps - 1 - back
        ahead[step] = ahead[step + 1]
        for crew in range(len(crews)):
            at[0], at[1], at[2], at[3], at[4] = step, crews[crew, 0], crews[crew, 1], crews[crew, 2], crew
            _rest(left, after, ahead, at, day)
            ahead[step] = min(ahead[step], _from_seat(after, at, day))
    for stop in range(count):
        for step in range(steps):
            known = begun[stop, step] < FAR and left[stop, step] < FAR
            begun[stop, step] = begun[stop, step] + left[stop, step] if known else FAR
    return begun, looked
