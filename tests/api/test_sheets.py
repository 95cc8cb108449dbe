"""What people take along: day sheets to print, and the table of a week's bookings."""

import csv
import io
import re
from base64 import b64encode
from hashlib import sha256

import pytest

from tests.api.fieldwork import WEEK, an_errand, publish

PATH = f"/field-weeks/{WEEK}"


@pytest.fixture
def trip(clerk, supervisor, context):
    """A published trip."""
    clerk.post("/errands", an_errand(1))
    return publish(supervisor, context)


def test_a_sheet_is_printed_for_a_person_and_for_a_vehicle(clerk, trip):
    """One page with hours, place and case, in the language asked for; the same bytes again, or 304."""
    driver, zh = trip["driver"], {"Accept-Language": "zh"}
    for code in (driver, trip["vehicle"]):
        page = clerk.get(f"{PATH}/sheets?of={code}", headers=zh)
        assert (page.status_code, page.mimetype, page.headers["Content-Language"]) == (200, "text/html", "zh")
        assert page.text.count("<section>") == 1
        assert "银号镇送达" in page.text
        assert "（2022）内0222执1号" in page.text

    english = clerk.get(f"{PATH}/sheets?of={driver}")
    again = clerk.get(f"{PATH}/sheets?of={driver}", headers={"If-None-Match": english.headers["ETag"]})
    assert "aboard" in english.text
    assert (again.status_code, again.text) == (304, "")
    assert clerk.get(f"{PATH}/sheets").text.count("<section>") == 1 + len(trip["people"])


def test_a_sheet_may_load_nothing_and_only_its_own_style(clerk, trip):
    """The policy names the style by its hash; whatever an errand is called stays text."""
    clerk.post("/errands", an_errand(2, place={"town": "怀朔镇", "village": "<script>alert(1)</script>"}))
    page = clerk.get(f"{PATH}/sheets?of={trip['vehicle']}")

    (style,) = re.findall("<style>(.*)</style>", page.text)
    named = b64encode(sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{named}'" in page.headers["Content-Security-Policy"]
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "<script" not in page.text
    assert "http" not in page.text


def test_a_day_without_a_trip_says_so_and_what_is_wrong_is_refused(clerk, trip):
    """An empty sheet for a person and a day; nobody, or a day of another week, is none."""
    free = f"2022-09-{12 + (trip['leaves'] // 1440 + 1) % 5}"
    assert "No field work that day" in clerk.get(f"{PATH}/sheets?of=G01&day={free}").text
    assert "No trip is published" in clerk.get("/field-weeks/2022-W38/sheets").text
    assert clerk.get(f"{PATH}/sheets?of=G99").json["type"] == "/problems/resource-unknown"
    assert clerk.get(f"{PATH}/sheets?day=2022-09-20").json["type"] == "/problems/day-outside"
    assert clerk.get(f"{PATH}/sheets?day=soon").status_code == 422


def test_the_bookings_of_a_week_are_a_table(clerk, trip):
    """Headers in the language asked for, a row for each stop, held again with 304; an empty week has its header only."""
    found = clerk.get(f"{PATH}/bookings")
    rows = list(csv.DictReader(io.StringIO(found.text.removeprefix("\ufeff"))))

    assert found.headers["Content-Disposition"] == 'attachment; filename="2022-W37.csv"'
    assert [(row["trip"], row["errand"], row["vehicle"]) for row in rows] == [(trip["code"], "W1", trip["vehicle"])]
    assert clerk.get(f"{PATH}/bookings", headers={"If-None-Match": found.headers["ETag"]}).status_code == 304
    assert clerk.get(f"{PATH}/bookings", headers={"Accept-Language": "zh"}).text.startswith("\ufeff车次,")
    assert clerk.get("/field-weeks/2022-W38/bookings").text.count("\r\n") == 1
    assert clerk.get("/field-weeks/soon/bookings").status_code == 422
