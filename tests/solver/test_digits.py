"""Numbers as text: the same as json writes, however many there are."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver import digits
from tests.solver.assignment.offices import few


def written(numbers):
    values = np.array(numbers, dtype=np.int64)
    values.setflags(write=False)
    return b"".join(digits.listed(values)).decode()


@few
@given(st.lists(st.integers(-(2**63) + 1, 2**63 - 1)))
def test_numbers_are_written_as_json_writes_them(numbers):
    """Signs, zeros and long numbers, and none at all."""
    assert written(numbers) == json.dumps(numbers, separators=(",", ":"))


@pytest.mark.parametrize("count", [2, 3, 4])
def test_pieces_make_one_list(monkeypatch, count):
    """Wherever it is cut, there is one comma between two numbers."""
    monkeypatch.setattr(digits, "PIECE", 2)

    assert json.loads(written(range(count))) == list(range(count))


def test_where_nothing_can_be_compiled_the_text_is_the_same(monkeypatch):
    """An instance keeps its name on any machine."""

    def refuse(values, text):
        raise RuntimeError("no compiler")

    before = written([-40, 0, 365])
    monkeypatch.setattr(digits, "write_digits", refuse)

    assert written([-40, 0, 365]) == before
