"""Open cases and past filings written as sheets (导出在办案件): what is read from them again are the very same cases."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from allocator.domain.cells import as_csv
from allocator.domain.docket import Case
from allocator.domain.facts import CaseInput
from allocator.domain.rulebook.conditions import FactValue
from allocator.files.filing_writing import FilingWriter
from allocator.files.filings import FilingSheet, read_filings
from allocator.files.stock import Make, input_of, kept, rows_of
from allocator.files.stock_columns import STOCK_FIELDS, StockContext, Told

T = TypeVar("T", bound=Case | CaseInput)
Remake = Callable[[Told, int], T]
HEADS = tuple(field.zh for field in STOCK_FIELDS)


def stock_sheet(
    name: str, cases: Sequence[Case], moved: Mapping[str, date], context: StockContext, make: Make
) -> bytes:
    """Write open cases with who has each since when; raises BadInput where a reader of this office would not take one."""
    states = [_state(case, moved.get(case.case_no), context) for case in cases]
    inputs = [case.input for case in cases]
    return _sheet(name, inputs, states, cases, make, context)


def filing_sheet(name: str, inputs: Sequence[CaseInput], context: StockContext) -> bytes:
    """Write past filings with what was learned of each; raises like `stock_sheet`."""
    states = [[""] * 6 for _ in inputs]
    return _sheet(name, inputs, states, inputs, lambda told, _: input_of(told), context)


def _sheet(
    name: str,
    inputs: Sequence[CaseInput],
    states: Sequence[Sequence[str]],
    true: Sequence[T],
    remake: Remake[T],
    context: StockContext,
) -> bytes:
    """Write the rows once to see what is read from them, and again with what that leaves out."""
    writer = FilingWriter(context.office, context.rulebook)
    head = [*writer.header(), *HEADS]
    rows = [[*writer.row(given.filing), *state, *_known(given)] for given, state in zip(inputs, states, strict=True)]
    found = rows_of(_read(name, [head, *([*row, ""] for row in rows)], context), context)
    rests = [
        kept(told, remake(told, number), case)
        for number, ((told, _), case) in enumerate(zip(found, true, strict=True), start=1)
    ]
    return as_csv([head, *([*row, rest] for row, rest in zip(rows, rests, strict=True))]).encode()


def _read(name: str, rows: Sequence[Sequence[str]], context: StockContext) -> FilingSheet:
    sheet = read_filings(name, as_csv(rows).encode(), context)
    sheet.check()
    return sheet


def _known(given: CaseInput) -> list[str]:
    learned = (f"{name}={_answer(value)}" for name, value in (given.learned or {}).items())
    return ["是" if given.in_series else "否", "；".join(learned)]


def _answer(value: FactValue) -> str:
    if value is None:
        return "未知"
    return str(value) if not isinstance(value, bool) else "是" if value else "否"


def _state(case: Case, moved: date | None, context: StockContext) -> list[str]:
    """Write holder, mentor, since when, the last change of hands and the lane; the stage is told by age and facts, as ever."""
    held = case.holding
    people = [_person(code, context) for code in ((held.officer, held.mentor) if held else (None, None))]
    days = [day.isoformat() if day else "" for day in (held.since if held else None, moved)]
    lane = case.standing.lane if case.standing.lane in context.rulebook.lanes else ""
    return [*people, *days, lane, ""]


def _person(code: str | None, context: StockContext) -> str:
    """Name somebody, by code where the name tells no one person."""
    officer = context.office.officer_by_code.get(code or "")
    return officer.name if officer and context.officer_code(officer.name) == code else code or ""
