"""What must move, said again: HiGHS proves no more than any plan moves, and as much as everybody can see."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.fieldwork.repair.fewest import Fewest
from solver.fieldwork.witnesses.restated_moves import RestatedMoves
from solver.fieldwork.witnesses.witness import Witnesses
from solver.witness import bound_of, solved
from tests.solver.fieldwork.everything import fewest
from tests.solver.fieldwork.repair.test_fewest import ENOUGH, a_disturbed_week, booked, next_door_at_once, urgent
from tests.solver.fieldwork.weeks import CREW, LI, WANG, ZHAO, a_part, a_week, an_errand, away

SECONDS = 20


def heard(week, level, held):
    """What HiGHS proves of a level."""
    result = solved(RestatedMoves(week).ask(level, held), SECONDS)
    return bound_of(result) if result else None


def said_again(week):
    """What HiGHS proves: how many urgent errands have no place at least, and then what price of bookings moves."""
    out = heard(week, "placed:0", {})
    return out, heard(week, "moved", {"placed:0": out})


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10_000_000))
def test_no_plan_moves_less_than_is_said_again(seed):
    """Against every plan of the week, written out."""
    week = a_disturbed_week(seed)

    assert said_again(week) <= fewest(week)


def test_two_tellings_agree_where_one_errand_is_of_the_first_rank():
    """What the model of who gives way proves is confirmed; where two look for a place, only that model keeps them apart."""
    weeks = [week for week in map(a_disturbed_week, range(16)) if week.errand_rank.tolist().count(0) == 1]
    proven = [Fewest(week).least(*ENOUGH) for week in weeks]

    assert [said_again(week) for week in weeks] == [(least.out, least.price) for least in proven]
    assert len(weeks) > 5


@pytest.mark.parametrize(
    "week, moved",
    [
        (a_week(urgent(vehicles=0b01), booked(100, (LI,)), vehicle_driver=[-1, -1]), 1),
        (a_week(urgent(vehicles=0b10), booked(100, (LI,)), vehicle_driver=[-1, -1]), 0),
        (a_week(urgent(need=((CREW, 2),), barred=((LI,),)), booked(100, (WANG,), vehicle=1), vehicle_driver=[-1, -1]), 1),
        (a_week(urgent(need=((CREW, 2),), barred=((LI,),)), booked(100, (LI,), vehicle=1), vehicle_driver=[-1, -1]), 0),
        (a_week(urgent(who=((ZHAO, 0),), vehicles=0b01), booked(160, (ZHAO,), vehicle=1), vehicle_driver=[-1, -1]), 1),
        (a_week(urgent(who=((ZHAO, 0),), vehicles=0b01), booked(220, (ZHAO,), vehicle=1), vehicle_driver=[-1, -1]), 0),
        (a_week(urgent(use=((0, 1),)), booked(159, (LI,), vehicle=1, use=((0, 1),)), resource_count=[1], vehicle_driver=[-1, -1]), 1),
        (a_week(urgent(use=((0, 1),)), booked(160, (LI,), vehicle=1, use=((0, 1),)), resource_count=[1], vehicle_driver=[-1, -1]), 0),
        (a_week(urgent(), booked(300, (LI,)), **away((LI, 320, 330))), 1),
        (next_door_at_once([2, 2]), 0),
    ],
)  # fmt: skip
def test_what_everybody_can_see_moves(week, moved):
    """One car at one hour, the crew that is left, a handler elsewhere, a camera, somebody ill; and a minute later nothing."""
    assert said_again(week) == (0, moved)


def test_an_urgent_booking_counts_where_it_has_to_look_elsewhere():
    """Both are urgent: the one with one hour only takes the car of the other, which goes later."""
    other = an_errand(a_part(booked=(100, 0), crew=((LI,),), windows=((100, 100), (300, 300))))

    assert said_again(a_week(urgent(vehicles=0b01), other, vehicle_driver=[-1, -1])) == (0, 1)


def test_a_witness_confirms_what_days_alone_do_not_show():
    """The day is long enough for both, their hour is not: the bound of moves is confirmed, and none above it."""
    week = a_week(urgent(vehicles=0b01), booked(100, (LI,)), vehicle_driver=[-1, -1])

    for stated, word in ((1, "confirmed"), (2, "open")):
        witnesses = Witnesses(week, ())
        witnesses.hold("placed:0", 0)
        assert witnesses.hear("moved", stated, SECONDS).word == word
