"""How likely a deadline is missed: learned where something is to be learned, told as a rate where not, and tested honestly."""

from datetime import date, timedelta
from random import Random

import pytest

from allocator.decisions.deadlines.missing import CURVE, FEATURES, RATE, Chance, Foresight, Look, foresee

BEGUN = date(2022, 1, 3)


def looks(count, chance, telling):
    """Give looks at closed clocks of two nodes; the truth follows load and days away as much as it is `telling`."""
    for number in range(count):
        load, away, node = chance.uniform(0, 2), chance.choice([0.0, 0.0, 0.5, 1.0]), chance.choice(["N11", "N37"])
        odds = 0.2 + telling * (0.25 * (load > 1) + 0.35 * away) + (0.1 if node == "N11" else 0)
        yield Look(node, 0.5, load, away, 0.0, BEGUN + timedelta(days=number), chance.random() < odds)


def interval(chance: Chance) -> tuple[float, float]:
    """Give the interval of a rate."""
    assert chance.low is not None
    assert chance.high is not None
    return chance.low, chance.high


def scores(found: Foresight) -> tuple[float, float]:
    """Give the Brier scores of the curve and of the rates."""
    assert found.brier_of_curve is not None
    assert found.brier_of_rate is not None
    return found.brier_of_curve, found.brier_of_rate


def test_what_can_be_learned_is_learned_and_beats_the_rate_on_newer_cases():
    """Load and days away speak for a miss, by name and the strongest first; the same looks give the same answer."""
    known = list(looks(1500, Random(5), telling=1.0))
    found = foresee(known)
    busy = found.chance(Look("N37", 0.5, 2.0, 1.0, 0.0, date.max))
    free = found.chance(Look("N37", 0.5, 0.2, 0.0, 0.0, date.max))

    assert found.method == CURVE
    curve, rate = scores(found)
    assert found.brier == curve < rate
    assert busy.probability > 0.55
    assert free.probability < 0.35
    assert {name for name, _ in busy.because[:2]} == {"load", "away"}
    assert {name for name, _ in busy.because} == set(FEATURES)
    assert foresee(known[::-1]) == found


def test_the_probabilities_told_are_about_as_often_true():
    """Of fresh cases told between a third and a half, about that part is missed: calibrated, not only ordered."""
    found = foresee(list(looks(3000, Random(5), telling=1.0)))
    fresh = list(looks(3000, Random(6), telling=1.0))
    told = [(found.chance(look).probability, look.missed) for look in fresh]
    middle = [(chance, missed) for chance, missed in told if 1 / 3 < chance < 1 / 2]

    assert len(middle) > 200
    assert sum(chance for chance, _ in middle) / len(middle) == pytest.approx(
        sum(bool(missed) for _, missed in middle) / len(middle), abs=0.06
    )


def test_too_few_cases_give_a_rate_with_its_interval_and_say_so():
    """No curve is fitted; an unknown node is told by all together, and no rate is nought or one."""
    found = foresee(list(looks(40, Random(1), telling=1.0)))
    chance, unknown = (found.chance(Look(node, 0.5, 1.0, 0.0, 0.0, date.max)) for node in ("N11", "N99"))

    assert (found.method, found.brier_of_curve) == (RATE, None)
    low, high = interval(chance)
    of_all = interval(unknown)
    assert 0 < low < chance.probability < high < 1
    assert of_all[1] - of_all[0] < high - low
    assert chance.because == ()


def test_without_any_closed_case_nothing_is_pretended():
    """The interval is nearly everything, and no score is shown."""
    found = foresee([])
    chance = found.chance(Look("N11", 0.5, 1.0, 0.0, 0.0, date.max))

    assert (found.looks, found.brier, chance.probability) == (0, None, 0.5)
    low, high = interval(chance)
    assert low < 0.01
    assert high > 0.99


def test_a_curve_that_is_no_better_is_not_told():
    """Where nothing speaks for a miss, the rate of each node is told; what is told is never worse than it on the newer."""
    for seed in range(6):
        found = foresee(list(looks(600, Random(seed), telling=0.0)))
        curve, rate = scores(found)
        assert found.brier == min(curve, rate)
        assert (found.method == CURVE) == (curve < rate)
