"""The office, its loads and its rulebook over HTTP."""

import pytest

from tests.api.conftest import GUYANG

RULEBOOK = (GUYANG / "rulebook.toml").read_text(encoding="utf-8")


def test_the_office_shows_teams_and_people(clerk):
    """Everybody of the files is there, with team and whether present."""
    office = clerk.get("/office").json

    assert office["today"] == "2022-09-05"
    assert {team["code"] for team in office["teams"]} >= {"services", "fast", "regular_1", "regular_2", "dormant"}
    assert {person["team"] for person in office["people"]} <= {team["code"] for team in office["teams"]}
    assert "reason" not in str(office)


def test_loads_stand_in_the_offices_order_and_grow_with_an_assignment(clerk, filed):
    """Nobody is ranked; who gets a case holds more minutes than before."""
    before = clerk.get("/officers/loads").json["items"]
    officer = clerk.put(f"/cases/{filed['id']}/assignment", {}, version=1).json["officer"]
    after = clerk.get("/officers/loads").json["items"]

    assert [item["officer"] for item in before] == [item["officer"] for item in after]
    held = {item["officer"]: item["load"]["held"] for item in before}
    assert next(item for item in after if item["officer"] == officer)["load"]["held"] > held[officer]
    assert next(item for item in after if item["officer"] == officer)["open_cases"] == 1


def test_who_has_no_minutes_has_no_load(clerk):
    """Not 0 per cent: the load of somebody without available time is not a number."""
    absent = [item["load"] for item in clerk.get("/officers/loads").json["items"] if not item["load"]["available"]]

    assert all(load["permille"] is None for load in absent)


def test_the_rulebook_names_lanes_facts_and_their_questions(clerk):
    """What a form needs: kinds, facts with how to ask, listed reasons."""
    rulebook = clerk.get("/rulebook").json

    assert rulebook["version"] == "2022-1"
    assert {lane["id"] for lane in rulebook["lanes"]} == {"fast", "regular", "services", "dormant"}
    assert next(fact for fact in rulebook["facts"] if fact["id"] == "full_cash")["question"]["zh"]
    assert any("reassign" in reason["uses"] for reason in rulebook["reasons"])


def test_the_same_rulebook_flips_nothing(planner, filed):
    """Tried over the stock, the rulebook in force changes no case."""
    for answer in (
        planner.post("/rulebook/rehearsals", {"toml": RULEBOOK}),
        planner.send("POST", "/rulebook/rehearsals", data=RULEBOOK.encode(), content_type="text/plain; charset=utf-8"),
    ):
        assert (answer.status_code, answer.json["cases"], answer.json["flips"]) == (200, 1, [])


def test_another_rulebook_shows_which_cases_it_would_flip(planner, filed):
    """A planner sees the effect before the rule is in force, and the docket stays as it is."""
    other = RULEBOOK.replace("threshold = 60", "threshold = 0")
    assert other != RULEBOOK
    answer = planner.post("/rulebook/rehearsals", {"toml": other})

    assert [(flip["id"], flip["old_lane"]) for flip in answer.json["flips"]] == [(filed["id"], filed["lane"])]
    assert planner.get(f"/cases/{filed['id']}").json["lane"] == filed["lane"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "version = 1",
        "[" * 5000,
        "a = " + "[" * 5000,
        "x = 99999999999999999999999",
        "x = " + "9" * 5000,
        RULEBOOK + "\nfoo = 1",
    ],
    ids=range(7),
)
def test_a_faulty_rulebook_is_refused_with_its_faults(planner, text):
    """Whatever the text is, the answer says what is wrong with it."""
    answer = planner.send("POST", "/rulebook/rehearsals", data=text, content_type="text/plain")

    assert answer.status_code == 422
    assert answer.json["detail"]


@pytest.mark.parametrize("data", [b"\xff\xfe", b'a = "\x00"'])
def test_text_that_is_no_text_is_malformed(planner, data):
    """Bytes that are not UTF-8, or hold a NUL, are refused as such."""
    answer = planner.send("POST", "/rulebook/rehearsals", data=data, content_type="text/plain")

    assert (answer.status_code, answer.json["type"]) == (400, "/problems/malformed-body")


def test_a_rulebook_of_another_type_is_refused(planner):
    """Only text and JSON are taken."""
    assert planner.send("POST", "/rulebook/rehearsals", data=b"x", content_type="application/xml").status_code == 415
