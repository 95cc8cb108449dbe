"""Differences in plain words: sure ones for good or bad, and honest ones that cannot be told."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.words import Text
from allocator.simulation.comparison import Verdict, compared, conclusions, makes_no_difference
from allocator.simulation.report import Outcome, Report
from allocator.simulation.statistics import Estimate
from allocator.simulation.warm_up import WarmUp

BEFORE = {"closing_rate": Estimate(0.7, 0.01, 10), "days_fast": Estimate(20.0, 1.0, 10), "closed": Estimate(90, 3, 10)}
AS_IT_IS = Outcome(Text("现状", "as it is"), "a", BEFORE, {}, {})


def report(**differences):
    """A report of two scenarios that differ so."""
    found = {name: Estimate(mean, half, 10) for name, (mean, half) in differences.items()}
    figures = {name: BEFORE[name] for name in found}
    other = Outcome(Text("少一人", "one less"), "b", figures, found, {})
    return Report(date(2022, 10, 1), 90, 1, 10, WarmUp(0, chosen=False), (replace(AS_IT_IS, figures=figures), other))


def verdicts(found):
    """The verdict of each figure."""
    return {row.figure.id: row.differences[0].verdict for row in compared(found)}


def test_more_is_better_for_closings_and_worse_for_days():
    """The same sign means another thing for another figure."""
    found = verdicts(report(closing_rate=(0.02, 0.01), days_fast=(2.0, 1.0)))

    assert found == {"closing_rate": Verdict.BETTER, "days_fast": Verdict.WORSE}


def test_an_interval_that_holds_nought_tells_nothing_and_says_so():
    """With about how many runs might tell; of a hopeless one, even of exactly nought, that more would hardly help."""
    near, far, nought = (compared(report(closing_rate=(mean, 0.02)))[0].differences[0] for mean in (0.01, 0.0001, 0.0))

    assert {near.verdict, far.verdict, nought.verdict} == {Verdict.UNSURE}
    assert nought.why == far.why
    assert near.why is not None
    assert far.why is not None
    assert "about 40 runs" in near.why.en
    assert "hardly" in far.why.en


def test_what_differs_in_no_run_is_the_same():
    """No interval, no doubt."""
    assert verdicts(report(closed=(0.0, 0.0))) == {"closed": Verdict.SAME}


def test_a_difference_of_shares_is_told_in_points():
    """Never per cent of per cent."""
    [row] = compared(report(closing_rate=(-0.02, 0.01)))

    assert (row.differences[0].number, row.unit_of_difference.en) == ("-2.0 ± 1.0", "points")


def test_conclusions_name_worse_then_better_then_what_is_open():
    """A sentence for each, none where there is nothing to say."""
    found = conclusions(report(closing_rate=(-0.02, 0.01), closed=(3, 1), days_fast=(1.0, 2.0)), 1)

    assert [verdict for verdict, _ in found] == [Verdict.WORSE, Verdict.BETTER, Verdict.UNSURE]
    assert "closing rate -2.0 ± 1.0 points" in found[0][1].en
    assert conclusions(report(closed=(0.0, 0.0)), 1) == ()


def test_a_change_that_never_came_to_bear_makes_no_difference():
    """A rule loosened for cases another rule takes anyway; one figure that moves, however little, is a difference."""
    assert makes_no_difference(report(closed=(0.0, 0.0), days_fast=(0.0, 0.0)), 1)
    assert not makes_no_difference(report(closed=(0.0, 0.0), days_fast=(0.1, 1.0)), 1)


@given(st.floats(-1, 1), st.floats(0.0001, 1))
def test_sure_is_only_what_leaves_nought_out(mean, half):
    """Whatever the numbers."""
    found = verdicts(report(closing_rate=(mean, half)))["closing_rate"]

    assert (found in (Verdict.BETTER, Verdict.WORSE)) == (abs(mean) > half)
