"""Special actions on the bureau at work: the cost is seen first, opening moves nothing, the report holds against the target."""

from datetime import date, timedelta

import pytest

from allocator.domain.clocks.closing import Closing
from allocator.domain.errors import BadInput, Conflict, NotFound
from allocator.services.assignment.giving import assign
from allocator.services.cases.closings import close_case
from allocator.services.indicators.campaign_reports import report_campaign, report_view
from allocator.services.indicators.campaigns import (
    list_campaigns,
    open_campaign,
    opened_view,
    preview_campaign,
    preview_view,
)
from allocator.services.intake.filings import file_case
from allocator.services.loads import board
from fixtures.guyang_month import GUYANG
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_debtor, a_filing

WINTER = (GUYANG / "campaigns" / "winter.toml").read_text(encoding="utf-8")
NOW = WINTER.replace("2022-11-01", "2022-10-01")


@pytest.fixture
def small_claims(bureau: BureauAtWork):
    """Two claims of ten thousand yuan at most and one above, each given to somebody."""
    amounts = (900_000, 1_000_000, 3_000_000)
    cases = [
        file_case(bureau.context, a_filing(number, a_debtor(f"债务人{number}"), claim=claim))
        for number, claim in enumerate(amounts, start=1)
    ]
    return [assign(bureau.context, case.id).case for case in cases]


def test_the_cost_is_seen_before_anything_begins(bureau: BureauAtWork, small_claims) -> None:
    """Whose hours are given has fewer for the rest; its cases with them leave the rest's load; nothing changes."""
    before = board.loads(bureau.context)
    found = preview_campaign(bureau.context, WINTER)
    given = {one.officer: one for one in found.cost.people if one.given}
    theirs = [case for case in small_claims[:2] if case.holding.officer in given]

    assert (found.held, found.waiting, found.cost.day) == (2, 0, date(2022, 11, 1))
    assert set(given) == {"G07", "G08"}
    assert all(0 < one.after.available < one.before.available for one in given.values())
    assert found.cost.needed == sum(case.holding.charges[case.holding.officer] for case in theirs)
    assert found.cost.vehicle_days[1] * 3 == found.cost.vehicle_days[0] * 2
    assert board.loads(bureau.context) == before
    assert list_campaigns(bureau.context) == ()


def test_opening_is_an_entry_of_the_log_with_what_it_was_expected_to_cost(bureau: BureauAtWork, small_claims) -> None:
    """It is opened once, by its code, and nobody's load moves by that."""
    before, expected = board.loads(bureau.context), preview_view(preview_campaign(bureau.context, WINTER))
    opened = open_campaign(bureau.context, WINTER)

    assert opened_view(opened)["preview"] == expected
    assert [opened_view(one) for one in list_campaigns(bureau.context)] == [opened_view(opened)]
    assert board.loads(bureau.context) == before
    with pytest.raises(Conflict, match="open already"):
        open_campaign(bureau.context, WINTER)


def test_the_report_counts_what_was_closed_and_recovered_in_its_cases(bureau: BureauAtWork, small_claims) -> None:
    """Only its own, only within the window; hours are what they weigh."""
    open_campaign(bureau.context, NOW)
    bureau.clock.next_day()
    small, _, large = small_claims
    for case in (small, large):
        close_case(bureau.context, case.id, Closing("fulfilled", date(2022, 10, 1), recovered=500_000))

    found = report_campaign(bureau.context, "2022-winter")

    assert (found.closed, found.recovered) == ((small.case_no,), 500_000)
    assert set(found.cases) == {case.case_no for case in small_claims[:2]}
    assert found.minutes == sum(small.standing.minutes.values())
    assert report_view(found)["rest"] == {"due": 0, "missed": []}


def test_the_rest_is_told_what_it_missed_meanwhile(bureau: BureauAtWork, small_claims) -> None:
    """A case outside that fell due for closing in the window and is still open stands there by its number."""
    late = file_case(bureau.context, a_filing(9, a_debtor("旧案"), filed_on=date(2022, 5, 5)))
    assign(bureau.context, late.id)
    open_campaign(bureau.context, NOW)
    bureau.clock.now += timedelta(days=60)

    found = report_campaign(bureau.context, "2022-winter")

    assert (found.due, found.missed) == (1, (late.case_no,))


def test_hours_taken_away_endanger_the_rests_deadlines(bureau: BureauAtWork) -> None:
    """Work that just fits before its day no longer does when its people give all their time; the minutes missing are told."""
    old = file_case(bureau.context, a_filing(9, a_debtor("旧案"), filed_on=date(2022, 4, 12)))
    holder = assign(bureau.context, old.id).case.holding
    assert holder is not None
    whole = NOW.replace('["G07", "G08"]', f'["{holder.officer}"]').replace("share = 0.5", "share = 1.0")

    cost = preview_campaign(
        bureau.context, whole.replace("cause in ('wage', 'support') or claim <= yuan(10_000)", "claim < 0")
    )

    assert {(late.work.case_no, late.work.officer) for late in cost.cost.endangered} == {(old.case_no, holder.officer)}
    assert max(late.short for late in cost.cost.endangered) == holder.charges[holder.officer]


def test_a_file_that_cannot_be_is_refused_with_every_fault_by_line(bureau: BureauAtWork) -> None:
    """Nobody of that code, no such vehicle, days the wrong way round, a condition that is none, a key misspelt."""
    wrong = WINTER.replace('"G08"', '"X99"').replace('"V3"', '"V9"').replace("closed = 60", "closes = 60")
    with pytest.raises(BadInput) as refused:
        preview_campaign(bureau.context, wrong, "winter.toml")
    fields = {fault["field"] for fault in refused.value.faults}
    assert fields == {"quota.people", "quota.vehicles", "target.closes"}
    with pytest.raises(BadInput, match="1 fault"):
        preview_campaign(bureau.context, WINTER.replace("'wage'", "'wages'"))
    for old, new in (
        ("2022-12-31", "2022-10-01"),
        ("cause in ('wage', 'support')", "wishes"),
        ('code = "2022-winter"', "="),
    ):
        with pytest.raises(BadInput, match="fault"):
            preview_campaign(bureau.context, WINTER.replace(old, new))


def test_one_that_is_over_is_not_opened_and_one_unknown_not_told(bureau: BureauAtWork) -> None:
    """Opening looks ahead; a report needs something opened."""
    with pytest.raises(BadInput, match="over since"):
        open_campaign(bureau.context, NOW.replace("2022-10-01", "2022-08-01").replace("2022-12-31", "2022-08-31"))
    with pytest.raises(NotFound, match="no campaign"):
        report_campaign(bureau.context, "nothing")
