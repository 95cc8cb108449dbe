"""One's own work: what a member of staff carries and why, and nothing of anybody else."""

import re

import pytest

from allocator.domain.hidden import BLACKED_OUT
from allocator.services.cases.restricting import restrict_case
from allocator.services.clocks.deadlines import due_list
from tests.api.conftest import a_filing
from tests.api.fieldwork import an_errand, publish
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


@pytest.fixture
def trip(clerk, supervisor, context):
    """A published trip of the week ahead, to Yinhao."""
    clerk.post("/errands", an_errand())
    return publish(supervisor, context)


@pytest.fixture
def rider(app, context, trip, language):
    """One of those aboard, signed in."""
    a_user(context, "zhao", "staff", trip["people"][0])
    browser = Browser(app, language)
    browser.sign_in("zhao")
    return browser


def test_staff_see_where_they_go(rider, trip, supervisor):
    """Place, kind and case of each errand; once the trip is withdrawn, that there is none."""
    rider.get("/own")
    [stop] = re.findall(r"<div>(\d\d:\d\d 银号镇[^<]*)</div>", rider.page)
    assert stop.endswith("（2022）内0222执1号")

    supervisor.post(f"/trips/{trip['id']}/withdrawal", version=trip["version"])

    rider.get("/own")
    assert "银号镇" not in rider.page
    assert {"zh": "近期没有您的外勤", "en": "No trip of yours lies ahead"}[rider.language] in rider.page


def test_who_rides_along_is_told_the_town_and_no_more(rider, trip, clerk, context):
    """A case that is restricted stays dark to whoever has no part in it but the way there."""
    number = an_errand()["case_no"]
    clerk.post("/filings", a_filing(case_no=number))
    restrict_case(context, number, "涉及本院工作人员")

    rider.get("/own")

    assert re.findall(r"<div>\d\d:\d\d ([^<]*)</div>", rider.page) == [f"银号镇 {BLACKED_OUT}"]
    assert number not in rider.page


def test_staff_make_their_own_calendar_address(rider, caller, trip):
    """Shown once; made anew the old one is good no more; taken away there is none, and nobody else's was ever asked for."""
    rider.get("/own")
    first = _address(rider.post("/own/calendar", {"key": "a"}))
    assert "银号镇" in caller(None).get(first).get_data(as_text=True)

    second = _address(rider.post("/own/calendar", {"key": "b"}))
    assert [caller(None).get(one).status_code for one in (first, second)] == [404, 200]
    assert "<code>" not in rider.get("/own").get_data(as_text=True)

    [key, *_] = re.findall(r'name="key" value="(\w+)"', rider.page)
    assert [rider.post("/own/calendar/revocation", {"key": key}).status_code for _ in range(2)] == [303, 303]
    assert caller(None).get(second).status_code == 404


def test_staff_see_what_is_due(staff, given, context):
    """The clocks of their own cases that end within a week, the first last day leading; none of anybody else's."""
    context.clock.forward(days=27)
    staff.sign_in("wang")
    staff.get("/own")
    due = due_list(context, days=7, owner=given[0]["officer"])

    assert due.items
    shown = re.findall(r'<td class="nowrap">(\d{4}-\d\d-\d\d)', staff.page.split('id="trips"')[0])
    assert shown == [f"{one.clock.due}" for one in due.items]


def test_who_is_no_officer_has_no_calendar(app, context):
    """Nothing is made, and the answer says where an officer is named."""
    a_user(context, "li", "clerk")
    browser = Browser(app)
    browser.sign_in("li")
    browser.get("/own")

    assert browser.post("/own/calendar", {"key": "a"}).status_code == 404
    assert "none of the officers" in browser.page


def _address(answer):
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    [found] = re.findall(r"<code>\S+/api/v1(/calendars/\S+\.ics)</code>", answer.get_data(as_text=True))
    return found
