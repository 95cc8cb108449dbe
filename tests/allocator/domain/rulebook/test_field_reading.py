"""What a rulebook says of field work: both sections may be left out, and what stands in them is checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.errors import BadInput
from allocator.domain.fieldwork.errand_kinds import CHANGES, FieldRules, HandlerRule, OutHours, Part
from allocator.domain.fieldwork.trips import Span
from allocator.domain.rulebook.reading import read_rulebook
from tests.field_stories import FIELD_RULES, field_rulebook
from tests.stories import SMALL_RULEBOOK, a_rulebook, a_small_rulebook


def faults(*changes: tuple[str, str]) -> dict[str, str]:
    text = FIELD_RULES
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    with pytest.raises(BadInput) as caught:
        read_rulebook(SMALL_RULEBOOK + text)
    return {str(fault["field"]): str(fault) for fault in caught.value.faults}


def test_an_office_without_field_work_says_nothing_of_it():
    """No kind of errand, no rule: the sections are left out."""
    assert a_small_rulebook().errands == {}
    assert a_small_rulebook().fieldwork == FieldRules()


def test_what_a_change_costs_is_a_row():
    """The office would rather send a driver than ask for other hours; what it does not say costs what it always costs."""
    plain = field_rulebook().fieldwork.changes
    said = a_small_rulebook(FIELD_RULES + "[field.changes]\ndriver = 1\n").fieldwork.changes

    assert plain == CHANGES
    assert said == {**CHANGES, "driver": 1}


def test_a_kind_is_a_row_with_its_figures():
    """The visit: an hour, half an hour to an hour and a half, two people, one of them a lead, a camera."""
    visit = field_rulebook().errands["visit"]

    assert (visit.minutes, visit.low, visit.high, visit.handler) == (60, 30, 90, HandlerRule.STAND_IN)
    assert visit.parts == (Part(crew=2, needs={"lead": 1}),)
    assert visit.hours == (Span(360, 1140),)
    assert (visit.uses, visit.notice_days, visit.source) == ({"camera": 1}, None, "story")


def test_a_second_vehicle_is_a_part_of_its_own():
    """The eviction's van comes within ten minutes of the first car."""
    eviction = field_rulebook().errands["eviction"]

    assert eviction.parts[1] == Part(crew=1, vehicles=("van",), after=(0, 10))
    assert (eviction.approval, eviction.notice_days, eviction.lead_days, eviction.hardness) == (True, 5, 2, 100)
    assert eviction.handler == HandlerRule.MUST


def test_hours_out_are_figures_of_the_rulebook():
    """A norm at no price and a most, by day and week; an office that says nothing of it binds nobody."""
    hours = field_rulebook().fieldwork.hours

    assert (hours.day_norm, hours.day_most, hours.week_norm, hours.week_most) == (480, 600, 2400, 2700)
    assert (hours.price, hours.rest_price, hours.works, hours.shortened_by) == (3, 4, ("hearing",), ("part_time",))
    assert a_small_rulebook().fieldwork.hours == OutHours()
    assert OutHours().day_norm == OutHours().day_most == 24 * 60


