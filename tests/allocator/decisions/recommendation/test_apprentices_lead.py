"""Whether an apprentice may lead: by the step of the ladder, and with a mentor who can stand beside that day."""

from datetime import date

import pytest

from allocator.decisions.recommendation.eligibility import (
    mentor_for,
)
from allocator.domain.people import Pairing
from tests.allocator.decisions.builders import a_case, a_recusal, rules
from tests.allocator.decisions.recommendation.refusing import SUNDAY, TUESDAY, codes
from tests.stories import (
    a_period,
    a_snapshot,
    an_office,
    an_officer,
    away,
    reduced,
)


def an_apprentice_of(months_and_days: date, **more):
    """The regular team with an apprentice who entered that day."""
    pairings = more.pop("pairings", (Pairing("officer", "apprentice", a_period("2021-01-01")),))
    officers = (
        an_officer("judge", "judge"),
        an_officer("officer"),
        an_officer("apprentice", "apprentice", entered=months_and_days),
        an_officer("fast_apprentice", "apprentice", "fast", entered=months_and_days),
    )
    return an_office(*officers, pairings=pairings, **more)


@pytest.mark.parametrize(
    "entered, refused, mentor",
    [
        (date(2022, 6, 6), ["ladder"], None),
        (date(2022, 6, 5), ["ladder"], None),
        (date(2022, 3, 6), ["ladder"], None),
        (date(2022, 3, 5), [], "officer"),
        (date(2020, 1, 1), [], "officer"),
    ],
    ids=["3 months less a day", "3 months", "6 months less a day", "6 months", "2 years"],
)
def test_an_apprentice_leads_a_complex_case_from_the_sixth_month_on_beside_the_mentor(entered, refused, mentor):
    """The ladder turns on the very day the months are full."""
    office = an_apprentice_of(entered)
    seen = a_snapshot(office, rulebook=rules())

    assert codes("apprentice", office=office) == refused
    assert mentor_for(office.officer_by_code["apprentice"], a_case(), seen) == mentor


@pytest.mark.parametrize(
    "entered, refused",
    [(date(2022, 6, 6), ["ladder"]), (date(2022, 6, 5), ["no_mentor"]), (date(2022, 3, 5), [])],
    ids=["3 months less a day", "3 months", "6 months"],
)
def test_an_apprentice_leads_a_simple_case_alone_from_the_sixth_month_on(entered, refused):
    """From the third with a mentor, of whom this one has none."""
    assert codes("fast_apprentice", a_case("fast"), an_apprentice_of(entered)) == refused


OLD_HAND = date(2020, 1, 1)
PAIR = Pairing("officer", "apprentice", a_period("2021-01-01"))


@pytest.mark.parametrize(
    "more",
    [
        {"absences": (away("officer", "2022-09-05", "2022-09-05"),)},
        {"recusals": (a_recusal("officer", party="赵某"),)},
        {"pairings": (Pairing("officer", "apprentice", a_period("2021-01-01", SUNDAY)),)},
        {"pairings": (Pairing("officer", "apprentice", a_period(TUESDAY)),)},
        {"pairings": ()},
        {"pairings": (Pairing("nobody", "apprentice", a_period("2021-01-01")),)},
        {"reductions": (reduced("officer", 1000, "2022-01-01"),)},
    ],
    ids=["away", "recused", "pair ended", "pair not begun", "no pair", "gone", "no minutes"],
)
def test_without_the_mentor_the_apprentice_may_not_lead(more):
    """Who cannot stand beside the apprentice that day cannot be counted on."""
    assert codes("apprentice", office=an_apprentice_of(OLD_HAND, **more)) == ["no_mentor"]


def test_a_mentor_who_did_the_act_under_objection_cannot_stand_beside():
    """Nor sit on it through the apprentice."""
    assert codes("apprentice", a_case(barred=("officer",)), an_apprentice_of(OLD_HAND)) == ["no_mentor"]


@pytest.mark.parametrize("absences, mentor", [((), "officer"), ((away("officer", SUNDAY, TUESDAY),), "judge")])
def test_who_covers_stands_beside_while_the_mentor_is_away(absences, mentor):
    """Cover counts in the leave, and ends when the mentor is back, although the pair of cover still runs."""
    pairs = (
        Pairing("judge", "apprentice", a_period(SUNDAY, "2022-12-31"), cover=True),
        Pairing("officer", "apprentice", a_period("2022-01-03")),
    )
    office = an_apprentice_of(OLD_HAND, pairings=pairs, absences=absences)

    assert mentor_for(office.officer_by_code["apprentice"], a_case(), a_snapshot(office, rulebook=rules())) == mentor


def test_a_second_mentor_steps_in():
    """The first pair whose mentor can take part counts."""
    pairings = (PAIR, Pairing("judge", "apprentice", a_period("2022-01-01")))
    office = an_apprentice_of(OLD_HAND, pairings=pairings, absences=(away("officer", SUNDAY),))

    assert mentor_for(office.officer_by_code["apprentice"], a_case(), a_snapshot(office, rulebook=rules())) == "judge"
