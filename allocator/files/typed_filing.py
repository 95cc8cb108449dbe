"""A filing as somebody types it into a form (窗口录入): read like the one row of a sheet that has every column, amounts in yuan."""

from collections.abc import Mapping

from allocator.files.filing_cells import Cells, Sheet
from allocator.files.filing_context import FilingContext
from allocator.files.filing_rows import read_row
from allocator.files.filings import RowReport, report_on
from allocator.files.headers import YUAN, Column
from allocator.files.tables import Row
from allocator.files.text_tables import tidy

RESTRICTED = "restricted"
"""A case is restricted on its own page, by who may; the form for filings has no such field."""


def read_typed(texts: Mapping[str, str], context: FilingContext) -> RowReport:
    """Read a filing by the ids of its fields; a field left out is blank. Never raises for what was typed: see `faults`."""
    fields = tuple(field for field in context.fields if field.id != RESTRICTED)
    columns = {
        field.id: Column(at, "", field.id, "typed", YUAN if field.money else None) for at, field in enumerate(fields)
    }
    facts = tuple((columns[name], kind) for name, kind in context.traits.items())
    row = Row(1, tuple(tidy(texts.get(field.id, "")) for field in fields))
    cells = Cells(row, Sheet("", columns, facts, context.called))
    filing = read_row(cells, context)
    return report_on(row, cells, filing, tuple(cells.faults))
