"""Rules that come in with a folder: other levers need two persons where people sign in, other rules do not."""

import pytest

from allocator.domain.errors import BadInput, Conflict
from allocator.domain.rulebook.reading import read_rulebook
from allocator.services.access.access_rules import AccessRules
from allocator.services.access.users import add_user, set_password
from fixtures.guyang_month import GUYANG
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import Edit, reload, swap

LEVER = swap("most_load = 1.10", "most_load = 1.20")
RULE = swap("threshold = 60", "threshold = 45")
RULES = (GUYANG / "rulebook.toml").read_text(encoding="utf-8")


def with_release(*lines: str) -> Edit:
    """Rules with a section on how the next come in."""
    return swap("[levers]\n", "\n".join(("[release]", *lines, "", "[levers]\n")))


@pytest.fixture
def signed_in(bureau: BureauAtWork) -> BureauAtWork:
    """A bureau in which somebody signs in."""
    add_user(bureau.context, "jia", "甲", "admin")
    set_password(bureau.context, "jia", "晴天 骑车 三十里 地图", AccessRules().passwords)
    return bureau


def test_a_folder_with_other_levers_is_refused_where_people_sign_in(signed_in: BureauAtWork, tmp_path) -> None:
    """The sections are named; how the next rules come in may not be loosened that way either."""
    for number, edit in enumerate((LEVER, with_release("by_two = []"))):
        with pytest.raises(Conflict) as refused:
            reload(signed_in.context, tmp_path / str(number), rulebook=edit)
        assert (refused.value.code, refused.value.facts["sections"]) == (
            "levers-by-two",
            [("levers", "release")[number]],
        )


def test_other_rules_come_in_as_before(signed_in: BureauAtWork, tmp_path) -> None:
    """A threshold is no lever, unless the rules in force say that it too takes two."""
    assert reload(signed_in.context, tmp_path, rulebook=RULE).new_rulebook


def test_before_anybody_signs_in_a_folder_brings_in_anything(bureau: BureauAtWork, tmp_path) -> None:
    """A first office has nobody to be the second; and rules that ask for no second person get none."""
    assert reload(bureau.context, tmp_path, rulebook=LEVER).new_rulebook


def test_the_rules_say_what_takes_two(bureau: BureauAtWork, tmp_path) -> None:
    """Triage as well, once it is named; one that asks for no second person lets everything in."""

    def both(text: str) -> str:
        return with_release('by_two = ["triage"]')(text)

    reload(bureau.context, tmp_path / "a", rulebook=both)
    add_user(bureau.context, "jia", "甲", "admin")
    set_password(bureau.context, "jia", "晴天 骑车 三十里 地图", AccessRules().passwords)
    with pytest.raises(Conflict):
        reload(bureau.context, tmp_path / "b", rulebook=lambda text: RULE(both(text)))

    assert reload(bureau.context, tmp_path / "c", rulebook=lambda text: LEVER(both(text))).new_rulebook


def test_a_section_there_is_not_cannot_take_two() -> None:
    """Told with the ones there are."""
    with pytest.raises(BadInput) as refused:
        read_rulebook(with_release('by_two = ["furniture"]')(RULES))
    assert "release.by_two" in str(refused.value.faults)


def test_a_folder_does_not_let_one_person_say_what_takes_two(signed_in: BureauAtWork, tmp_path) -> None:
    """The mark stays unless two release other rules; one more mark protects somebody, and comes in."""
    other = swap("two_persons = true\n", "")
    more = swap('[facts.occupied]\nkind = "yes_no"\n', '[facts.occupied]\nkind = "yes_no"\ntwo_persons = true\n')

    with pytest.raises(Conflict) as refused:
        reload(signed_in.context, tmp_path / "less", rulebook=other)
    assert refused.value.facts["sections"] == ["facts.search_or_detain"]
    assert reload(signed_in.context, tmp_path / "more", rulebook=more).new_rulebook
