"""What is written as a scenario's file is read as it was meant."""

import tomllib
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from allocator.files.scenario_writing import scenario_text

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SINGLE = st.one_of(WORDS, st.integers(-(10**12), 10**12), st.booleans(), st.dates(), st.floats(-1e6, 1e6))
VALUES = st.recursive(
    SINGLE | st.lists(SINGLE, max_size=3),
    lambda below: st.dictionaries(WORDS, below, max_size=3) | st.lists(st.dictionaries(WORDS, below, max_size=3)),
    max_leaves=12,
)


@given(st.dictionaries(WORDS, VALUES, max_size=4))
def test_a_file_says_what_it_was_written_from(values):
    """Whatever its keys and values are."""
    assert tomllib.loads(scenario_text(values)) == values


def test_exact_numbers_are_written_out():
    """A power of ten would be no number to some readers; one too long to write out stays as it is."""
    numbers = {"a": Decimal("1E+5"), "b": Decimal("0.125"), "c": Decimal("1E+999999999")}

    assert scenario_text(numbers) == "a = 100000\nb = 0.125\nc = 1E+999999999\n"


def test_a_scenario_is_written_as_a_person_would():
    """Single values first, names on one line, then tables and lists of tables."""
    leave = {"leave": [{"who": "G13", "last": date(2022, 10, 31)}]}

    assert scenario_text({"name": {"zh": "少一人", "en": "one less"}, "days": 90, "people": leave}) == (
        'name = {zh = "少一人", en = "one less"}\ndays = 90\n\n[people]\n\n[[people.leave]]\n'
        'who = "G13"\nlast = 2022-10-31\n'
    )
