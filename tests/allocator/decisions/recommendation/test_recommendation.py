"""Whom to give one case: loads before and after, who else carries it, and what ranks."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.decisions.recommendation.recommendation import Candidate, decayed, rank
from allocator.domain.canonical import digest
from allocator.domain.people import Pairing
from allocator.domain.rulebook.book import Continuity
from tests.allocator.decisions.builders import a_case, linked, rules
from tests.stories import MONDAY, a_period, a_snapshot, a_staffed_office, an_office, an_officer, away

WEEKS = 4800
"""Minutes of ten working days of eight hours: the horizon of the small rulebook."""
RULES = Continuity({"resumed": 150, "series": 100, "debtor": 80}, 180, 200)


def peers(*codes, **more):
    """Officers of the regular team, alike in everything but their load."""
    return an_office(*(an_officer(code) for code in codes), **more)


def ranked(case=None, office=None, **snapshot):
    """Rank one case."""
    return rank(
        case or a_case(), a_snapshot(office or peers("a", "b"), rulebook=snapshot.pop("rulebook", rules()), **snapshot)
    )


def credit(ranking, officer) -> int:
    """What an officer's former handling counts for, per mille of load."""
    candidate = ranking.candidate(officer)
    assert candidate is not None
    return sum(term.amount for term in candidate.terms if term.id.startswith("continuity"))


