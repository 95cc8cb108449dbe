"""The mentor ledger of one apprentice: hours conserve, kinds count once, and the step follows the evidence."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.pairs.pair_ledger import GRADUATE, NEXT, STAY, ledger
from allocator.domain.cases import CaseState
from allocator.domain.docket import Case, Holding, Standing
from allocator.domain.facts import CaseInput
from tests.allocator.decisions.schools import a_pairing, a_school
from tests.stories import MONDAY, a_filing

LEARNING = """
[learning]
co_handled = 0.3
weekly_hours = 7
window_days = 60
[learning.readiness]
closed = 2
signed_off = 1
covered = 0.5
[[learning.coverage]]
id = "loans"
when = "cause == 'loan'"
least = 2
zh = "借款"
en = "loans"
[[learning.coverage]]
id = "wages"
when = "cause == 'wage'"
least = 1
zh = "工资"
en = "wages"
"""
NO_EVIDENCE = "\n[learning]\nwindow_days = 60\n"
PAIRED = {"pairings": (a_pairing("X", "a"),)}


def a_held_case(number=1, mentor="X", minutes=60, *, closed=True, cause="民间借贷"):
    """A case of apprentice a, with what the mentor was charged."""
    filing = a_filing(f"（2022）内0222执{number}号", cause=cause)
    charges = {"a": 200, **({mentor: minutes} if mentor else {})}
    return Case(
        id=number,
        version=1,
        input=CaseInput(filing),
        state=CaseState.CLOSED if closed else CaseState.ASSIGNED,
        standing=Standing("fast", "fast", True, {"officer": 200}, 0),
        received=datetime(2022, 8, 1, tzinfo=UTC),
        holding=Holding("a", mentor, "plan", date(2022, 8, 1), charges),
        closed_on=MONDAY if closed else None,
    )


def the_book(*cases, days=60, moved=0, rulebook=LEARNING, step=None, **office):
    snapshot = a_school("a", "XY", rulebook=rulebook, **(office or PAIRED))
    apprentice = replace(snapshot.office.officer("a"), step=step)
    return ledger(apprentice, cases, moved, snapshot, days)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, "X", "Y"]),
            st.integers(1, 900),
            st.booleans(),
            st.sampled_from(["民间借贷", "农民工工资", "另案"]),
        ),
        max_size=8,
    )
)
def test_hours_are_neither_lost_nor_counted_twice(rows):
    """What mentors were charged stands in the book of their pair, given or running, inside its interval."""
    cases = [
        a_held_case(number, mentor, minutes, closed=closed, cause=cause)
        for number, (mentor, minutes, closed, cause) in enumerate(rows, start=1)
    ]
    book = the_book(*cases, pairings=(a_pairing("X", "a", last="2022-08-31"), a_pairing("Y", "a", "2022-09-01")))

    charged = sum(minutes for mentor, minutes, _, _ in rows if mentor)
    assert sum(pair.given.minutes + pair.running.minutes for pair in book.pairs) == charged
    assert all(hours.low <= hours.minutes <= hours.high for pair in book.pairs for hours in (pair.given, pair.running))
    assert book.cases == len(rows) == book.open + sum(closed for _, _, closed, _ in rows)
    assert book.together == sum(pair.cases for pair in book.pairs)
    assert all(row.together <= row.met <= book.cases for row in book.kinds)


def test_an_interval_is_that_of_the_causes_weights():
    """A loan's weight leaves 60 to 160 per cent open; so do the hours beside it."""
    [pair] = the_book(a_held_case(minutes=100)).pairs

    assert (pair.given.low, pair.given.minutes, pair.given.high) == (60, 100, 160)
    assert pair.running.minutes == 0


def test_hours_are_asked_for_the_days_a_pair_stood():
    """Seven hours a week: an hour a day from the pair's first day within the window to its last."""
    whole, half = the_book().pairs[0], the_book(pairings=(a_pairing("X", "a", "2022-09-01", "2022-09-03"),)).pairs[0]

    assert whole.asked == 60 * ((MONDAY - date(2022, 8, 1)).days + 1)
    assert half.asked == 60 * 3


def test_a_pair_over_before_the_window_is_no_part_of_it():
    """Nor is one that has not begun."""
    pairs = (a_pairing("X", "a", "2022-01-01", str(MONDAY - timedelta(days=60))), a_pairing("Y", "a", "2022-09-06"))

    assert the_book(pairings=pairs).pairs == ()


def test_cover_is_told_as_cover_after_the_mentor():
    """Both gave hours, each in a line of its own."""
    pairs = (a_pairing("Y", "a", "2022-08-20", "2022-08-25", cover=True), a_pairing("X", "a"))

    assert [(pair.mentor, pair.cover) for pair in the_book(pairings=pairs).pairs] == [("X", False), ("Y", True)]


def test_without_cases_there_is_no_share():
    """Not nought: there is nothing to share."""
    assert the_book().share is None
    assert the_book(a_held_case(1), a_held_case(2, mentor=None)).share == 500


def test_who_meets_everything_is_proposed_for_the_next_step():
    """At the boundary: two closed, one with the mentor, one of two kinds met; the second of three steps."""
    book = the_book(a_held_case(1), a_held_case(2, mentor=None))

    assert [item.found for item in book.evidence] == [2, 1, 500]
    assert (book.step.kind, book.step.now, book.step.then) == (NEXT, 2, 3)
    assert (book.step.capacity_now, book.step.capacity_then) == (500, 1000)
    assert not book.step.decided


def test_one_piece_of_evidence_short_is_staying():
    """Each in turn: too few closed, none with the mentor, too few kinds; the reasons say how much."""
    for cases in (
        [a_held_case(1), a_held_case(2, closed=False)],
        [a_held_case(1, mentor=None), a_held_case(2, mentor=None)],
        [a_held_case(1), a_held_case(2, cause="另案")],
    ):
        step = the_book(*cases).step
        assert (step.kind, step.then) == (STAY, 2)
        assert any("asked" in reason.en for reason in step.reasons)


def test_at_the_top_the_end_of_the_apprenticeship_is_proposed():
    """By a decided step, which then is no matter of months."""
    step = the_book(a_held_case(1), a_held_case(2), step=3).step

    assert (step.kind, step.now, step.then, step.decided) == (GRADUATE, 3, 3, True)
    assert not any("months" in reason.en for reason in step.reasons)


def test_a_rulebook_that_asks_for_nothing_proposes_nothing():
    """Only evidence speaks for a step."""
    step = the_book(a_held_case(1), a_held_case(2), rulebook=NO_EVIDENCE).step

    assert step.kind == STAY
    assert "no evidence" in step.reasons[0].en
