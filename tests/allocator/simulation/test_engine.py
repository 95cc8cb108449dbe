"""A simulated office decides as the office in earnest, and what happens in it can be told."""

from dataclasses import replace
from datetime import date

import pytest

from allocator.decisions.recommendation import shortlist
from allocator.decisions.triage.triage import classify
from allocator.domain.facts import CaseInput
from allocator.domain.rulebook.reading import read_rulebook
from allocator.domain.scenarios.process_reading import read_process
from allocator.domain.scenarios.scenario import Arrivals, Leave, People
from allocator.simulation import giving
from allocator.simulation.engine import path_of, run, run_once, tell
from allocator.simulation.life import Life
from tests.allocator.processes import NODES, SMALL_PROCESS, a_process, nodes_rulebook, process_with
from tests.allocator.simulation.lives import DAYS, a_bank, a_small_bureau, a_stage
from tests.allocator.simulation.tracks import lives_of
from tests.stories import small_rulebook_with

HALF_A_MILLION = ('when = "claim >= yuan(500_000)"\nlane = "regular"', 'when = "claim >= yuan(500_000)"\nlane = "fast"')


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
