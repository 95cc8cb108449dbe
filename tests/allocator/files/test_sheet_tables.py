"""Workbooks."""

from datetime import date, datetime

import pytest

from allocator.files.faults import UnreadableFile
from allocator.files.sheet_tables import cell_text
from allocator.files.tables import read_table
from tests.allocator.files.workbooks import DAY, MOMENT, a_workbook, built


@pytest.mark.parametrize(
    "cell,text",
    [
        (12345.0, "12345"),
        (12345.67, "12345.67"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (-3.5, "-3.5"),
        (date(2022, 9, 3), "2022-09-03"),
        (datetime(2022, 9, 3), "2022-09-03"),  # noqa: DTZ001 - a cell has no zone
        (datetime(2022, 9, 3, 10, 20), "2022-09-03 10:20:00"),  # noqa: DTZ001 - likewise
        (True, "TRUE"),
        (150222199001011000.0, "1.50222199001011E+17"),
        (123456789012345.0, "123456789012345"),
        (" x ", "x"),
    ],
)
def test_a_cell_becomes_what_the_clerk_sees(cell, text):
    """No .0, no float dust, days in ISO; a power of ten only where Excel has lost the digits."""
    assert cell_text(cell) == text


def test_days_and_numbers_come_as_text():
    """A sheet gives what a CSV of it would."""

    def fill(book):
        sheet = book.add_worksheet("收案")
        sheet.write_row(0, 0, ["案号", "标的额", "立案日期", "时间"])
        sheet.write_row(1, 0, ["1", 3.5])
        sheet.write_datetime(1, 2, datetime(2022, 9, 3), book.add_format(DAY))  # noqa: DTZ001 - a cell has no zone
        sheet.write_datetime(1, 3, datetime(2022, 9, 3, 10, 20), book.add_format(MOMENT))  # noqa: DTZ001 - likewise

    table = read_table("a.xlsx", built(fill))

    assert table.sheet == "收案"
    assert table.rows[0].cells == ("1", "3.5", "2022-09-03", "2022-09-03 10:20:00")


def test_the_first_sheet_with_something_in_it_is_read_and_the_others_are_told():
    """Nothing is left out in silence."""
    data = a_workbook(封面=[], 收案=[["案号", "案由"], ["1", "借贷"]], 说明=[["请勿修改"]])

    table = read_table("a.xlsx", data)

    assert table.sheet == "收案"
    assert [(fault.code, "说明" in fault.zh) for fault in table.faults] == [("sheets-unread", True)]


def test_a_sheet_whose_header_is_known_goes_before_a_cover():
    """A cover page with words on it is not the table."""
    data = a_workbook(封面=[["固阳县人民法院", "2022"], ["制表", "某"]], 收案=[["案号", "案由"], ["1", "借贷"]])

    table = read_table("a.xlsx", data, {"案号", "案由"}.__contains__)

    assert table.sheet == "收案"


CASES, OTHERS = [["案号", "案由"], ["1", "借贷"]], [["案号", "案由"], ["2", "买卖"]]
NAMES, NUMBER = {"案号", "案由"}.__contains__, {"案号"}.__contains__


def test_two_sheets_of_cases_are_refused_with_their_names():
    """Half of a file is never taken in silence."""
    with pytest.raises(UnreadableFile) as error:
        read_table("a.xlsx", a_workbook(八月=CASES, 说明=[["请勿修改"]], 九月=OTHERS), NAMES, NUMBER)

    fault = error.value.fault
    assert fault.code == "sheets-several"
    assert "“八月”、“九月”" in fault.zh
    assert "说明" not in fault.zh
    assert "one by one" in fault.remedy_en


@pytest.mark.parametrize(
    "other",
    [[["案号", "案由"]], [["合计", "2件"], ["金额", "3"]], [["案由", "件数"], ["借贷", "1"]], [["案号"], ["1"]]],
)
def test_a_sheet_without_cases_does_no_harm_beside_them(other):
    """A blank form, a count and notes are left out with a word."""
    table = read_table("a.xlsx", a_workbook(统计=other, 收案=CASES), NAMES, NUMBER)

    assert table.sheet == "收案"
    assert [fault.code for fault in table.faults] == ["sheets-unread"]


def test_a_hidden_sheet_of_cases_is_not_read_but_told():
    """Last month's copy is no half of the file, and is not passed over."""

    def fill(book):
        for name, rows in (("八月", CASES), ("九月", OTHERS)):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        book.get_worksheet_by_name("八月").hide()
        book.get_worksheet_by_name("九月").activate()
        book.get_worksheet_by_name("九月").set_first_sheet()

    table = read_table("a.xlsx", built(fill), NAMES, NUMBER)

    assert table.sheet == "九月"
    assert ["八月" in fault.zh for fault in table.faults] == [True]


def test_a_cell_merged_over_rows_counts_for_each():
    """立案日期 merged over three filings is the day of all three."""

    def fill(book):
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 1, "2022年9月收案登记表")
        sheet.write_row(1, 0, ["案号", "立案日期"])
        sheet.write_column(2, 0, ["1", "2", "3"])
        sheet.merge_range(2, 1, 4, 1, "2022-09-03")

    table = read_table("a.xlsx", built(fill), {"案号", "立案日期"}.__contains__)

    assert [row.cells for row in table.rows] == [("1", "2022-09-03"), ("2", "2022-09-03"), ("3", "2022-09-03")]
    assert [row.number for row in table.rows] == [3, 4, 5]


def test_a_number_whose_last_digits_excel_lost_is_told():
    """An ID number stored as a number cannot be trusted."""
    table = read_table("a.xlsx", a_workbook(a=[["案号", "身份证号"], ["1", 152822199001011234]]))

    assert [(fault.code, fault.row) for fault in table.faults] == [("number-too-long", 2)]


def test_a_formula_error_is_told_with_its_cell():
    """#DIV/0! is not a blank."""

    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["案号", "标的额"])
        sheet.write_row(1, 0, ["1"])
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")

    table = read_table("a.xlsx", built(fill))

    assert [(fault.code, "B2" in fault.zh) for fault in table.faults] == [("cell-formula-error", True)]


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04junk", b"\xd0\xcf\x11\xe0" + b"junk" * 100, a_workbook(a=[["x", "y"]])[:-200]]
)
def test_a_broken_workbook_is_refused_with_a_remedy(data):
    """Damage is told as damage."""
    with pytest.raises(UnreadableFile) as error:
        read_table("a.xlsx", data)

    assert error.value.code == "file-broken"
    assert "XLSX" in error.value.remedy.zh
