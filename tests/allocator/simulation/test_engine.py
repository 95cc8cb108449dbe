"""A simulated office decides as the office in earnest, and what happens in it can be told."""

import gc
import weakref
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from allocator.decisions.recommendation import shortlist
from allocator.decisions.triage.relearning import standing_of
from allocator.decisions.triage.triage import classify
from allocator.domain.cases import CaseState
from allocator.domain.docket import Case, Holding
from allocator.domain.facts import CaseInput
from allocator.domain.rulebook.reading import read_rulebook
from allocator.domain.scenarios.process_reading import read_process
from allocator.domain.scenarios.scenario import Arrivals, Leave, Move, People, Policy, VehiclesChanged
from allocator.simulation import giving
from allocator.simulation.clock import Clock
from allocator.simulation.engine import path_of, run, run_once, tell, undisturbed
from allocator.simulation.life import Life
from tests.allocator.processes import NODES, SMALL_PROCESS, a_process, nodes_rulebook, process_with
from tests.allocator.simulation.lives import DAYS, FIRST, a_bank, a_small_bureau, a_stage
from tests.stories import a_filing, an_officer, small_rulebook_with

HALF_A_MILLION = ('when = "claim >= yuan(500_000)"\nlane = "regular"', 'when = "claim >= yuan(500_000)"\nlane = "fast"')


def lives_of(world):
    """Every case of a run by number."""
    return {life.case_no: life for _, found in sorted(world.docket._keys.items()) for _, life in found}


def test_a_changed_triage_rule_changes_the_simulation_and_live_routing_alike(monkeypatch):
    """Large claims sent to the fast lane by the rulebook are sent there by the office at its desk and in the laboratory."""
    monkeypatch.setattr(Life, "rest", lambda life, day: None)  # what closed cases were like is asked here
    large = [case for case in a_bank() if case.filing.claim == 60_000_000 and not case.filing.assets]
    changed = read_rulebook(small_rulebook_with(HALF_A_MILLION) + NODES)
    for rulebook in (nodes_rulebook(), changed):
        live = {classify(CaseInput(case.filing), a_small_bureau(), rulebook).lane for case in large}
        world = run(a_stage(rulebook=rulebook, bank=large, days=28, process=replace(a_process(), overstays=())), 0)

        lanes = {life.case.standing.lane for life in lives_of(world).values() if life.facts["full_cash"] is False}
        assert lanes == live
    assert live == {"fast"}


def test_the_recommendation_is_drawn_from_the_very_ranking(monkeypatch):
    """Whoever gets a case stood in the pool of its ranking."""
    ranked: list[shortlist.Shortlist] = []
    choose = shortlist.shortlist

    def noted(*given, **more):
        ranked.append(choose(*given, **more))
        return ranked[-1]

    monkeypatch.setattr(giving, "shortlist", noted)
    world = run(a_stage(days=56), 0)

    pools = {one.case.case.filing.case_no: one.pool for one in ranked if one.pool}
    held = {no: life.case.holding.officer for no, life in lives_of(world).items() if life.case.holding}
    assert len(held) > 20
    assert all(officer in pools[case_no] for case_no, officer in held.items())


def test_the_cases_of_who_leaves_are_given_out_again():
    """After the last day nobody's case is with somebody gone, and each change of hands is counted."""
    people = People(leave=(Leave("officer", date(2023, 3, 15)),))
    world = run(a_stage(people=people), 0)

    holders = {life.case.holding.officer for life in world.docket.open.values() if life.case.holding}
    assert "officer" not in holders
    assert path_of(world).figures["reassigned"] > 0
    assert world.desks.gone[0].name == "officer"


def test_a_desk_left_empty_passes_its_work_on():
    """The only clerk of the team leaves: her queue goes to the clerks there are, and cases still close."""
    people = People(leave=(Leave("clerk", date(2023, 2, 15)),))
    world = run(a_stage(people=people), 0)

    assert not list(world.desks.queue("regular_1/clerk").take())
    assert any(one.day > 60 and one.track == "regular" for one in world.tally.closings)


def test_who_changes_teams_hands_over_what_the_new_team_does_not_take():
    """An officer sent to the fast team gives up the regular cases and takes fast ones."""
    people = People(move=(Move("officer", date(2023, 3, 1), team="fast"),))
    world = run(a_stage(people=people), 0)

    lanes = {life.case.standing.lane for life in world.docket.open.values() if _held_by(life, "officer")}
    assert lanes <= {"fast"}
    assert world.desks.workers["officer"].queues[1].key == "fast/officer"


