"""A table without a row of column names (缺表头): what is said of it, and which names it should have."""

from collections.abc import Sequence
from dataclasses import replace

from allocator.domain.words import Text, listed
from allocator.files.faults import Fault, Place, UnreadableFile
from allocator.files.text_tables import Record

HEADER_UNKNOWN = "header-unknown"
SHOWN = 60  # characters of a row


def no_header(place: Place, first: Record, within: int) -> UnreadableFile:
    """Make the error for a table in whose first rows no column name was found; it names those of a sheet of filings."""
    seen = listed(filter(None, first[1]))
    return UnreadableFile(
        Place(place.file, first[0]).fault(
            HEADER_UNKNOWN,
            Text(
                f"前 {within} 行中认不出表头；首行为“{seen.zh[:SHOWN]}”。",
                f'No header in the first {within} rows; the first is "{seen.en[:SHOWN]}".',
            ),
            Text(
                "请保留一行列名，如：案号、案由、执行标的额、被执行人、立案日期；若为乱码请另存为 UTF-8。",
                "Keep one row of column names, such as case_no, cause, claim, debtors, filed_on; if it is garbled, save as UTF-8.",
            ),
        )
    )


def with_columns(fault: Fault, zh: Sequence[str], en: Sequence[str]) -> Fault:
    """Name the columns of the table meant where no header was found; instead of those of filings."""
    if fault.code != HEADER_UNKNOWN:
        return fault
    return replace(
        fault,
        remedy_zh=f"请保留一行列名，如：{'、'.join(zh)}；若为乱码请另存为 UTF-8。",
        remedy_en=f"Keep one row of column names, such as {', '.join(en)}; if it is garbled, save as UTF-8.",
    )
