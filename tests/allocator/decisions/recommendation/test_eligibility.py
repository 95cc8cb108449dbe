"""Who may lead a case at all: one story for each refusal, and its boundary."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.decisions.recommendation.eligibility import (
    leads_cases,
    leads_in,
    misfits,
    plainly_fits,
    refusals,
)
from allocator.decisions.recommendation.recommendation import rank
from allocator.domain.people import Reduction, Skill
from allocator.domain.workload import ladder_step
from tests.allocator.decisions.builders import a_case, a_recusal, rules
from tests.allocator.decisions.offices import a_random_office
from tests.allocator.decisions.recommendation.refusing import SUNDAY, TUESDAY, codes
from tests.stories import (
    MONDAY,
    a_period,
    a_snapshot,
    a_staffed_office,
    an_office,
    an_officer,
    away,
    reduced,
)


def test_who_nothing_speaks_against_may_lead():
    """An officer of the regular team, present, with time."""
    assert codes("officer") == []


@pytest.mark.parametrize("last, refused", [(SUNDAY, False), ("2022-09-05", True), (TUESDAY, True), (None, True)])
def test_who_is_away_may_not_lead_up_to_the_last_day_of_absence(last, refused):
    """The last day still counts; the day after, or before the first, does not."""
    office = a_staffed_office(absences=(away("officer", "2022-09-01", last), away("judge", TUESDAY)))

    assert ("absent" in codes("officer", office=office)) is refused
    assert codes("judge", office=office) == []


def test_the_refusal_of_who_is_away_says_until_when():
    """The latest of several absences, or nothing where one has no end."""
    office = a_staffed_office(
        absences=(away("officer", SUNDAY, TUESDAY), away("officer", "2022-09-05", "2022-09-20"), away("judge", SUNDAY))
    )
    seen = a_snapshot(office, rulebook=rules())

    ended, open_end = (refusals(office.officer_by_code[code], a_case(), seen)[0] for code in ("officer", "judge"))

    assert ended.facts == {"until": "2022-09-20"}
    assert "2022-09-20" in ended.text.zh
    assert open_end.facts == {"until": None}


@pytest.mark.parametrize(
    "entered, left, refused",
    [
        (MONDAY + timedelta(days=1), None, True),
        (MONDAY, None, False),
        (date(2020, 1, 1), MONDAY, False),
        (date(2020, 1, 1), MONDAY - timedelta(days=1), True),
    ],
    ids=["enters tomorrow", "enters today", "last day today", "left yesterday"],
)
def test_only_who_serves_that_day_may_lead(entered, left, refused):
    """From the day of entry to the last day, both included."""
    office = an_office(an_officer("officer", entered=entered, left=left))

    assert ("not_serving" in codes("officer", office=office)) is refused


def test_a_team_takes_the_cases_of_its_lanes_only():
    """The fast team's judge leads no regular case."""
    office = a_staffed_office()

    assert codes("fast_judge") == ["track"]
    assert codes("fast_judge", a_case("fast")) == []
    assert leads_in(office.officer_by_code["judge"], "regular", office)
    assert not leads_in(an_officer(team=None), "regular", office)


def test_roles_that_lead_no_cases_are_no_part_of_the_ranking():
    """A clerk is neither candidate nor refused."""
    seen = a_snapshot(rulebook=rules())
    ranking = rank(a_case(), seen)
    named = [item.officer for item in ranking.candidates] + [item.officer for item in ranking.refused]

    assert sorted(named) == ["apprentice", "fast_judge", "judge", "officer"]
    assert not leads_cases(an_officer(role="clerk"), seen)
    assert not leads_cases(an_officer(role="astronaut"), seen)


@pytest.mark.parametrize("last, refused", [(SUNDAY, False), ("2022-09-05", True)])
def test_stopped_intake_stops_on_its_last_day(last, refused):
    """Who takes no new cases is present and working, but gets none."""
    pause = Reduction("officer", "stop", 0, a_period("2022-08-01", last))
    office = a_staffed_office(reductions=(pause, reduced("judge", 100, "2022-08-01")))

    assert codes("officer", office=office) == (["intake_stopped"] if refused else [])
    assert codes("judge", office=office) == []


