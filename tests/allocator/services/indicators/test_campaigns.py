"""Special actions on the bureau at work: the cost is seen first, opening moves nothing, the report holds against the target."""

from datetime import date, timedelta

import pytest

from allocator.decisions.fieldwork.windows import kept_for_others
from allocator.domain.clocks.closing import Closing
from allocator.domain.errors import BadInput, Conflict, NotFound
from allocator.services.assignment.giving import assign
from allocator.services.cases.closings import close_case
from allocator.services.fieldwork.seeing import read_week
from allocator.services.indicators.campaign_reports import report_campaign, report_view
from allocator.services.indicators.campaigns import (
    end_campaign,
    list_campaigns,
    open_campaign,
    opened_view,
    preview_campaign,
    preview_view,
)
from allocator.services.intake.filings import file_case
from allocator.services.loads import board
from allocator.services.loads.load_change import explain_load_change
from allocator.services.office.offices import load_office
from allocator.services.plans.stock import whole_stock
from allocator.services.transaction import look
from fixtures.guyang_month import GUYANG
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.fieldwork.house import a_place, an_errand
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
    """It is opened once, by its code, and everybody's load is then the one that was shown before."""
    bureau.clock.next_day()
    expected = preview_campaign(bureau.context, NOW)
    others = {one.officer: one.load for one in board.loads(bureau.context)}
    opened = open_campaign(bureau.context, NOW)
    told = {one.officer: one.after for one in expected.cost.people}

    assert opened_view(opened)["preview"] == preview_view(expected)
    assert [opened_view(one) for one in list_campaigns(bureau.context)] == [opened_view(opened)]
    assert {one.officer: one.load for one in board.loads(bureau.context)} == {**others, **told}
    with pytest.raises(Conflict, match="open already"):
        open_campaign(bureau.context, NOW)


def test_one_called_off_gives_everybody_all_hours_back(bureau: BureauAtWork, small_claims) -> None:
    """From the day it is said on, with who said it and why; once, and the folder loaded meanwhile changes nothing of it."""
    before = board.loads(bureau.context)
    open_campaign(bureau.context, NOW)
    while_it_lasts = board.loads(bureau.context)
    load_office(bureau.context, bureau.folder)

    assert board.loads(bureau.context) == while_it_lasts != before
    ended = end_campaign(bureau.context, "2022-winter", " 上级要求提前收官 ")
    assert board.loads(bureau.context) == before
    assert opened_view(ended)["called_off"] == {"actor": "clerk", "on": "2022-09-30", "because": "上级要求提前收官"}
    assert list_campaigns(bureau.context) == (ended,)
    with pytest.raises(Conflict, match="over since"):
        end_campaign(bureau.context, "2022-winter", "再次")
    with pytest.raises(BadInput, match="reason"):
        end_campaign(bureau.context, "2022-winter", " ")


def test_hours_come_back_by_themselves_when_it_is_over(bureau: BureauAtWork, small_claims) -> None:
    """Nobody has to say so."""
    before = {one.officer: one.load for one in board.loads(bureau.context)}
    open_campaign(bureau.context, NOW.replace("2022-12-31", "2022-10-05"))
    bureau.clock.now += timedelta(days=40)
    after = {one.officer: one.load for one in board.loads(bureau.context)}

    assert after["G07"].available == after["G08"].available == pytest.approx(before["G07"].available, rel=0.2)
    assert all(load.available for load in after.values())


def test_its_cases_with_its_people_stay_where_they_are_while_it_lasts(bureau: BureauAtWork, small_claims) -> None:
    """A plan of moves does not see them; what others hold of its cases it does."""
    holder = small_claims[0].holding.officer
    given = {case.case_no for case in small_claims[:2] if case.holding.officer == holder}
    open_campaign(bureau.context, NOW.replace('["G07", "G08"]', f'["{holder}"]'))
    with bureau.context.database.reading() as uow:
        stock = whole_stock(uow, look(uow, bureau.context))[1]

    assert {case.case_no for case in stock} == {case.case_no for case in small_claims} - given


def test_what_it_took_is_a_part_of_the_sum_that_explains_a_load(bureau: BureauAtWork, small_claims) -> None:
    """The hours lent stand by themselves, neither as absence nor as staffing, and the parts add up."""
    bureau.clock.next_day()
    open_campaign(bureau.context, NOW)
    bureau.clock.next_day()
    change = explain_load_change(bureau.context, date(2022, 9, 30), date(2022, 10, 1), person="G07").change
    parts = {part.cause: part for part in change.parts}

    assert parts["campaigns"].available < 0 == parts["absences"].available == parts["staffing"].available
    assert sum(part.available for part in change.parts) == change.after.available - change.before.available
    assert change.after == next(one.load for one in board.loads(bureau.context) if one.officer == "G07")


def test_its_vehicle_serves_its_cases_only(bureau: BureauAtWork, small_claims) -> None:
    """The week's plan knows which errands are its own; all others take another car."""
    small, _, large = small_claims
    for number, case in enumerate((small, large)):
        an_errand(bureau.context, case_no=case.case_no, handler=None, place=a_place(number + 1))
    open_campaign(bureau.context, NOW)
    week = read_week(bureau.context, date(2022, 10, 10))

    own = tuple(errand.code for errand in week.errands if errand.case_no == small.case_no)

    assert week.special == {"2022-winter": own}
    assert [kept_for_others(week, "V3", errand) for errand in week.errands] == [False, True]
    assert not any(kept_for_others(week, code, errand) for code in ("V1", "V2") for errand in week.errands)


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
