"""Values of a rulebook changed in its text: only they differ, the notes around them stay."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.errors import BadInput
from allocator.domain.rulebook.difference import describe_rulebook
from allocator.domain.rulebook.reading import read_rulebook
from allocator.files.rulebook_text import with_values
from fixtures.guyang_month import GUYANG

RULES = (GUYANG / "rulebook.toml").read_text(encoding="utf-8")
LIMIT = "claim > 0 and claim <= yuan(50_000)"


def test_only_the_values_named_differ_and_every_note_stays():
    """A text stays a text, a number a number, a day a day; the lines around are the same."""
    text = with_values(RULES, {"version": "2022-2", "effective_from": "2022-10-01", "levers.most_load": "1.2",
                               "triage.rules.S02.when": LIMIT, "levers.undo_minutes": "5"})  # fmt: skip
    changes = describe_rulebook(read_rulebook(RULES).source, read_rulebook(text).source)

    assert {(one.key, one.field): one.after for one in changes} == {
        ("", "version"): "2022-2", ("", "effective_from"): "2022-10-01", ("levers", "most_load"): "1.2",
        ("levers", "undo_minutes"): 5, ("triage.rules.S02", "when"): LIMIT,
    }  # fmt: skip
    assert sum(old != new for old, new in zip(RULES.splitlines(), text.splitlines(), strict=True)) == 5
    assert "undo_minutes = 5              # how long" in text


@pytest.mark.parametrize(
    "path", ["levers.most_lod", "levers", "nothing", "triage.rules.S99.when", "kinds.执.aliases.x", ""]
)
def test_a_path_that_is_not_there_is_refused_by_itself(path):
    """And nothing is changed in its stead."""
    with pytest.raises(BadInput) as told:
        with_values(RULES, {path: "1"})

    assert [fault["field"] for fault in told.value.faults] == [path]


def test_a_value_of_several_lines_is_left_to_the_text():
    """It says so."""
    text = "[a]\nb = [\n  1,\n]\nc = 2\n"
    with pytest.raises(BadInput) as told:
        with_values(text, {"a.b": "[3]"})

    assert "several lines" in str(told.value.faults)
    assert with_values(text, {"a.c": "3"}).endswith("c = 3\n")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_whatever_is_typed_stays_one_value(typed):
    """It may be refused by the reader, but it slips into no other key."""
    text = tomllib.loads(with_values("a = 1\nb = 'x' # note\nc = 3\n", {"a": typed, "b": typed}))

    assert text.keys() == {"a", "b", "c"}
    assert text["c"] == 3
