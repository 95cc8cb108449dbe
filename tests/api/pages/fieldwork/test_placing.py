"""An errand from the tray gets its place: at an hour that was offered in one press, or by hand with what it does seen first."""

import re

import pytest

from tests.api.fieldwork import WEEK, an_errand, publish


@pytest.fixture
def waiting(clerk, supervisor, context):
    """One errand on a published trip, another that waits."""
    clerk.post("/errands", an_errand(1))
    trip = publish(supervisor, context)
    return trip, clerk.post("/errands", an_errand(2)).json


def form_to(seen, path):
    """The form of a page that leads to an address."""
    return next(node for node in seen.tree.all("form") if (node["action"] or "").split("?")[0] == path)


def served(clerk):
    """Errands by trip."""
    trips = clerk.get(f"/trips?week={WEEK}").json["items"]
    return {trip["code"]: [stop["errand"] for stop in trip["stops"]] for trip in trips}


def test_an_offered_hour_is_one_press_and_happens_once(at_board, waiting, clerk):
    """The cheapest first, with who goes and what it adds; pressed twice it is booked once."""
    path = f"/field-week/errands/{waiting[1]['id']}"
    seen = at_board.get(f"{path}?week={WEEK}")
    sent = form_to(seen, path).fields()
    answers = [at_board.post(path, sent).answer for _ in range(2)]

    assert seen.tree.one("table", class_="list").all("tr", class_="here")
    assert {(one.status_code, one.location) for one in answers} == {(303, f"/field-week?week={WEEK}")}
    assert sorted(code for codes in served(clerk).values() for code in codes) == ["W1", "W2"]


def test_an_offer_of_an_old_page_is_refused_and_shown_anew(at_board, waiting, clerk, supervisor):
    """Somebody else changed the week meanwhile: 412, with the hours as they are now."""
    path = f"/field-week/errands/{waiting[1]['id']}"
    sent = form_to(at_board.get(f"{path}?week={WEEK}"), path).fields()
    clerk.post("/errands", an_errand(3))
    told = at_board.post(path, sent)

    assert told.status == 412
    assert told.tree.one("div", role="alert").text
    assert at_board.post(path, form_to(told, path).fields()).status == 303


def test_joining_a_trip_is_seen_first_and_then_done_once(at_board, waiting, clerk):
    """Tray, trip, confirm: three presses."""
    trip, errand = waiting
    hours = at_board.get(f"/field-week/errands/{errand['id']}?week={WEEK}")
    [way] = [node["href"] for node in hours.tree.all("a") if f"trip={trip['code']}" in (node["href"] or "")]
    seen = at_board.get(way)
    assert served(clerk) == {trip["code"]: ["W1"]}

    path = f"/field-week/errands/{errand['id']}/place"
    sent = form_to(seen, path)
    answers = [at_board.post(sent["action"], sent.fields()).answer.status_code for _ in range(2)]

    assert answers == [303, 303]
    assert {code: sorted(codes) for code, codes in served(clerk).items()} == {trip["code"]: ["W1", "W2"]}


def test_an_hour_the_law_forbids_says_why_and_offers_nothing_to_confirm(at_board, waiting, language):
    """A Saturday."""
    path = f"/field-week/errands/{waiting[1]['id']}/place"
    seen = at_board.get(f"{path}?week={WEEK}&day=2022-09-17&time=10:00&vehicle=V1")

    assert seen.status == 200
    assert seen.tree.one("section", class_="impact").all("li")
    assert not seen.tree.one("section", class_="impact").all("form")
    assert seen.tree.one("h2", id="impact").text == {"zh": "此处排不下", "en": "It does not fit there"}[language]
    assert not re.search("影响：|What it does:", seen.tree.one("section", class_="impact").text)


@pytest.mark.parametrize("wrong", ["day=soon", "day=2022-09-14&time=late", "vehicle=V9", "trip=T9"])
def test_what_cannot_be_chosen_is_refused(at_board, waiting, wrong):
    """With the field."""
    path = f"/field-week/errands/{waiting[1]['id']}/place"

    assert at_board.get(f"{path}?week={WEEK}&{wrong}").status == 422


def test_two_who_confirm_at_once_get_one_winner_and_one_answer(visitor, waiting, clerk):
    """The second is told, and nothing happens twice."""
    path = f"/field-week/errands/{waiting[1]['id']}/place"
    first, second = visitor("supervisor", "zh"), visitor("planner", "en")
    forms = [
        form_to(one.get(f"{path}?week={WEEK}&day=2022-09-14&time={at}"), path)
        for one, at in ((first, "10:00"), (second, "14:00"))
    ]
    won = first.post(forms[0]["action"], forms[0].fields())
    lost = second.post(forms[1]["action"], forms[1].fields())

    assert (won.status, lost.status) == (303, 409)
    assert "W2" in lost.tree.one("div", role="alert").text
    assert sorted(code for codes in served(clerk).values() for code in codes) == ["W1", "W2"]


def test_a_clerk_sees_the_hours_and_places_nothing(visitor, language, waiting):
    """What a clerk asked for a clerk may withdraw; no other form for who may not."""
    path = f"/field-week/errands/{waiting[1]['id']}"
    seen = visitor("clerk", language).get(f"{path}?week={WEEK}")

    assert seen.status == 200
    posts = [
        node["action"] for node in seen.tree.all("form") if node["method"] == "post" and path in (node["action"] or "")
    ]
    assert posts == [f"{path}/withdrawal"]
    assert visitor("clerk").get(f"{path}/place?week={WEEK}").status == 403


def test_an_errand_that_has_no_hour_says_what_would_help(at_board, clerk):
    """A harvest out of its season."""
    asked = clerk.post("/errands", an_errand(5, kind="eviction")).json
    seen = at_board.get(f"/field-week/errands/{asked['id']}?week={WEEK}")

    assert seen.tree.all("div", class_="box")[0].text
    assert not [node for node in seen.tree.all("button") if node["data-key"] == "1"]


def test_an_errand_put_down_by_mistake_is_withdrawn_once(at_board, waiting, clerk, language):
    """Its number is told to be none of the docket's; pressed twice it is withdrawn once, and the week says so."""
    path = f"/field-week/errands/{waiting[1]['id']}"
    seen = at_board.get(f"{path}?week={WEEK}")
    assert {"zh": "案号不在册", "en": "The docket has no such case"}[language] in seen.text
    form = form_to(seen, f"{path}/withdrawal").fields()
    answers = [at_board.post(f"{path}/withdrawal", form).answer for _ in range(2)]

    assert {(one.status_code, one.location) for one in answers} == {(303, f"/field-week?week={WEEK}")}
    assert "W2" in at_board.get(answers[0].location).tree.one("p", class_="good").text
    assert clerk.get(f"/errands/{waiting[1]['id']}").json["state"] == "withdrawn"


def test_an_errand_that_was_changed_meanwhile_is_not_withdrawn(at_board, waiting, clerk):
    """The old page is told so, and shows the errand as it is now."""
    path = f"/field-week/errands/{waiting[1]['id']}"
    form = form_to(at_board.get(f"{path}?week={WEEK}"), f"{path}/withdrawal").fields()
    told = at_board.post(f"{path}/withdrawal", {**form, "version": "9"})

    assert told.status == 412
    assert clerk.get(f"/errands/{waiting[1]['id']}").json["state"] == "open"