def _held_by(life, officer):
    return life.case.holding is not None and life.case.holding.officer == officer and not life.asks


def test_a_vehicle_given_back_leaves_trips_to_nobody():
    """Without a car no trip is made any more, and the cases that need one wait."""
    stage = a_stage(vehicles=(VehiclesChanged(-1, first=date(2023, 3, 1)),))
    world = run(stage, 0)

    waiting = [life for life in world.docket.open.values() if world.stages[life.place].vehicle]
    assert waiting
    assert path_of(world).figures["vehicle_use"] > 0


@pytest.mark.parametrize("policy", list(Policy))
def test_every_policy_closes_cases(policy):
    """Whoever gets the next case, the office goes on."""
    figures = run_once(a_stage(policy=policy), 0).figures

    assert figures["closed"] > 0


def test_before_the_reform_the_one_who_leads_carries_everything():
    """One person from start to end: no clerk and no pool has anything to do."""
    world = run(a_stage(policy=Policy.ONE_PERSON), 0)

    assert all(world.desks.workers[code].worked(world.clock.now) == 0 for code in ("clerk", "fast_clerk", "pool"))
    charged = [life.case.holding for life in world.docket.open.values() if life.case.holding]
    assert all(list(holding.charges) == [holding.officer] for holding in charged)


def test_who_has_fewest_cases_gets_the_next_and_turns_go_round():
    """Policies differ in whom they burden: in turn everybody of the lane gets about as many."""
    counts = {policy: _given(policy) for policy in (Policy.FEWEST, Policy.ROUND_ROBIN)}

    regular = [counts[Policy.ROUND_ROBIN].get(code, 0) for code in ("judge", "officer")]
    assert max(regular) - min(regular) <= 2
    assert counts[Policy.FEWEST] != counts[Policy.ROUND_ROBIN]


def _given(policy):
    found: dict[str, int] = {}
    world = run(a_stage(policy=policy, days=70, process=replace(a_process(), overstays=())), 0)
    for life in lives_of(world).values():
        if life.case.holding and life.case.standing.lane == "regular" and not life.case.standing.conversions:
            found[life.case.holding.officer] = found.get(life.case.holding.officer, 0) + 1
    return found


def test_a_fast_case_that_is_not_closed_in_time_converts():
    """With four months of waiting every fast case goes to the ordinary team at day thirty."""
    slow = read_process(
        process_with(("low = 1, typical = 3, high = 9", "low = 100, typical = 110, high = 120")), nodes_rulebook()
    )
    world = run(a_stage(process=slow, days=90), 0)

    old = [life for life in world.docket.open.values() if life.filed < 50]
    assert old
    assert {life.case.standing.lane for life in old} == {"regular"}
    assert path_of(world).figures["conversions"] > 0


def test_a_stage_can_be_the_work_of_another_team():
    """Dormant packages done by the fast team: its judge works at cases that a regular handler keeps."""
    text = process_with(
        ("not_before = ", 'lane = "fast"\nnot_before = '),
        ("work = {officer = 0.2}", "work = {judge = 2, officer = 0.2}"),
    )
    process = replace(read_process(text, nodes_rulebook()), overstays=())
    world = run(a_stage(process=process, arrivals=Arrivals(per_year=100)), 0)
    plain = run(a_stage(process=replace(a_process(), overstays=()), arrivals=Arrivals(per_year=100)), 0)

    hours = [found.desks.workers["fast_judge"].worked(found.clock.now) for found in (plain, world)]
    assert hours[1] > hours[0]


@pytest.mark.parametrize(
    "change, stays",
    [
        (("days = 30", 'days = 30\nwhen = "asset_vehicle"'), "without a vehicle"),
        (
            (
                "low = 1, typical = 3, high = 9}\nreveals",
                "low = 100, typical = 110, high = 120}\nstops_clock = true\nreveals",
            ),
            "all",
        ),
    ],
)
def test_a_fast_case_stays_where_its_clock_stands_still_or_the_rule_does_not_speak_of_it(change, stays):
    """Days that do not count are not held against it; a rule for cases with a vehicle leaves the others."""
    wait = ("low = 1, typical = 3, high = 9", "low = 100, typical = 110, high = 120")
    changes = (change,) if stays == "all" else (change, wait)
    world = run(a_stage(process=read_process(process_with(*changes), nodes_rulebook()), days=84), 0)

    old = [life for life in world.docket.open.values() if life.filed < 40 and not life.facts["asset_vehicle"]]
    assert "fast" in {life.case.standing.lane for life in old}
    assert not any(life.case.standing.conversions for life in old)


