"""The ledger (账目) of a level: what rows of loads and costs weigh, all rows at once in numpy.

Minutes above what is allowed and overspent budgets weigh stiffly, so that a plan in the making may break them for a
while and is drawn back.
"""

from dataclasses import dataclass

import numpy as np

from solver.assignment.columns import Floats
from solver.assignment.instance import PERMILLE, Flags, Instance, Ints
from solver.assignment.question import Question

GROWTH = 1.005  # by how much a broken limit weighs more after each step, and one that is kept less
FADING = 0.995


@dataclass(frozen=True, eq=False)
class Ledger:
    """What a question costs at some loads, costs and spendings; exact but for the stiffness.

    `stride` is the height of one step of the spread in thousandths of minutes, `sums[m, j]` the sum of a person's
    first j heights; `on_minutes` and `on_budgets` are what a minute or a unit too much weighs: they grow while it is
    still broken, so that no search gets stuck between the same few plans.
    """

    question: Question
    counts: Flags
    stride: Ints
    sums: Ints
    stiff: float
    on_minutes: Floats
    on_budgets: Floats

    @classmethod
    def of(cls, instance: Instance, question: Question, stiff: float) -> "Ledger":
        """Lay out the steps of everybody once."""
        stride = np.maximum(instance.capacity * instance.spread_step, 1)
        passed = (PERMILLE * instance.limit // stride)[instance.chargeable]
        numbers = np.arange(int(passed.max(initial=0)) + 2)
        sums = np.cumsum(numbers[None, :] * stride[:, None] // PERMILLE, axis=1)
        pressure = (np.full(instance.people, stiff), np.full(len(question.budgets), stiff))
        return cls(question, instance.chargeable, stride, sums, stiff, *pressure)

    def over(self, loads: Ints) -> Ints:
        """Minutes above what is allowed, by person."""
        over: Ints = np.maximum(loads - self.question.most, 0)
        return over

    def spread(self, loads: Ints) -> Ints:
        """The value of the spread, one for each row of loads."""
        passed = np.minimum(np.maximum(PERMILLE * loads - 1, 0) // self.stride, self.sums.shape[1] - 1)
        share = passed * loads - self.sums[np.arange(len(self.stride)), passed]
        total: Ints = np.where(self.counts, share, 0).sum(axis=-1)
        return total

    def excess(self, loads: Ints, spent: Ints) -> tuple[Ints, Ints]:
        """By how much what is held is broken: minutes over by person, and units over by budget."""
        spread = self.spread(loads) if self._spread_held else np.int64(0)
        above = [
            np.maximum(spent[..., place] + budget.spread * spread - budget.most, 0)
            for place, budget in enumerate(self.question.budgets)
        ]
        return self.over(loads), np.stack(above, axis=-1) if above else np.zeros((*loads.shape[:-1], 0), dtype=np.int64)

    def press(self, loads: Ints, spent: Ints) -> None:
        """Let what is still broken weigh more from now on."""
        over, above = self.excess(loads, spent)
        for weights, broken in ((self.on_minutes, over > 0), (self.on_budgets, above > 0)):
            np.maximum(weights * np.where(broken, GROWTH, FADING), self.stiff, out=weights)

    def weigh(self, loads: Ints, cost: Ints, spent: Ints) -> Floats:
        """The value of the level plus, stiffly, what is broken."""
        value = cost + (self.spread(loads) if self.question.spread else 0)
        over, above = self.excess(loads, spent)
        weight: Floats = value + over @ self.on_minutes + above @ self.on_budgets
        return weight

    @property
    def _spread_held(self) -> bool:
        return any(budget.spread for budget in self.question.budgets)
