"""Plain forms, and the digests that name a state for ever."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.calendar import WorkCalendar
from allocator.domain.canonical import canonical, digest, plain, restore
from allocator.domain.cases import CaseState, Filing, Party, PartyKind, PartySide
from allocator.domain.docket import Case, Holding, Standing
from allocator.domain.facts import CaseInput
from allocator.domain.office import Office
from allocator.domain.people import (
    Absence,
    Officer,
    Pairing,
    Period,
    Preference,
    Recusal,
    RecusalState,
    Reduction,
    Skill,
    Team,
    Town,
    TownMinutes,
    Vehicle,
)
from allocator.domain.words import Text
from tests.stories import MONDAY, a_bureau, a_filing, a_staffed_office, an_office, an_officer

NAMES = st.text('赵钱孙李abcＡ　 "\\\n', min_size=1, max_size=6).filter(str.strip)
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
FACT_VALUES = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | NAMES
TEXTS = st.builds(Text, NAMES, NAMES)
PARTIES = st.builds(Party, st.sampled_from(PartySide), NAMES, st.sampled_from(PartyKind), st.none() | NAMES)
FILINGS = st.builds(
    Filing,
    case_no=NAMES,
    kind=NAMES,
    title=st.text(max_size=5),
    cause=st.none() | NAMES,
    claim=st.integers(0, 2**60),
    parties=st.lists(PARTIES, max_size=3).map(tuple),
    filed_on=DAYS,
    town=st.none() | NAMES,
    preserved=st.none() | st.integers(0, 2**60),
    assets=st.none() | st.frozensets(NAMES, max_size=3),
    series=st.none() | NAMES,
    traits=st.dictionaries(NAMES, FACT_VALUES, max_size=4),
)
PERIODS = st.tuples(DAYS, st.none() | st.integers(0, 400)).map(
    lambda span: Period(span[0], None if span[1] is None else date.fromordinal(span[0].toordinal() + span[1]))
)
SHARES = st.integers(0, 1000)
OFFICES = st.builds(
    Office,
    bureau=st.builds(a_bureau, name=TEXTS, command_centre=st.none() | TEXTS, day_minutes=st.integers(1, 1440)),
    teams=st.lists(st.builds(Team, NAMES, TEXTS, st.lists(NAMES).map(tuple), st.none() | NAMES), max_size=2).map(tuple),
    officers=st.lists(
        st.builds(
            Officer, NAMES, NAMES, NAMES, st.none() | NAMES, SHARES, DAYS, st.none() | DAYS,
            st.lists(st.builds(Skill, NAMES, NAMES, st.none() | DAYS), max_size=2).map(tuple), st.none() | st.integers(1, 4),
        ),
        max_size=2,
    ).map(tuple),
    pairings=st.lists(st.builds(Pairing, NAMES, NAMES, PERIODS, st.booleans()), max_size=1).map(tuple),
    absences=st.lists(st.builds(Absence, NAMES, PERIODS, NAMES), max_size=1).map(tuple),
    reductions=st.lists(st.builds(Reduction, NAMES, NAMES, SHARES, PERIODS), max_size=1).map(tuple),
    recusals=st.lists(
        st.builds(Recusal, NAMES, NAMES, st.sampled_from(RecusalState), since=st.none() | DAYS), max_size=1
    ).map(tuple),
    vehicles=st.lists(st.builds(Vehicle, NAMES, NAMES, NAMES, st.integers(2, 9)), max_size=1).map(tuple),
    towns=st.lists(st.builds(Town, NAMES, NAMES, st.integers(0, 300)), max_size=1).map(tuple),
    town_minutes=st.lists(st.builds(TownMinutes, NAMES, NAMES, st.integers(0, 300)), max_size=1).map(tuple),
    calendar=st.builds(WorkCalendar, st.frozensets(DAYS, max_size=3), st.frozensets(DAYS, max_size=3)),
    preferences=st.lists(st.builds(Preference, NAMES, NAMES, st.none() | st.integers(1, 9)), max_size=2).map(tuple),
)  # fmt: skip


def from_text(kind, value):
    """Write a value as JSON text and read it back, as a store does."""
    return restore(kind, json.loads(canonical(value)))


@given(PARTIES)
def test_a_party_comes_back_as_it_was(party):
    """Nothing of a party is lost in the store."""
    assert from_text(Party, party) == party


@given(FILINGS)
def test_a_filing_comes_back_as_it_was(filing):
    """Amounts of any size, unknowns, days and traits survive exactly."""
    assert from_text(Filing, filing) == filing


@given(OFFICES)
def test_an_office_comes_back_as_it_was_under_the_same_name(office):
    """The digest of a stored office is the one it was stored under."""
    restored = from_text(Office, office)

    assert restored == office
    assert restored.digest == office.digest


@given(FILINGS, st.dictionaries(NAMES, FACT_VALUES, max_size=3))
def test_a_case_comes_back_with_all_it_went_through(filing, learned):
    """Input, triage, holding and the instant it came in survive in one document."""
    case = Case(
        id=7,
        version=3,
        input=CaseInput(filing, in_series=True, learned=learned or None),
        state=CaseState.ASSIGNED,
        standing=Standing("fast", "fast", True, {"officer": 270}, 1, ("reviewer",), None, 9, {"to_fast": 1}),
        received=datetime(2022, 9, 5, 1, 30, tzinfo=UTC),
        holding=Holding("o1", None, "draw", MONDAY, {"o1": 270, "regular_1/clerk": 90}),
    )

    assert from_text(Case, case) == case


def test_whether_nobody_looked_or_nothing_was_found_is_kept_apart():
    """No assets known (nobody looked) and no assets found are two different filings."""
    unknown, none_found = a_filing(assets=None), a_filing(assets=frozenset())

    assert from_text(Filing, unknown).assets is None
    assert from_text(Filing, none_found).assets == frozenset()
    assert digest(unknown) != digest(none_found)


@given(st.dictionaries(NAMES, FACT_VALUES, max_size=5), st.randoms())
def test_the_order_of_keys_does_not_change_the_digest(traits, random):
    """Two clerks who give the same facts in another order name the same case."""
    items = list(traits.items())
    random.shuffle(items)

    assert digest(a_filing(traits=dict(items))) == digest(a_filing(traits=traits))


@given(st.frozensets(DAYS, max_size=6), st.randoms())
def test_the_order_in_a_set_does_not_change_the_digest(days, random):
    """A set of holidays has one form."""
    listed = list(days)
    random.shuffle(listed)

    assert digest(WorkCalendar(frozenset(listed))) == digest(WorkCalendar(days))


@pytest.mark.parametrize("name", [field.name for field in fields(Filing)])
def test_every_field_of_a_filing_counts_in_its_digest(name):
    """A filing changed in any place has another name."""
    other: Any = {
        "claim": 1, "parties": (), "filed_on": date(2022, 9, 6), "preserved": 0, "assets": frozenset({"deposit"}),
        "traits": {"full_cash": False},
    }.get(name, "另")  # fmt: skip

    assert digest(replace(a_filing(), **{name: other})) != digest(a_filing())


def test_what_an_office_says_nothing_of_does_not_change_its_name():
    """An office named before there were wishes, cover and decided steps keeps the name it had."""
    said = plain(a_staffed_office())

    assert "preferences" not in said
    assert all("cover" not in pair for pair in said["pairings"])
    assert all("step" not in officer for officer in said["officers"])


def test_a_change_anywhere_in_the_office_changes_its_digest():
    """An officer's share, a day of absence, a holiday: each makes another office."""
    offices = [
        an_office(),
        an_office(an_officer(share=999)),
        an_office(absences=(Absence("o1", Period(MONDAY, MONDAY)),)),
        an_office(absences=(Absence("o1", Period(MONDAY)),)),
        an_office(an_officer(step=1)),
        an_office(preferences=(Preference("o1", "o2", 1),)),
        an_office(preferences=(Preference("o1", "o2", None),)),
        an_office(calendar=WorkCalendar(frozenset({MONDAY}))),
        an_office(calendar=WorkCalendar(extra_workdays=frozenset({MONDAY}))),
    ]

    assert len({office.digest for office in offices}) == len(offices)


