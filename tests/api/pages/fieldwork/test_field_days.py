"""The day goes wrong on the page: an urgent errand, a car or somebody out; the fewest moves seen, and made once."""

import pytest

from tests.api.fieldwork import WEEK, an_errand, publish
from tests.api.pages.fieldwork.test_placing import form_to, served

PATH = "/field-week/changes"


@pytest.fixture
def trip(clerk, supervisor, context):
    """A published trip."""
    clerk.post("/errands", an_errand())
    return publish(supervisor, context)


def test_an_urgent_errand_is_put_down_seen_and_put_in_once(at_board, trip, clerk):
    """From the form to its place in two presses; each pressed twice happens once."""
    form = form_to(at_board.get(f"{PATH}?week={WEEK}"), f"{PATH}/urgent")
    filled = {**form.fields(), "case_no": "（2022）内0222执9号", "kind": "service", "town": "银号镇"}
    ways = {at_board.post(form["action"], filled).answer.location for _ in range(2)}
    [way] = ways
    seen = at_board.get(way)
    sent = form_to(seen, way.split("?")[0])
    answers = [at_board.post(sent["action"], sent.fields()).answer.status_code for _ in range(2)]

    assert answers == [303, 303]
    assert sorted(code for codes in served(clerk).values() for code in codes) == ["W1", "W2"]
    assert clerk.get("/errands/2").json["urgent"]


def test_a_faulty_urgent_errand_keeps_what_was_typed(at_board, trip):
    """No case number: each fault is told, nothing typed is lost."""
    form = form_to(at_board.get(f"{PATH}?week={WEEK}"), f"{PATH}/urgent")
    told = at_board.post(form["action"], {**form.fields(), "kind": "service", "town": "银号镇", "village": "槐村"})

    assert told.status == 422
    assert told.tree.one("input", name="village")["value"] == "槐村"
    assert told.tree.one("div", role="alert").all("li")


def test_a_car_out_for_some_hours_is_seen_first_and_confirmed_once(at_board, trip, supervisor):
    """Whom to tell is named; the outage is kept with its hours; the trip has another car."""
    asked = f"{PATH}?holder={trip['vehicle']}&first={trip['day']}&begins=06:00"
    seen = at_board.get(asked)
    sent = form_to(seen, PATH) if form_to(seen, PATH)["method"] == "post" else None
    form = sent or next(
        node for node in seen.tree.all("form") if node["method"] == "post" and node["action"].startswith(f"{PATH}?")
    )
    answers = [at_board.post(form["action"], form.fields()).answer.status_code for _ in range(2)]

    assert seen.tree.one("section", class_="impact").all("tr")
    assert answers == [303, 303]
    assert supervisor.get(f"/trips?week={WEEK}").json["items"][0]["vehicle"] != trip["vehicle"]


def test_an_outage_that_was_overtaken_is_refused_and_shown_anew(at_board, trip, clerk):
    """412, with the answer as things are now."""
    asked = f"{PATH}?holder={trip['people'][0]}&first={trip['day']}"
    form = next(
        node
        for node in at_board.get(asked).tree.all("form")
        if node["method"] == "post" and "holder=" in node["action"]
    )
    clerk.post("/errands", an_errand(2))
    told = at_board.post(form["action"], form.fields())

    assert told.status == 412
    assert told.tree.one("section", class_="impact").all("form")


def test_impossible_hours_and_unknown_names_are_refused(at_board, trip):
    """With the field, or that there is nobody of that name."""
    assert at_board.get(f"{PATH}?holder=V1&first=2022-09-13&last=2022-09-20").status == 422
    assert at_board.get(f"{PATH}?holder=V1&first=2022-09-13&begins=10:00&ends=09:00").status == 422
    assert at_board.get(f"{PATH}?holder=V9&first=2022-09-13").status == 404


def test_a_clerk_has_no_say_in_it(visitor, language, trip):
    """403, and no way there from the week."""
    browser = visitor("clerk", language)

    assert browser.get(PATH).status == 403
    assert not [node for node in browser.get(f"/field-week?week={WEEK}").tree.all("a") if PATH in (node["href"] or "")]
