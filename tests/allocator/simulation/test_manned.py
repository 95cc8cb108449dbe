"""A lane that loses everybody is refused, by the row that takes the last one away."""

from dataclasses import replace
from datetime import date

import pytest

from allocator.domain.scenarios.faults import ScenarioFaults
from allocator.domain.scenarios.scenario import Join, LanesGiven, Leave, Move, People, Scenario, TeamFormed, Teams
from allocator.domain.words import Text
from allocator.files.office import read_office
from allocator.simulation.manned import check_manned
from allocator.simulation.opening import Opening
from allocator.simulation.staging import staged
from fixtures.guyang_month import GUYANG

FOLDER = read_office(GUYANG)
assert FOLDER.process is not None
OPENING = Opening(FOLDER.office, FOLDER.rulebook, FOLDER.process, (), ())
FIRST, LAST = date(2022, 10, 1), date(2022, 11, 1)
FAST = ("G07", "G08", "G09")


def faults(people=None, teams=None):
    """What is said of a scenario with these changes."""
    scenario = Scenario(Text("甲", "a"), FIRST, 90, people=people or People(), teams=teams or Teams())
    found = ScenarioFaults()
    check_manned(OPENING, staged(OPENING, scenario), scenario, found)
    return [(fault.path, fault.text.en) for fault in found.found]


def leaving(*codes):
    """All of them go."""
    return tuple(Leave(code, LAST) for code in codes)


def test_the_office_as_it_is_and_one_less_are_fine():
    """Somebody is left."""
    assert faults() == []
    assert faults(People(leave=leaving("G08", "G09"))) == []


def test_who_is_said_to_stay_for_ever_stays():
    """A last day at the end of all calendars, as some offices write it: there is no day after it to look at."""
    people = tuple(replace(one, left=one.left or date.max) for one in OPENING.office.officers)
    opening = replace(OPENING, office=replace(OPENING.office, officers=people))
    scenario, found = Scenario(Text("甲", "a"), FIRST, 90), ScenarioFaults()

    check_manned(opening, staged(opening, scenario), scenario, found)

    assert found.found == []


def test_a_lane_without_anybody_is_refused_from_the_day_after_the_last_left():
    """At the row of the last one."""
    [(place, text)] = faults(People(leave=leaving(*FAST)))

    assert place == "people.leave[3].who"
    assert "2022-11-02" in text
    assert "fast track" in text


@pytest.mark.parametrize(
    "people,teams",
    [
        (People(leave=leaving(*FAST), join=(Join("N1", FIRST, like="G08"),)), Teams()),
        (People(leave=leaving(*FAST)), Teams(lanes=(LanesGiven("regular_1", ("regular", "fast")),))),
    ],
    ids=["somebody joins", "another team takes the lane"],
)
def test_who_takes_over_makes_it_possible(people, teams):
    """A newcomer, or another team."""
    assert faults(people, teams) == []


def test_a_lane_taken_from_its_only_team_is_refused_at_that_row():
    """No person is to blame."""
    lanes = Teams(lanes=(LanesGiven("dormant", ("dormant", "regular")), LanesGiven("fast", ("regular",))))

    assert [place for place, _ in faults(teams=lanes)] == ["teams.lanes[2].lanes"]


def test_a_lane_whose_people_all_go_elsewhere_is_refused_at_the_last_of_them():
    """Moved one by one, or made members of a new team."""
    moved = People(move=tuple(Move(who, FIRST, team="regular_1") for who in FAST))
    formed = Teams(formed=(TeamFormed("new", Text("新", "new"), ("regular",), FAST),))

    assert [place for place, _ in faults(moved)] == ["people.move[3].team"]
    assert [place for place, _ in faults(teams=formed)] == ["teams.formed[1].members"]


def test_when_everybody_leaves_every_lane_is_named():
    """Each at a row."""
    found = faults(People(leave=leaving(*(one.code for one in FOLDER.office.officers))))

    assert len(found) == 4
    assert all(place.startswith("people.leave[") for place, _ in found)
