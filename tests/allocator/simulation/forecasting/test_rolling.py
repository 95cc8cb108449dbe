"""A forecast is made from what was known, is the same each time, and its band holds as often as it says."""

import dataclasses
import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from allocator.domain.errors import BadInput
from allocator.domain.scenarios.worklog import WorkLog
from allocator.simulation.calibration.history import record
from allocator.simulation.forecasting.assumptions import USUAL
from allocator.simulation.forecasting.bands import Band, Spread, bands
from allocator.simulation.forecasting.months import FIGURES, edges, months_before, months_on, observed
from allocator.simulation.forecasting.rolling import roll
from fixtures.worklog import Truth, synthetic_log

FIRST = date(2021, 1, 4)
QUICK = dataclasses.replace(USUAL, paths=60, origin_paths=20, origins=6)


@pytest.fixture(scope="module")
def log():
    """Fourteen months of a made-up office."""
    return synthetic_log(Truth(), FIRST, 430, 1)


def test_the_future_changes_nothing(log):
    """From the first of October on, the months after September might as well not be in the file."""
    start = date(2021, 10, 1)
    known = log.known_at(log.first + timedelta(days=(start - log.first.date()).days) - timedelta(hours=9))

    assert roll(known, start, 3, 7, QUICK).forecast() == roll(log, start, 3, 7, QUICK).forecast()


def test_the_seed_decides(log):
    """The same seed gives the same bands, another seed slightly other ones."""
    first, again, other = (roll(log, date(2021, 10, 1), 2, seed, QUICK).forecast() for seed in (7, 7, 8))

    assert first == again
    assert first.bands != other.bands
    assert first.bands[0][0].middle == pytest.approx(other.bands[0][0].middle, rel=0.1)


def test_the_bands_hold_as_often_as_they_say():
    """Over six offices and three months each, the bands of the counts hold in four months of five, less what chance takes."""
    held = months = 0
    for seed in range(6):
        log = synthetic_log(Truth(), FIRST, 430, seed)
        start = date(2021, 11, 1)
        forecast, came = roll(log, start, 3, 1, QUICK).forecast(), observed(record(log), edges(start, 3)).values
        for row, values in zip(forecast.bands, came, strict=True):
            held += sum(row[place].holds(values[place]) for place in (0, 1))
            months += 2

    assert months == 36
    assert held >= 24


def test_a_forecast_finds_the_level_of_a_steady_office(log):
    """Arrivals and completions of an office that does not change are forecast within a tenth, and the office keeps its books."""
    start = date(2021, 11, 1)
    forecast = roll(log, start, 3, 1, QUICK).forecast()
    came = observed(record(log), edges(start, 3)).values

    for row, values in zip(forecast.bands, came, strict=True):
        assert row[0].middle == pytest.approx(values[0], rel=0.2)
        assert row[1].middle == pytest.approx(row[0].middle, rel=0.1)


def test_a_backtest_sets_each_band_from_what_was_known_then(log):
    """The bands of an origin are those a forecast made that day would have had."""
    rolling = roll(log, date(2021, 11, 1), 2, 3, QUICK)
    [*_, (last, values)] = rolling.backtest().origins

    assert last.start == date(2021, 10, 1)
    assert len(values) == 1
    held, months = rolling.backtest().held(0)
    assert 0 < held <= months == 2 + 2 + 2 + 1


@pytest.mark.parametrize(
    "start, months, code",
    [
        (date(2021, 4, 1), 3, "log-too-short"),
        (date(2023, 4, 1), 3, "log-too-short"),
        (date(2021, 11, 1), 0, "bad-input"),
        (date(2021, 11, 1), 37, "bad-input"),
    ],
)
def test_what_cannot_be_forecast_is_refused(log, start, months, code):
    """Too little past, a day of which nothing is known, no months, too many."""
    with pytest.raises(BadInput) as error:
        roll(log, start, months, 1, QUICK)

    assert error.value.code == code
    assert error.value.remedy.zh


