"""People, and spans of days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.errors import BadInput
from allocator.domain.people import Period, Recusal, RecusalState, Skill
from tests.stories import MONDAY, a_period, an_officer

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(0, 40), st.integers(-60, 60))
def test_a_period_covers_both_its_ends_and_no_day_beyond(first, length, offset):
    """Who is away from the 1st to the 3rd is away three days."""
    last, day = first + timedelta(days=length), first + timedelta(days=offset)

    assert Period(first, last).covers(day) is (0 <= offset <= length)


@given(DAYS, DAYS)
def test_an_open_period_never_ends(first, day):
    """Without a last day it covers every day from the first on."""
    assert Period(first).covers(day) is (day >= first)


def test_a_period_cannot_end_before_it_begins():
    """The refusal names both days."""
    with pytest.raises(BadInput) as caught:
        a_period("2022-09-05", "2022-09-04")

    assert "2022-09-04" in caught.value.text.zh
    assert "2022-09-05" in caught.value.text.en


@pytest.mark.parametrize(
    "day, serves",
    [("2022-02-28", False), ("2022-03-01", True), ("2022-06-30", True), ("2022-07-01", False)],
)
def test_an_officer_serves_from_the_day_of_entry_through_the_last(day, serves):
    """The first and the last day are days of service."""
    officer = an_officer(entered=date(2022, 3, 1), left=date(2022, 6, 30))

    assert officer.serves(date.fromisoformat(day)) is serves


@pytest.mark.parametrize("share", [-1, 1001])
def test_nobody_works_less_than_nothing_or_more_than_all(share):
    """A share outside 0 to 1 is refused with the name and an example."""
    with pytest.raises(BadInput) as caught:
        an_officer(name="甲一凡", share=share)

    assert "甲一凡" in caught.value.text.en
    assert "0.72" in caught.value.remedy.en


@pytest.mark.parametrize("share", [0, 1000])
def test_a_share_may_be_none_or_all(share):
    """The bounds themselves are allowed."""
    assert an_officer(share=share).share == share


@pytest.mark.parametrize(
    "entered, day, months",
    [
        ("2022-01-15", "2022-02-14", 0),
        ("2022-01-15", "2022-02-15", 1),
        ("2021-12-31", "2022-12-30", 11),
        ("2021-12-31", "2022-12-31", 12),
        ("2022-01-31", "2022-02-28", 0),
        ("2022-01-31", "2022-03-01", 1),
        ("2024-02-29", "2025-02-28", 11),
        ("2022-09-05", "2022-09-05", 0),
    ],
)
def test_months_of_service_are_full_months(entered, day, months):
    """A month is full on the same day of the next month, or on the day after a shorter one."""
    assert an_officer(entered=date.fromisoformat(entered)).months_served(date.fromisoformat(day)) == months


@given(DAYS, st.integers(0, 4000))
def test_months_of_service_never_go_back(entered, days):
    """Each day later is at least as many months."""
    officer, day = an_officer(entered=entered), entered + timedelta(days=days)

    assert 0 <= officer.months_served(day) <= officer.months_served(day + timedelta(days=1)) <= days // 28 + 1


@pytest.mark.parametrize("expires, valid", [(None, True), (MONDAY, True), (MONDAY - timedelta(days=1), False)])
def test_a_skill_may_be_relied_on_through_its_last_day(expires, valid):
    """An authorisation ends with its last day; one without a day does not end."""
    assert Skill("network_query", "证号1", expires).valid(MONDAY) is valid


@pytest.mark.parametrize("state", RecusalState)
def test_only_a_dismissed_recusal_does_not_bar(state):
    """While a challenge is undecided the officer stays away (民诉法 48 条)."""
    assert Recusal("o1", "spouse", state).bars is (state is not RecusalState.DISMISSED)
