"""A case before it is given to somebody and after."""

from dataclasses import replace
from datetime import date

from allocator.decisions.recommendation.placing import given, placed, without
from allocator.decisions.recommendation.recommendation import rank
from allocator.domain.cases import CaseState
from allocator.domain.facts import CaseInput
from tests.allocator.decisions.triage.test_relearning import a_docket_case
from tests.stories import MONDAY, a_filing, a_snapshot


def test_who_gets_a_case_carries_what_the_ranking_said():
    """Officer, mentor and minutes stand in the holding as they were promised."""
    case, snapshot = a_docket_case(), a_snapshot()
    taker = rank(placed(case, snapshot, ()), snapshot).candidates[0]

    held = given(case, taker, "draw", MONDAY, decision=7)

    assert held.state == CaseState.ASSIGNED
    assert held.holding is not None
    assert (held.holding.officer, held.holding.charges) == (taker.officer, taker.charges)
    assert (held.holding.since, held.holding.decision) == (MONDAY, 7)


def test_a_held_case_weighs_once_when_it_is_given_anew():
    """For the next handler it is taken out of the loads first."""
    case = a_docket_case("judge")
    assert case.holding is not None
    before = a_snapshot(
        held={"judge": 1000, **{key: count for key, count in case.holding.charges.items() if key != "judge"}}
    )

    after = without(case, before)

    assert after.held["judge"] == 1000 - case.holding.charges["judge"]
    assert after.held["clerk"] == 0


def test_a_resumed_case_goes_by_the_handler_it_names_where_the_docket_knows_no_more():
    """His credit counts from the end of the year in the old case's number."""
    resumed = a_filing(kind="执恢", origin_case_no="（2020）内0222执77号", previous_handler="某judge")
    case = replace(a_docket_case(), input=CaseInput(resumed))

    tie = placed(case, a_snapshot(), ()).linked[0]

    assert (tie.handler, tie.since, tie.tie) == ("judge", date(2020, 12, 31), "resumed")
    assert placed(case, a_snapshot(), None).linked == ()
