"""A file as a table."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.files import tables
from allocator.files.faults import UnreadableFile
from allocator.files.tables import read_table
from tests.allocator.files.workbooks import a_workbook

PROTECTED = re.compile(r"=|'+\n")  # marks that protect what follows; they are read as such, not as text
CELLS = (
    st.text("案由某赵钱孙0123456789abc,，;；\"'\n、 ", max_size=8)
    .map(str.strip)
    .filter(lambda cell: not PROTECTED.match(cell))
)
NAMES = {"案号", "案由", "标的额"}.__contains__


def as_csv(rows, delimiter=",", encoding="utf-8"):
    """Rows written as a CSV file."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().encode(encoding)


@given(
    st.lists(st.tuples(st.integers(1, 999).map(str), CELLS, CELLS), min_size=3, max_size=8),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    st.sampled_from([",", "\t"]),
)
def test_a_table_is_the_same_in_every_encoding(rows, encoding, delimiter):
    """What was written in any program is read alike."""
    table = read_table("a.csv", as_csv([("案号", "案由", "标的额"), *rows], delimiter, encoding), NAMES)

    assert table.header == ("案号", "案由", "标的额")
    assert [row.cells for row in table.rows] == [tuple(cell.replace("\r\n", "\n") for cell in row) for row in rows]


def test_a_workbook_and_a_csv_of_it_are_one_table():
    """The form of the file changes nothing."""
    rows = [["案号", "案由"], ["1", "借贷"], ["2", ""]]

    from_sheet, from_text = read_table("a.xlsx", a_workbook(a=rows)), read_table("a.csv", as_csv(rows))

    assert (from_sheet.header, from_sheet.rows) == (from_text.header, from_text.rows)


def test_title_lines_above_the_header_are_kept_as_preamble():
    """The title is no header, and the unit in it is not lost."""
    data = "2022年9月收案登记表,,\n填报：某法院,,单位：万元\n,,\n案号,案由,标的额\n1,借贷,3\n".encode("gb18030")

    table = read_table("a.csv", data, NAMES)

    assert table.preamble == ("2022年9月收案登记表", "填报：某法院", "单位：万元")
    assert table.header_row == 4
    assert [(row.number, row.cells) for row in table.rows] == [(5, ("1", "借贷", "3"))]


def test_without_known_names_the_first_row_of_two_cells_is_the_header():
    """A lone title is skipped even then."""
    assert read_table("a.csv", b"People,\ncode,name\nA1,Ann\n").header == ("code", "name")


def test_totals_and_what_stands_below_are_skipped_with_a_warning():
    """合计 is no case."""
    data = "案号,案由,标的额\n1,借贷,3\n小计,,3\n案号,案由,标的额\n2,买卖,4\n合 计,,7\n制表人：某某,,\n".encode()

    table = read_table("a.csv", data, NAMES)

    assert [row.cells[0] for row in table.rows] == ["1", "2"]
    assert [(fault.row, fault.code, fault.severity) for fault in table.faults] == [
        (number, "row-skipped", "warning") for number in (3, 4, 6, 7)
    ]


@pytest.mark.parametrize(
    "row",
    [
        "合计（1件）,,3",
        "本页小计：,,3",
        "Total:,,3",
        "共1件,,",
        "9月小计,,3",
        "Subtotal,,3",
        "Grand total,,3",
        "TOTAL (2 cases),,3",
        "第三季度合计,,3",
        "累计：3,,",
        ",,3.50",
        ',,"1,234.5元"',
    ],
)
def test_a_total_in_any_words_is_skipped_with_a_warning(row):
    """A row of sums does not stop the whole file."""
    table = read_table("a.csv", f"案号,案由,标的额\n1,借贷,3\n{row}\n2,买卖,4\n".encode(), NAMES, {"案号"}.__contains__)

    assert [found.cells[0] for found in table.rows] == ["1", "2"]
    assert [(fault.row, fault.code, fault.severity) for fault in table.faults] == [(3, "row-skipped", "warning")]


@pytest.mark.parametrize("row", ["Total Energies v. Smith,借贷,3", "合计某,借贷,3", ",借贷,3", "共某,借贷,3", "3,,5"])
def test_a_case_that_only_resembles_a_total_is_kept(row):
    """A company called Total is a party; a row without its number is told, not dropped."""
    table = read_table("a.csv", f"案号,案由,标的额\n1,借贷,3\n{row}\n".encode(), NAMES, {"案号"}.__contains__)

    assert len(table.rows) == 2


def test_a_row_with_more_cells_than_columns_is_an_error():
    """An amount with a comma has split the row; nothing after it can be trusted."""
    table = read_table("a.csv", b"case,claim,town\n1,12,345,X\n2,3\n")

    assert [(fault.row, fault.code, fault.severity) for fault in table.faults] == [
        (2, "row-too-long", "error"),
        (3, "row-too-short", "warning"),
    ]


def test_characters_lost_before_are_told():
    """The mark of a damaged character does not pass unseen."""
    table = read_table("a.csv", "案号,案由\n1,借\ufffd\n".encode())

    assert [(fault.row, fault.code) for fault in table.faults] == [(2, "characters-lost")]


def test_empty_columns_at_the_end_are_left_out():
    """Trailing commas are no columns."""
    assert read_table("a.csv", b"a,b,,\n1,2,,\n").header == ("a", "b")


@pytest.mark.parametrize(
    "data,code",
    [
        (b"", "file-empty"),
        (b" \r\n\r\n", "file-empty"),
        (b"\xef\xbb\xbf", "file-empty"),
        (b",,\n,,\n", "file-empty"),
        (b"%PDF-1.7", "file-type"),
        (b"\xff\xd8\xff\xe0", "file-type"),
        (b"<html><table>", "file-type"),
        (b"\x80\x81\xff\xff", "file-undecodable"),
        ("甲,乙\n丙,丁\n".encode(), "header-unknown"),
        ('案号,案由\n1,借贷\n2,"买卖\n'.encode(), "file-quotes"),
        (b"x" * (tables.MOST_BYTES + 1), "file-too-large"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_remedy(data, code):
    """Each reason has its own sentence and next step."""
    with pytest.raises(UnreadableFile) as error:
        read_table("a.csv", data, NAMES)

    fault = error.value.fault
    assert (fault.code, fault.file) == (code, "a.csv")
    assert all((fault.zh, fault.en, fault.remedy_zh, fault.remedy_en))


def test_too_many_rows_are_refused(monkeypatch):
    """A file beyond the limit is not half read."""
    monkeypatch.setattr(tables, "MOST_ROWS", 5)

    assert len(read_table("a.csv", b"a,b\n" + b"1,2\n" * 5).rows) == 5
    for data in (b"a,b\n" + b"1,2\n" * 6, a_workbook(a=[["a", "b"], *[["1", "2"]] * 6])):
        with pytest.raises(UnreadableFile) as error:
            read_table("a.csv", data)
        assert error.value.code == "file-too-large"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_refused(data):
    """Nothing anybody uploads breaks the reader."""
    try:
        table = read_table("a.bin", data)
    except UnreadableFile:
        return

    assert all(len(row.cells) == len(table.header) for row in table.rows)
