"""Minutes people have, the steps of the apprentice's ladder, and the load that follows."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.capacities import capacity_on
from allocator.domain.people import Officer
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.workload import (
    Capacity,
    Load,
    ladder_step,
)
from tests.stories import (
    MONDAY,
    a_bureau,
    a_small_rulebook,
    a_staffed_office,
    an_office,
    an_officer,
    away,
    reduced,
)

DAY = 480
TEN_DAYS = 10 * DAY


def rules(**levers) -> Rulebook:
    rulebook = a_small_rulebook()
    return replace(rulebook, levers=replace(rulebook.levers, **levers))


def capacity_of(*officers: Officer, day: date = MONDAY, horizon: int = 10, **office) -> dict[str, int]:
    return Capacity(an_office(*officers, **office), rules(horizon_days=horizon), day).minutes


def staffed(day: date = MONDAY, **office) -> Capacity:
    return Capacity(a_staffed_office(**office), a_small_rulebook(), day)


# Minutes available


def test_somebody_always_there_has_every_minute_of_the_horizon():
    """Ten working days of eight hours."""
    assert capacity_of(an_officer()) == {"o1": TEN_DAYS}


def test_a_share_of_the_day_is_a_share_of_the_minutes():
    """Who works 72 % on cases has 72 % of the minutes."""
    assert capacity_of(an_officer(share=720)) == {"o1": TEN_DAYS * 720 // 1000}


def test_the_length_of_a_day_is_the_bureaus():
    """An office of seven hours counts seven hours."""
    assert capacity_of(an_officer(), bureau=a_bureau(day_minutes=420)) == {"o1": 4200}


@pytest.mark.parametrize(
    "first, last, days",
    [
        ("2022-09-05", "2022-09-05", 9),
        ("2022-09-10", "2022-09-11", 10),
        ("2022-08-01", "2022-09-04", 10),
        ("2022-09-16", "2022-12-31", 9),
        ("2022-09-17", None, 10),
        ("2022-08-01", None, 0),
    ],
)
def test_each_working_day_of_absence_takes_one_day(first, last, days):
    """Weekends and days outside the horizon take nothing; both ends count."""
    assert capacity_of(an_officer(), absences=(away("o1", first, last),)) == {"o1": days * DAY}


def test_overlapping_absences_are_counted_once():
    """Leave from Monday to Wednesday and a course from Tuesday to Thursday are four days away."""
    absences = (
        away("o1", "2022-09-05", "2022-09-07"),
        away("o1", "2022-09-06", "2022-09-08"),
        away("o1", "2022-09-06", "2022-09-06"),
    )

    assert capacity_of(an_officer(), absences=absences) == {"o1": 6 * DAY}


def test_somebody_elses_absence_takes_nothing():
    """Only the own days away count."""
    assert capacity_of(an_officer("o1"), an_officer("o2"), absences=(away("o2", "2022-09-05"),)) == {
        "o1": TEN_DAYS,
        "o2": 0,
    }


@given(st.lists(st.tuples(st.integers(-5, 25), st.integers(0, 12)), max_size=5), st.integers(0, 1000))
def test_minutes_are_those_of_a_calendar_ticked_off_by_hand(absences, share):
    """Whatever the absences, each working day of the horizon counts once or not at all."""
    start = MONDAY.toordinal()
    spans = [(start + first, start + first + length) for first, length in absences]
    given_absences = tuple(away("o1", *(date.fromordinal(end).isoformat() for end in span)) for span in spans)

    horizon = [start + number for number in range(14) if number % 7 < 5]
    there = sum(not any(first <= day <= last for first, last in spans) for day in horizon)
    assert capacity_of(an_officer(share=share), absences=given_absences) == {"o1": there * DAY * share // 1000}


@pytest.mark.parametrize(
    "entered, left, days",
    [
        ("2022-09-05", None, 10),
        ("2022-09-07", None, 8),
        ("2022-09-17", None, 0),
        ("2020-01-01", "2022-09-06", 2),
        ("2020-01-01", "2022-09-04", 0),
    ],
)
def test_days_before_entry_and_after_leaving_do_not_count(entered, left, days):
    """Somebody who has not come yet, or has gone, has nothing to give."""
    officer = an_officer(entered=date.fromisoformat(entered), left=date.fromisoformat(left) if left else None)

    assert capacity_of(officer) == {"o1": days * DAY}


def test_reductions_add_up():
    """A duty of 20 % and a project of 30 % leave half."""
    reductions = (reduced("o1", 200, "2022-01-01"), reduced("o1", 300, "2022-01-01"))

    assert capacity_of(an_officer(), reductions=reductions) == {"o1": TEN_DAYS // 2}


def test_reductions_beyond_everything_leave_nothing_and_never_less():
    """Two reductions of 80 % and 40 % leave 0 minutes, not a negative number."""
    reductions = (reduced("o1", 800, "2022-01-01"), reduced("o1", 400, "2022-01-01"))

    assert capacity_of(an_officer(), reductions=reductions) == {"o1": 0}


@pytest.mark.parametrize(
    "first, last, days",
    [
        ("2022-01-01", "2022-09-04", 10),
        ("2022-01-01", "2022-09-05", 9),
        ("2022-09-12", None, 5),
        ("2022-09-06", "2022-09-06", 9),
        ("2022-09-17", None, 10),
    ],
)
def test_a_reduction_counts_on_its_own_days(first, last, days):
    """Leave that begins next week leaves this week; one that ends today does not empty the horizon."""
    assert capacity_of(an_officer(), reductions=(reduced("o1", 1000, first, last),)) == {"o1": days * DAY}


def test_a_reduction_is_taken_from_the_share_that_is_left():
    """A leader of 50 % with a reduction of 40 % has 30 %."""
    assert capacity_of(an_officer(share=500), reductions=(reduced("o1", 400, "2022-01-01"),)) == {
        "o1": TEN_DAYS * 3 // 10
    }


def test_capacity_is_worked_out_once_for_a_day_and_anew_for_another():
    """What is remembered is what would be found, also after many other days were asked for."""
    office, rulebook = a_staffed_office(absences=(away("officer", "2022-09-10"),)), a_small_rulebook()
    days = [date(2022, 9, day) for day in range(1, 25)]

    for day in (*days, *days):
        assert capacity_on(day, office, rulebook).minutes == Capacity(office, rulebook, day).minutes
    assert capacity_on(MONDAY, office, rulebook) is capacity_on(MONDAY, office, rulebook)


def test_a_span_asked_for_again_is_the_same_and_another_span_another():
    """The minutes of one week are never those of the fortnight that begins with it."""
    capacity, days = staffed(), a_staffed_office().calendar.working_days(MONDAY, 10)

    week, fortnight = capacity.over(days[:5]), capacity.over(days)

    assert capacity.over(days[:5]) is week
    assert (week["officer"], fortnight["officer"]) == (5 * DAY, TEN_DAYS)


def test_other_levers_are_never_answered_from_memory():
    """A changed rulebook is another one, also when it was read from the same file."""
    office, rulebook = a_staffed_office(), a_small_rulebook()
    shorter = replace(rulebook, levers=replace(rulebook.levers, horizon_days=1))

    whole, short = capacity_on(MONDAY, office, rulebook), capacity_on(MONDAY, office, shorter)

    assert sum(whole.minutes.values()) > sum(short.minutes.values()) > 0


# The apprentice's ladder


@pytest.mark.parametrize(
    "day, share",
    [("2022-09-04", 200), ("2022-09-05", 500), ("2022-12-04", 500), ("2022-12-05", 1000), ("2030-01-01", 1000)],
)
def test_an_apprentice_climbs_on_the_day_the_month_is_full(day, share):
    """Entered on 5 June: until 4 September the first step, from 5 September the second, from 5 December the last."""
    apprentice = an_officer("a", "apprentice", entered=date(2022, 6, 5))

    step = ladder_step(apprentice, a_small_rulebook(), date.fromisoformat(day))

    assert step is not None
    assert step.capacity == share


def test_a_step_somebody_decided_on_stands_above_the_months():
    """A person decides: the step holds whatever the months say, and one above the ladder is its last."""
    steps = [
        ladder_step(an_officer(role="apprentice", entered=MONDAY, step=step), a_small_rulebook(), MONDAY)
        for step in (None, 1, 2, 3, 9)
    ]

    assert [step.capacity if step else None for step in steps] == [200, 200, 500, 1000, 1000]


def test_only_those_who_learn_stand_on_the_ladder():
    """An officer, or a role the rulebook does not know, has no step."""
    assert ladder_step(an_officer(entered=MONDAY), a_small_rulebook(), MONDAY) is None
    assert ladder_step(an_officer(role="cook"), a_small_rulebook(), MONDAY) is None


def test_a_step_reached_within_the_horizon_counts_from_its_day():
    """Nine days at 20 % and the tenth at 50 %."""
    apprentice = an_officer("a", "apprentice", entered=date(2022, 6, 16))

    assert capacity_of(apprentice) == {"a": 9 * DAY * 200 // 1000 + DAY * 500 // 1000}


def test_an_apprentice_on_a_part_of_the_day_has_a_part_of_the_step():
    """Half the day at half the step is a quarter."""
    apprentice = an_officer("a", "apprentice", entered=date(2022, 4, 1), share=500)

    assert capacity_of(apprentice, horizon=1) == {"a": DAY // 4}


# Load


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_load_is_rounded_up_so_that_a_cap_is_never_passed_unseen(held, available):
    """Per mille of the available minutes, the next whole number."""
    permille = Load(held, available).permille

    assert permille is not None
    assert (permille - 1) * available < held * 1000 <= permille * available


@given(st.integers(0, 10**6))
def test_somebody_with_no_minutes_has_no_load_and_never_0(held):
    """An absent officer is n/a and the hours held are told."""
    load = Load(held, 0)

    assert load.permille is None
    assert load.words.en == f"n/a, holds {held // 60}.{held % 60 // 6} h"
    assert "%" not in load.words.zh


@pytest.mark.parametrize(
    "held, words", [(0, "0 %"), (2400, "50 %"), (2405, "50 %"), (2425, "51 %"), (4800, "100 %"), (5280, "110 %")]
)
def test_a_load_is_said_in_percent(held, words):
    """People read percent; the sums stay in per mille."""
    assert Load(held, 4800).words.en == words
    assert Load(held, 4800).words.zh == words.replace(" ", "")
