"""A trip on its page: another hour, car or person seen before it is done; on its day it starts and comes back."""

import pytest

from tests.api.fieldwork import WEEK, an_errand, publish
from tests.api.pages.fieldwork.test_placing import form_to, served


@pytest.fixture
def trip(clerk, supervisor, context):
    """A published trip."""
    clerk.post("/errands", an_errand())
    return publish(supervisor, context)


@pytest.fixture
def path(trip):
    """The address of its page."""
    return f"/field-week/trips/{trip['id']}"


def test_a_trip_a_day_later_is_seen_first_and_done_once(at_board, trip, path, clerk):
    """The form of the page asks, one press confirms; pressed twice it happens once."""
    days = (f"2022-09-{number}" for number in range(13, 17) if f"2022-09-{number}" != trip["day"])
    asked = ((later, at_board.get(f"{path}?day={later}&time=09:00&vehicle={trip['vehicle']}")) for later in days)
    later, seen = next((day, page) for day, page in asked if not page.tree.all("p", class_="alarm"))
    assert clerk.get(f"/trips/{trip['id']}").json == trip

    sent = form_to(seen, path)
    answers = [at_board.post(sent["action"], sent.fields()).answer for _ in range(2)]

    assert {(one.status_code, one.location) for one in answers} == {(303, path)}
    assert clerk.get(f"/trips/{trip['id']}").json["day"] == later


def test_a_confirmation_of_an_old_page_is_refused_and_asked_anew(at_board, trip, path, clerk):
    """Another errand was asked for meanwhile: 412, and the same wish stands below the refusal with a fresh answer."""
    sent = form_to(at_board.get(f"{path}?day=2022-09-16&time=09:00"), path)
    clerk.post("/errands", an_errand(2))
    told = at_board.post(sent["action"], sent.fields())
    again = form_to(told, path)

    assert told.status == 412
    assert at_board.post(again["action"], again.fields()).status == 303


def test_an_unlawful_wish_names_what_is_wrong(at_board, path):
    """Before dawn: the violation, and the nearest lawful plan."""
    seen = at_board.get(f"{path}?day=2022-09-16&time=02:00")

    assert seen.tree.one("section", class_="impact").one("ul", class_="why").all("li")


def test_a_trip_wished_as_it_is_leaves_nothing_to_confirm(at_board, language, trip, path):
    """No press is offered for what changes nothing."""
    seen = at_board.get(f"{path}?vehicle={trip['vehicle']}").tree.one("section", class_="impact")

    assert {"zh": "无须确认", "en": "Nothing to confirm"}[language] in seen.text
    assert seen.all("form") == []


def test_a_trip_starts_and_comes_back_with_what_it_left_undone(visitor, language, trip, path, clerk, clock):
    """By the clerk, each once; a page from before is refused."""
    clock.forward(days=11)
    browser = visitor("clerk", language)
    old = form_to(browser.get(path), f"{path}/start").fields()
    started = browser.post(f"{path}/start", old).answer
    again = browser.post(f"{path}/start", {**old, "key": "another"})
    home = form_to(browser.get(path), f"{path}/return").fields()
    back = browser.post(f"{path}/return", {**home, "undone": ["W1"]}).answer

    assert (started.status_code, started.location) == (303, path)
    assert (again.status, back.status_code) == (412, 303)
    assert clerk.get(f"/trips/{trip['id']}").json["undone"] == ["W1"]
    assert clerk.get("/errands/1").json["state"] == "open"
    assert browser.get(path).tree.all("p", class_="good")


def test_a_trip_is_withdrawn_by_a_supervisor(at_board, path, clerk):
    """Its errand waits again, and the week says so."""
    gone = at_board.post(f"{path}/withdrawal", form_to(at_board.get(path), f"{path}/withdrawal").fields()).answer

    assert gone.status_code == 303
    assert at_board.get(gone.location).tree.all("p", class_="good")
    assert served(clerk) == {}


def test_a_clerk_changes_no_trip(visitor, path):
    """No form for it, and no preview of a wish."""
    seen = visitor("clerk").get(f"{path}?day=2022-09-16&time=09:00")

    assert seen.status == 200
    assert not seen.tree.all("section", class_="impact")
    assert visitor("clerk").get("/field-week/trips/99").status == 404


def test_over_http_a_wish_is_answered_before_it_is_done(supervisor, clerk, trip):
    """The same answers as on the page, for programs: a trip otherwise, and an errand placed by hand."""
    clerk.post("/errands", an_errand(2))
    place, change = "/errands/2/place", f"/trips/{trip['id']}/change"
    wish = {"week": WEEK, "trip": trip["code"]}

    shown = supervisor.post(place, wish).json
    assert (shown["placed"], shown["against"], shown["applied"]) == (True, [], None)
    assert shown["effect"]
    done = supervisor.post(place, wish | {"confirm": shown["confirm"]}).json
    assert [one["code"] for one in done["applied"]["moved"]] == [trip["code"]]
    assert supervisor.post(place, wish | {"confirm": shown["confirm"]}).json["type"] == "/problems/errand-served"
    asked = supervisor.post(change, {"vehicle": "V3"}).json
    assert supervisor.post(change, {"confirm": asked["confirm"]}).json["applied"]["moved"][0]["vehicle"] == "V3"
    assert supervisor.post(change, {"confirm": asked["confirm"]}).status_code == 412
    assert clerk.post(place, wish).status_code == 403
    assert supervisor.post(change, {"vehicle": "V9"}).status_code == 422
