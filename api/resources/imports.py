"""Imports (导入): a day's filings as a file, whole or not at all."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import FileStorage

from allocator.domain.errors import BadInput
from allocator.domain.words import Count, Text
from allocator.services.intake.filings import ImportReport, import_file
from allocator.services.views import import_view
from api.noun import Noun
from api.schemas.filings import ImportFile, ImportQuery
from api.schemas.filings import ImportReport as Report
from api.surroundings import acting, asking
from api.tidy import file_name

RESTRICTS = "cases:restrict"
imports = Noun("imports", "导入 Filings from a CSV or Excel file, with a report for each row.")


@imports.post("")
@imports.needs("imports:write")
@imports.arguments(ImportQuery, location="query")
@imports.arguments(ImportFile, location="files")
@imports.once
@imports.alt_response(200, schema=Report, description="A dry run, or nothing new", success=True)
@imports.response(201, Report)
def create(query: Mapping[str, Any], upload: Mapping[str, FileStorage]) -> Any:
    """Import a file of filings.

    A file with a faulty row is refused whole (422): `errors` names each place, `facts.report` is the report. A column that
    restricts cases (限制知悉) is for whoever has `cases:restrict`: nobody else finds such a case from the first moment.
    """
    file = upload["file"]
    report = import_file(
        acting(),
        file_name(file.filename),
        file.stream.read(),
        dry_run=query["dry_run"],
        may_restrict=asking().may(RESTRICTS),
    )
    if not report.dry_run and report.errors:
        raise refused(report)
    return import_view(report), 201 if report.new else 200


def refused(report: ImportReport) -> BadInput:
    """Make the error of a file with faulty rows, with the whole report."""
    return BadInput(
        Text(
            f"“{report.sheet.name}”有 {report.errors} 处错误，未导入。",
            f'"{report.sheet.name}" has {Count(report.errors):error|errors}; nothing was imported.',
        ),
        Text("请按行更正后重新导入。", "Correct each at its row and import the file again."),
        code="import-faulty",
        facts={"report": import_view(report)},
        faults=[fault for fault in report.faults if fault["severity"] == "error"],
    )