def test_who_holds_the_case_is_not_given_it_again():
    """A reassignment goes to somebody else."""
    assert codes("officer", a_case(holder="officer")) == ["is_holder"]


@pytest.mark.parametrize(
    "skills, refused",
    [
        ((), ["skill_missing"]),
        ((Skill("reviewer", "任命书", date(2022, 9, 4)),), ["skill_expired"]),
        ((Skill("reviewer", "任命书", MONDAY),), []),
        ((Skill("reviewer", "任命书"),), []),
        ((Skill("mongolian", "证书"),), ["skill_missing"]),
    ],
    ids=["none", "expired yesterday", "expires today", "for good", "another"],
)
def test_a_skill_is_valid_on_the_day_it_expires(skills, refused):
    """And no longer on the next."""
    office = an_office(an_officer("officer", skills=skills))

    assert codes("officer", a_case(skills=("reviewer",)), office) == refused


def test_a_missing_skill_is_called_by_its_name():
    """The sentence names the qualification as the rulebook does, an expired one with its day."""
    office = an_office(an_officer("new"), an_officer("late", skills=(Skill("reviewer", "任命书", date(2022, 9, 4)),)))
    seen = a_snapshot(office, rulebook=rules())

    new, late = (
        refusals(office.officer_by_code[code], a_case(skills=("reviewer",)), seen)[0] for code in ("new", "late")
    )

    assert (new.text.zh, new.text.en) == ("缺少资格：审查资格", "lacks: reviewer")
    assert late.text.en == "expired: reviewer (2022-09-04)"


def test_who_has_no_minutes_is_no_candidate_and_never_first():
    """Whole days for other work: no load of nothing, but none to be had, and what is held is told."""
    office = a_staffed_office(reductions=(reduced("officer", 1000, "2022-01-01"),))
    ranking = rank(a_case(), a_snapshot(office, held={"officer": 90}, rulebook=rules()))

    [refused] = [item for item in ranking.refused if item.officer == "officer"]
    assert [reason.code for reason in refused.reasons] == ["no_minutes"]
    assert refused.load.permille is None
    assert refused.load.words.en == "n/a, holds 1.5 h"
    assert [item.officer for item in ranking.candidates] == ["judge"]


@pytest.mark.parametrize("recent, refused", [(2, []), (3, ["new_case_cap"]), (4, ["new_case_cap"])])
def test_new_cases_stop_at_the_cap_of_a_week(recent, refused):
    """With three in seven days there is no fourth."""
    assert codes("officer", recent={"officer": recent}, rulebook=rules("most_new_in_7_days = 3\n")) == refused


def test_all_reasons_are_told_not_only_the_first():
    """Away, recused and of another team at once."""
    office = a_staffed_office(
        absences=(away("fast_judge", SUNDAY, TUESDAY),), recusals=(a_recusal("fast_judge", party="赵某"),)
    )

    assert codes("fast_judge", office=office) == ["absent", "recused", "track"]


def test_with_everybody_on_leave_there_is_no_candidate_and_every_refusal_is_named():
    """Nobody is offered by default."""
    office = a_staffed_office()
    office = a_staffed_office(absences=tuple(away(one.code, "2022-09-01", "2022-09-30") for one in office.officers))

    ranking = rank(a_case(), a_snapshot(office, rulebook=rules()))

    assert (ranking.candidates, ranking.pool) == ((), ())
    assert {item.officer for item in ranking.refused} == {"apprentice", "fast_judge", "judge", "officer"}
    assert all("absent" in [reason.code for reason in item.reasons] for item in ranking.refused)


@given(st.integers(0, 10**4))
def test_who_plainly_fits_is_asked_no_further_and_would_have_nothing_to_answer(seed):
    """On random offices with apprentices, lanes and skills: the short question never lets pass what the long one finds."""
    office = a_random_office(seed)
    people = office.seen.office.officers
    for case in office.cases:
        plain = [one for one in people if plainly_fits(one, case.lane, case.skills, office.seen)]

        assert not any(misfits(one, None, case, office.seen) for one in plain)
        assert not any(ladder_step(one, office.seen.rulebook, office.seen.day) for one in plain)
