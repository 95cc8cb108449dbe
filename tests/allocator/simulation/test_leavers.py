"""People and vehicles that go: their cases, their queue and their trips."""

from datetime import date

from allocator.domain.scenarios.scenario import Leave, Move, People, VehiclesChanged
from allocator.simulation.engine import path_of, run
from tests.allocator.simulation.lives import a_stage


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
