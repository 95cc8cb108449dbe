"""The docket, triage, recommendation, facts and history over HTTP."""

import pytest


def test_the_docket_is_walked_page_by_page(clerk, filing):
    """Every case comes once, in order, and the last page says that it is the last."""
    ids = [clerk.post("/filings", filing()).json["id"] for _ in range(5)]

    seen, query = [], "limit=2"
    while query:
        page = clerk.get(f"/cases?{query}").json
        seen += [case["id"] for case in page["items"]]
        query = page["next"] and f"limit=2&after={page['next']}"

    assert seen == ids


def test_a_page_that_is_just_full_is_the_last(clerk, filed):
    """No empty page follows."""
    assert clerk.get("/cases?limit=1").json["next"] is None


def test_the_docket_is_filtered_by_state_class_and_handler(clerk, filing):
    """A clerk sees what waits, and what one officer holds."""
    waiting = clerk.post("/filings", filing()).json
    given = clerk.post("/filings", filing()).json
    officer = clerk.put(f"/cases/{given['id']}/assignment", {}, version=1).json["officer"]

    def listed(query):
        return [case["id"] for case in clerk.get(f"/cases?{query}").json["items"]]

    assert listed("state=waiting") == [waiting["id"]]
    assert listed(f"handler={officer}") == [given["id"]]
    assert listed(f"class={waiting['class']}") == [waiting["id"], given["id"]]
    assert listed("handler=nobody") == []


@pytest.mark.parametrize(
    "query, field",
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=1_0", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("state=lost", "state"),
        ("after=!!", "after"),
        ("colour=red", "colour"),
        ("handler=%00", "handler"),
    ],
)
def test_an_impossible_query_names_its_field(clerk, query, field):
    """A wrong filter is told, never overlooked."""
    answer = clerk.get(f"/cases?{query}")

    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json["errors"]] == [field]


