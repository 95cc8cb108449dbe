"""What a shared thing has no time for: a seat that is used by one errand after the other."""

import pytest

from solver.fieldwork.bounds.floor import floor
from solver.fieldwork.bounds.possible import Possible
from solver.fieldwork.bounds.things import crowded_out
from tests.solver.fieldwork.weeks import DAY, a_part, a_week, an_errand

SEAT = {"resource_count": [1], "resource_carried": [0]}
TAKEN = {"taken_resource": [0], "taken_from": [0], "taken_until": [180], "taken_count": [1]}


def at_the_seat(count, minutes=120, use=((0, 1),), windows=((30, DAY - 150),)):
    """So many errands of the first day that take the seat for two hours."""
    return [an_errand(a_part(minutes=minutes, use=use, windows=windows)) for _ in range(count)]


def out(*errands, **more):
    """How many find no time."""
    return floor(a_week(*errands, **SEAT | more), "placed:0", {})


@pytest.mark.parametrize("count, without", [(3, 0), (4, 1), (5, 2)])
def test_as_many_are_left_out_as_find_no_time(count, without):
    """From half past until the last must go home: seven hours, for two hours each."""
    assert out(*at_the_seat(count)) == without


def test_on_two_days_there_is_twice_the_time():
    """Six of them."""
    both = ((30, DAY - 150), (DAY + 30, 2 * DAY - 150))

    assert out(*at_the_seat(6, windows=both)) == 0
    assert out(*at_the_seat(8, windows=both)) == 1


def test_what_others_take_is_not_there():
    """The seat is theirs for the first two and a half hours."""
    assert out(*at_the_seat(3), **TAKEN) == 1
    assert out(*at_the_seat(3), **TAKEN | {"resource_count": [2]}) == 0


def test_whoever_takes_two_takes_twice_the_time():
    """Of two seats."""
    assert out(*at_the_seat(4, use=((0, 2),)), resource_count=[2]) == 1
    assert out(*at_the_seat(4), resource_count=[2]) == 0


def test_what_goes_along_is_used_together():
    """One camera for all parts of a trip."""
    assert out(*at_the_seat(4), resource_carried=[1]) == 0


def test_what_has_no_place_anyway_is_counted_once():
    """An errand that has no window is left out by itself."""
    assert out(*at_the_seat(4), *at_the_seat(1, windows=())) == 2


def test_nothing_that_is_shared_leaves_nothing_out():
    """Nor does an errand that uses nothing."""
    assert crowded_out(a_week(an_errand()), [0]) == 0
    assert out(*at_the_seat(5, use=())) == 0


def test_the_witness_counts_the_same_hours():
    """From the meaning of windows, days and what is taken."""
    week = a_week(*at_the_seat(4), **SEAT, **TAKEN)

    assert Possible(week).hours(0, 0, range(4)) == DAY - 30 - 180
    assert Possible(week).hours(0, 1, range(4)) == 0
