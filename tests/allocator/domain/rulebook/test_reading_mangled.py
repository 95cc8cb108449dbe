"""Whatever stands in whatever place of a rulebook: it is read, or every fault has its path."""

import tomllib
from contextlib import suppress
from copy import deepcopy
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.errors import BadInput
from allocator.domain.rulebook.reading import read_rulebook
from tests.stories import SMALL_RULEBOOK

SCALARS: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        10**30,
        "",
        "x",
        "full_cash",
        [],
        {},
        [[]],
        [1],
        [{}],
        {"zh": 5},
        {"x": {}},
        date(2022, 1, 1),
        "0.5",
    ]
)


def paths(values: Any, found: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List every place of a file."""
    items = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    return [place for key, value in items for place in ((*found, key), *paths(value, (*found, key)))]


SMALL_VALUES = tomllib.loads(SMALL_RULEBOOK, parse_float=str)
PLACES = paths(SMALL_VALUES)


def written(value: Any) -> str:
    """Write a value as TOML, tables in one line."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return (
                "{" + ", ".join(f'"{key}" = {written(item)}' for key, item in value.items() if item is not None) + "}"
            )
        case list():
            return "[" + ", ".join(written(item) for item in value if item is not None) + "]"
        case str():
            return '"' + value.replace('"', '\\"') + '"'
    return str(value)


def put(values: Any, place: tuple[Any, ...], value: Any) -> None:
    """Put a value in a place, unless an earlier change took the place away."""
    *way, last = place
    with suppress(KeyError, IndexError, TypeError):
        for key in way:
            values = values[key]
        if isinstance(values, dict | list):
            values[last] = deepcopy(value)


@given(st.lists(st.tuples(st.sampled_from(PLACES), SCALARS), min_size=1, max_size=4))
def test_a_mangled_rulebook_is_read_or_refused_and_never_crashes(changes):
    """Whatever stands in any place, the answer is a rulebook or faults with paths."""
    values = tomllib.loads(SMALL_RULEBOOK, parse_float=str)
    for place, value in changes:
        put(values, place, value)
    text = "\n".join(f'"{key}" = {written(value)}' for key, value in values.items() if value is not None)

    try:
        rulebook = read_rulebook(text)
    except BadInput as error:
        outcome = [fault["field"] for fault in error.faults]
    else:
        outcome = [rulebook.digest]
    assert all(outcome)
    assert outcome
