"""One's own work: what a member of staff carries and why, and nothing of anybody else."""

import re

import pytest

from tests.api.conftest import a_filing
from tests.api.signed import Browser, a_user


@pytest.fixture
def given(supervisor, clerk):
    """Two cases just drawn, with whom each went to."""
    found = []
    for _ in range(2):
        filed = clerk.post("/filings", a_filing()).json
        found.append(supervisor.put(f"/cases/{filed['id']}/assignment", {}, version=filed["version"]).json)
    return found


@pytest.fixture
def staff(app, context, given, language):
    """The one who got the first case, signed in."""
    a_user(context, "wang", "staff", given[0]["officer"])
    browser = Browser(app, language)
    browser.sign_in("wang")
    return browser


def test_staff_see_their_load_and_their_cases(staff, given):
    """The load in hours, every open case with the way to why; nobody else's case."""
    assert staff.get("/own").status_code == 200

    mine = [case["case_no"] for case in given if case["officer"] == given[0]["officer"]]
    assert re.findall(r'<a href="/own/\d+">([^<]+)</a>', staff.page) == mine


def test_staff_read_why_a_case_is_theirs(staff, given, language):
    """How it came, and the rules behind its class."""
    assert staff.get(f"/own/{given[0]['id']}").status_code == 200

    assert {"zh": "抽签分得", "en": "drawn"}[language] in staff.page
    assert staff.page.count("<li>") >= 1


def test_a_case_of_somebody_else_is_as_if_there_were_none(staff, clerk):
    """Whether there is such a case is not told; nor the list of cases, by the API or a page."""
    filed = clerk.post("/filings", a_filing()).json  # waits, and is nobody's

    theirs, none = staff.get(f"/own/{filed['id']}"), staff.get("/own/999")
    assert (theirs.status_code, none.status_code) == (404, 404)
    assert filed["case_no"] not in theirs.get_data(as_text=True)
    assert staff.get("/api/v1/cases").status_code == 403
    assert staff.get("/inbox").status_code == 403


def test_who_is_no_officer_is_told_where_that_is_set(app, context, language):
    """A clerk without a desk of their own has no cases, and no error."""
    a_user(context, "li", "clerk")
    browser = Browser(app, language)
    browser.sign_in("li")

    assert browser.get("/own").status_code == 200
    assert {"zh": "未对应人员", "en": "none of the officers"}[language] in browser.page
    assert browser.get("/own/1").status_code == 404
