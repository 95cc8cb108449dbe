"""Filing sheets for the tests, in the office's words."""

from datetime import date
from functools import cache

from allocator.domain.cases import Filing
from allocator.domain.people import Town
from allocator.domain.rulebook.book import Rulebook
from allocator.files.filing_context import FilingContext
from allocator.files.filings import FilingSheet, RowReport, read_filings
from tests.stories import a_bureau, a_rulebook, a_town, an_office, an_officer

TODAY = date(2022, 12, 1)
TOWNS = (
    a_town("怀朔镇", 45, name_en="Huaishuo", aliases=("怀朔",)),
    a_town("银号镇", 35, name_en="Yinhao", aliases=("银号",)),
    a_town("包头市区", 55, name_en="Baotou", aliases=("包头市", "昆都仑区")),
    a_town("金山镇", 0, name_en="Jinshan"),
)
A_ROW = {
    "案号": "（2022）内0222执1号", "案由": "民间借贷纠纷", "执行标的额": "30000", "申请执行人": "钱某甲", "被执行人": "赵某乙",
    "乡镇": "怀朔镇", "立案日期": "2022-09-05",
}  # fmt: skip


def a_context(towns: tuple[Town, ...] = TOWNS, rulebook: Rulebook | None = None, pattern: str = "") -> FilingContext:
    """An office of four towns with two officers, on the first of December 2022."""
    people = (an_officer("G11", name="甲一凡"), an_officer("G12", name="乙二丰"))
    office = an_office(*people, towns=towns, bureau=a_bureau(case_no_pattern=pattern))
    return FilingContext(office, rulebook or a_rulebook(), TODAY)


@cache
def the_usual_context() -> FilingContext:
    """The office most tests ask for, made once."""
    return a_context()


def a_sheet(*rows: dict[str, str], context: FilingContext | None = None, name: str = "九月.csv") -> FilingSheet:
    """A sheet of rows that differ from the usual one as given; a new key is a new column."""
    headers = list(dict.fromkeys([*A_ROW, *(key for row in rows for key in row)]))
    lines = [headers, *([{**A_ROW, **row}.get(header, "") for header in headers] for row in rows)]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    return read_filings(name, text.encode(), context or the_usual_context())


def the_row(context: FilingContext | None = None, **cells: str) -> RowReport:
    """The report on a sheet's only row."""
    (report,) = a_sheet(cells, context=context).rows
    return report


def taken(report: RowReport) -> Filing:
    """The filing of a row that can be taken."""
    assert report.filing is not None, report.faults
    return report.filing


def the_filing(context: FilingContext | None = None, **cells: str) -> Filing:
    """The filing of a sheet's only row."""
    return taken(the_row(context, **cells))


def codes(report: RowReport | FilingSheet) -> list[str]:
    """What was found, errors in capitals."""
    return [fault.code.upper() if fault.is_error else fault.code for fault in report.faults]
