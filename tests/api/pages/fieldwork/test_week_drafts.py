"""A week drafted on the page: followed while it works, looked at beside what stands, ticked and published once."""

import pytest

from tests.api.fieldwork import WEEK, an_errand


@pytest.fixture
def asked(clerk):
    """Two errands of the second week of September, in two towns."""
    return [
        clerk.post("/errands", an_errand(number, place={"town": town})).json
        for number, town in ((1, "银号镇"), (2, "怀朔镇"))
    ]


@pytest.fixture
def planned(at_board, asked, engine_for_runs):
    """Press the button, let the worker work, and give the address of the draft."""

    def plan(*, work=True):
        form = at_board.get(f"/field-week?week={WEEK}").tree.one("form", data_plan=None).fields()
        answer = at_board.post("/field-week/drafts", {**form, "seconds": "1"}).answer
        assert answer.status_code == 303
        if work:
            engine_for_runs.work(answer.location.rpartition("/")[2])
        return answer.location

    return plan


@pytest.fixture
def path(week_draft):
    """The address of a draft of the same week, which was ready before the test began."""
    return f"/field-week/drafts/{week_draft}"


def publishing(seen, trips=None):
    """What the form of a draft sends, with these trips ticked, or with those that are."""
    form = next(node for node in seen.tree.all("form") if (node["action"] or "").endswith("/publication"))
    boxes = [box["value"] for box in form.all("input", type="checkbox") if "checked" in box.attributes]
    return {**form.fields(), "trip": boxes if trips is None else trips}


def test_a_draft_is_followed_while_it_waits_and_can_be_stopped(at_board, planned):
    """Progress, best value, bound and gap; asked for again by itself."""
    path = planned(work=False)
    seen = at_board.get(path)

    assert seen.tree.one("section", id="plan")["hx-trigger"] == "news, every 15s"
    assert at_board.post(f"{path}/stop", seen.tree.one("section", id="plan").one("form").fields()).status == 303
    assert at_board.get(path).tree.all("section", id="plan") == []


def test_pressed_twice_it_is_one_draft_and_the_week_leads_to_it(at_board, asked):
    """The second press leads to the same run, and so does the week."""
    form = at_board.get(f"/field-week?week={WEEK}").tree.one("form", data_plan=None).fields()
    ways = {at_board.post("/field-week/drafts", form).answer.location for _ in range(2)}

    [way] = ways
    assert [node for node in at_board.get(f"/field-week?week={WEEK}").tree.all("a") if node["href"] == way]


def test_a_draft_shows_trips_and_proof_and_is_published_once(at_board, planned, clerk):
    """Everything is ticked; a double click publishes once; then the week stands and nothing is left to publish."""
    path = planned()
    seen = at_board.get(path)
    sent = publishing(seen)
    answers = [at_board.post(f"{path}/publication", sent).answer for _ in range(2)]

    assert sent["trip"]
    assert {(one.status_code, one.location) for one in answers} == {(303, f"/field-week?week={WEEK}")}
    assert str(len(sent["trip"])) in at_board.get(answers[0].location).tree.one("p", class_="good").text
    assert clerk.get(f"/field-weeks/{WEEK}").json["left"] == []
    assert seen.tree.one("svg", class_="timeline").all("a", class_="draft")
    assert not [node for node in at_board.get(path).tree.all("form") if "/publication" in (node["action"] or "")]


def test_trips_that_are_not_ticked_wait(at_board, path):
    """One trip of a plan of two; none at all is refused with what to do."""
    every = publishing(at_board.get(path))["trip"]
    refused = at_board.post(f"{path}/publication", publishing(at_board.get(path), []))
    done = at_board.post(f"{path}/publication", publishing(at_board.get(path), every[:1])).answer

    assert (refused.status, bool(refused.tree.one("div", role="alert").text)) == (422, True)
    assert {"zh": "1 趟", "en": "1 trip was"}[at_board.language] in at_board.get(done.location).tree.one(
        "p", class_="good"
    ).text
    assert len(every) == 2
    assert publishing(at_board.get(path))["trip"] == every[1:]


def test_a_stale_draft_is_refused_with_the_next_step(at_board, path, clerk):
    """An errand was changed meanwhile: 412, and one press drafts anew as things are."""
    sent = publishing(at_board.get(path))
    clerk.send("PATCH", "/errands/1", json={"priority": 1}, version="*")
    told = at_board.post(f"{path}/publication", sent)
    again = next(node for node in told.tree.all("form") if node["action"] == "/field-week/drafts")
    anew = at_board.post("/field-week/drafts", again.fields()).answer

    assert told.status == 412
    assert "W1" in told.tree.one("div", role="alert").text
    assert (anew.status_code, anew.location != path) == (303, True)


def test_a_draft_can_be_put_away(at_board, path):
    """Afterwards it says so and offers nothing."""
    answer = at_board.post(f"{path}/withdrawal", publishing(at_board.get(path))).answer

    assert (answer.status_code, answer.location) == (303, path)
    assert at_board.get(path).tree.all("p", class_="bad")


def test_a_clerk_looks_and_a_week_that_is_over_is_not_drafted(visitor, language, path):
    """No buttons for who may not; an old week is refused."""
    seen = visitor("clerk", language).get(path)
    browser = visitor("supervisor", language)
    form = browser.get(f"/field-week?week={WEEK}").tree.one("form", data_plan=None).fields()

    assert seen.status == 200
    assert not seen.tree.all("button", type="submit")
    assert browser.post("/field-week/drafts", {**form, "week": "2022-W30"}).status == 409
    assert not browser.get("/field-week?week=2022-W30").tree.all("form", data_plan=None)


def test_a_run_of_another_kind_is_no_week(at_board, supervisor):
    """404, as for one that does not exist."""
    run = supervisor.post("/runs", {"kind": "allocate", "seconds": 1}).json

    assert at_board.get(f"/field-week/drafts/{run['id']}").status == 404
