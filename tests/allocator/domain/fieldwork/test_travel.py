"""How long drives take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.errors import NotFound
from allocator.domain.fieldwork.travel import Travel
from allocator.domain.fieldwork.trips import Place
from allocator.domain.people import TownMinutes
from tests.field_stories import a_field_office

EAST, WEST, SOUTH = (Place(f"{side}镇", "村", 10) for side in "东西南")
PLACES = st.builds(
    Place, st.sampled_from(["县城", "东镇", "西镇", "南镇"]), st.sampled_from(["", "甲村", "乙村"]), st.integers(0, 35)
)


def test_a_drive_goes_to_the_town_and_on_to_the_village():
    """Thirty minutes to the east town and ten on."""
    assert Travel(a_field_office()).from_seat(EAST) == 40


def test_between_two_towns_the_table_counts_and_else_the_way_through_the_seat():
    """East to west is in the table, east to south is not; both villages are driven to."""
    travel = Travel(a_field_office())

    assert travel.minutes(EAST, WEST) == 50 + 20
    assert travel.minutes(EAST, SOUTH) == 30 + 20 + 20


def test_two_villages_of_a_town_are_joined_through_its_centre():
    """Ten minutes in and five out."""
    assert Travel(a_field_office()).minutes(EAST, Place("东镇", "槐村", 5)) == 15


def test_winter_makes_drives_longer_and_rounds_up():
    """Forty minutes at a third more are 52; 31 would be 40.3 and are 41."""
    travel = Travel(a_field_office(), factor=1300)

    assert travel.from_seat(EAST) == 52
    assert travel.from_seat(Place("东镇", "近村", 1)) == 41


def test_two_doors_of_one_street_still_take_the_least_drive():
    """Somebody has to park; but what is the same place is no drive."""
    travel = Travel(a_field_office(), least=5)

    assert travel.minutes(Place("县城", "甲"), Place("县城", "乙")) == 5
    assert travel.minutes(EAST, EAST) == 0


def test_a_town_nobody_has_declared_is_told_by_name():
    """The refusal names the town and where to add it."""
    with pytest.raises(NotFound) as caught:
        Travel(a_field_office()).from_seat(Place("北镇"))

    assert "北镇" in caught.value.text.zh
    assert "towns.csv" in caught.value.remedy.en


def test_the_shortest_way_over_the_table_counts():
    """The row says 95 from east to west, but through the seat it is 70: nobody drives the long way."""
    travel = Travel(a_field_office(town_minutes=(TownMinutes("东镇", "西镇", 95),)))

    assert travel.minutes(EAST, WEST) == 70 + 20


@given(st.tuples(PLACES, PLACES, PLACES), st.sampled_from([1000, 1300]), st.integers(0, 9), st.integers(1, 120))
def test_no_way_is_shorter_with_a_stop_between(three, factor, least, row):
    """Whatever the table says, winter or not: going on directly is never longer."""
    one, over, other = three
    office = a_field_office(town_minutes=(TownMinutes("东镇", "西镇", row), TownMinutes("西镇", "南镇", 150 - row)))
    travel = Travel(office, factor, least)

    assert travel.minutes(one, other) <= travel.minutes(one, over) + travel.minutes(over, other)


def test_each_direction_may_have_its_own_row():
    """Uphill is slower: a written direction stands above the turned one."""
    rows = (TownMinutes("东镇", "西镇", 50), TownMinutes("西镇", "东镇", 44))
    travel = Travel(a_field_office(town_minutes=rows))

    assert (travel.minutes(EAST, WEST), travel.minutes(WEST, EAST)) == (70, 64)


@given(st.lists(PLACES, max_size=6), st.sampled_from([1000, 1300]), st.integers(0, 9))
def test_the_table_of_drives_is_the_drives(places, factor, least):
    """Every cell is the drive between its two places, and no drive is shorter than the least between two places."""
    travel = Travel(a_field_office(), factor, least)

    table = travel.matrix(places)

    assert table == [[travel.minutes(one, other) for other in places] for one in places]
    assert all(table[i][j] >= least for i, one in enumerate(places) for j, other in enumerate(places) if one != other)
