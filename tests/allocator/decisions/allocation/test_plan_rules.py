"""What a plan heeds besides loads, each rule in one small story: who gets the case, and who would without the rule."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from allocator.decisions.allocation.allocation import Allocation, allocate
from allocator.decisions.allocation.reserve import reserves
from allocator.domain.ledgers import Ledgers
from allocator.domain.people import Pairing
from allocator.domain.snapshot import CaseToPlace
from allocator.domain.workload import Capacity
from tests.allocator.decisions.builders import a_case, linked
from tests.allocator.decisions.offices import lots
from tests.stories import (
    MONDAY,
    TEAMS,
    a_filing,
    a_period,
    a_small_rulebook,
    a_snapshot,
    a_team,
    an_office,
    an_officer,
    reduced,
)

LI, WANG = an_officer("li"), an_officer("wang")
PAIR = an_office(LI, WANG)
DUE = """
[[nodes]]
id = "inquiry"
zh = "完成财产调查"
en = "asset inquiry"
start = "handler_receives_file"
limit = 4
unit = "working"
owner = "team"
basis = "D06 6"
[deadlines]
horizons = [5]
nodes = [{node = "inquiry"}]
"""
FAIR = """
[fairness]
window_days = 28
slack = 0.0
causes = ["wage"]
"""
ROTATION = """
[rotation]
most_share = 0.5
lanes = ["regular"]
causes = ["wage"]
"""
LEARNING = """
[learning]
[[learning.coverage]]
id = "wages"
when = "cause == 'wage'"
least = 1
zh = "劳动报酬"
en = "wages"
"""
RESERVE = """
[reserves.fast]
to = "regular"
share = 0.5
"""


def a_wage_case(number: int = 1):
    """Ten hours of an officer's work for unpaid wages."""
    return a_case(filing=a_filing(f"（2022）内0222执{number}号", cause="农民工工资"))


def planned(*cases: CaseToPlace, seconds: int = 2, **seen: Any) -> Allocation:
    return allocate(cases, a_snapshot(**seen), lots, 1, seconds)


def leads(plan: Allocation) -> list[str]:
    assert plan.objections == ()
    return [row.officer for row in plan.rows]


def test_work_goes_to_who_can_still_do_it_in_time():
    """Li holds less than Wang, but all of it is due this week; so what is due this week too goes to Wang."""
    seen: dict[str, Any] = {"office": PAIR, "held": {"li": 2000, "wang": 2400}}
    books = Ledgers(due={"li": {MONDAY.isoformat(): 2000}})

    assert leads(planned(a_case(), rulebook=a_small_rulebook(), ledgers=books, **seen)) == ["li"]
    assert leads(planned(a_case(), rulebook=a_small_rulebook(DUE), ledgers=books, **seen)) == ["wang"]


def test_whoever_worked_less_in_the_past_weeks_goes_first():
    """Li and Wang hold the same now, but Wang closed a great deal last week."""
    books = Ledgers(effort={"wang": 3000, "li": 300})

    assert leads(planned(a_case(), office=PAIR, rulebook=a_small_rulebook(FAIR), ledgers=books)) == ["li"]


def test_unpleasant_work_takes_turns():
    """Wang had the last wage case, Li the last loan of the same length: the next wage case is Li's."""
    books = Ledgers(effort={"wang": 600, "li": 600}, unpleasant={"wang": 600})

    assert leads(planned(a_wage_case(), office=PAIR, rulebook=a_small_rulebook(FAIR), ledgers=books)) == ["li"]


def test_who_was_away_owes_less_of_the_past_weeks():
    """Half the time there, half the share: one case each, though Li worked half of what Wang did; 200 minutes on each clock."""
    office = an_office(LI, WANG, reductions=(reduced("li", 500, "2022-08-01", "2022-12-31"),))
    books = Ledgers(effort={"wang": 3000, "li": 1500})

    plan = planned(a_wage_case(1), a_wage_case(2), office=office, rulebook=a_small_rulebook(FAIR), ledgers=books)

    fair = next(level for level in plan.proof.certificate.levels if level.name == "fair")
    assert (leads(plan).count("li"), fair.value) == (1, 400)


def test_no_kind_of_case_stays_with_one_team():
    """The first team had the last three wage cases; the second gets the next, though it is a little busier."""
    teams = (*TEAMS, a_team("regular_2", "regular"))
    office = an_office(LI, an_officer("wang", team="regular_2"), teams=teams)
    seen: dict[str, Any] = {"office": office, "held": {"wang": 30}, "ledgers": Ledgers(kinds={"li": {"wage": 3}})}
    equal = "peak_tolerance = 0.02\nspread_tolerance = 1.0\n"

    assert leads(planned(a_wage_case(), rulebook=a_small_rulebook(equal + ROTATION), **seen)) == ["wang"]


def test_a_lane_of_one_team_cannot_rotate():
    """Where nobody else may take a kind of case, having all of it is nobody's fault."""
    seen: dict[str, Any] = {
        "office": PAIR,
        "rulebook": a_small_rulebook(ROTATION),
        "ledgers": Ledgers(kinds={"li": {"wage": 9}}),
    }

    names = [level.name for level in planned(a_wage_case(), **seen).proof.certificate.levels]

    assert "rotation" not in names


