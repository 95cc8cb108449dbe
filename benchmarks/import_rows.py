"""Import of 10,000 filings from a file into SQLite, whole: reading, checks, triage, log, one commit.

    python benchmarks/import_rows.py [--rows 10000] [--json]

The rival reads the same file as most people would (openpyxl where it is installed, else csv) and adds and commits row
by row into one table, with no check, no triage and no log; measured on a part of the rows and extrapolated.
"""

import csv
import io
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from time import process_time

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allocator.files.filings import read_filings
from allocator.services.context import Context
from allocator.services.intake.filings import filing_context, import_file
from allocator.services.transaction import the_office, the_rulebook
from benchmarks._office import filings, fresh_office
from benchmarks._table import Row, parser, show, timed, verdict
from fixtures.sheets import Writer, as_csv, as_xlsx

TARGET = 10.0
RIVAL_ROWS = 500
ENCODING = "gb18030"


class Base(DeclarativeBase):
    """The rival's tables."""


class PlainCase(Base):
    """The rival's one table: the number and the row as it stands."""

    __tablename__ = "plain_cases"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_no: Mapped[str] = mapped_column(unique=True)
    cells: Mapped[list[str]] = mapped_column(sa.JSON)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the files, import each into a database of its own in a process of its own, measure the rival, print."""
    asked = parser(str(__doc__))
    asked.add_argument("--rows", type=int, default=10_000)
    options = asked.parse_args(arguments)
    rows: list[Row] = []
    notes: list[str] = []
    for name, write in (("cases.csv", partial(as_csv, encoding=ENCODING)), ("cases.xlsx", as_xlsx)):
        with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1, get_context("spawn")) as process:
            row, note = process.submit(_one, name, write, options.rows, Path(folder)).result()
        rows.append(row)
        notes.append(note)
    notes.append(f"rival: {'openpyxl' if find_spec('openpyxl') else 'csv (openpyxl is not installed)'}, extrapolated from "
                 f"{min(RIVAL_ROWS, options.rows)} rows; it checks, triages and logs nothing")  # fmt: skip
    show("Import of a file of filings", rows, as_json=options.json, notes=notes)


def _one(name: str, write: Callable[[list[list[str]]], bytes], count: int, folder: Path) -> tuple[Row, str]:
    context = fresh_office(folder)
    data = write(_sheet(context, count))
    reading = timed(lambda: _only_read(context, name, data))[1]
    start = process_time()
    report, seconds = timed(lambda: import_file(context, name, data))
    busy = process_time() - start
    if report.created != count:
        raise SystemExit(f"{name}: {report.created} of {count} rows taken; {report.faults[:1]}")
    again, unchanged = timed(lambda: import_file(context, name, data))
    context.database.close()
    rival = plain_import(name, data, folder / "rival.db", min(RIVAL_ROWS, count)) * count
    size = f"{count:,} rows, {len(data) / 1e6:.1f} MB"
    told = f"row by row {rival:,.1f} s"
    also = f"reading and checks alone {reading:.1f} s; the same file again {unchanged:.1f} s ({again.created} new)"
    note = f"{name}: {busy:.1f} s of processor time; {also}"
    form = f"CSV {ENCODING.upper()}" if name.endswith(".csv") else "XLSX"
    return Row(f"import {form}", size, f"{seconds:.1f} s", verdict(seconds, TARGET), told, rival / seconds), note


def _sheet(context: Context, count: int) -> list[list[str]]:
    drawn = filings(context, count)
    with context.database.reading() as uow:
        office = the_office(uow)
        writer = Writer(office, the_rulebook(uow, context.today(office)))
    return writer.rows(drawn)


def _only_read(context: Context, name: str, data: bytes) -> None:
    with context.database.reading() as uow:
        office = the_office(uow)
        rulebook = the_rulebook(uow, context.today(office))
    read_filings(name, data, filing_context(context, office, rulebook))


def plain_import(name: str, data: bytes, target: Path, most: int) -> float:
    """Do as most people would: read all, add and commit each row; gives the seconds for one row.

    The reading is shared out over all rows of the file, the adding over those that were added.
    """
    engine = sa.create_engine(f"sqlite:///{target}")
    Base.metadata.create_all(engine)
    rows, reading = timed(lambda: list(_xlsx_rows(data) if name.endswith(".xlsx") else _csv_rows(data)))
    with Session(engine) as session:
        _, adding = timed(lambda: _add(session, rows[1 : most + 1]))
    engine.dispose()
    return reading / max(1, len(rows) - 1) + adding / most


def _add(session: Session, rows: Sequence[list[str]]) -> None:
    for cells in rows:
        session.add(PlainCase(case_no=cells[0], cells=cells))
        session.commit()


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(data.decode(ENCODING)))


def _xlsx_rows(data: bytes) -> Iterator[list[str]]:
    """Read a workbook with openpyxl, or with the project's own reader where that is not installed."""
    if find_spec("openpyxl"):
        book = import_module("openpyxl").load_workbook(io.BytesIO(data))
        return ([str(cell or "") for cell in row] for row in book.active.iter_rows(values_only=True))
    calamine = import_module("python_calamine")
    return iter(
        [
            [str(cell) for cell in row]
            for row in calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        ]
    )


if __name__ == "__main__":
    main()
