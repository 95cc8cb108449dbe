"""Draws that follow from their names."""

from statistics import fmean

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from allocator.domain.scenarios.process import SHAPES, Duration, Share
from allocator.simulation.chance import PER_HASH, Chance, count, days, pick, share, spread

HERE = Chance(seed=7, replication=0)
UNIFORM = st.floats(0, 1, exclude_max=True)


def test_a_draw_follows_from_its_name_alone():
    """Whatever was asked before, a case's own draw is the same; another case, purpose, replication or seed has its own."""
    HERE.uniform("wait", "c2")

    names = [("wait", "c1"), ("wait", "c2"), ("truth", "c1")]
    drawn = [Chance(seed, number).uniform(*name) for name in names for seed in (7, 8) for number in (0, 1)]

    assert HERE.uniform("wait", "c1") == Chance(7, 0).uniform("wait", "c1")
    assert len(set(drawn)) == len(drawn)


def test_several_draws_of_a_name_begin_alike():
    """Who asks for more gets the same first ones, over the end of a hash as well."""
    many = HERE.uniforms("truth", "c1", PER_HASH + 3)

    assert HERE.uniforms("truth", "c1", 5) == many[:5]
    assert len(set(many)) == PER_HASH + 3


def test_draws_are_spread_evenly():
    """Ten thousand draws have the mean and the quarters of a uniform number."""
    drawn = [HERE.uniform("even", str(number)) for number in range(10_000)]

    assert fmean(drawn) == pytest.approx(0.5, abs=0.01)
    assert sum(one < 0.25 for one in drawn) == pytest.approx(2500, abs=150)


@given(st.sampled_from(SHAPES), UNIFORM, UNIFORM)
def test_a_larger_number_never_gives_a_shorter_time(shape, one, other):
    """So that common random numbers lengthen and shorten a case's waits together."""
    duration = Duration(shape, typical=5000, low=1000, high=20_000)
    shorter, longer = sorted((one, other))

    assert 0 <= days(duration, shorter) <= days(duration, longer)


@pytest.mark.parametrize(
    "shape, mean",
    [("fixed", 5.0), ("uniform", 10.5), ("triangular", 26 / 3), ("exponential", 5.0), ("lognormal", 7.13)],
)
def test_times_have_the_mean_of_their_shape(shape, mean):
    """Days of each shape over an even grid of numbers."""
    duration = Duration(shape, typical=5000, low=1000, high=20_000)

    assert fmean(days(duration, (place + 0.5) / 20_000) for place in range(20_000)) == pytest.approx(mean, rel=0.003)


def test_nineteen_lognormal_waits_in_twenty_stay_under_the_high_figure():
    """What the file says of a long wait is what is drawn."""
    duration = Duration("lognormal", typical=5000, high=20_000)

    assert days(duration, 0.5) == pytest.approx(5)
    assert days(duration, 0.95) == pytest.approx(20)


def test_true_minutes_spread_around_the_weight():
    """The factor on a case's minutes is one on average."""
    factors = [spread(500, (place + 0.5) / 20_000) for place in range(20_000)]

    assert fmean(factors) == pytest.approx(1, rel=0.002)
    assert spread(0, 0.9) == 1


def test_a_share_lies_within_its_triangle():
    """A share of the claim is never outside what the file allows; without a width it is its low figure."""
    assert 0.2 <= share(Share(200, 500, 900), 0.99) <= 0.9
    assert share(Share(1000, 1000, 1000), 0.3) == 1


@given(st.floats(0, 30), st.floats(0, 5), UNIFORM)
def test_more_filings_a_day_never_drop_one(mean, more, uniform):
    """Of two rates the higher brings at least the filings of the lower one, with the same luck."""
    assert count(mean, uniform) <= count(mean + more, uniform)


def test_counts_have_their_mean():
    """Poisson counts over an even grid of numbers."""
    assert fmean(count(7.6, (place + 0.5) / 5000) for place in range(5000)) == pytest.approx(7.6, rel=0.002)


def test_a_place_is_chosen_by_its_weight():
    """Nothing of weight zero is chosen, and each other as often as it weighs."""
    chosen = [pick([0.0, 1.0, 1.0, 4.0], (place + 0.5) / 400) for place in range(400)]

    assert [chosen.count(place) for place in range(4)] == [0, 100, 0, 300]


@example(847.0, 1.0, 1 - 2**-52)  # the last of what sums of rounded terms add up to
@given(st.floats(300, 900), st.floats(0, 200), UNIFORM)
def test_where_counts_are_added_up_from_far_below_their_mean_they_stay_in_order(mean, more, uniform):
    """A flood of filings is counted as a trickle is: no fewer for a higher rate, also across the border of the two ways."""
    assert count(mean, uniform) <= count(mean + more, uniform)


def test_a_flood_has_its_mean_too():
    """Beyond e to the minus 745, which is nothing to a computer, a day had a thousand filings and no more."""
    assert fmean(count(5000, (place + 0.5) / 500) for place in range(500)) == pytest.approx(5000, rel=0.001)
