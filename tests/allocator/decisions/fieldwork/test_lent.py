"""What a special action takes of a week of field work: its car serves its cases, its people's hours are theirs (专项抽调)."""

import pytest

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.checker_hours import hours_of
from allocator.decisions.fieldwork.instance import translate_week
from allocator.decisions.fieldwork.windows import away_of, kept_for_others
from allocator.domain.fieldwork.hours import left_in
from allocator.domain.fieldwork.trips import DAY, Span, WeekPlan
from allocator.domain.people import Lending
from solver.fieldwork import solve
from solver.limits import Limits
from tests.field_stories import a_field_office, a_field_week, a_trip, an_errand, at
from tests.stories import a_period

BRIEF = Limits(60, deterministic=0.1)
WEEK = ("2022-09-05", "2022-09-11")


def lent(holder: str, permille: int = 1000, first: str = WEEK[0], last: str = WEEK[1]) -> Lending:
    """So much of somebody or something in a span of days."""
    return Lending("winter", holder, permille, a_period(first, last))


def a_week(*lendings: Lending, special=(), errands=None):
    """A visit of the action's and one of the rest, with what the action takes."""
    both = errands or (an_errand("E1"), an_errand("E2"))
    office = a_field_office(lendings=lendings)
    return a_field_week(*both, office=office, special={"winter": special} if special else {})


def test_a_lent_car_serves_the_actions_errands_and_no_others():
    """The checker says so of a trip, and the planner does not even try."""
    week = a_week(lent("V1"), special=("E1",))
    mine, other = a_trip(), a_trip("T2", stops=(a_trip().stops[0].__class__("E2", at(0, "08:40")),))
    told = [one.rule for one in check_week(week, WeekPlan((other,)))]

    assert "vehicle_lent" in told
    assert "vehicle_lent" not in [one.rule for one in check_week(week, WeekPlan((mine,)))]
    assert [kept_for_others(week, "V1", errand) for errand in week.errands] == [False, True]
    assert away_of(week, "V1") == ()


def test_a_lent_car_with_nothing_to_do_is_away_on_those_days_only():
    """Before and after them it serves everybody."""
    week = a_week(lent("V1", last="2022-09-07"))

    assert away_of(week, "V1") == (Span(0, 3 * DAY),)
    assert not kept_for_others(week, "V1", week.errands[0])
    thursday = a_trip(
        leaves=at(3, "08:00"), back=at(3, "10:20"), stops=(a_trip().stops[0].__class__("E1", at(3, "08:40")),)
    )
    assert "vehicle_lent" not in [one.rule for one in check_week(week, WeekPlan((thursday,)))]
    assert "vehicle_lent" in [one.rule for one in check_week(week, WeekPlan((a_trip(),)))]


def test_the_plan_of_such_a_week_is_lawful():
    """Whatever is lent, planner and checker agree."""
    for lendings in ((lent("V1"),), (lent("V1", last="2022-09-07"),), (lent("V1"), lent("V2"), lent("ann", 500))):
        for special in ((), ("E1",), ("E1", "E2")):
            week = a_week(*lendings, special=special)
            meaning, instance = translate_week(week)
            plan = meaning.week_plan(solve(instance, BRIEF, 1).plan)

            assert check_week(week, plan) == ()


@pytest.mark.parametrize("special, hours", [((), 1350), (("E1",), 1490)])
def test_half_of_somebodys_time_leaves_half_of_the_week_and_what_the_actions_errands_take(special, hours):
    """Forty-five hours halved; a visit of one hour, forty minutes away, may be gone for besides. The checker says the same."""
    week = a_week(lent("gus", 500), special=special)
    out = [a_trip(f"T{day}", people=("gus",), leaves=at(day, "08:00"), back=at(day, "17:00")) for day in range(3)]

    assert left_in(week, "gus").most == hours
    assert [one.amount for one in hours_of(week, out)] == [3 * 540 - hours]
