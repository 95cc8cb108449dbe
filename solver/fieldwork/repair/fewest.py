"""How few bookings must move (最少变动): proven by a model of the bookings, for an urgent errand or when somebody drops out.

What its own calendar forbids must move. What then looks for a place are the errands of the first rank without one; all
other bookings stand or give way. Errands of the first rank that would give way look for another place in a second model,
and so on until none is left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import ceil

from ortools.sat.python import cp_model

from solver.fieldwork.instance import Instance
from solver.fieldwork.repair.giving_way import GivingWay
from solver.fieldwork.repair.published import Place
from solver.fieldwork.repair.standing import Standing

ROUNDING = 1e-6  # the solver gives its integer bound as a float
MOST_MODELS = 6
NO_NET = 1e9  # wall seconds


@dataclass(frozen=True)
class Way:
    """Who gives way (让路方案): the bookings that are gone, and where the parts go that looked for a place."""

    gone: frozenset[int]
    places: Mapping[int, Place] = field(default_factory=dict)


@dataclass(frozen=True)
class Least:
    """What is proven, and how it might be reached.

    At least `out` errands of the first rank stay without a place; in a plan that leaves no more of them out, bookings of at
    least `price` move. `way` is the best found (None: none in time), to be measured; `spent` deterministic seconds.
    """

    out: int
    price: int
    way: Way | None
    spent: float = 0.0

    def bound(self, out: int) -> int:
        """Give a bound of the price of moves in plans that leave out so many errands of the first rank."""
        return self.price if out <= self.out else 0


class Fewest:
    """What must move of the bookings of a week."""

    def __init__(self, instance: Instance, seed: int = 0) -> None:
        self._of, self._seed = instance, seed
        self.standing = Standing(instance)
        self.first = int(instance.errand_rank.min(initial=0))

    @property
    def forced(self) -> frozenset[int]:
        """The booked errands that cannot stand as published, whatever else is planned."""
        return self.standing.forced

    @cached_property
    def waiting(self) -> tuple[int, ...]:
        """The errands of the first rank that look for a place: new ones, and those that cannot stand where they are."""
        stand = set(self.standing.errands) - self.forced
        first = [errand for errand in range(self._of.errands) if self._of.errand_rank[errand] == self.first]
        return tuple(errand for errand in first if errand not in stand)

    def bound(self, held: Mapping[str, int], deterministic: float = 1.0, seconds: float = NO_NET) -> int:
        """Give a bound of the level of moves while so many errands of the first rank stay without a place."""
        surely = self.standing.price(self.forced)
        out = held.get(f"placed:{self.first}", self._of.errands)
        return max(surely, self.least(deterministic, seconds).bound(out))

    def least(self, deterministic: float, seconds: float) -> Least:
        """Find the fewest errands of the first rank without a place, and then the least price of moves.

        Within so many deterministic seconds; the wall seconds are a safety net.
        """
        again, found = list[int](), Least(0, self.standing.price(self.forced), None)
        for _ in range(MOST_MODELS):
            found = self._tighter(found, self._solved(again, deterministic - found.spent, seconds))
            more = self._displaced(found.way, again) if found.way else []
            again += more
            if not more or found.spent >= deterministic:
                break
        return found

    def _tighter(self, one: Least, other: Least) -> Least:
        """Join two proofs; the way is that of the later model, which knows more."""
        best = max(one, other, key=lambda least: (least.out, least.price))
        return Least(best.out, best.price, other.way or one.way, one.spent + other.spent)

    def _displaced(self, way: Way, again: list[int]) -> list[int]:
        """Give the errands of the first rank that give way and have not looked for another place yet."""
        known = {*again, *self.waiting}
        return sorted(
            errand for errand in way.gone if self._of.errand_rank[errand] == self.first and errand not in known
        )

    def _solved(self, again: list[int], deterministic: float, seconds: float) -> Least:
        """Solve one model: how few are left out, then how little moves, as one number."""
        ways, surely = GivingWay(self.standing, [*self.waiting, *again], again), self.standing.price(self.forced)
        weight = 1 + self.standing.price(ways.keep)
        ways.minimise(weight)
        solver = self._solver(deterministic, seconds)
        status = solver.solve(ways.model)
        bound = max(0, ceil(solver.best_objective_bound - ROUNDING)) if status != cp_model.UNKNOWN else 0
        least = Least(bound // weight, surely + bound % weight, None, solver.deterministic_time)
        return replace(least, way=self._way(ways, solver)) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else least

    def _solver(self, deterministic: float, seconds: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self._seed % 2**31
        solver.parameters.max_deterministic_time = max(1e-6, deterministic)
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.catch_sigint_signal = False
        solver.parameters.symmetry_level = 0  # see solver.cpsat
        solver.parameters.cp_model_probing_level = 0  # it takes longer than all the rest and finds nothing here
        return solver

    def _way(self, ways: GivingWay, solver: cp_model.CpSolver) -> Way:
        gone = {errand for errand, keep in ways.keep.items() if not solver.boolean_value(keep)}
        places = {}
        for part, one in ways.parts.items():
            errand = int(self._of.part_errand[part])
            kept = errand in ways.keep and errand not in gone
            if solver.boolean_value(one.on) and not kept:
                vehicle = next(v for v, taken in one.vehicle.items() if solver.boolean_value(taken))
                aboard = frozenset(person for person, there in one.aboard.items() if solver.boolean_value(there))
                places[part] = solver.value(one.start), vehicle, aboard
        return Way(self.forced | gone, places)
