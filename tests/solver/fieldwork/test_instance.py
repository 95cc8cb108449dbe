"""The instance of a week: written, read, named, and refused where it contradicts itself."""

import numpy as np
import pytest
from hypothesis import given

from solver.fieldwork import Instance
from solver.fieldwork.instance import shortest
from tests.solver.fieldwork.weeks import a_part, a_week, an_errand, away, few, random_weeks, sync


@few
@given(random_weeks)
def test_an_instance_is_read_as_it_was_written(week):
    """The text stands for the instance: the same text, the same digest, the same name."""
    again = Instance.from_json(week.to_json())

    assert again.to_json() == week.to_json()
    assert again.digest == week.digest


def test_other_numbers_have_another_digest():
    """A minute more is another instance."""
    assert a_week(an_errand(a_part(minutes=61))).digest != a_week(an_errand()).digest


def test_what_is_no_instance_is_refused():
    """A missing field is not guessed."""
    with pytest.raises(ValueError, match="exactly the fields"):
        Instance.from_json("{}")


@pytest.mark.parametrize(
    "more, words",
    [
        (away((7, 0, 10)), r"away_person\[0\] is 7"),
        (away((0, 20, 10)), r"away_until\[0\] is before away_from\[0\]"),
        ({"day_opens": [0, 100]}, "in order and apart"),
        ({"travel": [0, 30, 90, 30, 0, 30, 90, 30, 0]}, "longer than over another place"),
        ({"travel": [0, 1]}, "square"),
        ({"hard_held": [0]}, "equally long"),
        ({"drive_hard": [0, 60]}, "one for each place, or none"),
        ({"vehicle_driver": [-2, 0]}, "vehicle_driver"),
        ({"vehicle_seats": [4] * 63, "vehicle_driver": [-1] * 63}, "62 at most"),
        ({"part_errand": [1]}, "part_errand"),
        ({"errand_rank": [0, 0], "errand_kind": [0, 0], "move_price": [1, 1]}, "Errand 1 has no part"),
        (sync((0, 0, 5, 1)), "sync_most"),
        ({"part_seats": [-1]}, "part_seats"),
    ],
)
def test_a_contradiction_is_refused_in_words(more, words):
    """Who builds an instance learns which number is wrong."""
    with pytest.raises(ValueError, match=words):
        a_week(an_errand(), **more)


def test_an_instance_from_before_drives_counted_keeps_its_name():
    """What says nothing of drives is written as it was, and its drives are not hard."""
    week = a_week(an_errand(a_part(hard=20)))

    assert "drive_hard" not in week.to_json()
    assert Instance.from_json(week.to_json()).digest == week.digest
    assert week.hard([0]) == 20


def test_ways_become_the_shortest_over_other_places():
    """From the second village to the seat it is nearer over the first."""
    assert shortest(np.array([0, 10, 90, 10, 0, 20, 90, 20, 0]), 3).tolist() == [0, 10, 30, 10, 0, 20, 30, 20, 0]
