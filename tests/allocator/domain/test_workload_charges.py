"""Who carries which minutes of a case: the lead, the mentor, and desks shared by those who are there."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.sharing import shared
from allocator.domain.workload import Capacity, Desk, charges, members_of, spread
from tests.stories import MONDAY, a_small_rulebook, a_staffed_office, a_team, an_office, an_officer, away

TEN_DAYS = 10 * 480
CASE = {"judge": 96, "officer": 270, "clerk": 144}


def staffed(day: date = MONDAY, **office) -> Capacity:
    return Capacity(a_staffed_office(**office), a_small_rulebook(), day)


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