def test_no_dormant_closing_comes_before_three_months():
    """The law's earliest day holds in every life of an office."""
    world = run(a_stage(days=182), 0)

    closed = [life for life in lives_of(world).values() if life.closed]
    dormant = [life for life in closed if world.stages[life.place].closes == "dormant"]
    assert dormant
    assert all((life.case.closed_on - life.case.input.filing.filed_on).days >= 89 for life in dormant)


def test_dormant_cases_come_back_to_who_handled_them():
    """A resumed case is a new filing that names the old one, whose handler has the credit of it."""
    more = (
        SMALL_PROCESS
        + """
[resumption]
closes = "dormant"
chance = 1.0
after = {shape = "fixed", typical = 5}
kind = "执恢"
facts = {full_cash = false}
source = "a story"
"""
    )
    world = run(a_stage(process=read_process(more, nodes_rulebook()), days=182), 0)

    back = [life for life in lives_of(world).values() if life.case.input.filing.kind == "执恢"]
    assert back
    for life in back:
        ties = {tie.case_no: tie.tie for tie in world.docket.linked(life)}
        assert ties[life.case.input.filing.origin_case_no] == "resumed"


def test_sickness_and_duties_take_time_from_cases():
    """Whoever is ill works less, and what comes besides cases is worked too."""
    more = (
        SMALL_PROCESS
        + """
[sickness]
per_year = 20
lasts = {shape = "fixed", typical = 5}
source = "a story"
[[duties]]
id = "petition"
zh = "信访"
en = "petition"
lane = "fast"
per_year = 500
hours = {judge = 2}
rank = 0
source = "a story"
"""
    )
    plain = run_once(a_stage(), 0).figures
    burdened = run_once(a_stage(process=read_process(more, nodes_rulebook())), 0).figures

    assert burdened["hours_available"] < plain["hours_available"]
    assert burdened["hours_worked"] > plain["hours_worked"]


def test_when_only_the_caps_bar_the_case_is_given_in_time_all_the_same():
    """With far too many filings loads pass the cap, and no case is left without a handler for months."""
    world = run(a_stage(arrivals=Arrivals(per_year=4000), days=84), 0)

    waiting = [life.filed for life in world.docket.open.values() if life.case.holding is None and life.place > 0]
    assert path_of(world).weeks["load_peak"][-1] > 1.1
    assert path_of(world).figures["unassigned_late"] > 0
    assert all(filed > 84 - 30 for filed in waiting)


def test_the_stock_starts_where_its_age_puts_it():
    """A case of last week is at the query, one of half a year ago at its end, one nobody holds is given out at once."""
    stock = tuple(
        _held(number, age, holder) for number, age, holder in ((1, 4, "judge"), (2, 180, "judge"), (3, 10, None))
    )
    world = run(a_stage(stock=stock, bank=(), days=1), 0)

    first, second, third = (lives_of(world)[case.case_no] for case in stock)
    assert world.process.stages[first.place].id == "query"
    assert world.process.stages[second.place].closes
    assert third.case.holding is not None


def test_a_stage_and_days_of_a_stopped_clock_that_a_file_names_count():
    """Whatever its age says; and a clock that stood still for two months is two months younger."""
    stock = (_held(1, 180, "judge"), _held(2, 180, "judge"))
    named = stock[0].case_no
    stage = replace(a_stage(stock=stock, bank=(), days=1), reached={named: "query"}, stopped={named: 60})

    world = run(stage, 0)

    first, second = (lives_of(world)[case.case_no] for case in stock)
    assert world.process.stages[first.place].id == "query"
    assert world.process.stages[second.place].closes
    assert (first.stopped, second.stopped) == (60.0, 0.0)


def _held(number, age, holder):
    filing = a_filing(f"（2022）内0222执9{number}号", claim=60_000_000, filed_on=FIRST - timedelta(days=age))
    seen = CaseInput(filing)
    standing = standing_of(classify(seen, a_small_bureau(), nodes_rulebook()))
    holding = Holding(holder, None, "draw", filing.filed_on, {holder: 300}) if holder else None
    state = CaseState.ASSIGNED if holder else CaseState.WAITING
    return Case(number, 1, seen, state, standing, datetime(2022, 12, 30, tzinfo=UTC), holding)


