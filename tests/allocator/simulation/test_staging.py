"""A scenario put on an office's stage: everybody where and when the planner says, the rest as it was."""

import pickle
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.domain.cases import CaseState
from allocator.domain.docket import Case, Standing
from allocator.domain.errors import BadInput
from allocator.domain.facts import CaseInput
from allocator.domain.people import Period
from allocator.domain.scenarios.process import Process
from allocator.domain.scenarios.scenario import (
    Away,
    CalendarChanged,
    Fieldwork,
    Join,
    LanesGiven,
    Leave,
    Move,
    People,
    Scenario,
    TeamFormed,
    Teams,
    TeamsMerged,
    VehiclesChanged,
)
from allocator.domain.words import Text
from allocator.simulation.opening import Opening
from allocator.simulation.staging import UNPACKED, staged, unpacked
from tests.fixtures.folders import GUYANG, load
from tests.stories import a_filing

FIRST = date(2022, 10, 1)
LATER = date(2022, 11, 1)


@pytest.fixture(scope="module")
def opening():
    folder = load(GUYANG)
    return Opening(folder.office, folder.rulebook, Process((), "", 0, "N37"))


def a_scenario(**more: Any) -> Scenario:
    given: dict[str, Any] = {"name": Text("试", "a try"), "first": FIRST, "days": 90, **more}
    return Scenario(**given)


def members(office, team):
    return [officer.code for officer in office.officers if officer.team == team]


def test_a_scenario_that_asks_for_nothing_leaves_the_office_as_it_is(opening):
    """The baseline is the office itself."""
    stage = staged(opening, a_scenario())

    assert stage.office is opening.office
    assert stage.rulebook is opening.rulebook
    assert [phase.first for phase in stage.phases] == [FIRST]


def test_who_leaves_serves_to_the_last_day(opening):
    """Leaving is a date, no phase: whoever asks who serves is told by the officer."""
    stage = staged(opening, a_scenario(people=People(leave=(Leave("丙三原", date(2022, 10, 31)),))))

    officer = stage.office.officer("G13")
    assert (officer.serves(date(2022, 10, 31)), officer.serves(LATER)) == (True, False)
    assert len(stage.phases) == 1


def test_who_joins_is_as_the_colleague_named(opening):
    """A newcomer copies role, team, share and skills, but not the name."""
    stage = staged(opening, a_scenario(people=People(join=(Join("N1", LATER, like="G08"),))))

    new, colleague = stage.office.officer("N1"), stage.office.officer("G08")
    assert (new.role, new.team, new.share, new.skills) == (
        colleague.role,
        colleague.team,
        colleague.share,
        colleague.skills,
    )
    assert (new.name, new.entered) == ("N1", LATER)


def test_who_joins_may_copy_who_joins_before(opening):
    """Three alike are said in three lines."""
    joins = (Join("N1", LATER, role="clerk", team="fast", share=500), Join("N2", LATER, like="N1", share=600))
    stage = staged(opening, a_scenario(people=People(join=joins)))

    assert [(stage.office.officer(code).role, stage.office.officer(code).share) for code in ("N1", "N2")] == [
        ("clerk", 500), ("clerk", 600),
    ]  # fmt: skip


def test_who_moves_stays_the_same_person_in_another_place(opening):
    """From that day on another team, role and share, with the skills kept; before it nothing changes."""
    move = Move("G02", LATER, role="assistant", team="fast", share=900, skills=("mongolian", "network_query"))
    stage = staged(opening, a_scenario(people=People(move=(move,))))

    before, after = stage.office_on(FIRST).officer("G02"), stage.office_on(LATER).officer("G02")
    assert before == opening.office.officer("G02")
    assert (after.role, after.team, after.share) == ("assistant", "fast", 900)
    assert [skill.id for skill in after.skills] == ["network_query", "mongolian"]


def test_a_team_formed_takes_its_people_and_leaves_their_team_without_a_lead(opening):
    """The five teams become six on that day."""
    team = TeamFormed("third", Text("三队", "third"), ("regular",), ("G11", "G13"), "G11", LATER)
    stage = staged(opening, a_scenario(teams=Teams(formed=(team,))))

    office = stage.office_on(LATER)
    assert members(office, "third") == ["G11", "G13"]
    assert office.team_by_code["third"].lead == "G11"
    assert office.team_by_code["regular_1"].lead is None
    assert "third" not in stage.office_on(FIRST).team_by_code


