"""The two sides of finishing a level (两面夹击): rounds of counted steps, after which each learns what the other has found.

Within a round neither looks at the other, so that it matters to nothing but the clock whether they go on at once or by turns.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from solver.limits import Allowance

LONGER, LEAST_ROUND, MOST_ROUND = (
    0.1,
    0.002,
    0.25,
)  # of what was spent so far, for the next round; seconds at least, at most


class Sides(Protocol):
    """A level being finished: the value found, the bound, seconds spent on each side, and one step of each side."""

    @property
    def value(self) -> float:
        """The value found so far."""
        ...

    @property
    def bound(self) -> int:
        """What is proven so far."""
        ...

    @property
    def spent(self) -> tuple[float, float]:
        """Deterministic seconds of either side."""
        ...

    def search(self) -> None:
        """Take one step of search."""
        ...

    def prove(self) -> None:
        """Take one step of proof, or of a second search where no more is to be proven."""
        ...

    def exchange(self) -> None:
        """Let each side know what the other has found."""
        ...


def run(sides: Sides, allowance: Allowance) -> None:
    """Go on with both sides, at once where there are two workers, until they meet or the allowance is spent."""
    with ThreadPoolExecutor(1) as pool:
        while not _met(sides, allowance):
            until = _until(sides, allowance)
            proving = pool.submit(_go, sides.prove, lambda: sides.spent[1], until, allowance)
            if allowance.workers == 1:
                proving.result()
            _go(sides.search, lambda: sides.spent[0], until, allowance)
            proving.result()
            sides.exchange()


def _met(sides: Sides, allowance: Allowance) -> bool:
    near = sides.value <= allowance.near(sides.bound)
    return near or sum(sides.spent) >= allowance.seconds or allowance.over()


def _until(sides: Sides, allowance: Allowance) -> float:
    """Say up to where either side goes on in the next round."""
    spent = max(sides.spent)
    return min(spent + min(max(LONGER * spent, LEAST_ROUND), MOST_ROUND), allowance.seconds / 2)


def _go(step: Callable[[], None], spent: Callable[[], float], until: float, allowance: Allowance) -> None:
    while spent() < until and not allowance.over():
        step()
