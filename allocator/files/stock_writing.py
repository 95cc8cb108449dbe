"""Open cases and past filings written as sheets (导出在办案件): what is read from them again are the very same cases."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from allocator.domain.cells import as_csv
from allocator.domain.docket import Case
from allocator.domain.errors import BadInput
from allocator.domain.facts import CaseInput
from allocator.domain.rulebook.conditions import FactValue
from allocator.domain.words import Count, Text
from allocator.files.faults import Fault
from allocator.files.filing_cells import Cells
from allocator.files.filing_writing import FilingWriter
from allocator.files.filings import NO_ROWS, FilingSheet, read_filings
from allocator.files.stock import Make, Stock, input_of, kept, rows_of
from allocator.files.stock_columns import StockContext, Told

T = TypeVar("T", bound=Case | CaseInput)
Remake = Callable[[Told, int], T]
RESTRICTED, DIVIDERS = "restricted", frozenset(";；")


def stock_sheet(name: str, stock: Stock, hidden: Collection[str], context: StockContext, make: Make) -> bytes:
    """Write open cases with who has each since when; raises BadInput where a reader of this office would not take one.

    `hidden` are the numbers of cases not everybody may know of, which are marked.
    """
    states = [_state(case, stock, context) for case in stock.cases]
    rows = _rows([case.input for case in stock.cases], states, hidden, context)
    return _sheet(name, rows, stock.cases, make, context)


def filing_sheet(name: str, inputs: Sequence[CaseInput], hidden: Collection[str], context: StockContext) -> bytes:
    """Write past filings with what was learned of each; raises like `stock_sheet`."""
    past = context.past
    return _sheet(name, _rows(inputs, [()] * len(inputs), hidden, past), inputs, lambda told, _: input_of(told), past)


def _rows(
    inputs: Sequence[CaseInput], states: Sequence[Sequence[str]], hidden: Collection[str], context: StockContext
) -> list[list[str]]:
    """Write header and rows, but for what the columns leave out."""
    writer = FilingWriter(context.office, context.rulebook)
    head = [*writer.header(), context.called[RESTRICTED].zh, *(field.zh for field in context.beside)]
    marks = ("是" if given.filing.case_no in hidden else "" for given in inputs)
    parts = zip(inputs, marks, states, strict=True)
    return [head, *([*writer.row(given.filing), mark, *state, *_known(given)] for given, mark, state in parts)]


def _sheet(name: str, rows: Sequence[list[str]], true: Sequence[T], remake: Remake[T], context: StockContext) -> bytes:
    """Read what was written to see what the columns leave out, and write that beside them."""
    head, *written = rows
    found = _read(name, [head, *([*row, ""] for row in written)], context)
    rests = [
        kept(told, remake(told, number), case)
        for number, ((told, _), case) in enumerate(zip(found, true, strict=True), start=1)
    ]
    return as_csv([head, *([*row, rest] for row, rest in zip(written, rests, strict=True))]).encode()


def _read(name: str, rows: Sequence[Sequence[str]], context: StockContext) -> list[tuple[Told, Cells]]:
    sheet = read_filings(name, as_csv(rows).encode(), context)
    found = list(rows_of(sheet, context))
    errors = [fault for fault in sheet.errors if fault.code != NO_ROWS]
    faults = [*errors, *(fault for _, cells in found for fault in cells.faults)]
    if faults:
        raise _not_written(sheet, faults)
    return found


def _not_written(sheet: FilingSheet, faults: Sequence[Fault]) -> BadInput:
    """Say which cases nobody could read again, by their numbers: the rows are of a file that is not there."""
    numbers = {report.row: report.case_no or "" for report in sheet.rows}
    told = []
    for fault in faults:
        case_no, said = numbers.get(fault.row or 0, ""), fault.as_dict()
        text = Text(f"{case_no} {fault.zh}".lstrip(), f"{case_no} {fault.en}".lstrip())
        told.append({**said, "row": None, "case_no": case_no, "text": text.as_dict()})
    return BadInput(
        Text(
            f"“{sheet.name}”将有 {len(faults)} 处本机构读不回来，未导出。",
            f'"{sheet.name}" would have {Count(len(faults)):place|places} that no reader of this office takes; nothing was exported.',
        ),
        Text("请先更正这些案件的登记。", "Correct these cases on the docket first."),
        code="stock-unwritable",
        facts={"file": sheet.name},
        faults=told,
    )


def _known(given: CaseInput) -> list[str]:
    """Write whether an earlier case is tied to it, and what was learned as far as one cell can say it."""
    learned = (f"{name}={_answer(value)}" for name, value in (given.learned or {}).items())
    return ["是" if given.in_series else "否", "；".join(item for item in learned if DIVIDERS.isdisjoint(item))]


def _answer(value: FactValue) -> str:
    if value is None:
        return "未知"
    return str(value) if not isinstance(value, bool) else "是" if value else "否"


def _state(case: Case, stock: Stock, context: StockContext) -> list[str]:
    """Write holder, mentor, since when, the last change of hands, the lane, and what the stock says of stage and clock."""
    held, number = case.holding, case.case_no
    people = [_person(code, context) for code in ((held.officer, held.mentor) if held else (None, None))]
    days = [day.isoformat() if day else "" for day in (held.since if held else None, stock.moved.get(number))]
    lane = case.standing.lane if case.standing.lane in context.rulebook.lanes else ""
    stopped = stock.stopped.get(number)
    return [*people, *days, lane, stock.reached.get(number, ""), str(stopped or "")]


def _person(code: str | None, context: StockContext) -> str:
    """Name somebody, by code where the name tells no one person."""
    officer = context.office.officer_by_code.get(code or "")
    return officer.name if officer and context.officer_code(officer.name) == code else code or ""
