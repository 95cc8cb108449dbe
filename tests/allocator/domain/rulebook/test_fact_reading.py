"""Facts a rulebook declares: which of them it takes two persons to say."""

import pytest

from allocator.domain.canonical import plain
from allocator.domain.errors import BadInput
from allocator.domain.rulebook.reading import read_rulebook
from fixtures.guyang_month import GUYANG

RULES = (GUYANG / "rulebook.toml").read_text(encoding="utf-8")
HEAD = '[facts.occupied]\nkind = "yes_no"\n'


def test_the_fixture_marks_what_opens_coercive_measures():
    """A search or a detention, and nothing else: no other fact of the fixture is about a person's liberty or home."""
    rulebook = read_rulebook(RULES)

    assert [name for name, kind in rulebook.facts.items() if kind.two_persons] == ["search_or_detain"]


def test_a_fact_without_the_mark_is_written_as_it_always_was():
    """Clocks and plans that name facts by digest keep their names."""
    facts = read_rulebook(RULES).facts

    assert "two_persons" not in plain(facts["occupied"])
    assert plain(facts["search_or_detain"])["two_persons"] is True


@pytest.mark.parametrize(
    "line",
    [
        ("[facts.preserved]\n", "[facts.preserved]\ntwo_persons = true\n"),
        (HEAD, f"{HEAD}two_persons = true\nfrom_assets = true\n"),
        (f"{HEAD}", f"{HEAD}two_persons = 1\n"),
        ("chance = 0.05\nassume = false\n# It opens", "chance = 0.05\nassume = true\n# It opens"),
    ],
)
def test_only_a_yes_no_fact_that_nobody_assumes_takes_two(line):
    """An amount, what follows from assets, and what would hold while it waits are refused at their place."""
    assert RULES.count(line[0]) == 1
    with pytest.raises(BadInput) as refused:
        read_rulebook(RULES.replace(*line))

    assert any(str(fault["field"]).endswith(".two_persons") for fault in refused.value.faults)