def test_teams_merged_keep_all_people_and_lanes(opening):
    """Nobody and no lane is lost when two teams become one."""
    teams = Teams(merged=(TeamsMerged("regular_1", ("services", "regular_2")),))
    office = staged(opening, a_scenario(teams=teams)).office

    assert office.team_by_code["regular_1"].lanes == ("services", "regular")
    assert len(members(office, "regular_1")) == 19
    assert {"services", "regular_2"}.isdisjoint(office.team_by_code)


def test_a_team_is_given_other_lanes(opening):
    """The dormant team helps out with regular cases."""
    teams = Teams(lanes=(LanesGiven("dormant", ("dormant", "regular"), LATER),))
    stage = staged(opening, a_scenario(teams=teams))

    assert stage.office_on(LATER).team_by_code["dormant"].lanes == ("dormant", "regular")
    assert stage.office_on(FIRST).team_by_code["dormant"].lanes == ("dormant",)


def test_vehicles_come_like_others_and_the_last_go(opening):
    """A fourth and a fifth car in spring, one of them gone in winter."""
    changes = (VehiclesChanged(2, "V3"), VehiclesChanged(-1, first=LATER))
    stage = staged(opening, a_scenario(vehicles=changes))

    assert [vehicle.code for vehicle in stage.office.vehicles] == ["V1", "V2", "V3", "V3+1", "V3+2"]
    assert {vehicle.seats for vehicle in stage.office.vehicles[2:]} == {7}
    assert [vehicle.code for vehicle in stage.office_on(LATER).vehicles] == ["V1", "V2", "V3", "V3+1"]


def test_days_off_and_worked_are_put_right(opening):
    """The calendar of every phase is the corrected one."""
    calendar = CalendarChanged(frozenset((date(2022, 10, 10),)), frozenset((date(2022, 10, 16),)))
    office = staged(opening, a_scenario(calendar=calendar)).office

    assert not office.calendar.is_working(date(2022, 10, 10))
    assert office.calendar.is_working(date(2022, 10, 16))


def test_who_is_away_is_away_beside_what_the_office_knows(opening):
    """A leave of half a year is one line."""
    stage = staged(opening, a_scenario(people=People(away=(Away("丙三原", Period(LATER, None)),))))

    assert not stage.office.is_there("G13", LATER)
    assert len(stage.office.absences) == len(opening.office.absences) + 1


def test_what_is_not_there_is_refused_at_the_field_of_the_scenario(opening):
    """A scenario made by a program meets the same checks as one from a file."""
    with pytest.raises(BadInput) as caught:
        staged(opening, a_scenario(people=People(leave=(Leave("G99", LATER),)), rules={"levers.most_load": "0"}))

    assert [fault["field"] for fault in caught.value.faults] == ["rules.levers.most_load", "people.leave[1].who"]


def test_equal_questions_have_one_digest_and_others_another(opening):
    """The digest names all a run depends on."""
    base = staged(opening, a_scenario())

    assert staged(opening, a_scenario()).digest == base.digest
    assert staged(opening, a_scenario(seed=2)).digest != base.digest
    assert staged(opening, a_scenario(rules={"levers.most_load": "1.2"})).digest != base.digest
    assert staged(opening, a_scenario(vehicles=(VehiclesChanged(1),))).digest != base.digest


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_phase_lists_the_same_people_in_the_same_order(opening, data):
    """A run may number its people once, whatever is moved, formed and merged."""
    codes = [officer.code for officer in opening.office.officers]
    days = st.dates(date(2022, 9, 1), date(2022, 12, 20))
    who, team = st.sampled_from(codes), st.sampled_from(["fast", "services", "regular_1", "regular_2"])
    moves = tuple(
        Move(data.draw(who), data.draw(days), team=data.draw(team)) for _ in range(data.draw(st.integers(0, 4)))
    )
    formed = TeamFormed(
        "new", Text("新", "new"), ("fast",), tuple(data.draw(st.sets(who, max_size=4))), None, data.draw(days)
    )
    merged = TeamsMerged("dormant", ("support",), data.draw(days))
    scenario = a_scenario(
        people=People(join=(Join("N1", data.draw(days), like="G01"),), move=moves),
        teams=Teams(formed=(formed,), merged=(merged,)),
    )

    stage = staged(opening, scenario)

    assert {tuple(officer.code for officer in phase.office.officers) for phase in stage.phases} == {(*codes, "N1")}
    assert [phase.first for phase in stage.phases] == sorted({phase.first for phase in stage.phases})
    assert stage.phases[0].first == FIRST
    for phase in stage.phases:
        teams = phase.office.team_by_code
        assert all(officer.team in teams for officer in phase.office.officers)
        assert all(team.lead is None or phase.office.officer(team.lead).team == team.code for team in teams.values())