def test_load_before_and_after_are_the_minutes_held_over_those_available():
    """A quarter held, an eighth more to come: 25 % to 37.5 %."""
    candidate = ranked(office=peers("a"), held={"a": WEEKS // 4}).candidates[0]

    assert (candidate.before.permille, candidate.after.permille, candidate.price) == (250, 375, 375)
    assert (candidate.before.words.zh, candidate.after.words.zh) == ("25%", "38%")


def test_a_part_timer_is_loaded_sooner():
    """The same case is twice the load of one who has half the time."""
    office = an_office(an_officer("full"), an_officer("half", share=500))

    assert {item.officer: item.after.permille for item in ranked(office=office).candidates} == {
        "full": 125,
        "half": 250,
    }


def test_order_is_by_price_then_by_code():
    """Of three, two alike: the idle ones in order of code, the busy one last, wherever they stand in the office."""
    office = peers("c", "a", "b")

    assert [item.officer for item in ranked(office=office, held={"a": 960}).candidates] == ["b", "c", "a"]


@given(st.permutations(["a", "b", "c", "d"]), st.lists(st.integers(0, 4000), min_size=4, max_size=4))
def test_the_ranking_rests_on_nothing_but_its_input(order, minutes):
    """The same people in another order, and a second time: the same candidates, pool and digest."""
    held = dict(zip("abcd", minutes, strict=True))

    first, again = ranked(office=peers(*"abcd"), held=held), ranked(office=peers(*order), held=held)

    assert first == ranked(office=peers(*"abcd"), held=held)
    assert (first.candidates, first.pool, first.pool_digest) == (again.candidates, again.pool, again.pool_digest)


@pytest.mark.parametrize("held, eligible", [(4679, True), (4680, True), (4681, False)])
def test_who_would_come_exactly_to_the_cap_is_a_candidate(held, eligible):
    """At 110 % of 4,800 minutes with 600 to come the last minute that fits is the 4,680th."""
    ranking = ranked(office=peers("a"), held={"a": held})

    assert bool(ranking.candidates) is eligible
    if not eligible:
        [reason] = ranking.refused[0].reasons
        assert (reason.code, reason.facts["excess_minutes"]) == ("over_cap", 1)
        assert "110" in reason.text.zh
        assert "110" in reason.text.en


@pytest.mark.parametrize("extra, pool", [(0, ("a", "b")), (240, ("a", "b")), (241, ("a",))])
def test_the_pool_reaches_to_the_tolerance_and_no_further(extra, pool):
    """Five points of 4,800 minutes are 240."""
    assert ranked(held={"b": extra}).pool == pool


def test_the_pool_digest_names_the_candidates_to_draw_from_with_their_loads():
    """Code, load before, load after and price, in order of code."""
    ranking = ranked(office=peers("b", "a", "z"), held={"a": 48, "z": 2400})

    assert ranking.pool == ("a", "b")
    assert ranking.pool_digest == digest([["a", 10, 135, 135], ["b", 0, 125, 125]])


def test_the_digest_of_the_snapshot_is_kept():
    """A stored ranking says what it saw."""
    seen = a_snapshot(peers("a"), rulebook=rules())

    assert rank(a_case(), seen).snapshot == seen.digest
    assert rank(a_case(), seen).candidate("nobody") is None


def test_the_pools_share_falls_on_the_services_desk():
    """Half of the clerks' minutes, after half an hour for all, go to the services clerks; the rest to the own team's."""
    ranking = ranked(a_case(minutes={"officer": 600, "clerk": 130}), a_staffed_office())
    candidate = ranking.candidate("officer")

    assert candidate is not None
    assert candidate.charges == {"services/clerk": 80, "officer": 600, "regular_1/clerk": 50}


def test_a_signing_lead_carries_the_signing_minutes_too():
    """The judge who leads signs; the officer who leads leaves it to the judge's desk."""
    ranking = ranked(a_case(minutes={"officer": 600, "judge": 60}), a_staffed_office())

    assert {item.officer: dict(item.charges) for item in ranking.candidates} == {
        "judge": {"judge": 660},
        "officer": {"officer": 600, "regular_1/judge": 60},
    }


def an_apprentice_and_mentor(**more):
    """Two years in the office: complex cases together with the mentor."""
    officers = (an_officer("officer"), an_officer("apprentice", "apprentice", entered=date(2020, 1, 1)))
    return an_office(*officers, pairings=(Pairing("officer", "apprentice", a_period("2020-01-01")),), **more)


def test_the_mentor_is_charged_beside_the_apprentice():
    """Three tenths of the apprentice's minutes on a complex case, on top."""
    candidate = ranked(office=an_apprentice_and_mentor()).candidate("apprentice")

    assert candidate is not None
    assert candidate.mentor == "officer"
    assert candidate.charges == {"apprentice": 600, "officer": 180}


def test_a_busier_mentor_makes_the_apprentice_dearer():
    """The price is that of the more loaded of the two."""
    candidate = ranked(office=an_apprentice_and_mentor(), held={"officer": 2220}).candidate("apprentice")

    assert candidate is not None
    assert candidate.after.permille == 125
    assert [(term.id, term.amount) for term in candidate.terms] == [("load_after", 125), ("mentor_load", 375)]
    assert candidate.price == 500


@pytest.mark.parametrize("held, eligible", [(5100, True), (5101, False)])
def test_a_mentor_at_the_cap_stops_the_apprentice(held, eligible):
    """180 minutes must fit under 110 % of the mentor's time as well."""
    ranking = ranked(office=an_apprentice_and_mentor(), held={"officer": held})

    assert (ranking.candidate("apprentice") is not None) is eligible
    if not eligible:
        refused = next(item for item in ranking.refused if item.officer == "apprentice")
        assert [reason.code for reason in refused.reasons] == ["mentor_over_cap"]


def test_colleagues_beyond_full_load_make_a_team_dearer():
    """A team whose clerk would stand at 125 % costs 25 points more than one whose clerk has time."""
    office = an_office(an_officer("a"), an_officer("clerk", "clerk"))
    candidate = ranked(a_case(minutes={"officer": 480, "clerk": 1200}), office, held={"clerk": 4800}).candidates[0]

    assert [(term.id, term.amount) for term in candidate.terms] == [("load_after", 100), ("team_load", 250)]


def test_a_former_handler_is_preferred():
    """Who held the case that is resumed is credited fifteen points and comes first in spite of more work."""
    ranking = ranked(a_case(linked=(linked("b"),)), held={"b": 480})

    assert [item.officer for item in ranking.candidates] == ["b", "a"]
    assert credit(ranking, "b") == -150
    assert ranking.candidate("b").price == 225 - 150


@pytest.mark.parametrize("days, amount", [(0, 150), (90, 106), (180, 75), (360, 38), (1800, 0), (-5, 150)])
def test_the_credit_halves_with_every_half_life(days, amount):
    """After 180 days half is left, after 90 days the half of that way; a day yet to come counts as today."""
    assert decayed("resumed", date.fromordinal(MONDAY.toordinal() - days), MONDAY, RULES) == amount


def test_the_credit_of_a_tie_without_rule_is_nothing():
    """Only ties of the rulebook count."""
    assert decayed("creditor_is_debtor", MONDAY, MONDAY, RULES) == 0


@given(st.sampled_from(("resumed", "series", "debtor")), st.integers(0, 3000), st.integers(0, 3000))
def test_the_credit_never_grows_with_time(tie, days, more):
    """It falls from the rulebook's figure to nothing."""
    young, old = (
        decayed(tie, date.fromordinal(MONDAY.toordinal() - age), MONDAY, RULES) for age in (days, days + more)
    )

    assert 0 <= old <= young <= RULES.credit[tie]


def test_several_ties_together_stop_at_the_ceiling():
    """Fifteen, ten and eight points make no more than twenty, and the terms add up to it."""
    ties = (linked("b", "resumed"), linked("b", "series"), linked("b", "debtor"))

    ranking = ranked(a_case(linked=ties))

    assert credit(ranking, "b") == -200


def test_one_tie_counts_once_by_its_youngest_case():
    """Two cases of one debtor are one tie."""
    ties = (linked("b", "debtor", 1800), linked("b", "debtor", 180), linked("b", "debtor", 720))

    assert credit(ranked(a_case(linked=ties)), "b") == -40


def test_a_link_by_name_alone_gives_no_credit():
    """A person of the same name may be somebody else."""
    assert credit(ranked(a_case(linked=(linked("b", sure=False),))), "b") == 0


def test_a_former_handler_who_has_left_does_not_block_the_case():
    """It goes to those who are there; nobody inherits the credit."""
    office = an_office(an_officer("a"), an_officer("gone", left=date(2022, 8, 31)))

    ranking = ranked(a_case(linked=(linked("gone"), linked("never_here"), linked(None))), office)

    assert [(item.officer, item.price) for item in ranking.candidates] == [("a", 125)]
    assert [item.officer for item in ranking.refused] == ["gone"]


def test_an_absent_officer_at_no_load_is_not_first():
    """Holding nothing while away is not being free."""
    ranking = ranked(office=peers("a", "b", absences=(away("a", "2022-09-01", "2022-12-31"),)), held={"b": 4000})

    assert [item.officer for item in ranking.candidates] == ["b"]


def test_the_cases_of_the_last_week_are_shown_not_priced():
    """What somebody was given lately stands beside the load."""
    ranking = ranked(recent={"a": 4})

    assert [(item.officer, item.recent, item.price) for item in ranking.candidates] == [("a", 4, 125), ("b", 0, 125)]


@pytest.mark.parametrize("seed", range(20))
def test_loads_after_add_up_to_the_minutes_of_the_case(seed):
    """No minute of a case is lost or carried twice, the mentor's share apart."""
    chance = random.Random(seed)
    minutes = {role: chance.randrange(0, 900) for role in ("officer", "clerk", "judge")}
    office = a_staffed_office(absences=(away("clerk_1", "2022-09-01", "2022-09-30"),) if seed % 2 else ())

    ranking = ranked(a_case(minutes=minutes), office)

    assert ranking.candidates
    for candidate in ranking.candidates:
        share = minutes_of_mentor(candidate, minutes)
        assert sum(candidate.charges.values()) == sum(minutes.values()) + share


def minutes_of_mentor(candidate: Candidate, minutes) -> int:
    """What the mentor carries on top."""
    return minutes["officer"] * 300 // 1000 if candidate.mentor else 0


def test_another_day_another_ranking():
    """Who is back tomorrow is a candidate tomorrow."""
    office = peers("a", "b", absences=(away("a", "2022-09-05", "2022-09-05"),))
    today = a_snapshot(office, rulebook=rules())

    tomorrow = replace(today, day=date(2022, 9, 6))

    assert [item.officer for item in rank(a_case(), today).candidates] == ["b"]
    assert {item.officer for item in rank(a_case(), tomorrow).candidates} == {"a", "b"}
