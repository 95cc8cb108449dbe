"""Bounds found beside the search (并行求界): in a thread of its own, so that no plan is worse for being proven.

It begins from a plan of the first part of the search, and finds prices plainly, level by level; then it goes on from a plan
of half of the search, and looks more closely with the time that is left. What prices prove is worked out once more when the
search is done: they are as true for what is held then. Steps are counted, and nothing is shared with the search but those
two plans: the same input gives the same bounds on one core or two.
"""

from collections.abc import Callable, Mapping, Sequence
from threading import Event, Thread

from solver.fieldwork.bounds.floor import floor
from solver.fieldwork.bounds.leeway import SINGLE, least_left
from solver.fieldwork.bounds.shares import Shared, fair_floor, learning_floor
from solver.fieldwork.bounds.tour import SUMMED
from solver.fieldwork.bounds.tour_prices import TourPrices
from solver.fieldwork.bounds.vehicle_days import VehicleDays
from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan
from solver.fieldwork.rules.books import HardShares, LearningOnTheRoad
from solver.fieldwork.rules.rule import Prefer

Look = Callable[[str, Mapping[str, int], float, Callable[[], bool]], int]
AHEAD = 3  # looked at plainly, a level has a part of the time that is left
CLOSER = ("late", "away", "travel")  # levels looked at closely: of the others nothing more was ever proven
CLOSER_AHEAD = 1.5  # of two of them the first has two thirds of the time that is left
SHARES_SHARE = 0.02  # of all time, for fair shares
ENOUGH = 100  # no closer look at a level whose bound is within this part of what it is worth


class Proof:
    """The bounds by tours of one week; `seconds`: deterministic ones for all levels."""

    def __init__(self, instance: Instance, levels: Sequence[Prefer], seconds: float) -> None:
        self._instance, self._levels, self._left = instance, tuple(levels), seconds
        self._prices, self._over = TourPrices(instance), Event()
        self._seconds = seconds
        self._shared: tuple[Mapping[str, int], int] = ({}, 0)  # what was held, and the bound of fair shares then
        self._names, self._found = [level.level for level in levels if by_tours(level.level)], Event()
        self._later: Plan | None = None
        self._told = Event()
        self._thread: Thread | None = None
        self._trouble: Exception | None = None

    def begin(self, plan: Plan, stop: Callable[[], bool]) -> None:
        """Begin beside whatever else is done, from a lawful plan."""
        self._thread = Thread(target=self._go, args=(plan, stop), daemon=True)
        self._thread.start()

    def learn(self, plan: Plan) -> None:
        """Be told a later plan, once: what it is worth is nearer to what will be held. Nobody looks closely before."""
        if not self._told.is_set():
            self._later = plan
            self._told.set()

    def bound(self, level: str, held: Mapping[str, int]) -> int:
        """Give the bound of a level when its prices are found, 0 where nothing is known; raises what went wrong beside."""
        found = self.known(level, held)
        if self._trouble is not None:
            raise self._trouble
        if level == LearningOnTheRoad.level:
            return learning_floor(self._instance, self._left_by(held))
        return max(found, least_left(self._instance, self._left_by(held), held, level)) if level in SINGLE else found

    def known(self, level: str, held: Mapping[str, int]) -> int:
        """Give the bound of a level by tours, when its prices are found, or what is known of fair shares; 0 where there is nothing."""
        if self._thread is None or level not in (*self._names, HardShares.level):
            return 0
        self._found.wait()
        if level == HardShares.level:
            return (
                self._shared[1]
                if all(held.get(name, most + 1) <= most for name, most in self._shared[0].items())
                else 0
            )
        return 0 if self._trouble is not None else self._prices.at_best(level, held)

    def fair(self, held: Mapping[str, int], seconds: float) -> Shared:
        """Give the bound of fair shares of hard work, within some deterministic seconds."""
        return fair_floor(self._instance, self._left_by(held), held, seconds)

    def _left_by(self, held: Mapping[str, int]) -> VehicleDays:
        """Give the week with what lateness that is held leaves, when its prices are found."""
        if self._thread is not None:
            self._found.wait()
        return self._prices.left(held)

    def end(self) -> None:
        """Look for nothing more."""
        self._over.set()
        self._told.set()
        if self._thread is not None:
            self._thread.join()

    def _go(self, plan: Plan, stop: Callable[[], bool]) -> None:
        try:
            self._each_level(plan, lambda: self._over.is_set() or stop())
        except Exception as trouble:  # noqa: BLE001  (told to whoever asks for a bound, in their thread)
            self._trouble = trouble
        finally:
            self._found.set()

    def _each_level(self, plan: Plan, stop: Callable[[], bool]) -> None:
        """Look at every level plainly; and with the time that is left more closely at those not proven by then."""
        values = self._learned(plan)
        ahead = [name for name in self._names if values[name] > floor(self._instance, name, _above(values, name))]
        for name in ahead:
            self._look(self._prices.plainly, name, values, AHEAD, stop)
        self._share_hard_work(values)
        if stop() or not self._told.wait() or self._later is None:
            return
        values = self._learned(self._later)
        further = [name for name in CLOSER if name in ahead and self._open(name, values)]
        for place, name in enumerate(further):
            self._look(self._prices.closely, name, values, min(CLOSER_AHEAD, len(further) - place), stop)

    def _share_hard_work(self, values: Mapping[str, int]) -> None:
        """Bound fair shares for whoever has no time left to ask; it counts while no more is held than now."""
        if values.get(HardShares.level):
            held = _above(values, HardShares.level)
            found = fair_floor(self._instance, self._prices.left(held), held, self._seconds * SHARES_SHARE)
            self._shared, self._left = (held, found.bound), self._left - found.seconds

    def _learned(self, plan: Plan) -> dict[str, int]:
        """Begin from a plan, and say what it is worth."""
        self._prices.learn(plan)
        return {level.level: level.amount(self._instance, plan) for level in self._levels}

    def _open(self, level: str, values: Mapping[str, int]) -> bool:
        """Say whether a level is worth more than what is proven of it so far, by more than is worth the time."""
        return self._prices.at_best(level, _above(values, level)) * ENOUGH < values[level] * (ENOUGH - 1)

    def _look(self, way: Look, level: str, values: Mapping[str, int], share: float, stop: Callable[[], bool]) -> None:
        """Look at a level with its share of what is left."""
        before = self._prices.spent
        way(level, _above(values, level), self._left / share, stop)
        self._left -= self._prices.spent - before


def by_tours(level: str) -> bool:
    """Say whether tours have something to say about a level."""
    return level in SUMMED or level.startswith("placed:")


def _above(values: Mapping[str, int], level: str) -> dict[str, int]:
    """Give what the levels above one are worth: held while it is proven."""
    names = list(values)
    return {name: values[name] for name in names[: names.index(level)]}
