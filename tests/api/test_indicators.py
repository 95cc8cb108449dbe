"""Indicators over HTTP: numbers, the cases behind them, files to take along, the month's report."""

import csv
import io

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from api.reports import POLICY

DAYS = "from=2022-09-01&to=2022-09-05"


def test_every_number_names_definition_and_rules_and_opens_its_cases(clerk, filed):
    """What is counted is what is listed, page by page."""
    document = clerk.get(f"/indicators?{DAYS}").json
    accepted = next(item for item in document["items"] if item["id"] == "accepted")
    listed = clerk.get(f"/indicators/accepted/cases?{DAYS}&limit=1").json

    assert (accepted["numerator"], len(accepted["definition"]), len(document["rulebook"]["digest"])) == (1, 64, 64)
    assert ([item["id"] for item in listed["items"]], listed["count"], listed["next"]) == ([filed["id"]], 1, None)


@pytest.mark.parametrize(
    "path, status, code",
    [
        ("/indicators?from=2022-09-01", 422, "body"),
        ("/indicators?from=2022-09-05&to=2022-09-01", 422, "days-reversed"),
        ("/indicators?from=2022-09-01&to=2022-09-06", 422, "days-to-come"),
        (f"/indicators?{DAYS}&team=night", 404, "team-unknown"),
        (f"/indicators/closing_rat/cases?{DAYS}", 404, "indicator-unknown"),
    ],
)
def test_what_cannot_be_answered_is_refused(clerk, path, status, code):
    """A missing day, days in the wrong order or yet to come, names that are not there."""
    refused = clerk.get(path)

    assert refused.status_code == status
    assert code == "body" or refused.json["type"].endswith(code)


def test_numbers_and_cases_go_along_as_files(clerk, filed):
    """CSV and workbook say the same, in the language asked for, the same bytes again or 304."""
    zh = {"Accept-Language": "zh"}
    written = clerk.get(f"/indicators/table.csv?{DAYS}", headers=zh)
    book = clerk.get(f"/indicators/accepted/cases.xlsx?{DAYS}", headers=zh)
    again = clerk.get(f"/indicators/accepted/cases.xlsx?{DAYS}", headers={**zh, "If-None-Match": book.headers["ETag"]})

    rows = list(csv.reader(io.StringIO(written.get_data(as_text=True).removeprefix("\ufeff"))))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.get_data())).get_sheet_by_name("案件").to_python()
    assert (rows[0][:3], rows[1][:3]) == (["编号", "指标", "值"], ["accepted", "受理", "1"])
    assert [row[1] for row in sheet] == ["案号", filed["case_no"]]
    assert again.status_code == 304


def test_the_report_of_a_month_is_a_page_and_a_word_file(clerk, filed):
    """Both say the same; the page loads nothing and only its own style, and leads back."""
    page = clerk.get("/indicators/report?month=2022-09-01", headers={"Accept-Language": "zh"})
    word = clerk.get("/indicators/report.docx?month=2022-09-01", headers={"Accept-Language": "zh"})

    text = Document(io.BytesIO(word.get_data())).tables[0]
    assert page.headers["Content-Security-Policy"] == POLICY
    assert "2022年9月质效月报" in page.text
    assert [cell.text for cell in text.rows[1].cells][:3] == ["受理", "1 件", "1 件"]
    assert '<th scope="row">受理</th><td>1 件</td><td>1 件</td>' in page.text
    assert '<nav><a href="/indicators">← 质效指标</a></nav>' in page.text
    assert page.text.count("<main>") == page.text.count("</main>") == 1


def test_signals_are_for_supervisors(clerk, supervisor, filed):
    """A clerk is turned away; a supervisor sees which cases."""
    assert clerk.get(f"/indicators/signals?{DAYS}").status_code == 403
    assert [item["flagged"] for item in supervisor.get(f"/indicators/signals?{DAYS}").json["items"]] == [False] * 6
