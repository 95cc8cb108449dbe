"""Numbers of the office: exact, by definition, and each with the cases behind it."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.indicators.definitions import Band, Indicator, Stretch, Window, stretch_of
from allocator.domain.indicators.facts import FACTS, CaseRecord
from allocator.domain.indicators.measuring import Docket, measure, members
from allocator.domain.indicators.words import shown
from allocator.domain.scenarios.figures import FIGURES
from allocator.domain.words import Text
from tests.stories import a_rulebook, a_small_rulebook

NINE_MONTHS = Stretch(date(2022, 1, 1), date(2022, 9, 30))
START = date(2020, 6, 1)


def a_record(number: int = 1, filed: str = "2022-03-01", closed: str | None = None, **more) -> CaseRecord:
    """A plain first case of a loan of 1,000 yuan."""
    day = date.fromisoformat(filed)
    end = date.fromisoformat(closed) if closed else None
    way = "fulfilled" if closed else ""
    plain = CaseRecord(
        number, f"第{number}号", "执", "private_loan", 100_000, day, end, way, 0, "fast", "fast", "", "fast", None
    )
    return plain._replace(**more)


def indicators(text: str) -> dict[str, Indicator]:
    """Definitions as the rulebook's section would have them."""
    return dict(a_small_rulebook(text).indicators)


def value(name: str, *cases: CaseRecord, days: Stretch = NINE_MONTHS) -> Any:
    """What one of the bureau's indicators comes to."""
    known = a_rulebook().indicators
    return measure(known[name], Docket(cases), days, known).value


def test_accepted_is_what_was_open_at_the_beginning_and_what_was_filed_since():
    """A case closed on the first day still counts; one closed the day before, or filed the day after, does not."""
    cases = (
        a_record(1, "2021-12-01", "2022-01-01"),
        a_record(2, "2021-12-01", "2021-12-31"),
        a_record(3, "2022-09-30"),
        a_record(4, "2022-10-01"),
    )

    assert (value("accepted", *cases), value("closed", *cases), value("closing_rate", *cases)) == (2, 1, Fraction(1, 2))


def test_both_readings_of_the_year_stand_side_by_side():
    """From 1 January, and from 1 December before; what the province leaves out is left out of its own reading only."""
    cases = (
        a_record(1, "2021-11-20", "2021-12-05"),
        a_record(2, "2021-12-10"),
        a_record(3, "2022-02-01", "2022-05-01", kind="执恢"),
    )

    assert value("closing_rate_year", *cases) == Fraction(1, 2)
    assert value("closing_rate_december", *cases) == Fraction(2, 3)
    assert value("closing_progress", *cases) == Fraction(1, 2)
    assert value("closing_rate_core", *cases) == 0


def test_the_floor_is_that_of_the_last_days_month():
    """September asks for 76 %, as the province's table says; January asks for nothing."""
    progress = a_rulebook().indicators["closing_progress"]

    assert progress.band_on(date(2022, 9, 30)) == Band(Fraction(76, 100))
    assert progress.band_on(date(2022, 1, 31)).holds(Fraction(0)) is None


def test_one_large_case_moves_the_amount_and_not_the_middle():
    """Three small cases paid in full and one of a million that gave nothing."""
    small = [a_record(number, closed="2022-05-01", recovered=100_000) for number in (1, 2, 3)]
    large = a_record(4, closed="2022-05-01", claim=100_000_000)

    assert value("recovery_rate", *small, large) == Fraction(3, 1003)
    assert value("recovery_rate_median", *small, large) == 1
    assert value("recovery_rate_median", *small, large, large) == Fraction(1)
    assert value("recovery_rate_median", small[0], large) == Fraction(1, 2)


