"""Indicators (质效指标): every number of some days, the cases behind one, exports, and the monthly report."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from allocator.services.indicators.exports import export_cases, export_indicators
from allocator.services.indicators.monthly_reports import monthly_report
from allocator.services.indicators.numbers import read_behind, read_indicators
from allocator.services.indicators.report_documents import report_values, report_word
from allocator.services.indicators.signals import read_signals, signals_view
from allocator.services.indicators.views import behind_view, statement_view
from api.language import asked_language
from api.noun import ETAG, Noun
from api.reports import BYTES, DOCX, report_page
from api.schemas.fields import cursor
from api.schemas.indicators import (
    IndicatorCases,
    IndicatorPageQuery,
    IndicatorQuery,
    Indicators,
    MonthQuery,
    Signals,
    question_of,
)
from api.sheets import in_language
from api.surroundings import acting
from api.tidy import after_id
from api.versions import bytes_unless_held

indicators = Noun(
    "indicators",
    "质效指标 Numbers of the office, a team, a lane or a cause by definitions of the rulebook; never of a person.",
)

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@indicators.get("")
@indicators.needs("indicators:read")
@indicators.arguments(IndicatorQuery, location="query")
@indicators.alt_response(422, "UNPROCESSABLE_ENTITY")
@indicators.response(200, Indicators)
def read(query: Mapping[str, Any]) -> Any:
    """Read every indicator: exact, with its parts, days and band, named by the digests of its definition and of the rules."""
    return statement_view(read_indicators(acting(), question_of(query)))


@indicators.get("/<indicator>/cases")
@indicators.needs("indicators:read")
@indicators.arguments(IndicatorPageQuery, location="query")
@indicators.alt_response(422, "UNPROCESSABLE_ENTITY")
@indicators.response(200, IndicatorCases)
def cases(query: Mapping[str, Any], indicator: str) -> Any:
    """List the cases behind a number, by id, each with what it gives to numerator and denominator."""
    found = behind_view(read_behind(acting(), indicator, question_of(query), after_id(query), query["limit"]))
    return {**found, "next": None if found["next"] is None else cursor(found["next"])}


@indicators.get("/signals")
@indicators.needs("signals:read")
@indicators.arguments(IndicatorQuery, location="query")
@indicators.alt_response(422, "UNPROCESSABLE_ENTITY")
@indicators.response(200, Signals)
def signals(query: Mapping[str, Any]) -> Any:
    """Look for signals that the numbers of these days may have been helped, each with its cases; flagged, never scored."""
    return signals_view(read_signals(acting(), question_of(query)))


@indicators.get("/table.csv")
@indicators.needs("indicators:read")
@indicators.arguments(IndicatorQuery, location="query")
@indicators.cached
@indicators.alt_response(422, "UNPROCESSABLE_ENTITY")
@indicators.response(200, {"type": "string"}, content_type=CSV, headers=ETAG)
def table_csv(query: Mapping[str, Any]) -> Response:
    """Give every indicator as CSV, headers by `Accept-Language`. No cell is taken for a formula."""
    return _file(export_indicators(acting(), question_of(query), "csv", asked_language()), CSV, "indicators.csv")


@indicators.get("/table.xlsx")
@indicators.needs("indicators:read")
@indicators.arguments(IndicatorQuery, location="query")
@indicators.cached
@indicators.alt_response(422, "UNPROCESSABLE_ENTITY")
@indicators.response(200, BYTES, content_type=XLSX, headers=ETAG)
def table_xlsx(query: Mapping[str, Any]) -> Response:
    """Give every indicator as a workbook, headers by `Accept-Language`; text is text, whatever it begins with."""
    return _file(export_indicators(acting(), question_of(query), "xlsx", asked_language()), XLSX, "indicators.xlsx")


@indicators.get("/<indicator>/cases.csv")
@indicators.needs("indicators:read")
@indicators.arguments(IndicatorQuery, location="query")
@indicators.cached
@indicators.alt_response(422, "UNPROCESSABLE_ENTITY")
@indicators.response(200, {"type": "string"}, content_type=CSV, headers=ETAG)
def cases_csv(query: Mapping[str, Any], indicator: str) -> Response:
    """Give all cases behind a number as CSV, in the order of the list. No cell is taken for a formula."""
    return _file(export_cases(acting(), indicator, question_of(query), "csv", asked_language()), CSV, "cases.csv")


@indicators.get("/<indicator>/cases.xlsx")
@indicators.needs("indicators:read")
@indicators.arguments(IndicatorQuery, location="query")
@indicators.cached
@indicators.alt_response(422, "UNPROCESSABLE_ENTITY")
@indicators.response(200, BYTES, content_type=XLSX, headers=ETAG)
def cases_xlsx(query: Mapping[str, Any], indicator: str) -> Response:
    """Give all cases behind a number as a workbook, with the number itself on a second sheet."""
    return _file(export_cases(acting(), indicator, question_of(query), "xlsx", asked_language()), XLSX, "cases.xlsx")


@indicators.get("/report")
@indicators.needs("indicators:read")
@indicators.arguments(MonthQuery, location="query")
@indicators.cached
@indicators.alt_response(422, "UNPROCESSABLE_ENTITY")
@indicators.response(200, {"type": "string"}, content_type="text/html", headers=ETAG)
def report(query: Mapping[str, Any]) -> Response:
    """Give the report on a month as a page to print, in the language asked for; the page asks nothing of anybody."""
    return report_page(report_values(monthly_report(acting(), query["month"], query["as_of"]), asked_language()))


@indicators.get("/report.docx")
@indicators.needs("indicators:read")
@indicators.arguments(MonthQuery, location="query")
@indicators.cached
@indicators.alt_response(422, "UNPROCESSABLE_ENTITY")
@indicators.response(200, BYTES, content_type=DOCX, headers=ETAG)
def report_docx(query: Mapping[str, Any]) -> Response:
    """Give the report on a month as a Word file, by the usual template."""
    told = monthly_report(acting(), query["month"], query["as_of"])
    return _file(report_word(told, asked_language()), DOCX, "report.docx")


def _file(data: bytes, kind: str, name: str) -> Response:
    answer = bytes_unless_held(data, kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return in_language(answer, asked_language())
