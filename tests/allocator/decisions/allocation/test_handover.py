"""What goes along with a case that changes hands: clocks that run on, money, dates, questions, the next step."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.allocation.handover import pack
from allocator.decisions.allocation.handover_words import lines
from allocator.domain.facts import CaseInput
from allocator.domain.snapshot import CaseToPlace, HeldCase, Snapshot
from tests.allocator.decisions.builders import linked
from tests.stories import MONDAY, a_filing, a_rulebook, a_staffed_office

SINCE = MONDAY + timedelta(days=3)
NAMES = {"officer": "李某", "judge": "王某"}


def a_held_case(filed_on: date = MONDAY, learned=None, **more) -> HeldCase:
    """A loan that an officer holds since the third day after filing."""
    case = CaseInput(a_filing(filed_on=filed_on, **more), learned=learned)
    place = CaseToPlace(case, "regular", {"officer": 600}, 0, linked=(linked("judge"),), holder="officer")
    return HeldCase(place, None, SINCE, {"officer": 600})


def seen(day: date = MONDAY + timedelta(days=10)) -> Snapshot:
    """The staffed office under the rulebook of the fixture bureau."""
    return Snapshot(a_staffed_office(), a_rulebook(), day)


def handed(item: HeldCase, day: date = MONDAY + timedelta(days=10)):
    """The pack of a case that goes to the judge."""
    return pack(item, "judge", None, seen(day))


def test_clocks_run_on_from_filing_and_from_the_day_the_file_was_received():
    """Six months to close from filing, one month for the inquiry from the day the former handler had the file."""
    clocks = {clock.node: clock.due for clock in handed(a_held_case()).clocks}

    assert clocks["N37"] == date(2023, 3, 6)  # six months after 5 September 2022; the 5th is a Sunday
    assert clocks["N11"] == date(2022, 10, 10)  # 8 October 2022 is a Saturday


def test_a_clock_without_a_first_day_is_asked_for_first():
    """An objection is pending: when it was filed is not recorded, so that is the next step, and the new handler's."""
    found = handed(a_held_case(learned={"objection_pending": True}))

    assert (found.clocks[0].node, found.clocks[0].due, found.clocks[0].light) == ("N28", None, "unknown")
    assert found.next_step.owner == "judge"
    assert "审查执行行为异议" in found.next_step.text.zh


def test_which_fact_tells_that_a_clock_runs_stands_in_the_rulebook():
    """Where a court's rulebook says nothing of it, a pending objection starts no clock."""
    here = seen()
    silent = tuple(replace(node, begun_when=False) for node in here.rulebook.nodes)
    item = a_held_case(learned={"objection_pending": True})

    told = pack(item, "judge", None, replace(here, rulebook=replace(here.rulebook, nodes=silent)))

    assert "N28" in {clock.node for clock in handed(item).clocks}
    assert "N28" not in {clock.node for clock in told.clocks}


def test_what_is_over_stands_last_and_is_said_to_be_over():
    """After a year everything that runs from filing is over; then reading the file is the next step."""
    found = handed(a_held_case(), MONDAY + timedelta(days=800))

    assert {clock.light for clock in found.clocks} == {"over"}
    assert found.next_step.due is None
    assert "逾期" in found.next_step.text.zh


def test_money_dates_and_stage_are_told_as_far_as_the_case_knows_them():
    """Cash preserved, instalments agreed, a hearing dated: amounts in fen, the date itself is asked for."""
    item = a_held_case(learned={"instalments": True, "hearing_dated": True}, preserved=1_200_000)
    found = handed(item)

    assert (found.money.claim, found.money.preserved) == (3_000_000, 1_200_000)
    assert [text.en for text in found.money.told] == ["instalments"]
    assert [text.en for text in found.booked] == ["hearing date set"]
    assert found.stage
    assert "hearing" in found.stage.en
    assert found.questions[0].en == "hearing date set: on which day?"


def test_only_open_linked_cases_go_along():
    """A closed one needs nobody's care."""
    item = a_held_case()
    open_link = replace(linked("judge"), open=True)
    with_open = replace(item, place=replace(item.place, linked=(*item.place.linked, open_link)))

    assert handed(item).linked == ()
    assert handed(with_open).linked == (open_link,)


def test_the_page_says_all_of_it_in_both_languages():
    """From whom to whom, each clock on a line, the amount in yuan, the next step with its owner's name."""
    found = handed(a_held_case(preserved=1_200_000))
    chinese = "\n".join(line.zh for line in lines(found, NAMES, a_rulebook()))
    english = "\n".join(line.en for line in lines(found, NAMES, a_rulebook()))

    assert "移出：李某" in chinese
    assert "移入：王某" in chinese
    assert "12,000.00" in chinese
    assert "下一步（王某）" in chinese
    assert "next, 王某" in english
    assert len(lines(found, NAMES, a_rulebook())) >= len(found.clocks) + 6


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 900), st.sets(st.sampled_from(["objection_pending", "party_joinder", "seizure_pending"])))
def test_clocks_never_begin_anew(days, begun):
    """Whoever takes the case, and whenever, its clocks end on the same days; only their light changes."""
    item = a_held_case(learned=dict.fromkeys(begun, True))

    early, late = handed(item), handed(item, SINCE + timedelta(days=days))

    assert {(clock.node, clock.due) for clock in early.clocks} == {(clock.node, clock.due) for clock in late.clocks}
    assert all(clock.light == "over" for clock in late.clocks if clock.due and clock.due < SINCE + timedelta(days=days))