def test_a_stock_that_is_called_like_simulated_cases_is_kept_apart_from_them():
    """A file written by a simulation, say: every case is closed or open once, and dormant ones come back under a new number."""
    plain = run(a_stage(days=84), 0)
    held = tuple(
        replace(one, input=CaseInput(replace(one.input.filing, case_no=life.case_no)))
        for life, one in zip(lives_of(plain).values(), [_held(n, 200, "judge") for n in range(40)], strict=False)
    )
    back = tuple(
        replace(one, input=CaseInput(replace(one.input.filing, case_no=f"{one.case_no}执恢")), id=one.id + 100)
        for one in held
    )

    world = run(a_stage(stock=(*held, *back), days=84), 0)

    assert world.tally.filed + len(held) + len(back) == len(world.docket.open) + len(world.tally.closings)
    assert len(lives_of(world)) == world.tally.filed + len(held) + len(back)


def test_the_stock_of_somebody_who_left_before_is_given_out_on_the_first_day():
    """Nobody starts with a handler who is not there."""
    office = a_small_bureau(
        officers=(an_officer("judge", "judge", left=date(2022, 12, 1)), *a_small_bureau().officers[3:])
    )
    world = run(a_stage(office, stock=(_held(1, 20, "judge"),), bank=(), days=7), 0)

    (life,) = lives_of(world).values()
    assert life.case.holding.officer != "judge"


def test_the_story_of_a_case_is_told_from_filing_to_closing():
    """Every stage, who got it and how it ended, in order of time."""
    world = run(a_stage(), 0)
    closed = next(life.case_no for life in lives_of(world).values() if life.closed)

    story = tell(a_stage(), 0, closed)

    assert story[0].text.zh == "收案"
    assert story[-1].text.en.startswith("closed")
    assert any(moment.who for moment in story)
    assert [moment.at for moment in story] == sorted(moment.at for moment in story)
    assert tell(a_stage(days=7), 0, "no such case") == ()


def test_a_case_has_the_same_truth_and_luck_whatever_else_the_scenario_changes():
    """With one officer less the same cases come in, as they truly are."""
    plain = lives_of(run(a_stage(), 0))
    fewer = lives_of(run(a_stage(people=People(leave=(Leave("officer", date(2023, 1, 31)),))), 0))

    assert plain.keys() == fewer.keys()
    assert all(plain[name].facts == fewer[name].facts for name in plain)
    assert all(plain[name].minutes == fewer[name].minutes for name in plain)


def test_an_office_without_filings_has_nothing_to_count():
    """What nothing tells is not a number; nothing fails."""
    figures = run_once(a_stage(bank=(), days=14), 0).figures

    assert (figures["accepted"], figures["hours_worked"]) == (0, 0)
    assert figures["closing_rate"] != figures["closing_rate"]
    assert DAYS > 14


def test_rubbish_is_looked_for_again_when_a_life_is_over():
    """What a life leaves is gone at once, also of one that ends in a fault; within another wait nothing is switched on early."""
    with undisturbed():
        with undisturbed():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()

    with pytest.raises(ZeroDivisionError), undisturbed():
        1 // 0  # noqa: B018 - a life that ends in a fault
    assert gc.isenabled()

    gc.collect()
    run_once(a_stage(days=28), 0)
    assert not [one for one in gc.get_objects() if isinstance(one, Clock)]


def test_a_life_that_is_over_holds_nothing_together():
    """Who looks for rubbish afterwards finds next to none of it: the people, the queues and the cases are gone already."""
    stage = a_stage(days=56)
    run_once(stage, 0)
    gc.collect()
    with undisturbed():
        world = run(stage, 1)
        docket, desks = weakref.ref(world.docket), weakref.ref(world.desks)
        assert world.docket.open
        world.end()
        assert (docket(), desks()) == (None, None)
        left = gc.collect()
    assert left < 50


def test_a_run_makes_no_rubbish_of_its_own_that_only_a_search_finds():
    """Else a long life, during which nobody looks for it, would grow without end."""
    stage = a_stage(days=56)
    run_once(stage, 0)
    gc.collect()
    with undisturbed():
        world = run(stage, 1)
        left = gc.collect()
    assert world.clock.happened > 400
    assert left < 50


def test_a_closed_case_keeps_what_cases_tied_to_it_ask_and_nothing_else():
    """Number, parties, handler and the day of closing; what it was like would fill the memory of a run of ten years."""
    world = run(a_stage(days=84), 0)
    closed = [life for life in lives_of(world).values() if life.closed]

    assert len(closed) > 5
    assert all(not life.facts and not life.seen.facts and life.case.input.learned is None for life in closed)
    assert all(life.case.holding is not None and life.case.closed_on is not None and life.keys for life in closed)
    assert all(life.facts and life.seen.facts for life in world.docket.open.values())
