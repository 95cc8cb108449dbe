"""Bytes to text, text to records."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.files.faults import Place, UnreadableFile
from allocator.files.text_tables import decode, find_delimiter, records, tidy

FILE = Place("九月.csv")
LONG = "案号,被执行人,案由\n（2022）内0222执1号,赵某,民间借贷纠纷\n"


@given(st.text("案号由某赵钱孙李０１２ab,\n", min_size=1), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_text_in_any_encoding_is_the_same_text(text, encoding):
    """What a clerk saved is what is read, whichever program saved it."""
    data = f"{LONG}{text}".encode(encoding)

    assert decode(data, FILE)[0] == f"{LONG}{text}"


def test_the_encoding_is_told():
    """The report says how the file was read."""
    assert [decode(LONG.encode(name), FILE)[1] for name in ("utf-8", "utf-8-sig", "utf-16", "gb18030")] == [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "gb18030",
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_known_by_its_nuls(encoding):
    """Every comma has a NUL beside it, always on the same side."""
    assert decode(LONG.encode(encoding), FILE) == (LONG, encoding)


def test_bytes_that_are_no_text_are_told_with_their_place():
    """The byte that breaks the file is named."""
    data = "案号,".encode("gb18030") + b"\xff\xff"

    with pytest.raises(UnreadableFile) as error:
        decode(data, FILE)

    assert error.value.code == "file-undecodable"
    assert "第 5 字节" in error.value.fault.zh


def test_a_utf8_file_cut_off_in_a_character_is_not_read_as_something_else():
    """A damaged file must not come in as rows of rare characters."""
    data = LONG.encode()[:-2]

    with pytest.raises(UnreadableFile) as error:
        decode(data, FILE)

    assert error.value.code == "file-undecodable"
    assert "UTF-8" in error.value.fault.en


def test_a_binary_file_is_no_text():
    """A NUL is in no table."""
    with pytest.raises(UnreadableFile) as error:
        decode(b"a,b\n1,\x002\n", FILE)

    assert error.value.code == "file-not-text"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，", "|"])
def test_the_delimiter_is_that_which_divides_the_rows_alike(delimiter):
    """Commas inside cells do not mislead."""
    rows = [
        ["案号", "被执行人", "标的额"],
        ["1", "赵某、钱某", "3"],
        ["2", '"甲，乙"' if delimiter != "，" else "甲", "4"],
    ]

    assert find_delimiter("\n".join(delimiter.join(row) for row in rows), FILE) == delimiter


def test_a_record_has_the_number_of_its_first_line():
    """A quoted line break moves the later rows down, as the clerk's editor shows them."""
    text = '案号,被执行人\r\n1,"赵某\n钱某"\r\n\r\n2,孙某\r\n'

    assert list(records(text, ",", FILE)) == [(1, ["案号", "被执行人"]), (2, ["1", "赵某\n钱某"]), (5, ["2", "孙某"])]


def test_a_quotation_mark_without_its_fellow_does_not_swallow_the_file():
    """The row where it opens is named."""
    with pytest.raises(UnreadableFile) as error:
        list(records('a,b\n1,2\n3,"4\n5,6\n', ",", FILE))

    assert (error.value.code, error.value.fault.row) == ("file-quotes", 3)


@pytest.mark.parametrize(
    "cell,text", [(" x\u3000", "x"), ('="0123"', "0123"), ("1\t", "1"), ("\ufeff案号", "案号"), ("=1+1", "=1+1")]
)
def test_a_cell_is_stripped_of_what_nobody_sees(cell, text):
    """Export programs leave blanks, tabs and guards behind."""
    assert tidy(cell) == text


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\u200c", "\u200d", "\u200e", "\u202e", "\u2060", "\u2066", "\u00ad", "\ufeff"]
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_no_sign_nobody_sees_stays_in_a_name(unseen, place):
    """Copied along from a page, it would make one person two: at the ends and within, ahead of blanks too."""
    assert tidy("王明"[:place] + unseen + "王明"[place:]) == tidy(f"{unseen} 王明") == "王明"


@pytest.mark.parametrize("name", ["𠮷田𬭎", "ᠪᠠᠭᠠᠲᠤ\u200dᠷ", "ئا\u200cلىم", "葛\U000e0100城", "José"])
def test_a_sign_a_script_needs_stays(name):
    """Rare and chosen forms of signs, accents, and the joiners of Mongolian and Uyghur."""
    assert tidy(name) == name
