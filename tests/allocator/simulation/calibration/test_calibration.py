"""What is fitted from the log of a made-up office is what was put into it, within the intervals."""

import dataclasses
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from allocator.domain.errors import BadInput
from allocator.domain.scenarios.worklog import WorkItem, WorkLog
from allocator.simulation.calibration.arrivals import arrivals
from allocator.simulation.calibration.calibration import calibrate
from allocator.simulation.calibration.estimates import estimate
from allocator.simulation.calibration.history import record
from allocator.simulation.calibration.minutes import step_minutes
from allocator.simulation.calibration.report import calibration_view
from fixtures.worklog import Truth, synthetic_log

FIRST = date(2021, 1, 4)
TRUTH = Truth()


@pytest.fixture(scope="module")
def found():
    """The calibration of a year of a made-up office."""
    return calibrate(synthetic_log(TRUTH, FIRST, 364, 11))


def holds(estimate, value):
    """Say whether a value lies within an interval."""
    return estimate.low <= value <= estimate.high


@pytest.mark.parametrize("days", [0, 1])
def test_a_log_of_a_day_or_two_is_refused_in_words(days):
    """Nothing can be fitted from one case; it ended in a fault of the program."""
    begun = datetime(2021, 1, 4, 9, tzinfo=UTC)

    with pytest.raises(BadInput) as told:
        calibrate(WorkLog.of([WorkItem("C1", "inquiry", "Li", begun, begun + timedelta(days=days))]))

    assert told.value.code == "log-too-short"


def test_arrivals_are_found_and_do_not_grow(found):
    """Six cases a working day, none at weekends, and no trend where none was put in (a weekday in twenty may miss)."""
    assert holds(found.arrivals.a_day, TRUTH.cases_a_day)
    assert holds(found.arrivals.growth, 1.0)
    assert sum(holds(ratio, 1.0) for ratio in found.arrivals.weekdays[:5]) >= 4
    assert found.arrivals.weekdays[5:] == (None, None)


def test_growth_is_found():
    """An office whose filings double from one half-year to the next is not told that nothing happened."""
    early = synthetic_log(TRUTH, FIRST, 182, 3)
    late = synthetic_log(dataclasses.replace(TRUTH, cases_a_day=9.0), FIRST + timedelta(days=182), 182, 4)
    renamed = (dataclasses.replace(item, case=f"late {item.case}") for item in late.items)

    whole = record(WorkLog.of([*early.items, *renamed]))
    growth = arrivals(whole.until(whole.last_day)).growth
    assert growth is not None
    assert growth.low is not None
    assert growth.low > 1.2


def test_paths_are_found(found):
    """Every case comes in by intake; four in five go on to an inquiry, seven in ten of those to closing."""
    [first] = found.first_steps
    shares = {(one.step, one.then): one.share for one in found.follows}

    assert (first.step, first.share.value) == ("intake", 1.0)
    assert shares.keys() == {("intake", "inquiry"), ("inquiry", "closing")}
    assert holds(shares["intake", "inquiry"], 0.8)
    assert holds(shares["inquiry", "closing"], 0.7)


def test_calendars_are_found(found):
    """Everybody works on weekdays from nine to five."""
    assert [one.person for one in found.calendars] == ["A", "B", "C", "D"]
    for one in found.calendars:
        assert min(one.weekdays[:5]) > 0.85
        assert one.weekdays[5:] == (0, 0)
        assert 9 * 60 <= one.opens < one.closes <= 17 * 60 + 30


def test_minutes_are_told_from_waiting_at_the_rate_the_interval_promises():
    """Over eight offices the true minutes of three steps lie within most of the intervals: 95 % less what chance takes."""
    inside = 0
    for seed in range(8):
        fitted = step_minutes(synthetic_log(TRUTH, FIRST, 180, seed), tuple(TRUTH.minutes))
        found = (estimate(value, drawn) for value, drawn in zip(fitted.minutes, fitted.drawn.T, strict=True))
        inside += sum(holds(one, minutes) for one, minutes in zip(found, TRUTH.minutes.values(), strict=True))

    assert inside >= 20


def test_steps_closed_at_one_stroke_share_their_span():
    """Two steps always closed together after half an hour, one of them also alone after ten minutes: ten and twenty."""
    nine = datetime.fromisoformat("2021-01-04T09:00+08:00")
    items = []
    for day in range(60):
        base = nine + timedelta(days=day)
        together, alone = base + timedelta(minutes=30), base + timedelta(minutes=40)
        items += [WorkItem(f"C{day}", step, "Li", base, together) for step in ("a", "b")]
        items.append(WorkItem(f"D{day}", "a", "Li", base, alone))

    fitted = step_minutes(WorkLog.of(items), ("a", "b"))

    assert fitted.minutes.tolist() == pytest.approx([10, 20], abs=0.1)
    assert (fitted.spans, fitted.left_out) == (120, 0)


def test_a_long_silence_is_not_taken_for_work():
    """Who closes nothing for five hours was elsewhere, or did what the log does not tell of."""
    nine = datetime.fromisoformat("2021-01-04T09:00+08:00")
    items = [
        WorkItem(f"C{minute}", "a", "Li", nine - timedelta(days=1), nine + timedelta(minutes=minute))
        for minute in (0, 10, 310)
    ]

    fitted = step_minutes(WorkLog.of(items), ("a",))

    assert fitted.minutes.tolist() == pytest.approx([10], abs=0.01)
    assert (fitted.spans, fitted.left_out) == (1, 1)


def test_few_weights_are_worth_a_time_study(found):
    """The shares of workload and of variance add up, and the steps named cover four fifths of the variance."""
    assert sum(weight.load for weight in found.weights) == pytest.approx(1)
    assert sum(weight.variance for weight in found.weights) == pytest.approx(1)
    assert sum(weight.variance for weight in found.weights if weight.to_measure) >= 0.8
    assert found.weights[0].to_measure
    assert not found.weights[-1].to_measure


def test_the_time_of_cases_counts_those_still_open():
    """Half of the cases ended within a day; the others are open for ten, and the median is not one day."""
    start = datetime.fromisoformat("2021-01-04T09:00+08:00")
    items = [WorkItem("old", "a", "Li", start, start)]
    begun = start + timedelta(days=3)
    items += [WorkItem(f"quick {n}", "a", "Li", begun, begun + timedelta(hours=5)) for n in range(5)]
    items += [WorkItem(f"slow {n}", "a", "Li", begun) for n in range(8)]
    items.append(WorkItem("last", "a", "Li", begun + timedelta(days=10), begun + timedelta(days=10)))

    found = calibrate(WorkLog.of(items))

    assert found.case_days.value is None
    assert found.case_days.low == 5 / 24


def test_the_same_log_gives_the_same_bytes():
    """A calibration is a document that can be compared."""
    log = synthetic_log(TRUTH, FIRST, 60, 5)

    first, second = (json.dumps(plain_view(log)) for _ in range(2))

    assert first == second
    assert json.loads(first)["digest"] == log.digest


def plain_view(log):
    """The document of a log's calibration."""
    return calibration_view(calibrate(log))