def test_days_before_the_stock_came_in_are_refused_at_the_first_day(opening):
    """What is open stands as it does today: it cannot be played from a day on which it was not there."""
    case = Case(1, 1, CaseInput(a_filing(filed_on=LATER)), CaseState.WAITING, Standing("fast", "fast", True, {}, 1),
                datetime(2022, 11, 1, tzinfo=UTC))  # fmt: skip
    stocked = replace(opening, stock=(case,))

    with pytest.raises(BadInput) as refused:
        staged(stocked, Scenario(Text("早", "early"), FIRST, 90))

    assert [fault["field"] for fault in refused.value.faults] == ["first"]
    assert "2022-11-01" in str(refused.value.faults[0])
    assert staged(stocked, Scenario(Text("当日", "that day"), LATER, 90)).stock == (case,)


def test_a_staging_is_packed_and_unpacked_once_however_often_it_is_sent(opening):
    """A helping process gets the same one with each of its runs; what was sent long ago is forgotten."""
    stage = staged(opening, a_scenario())
    sent = pickle.dumps(stage)
    first, again = pickle.loads(sent), pickle.loads(pickle.dumps(stage))

    assert first == stage
    assert (first.digest, first.ground, first.name) == (stage.digest, stage.ground, stage.name)
    assert again is first
    other = pickle.loads(pickle.dumps(replace(stage, name=Text("另名", "by another name"))))
    assert other.name.en == "by another name"

    for seed in range(UNPACKED):
        pickle.loads(pickle.dumps(stage.under(seed, 0)))
    assert unpacked.cache_info().currsize == UNPACKED
    assert pickle.loads(sent) == first
    assert pickle.loads(sent) is not first


@pytest.mark.parametrize("lost, named", [("seizure", "seizure"), ("", "nothing to plan")])
def test_weeks_are_planned_only_where_every_trip_says_its_errand(lost, named):
    """A stage that would take a vehicle besides the plan, or a process without trips, is refused at the scenario's own key."""
    folder = load(GUYANG)
    assert folder.process is not None
    gone = (
        replace(one, errand="") if one.id == lost else one if lost else replace(one, vehicle=0)
        for one in folder.process.stages
    )
    opening = Opening(folder.office, folder.rulebook, replace(folder.process, stages=tuple(gone)))

    with pytest.raises(BadInput) as refused:
        staged(opening, a_scenario(fieldwork=Fieldwork.WEEKS))

    [fault] = refused.value.faults
    assert fault["field"] == "fieldwork"
    assert named in str(fault)
    assert staged(opening, a_scenario()).fieldwork == Fieldwork.POOL


def test_an_errand_kind_the_changed_rules_drop_is_told_where_weeks_are_planned(opening):
    """A pool does not ask for it."""
    folder = load(GUYANG)
    whole = replace(opening, process=folder.process)
    errands: Any = folder.rulebook.source["errands"]
    kinds = {name: row for name, row in errands.items() if name != "search"}

    with pytest.raises(BadInput) as refused:
        staged(whole, a_scenario(fieldwork=Fieldwork.WEEKS, rules={"errands": kinds}))

    assert "search" in str(refused.value.faults)
    staged(whole, a_scenario(rules={"errands": kinds}))