def test_three_whole_months_are_enough(log):
    """No start in the past can be tried yet: the band is what a model without a past is expected to miss by, also of hardly any stock."""
    rolling = roll(log, date(2021, 5, 1), 2, 1, QUICK)

    assert not rolling.origins
    assert not rolling.backtest().origins
    for begun, done, still, days in rolling.forecast().bands:
        assert all(band.low < band.middle < band.high < 2 * band.middle for band in (begun, done))
        assert 0 <= still.low <= still.middle <= still.high < 10
        assert 0 <= days.low <= days.middle <= days.high < 1


def test_errors_add_up_in_what_is_open_and_not_in_a_month_of_work():
    """The sixteenth month: open work is expected four times as far off as in the first, what is begun and completed twice."""
    ahead = Spread(np.log(np.full((16, 4), 1000.0)), np.zeros((16, 4)))
    (first, *_, last) = bands(ahead, (), USUAL)

    reach = [[np.log(band.high / band.middle) for band in month[:3]] for month in (first, last)]
    assert np.divide(reach[1], reach[0]) == pytest.approx([2, 2, 4], rel=0.01)


def test_the_same_error_is_larger_of_a_small_stock():
    """Half a month's work in hand: what is expected of the work done is expected twice of the work open, and no less of a large stock."""
    small, large = (Spread(np.log([[400.0, 400, stock, 1]]), np.zeros((1, 4))) for stock in (200, 4000))
    ([begun, done, few, _],), ([_, _, many, _],) = (bands(own, (), USUAL) for own in (small, large))

    assert math.log(few.high / 200) == pytest.approx(2 * math.log(done.high / 400), rel=0.02)
    assert math.log(many.high / 4000) == pytest.approx(math.log(begun.high / 400), rel=0.02)


def test_months_are_counted_from_any_day():
    """A month from the end of January ends with February."""
    assert months_on(date(2021, 1, 31), 1) == date(2021, 2, 28)
    assert edges(date(2021, 11, 15), 2) == (date(2021, 11, 15), date(2021, 12, 15), date(2022, 1, 15))
    assert months_on(date(2021, 3, 1), -3) == date(2020, 12, 1)


def test_whole_months_begin_after_the_opening_stock(log):
    """The log begins on the fourth of January: January is no whole month."""
    assert months_before(record(log), date(2021, 4, 1)) == (date(2021, 2, 1), date(2021, 3, 1), date(2021, 4, 1))


def test_stock_is_kept_by_what_came_and_what_went(log):
    """Open at the end is open before, plus what began, less what ended."""
    values = observed(record(log), edges(date(2021, 3, 1), 4)).values

    for before, after in pairwise(values):
        assert after[2] == before[2] + after[0] - after[1]
    assert FIGURES[2] == "open_work"


def test_a_band_holds_its_bounds():
    """Bounds count as within."""
    assert [Band(1, 2, 3).holds(value) for value in (0.9, 1, 3, 3.1)] == [False, True, True, False]


def test_a_log_in_which_nothing_was_ended_is_refused():
    """Every end left blank, as some systems export: how long work takes is not known, and that is said."""
    open_ = WorkLog.of(replace(item, ended=None) for item in synthetic_log(Truth(), FIRST, 430, 1).items)

    with pytest.raises(BadInput) as told:
        roll(open_, date(2021, 10, 1), 3, 7, QUICK)

    assert told.value.code == "nothing-ended"


def test_ends_that_were_kept_from_some_month_on_leave_the_months_before_out_of_the_past():
    """Ends are noted since July only: starts before have nothing to go by and are not forecast anew, later ones are."""
    july = datetime(2021, 7, 1, tzinfo=UTC)
    items = synthetic_log(Truth(), FIRST, 430, 1).items
    late = WorkLog.of(one if one.ended is None or one.ended >= july else replace(one, ended=None) for one in items)
    rolling = roll(late, date(2021, 11, 1), 2, 7, QUICK)

    assert [one.start for one in rolling.origins] == [date(2021, month, 1) for month in (8, 9, 10)]
    assert len(rolling.forecast().months) == 2
