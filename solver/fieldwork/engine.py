"""The search by destroying and repairing (破坏与修复搜索), driven from outside in counted steps."""

from collections.abc import Callable, Sequence

import numpy as np

from solver.fieldwork.instance import Instance
from solver.fieldwork.kernel import names as k
from solver.fieldwork.kernel.search import improve
from solver.fieldwork.layout import Layout
from solver.fieldwork.plan import Plan
from solver.fieldwork.rules.rule import Prefer

STEPS_PER_SECOND = 400_000  # trips timed in one deterministic second
CAR_MINUTE = (
    100.0  # minutes of lateness that one of a vehicle counts for where a week is packed, when the search is warmest
)
STEPS_PER_CALL = 30_000  # between two looks at whether to stop


class Engine:
    """One search of one week: it remembers the best plan it has met, and `spent` deterministic seconds."""

    def __init__(self, instance: Instance, levels: Sequence[Prefer], seed: int) -> None:
        self._layout, self._seed = Layout.of(instance, levels), seed
        self._pad, self._prices = self._layout.pad(), self._layout.prices.copy()
        self._states = np.zeros((3, int(self._layout.data[k.S_SIZE])), dtype=np.int64)
        self._values = np.zeros((3, len(levels) + 1), dtype=np.int64)  # and the vehicles' minutes
        self.rounds, self._past = 0, 0
        self._bare = (
            Plan.of(0, []) if instance.parts == 0 else None
        )  # nothing to place: no kernel has anything to look at

    @property
    def steps(self) -> int:
        """Trips timed so far."""
        return self._past + int(self._states[0, k.S_STEPS])

    @property
    def spent(self) -> float:
        """Deterministic seconds used so far."""
        return self.steps / STEPS_PER_SECOND

    @property
    def values(self) -> tuple[int, ...]:
        """What the best plan met is worth on each level."""
        return tuple(self._values[2, :-1].tolist())

    @property
    def best(self) -> Plan:
        """The best plan met."""
        return self._layout.plan(self._states[2]) if self._bare is None else self._bare

    def fill(self, plan: Plan) -> Plan:
        """Place what a lawful plan leaves out wherever it goes, the most urgent first, and begin from there."""
        if self._bare is not None:
            return self._bare
        self._states[0] = self._layout.state(plan, self._seed)
        self._call(0)
        return self.best

    def take(self, plan: Plan) -> Plan:
        """Go on from a lawful plan that is no worse than the best met."""
        if self._bare is not None:
            return self._bare
        chance, self._past = int(self._states[0, k.S_RANDOM]), self.steps
        self._states[0] = self._layout.state(plan, self._seed)
        self._states[0, k.S_RANDOM] = chance
        self._call(0)
        return self.best

    def search(self, seconds: float, stop: Callable[[], bool], warmth: float = 1.0) -> Plan:
        """Go on from where the search stands, cooling over some deterministic seconds; gives the best plan met.

        `warmth`: how warm it begins, of 1.
        """
        if self._bare is not None:
            return self._bare
        now, steps = int(self._states[0, k.S_STEPS]), int(seconds * STEPS_PER_SECOND)
        ends = now + steps
        self._prices[k.F_BEGINS], self._prices[k.F_ENDS] = ends - steps / warmth, ends
        while now < ends and not stop():
            self._call(min(ends, now + STEPS_PER_CALL))
            now = int(self._states[0, k.S_STEPS])
        return self.best

    def pack(self, *, tightly: bool) -> None:
        """Count minutes that vehicles are out as lateness from now on, the more the warmer it is; or no more."""
        self._prices[k.F_CAR] = CAR_MINUTE if tightly else 0.0

    def _call(self, stops: int) -> None:
        self.rounds += improve(self._layout.data, self._states, self._pad, self._prices, self._values, stops)
