"""All that the plan of one week may see."""

from dataclasses import replace
from datetime import date

import pytest

from allocator.domain.errors import BadInput
from allocator.domain.fieldwork.errand_kinds import Part
from allocator.domain.fieldwork.means import Resource
from allocator.domain.fieldwork.trips import DAY, Place, TripState
from tests.field_stories import THINGS, a_field_week, a_trip, an_errand, at


def test_a_week_begins_on_a_monday():
    """The refusal names the day given."""
    with pytest.raises(BadInput) as caught:
        a_field_week(monday=date(2022, 9, 6))

    assert "2022-09-06" in caught.value.text.en


def test_a_draft_is_no_part_of_what_stands():
    """Published and started trips stand, drafts do not."""
    with pytest.raises(BadInput):
        a_field_week(trips=(a_trip(),))

    assert a_field_week(trips=(a_trip(state=TripState.PUBLISHED),)).trips


def test_two_errands_need_two_codes():
    """A plan could not say which it means."""
    with pytest.raises(BadInput) as caught:
        a_field_week(an_errand("E1"), an_errand("E2"), an_errand("E1"))

    assert "E1" in caught.value.text.en


def test_the_day_of_planning_may_lie_before_the_week_and_in_it():
    """Planned on Friday at noon, or again on Wednesday morning."""
    assert a_field_week().today == date(2022, 9, 2)
    assert a_field_week(now=at(2, "10:20")).today == date(2022, 9, 7)
    assert a_field_week().day(at(4, "09:00")) == date(2022, 9, 9)
    assert len(a_field_week().days) == 7


def test_the_digest_names_everything_that_is_seen():
    """Another errand, hour of planning, hard minute or thing is another week."""
    week = a_field_week()
    others = [
        a_field_week(an_errand(urgent=True)),
        a_field_week(now=week.now + 1),
        a_field_week(hard={"ann": 5}),
        a_field_week(joint={"di": date(2022, 8, 30)}),
        a_field_week(seen={"di": {"visit": 1}}),
        a_field_week(resources=THINGS[:1]),
        a_field_week(trips=(a_trip(state=TripState.STARTED),)),
    ]

    assert week.digest == a_field_week().digest
    assert len({week.digest, *(other.digest for other in others)}) == len(others) + 1


def test_an_errand_brings_needs_of_its_own_to_its_first_vehicle():
    """Where a woman may be searched one goes along; the second vehicle is as the kind says."""
    week = a_field_week(an_errand(kind="eviction", needs={"woman": 1, "police": 2}))
    errand = week.errands[0]

    assert week.part(errand, 0).needs == {"lead": 1, "police": 2, "woman": 1}
    assert week.part(errand, 1) == Part(crew=1, vehicles=("van",), after=(0, 10))


def test_an_errand_uses_what_its_kind_and_itself_need():
    """The greater of both counts, thing by thing."""
    week = a_field_week(an_errand(uses={"camera": 2, "desk": 1}))

    assert week.uses(week.errands[0]) == {"camera": 2, "desk": 1}


def test_a_towns_own_desk_comes_before_one_for_all():
    """Where the town has none, the one for all towns serves; where there is none at all nothing does."""
    own = Resource("D2", "东镇窗口", "desk", 1, "东镇")
    week = a_field_week(resources=(*THINGS, own))

    assert week.resource("desk", Place("东镇")) == own
    assert week.resource("desk", Place("西镇")) == THINGS[1]
    assert week.resource("bell", Place("西镇")) is None


def test_roles_bring_skills_and_lapsed_ones_do_not_count():
    """An officer leads by role; a proven skill counts until its last day."""
    week = a_field_week()
    ann, gus = (week.office.officer(name) for name in ("ann", "gus"))
    lapsed = replace(ann, skills=(replace(ann.skills[0], expires=date(2022, 9, 6)),))

    assert week.skills(ann, week.monday) == {"lead", "woman"}
    assert week.skills(lapsed, date(2022, 9, 7)) == {"lead"}
    assert (week.is_crew(ann), week.is_crew(gus)) == (True, False)


def test_hard_work_is_the_kinds_nights_and_long_drives():
    """A visit forty minutes away: five above the thirty-five, there and back; a search at night counts all of it."""
    week = a_field_week(an_errand("E1"), an_errand("E2", "eviction"), an_errand("E3", "search", minutes=50))

    assert [week.hard_minutes([errand]) for errand in week.errands] == [10, 110, 60]


def test_the_long_drive_of_a_trip_counts_once():
    """Three errands of one trip: their own work each, and the way to the farthest of them once; nobody drives for nothing."""
    far = an_errand("E4", place=Place("东镇", "远村", 20))
    week = a_field_week(an_errand("E1"), an_errand("E2", "eviction"), far)
    ways = [week.hard_drive(errand.place) for errand in week.errands]

    assert ways[0] == ways[1] == 10 < ways[2]
    assert week.hard_minutes(week.errands) == 100 + ways[2]
    assert week.hard_minutes([]) == 0


def test_a_fair_share_asks_for_one_drive_to_each_place():
    """Two visits in one village, by two each, and four working people for five days: ten minutes there for two, shared."""
    one, two = a_field_week(an_errand("E1")), a_field_week(an_errand("E1"), an_errand("E2"))

    assert one.hard_shares == two.hard_shares


def test_in_winter_the_week_takes_longer_drives():
    """December is a winter month of the rulebook, September is none."""
    place = an_errand().place

    assert a_field_week().travel.from_seat(place) == 40
    assert a_field_week(monday=date(2022, 12, 5), now=-DAY).travel.from_seat(place) == 52