@pytest.mark.parametrize("cursor", ["YWJj", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_cursor_of_another_list_is_refused(clerk, cursor):
    """A mark that is not one of this list's is told."""
    assert clerk.get(f"/cases?after={cursor}").json["type"] == "/problems/cursor-unknown"


def test_a_case_already_held_is_not_sent_again(clerk, filed):
    """Who holds the current version gets 304 without a body; after a change, the new one."""
    path = f"/cases/{filed['id']}"

    assert clerk.get(path, headers={"If-None-Match": '"1"'}).status_code == 304
    assert clerk.get(path, headers={"If-None-Match": 'W/"1", "7"'}).status_code == 304
    clerk.post(path + "/facts", {"facts": {"full_cash": True}}, version=1)
    assert clerk.get(path, headers={"If-None-Match": '"1"'}).json["version"] == 2


@pytest.mark.parametrize("ref", ["999", "0", "-1", "01", "1.0", "abc", "9" * 16, "9" * 5000])
@pytest.mark.parametrize("part", ["", "/triage", "/recommendation", "/history"])
def test_what_is_not_on_the_docket_is_not_found(clerk, ref, part):
    """Any other id, however odd, is answered with 404."""
    assert clerk.get(f"/cases/{ref}{part}").status_code == 404


def test_triage_says_why_and_what_to_ask(clerk, filed):
    """A provisional class names what could flip it and the next best question."""
    triage = clerk.get(f"/cases/{filed['id']}/triage").json

    assert triage["class"] == filed["class"]
    assert triage["reasons"]
    assert triage["certain"] or triage["ask_next"]["fact"] in triage["could_flip"]
    assert triage["weight"]["total"] == sum(triage["weight"]["minutes"].values())


def test_recommendation_shows_every_officer_who_leads_cases(clerk, filed):
    """Those who may, with the load before and after, and those who may not, with the reason."""
    found = clerk.get(f"/cases/{filed['id']}/recommendation").json

    assert found["candidates"]
    assert all(item["load_after"]["held"] > item["load_before"]["held"] for item in found["candidates"])
    assert {item["officer"] for item in found["candidates"] if item["in_pool"]} == set(found["pool"])
    assert all(item["reasons"] for item in found["refused"])


def test_new_facts_classify_again_and_stay_in_the_history(clerk, filed):
    """What was learned shows on the case, and the log has both decisions."""
    path = f"/cases/{filed['id']}"
    answer = clerk.post(path + "/facts", {"facts": {"full_cash": True}}, version=1)

    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"2"'
    assert clerk.get(path).json["facts"]["full_cash"] is True
    assert [entry["kind"] for entry in clerk.get(path + "/history").json["items"]] == ["filing", "facts"]


def test_a_change_must_name_its_version(clerk, filed):
    """Without If-Match the answer is 428 and nothing changes."""
    path = f"/cases/{filed['id']}"

    assert clerk.post(path + "/facts", {"facts": {"full_cash": True}}).status_code == 428
    assert clerk.put(path + "/assignment", {}).status_code == 428
    assert clerk.get(path).json["version"] == 1


@pytest.mark.parametrize("version", ['"2"', '"0"', '""', 'W/"1"', '"x"', '"' + "9" * 400 + '"', "", '"-1"'])
def test_another_version_is_stale_and_the_answer_has_the_state(clerk, filed, version):
    """Whatever is not the current tag is answered with 412 and what the case is now."""
    answer = clerk.post(f"/cases/{filed['id']}/facts", {"facts": {"full_cash": True}}, version=version)

    assert answer.status_code == 412
    assert answer.json["facts"]["version"] == 1
    assert answer.json["facts"]["handler"] is None


def test_any_version_and_several_versions(clerk, filed):
    """A star takes whatever is current; several tags are one too many."""
    path = f"/cases/{filed['id']}/facts"

    assert (
        clerk.post(path, {"facts": {"full_cash": True}}, version='"1", "2"').json["type"]
        == "/problems/versions-several"
    )
    assert clerk.post(path, {"facts": {"full_cash": True}}, version="*").status_code == 200


@pytest.mark.parametrize(
    "facts, code",
    [
        ({"colour": True}, "facts-refused"),
        ({"full_cash": "yes"}, "facts-refused"),
        ({"claim": 5}, "facts-refused"),
        ({"full_cash": 2**70}, "input-refused"),
        ({}, "input-refused"),
        ([], "input-refused"),
        (None, "input-refused"),
    ],
)
def test_facts_that_cannot_be_are_refused_one_by_one(clerk, filed, facts, code):
    """A fact unknown to the rulebook, of the wrong kind or none at all changes nothing."""
    answer = clerk.post(f"/cases/{filed['id']}/facts", {"facts": facts}, version=1)

    assert (answer.status_code, answer.json["type"]) == (422, f"/problems/{code}")
    assert answer.json["errors"]


def test_only_a_supervisor_names_who_approved(clerk, supervisor, filed):
    """An approval comes from those who may give it."""
    path, body = f"/cases/{filed['id']}/facts", {"facts": {"full_cash": True}, "approved_by": "乙一丰"}

    assert clerk.post(path, body, version=1).status_code == 403
    assert supervisor.post(path, body, version=1).status_code == 200


def test_a_second_person_approves_a_conversion(clerk, supervisor, filed):
    """Who may: a clerk's facts wait until a supervisor approves them."""
    path = f"/cases/{filed['id']}"
    clerk.post(f"{path}/facts", {"facts": {"appraisal_needed": True}}, version=1)
    held = clerk.post(f"{path}/facts", {"facts": {"appraisal_needed": False}}, version=2)

    assert held.json["held_back"] == "needs_approval"
    assert clerk.post(f"{path}/conversion", version=3).status_code == 403
    assert supervisor.post(f"{path}/conversion").status_code == 428
    assert supervisor.post(f"{path}/conversion", version=3).json["converted"] == "to_fast"
    assert supervisor.post(f"{path}/conversion", version=4).status_code == 409


def test_the_history_names_who_acted(clerk, supervisor, filed):
    """The holder of the token is the actor in the log."""
    path = f"/cases/{filed['id']}"
    supervisor.put(path + "/assignment", {}, version=1)

    assert [entry["actor"] for entry in clerk.get(path + "/history").json["items"]] == ["a clerk", "a supervisor"]


def test_what_goes_along_with_one_case_is_read_by_itself(clerk, supervisor, filed):
    """422 while nobody holds it; then from its holder to whoever is named, or to a blank line."""
    path = f"/cases/{filed['id']}/handover"
    assert clerk.get(path).json["type"] == "/problems/nothing-handed-over"
    supervisor.put(f"/cases/{filed['id']}/assignment", {"officer": "G08", "reason": "better_knowledge"}, version="*")

    [pack] = clerk.get(path).json["items"]
    [named] = clerk.get(f"{path}?to=G09").json["items"]

    assert (pack["giver"], pack["taker"], named["taker"]) == ("G08", "", "G09")
    assert clerk.get(f"{path}?to=nobody").status_code == 404
