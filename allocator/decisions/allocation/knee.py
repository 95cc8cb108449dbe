"""The knee of a curve (拐点): up to where more moves still bring much."""

from collections.abc import Sequence


def knee(values: Sequence[int]) -> int:
    """Give the place of falling values that lies furthest below the line from the first to the last; of equals the first.

    The first place where nothing falls. Exact: the distance is compared as an integer, times the number of steps.
    """
    last = len(values) - 1
    if last <= 0:
        return 0
    below = [values[0] * (last - place) + values[-1] * place - value * last for place, value in enumerate(values)]
    best = max(below)
    straight = best <= 0 and values[-1] < values[0]
    return last if straight else below.index(best)
