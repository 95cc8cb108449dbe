"""Indicators to take along (指标导出): every number, or all cases behind one, as CSV or as a workbook, in a stable order."""

from collections.abc import Mapping, Sequence

from allocator.domain.cells import as_csv
from allocator.domain.indicators.measuring import Member
from allocator.domain.indicators.words import band_shown, in_unit
from allocator.domain.scenarios.figures import UNIT_NAMES
from allocator.domain.words import Text, spoken
from allocator.files.workbooks import Cell, as_workbook
from allocator.services.context import Context
from allocator.services.indicators.numbers import Question, Reading, Statement, behind, read_indicators, see

Rows = Sequence[Sequence[Cell]]
NUMBERS = (
    *(
        Text("编号", "id"),
        Text("指标", "indicator"),
        Text("值", "value"),
        Text("单位", "unit"),
        Text("分子", "numerator"),
    ),
    *(Text("分母", "denominator"), Text("自", "from"), Text("至", "to"), Text("区间", "band"), Text("含义", "meaning")),
    *(Text("来源", "source"), Text("定义", "definition"), Text("规则手册", "rulebook")),
)
CASES = (
    *(
        Text("编号", "id"),
        Text("案号", "case_no"),
        Text("案件类型", "kind"),
        Text("案由", "cause"),
        Text("通道", "lane"),
    ),
    *(Text("团队", "team"), Text("立案日期", "filed_on"), Text("结案日期", "closed_on"), Text("结案方式", "closed_as")),
    *(Text("分子", "numerator"), Text("分母", "denominator")),
)
SHEETS = {"numbers": Text("指标", "indicators"), "cases": Text("案件", "cases")}
FORMS = ("csv", "xlsx")


def export_indicators(context: Context, question: Question, form: str, language: str = "zh") -> bytes:
    """Give every number in the rulebook's order, as "csv" or "xlsx"; raises like `read_indicators`."""
    statement = read_indicators(context, question)
    rows = [*_header(NUMBERS, language), *(_number(statement, reading, language) for reading in statement.readings)]
    return _written({spoken(SHEETS["numbers"], language): rows}, form)


def export_cases(context: Context, name: str, question: Question, form: str, language: str = "zh") -> bytes:
    """Give all cases behind a number by id, as "csv" or "xlsx" (there with the number itself); raises like `read_behind`."""
    found = behind(see(context, question), name)
    rows = [*_header(CASES, language), *(_case(member) for member in found.members)]
    about = [*_header(NUMBERS, language), _number(found.statement, found.reading, language)]
    sheets = {spoken(SHEETS["cases"], language): rows, spoken(SHEETS["numbers"], language): about}
    return _written(sheets, form)


def _written(sheets: Mapping[str, Rows], form: str) -> bytes:
    if form == "xlsx":
        return as_workbook(sheets)
    rows = next(iter(sheets.values()))
    return as_csv(["" if cell is None else str(cell) for cell in row] for row in rows).encode()


def _header(names: Sequence[Text], language: str) -> Rows:
    return [[spoken(name, language) for name in names]]


def _number(statement: Statement, reading: Reading, language: str) -> Sequence[Cell]:
    indicator, found, rulebook = reading.indicator, reading.measure, statement.rulebook
    value = None if found.value is None else in_unit(found.value, indicator.unit)
    return [
        *(indicator.id, spoken(indicator.name, language), value, spoken(UNIT_NAMES[indicator.unit], language)),
        *(found.numerator, found.denominator, reading.days.first.isoformat(), reading.days.last.isoformat()),
        spoken(band_shown(indicator, reading.band.least, reading.band.most), language),
        *(
            spoken(indicator.note, language),
            indicator.source,
            indicator.digest,
            f"{rulebook.version} {rulebook.digest}",
        ),
    ]


def _case(member: Member) -> Sequence[Cell]:
    case = member.case
    return [
        *(case.id, case.case_no, case.kind, case.cause, case.lane, case.team, case.filed_on.isoformat()),
        *(case.closed_on.isoformat() if case.closed_on else None, case.way or None),
        *(member.numerator, member.denominator),
    ]