def test_long_pending_begins_on_the_day_after_a_year():
    """365 days are not more than twelve months; 366 are."""
    cases = (a_record(1, "2021-09-30"), a_record(2, "2021-09-29"), a_record(3, "2020-01-01", "2022-02-01"))

    assert (value("long_pending", *cases), value("long_pending_cleared", *cases)) == (1, 1)
    assert [member.case.id for member in behind("long_pending", *cases)] == [2]


def behind(name: str, *cases: CaseRecord):
    """The cases behind a number."""
    known = a_rulebook().indicators
    return list(members(known[name], Docket(cases), NINE_MONTHS, known))


def test_a_change_is_on_the_same_days_of_the_year_before():
    """Two accepted after one: up by all of it; without a year before there is nothing to say."""
    cases = (a_record(1, "2021-03-01", "2021-04-01"), a_record(2), a_record(3, closed="2022-04-01"))

    assert value("accepted_growth", *cases) == 1
    assert value("closing_rate_points", *cases) == Fraction(1, 2) - 1
    assert value("accepted_growth", a_record()) is None
    assert Stretch(date(2024, 2, 29), date(2024, 3, 31)).year_before == Stretch(date(2023, 2, 28), date(2023, 3, 31))


def test_three_years_end_on_the_last_day():
    """From the day after the same day three years before; a leap day becomes the 28th."""
    leap = Stretch(date(2024, 1, 1), date(2024, 2, 29))

    assert stretch_of(Window.THREE_YEARS, leap) == Stretch(date(2021, 3, 1), leap.last)
    assert stretch_of(Window.THREE_YEARS, NINE_MONTHS) == Stretch(date(2019, 10, 1), NINE_MONTHS.last)


@pytest.mark.parametrize(
    "name, exact, text",
    [
        ("closing_rate", Fraction(1230, 1535), "80.13 %"),
        ("accepted_growth", Fraction(1535, 1402) - 1, "+9.49 %"),
        ("closing_rate_points", Fraction(-1, 2000), "-0.05 points"),
        ("closing_rate", Fraction(1, 80_000), "0.00 %"),
        ("closing_rate", Fraction(80_125, 100_000 * 10), "8.01 %"),
        ("first_case_days", Fraction(1, 4), "0.3 days"),
        ("recovered", Fraction(131_116_800_00), "131,116,800.00 yuan"),
        ("accepted", None, "n/a"),
    ],
)
def test_a_number_is_rounded_where_it_is_written_and_nowhere_else(name, exact, text):
    """Half up by magnitude, with the digits of its unit."""
    assert shown(a_rulebook().indicators[name], exact).en == text


def test_what_simulations_tell_too_bears_the_same_name_unit_and_meaning():
    """One term, one name: a figure of a simulated time is called as the indicator of the real one is."""
    known = a_rulebook().indicators
    both = known.keys() & FIGURES.keys()

    assert {"accepted", "closed", "closing_rate", "recovered"} <= both
    assert [
        name
        for name in sorted(both)
        if (known[name].name, known[name].unit) != (FIGURES[name].name, FIGURES[name].unit)
    ] == []


@st.composite
def dockets(draw) -> list[CaseRecord]:
    """Any few cases of two years."""
    days = st.integers(0, 850)
    cases = []
    for number in range(draw(st.integers(0, 12))):
        filed = START + timedelta(days=draw(days))
        closed = filed + timedelta(days=draw(days)) if draw(st.booleans()) else None
        more = {
            "kind": draw(st.sampled_from(["执", "执恢", "执保"])),
            "way": draw(st.sampled_from(["fulfilled", "dormant", "withdrawn"])) if closed else "",
            "claim": draw(st.integers(0, 10**12)),
            "recovered": draw(st.integers(0, 10**12)) if closed else 0,
            "label": draw(st.sampled_from(["", "wage"])),
        }
        cases.append(a_record(number, filed.isoformat(), closed.isoformat() if closed else None, **more))
    return cases


