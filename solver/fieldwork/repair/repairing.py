"""A published week as its repair sees it (修复问题): who gives way is proven first, the search only places what has moved."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan
from solver.fieldwork.problem import FieldProblem
from solver.fieldwork.repair.fewest import Fewest, Least, Way
from solver.fieldwork.repair.published import is_lawful, lay, published
from solver.fieldwork.rules.rule import Prefer
from solver.limits import Allowance, Limits
from solver.problem import Model

PROOF_SHARE = 0.75  # of the limits, for the proof of who gives way
COUNTED = ("placed", "moved")


class Repair(FieldProblem):
    """Levels as told; `standing` are the published trips that can stand, whole (None: laid out from the bookings).

    Once everything that is counted is at its bound nothing else is touched: each improvement would be another call to
    somebody who was told otherwise.
    """

    def __init__(
        self, instance: Instance, levels: Sequence[Prefer], seed: int, limits: Limits, standing: Plan | None
    ) -> None:
        self._search = limits.budget * (1 - PROOF_SHARE)
        super().__init__(instance, levels, seed, self._search)
        self._of, self._whole, self._fewest = instance, standing, Fewest(instance, seed)
        self._least = Least(0, self._fewest.standing.price(self._fewest.forced), None)
        self._for_proof = limits.budget * PROOF_SHARE, limits.seconds * PROOF_SHARE
        self._counted = [term for term in levels if term.name in COUNTED]
        self._settled = False
        self._known: dict[tuple[str, Plan], int] = {}
        self._placeable: dict[str, int] = {}

    def value(self, level: str, plan: Plan) -> int:
        """Measure a plan on a level, once."""
        key = level, plan
        if key not in self._known:
            self._known[key] = super().value(level, plan)
        return self._known[key]

    def start(self) -> Plan:
        """Give the best plan in which only what must gives way; what has moved is put where it then costs least."""
        best = Plan.empty(self._of)
        worth: tuple[int, ...] | None = None
        for plan in self._tried():
            found = self._engine.fill(plan)
            if worth is None or self._engine.values < worth:
                best, worth = found, self._engine.values
            if self._is_settled(best):
                break
        self._settled = self._is_settled(best)
        return self._engine.fill(best)

    def _tried(self) -> Iterator[Plan]:
        """Walk what may stand: the trips as they are, the bookings on as many trips as go, and what a proof leaves."""
        if self._whole is not None:
            yield self._whole
        yield published(self._of)
        self._least = self._fewest.least(*self._for_proof)
        if self._least.way is not None:
            yield from self._as_proven(self._least.way)

    def _as_proven(self, way: Way) -> Iterator[Plan]:
        """Walk the plans without what gives way: before anything has a place, and with the places that were found."""
        standing, whole = self._fewest.standing, self._whole.trip if self._whole is not None else ()
        trips = {part: trip for part, trip in enumerate(whole) if trip >= 0}
        for places in ({}, way.places):
            plans = (lay(standing, way.gone, places, joined) for joined in (trips, {}))
            yield from [plan for plan in plans if is_lawful(self._of, plan)][:1]

    def floor(self, level: str, held: Mapping[str, int], *, quick: bool, stop: Callable[[], bool] = bool) -> int:
        """Give a proven bound: of what is counted from the proof, of all else as always."""
        first = f"placed:{self._fewest.first}"
        if level == "moved":
            return self._moved(held.get(first, self._of.errands))
        if level.startswith("placed"):
            return max(self._with_a_place(level), self._least.out if level == first else 0)
        return super().floor(level, held, quick=quick or self._settled, stop=stop)

    def _with_a_place(self, level: str) -> int:
        """Bound the errands of a rank that have no place, each by itself, once."""
        if level not in self._placeable:
            self._placeable[level] = super().floor(level, {}, quick=True)
        return self._placeable[level]

    def _moved(self, out: int) -> int:
        surely = self._fewest.standing.price(self._fewest.forced)
        return max(surely, self._least.bound(out))

    def polish(self, level: str, plan: Plan, held: Mapping[str, int], bound: int, allowance: Allowance) -> Plan:
        """Search on within the search's own share, unless what is counted is proven."""
        left = self._search - self._engine.spent
        if self._settled or left <= 0:
            return plan
        return super().polish(level, plan, held, bound, replace(allowance, seconds=min(left, allowance.seconds)))

    def model(self, level: str, plan: Plan, held: Mapping[str, int]) -> Model[Plan] | None:
        """Build the model of a level of a small week, unless what is counted is proven."""
        return super().model(level, plan, held) if self._small and not self._settled else None

    def _is_settled(self, plan: Plan) -> bool:
        values = {term.level: self.value(term.level, plan) for term in self._counted}
        return all(value <= self.floor(level, values, quick=True) for level, value in values.items())
