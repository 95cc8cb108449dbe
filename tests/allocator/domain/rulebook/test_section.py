"""A part of a file while it is read: a number is no text, and what cannot be used is told once."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.rulebook.section import Faults, Section, note_unread
from allocator.domain.rulebook.written import Written
from allocator.domain.words import Text

NO_TEXTS = ("nan", "inf", "-inf", "1e300", "1.5", "5", "true", "2022-10-01", "07:30:00", "[]", '["a"]')


def section(text):
    return Section("", tomllib.loads(text, parse_float=Written), Faults())


def told(top):
    return [(path, fault.text.en) for path, fault in top.faults.found]


@pytest.mark.parametrize("value", NO_TEXTS)
def test_what_is_no_text_is_nobodys_code_or_name(value):
    """Nor does it stand in a list of texts; each is told at its place."""
    top = section(f'code = {value}\nname = {value}\nskills = [{value}]\nboth = {{zh = "x", en = {value}}}\n')

    read = (top.text("code", ""), top.called("name"), top.strings("skills"), top.called("both"))

    assert read == ("", Text("", ""), (), Text("x", "x"))
    assert [path for path, _ in told(top)] == ["code", "name", "skills[1]", "both.en"]


@given(whole=st.integers(-(10**12) + 1, 10**12 - 1), part=st.integers(0, 10**12 - 1))
def test_a_number_is_read_to_the_last_digit(whole, part):
    """It never becomes a float on the way."""
    top = section(f"share = {whole}.{part:012}")

    assert f"{float(top.number('share')):.3f}" == f"{float(f'{whole}.{part:012}'):.3f}"
    assert (top.number("share") - whole) * (-1 if whole < 0 else 1) * 10**12 in (part, -part)
    assert not told(top)


def test_a_share_out_of_bounds_is_told_once():
    """Whether it is no number, or too large a one."""
    top = section('a = "x"\nb = 2\nc = 0.0001\n')

    for key in "abc":
        top.permille(key, least=1)

    assert [path for path, _ in told(top)] == ["a", "b", "c"]


def test_rows_that_are_no_tables_are_told_by_their_number():
    """And the others are read."""
    top = section('rows = ["a", {code = "b"}, 3]\n')

    assert [row.text("code") for row in top.sections("rows")] == ["b"]
    assert told(top) == [("rows[1]", '"a" cannot be used.'), ("rows[3]", '"3" cannot be used.')]


def test_what_stands_in_a_table_that_cannot_be_used_is_not_called_misspelt():
    """One fault, one remedy."""
    top = section('[rows]\ncode = "b"\n[other]\nx = 1\n')

    list(top.sections("rows"))
    note_unread(top)

    assert [path for path, _ in told(top)] == ["rows", "other"]