def counted(cases: list[CaseRecord], days: Stretch) -> dict[str, Fraction | None]:
    """The same numbers case by case, as one would on paper."""
    accepted = [
        case for case in cases if case.filed_on <= days.last and not (case.closed_on and case.closed_on < days.first)
    ]
    closed = [case for case in cases if case.closed_on and days.first <= case.closed_on <= days.last]
    rates = [Fraction(case.recovered, case.claim) for case in closed if case.claim]
    first = [(case.closed_on - case.filed_on).days for case in closed if case.kind == "执" and case.closed_on]
    money = sum(case.claim for case in closed if case.claim)
    return {
        "accepted": Fraction(len(accepted)),
        "closing_rate": Fraction(len(closed), len(accepted)) if accepted else None,
        "recovery_rate": Fraction(sum(case.recovered for case in closed if case.claim), money) if money else None,
        "recovery_rate_median": median(rates) if rates else None,
        "first_case_days": Fraction(sum(first), len(first)) if first else None,
        "dormant_rate": Fraction(sum(case.way == "dormant" for case in closed), len(accepted)) if accepted else None,
        "open_at_end": Fraction(len(accepted) - len(closed)),
    }


@given(dockets(), st.integers(0, 900), st.integers(0, 400))
def test_the_engine_counts_as_one_would_on_paper(cases, begins, length):
    """Columns and sets give what going through the cases one by one gives."""
    first = START + timedelta(days=begins)
    days = Stretch(first, first + timedelta(days=length))
    known = a_rulebook().indicators
    docket = Docket(cases)

    for name, expected in counted(cases, days).items():
        assert measure(known[name], docket, days, known).value == expected, name


@given(dockets())
def test_the_cases_behind_a_number_add_up_to_it(cases):
    """Nothing in the list that is not in the number, nothing in the number that is not in the list."""
    known, docket = a_rulebook().indicators, Docket(cases)

    for indicator in known.values():
        found = measure(indicator, docket, NINE_MONTHS, known)
        listed = list(members(indicator, docket, NINE_MONTHS, known))

        assert sum(member.numerator or 0 for member in listed) == found.numerator, indicator.id
        if any(member.denominator is not None for member in listed):
            assert sum(member.denominator or 0 for member in listed) == found.denominator, indicator.id


@given(
    st.sets(st.integers(1, 40)), st.integers(0, 2**41), st.none() | st.integers(0, 41), st.none() | st.integers(0, 9)
)
def test_a_page_of_a_set_are_its_first_cases_behind_the_last_one_shown(ids, chosen, after, most):
    """As one would turn the pages of a list by hand."""
    docket = Docket([a_record(number) for number in sorted(ids)])
    wanted = [number for number in sorted(ids) if chosen >> number & 1]

    found = docket.first(docket.among(wanted), after, most)

    assert found == docket.among([number for number in wanted if after is None or number > after][:most])


def test_a_definition_may_join_facts_in_any_way():
    """And, or, not, sums of amounts; a case about which nothing is known is in neither camp."""
    known = indicators(
        """
[indicators.poor]
zh = "无财产或超额"
unit = "cases"
numerator = "(no_asset or recovered - claim > 0) and not livelihood"
[indicators.rich]
zh = "有财产"
unit = "cases"
numerator = "has_asset"
[indicators.all]
zh = "全部"
unit = "cases"
numerator = "True"
"""
    )
    docket = Docket(
        [
            a_record(1, no_asset=True),
            a_record(2, recovered=100_001),
            a_record(3, no_asset=True, label="wage"),
            a_record(4),
        ]
    )

    found = {name: [one.case.id for one in members(known[name], docket, NINE_MONTHS, known)] for name in known}
    assert found == {"poor": [1, 2], "rich": [], "all": [1, 2, 3, 4]}


def test_every_fact_has_its_meaning_in_both_languages():
    """Whoever writes a definition can look them up."""
    assert all(fact.name.zh and fact.name.en for fact in FACTS.values())
    assert replace(a_rulebook().indicators["filed"], note=Text("", "")).source
