"""Minutes people have, minutes a case takes from whom, and the load that follows."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.people import Officer
from allocator.domain.rulebook import Rulebook
from allocator.domain.workload import (
    Capacity,
    Desk,
    Load,
    capacity_on,
    charges,
    ladder_step,
    members_of,
    shared,
    spread,
)
from tests.stories import (
    MONDAY,
    a_bureau,
    a_small_rulebook,
    a_staffed_office,
    a_team,
    an_office,
    an_officer,
    away,
    reduced,
)

DAY = 480
TEN_DAYS = 10 * DAY
CASE = {"judge": 96, "officer": 270, "clerk": 144}


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


# Who carries which minutes


def charge(
    lead: str, mentor: str | None = None, track: str = "regular", minutes=CASE, capacity: Capacity | None = None
):
    capacity = capacity or staffed()
    return charges(minutes, track, capacity.office.officer_by_code[lead], mentor, capacity)


def test_the_lead_carries_the_lead_roles_minutes_and_the_desks_the_rest():
    """The officer's own; the judge's and the clerks' on the desks of the team; half the clerks' work pooled."""
    assert charge("officer") == {
        "officer": 270,
        "regular_1/judge": 96,
        "services/clerk": 30 + (144 - 30) // 2,
        "regular_1/clerk": 144 - 30 - (144 - 30) // 2,
    }


def test_a_judge_who_leads_signs_for_himself():
    """The signing role's minutes are the leading judge's own."""
    assert charge("judge")["judge"] == 96 + 270


def test_an_apprentice_who_leads_does_not_sign():
    """The judge's minutes stay on the judges' desk."""
    found = charge("apprentice", "officer")

    assert found["apprentice"] == 270
    assert found["regular_1/judge"] == 96


@pytest.mark.parametrize("track, minutes", [("fast", 27), ("regular", 81)])
def test_a_mentor_carries_the_tracks_share_of_the_apprentices_minutes(track, minutes):
    """10 % of a simple case and 30 % of a complex one, on top."""
    assert charge("apprentice", "officer", track)["officer"] == minutes


def test_a_mentors_share_is_of_the_leads_own_minutes_only():
    """What the desks do needs no mentor."""
    assert "officer" not in charge("apprentice", "officer", minutes={"clerk": 144})


def test_a_track_without_a_mentors_share_costs_the_mentor_nothing():
    """Where the rulebook gives no share, none is charged."""
    assert "officer" not in charge("apprentice", "officer", "night")


def test_a_desk_without_staff_falls_to_another_staffed_desk():
    """The fast team's missing clerk is helped by another team's; nobody's minutes vanish."""
    capacity = staffed(absences=(away("fast_clerk", "2022-01-01"),))

    found = charge("fast_judge", capacity=capacity)

    assert "fast/clerk" not in found
    assert found["regular_1/clerk"] == 57


def test_a_role_nobody_fills_falls_on_the_lead():
    """Without any clerk at work the handler writes himself; the pool without staff takes nothing."""
    clerks = ("fast_clerk", "clerk_1", "clerk_2", "pool_1", "pool_2")
    capacity = staffed(absences=tuple(away(clerk, "2022-01-01") for clerk in clerks))

    assert charge("officer", capacity=capacity) == {"officer": 270 + 144, "regular_1/judge": 96}


def test_a_lead_without_a_team_uses_desks_of_other_teams():
    """The deputy head has no desk of his own."""
    capacity = Capacity(
        an_office(an_officer("head", "judge", None), an_officer("clerk", "clerk")), a_small_rulebook(), MONDAY
    )

    assert charge("head", capacity=capacity) == {"head": 96 + 270, "regular_1/clerk": 144}


def test_a_small_job_of_the_pool_is_not_more_than_there_is():
    """When the fixed minutes are more than the case's, the pool takes all and no more."""
    assert charge("officer", minutes={"clerk": 20}) == {"services/clerk": 20}


def test_roles_without_minutes_are_not_charged():
    """A charge of nothing is no charge."""
    assert charge("officer", minutes={"officer": 30, "judge": 0, "clerk": 0}) == {"officer": 30}


EFFORTS = st.dictionaries(st.sampled_from(["judge", "officer", "clerk", "bailiff"]), st.integers(0, 10**5))
LEADS = st.sampled_from(["officer", "judge", "apprentice", "fast_judge"])
GONE = st.sets(st.sampled_from([officer.code for officer in a_staffed_office().officers]))


@given(EFFORTS, LEADS, GONE)
def test_pools_desks_and_lead_together_carry_exactly_the_cases_minutes(minutes, lead, gone):
    """Whoever is away, not a minute is lost or made."""
    capacity = staffed(absences=tuple(away(code, "2022-01-01") for code in gone))

    found = charge(lead, minutes=minutes, capacity=capacity)

    assert sum(found.values()) == sum(minutes.values())
    assert all(count > 0 for count in found.values())


