"""Bounds found beside the search (并行求界): in a thread of its own, so that no plan is worse for being proven.

It begins from a plan of the first part of the search, and finds prices level by level. What they prove is worked out once
more when the search is done: prices are as true for what is held then. Steps are counted, and nothing is shared with the
search but that plan: the same input gives the same bounds on one core or two.
"""

from collections.abc import Callable, Mapping, Sequence
from threading import Event, Thread

from solver.fieldwork.books import LearningOnTheRoad
from solver.fieldwork.floor import floor
from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan
from solver.fieldwork.rule import Prefer
from solver.fieldwork.shares import Shared, fair_floor, learning_floor
from solver.fieldwork.tour import SUMMED
from solver.fieldwork.tour_prices import TourPrices

AHEAD = 3  # a level leaves at least time for so many in all, as far as there are any


class Proof:
    """The bounds by tours of one week; `seconds`: deterministic ones for all levels."""

    def __init__(self, instance: Instance, levels: Sequence[Prefer], seconds: float) -> None:
        self._instance, self._levels, self._left = instance, tuple(levels), seconds
        self._prices, self._over = TourPrices(instance), Event()
        self._found = {level.level: Event() for level in levels if by_tours(level.level)}
        self._thread: Thread | None = None
        self._trouble: Exception | None = None

    def begin(self, plan: Plan, stop: Callable[[], bool]) -> None:
        """Begin beside whatever else is done, from a lawful plan."""
        self._thread = Thread(target=self._go, args=(plan, stop), daemon=True)
        self._thread.start()

    def bound(self, level: str, held: Mapping[str, int]) -> int:
        """Give the bound of a level when its prices are found, 0 where nothing is known; raises what went wrong beside."""
        if level == LearningOnTheRoad.level:
            return learning_floor(self._instance, self._prices.week)
        found = self.known(level, held)
        if self._trouble is not None:
            raise self._trouble
        return found

    def known(self, level: str, held: Mapping[str, int]) -> int:
        """Give the bound of a level by tours, when its prices are found; 0 where there are none."""
        if self._thread is None or level not in self._found:
            return 0
        self._found[level].wait()
        return 0 if self._trouble is not None else self._prices.at_best(level, held)

    def fair(self, held: Mapping[str, int], seconds: float) -> Shared:
        """Give the bound of fair shares of hard work, within some deterministic seconds."""
        return fair_floor(self._instance, self._prices.week, held, seconds)

    def end(self) -> None:
        """Look for nothing more."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _go(self, plan: Plan, stop: Callable[[], bool]) -> None:
        try:
            self._each_level(plan, lambda: self._over.is_set() or stop())
        except Exception as trouble:  # noqa: BLE001  (told to whoever asks for a bound, in their thread)
            self._trouble = trouble
        finally:
            for found in self._found.values():
                found.set()

    def _each_level(self, plan: Plan, stop: Callable[[], bool]) -> None:
        values = {level.level: level.amount(self._instance, plan) for level in self._levels}
        self._prices.learn(plan)
        ahead = [name for name in self._found if values[name] > floor(self._instance, name, _above(values, name))]
        for place, name in enumerate(ahead):
            before = self._prices.spent
            self._prices.bound(name, _above(values, name), self._left / min(AHEAD, len(ahead) - place), stop)
            self._left -= self._prices.spent - before
            self._found[name].set()


def by_tours(level: str) -> bool:
    """Say whether tours have something to say about a level."""
    return level in SUMMED or level.startswith("placed:")


def _above(values: Mapping[str, int], level: str) -> dict[str, int]:
    """Give what the levels above one are worth: held while it is proven."""
    names = list(values)
    return {name: values[name] for name in names[: names.index(level)]}