def test_asking_an_office_questions_does_not_change_its_name():
    """What is remembered for speed is no part of the office."""
    office = a_staffed_office()
    before = digest(office)

    office.officer("officer")
    office.absences_of("officer")
    office.calendar.working_days(MONDAY, 5)

    assert digest(office) == before == office.digest


def test_the_canonical_text_is_the_shortest_one_a_person_can_read():
    """Sorted keys, no spaces, Chinese as Chinese."""
    assert canonical({"b": 1, "a": Text("甲", "A")}) == '{"a":{"en":"A","zh":"甲"},"b":1}'


def test_days_instants_shares_and_sets_have_one_plain_form():
    """ISO dates, exact fractions, sorted sets."""
    values = [MONDAY, datetime(2022, 9, 5, tzinfo=UTC), time(8, 30), Fraction(1, 3), frozenset({"b", "a"}), (1, None)]

    assert plain(values) == ["2022-09-05", "2022-09-05T00:00:00+00:00", "08:30:00", "1/3", ["a", "b"], [1, None]]
    assert restore(Fraction, "1/3") == Fraction(1, 3)


@pytest.mark.parametrize("value", [1.5, b"x", object(), {"claim": 0.1}, [float("nan")]])
def test_what_cannot_be_kept_exactly_is_refused(value):
    """No float ever enters a stored decision."""
    with pytest.raises(TypeError, match="has no plain form"):
        canonical(value)


def test_a_field_added_since_takes_its_default():
    """An old document can be read by a newer version."""
    stored = plain(a_filing())
    del stored["series"], stored["traits"]

    assert restore(Filing, stored) == a_filing()


def test_the_name_of_a_known_state_never_changes():
    """The digest is SHA-256 of the canonical text, on any machine and in any year."""
    assert digest({"甲": [1, None, True]}) == "5f875dbf1a2132f894b2ce779c7df4eb30b290e6344a1f9c0b0bae0c5616defd"
