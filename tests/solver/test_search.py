"""Levels are held one after the other, and a certificate tells what is held at the end."""

from dataclasses import dataclass
from typing import Any

import pytest

from solver.search import Limits, descend


@dataclass(frozen=True)
class Height:
    """A level of the toy."""

    level: str
    share: float = 1.0
    unit: str = "steps"


class Ladder:
    """Plans are pairs; each level's polish leads on to the next of some plans."""

    levels = (Height("first"), Height("second"))
    digest, spent = "ladder", 0.0

    def __init__(self, *plans):
        self.plans, self.given = plans, {}

    def start(self):
        return self.plans[0]

    def value(self, level, plan):
        return plan[("first", "second").index(level)]

    def tolerance(self, level, value):
        return 1

    def polishes_first(self, level, held):
        return False

    def polish(self, level, plan, held, bound, allowance):
        return self.plans[1 + ("first", "second").index(level)]

    def floor(self, level, held, *, quick, stop=bool):
        return 0

    def finish(self, level, plan, bound, held, allowance):
        return None

    def model(self, level, plan, held):
        return None


@pytest.mark.parametrize(
    "plans, held, settled",
    [
        (((9, 9), (5, 9), (5, 4)), 6, 1),  # nothing gained above meanwhile
        (((9, 9), (5, 9), (6, 4)), 6, 1),  # the tolerance used up
        (((9, 9), (5, 9), (3, 4)), 4, 2),  # better on the first level while the second was brought down
    ],
)
def test_a_level_is_held_at_the_best_that_was_reached(plans, held, settled):
    """Also where it was reached only while a level below was looked at."""
    ladder: Any = Ladder(*plans)
    answer = descend(ladder, Limits(seconds=5), seed=1)

    first = answer.certificate.levels[0]
    assert (first.reached, first.held) == (held - 1, held)
    assert answer.settled == plans[settled]


class Hourglass(Ladder):
    """Notes how long the first level may take."""

    def __init__(self, *plans):
        super().__init__(*plans)
        self.seconds: list[float] = []

    def polish(self, level, plan, held, bound, allowance):
        self.seconds.append(allowance.seconds)
        return plan


@pytest.mark.parametrize(
    "second, seconds",
    [
        (1.0, 4 / 1.5),  # a fair part
        (0.1, 3.6),  # all but what the second level can use
        (0.0, 4.0),  # the second level is the same for all plans
    ],
)
def test_a_level_has_the_time_that_those_behind_it_cannot_use(second, seconds):
    """Of four seconds the first of two levels has what the second one leaves, and never less than a fair part."""
    hourglass: Any = Hourglass((9, 9))
    hourglass.levels = (Height("first"), Height("second", second))

    descend(hourglass, Limits(seconds=60, deterministic=4.0), seed=1)

    assert hourglass.seconds[0] == pytest.approx(seconds)