def test_an_apprentice_gets_the_kind_still_to_be_met():
    """A wage case rather than a loan, beside the mentor, who carries the rulebook's share."""
    learner = an_officer("zhao", "apprentice", entered=date(2021, 9, 1))
    office = an_office(LI, learner, pairings=(Pairing("li", "zhao", a_period("2022-01-03")),))
    cases = a_case(filing=a_filing("（2022）内0222执2号")), a_wage_case()
    equal = "peak_tolerance = 0.2\nspread_tolerance = 1.0\n"

    plan = planned(*cases, office=office, rulebook=a_small_rulebook(equal + LEARNING))

    taught = {row.case_no: (row.officer, row.mentor) for row in plan.rows}
    assert taught["（2022）内0222执1号"] == ("zhao", "li")
    assert next(row for row in plan.rows if row.officer == "zhao").charges == {"zhao": 600, "li": 180}


@pytest.mark.parametrize("room, leads_it", [(1.0, "wang"), (0.0, "li")])
def test_a_resumed_case_goes_back_unless_that_costs_more_than_the_rulebook_allows(room, leads_it):
    """Wang had it before; while Wang is busier, only the tolerance of the levels of load lets it go back."""
    rulebook = a_small_rulebook(
        f"peak_tolerance = {room}\nspread_tolerance = {room}\n[continuity]\ncredit = {{resumed = 0.15}}\nmost = 0.2\n"
    )
    case = replace(a_case(), linked=(linked("wang"),))

    assert leads(planned(case, office=PAIR, rulebook=rulebook, held={"wang": 60})) == [leads_it]


@pytest.mark.parametrize("room, together", [(1.0, True), (0.0, False)])
def test_linked_cases_share_a_handler_unless_that_costs_more_than_the_rulebook_allows(room, together):
    """Two cases of one debtor and two officers equally busy."""
    rulebook = a_small_rulebook(f"peak_tolerance = {room}\nspread_tolerance = {room}\n")
    first = a_case(filing=a_filing("（2021）内0222执9号"))
    second = replace(a_case(), linked=(linked(None, "debtor"),))

    found = leads(planned(first, second, office=PAIR, rulebook=rulebook, held={"li": 2000, "wang": 2000}))

    assert (found[0] == found[1]) == together


def test_a_batch_gives_nobody_more_new_cases_than_the_cap_of_seven_days():
    """Li had two of three this week and Wang none: of six cases one more goes to Li, three to Wang, and two wait and say why."""
    cases = [a_case(filing=a_filing(f"（2022）内0222执{number}号")) for number in range(1, 7)]
    rulebook = a_small_rulebook("most_new_in_7_days = 3\n")

    plan = planned(*cases, office=PAIR, rulebook=rulebook, recent={"li": 2})

    assert sorted(leads(plan)) == ["li", "wang", "wang", "wang"]
    assert len(plan.unplaced) == 2
    assert {left.text.zh for left in plan.unplaced} == {"可承办本案的 2 人，七日内新案均已达上限 3 件。"}
    assert all("The cap of 3 new cases" in left.text.en and left.officer is None for left in plan.unplaced)


def test_room_is_kept_for_cases_that_will_convert():
    """Half of the fast work converts: of 1,000 minutes open and 600 coming in, 800 are held free by the regular officers."""
    seen = a_snapshot(office=PAIR, rulebook=a_small_rulebook(RESERVE), ledgers=Ledgers(open={"fast": 1000}))

    assert reserves([a_case("fast")], seen) == {"li": 400, "wang": 400}
    assert reserves([], replace(seen, ledgers=Ledgers())) == {"li": 0, "wang": 0}


def test_a_case_waits_rather_than_take_the_room_kept():
    """Everybody would be at the cap with the room that is kept; without the fast work there is place."""
    seen: dict[str, Any] = {"office": PAIR, "rulebook": a_small_rulebook(RESERVE), "held": {"li": 4600, "wang": 4600}}

    assert leads(planned(a_case(), **seen)) in (["li"], ["wang"])
    waits = planned(a_case(), ledgers=Ledgers(open={"fast": 1000}), **seen)
    assert leads(waits) == []
    [left] = waits.unplaced
    assert left.text.en.endswith("at the least. (with 250 minutes kept free for cases that will convert)")
    assert left.text.zh.endswith("（含为简转繁预留的 250 分钟）")


def test_a_leader_leads_as_much_as_the_reduction_leaves():
    """Who leads the team for seven tenths of the time gets a fraction of the cases."""
    office = an_office(LI, WANG, reductions=(reduced("li", 700, "2022-01-01"),))
    cases = [a_case(filing=a_filing(f"（2022）内0222执{number}号")) for number in range(1, 5)]

    assert sorted(leads(planned(*cases, office=office))) == ["li", "wang", "wang", "wang"]


def test_an_apprentices_share_grows_step_by_step_as_the_rulebook_says():
    """Reductions of 80, 60, 40 and 20 per cent with dates are the graduated share; the ladder may say it as well."""
    steps = [(800, "2022-09-05", "2022-09-09"), (600, "2022-09-12", "2022-09-16"), (400, "2022-09-19", "2022-09-23")]
    office = an_office(LI, reductions=tuple(reduced("li", part, first, last) for part, first, last in steps))
    weeks = [Capacity(office, a_small_rulebook(), MONDAY).over(_week(number))["li"] for number in range(4)]

    assert weeks == [480, 960, 1440, 2400]


def _week(number: int) -> tuple[date, ...]:
    return tuple(MONDAY + timedelta(days=7 * number + day) for day in range(5))


def test_how_long_a_plan_may_take_has_no_part_in_its_lots():
    """One second or three: the same instance, lots included."""
    cases = [a_case(filing=a_filing(f"（2022）内0222执{number}号")) for number in range(1, 4)]
    short, long = (planned(*cases, office=PAIR, seconds=seconds) for seconds in (1, 3))

    assert short.instance == long.instance
