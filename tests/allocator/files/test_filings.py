"""Filing sheets, whole or not at all."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.domain.errors import BadInput
from allocator.domain.rulebook.reading import read_rulebook
from allocator.files.filings import read_filings
from tests.allocator.files.sheets import A_ROW, a_context, a_sheet, codes
from tests.allocator.files.workbooks import a_workbook
from tests.stories import GUYANG_RULEBOOK

PERMITS = Path(__file__).parents[3] / "benchmarks" / "permits_rulebook.toml"
SEPTEMBER = """2022年9月收案登记表,,,,,,,
填报：固阳县人民法院,,,,,,单位：万元,
,,,,,,,
序号,案 号,案由,*被执行人,申请人,标的额,所在乡镇,收案日期
1,(2022)内0222执1号,民间借贷纠纷,赵某乙,钱某甲,3.5,怀朔,2022.9.5
2,（2022）内0222执2号,买卖合同纠纷,某某商贸有限公司,钱某甲,12.3456,银号镇,2022年9月6日
合计,,,,,15.8456,,
"""


def filings_of(data, name="九月.csv"):
    """The filings of a file."""
    return read_filings(name, data, a_context()).filings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_clerks_sheet_is_read_as_it_comes(encoding):
    """Title, unit above the table, total row, short headers: two filings, in fen."""
    sheet = read_filings("九月.csv", SEPTEMBER.encode(encoding), a_context())

    assert [(filing.case_no, filing.claim, filing.town, filing.filed_on) for filing in sheet.filings] == [
        ("（2022）内0222执1号", 35_000_00, "怀朔镇", date(2022, 9, 5)),
        ("（2022）内0222执2号", 123_456_00, "银号镇", date(2022, 9, 6)),
    ]
    assert [row.row for row in sheet.rows] == [5, 6]
    assert sheet.skipped == (7,)
    assert sheet.errors == ()
    sheet.check()


def test_a_workbook_of_the_sheet_gives_the_same_filings():
    """XLSX and CSV are one."""
    rows = [line.split(",") for line in SEPTEMBER.splitlines()]

    assert filings_of(a_workbook(收案=rows), "九月.xlsx") == filings_of(SEPTEMBER.encode())


def test_english_headers_and_reals_of_excel_give_the_same_amount():
    """A number cell of 12.3456 in a column of 10k yuan is exact."""
    header = ["Case No.", "Cause", "Debtor", "Creditor", "Claim (10k yuan)", "Town", "Filing date"]
    row = ["(2022)内0222执2号", "买卖合同纠纷", "某某商贸有限公司", "钱某甲", 12.3456, "Yinhao", "2022-09-06"]

    assert filings_of(a_workbook(a=[header, row]), "a.xlsx") == filings_of(SEPTEMBER.encode())[1:]


def test_one_bad_row_keeps_the_whole_sheet_out():
    """Whole or nothing, with every error in the refusal."""
    sheet = a_sheet(
        {}, {"案号": "（2022）内0222执2号", "执行标的额": "-1"}, {"案号": "（2022）内0222执3号", "立案日期": "x"}
    )

    assert [row.status for row in sheet.rows] == ["ok", "error", "error"]
    with pytest.raises(BadInput) as refusal:
        sheet.check()
    assert [(fault["row"], fault["field"]) for fault in refusal.value.faults] == [(3, "claim"), (4, "filed_on")]
    assert refusal.value.facts["counts"] == {"rows": 3, "ok": 1, "warning": 0, "error": 2, "skipped": 0, "unchanged": 0}


def test_a_number_that_comes_twice_is_an_error_naming_both_rows():
    """Which of the two is right only the clerk knows."""
    sheet = a_sheet({}, {"案号": "(2022)内0222执1号", "执行标的额": "5"})

    assert codes(sheet) == ["CASE-NO-DOUBLE"]
    assert "第 2 行和第 3 行" in sheet.faults[0].zh
    assert "rows 2 and 3" in sheet.faults[0].en


def test_a_faulty_row_still_counts_as_the_first_of_its_number():
    """The double is found although the first row cannot be read."""
    sheet = a_sheet({"执行标的额": "x"}, {"案号": "(2022)内0222执1号"})

    assert codes(sheet) == ["MONEY-NOT-UNDERSTOOD", "CASE-NO-DOUBLE"]


def test_the_same_row_again_is_skipped_with_a_warning():
    """A row pasted twice is one filing, however its number is typed."""
    sheet = a_sheet({}, {"案号": "(2022)内0222执1号"}, {"序号": "7"})

    assert [row.status for row in sheet.rows] == ["ok", "skipped", "skipped"]
    assert codes(sheet) == ["row-double", "row-double"]
    assert (len(sheet.filings), sheet.skipped) == (1, (3, 4))


def test_a_missing_column_that_is_needed_is_told_once():
    """Not ten thousand times."""
    data = "案由,被执行人\n" + "借贷,赵某\n" * 50

    sheet = read_filings("a.csv", data.encode(), a_context())

    assert codes(sheet) == ["COLUMN-MISSING"] * 3
    assert {fault.field for fault in sheet.faults} == {"case_no", "filed_on", "claim"}


@pytest.mark.parametrize(
    "header,field,meant",
    [
        ("案号,立案日期,申请执行人,标的额", "debtors", "被告"),
        ("案号,立案日期,被执行人,应付总价（万元）", "claim", "应付总价（万元）"),
        ("案号,立案日期,被执行人,Sum demanded (10k)", "claim", "Sum demanded (10k)"),
    ],
)
def test_a_case_is_never_taken_without_debtor_or_a_claim_that_is_needed(header, field, meant):
    """The column is named with what it may be called, and those unread that may be meant."""
    data = f"{header}\n（2022）内0222执1号,2022-9-5,某,3\n"

    (fault,) = read_filings("a.csv", data.encode(), a_context()).faults[:1]

    assert (fault.code, fault.field, fault.severity) == ("column-missing", field, "error")
    assert meant in fault.zh + fault.remedy_zh
    assert fault.en
    assert field in fault.remedy_en


@pytest.mark.parametrize(
    "header,refused", [("应付总价（万元）", True), ("Price (10k)", True), ("诉讼费（元）", False), ("备注", False)]
)
def test_an_amount_nobody_can_read_is_refused_where_there_is_no_claim(header, refused):
    """Even where a claim may be missing: a unit in a header is obeyed or refused, never passed over."""
    data = f"案号,立案日期,被执行人,{header}\n（2022）内0222执1号,2022-9-5,某,3\n"

    text = GUYANG_RULEBOOK.read_text(encoding="utf-8").replace("needs_claim = true", "needs_claim = false")
    sheet = read_filings("a.csv", data.encode(), a_context(rulebook=read_rulebook(text)))

    assert [fault.field for fault in sheet.errors] == ["claim"] * refused
    assert len(sheet.filings) == 1 - refused


def test_an_office_whose_cases_have_no_debtors_asks_for_none():
    """A town's permits have neither debtor nor enforcement."""
    text = GUYANG_RULEBOOK.read_text(encoding="utf-8")
    context = a_context(rulebook=read_rulebook(PERMITS.read_text(encoding="utf-8")))

    assert "debtors" in a_context(rulebook=read_rulebook(text)).needed
    assert context.needed == {"case_no", "filed_on"}