def test_the_fixture_bureau_sends_nobody_out_for_twelve_hours():
    """Eight hours and three more, forty a week and a share of the month's thirty-six; each figure with its source."""
    hours = a_rulebook().fieldwork.hours

    assert (hours.day_norm, hours.day_most) == (8 * 60, 11 * 60)
    assert (hours.week_norm, hours.week_most) == (40 * 60, 40 * 60 + 36 * 60 // 4)
    assert 0 < hours.price < hours.rest_price
    assert hours.source


def test_preferred_hours_and_seasons_of_the_fixture_bureau():
    """Doors are knocked at early and late; a harvest is seized while it stands, land is not."""
    kinds = a_rulebook().errands

    assert kinds["inquiry"].preferred == (Span(360, 480), Span(1080, 1200))
    assert set(kinds["seizure_crop"].months) == {8, 9, 10}
    assert not {9, 10} & set(kinds["seizure_land"].months)


def test_nodes_of_the_fixture_bureau_ask_for_errands_with_a_source():
    """Each row names a node, a kind of errand and whose figure it is."""
    rows = a_rulebook().fieldwork.nodes

    assert {(row.node, row.kind) for row in rows} >= {("N05", "service"), ("N11", "inquiry")}
    assert all(row.source for row in rows)


def test_each_kind_of_the_fixture_bureau_names_its_source():
    """Every row says whence its figures are, and takes a crew of two at least under a licensed lead."""
    kinds = a_rulebook().errands.values()

    assert len(kinds) >= 12
    assert all(kind.source and kind.low <= kind.minutes <= kind.high for kind in kinds)
    assert all(kind.parts[0].crew >= 2 and {"field_lead", "eviction_lead"} & set(kind.parts[0].needs) for kind in kinds)


def test_the_fixture_bureau_books_bailiffs_three_working_days_ahead():
    """Evictions, searches and compelled attendance: with the president's approval."""
    kinds = a_rulebook().errands
    booked = {kind.id for kind in kinds.values() if kind.lead_days == 3}

    assert booked == {"eviction", "search", "attendance", "night_attendance"}
    assert all(kinds[name].approval for name in booked)


@pytest.mark.parametrize(
    "old, new, path",
    [
        ("minutes = 120", "minutes = 0", "errands.eviction.minutes"),
        ("low = 30", "low = 70", "errands.visit.low"),
        ("high = 90", "high = 59", "errands.visit.high"),
        ('hours = ["06:00-19:00"]', 'hours = ["19:00-06:00"]', "errands.visit.hours"),
        ('hours = ["06:00-19:00"]', 'hours = ["6-19"]', "errands.visit.hours"),
        ("needs = {lead = 1}", "needs = {leed = 1}", "errands.visit.needs"),
        ("needs = {lead = 1}", "needs = {lead = 0}", "errands.visit.needs.lead"),
        ("uses = {camera = 1}", "uses = {drone = 1}", "errands.visit.uses"),
        ('handler = "must"', 'handler = "maybe"', "errands.eviction.handler"),
        ("after_most = 10", "after_least = 20\nafter_most = 10", "errands.eviction.parts[1].after_most"),
        ("months = [10]", "months = [13]", "errands.harvest.months"),
        ("crew = 3", "crwe = 3", "errands.eviction.crwe"),
        ('driver = "driving"', 'driver = "flying"', "field.driver"),
        ('"clerk", ', '"clark", ', "field.crew"),
        ('judge = ["lead"]', 'jugde = ["lead"]', "field.brings.jugde"),
        ('judge = ["lead"]', 'judge = ["leed"]', "field.brings.judge"),
        ('out_from = "06:00"', 'out_from = "20:30"', "field.back_by"),
        ('out_from = "06:00"', 'out_from = "6 am"', "field.out_from"),
        ("apprentice_kinds = {visit = 2}", "apprentice_kinds = {dance = 2}", "field.apprentice_kinds"),
        ("winter_factor = 1.3", "winter_factor = 0.5", "field.winter_factor"),
        ("day_norm = 480", "day_norm = 601", "field.hours.day_norm"),
        ("day_most = 600", "day_most = 1441", "field.hours.day_most"),
        ('works = ["hearing"]', 'works = ["dreaming"]', "field.hours.works"),
        ('shortened_by = ["part_time"]', 'shortened_by = ["half"]', "field.hours.shortened_by"),
        (
            "[field.brings]",
            '[[field.nodes]]\nid = "F"\nnode = "N99"\nerrand = "visit"\n[field.brings]',
            "field.nodes.F.node",
        ),
        ('preferred = ["08:00-10:00"]', 'preferred = ["8-10"]', "errands.visit.preferred"),
        ("odd_price = 2", "odd_price = 0", "errands.visit.odd_price"),
    ],
)
def test_what_contradicts_is_told_at_its_path(old, new, path):
    """A misspelt word or figure would silently never apply: it is refused, and nothing else is."""
    assert list(faults((old, new))) == [path]


@given(st.integers(0, 23), st.integers(0, 59), st.integers(1, 600))
def test_clock_times_are_exact_minutes(hour, minute, length):
    """Hours of a row are the minutes after midnight that the clock shows."""
    begins = hour * 60 + minute
    ends = min(begins + length, 24 * 60)
    written = f"{hour:02}:{minute:02}-{ends // 60:02}:{ends % 60:02}"
    text = FIELD_RULES.replace("06:00-19:00", written)

    assert read_rulebook(SMALL_RULEBOOK + text).errands["visit"].hours == (Span(begins, ends),)
