"""A stock as files (在办案件表): the open cases of a sheet as the docket would hold them, and those of a database as a sheet."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, time

from allocator.decisions.triage.relearning import standing_of
from allocator.decisions.triage.triage import classify
from allocator.domain.cases import CaseState
from allocator.domain.docket import Case, Holding, Standing
from allocator.domain.facts import CaseInput
from allocator.domain.workload import Capacity, charges
from allocator.files.stock import Stock, input_of, read_stock
from allocator.files.stock_columns import StockContext, Told
from allocator.files.stock_writing import filing_sheet, stock_sheet
from allocator.simulation.opening import Opening

Named = tuple[str, bytes]
"""A sheet by name and content."""

FILINGS = ("filings.csv", "filings.xlsx")
STOCKS = ("stock.csv", "stock.xlsx")
NOON = time(12)
DESIGNATED = "designated"


def stock_of(named: Named, context: StockContext) -> Stock:
    """Read the open cases of a sheet; raises BadInput with every fault by row and field."""
    return read_stock(*named, context, lambda told, number: case_of(told, number, context))


def stock_sheets(opening: Opening, hidden: Collection[str], context: StockContext) -> dict[str, bytes]:
    """Write the open cases and the past filings an office begins with, by the names of their files; raises BadInput.

    `hidden` are the numbers of those not everybody may know of.
    """
    name, stock = STOCKS[0], Stock(opening.stock, opening.moved, opening.reached, opening.stopped)
    written = stock_sheet(name, stock, hidden, context, lambda told, number: case_of(told, number, context))
    return {FILINGS[0]: filing_sheet(FILINGS[0], opening.bank, hidden, context), name: written}


def case_of(told: Told, number: int, context: StockContext) -> Case:
    """Make the case a row tells of: triaged by the rules, in the lane that is named, held by whoever has it (指定)."""
    given = input_of(told)
    standing = _standing(given, told.lane, context)
    noon = datetime.combine(told.filing.filed_on, NOON, UTC)
    case = Case(number, 1, given, CaseState.WAITING, standing, noon)
    return case if told.holder is None else case.given(_holding(told, standing, context))


def _standing(given: CaseInput, lane: str | None, context: StockContext) -> Standing:
    found = classify(given, context.office, context.rulebook)
    standing = standing_of(found)
    if lane is None or lane == standing.lane:
        return standing
    row = context.rulebook.lanes[lane]
    minutes = dict(found.gross.in_lane(row.effort, [row.effort]).minutes)
    return replace(standing, track=row.track, lane=lane, minutes=minutes)


def _holding(told: Told, standing: Standing, context: StockContext) -> Holding:
    code = told.holder or ""
    lead, capacity = context.office.officer_by_code[code], Capacity(context.office, context.rulebook, context.today)
    carried = (
        charges(standing.minutes, standing.track, lead, told.mentor, capacity)
        if lead.role in context.rulebook.roles
        else {code: sum(standing.minutes.values())}
    )
    return Holding(code, told.mentor, DESIGNATED, told.since or told.filing.filed_on, carried)
