"""A desk does its part of a case whoever leads it (配合岗位): it is never why a case finds nobody, in a batch as one by one."""

from dataclasses import replace

import pytest

from allocator.decisions.allocation.allocation import allocate
from allocator.decisions.allocation.translate import translate
from allocator.decisions.checking.checker import Placement, check_plan
from allocator.decisions.recommendation.recommendation import Candidate, judge, rank
from allocator.domain.workload import PERMILLE
from tests.allocator.decisions.builders import a_case
from tests.allocator.decisions.offices import a_random_office, lots
from tests.stories import a_filing, a_small_rulebook, a_snapshot, an_office, an_officer

LI, WANG = an_officer("li"), an_officer("wang")
CLERK = an_officer("clerk", "clerk")
JUDGE = an_officer("judge", "judge")
SMALL = a_small_rulebook()


def some_cases(count, **minutes):
    """Regular cases, each with the minutes told by role."""
    return [a_case(minutes=minutes, filing=a_filing(f"（2022）内0222执{number}号")) for number in range(1, count + 1)]


def planned(cases, people, held):
    """Give the plan of a batch, held against the checker."""
    seen = a_snapshot(an_office(*people), held, rulebook=SMALL)
    plan = allocate(cases, seen, lots, 5, 5)
    assert not plan.objections
    return plan


def load_after(plan, code):
    """Give the load of somebody after a plan, in per mille."""
    return next(item.after.permille for item in plan.loads if item.officer == code)


def test_an_overloaded_clerk_leaves_no_case_without_a_handler():
    """The team's one clerk holds twice the time there is; the cases go to Li and Wang all the same, and the load is told."""
    plan = planned(some_cases(30, officer=60, clerk=60), (LI, WANG, CLERK), {"clerk": 12_000})

    assert not plan.unplaced
    assert {row.officer for row in plan.rows} == {"li", "wang"}
    assert load_after(plan, "clerk") > SMALL.levers.most_load


def test_a_clerk_who_becomes_full_on_the_way_does_not_stop_the_rest():
    """A hundred cases bring the clerk far above the cap; none stays behind."""
    plan = planned(some_cases(100, officer=30, clerk=120), (LI, WANG, CLERK), {})

    assert not plan.unplaced
    assert load_after(plan, "clerk") > SMALL.levers.most_load


def test_a_judge_above_the_cap_leads_nothing_new_and_signs_for_the_others():
    """The judge is full: Li leads, the judge signs."""
    plan = planned(some_cases(5, officer=60, judge=30), (JUDGE, LI), {"judge": 7_000})

    assert [row.officer for row in plan.rows] == ["li"] * 5


def test_a_judge_who_leads_and_signs_stays_below_the_cap_by_the_own_cases():
    """Too much for both of them: some cases wait, but none because of what the judge must sign for Li."""
    cases = some_cases(30, officer=600, judge=200)
    plan = planned(cases, (JUDGE, LI), {})
    minutes = {row.case_no: row.officer for row in plan.rows}
    led = 800 * sum(1 for who in minutes.values() if who == "judge")
    free = SMALL.levers.most_load * a_snapshot(an_office(JUDGE, LI), {}, rulebook=SMALL).capacity.minutes["judge"]

    assert len(plan.unplaced) < 30
    assert led <= free // PERMILLE
    assert load_after(plan, "judge") > SMALL.levers.most_load


def test_who_is_above_the_cap_may_lead_what_takes_none_of_the_own_time():
    """Li is full and the case is the clerk's alone: the plan gives it, and its checker does not hold Li's old load against it."""
    plan = planned(some_cases(3, clerk=30), (LI, CLERK), {"li": 7_000})

    assert [row.officer for row in plan.rows] == ["li"] * 3
    assert load_after(plan, "li") > SMALL.levers.most_load


def test_the_checker_counts_a_judges_own_cases_and_not_what_others_bring():
    """Eight cases of 800 minutes are over the cap of the judge; seven, and Li's to sign, are not."""
    cases = some_cases(10, officer=600, judge=200)
    seen = a_snapshot(an_office(JUDGE, LI), {}, rulebook=SMALL)
    free = seen.capacity.minutes["judge"] * SMALL.levers.most_load // PERMILLE
    most = free // 800
    names = [case.case.filing.case_no for case in cases]
    within = [Placement(name, "judge" if number < most else "li") for number, name in enumerate(names)]
    beyond = [*within[:most], Placement(names[most], "judge"), *within[most + 1 :]]

    assert [item for item in check_plan(cases, within, seen) if item.officer == "judge"] == []
    assert [item.rule for item in check_plan(cases, beyond, seen) if item.officer == "judge"] == ["load_cap"]


@pytest.mark.parametrize("seed", range(20))
def test_a_batch_bars_nobody_whom_naming_one_by_one_does_not(seed):
    """Who may be named for a case may have it in a batch of one; only at the cap itself rounding may tell them apart."""
    office = a_random_office(seed)
    seen = replace(office.seen, rulebook=replace(office.seen.rulebook, reserves=()))
    people = seen.office.officers
    for case in (replace(case, holder=None) for case in office.cases):
        instance = translate([case], seen, lots).instance
        may = {people[lead].code for lead in instance.option_lead[instance.usable].tolist()}
        named = {item.officer for item in rank(case, seen).candidates}
        assert may <= named
        assert all(_at_the_cap(code, case, seen) for code in named - may)


def _at_the_cap(code, case, seen):
    """Say whether a minute a desk more would bring the lead, or the mentor beside, over the cap."""
    found = judge(seen.office.officer_by_code[code], case, seen)
    assert isinstance(found, Candidate)
    cap, more = seen.rulebook.levers.most_load, len(case.minutes)
    return any(
        load is not None and (load.held + more) * PERMILLE > cap * load.available
        for load in (found.after, found.mentor_after)
    )
