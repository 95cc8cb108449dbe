"""Loads of past weeks by team: sums of everybody's, who is over the cap for long counted and not named."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.loads.load_change import Moment
from allocator.decisions.loads.load_turns import Carried
from allocator.decisions.loads.load_weeks import WeekEnd, load_weeks
from allocator.domain.workload import Capacity, spread
from tests.allocator.decisions.loads.test_load_change import carrying, moments
from tests.stories import MONDAY, a_small_rulebook, a_staffed_office

BUSY = 100_000


def week_ends(*carried, office=None):
    """The ends of some weeks of a small office, one after another."""
    rules, office = a_small_rulebook(), office or a_staffed_office()
    return [
        WeekEnd(Moment(office, rules, MONDAY + timedelta(days=6 + 7 * place)), cases)
        for place, cases in enumerate(carried)
    ]


def of_team(weeks, team):
    """What each week tells of one team."""
    return [next(one for one in week.teams if one.team == team) for week in weeks]


def test_four_weeks_over_the_cap_are_sustained_and_name_their_cases():
    """The officer with far too much for four weeks; three weeks of it are none."""
    team = a_staffed_office().officer_by_code["officer"].team
    busy, calm = {1: Carried({"officer": BUSY}), 2: Carried({"judge": 1})}, {2: Carried({"judge": 1})}
    four, three = (of_team(load_weeks(week_ends(calm, *[busy] * count, calm)), team) for count in (4, 3))

    assert [week.over for week in four] == [0, 1, 1, 1, 1, 0]
    assert [week.sustained for week in four] == [0, 1, 1, 1, 1, 0]
    assert [week.cases for week in four] == [(), (1,), (1,), (1,), (1,), ()]
    assert [week.sustained for week in three] == [0] * 5


def test_somebody_struck_off_the_list_still_holds_the_minutes():
    """The row is gone from the office's file in the second week; what was held then is not lost from the team."""
    whole = a_staffed_office()
    gone = replace(whole, officers=tuple(one for one in whole.officers if one.code != "officer"))
    held = {1: Carried({"officer": 500})}
    first, second = week_ends(held, held)
    second = replace(second, moment=replace(second.moment, office=gone))
    team = whole.officer_by_code["officer"].team

    assert [week.load.held for week in of_team(load_weeks([first, second]), team)] == [500, 500]


@settings(max_examples=60, deadline=None)
@given(st.lists(carrying(), max_size=6), moments())
def test_a_team_is_the_sum_of_its_people(cases, ends):
    """Held and available, in random offices, as a snapshot has them."""
    moment = ends[0]
    [week] = load_weeks([WeekEnd(moment, dict(enumerate(cases)))])
    capacity = Capacity(moment.office, moment.rulebook, moment.day)
    held: dict[str, int] = {}
    for carried in cases:
        for holder, count in carried.charges.items():
            held[holder] = held.get(holder, 0) + count
    minutes = spread(held, capacity)

    for one in week.teams:
        codes = [officer.code for officer in moment.office.officers if officer.team == one.team]
        assert one.load.held == sum(minutes[code] for code in codes)
        assert one.load.available == sum(capacity.minutes[code] for code in codes)
        assert one.people == len(codes)
