"""Choosing moves step by step (逐步移案): the best one more, then each one changed for a better one, until none is."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solver.arrays import Ints
from solver.assignment.frontier.moves import NEVER, Moves, Rows

MOST_SWAPS = 200


Looked = Callable[[int], bool]
"""Is told how many moves were looked at, and says whether that is enough."""


@dataclass(frozen=True, slots=True)
class Aim:
    """The peak aimed at, and what a minute above somebody's limit costs on the way there; none is allowed if unsaid."""

    peak: int
    toll: int | None = None


def walk(moves: Moves, rows: Rows, most: int, aim: Aim, looked: Looked) -> Rows:
    """Improve a choice to one of at most so many moves: minutes above the aimed-at peak first, then the spread."""
    if not moves.size:
        return ()
    kept = list(rows[:most])
    for _ in range(MOST_SWAPS):
        if looked(moves.size) or not (_add(moves, kept, most, aim) or _swap(moves, kept, aim, looked)):
            break
    return tuple(sorted(kept))


def _add(moves: Moves, kept: list[int], most: int, aim: Aim) -> bool:
    if len(kept) >= most:
        return False
    row, worth = _best(moves, moves.loads(tuple(kept)), kept, aim)
    if worth >= 0:
        return False
    kept.append(row)
    return True


def _swap(moves: Moves, kept: list[int], aim: Aim, looked: Looked) -> bool:
    """Change one move for another, or take it back, where that is better."""
    now = moves.cost(moves.loads(tuple(kept)), aim.peak, aim.toll)
    for place in range(len(kept)):
        if looked(moves.size):
            return False
        others = kept[:place] + kept[place + 1 :]
        loads = moves.loads(tuple(others))
        allowed = aim.toll is not None or moves.lawful(loads)
        without = moves.cost(loads, aim.peak, aim.toll) - now if allowed else NEVER
        row, worth = _best(moves, loads, others, aim)
        if without <= 0 and worth >= 0:
            del kept[place]
            return True
        if without + worth < 0 and worth < NEVER and without < NEVER:
            kept[place] = row
            return True
    return False


def _best(moves: Moves, loads: Ints, kept: list[int], aim: Aim) -> tuple[int, int]:
    worth = moves.worth(loads, aim.peak, aim.toll)
    worth[np.isin(moves.case, moves.case[kept]) | moves.full(tuple(kept))] = NEVER
    row = int(np.argmin(worth))
    return row, int(worth[row])
