"""Who may lead a case at all: one story for each refusal, and its boundary."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.decisions.recommendation.eligibility import (
    leads_cases,
    leads_in,
    mentor_for,
    misfits,
    plainly_fits,
    refusals,
)
from allocator.decisions.recommendation.recommendation import rank
from allocator.domain.cases import Party, PartyKind, PartySide
from allocator.domain.people import Pairing, RecusalState, Reduction, Skill
from allocator.domain.workload import ladder_step
from tests.allocator.decisions.builders import a_case, a_recusal, rules
from tests.allocator.decisions.offices import a_random_office
from tests.stories import (
    MONDAY,
    a_debtor,
    a_filing,
    a_period,
    a_snapshot,
    a_staffed_office,
    an_office,
    an_officer,
    away,
    reduced,
)

SUNDAY, TUESDAY = "2022-09-04", "2022-09-06"


def codes(officer, case=None, office=None, **snapshot):
    """The rules that refuse somebody, by code."""
    seen = a_snapshot(office or a_staffed_office(), rulebook=snapshot.pop("rulebook", rules()), **snapshot)
    found = refusals(seen.office.officer_by_code[officer], case or a_case(), seen)
    assert all(one.text.zh and one.text.en for one in found)
    return [one.code for one in found]


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


RELATIVE = a_debtor("赵某", identity="152201198001010011")


@pytest.mark.parametrize(
    "tie, refused",
    [
        ({"party": "赵某"}, True),
        ({"party": " 赵 某"}, True),
        ({"party": "赵某", "identity": "152201198001010011"}, True),
        ({"party": "赵某", "identity": "152201199909090099"}, False),
        ({"identity": "152201198001010011"}, True),
        ({"party": "改了名的赵某", "identity": "152201198001010011"}, True),
        ({"party": "孙某"}, False),
        ({"case_no": "（2022）内0222执1号"}, True),
        ({"case_no": "（2022）内0222执2号"}, False),
    ],
    ids=[
        "name",
        "name with spaces",
        "both",
        "another of that name",
        "identity",
        "renamed",
        "somebody else",
        "case",
        "other case",
    ],
)
def test_who_is_tied_to_a_party_is_recused(tie, refused):
    """By name, unless two known identities differ; by identity, whatever the name; by the case itself."""
    case = a_case(filing=a_filing(parties=(RELATIVE,)))
    office = a_staffed_office(recusals=(a_recusal("officer", **tie),))

    assert codes("officer", case, office) == (["recused"] if refused else [])


def test_a_known_identity_of_only_one_side_does_not_clear_a_name():
    """The filing without an identity card may well be about the relative."""
    office = a_staffed_office(recusals=(a_recusal("officer", party="赵某", identity="152201198001010011"),))

    assert codes("officer", a_case(filing=a_filing(parties=(a_debtor("赵某"),))), office) == ["recused"]


@pytest.mark.parametrize(
    "state, refused",
    [
        (RecusalState.DECLARED, True),
        (RecusalState.CHALLENGED, True),
        (RecusalState.UPHELD, True),
        (RecusalState.DISMISSED, False),
    ],
)
def test_a_recusal_bars_until_it_is_dismissed(state, refused):
    """Also while a challenge is undecided."""
    office = a_staffed_office(recusals=(a_recusal("officer", state, party="赵某"),))

    assert codes("officer", office=office) == (["recused"] if refused else [])


def test_nobody_handles_a_case_of_a_party_who_bears_the_own_name():
    """One may be the other; a namesake is cleared by a recusal entered as dismissed, for that case or that person."""
    case = a_case(filing=a_filing(parties=(a_debtor("officer 姓名"),)))
    office = a_staffed_office()
    people = tuple(replace(one, name="Officer姓名") if one.code == "officer" else one for one in office.officers)
    cleared = (a_recusal("officer", RecusalState.DISMISSED, party="officer姓名"),)

    assert codes("officer", case, an_office(*people)) == ["is_party"]
    assert codes("officer", case, an_office(*people, recusals=cleared)) == []


def test_a_firm_of_the_same_name_is_nobody():
    """Only a natural person can be the officer."""
    firm = Party(PartySide.DEBTOR, "officer", PartyKind.ENTERPRISE)
    people = tuple(replace(one, name=one.code) for one in a_staffed_office().officers)

    assert codes("officer", a_case(filing=a_filing(parties=(firm,))), an_office(*people)) == []


def test_a_team_whose_only_signing_judge_is_recused_cannot_carry_the_case():
    """Its officers are refused too; with a second judge they are not."""
    recusals = (a_recusal("judge", party="赵某"),)
    alone = a_staffed_office(recusals=recusals)
    second = a_staffed_office(recusals=recusals)
    second = an_office(*second.officers, an_officer("judge_2", "judge"), recusals=recusals)

    assert codes("officer", office=alone) == ["signer_recused"]
    assert codes("judge", office=alone) == ["recused"]
    assert codes("officer", office=second) == []
    assert codes("judge_2", office=second) == []


def test_who_did_the_act_under_objection_does_not_sit_on_it():
    """A reviewer may not have been the handler."""
    assert codes("officer", a_case(barred=("officer",))) == ["reviewer_is_handler"]
    assert codes("judge", a_case(barred=("officer",))) == []


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
