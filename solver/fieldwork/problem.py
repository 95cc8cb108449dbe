"""A week of field work as the search sees it (外勤问题): where to start, how to polish, what is proven, which model."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from ortools.sat.python import cp_model

from solver.fieldwork.bounds.floor import floor
from solver.fieldwork.bounds.proof import Proof
from solver.fieldwork.bounds.tour import SUMMED
from solver.fieldwork.crews_anew import crews_anew, sees_crews
from solver.fieldwork.days import LUKEWARM, Days
from solver.fieldwork.engine import Engine
from solver.fieldwork.instance import Instance
from solver.fieldwork.layout import SMALL_WEEK
from solver.fieldwork.plan import Plan
from solver.fieldwork.repair.fewest import Fewest
from solver.fieldwork.repair.published import published
from solver.fieldwork.rounds.rounds import Visits, Walk
from solver.fieldwork.rules.books import HardShares
from solver.fieldwork.rules.must import MUST
from solver.fieldwork.rules.prefer import PlacedByRank, Rounds
from solver.fieldwork.rules.rule import Prefer
from solver.fieldwork.rules.variables import Variables
from solver.limits import Allowance
from solver.problem import Finished, Model

FIRST_SHARE = 0.9  # of the budget, for the one search of all levels
COOLINGS = 2  # times that search cools, after its first share; once where it packs the week
DEALS, COLD = (
    0.5,
    0.15,
)  # of what is left then, where the latest days are dealt anew; and for a last search from what they gave
LATER_SHARE = 0.9  # of a level's own time, after that: what is left lets the last level ask for its bound
CREWS_SHARE = 0.5  # of it where crews are then chosen anew by a model
BEFORE_PROOF = 0.1  # of the budget, for the plan from which bounds are looked for beside the rest of the search
HALF = 0.5  # of the budget, for the plan from which they are then looked for more closely
SMALL_SHARE = 0.2  # of what a level may use, where a search tree has its turn afterwards
PROOF_SHARE = 1.0  # as many deterministic seconds as a part of the budget, on another core where there is one
SHARES_SHARE = 0.02  # of the budget, for the bound of fair shares
TOURS_FROM = 2.0  # deterministic seconds of budget: below, prices have no time to become good
MOVES_SHARE = 0.05  # of the budget, for a proof of how few bookings must move
NEVER: Callable[[], bool] = bool
MODEL_ARCS = 3_000  # above, a search tree finds nothing the moves do not


class FieldProblem:
    """Levels, start, polish, bounds and models of one week.

    `budget`: deterministic seconds for the whole search.
    """

    proving = 0.0

    def __init__(self, instance: Instance, levels: Sequence[Prefer], seed: int, budget: float) -> None:
        self._levels = tuple(levels)
        self._terms = {term.level: term for term in self._levels}
        self._instance, self._budget, self._seed = instance, budget, seed
        self._engine, self._days = Engine(instance, self._levels, seed), Days(instance, self._levels, seed)
        visits = Visits.of(instance) if Rounds.level in self._terms else None
        self._walk = Walk(instance, visits, seed) if visits is not None else None
        arcs = (instance.parts + 1) ** 2 * most_trips(instance) * instance.vehicles * instance.days
        self._searched, self._small = False, arcs <= MODEL_ARCS
        self._reckoned, self._over = 0.0, NEVER
        by_tours = budget >= TOURS_FROM and not self._small and not self._terms.keys().isdisjoint(SUMMED)
        self._proof = Proof(instance, self._levels, budget * PROOF_SHARE) if by_tours else None

    @property
    def levels(self) -> tuple[Prefer, ...]:
        """The levels in their order."""
        return self._levels

    @property
    def given(self) -> Mapping[str, int]:
        """Nothing is held from the first level on."""
        return {}

    @property
    def digest(self) -> str:
        """Name the instance."""
        return self._instance.digest

    @property
    def spent(self) -> float:
        """Deterministic seconds used so far."""
        if self._walk is not None:
            return 0.0  # what a finisher spends is told by it
        return self._engine.spent + self._days.spent + self._reckoned  # bounds by tours are found beside

    def value(self, level: str, plan: Plan) -> int:
        """Measure a plan on a level."""
        return self._terms[level].amount(self._instance, plan)

    def tolerance(self, level: str, value: int) -> int:
        """Say how much of a value may be given up again for the levels below: nothing."""
        del level, value
        return 0

    def start(self) -> Plan:
        """Give what is published, and every other errand where it then costs least, the most urgent first."""
        if self._walk is not None:
            return self._walk.plan()
        return self._engine.fill(published(self._instance))

    def floor(self, level: str, held: Mapping[str, int], *, quick: bool, stop: Callable[[], bool] = bool) -> int:
        """Give a proven bound."""
        del stop  # what is done beside the search has been told by it
        if level == "moved" and not quick:
            return Fewest(self._instance).bound(held, self._budget * MOVES_SHARE)
        simple = floor(self._instance, level, held)
        if self._proof is None or (quick and not self._over()):
            return simple
        if quick:
            return max(simple, self._proof.known(level, held))
        if level == HardShares.level:
            shared = self._proof.fair(held, self._budget * SHARES_SHARE)
            self._reckoned += shared.seconds
            return max(simple, shared.bound)
        return max(simple, self._proof.bound(level, held))

    def polishes_first(self, level: str, held: Mapping[str, int]) -> bool:
        """The search looks at no bound, and bounds are found beside it."""
        del level, held
        return True

    def polish(self, level: str, plan: Plan, held: Mapping[str, int], bound: int, allowance: Allowance) -> Plan:
        """Search on by destroying and repairing; the first time with most of the budget, as all levels are looked at."""
        del bound
        if self._walk is not None:
            return plan
        if [self.value(term.level, plan) for term in self._levels] < [*self._engine.values]:
            self._engine.take(plan)  # somebody else goes, by a model
        seconds = allowance.seconds * (CREWS_SHARE if sees_crews(level) else LATER_SHARE)
        seconds = seconds if self._searched else max(seconds, self._budget * FIRST_SHARE)
        seconds = min(seconds, allowance.seconds * SMALL_SHARE) if self._small else seconds
        if not self._searched and self._proof is not None:
            self._over = allowance.over
            self._proof.begin(self._engine.search(self._budget * BEFORE_PROOF, allowance.over), self._cut)
            seconds -= self._budget * BEFORE_PROOF
        thorough, self._searched = not self._searched and self._proof is not None, True
        search = self._at_length if thorough else self._engine.search
        found = search(seconds, lambda: self._half_way() or allowance.over())
        if self._proof is not None:
            self._proof.learn(found)
        kept = all(self.value(name, found) <= most for name, most in held.items())
        return found if kept and self.value(level, found) <= self.value(level, plan) else plan

    def _at_length(self, seconds: float, over: Callable[[], bool]) -> Plan:
        """Cool a few times; where days are small enough for it, then deal the latest anew, and polish what came of it."""
        dealt = self._days.fit(self._engine.best, seconds * DEALS)
        if self._may_be_packed(self._engine.best):
            return self._packed(seconds, over)
        _cooled(self._engine, seconds * (1 - DEALS - COLD if dealt else 1), over)
        if dealt:
            self._engine.take(self._days.search(self._engine.best, seconds * DEALS, over))
            self._engine.search(seconds * (DEALS + COLD) - self._days.spent, over, LUKEWARM)
        return self._engine.best

    def _packed(self, seconds: float, over: Callable[[], bool]) -> Plan:
        """Cool once packing the week, and beside it as always from the same plan; the better of both is what counts."""
        other = Engine(self._instance, self._levels, self._seed + 1)
        other.fill(self._engine.best)
        with ThreadPoolExecutor(1) as beside:
            waited = beside.submit(_cooled, other, seconds, self._over)
            self._engine.pack(tightly=True)
            self._engine.search(seconds, over)
            self._engine.pack(tightly=False)
            found = waited.result()
        return self._engine.take(found) if other.values < self._engine.values else self._engine.best

    def _may_be_packed(self, plan: Plan) -> bool:
        """Say whether a big week of which nothing is published leaves errands out that are not proven to find no place."""
        if self._instance.parts <= SMALL_WEEK or np.any(self._instance.booked_vehicle >= 0):
            return False
        ranks = [term.level for term in self._levels if isinstance(term, PlacedByRank)]
        return any(self.value(name, plan) > floor(self._instance, name, {}) for name in ranks)

    def _half_way(self) -> bool:
        """Tell what is found by half of the budget to whoever looks for bounds; never a reason to stop."""
        if self._proof is not None and self.spent >= self._budget * HALF:
            self._proof.learn(self._engine.best)
        return False

    def _cut(self) -> bool:
        """Say whether the search ends before its time: by the clock, or called off."""
        return self._over() and self.spent < self._budget

    def end(self) -> None:
        """Let nothing go on beside, when the search is over."""
        if self._proof is not None:
            self._proof.end()

    def finish(
        self, level: str, plan: Plan, bound: int, held: Mapping[str, int], allowance: Allowance
    ) -> Finished[Plan] | None:
        """Walk over orders of visits where there are only rounds; there is no other way to finish a level."""
        if self._walk is None or level != Rounds.level:
            return None
        self._walk.go(allowance.seconds, allowance.over)
        found = self._walk.plan()
        kept = all(self.value(name, found) <= most for name, most in held.items())
        better = kept and self.value(level, found) < self.value(level, plan)
        return Finished(found if better else plan, bound, allowance.seconds)

    def model(self, level: str, plan: Plan, held: Mapping[str, int]) -> Model[Plan] | None:
        """Build the model of a level; in big weeks of the crews alone, as a search tree is of no use for more."""
        if not self._small:
            return crews_anew(self._instance, plan, level, held)
        instance, model = self._instance, cp_model.CpModel()
        variables = Variables(model, instance, most_trips(instance))
        for must in MUST:
            must.post(model, variables, instance)
        for name, most in held.items():
            model.add(self._terms[name].post(model, variables, instance) <= most)
        objective = self._terms[level].post(model, variables, instance)
        variables.hint(plan)
        return Model(model, objective, variables.plan, whole=True)


def _cooled(engine: Engine, seconds: float, over: Callable[[], bool]) -> Plan:
    """Search on, cooling a few times."""
    for _ in range(COOLINGS):
        engine.search(seconds / COOLINGS, over)
    return engine.best


def most_trips(instance: Instance) -> int:
    """Give how many trips of one vehicle can lie in one day: no more than there are parts, nor than there is time for."""
    places = instance.part_place.tolist()
    away = [
        instance.way(0, place) + int(minutes) + instance.way(place, 0)
        for place, minutes in zip(places, instance.part_minutes.tolist(), strict=True)
    ]
    longest = int((instance.day_closes - instance.day_opens).max(initial=0))
    return max(1, min(instance.parts, longest // max(1, min(away, default=1))))