def test_a_missing_column_that_may_be_missing_is_a_single_warning():
    """The town is unknown for all; once is enough."""
    data = "案号,立案日期,案由,标的额,被执行人,申请人\n" + "".join(
        f"（2022）内0222执{number}号,2022-9-5,民间借贷,1,赵某,钱某\n" for number in range(1, 20)
    )

    sheet = read_filings("a.csv", data.encode(), a_context())

    assert codes(sheet) == ["town-missing"]
    assert (sheet.faults[0].row, "乡镇" in sheet.faults[0].zh) == (None, True)
    assert len(sheet.filings) == 19


def test_a_tie_between_two_columns_stops_the_import():
    """Two columns of one meaning: neither is guessed."""
    sheet = a_sheet({"执行标的额（万元）": "3"})

    assert "HEADER-TIE" in codes(sheet)


def test_an_unreadable_file_is_a_report_too():
    """The clerk gets a sentence, not a crash."""
    sheet = read_filings("a.pdf", b"%PDF-1.7", a_context())

    assert codes(sheet) == ["FILE-TYPE"]
    with pytest.raises(BadInput):
        sheet.check()


def test_a_header_without_rows_is_an_error():
    """An empty month is likelier a wrong export."""
    assert codes(read_filings("a.csv", "案号,立案日期,被执行人,标的额\n".encode(), a_context())) == ["NO-ROWS"]


def test_a_split_row_is_an_error_of_that_row():
    """An amount with a bare comma moves every later cell."""
    data = "案号,标的额,被执行人,立案日期\n（2022）内0222执1号,12,345,赵某,2022-9-5\n"

    report = read_filings("a.csv", data.encode(), a_context()).rows[0]

    assert report.filing is None
    assert "row-too-long" in [fault.code for fault in report.faults]


def test_the_report_is_one_json_document():
    """Every row, every fault, the columns and how the file was read."""
    sheet = a_sheet({}, {"案号": "（2022）内0222执2号", "乡镇": "怀溯镇"})

    report = json.loads(json.dumps(sheet.as_dict(), ensure_ascii=False))

    assert report["counts"] == {
        "rows": 2,
        "ok": 1,
        "warning": 0,
        "error": 1,
        "skipped": 0,
        "unchanged": 0,
        "errors": 1,
        "warnings": 0,
    }
    assert [row["status"] for row in report["rows"]] == ["ok", "error"]
    assert report["rows"][1]["faults"][0]["field"] == "town"
    assert report["read_as"]["encoding"] == "utf-8"
    assert report["digest"] == sheet.digest
    assert {column["field"] for column in report["columns"]["columns"]} >= {"case_no", "claim", "town"}


@settings(max_examples=40)
@given(st.lists(st.fixed_dictionaries({}, optional={header: st.text(max_size=6) for header in A_ROW}), max_size=4))
def test_whatever_is_in_the_cells_the_report_accounts_for_every_row(rows):
    """A row is taken, skipped, or told with an error; nothing is lost in silence."""
    rows = [{header: cell.replace('"', "").replace("\0", "") for header, cell in row.items()} for row in rows]
    sheet = a_sheet({}, *rows)

    for report in sheet.rows:
        has_error = any(fault.is_error for fault in report.faults)
        assert (report.status == "error") == has_error
        assert (report.filing is not None) == (report.status in ("ok", "warning"))
