"""A sheet held against the docket: what is there already, and what differs."""

from dataclasses import replace

import pytest

from allocator.files.docket_check import against_docket
from tests.allocator.files.sheets import a_sheet, codes


def test_a_row_the_docket_has_is_unchanged():
    """Whatever form of the number was filed."""
    sheet = a_sheet({})
    (filing,) = sheet.filings

    told = against_docket(sheet, {filing.case_no: replace(filing, case_no=filing.case_no.lower())})

    assert [row.status for row in told.rows] == ["unchanged"]
    assert told.errors == ()


def test_a_row_the_docket_does_not_have_stays_as_it_was_read():
    """Only known cases are compared."""
    sheet = a_sheet({})

    assert against_docket(sheet, {}).rows == sheet.rows


@pytest.mark.parametrize("change, field, words", [
    ({"claim": 350_000_00}, "claim", ("执行标的额 350000.00 元 → 30000.00 元", "350000.00 yuan → 30000.00 yuan")),
    ({"town": None}, "town", ("未知 → 怀朔镇", "unknown → 怀朔镇")),
    ({"assets": frozenset({"deposit"})}, "assets", ("deposit → 未知", "deposit → unknown")),
    ({"traits": {"occupied": True}}, "occupied", ("occupied 是 → 未知", "occupied yes → unknown")),
])  # fmt: skip
def test_what_differs_is_named_with_both_values(change, field, words):
    """The clerk sees what was filed and what the row says, in either language."""
    sheet = a_sheet({})
    (filing,) = sheet.filings

    told = against_docket(sheet, {filing.case_no: replace(filing, **change)})

    assert codes(told) == ["CASE-DIFFERS"]
    (fault,) = told.errors
    assert (fault.row, fault.field) == (2, field)
    assert words[0] in fault.zh
    assert words[1] in fault.en


def test_two_rows_whose_numbers_differ_in_case_alone_are_one_case():
    """As the docket tells numbers apart, so does the sheet."""
    sheet = a_sheet({"案号": "（2022）内0222执1号A"}, {"案号": "（2022）内0222执1号a", "执行标的额": "1"})

    assert "CASE-NO-DOUBLE" in codes(sheet)
