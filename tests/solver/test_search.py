"""Levels are held one after the other, and a certificate tells what is held at the end."""

from dataclasses import dataclass
from typing import Any

import pytest

from solver.limits import Watch
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
    digest, spent, proving = "ladder", 0.0, 0.0

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


class Dusk(Ladder):
    """Polishing the first level takes long, by the clock or in what is counted; bounds take no time."""

    def __init__(self, clock, until, counted=0.0, first=""):
        super().__init__((9, 9))
        self.first = first
        self.clock, self.until, self.counted, self.told = clock, until, counted, []

    def floor(self, level, held, *, quick, stop=bool):
        if not quick:
            self.told.append((level, stop()))
        return 0 if quick else 7

    def polishes_first(self, level, held):
        return level == self.first

    def polish(self, level, plan, held, bound, allowance):
        self.clock.now, self.spent = self.until, self.counted
        return plan


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still but for what a test says."""

    class Clock:
        now = 0.0

    monkeypatch.setattr("solver.limits.monotonic", lambda: Clock.now)
    return Clock


def bounds_of(problem: Any) -> list[int]:
    """Search for a hundred seconds by the clock and forty that are counted."""
    return [level.bound for level in descend(problem, Limits(seconds=100), seed=1).certificate.levels]


@pytest.mark.parametrize(
    "proving, until, counted, bounds",
    [
        (2.0, 96.0, 0.0, [7, 7]),  # what is kept for bounds
        (2.0, 50.0, 41.0, [7, 7]),  # all that is counted is spent
        (2.0, 100.0, 0.0, [7, 0]),  # the seconds promised are over
        (0.0, 50.0, 41.0, [7, 0]),  # bounds would take long
        (0.0, 99.0, 0.0, [7, 7]),  # so that nothing is kept for them
        (0.0, 100.0, 0.0, [7, 0]),
    ],
)
def test_levels_without_time_to_search_have_bounds_where_these_cost_little(clock, proving, until, counted, bounds):
    """Nothing is reckoned after the last of the wall seconds."""
    dusk = Dusk(clock, until, counted)
    dusk.proving = proving

    assert bounds_of(dusk) == bounds


@pytest.mark.parametrize("until, told", [(97.4, False), (97.6, True)])  # 5 seconds are kept
def test_one_level_does_not_use_up_what_is_kept_for_the_bounds_of_all(clock, until, told):
    """The first of two levels may reckon its bound until half of what is kept has passed."""
    dusk = Dusk(clock, until, first="first")
    dusk.proving = 2.0
    descended = bounds_of(dusk)

    assert descended == ([0, 7] if told else [7, 7])
    assert dusk.told[-1] == ("second", False)


def test_who_calls_a_search_off_waits_for_no_bound(clock):
    """Nothing is reckoned after a word to stop."""
    dusk: Any = Dusk(clock, 10.0)
    dusk.proving = 2.0

    answer = descend(dusk, Limits(seconds=100), seed=1, cancelled=lambda: clock.now > 0.0)

    assert [level.bound for level in answer.certificate.levels] == [7, 0]


@pytest.mark.parametrize("proving, searched", [(0.0, 100.0), (2.0, 95.0), (40.0, 90.0)])
def test_no_more_than_a_tenth_of_the_seconds_is_kept_for_bounds(clock, proving, searched):
    """As much as they take on a slow machine, and no more than a tenth."""
    watch = Watch(Limits(seconds=100), None, None, proving)

    clock.now = searched - 0.1
    assert not watch.over()
    clock.now = searched + 0.1
    assert watch.over()
    assert watch.net
