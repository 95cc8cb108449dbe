"""Signs that numbers may have been helped: found where they are, with their cases, and from the threshold on only."""

from dataclasses import replace
from datetime import date

from allocator.domain.indicators.signals import Looked, Signal, signals
from allocator.domain.rulebook.signal_rules import SignalRules
from tests.allocator.domain.indicators.test_measuring import NINE_MONTHS, a_record
from tests.stories import a_rulebook, a_small_rulebook

EARLIEST = {"dormant": next(node for node in a_rulebook().nodes if node.id == "N35")}


def found(*cases, rules: SignalRules | None = None, undone: dict[int, date] | None = None) -> dict[str, Signal]:
    """Every signal by id."""
    looked = Looked(cases, NINE_MONTHS, rules or SignalRules(), EARLIEST, undone or {})
    return {signal.id: signal for signal in signals(looked)}


def ids(signal: Signal) -> list[int]:
    """The cases of a signal."""
    return [case.id for case in signal.cases]


def test_closings_at_the_end_of_months_are_told_when_they_crowd():
    """One of three on the 28th of April is above three in ten; where a half is allowed it is not."""
    cases = [a_record(n, closed=day) for n, day in enumerate(("2022-04-27", "2022-04-28", "2022-05-01"))]

    assert (ids(found(*cases)["month_end"]), found(*cases)["month_end"].flagged) == ([1], True)
    assert not found(*cases, rules=replace(SignalRules(), month_end_permille=500))["month_end"].flagged


def test_a_dormant_closing_just_after_its_first_day_is_told():
    """Filed on 1 March: allowed from 1 June; on the 6th it is early, on the 7th not; other ways have no first day."""
    cases = [
        a_record(1, closed="2022-06-06", way="dormant"),
        a_record(2, closed="2022-06-07", way="dormant"),
        a_record(3, closed="2022-06-01"),
    ]

    assert (ids(found(*cases)["early_dormant"]), found(*cases)["early_dormant"].of) == ([1], 2)


def test_a_case_put_down_late_is_told():
    """Eight days after it was filed; seven are in order."""
    entered = {1: date(2022, 3, 9), 2: date(2022, 3, 8)}
    looked = Looked([a_record(1), a_record(2)], NINE_MONTHS, SignalRules(), EARLIEST, {}, entered=entered)

    assert ids({signal.id: signal for signal in signals(looked)}["late_entry"]) == [1]


def test_a_closing_put_down_long_after_its_day_is_told():
    """Eight days after; seven are in order, and of the third nobody knows when."""
    cases = [a_record(n, closed="2022-09-20") for n in (1, 2, 3)]
    looked = Looked(cases, NINE_MONTHS, SignalRules(), EARLIEST, {}, {1: date(2022, 9, 28), 2: date(2022, 9, 27)})

    late = {signal.id: signal for signal in signals(looked)}["late_closing"]

    assert (ids(late), late.of, late.flagged) == ([1], 3, True)


def test_a_case_closed_long_after_the_last_thing_happened_is_told():
    """Thirty-one days of nothing; thirty are in order, and a case of which no event is on record says nothing."""
    cases = [a_record(n, closed="2022-09-20") for n in (1, 2, 3)]
    steps = {1: date(2022, 8, 20), 2: date(2022, 8, 21)}
    looked = Looked(cases, NINE_MONTHS, SignalRules(), EARLIEST, {}, last_step=steps)

    quiet = {signal.id: signal for signal in signals(looked)}["quiet_before"]

    assert (ids(quiet), quiet.of, quiet.flagged) == ([1], 2, True)


def test_a_closing_that_was_undone_after_the_day_is_told():
    """It stood in the report, and then no more."""
    cases = [a_record(1, closed="2022-09-30"), a_record(2, closed="2022-09-30")]

    assert ids(found(*cases, undone={2: date(2022, 9, 30)})["undone_after"]) == [2]
    assert not found(*cases)["undone_after"].flagged


def test_thresholds_are_the_rulebooks_and_may_be_left_out():
    """Another court looks at five days."""
    assert a_small_rulebook().signals == SignalRules()
    assert a_small_rulebook("\n[signals]\nmonth_end_days = 5\nmonth_end_share = 0.25\n").signals == SignalRules(5, 250)
