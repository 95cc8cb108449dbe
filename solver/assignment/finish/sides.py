"""Search and proof, the two sides of finishing a level (两面夹击): by turns with one worker, else at once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from solver.limits import Allowance


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
        """Deterministic seconds of search and of proof."""
        ...

    def search(self) -> None:
        """Take one step of search."""
        ...

    def prove(self) -> bool:
        """Take one step of proof; False when no more is to be had."""
        ...


def run(sides: Sides, allowance: Allowance) -> None:
    """Go on with both sides until they meet or the allowance is spent."""
    if allowance.workers == 1:
        _by_turns(sides, allowance)
        return
    with ThreadPoolExecutor(1) as pool:
        proving = pool.submit(_prove, sides, allowance)
        while not _met(sides, allowance):
            sides.search()
        proving.result()


def _met(sides: Sides, allowance: Allowance) -> bool:
    near = sides.value <= allowance.near(sides.bound)
    return near or sum(sides.spent) >= allowance.seconds or allowance.over()


def _by_turns(sides: Sides, allowance: Allowance) -> None:
    """Give each side as long as the other (counted, so that every run is alike)."""
    provable = True
    while not _met(sides, allowance):
        searched, proven = sides.spent
        if provable and proven <= searched:
            provable = sides.prove()
        else:
            sides.search()


def _prove(sides: Sides, allowance: Allowance) -> None:
    while not _met(sides, allowance) and sides.prove():
        pass
