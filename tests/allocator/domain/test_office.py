"""The office and how things in it are found."""

import pytest

from allocator.domain.errors import NotFound
from allocator.domain.people import Pairing, Recusal, RecusalState
from tests.stories import a_period, a_staffed_office, a_town, an_office, an_officer, away, reduced


def test_an_officer_is_found_by_code_or_by_name():
    """A clerk may use either."""
    officer = an_officer("x1", name="甲一凡")
    office = an_office(officer, an_officer("x2", name="乙二丰"))

    assert office.officer("x1") is officer
    assert office.officer("甲一凡") is officer


def test_a_code_stands_above_a_name():
    """When one's name is another's code, the code is meant."""
    office = an_office(an_officer("x1", name="x2"), an_officer("x2", name="乙"))

    assert office.officer("x2").name == "乙"


@pytest.mark.parametrize("wanted", ["nobody", "甲一凡"])
def test_nobody_is_guessed_when_the_name_is_unknown_or_borne_by_two(wanted):
    """The refusal quotes the name and says to use the code."""
    office = an_office(an_officer("x1", name="甲一凡"), an_officer("x2", name="甲一凡"))

    with pytest.raises(NotFound) as caught:
        office.officer(wanted)

    assert caught.value.code == "officer-unknown"
    assert wanted in caught.value.text.zh
    assert "people.csv" in caught.value.remedy.en


def test_a_town_is_found_by_any_of_its_written_forms():
    """Chinese, English and earlier names lead to one town."""
    town = a_town("金山镇", aliases=("金山",), name_en="Jinshan")
    office = an_office(towns=(town,))

    assert {name for name, found in office.town_by_name.items() if found is town} == {"金山镇", "金山", "Jinshan"}


def test_a_town_without_an_english_name_is_not_the_town_of_those_who_named_none():
    """A blank written form finds nothing."""
    office = an_office(towns=(a_town("金山镇", name_en=""),))

    assert "" not in office.town_by_name


def test_absences_reductions_and_recusals_are_found_by_officer():
    """Each sees only the own ones; a dismissed recusal bars no more and is left out."""
    upheld = Recusal("o1", "spouse", RecusalState.UPHELD, party="赵某")
    dismissed = Recusal("o1", "friend", RecusalState.DISMISSED, party="钱某")
    absences = (away("o1", "2022-09-01"), away("o2", "2022-09-02"), away("o1", "2022-10-01"))
    office = an_office(absences=absences, reductions=(reduced("o2", 100, "2022-01-01"),), recusals=(upheld, dismissed))

    assert office.absences_of("o1") == (absences[0], absences[2])
    assert office.reductions_of("o1") == ()
    assert [item.permille for item in office.reductions_of("o2")] == [100]
    assert office.recusals_of("o1") == (upheld,)


def test_the_pairs_of_an_apprentice_are_those_of_any_date():
    """Who was mentor before is found too; other people's pairs are not."""
    before, now = Pairing("a", "x", a_period("2021-01-01", "2021-06-30")), Pairing("b", "x", a_period("2021-07-01"))
    office = an_office(pairings=(before, Pairing("a", "y", a_period("2021-01-01")), now))

    assert office.mentor_of("x") == (before, now)


def test_teams_are_found_by_code():
    """The code in people.csv leads to the team and its lanes."""
    assert a_staffed_office().team_by_code["regular_1"].lanes == ("regular",)
