"""Who may not have a case because of who its parties are, or of what they did in it before."""

from dataclasses import replace

import pytest

from allocator.domain.cases import Party, PartyKind, PartySide
from allocator.domain.people import RecusalState
from tests.allocator.decisions.builders import a_case, a_recusal
from tests.allocator.decisions.recommendation.refusing import codes
from tests.stories import (
    a_debtor,
    a_filing,
    a_staffed_office,
    an_office,
    an_officer,
)

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