@given(EFFORTS, GONE, st.sampled_from(["fast", "regular"]))
def test_a_mentors_minutes_come_on_top_of_the_cases(minutes, gone, track):
    """With a mentor the sum grows by the mentor's share and nothing else changes."""
    capacity = staffed(absences=tuple(away(code, "2022-01-01") for code in gone))

    alone = charge("apprentice", None, track, minutes, capacity)
    paired = charge("apprentice", "officer", track, minutes, capacity)

    share = capacity.rulebook.charging.mentor[track]
    own = minutes.get("officer", 0)
    assert sum(paired.values()) - sum(alone.values()) == own * share // 1000
    assert {holder: count for holder, count in paired.items() if holder != "officer"} == alone


# Desks, shared by those who are there


@given(st.integers(0, 10**7), st.dictionaries(st.text("abcdef", min_size=1), st.integers(0, 10**5), min_size=1))
def test_shared_minutes_add_up_exactly(count, members):
    """Each gets the own part or one minute more; somebody with no time gets nothing."""
    total = sum(members.values())

    parts = shared(count, members)

    assert sum(parts.values()) == (count if total else 0)
    for code, part in parts.items():
        assert count * members[code] // total <= part <= -(-count * members[code] // total)


def test_the_odd_minute_goes_to_the_greatest_remainder_then_to_the_first_code():
    """The same minutes are always shared the same way."""
    assert shared(10, {"b": 1, "a": 1, "c": 1}) == {"b": 3, "a": 4, "c": 3}
    assert shared(2, {"a": 1, "b": 2}) == {"a": 1, "b": 1}


def test_a_desk_is_shared_by_available_time():
    """Half a clerk takes half as much as a whole one."""
    assert spread({"regular_1/clerk": 90}, staffed()) == {
        **dict.fromkeys(staffed().minutes, 0),
        "clerk_1": 60,
        "clerk_2": 30,
    }


def test_who_is_away_takes_nothing_of_the_desk():
    """The other clerk carries it all."""
    capacity = staffed(absences=(away("clerk_1", "2022-01-01"),))

    assert members_of("regular_1/clerk", capacity) == {"clerk_2": TEN_DAYS // 2}


def test_when_a_whole_desk_is_away_its_minutes_stay_with_its_people():
    """They are held by those who belong there, in equal parts, and are not forgotten."""
    capacity = staffed(absences=(away("clerk_1", "2022-01-01"), away("clerk_2", "2022-01-01")))

    found = spread({"regular_1/clerk": 91}, capacity)

    assert (found["clerk_1"], found["clerk_2"]) == (46, 45)


def test_somebody_who_left_holds_nothing_of_a_desk_that_is_away():
    """Minutes stay with those who still belong to the office."""
    office = an_office(
        an_officer("gone", "clerk", left=date(2022, 6, 30)),
        an_officer("sick", "clerk"),
        absences=(away("sick", "2022-01-01"),),
    )

    assert members_of("regular_1/clerk", Capacity(office, a_small_rulebook(), MONDAY)) == {"sick": 1}


def test_a_desk_that_no_longer_exists_falls_to_its_role():
    """When a team is dissolved, the minutes its clerks held are still held by clerks."""
    found = spread({"regular_9/clerk": 500}, staffed())

    assert sum(found.values()) == 500
    assert {code for code, minutes in found.items() if minutes} == {
        "fast_clerk", "clerk_1", "clerk_2", "pool_1", "pool_2",
    }  # fmt: skip


DESKS = sorted({Desk(officer.team or "", officer.role).key for officer in a_staffed_office().officers})
HOLDERS = [*DESKS, *(officer.code for officer in a_staffed_office().officers), "regular_9/clerk"]


@given(st.dictionaries(st.sampled_from(HOLDERS), st.integers(0, 10**6)), GONE)
def test_spreading_keeps_every_minute(held, gone):
    """What people and desks hold together is what the people hold."""
    capacity = staffed(absences=tuple(away(code, "2022-01-01") for code in gone))

    found = spread(held, capacity)

    assert sum(found.values()) == sum(held.values())
    assert found.keys() == capacity.minutes.keys()


def test_desks_hold_only_those_who_have_time():
    """An apprentice of the first day counts; who is away does not; who has no team sits at no desk."""
    office = an_office(
        an_officer("a", "apprentice", entered=MONDAY),
        an_officer("b", "clerk"),
        an_officer("c", "clerk"),
        an_officer("d", "clerk", None),
        teams=(a_team("regular_1", "regular"),),
        absences=(away("c", "2022-01-01"),),
    )

    assert Capacity(office, a_small_rulebook(), MONDAY).desks == {
        "regular_1/apprentice": {"a": TEN_DAYS // 5},
        "regular_1/clerk": {"b": TEN_DAYS},
    }
