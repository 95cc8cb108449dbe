"""The page of a case: its facts and story, why it went where it went, another handler with a reason, a sheet to print."""

import re

import pytest

from tests.api.pages.cases.test_inbox import form
from tests.api.test_closings import PAID


@pytest.fixture
def held(clerk, filed):
    """A case just given out by the draw, as it was answered."""
    return clerk.put(f"/cases/{filed['id']}/assignment", {}, version=filed["version"]).json


def test_a_case_tells_its_story_in_both_languages(visitor, language, held):
    """Facts, class with its rule, every entry of the log with its author, the handler and everybody ranked."""
    seen = visitor("clerk", language).get(f"/cases/{held['id']}")

    assert seen.status == 200
    assert held["case_no"] in seen.text
    story = seen.tree.one("ol", class_="story").text
    assert story.count("a clerk") == 2
    assert ("given out" in story) is (language == "en")
    assert story.count("2022-09-05 09:00") == 2, "by the office's clock, not by that of Greenwich"
    assert held["draw"]["mac"][:24] in seen.text
    assert len(seen.tree.all("table", class_="list")[0].all("tr")) > len(held["draw"]["pool"])


def test_a_case_shows_what_waits_apart_from_what_is_over(visitor, language, clerk, held):
    """The query sent today is done in time; what waits has its light; a dormant closing has its earliest day."""
    path = f"/cases/{held['id']}/events"
    assert clerk.post(path, {"events": [{"key": "S1", "kind": "query_sent", "on": "2022-09-05"}]}).status_code == 200
    seen = visitor("clerk", language).get(f"/cases/{held['id']}")
    open_, earliest, over = seen.tree.all("ul", class_="nodes")
    nodes = {item["node"]: item for item in clerk.get(f"/cases/{held['id']}/nodes").json["items"]}

    assert len(open_.all("li")) == sum(not (one["earliest"] or one["done_on"]) for one in nodes.values())
    assert nodes["N07"]["name"][language] in over.text
    assert ("done in time" in over.text) is (language == "en")
    assert "2022-12" in earliest.text


def test_what_happened_is_recorded_on_the_page_once(visitor, language, clerk, held):
    """The query is sent: pressed twice it is one event, and its clock is over."""
    desk = visitor("clerk", language)
    sent = form(desk.get(f"/cases/{held['id']}"), "/events")
    typed = {**sent.fields(), "kind": "query_sent", "on": "2022-09-05"}
    answers = [desk.post(sent["action"], typed).status for _ in range(2)]
    nodes = {item["node"]: item for item in clerk.get(f"/cases/{held['id']}/nodes").json["items"]}

    assert answers == [303, 303]
    assert nodes["N07"]["done_on"] == "2022-09-05"
    assert nodes["N07"]["name"][language] in desk.get(f"/cases/{held['id']}").tree.all("ul", class_="nodes")[-1].text


@pytest.mark.parametrize(
    "wrong, word",
    [
        ({"on": "2022-10-05"}, "2022-10-05"),
        ({"kind": "receipt", "amount": "很多"}, "很多"),
        ({"kind": "no_such"}, "no_such"),
    ],
)
def test_what_cannot_have_happened_is_refused_with_every_word_kept(visitor, clerk, held, wrong, word):
    """A day to come, an amount that is none, a kind nobody knows: told beside the form, which is as it was typed."""
    desk = visitor("clerk")
    sent = form(desk.get(f"/cases/{held['id']}"), "/events")
    told = desk.post(
        sent["action"], {**sent.fields(), "kind": "query_sent", "on": "2022-09-05", "note": "法院查控", **wrong}
    )

    assert told.status == 422
    assert word in told.tree.one("div", role="alert").text
    assert form(told, "/events").fields()["note"] == "法院查控"
    nodes = {item["node"]: item for item in clerk.get(f"/cases/{held['id']}/nodes").json["items"]}
    assert nodes["N07"]["done_on"] is None


def test_the_story_names_what_happened_and_how_it_ended(visitor, language, clerk, held):
    """Each event with its day, what it concerns and its amount; the closing with its way and what was recovered."""
    path = f"/cases/{held['id']}"
    events = [{"key": "M1", "kind": "money_received", "on": "2022-09-05", "item": "到账7", "amount": 123_400}]
    assert clerk.post(f"{path}/events", {"events": events}).status_code == 200
    ended = {"way": "terminated", "on": "2022-09-05", "recovered": 123_400}
    version = clerk.get(path).json["version"]
    assert clerk.post(f"{path}/closing", ended, version=version).status_code == 200

    story = visitor("clerk", language).get(path).tree.one("ol", class_="story").text
    assert {"zh": "案款到账", "en": "case money received"}[language] in story
    assert "到账7" in story
    assert story.count("1,234") == 2, "once as it came, once as it was recovered"
    assert {"zh": "终结执行", "en": "termination"}[language] in story


def test_what_was_done_late_says_so(visitor, language, clerk, filing):
    """With the day it should have been done by, and no longer as something that waits."""
    case = clerk.post("/filings", filing(filed_on="2022-07-01")).json
    clerk.post(f"/cases/{case['id']}/events", {"events": [{"key": "S1", "kind": "query_sent", "on": "2022-09-05"}]})
    over = visitor("clerk", language).get(f"/cases/{case['id']}").tree.all("ul", class_="nodes")[-1]

    assert ("done late (last day 2022-07-" in over.text) is (language == "en")
    assert ("逾期办结（限 2022-07-" in over.text) is (language == "zh")


def test_a_case_that_waits_leads_to_the_inbox(at_desk, filed):
    """One click from its page to where it is given out."""
    seen = at_desk.get(f"/cases/{filed['id']}")

    assert f"/inbox/{filed['id']}" in {link["href"] for link in seen.tree.all("a")}
    assert "尚无承办人" in seen.text


def test_a_case_closed_before_anybody_had_it_says_so(visitor, language, clerk, filed):
    """Nobody will hold it yet to come: it is over."""
    assert clerk.post(f"/cases/{filed['id']}/closing", PAID, version=1).status_code == 200
    seen = visitor("clerk", language).get(f"/cases/{filed['id']}")

    assert ("Closed; no handler is recorded." in seen.text) is (language == "en")
    assert ("已结案，没有登记承办人。" in seen.text) is (language == "zh")


def test_the_decision_is_a_sheet_to_print(visitor, language, held):
    """With what it rests on: the rulebook, the entry of the log, the draw's value."""
    seen = visitor("clerk", language).get(f"/cases/{held['id']}/sheet")

    assert seen.status == 200
    assert held["draw"]["mac"] in seen.text
    assert ("Confirmed by" in seen.text) is (language == "en")


def test_a_supervisor_takes_a_case_from_its_holder_with_a_reason_once(visitor, supervisor, held):
    """Recusal draws anew; the same form sent twice does it once; without a listed reason it is refused on the page."""
    boss = visitor("supervisor")
    change = form(boss.get(f"/cases/{held['id']}"), "/handler")
    refused = boss.post(change["action"], {**change.fields(), "reason": "no_such", "key": "a"})
    sent = {**change.fields(), "reason": "rebalance", "key": "b"}
    first, second = boss.post(change["action"], sent), boss.post(change["action"], sent)

    assert (refused.status, first.status, second.status) == (409, 303, 303)
    entries = supervisor.get(f"/cases/{held['id']}/history").json["items"]
    assert [entry["kind"] for entry in entries].count("assignment") == 2


def test_an_old_page_changes_nothing_and_names_who_was_quicker(visitor, held):
    """412 with the author of the last change."""
    boss = visitor("supervisor", "en")
    change = form(boss.get(f"/cases/{held['id']}"), "/handler")
    boss.post(change["action"], {**change.fields(), "reason": "rebalance"})
    late = visitor("planner", "en").post(change["action"], {**change.fields(), "reason": "rebalance"})

    assert late.status == 412
    assert "a supervisor" in late.tree.one(class_="bad").text


def test_a_clerk_is_not_offered_what_a_supervisor_may(at_desk, held):
    """Neither on the page nor by a made-up form."""
    seen = at_desk.get(f"/cases/{held['id']}")

    assert [one for one in seen.tree.all("form") if (one["action"] or "").endswith("/handler")] == []
    assert at_desk.post(f"/cases/{held['id']}/handler", {"key": "k"}).status == 403


def test_search_finds_by_number_and_by_party(at_desk, clerk, filing):
    """A single hit is opened at once, several are listed, none says what to type."""
    first, second = (clerk.post("/filings", filing(title=f"第{n}件")).json for n in (1, 2))
    party = first["parties"][1]["name"]

    assert at_desk.get(f"/cases?q={party}").answer.headers["Location"].endswith(f"/cases/{first['id']}")
    several = at_desk.get("/cases?q=0222执")
    assert first["case_no"] in several.text
    assert second["case_no"] in several.text
    assert "没有找到" in at_desk.get("/cases?q=%25").text
    assert "没有找到" in at_desk.get("/cases?q=").text


def test_an_unknown_case_is_a_page_that_says_so(visitor, language):
    """404 in the frame, in either language."""
    seen = visitor("clerk", language).get("/cases/999")

    assert seen.status == 404
    assert ("There is no case" in seen.text) is (language == "en")


def test_a_supervisor_approves_that_a_case_becomes_simple_and_who_put_the_facts_down_does_not(visitor, clerk, filed):
    """The page says who put them down; the button is another's; pressed twice it happens once."""
    path = f"/cases/{filed['id']}"
    clerk.post(f"{path}/facts", {"facts": {"appraisal_needed": True}}, version=1)
    clerk.post(f"{path}/facts", {"facts": {"appraisal_needed": False}}, version=2)
    form = {"key": "one", "version": "3", "track": "fast"}

    page = visitor("supervisor", "en").get(path)
    first, again = (visitor("supervisor", "en").post(f"{path}/dispute", form) for _ in range(2))

    assert re.search(r"The facts a clerk put down \(entry \d+\) contradict its class", page.text)
    assert [answer.status for answer in (first, again)] == [303, 303]
    assert "contradict its class" not in visitor("supervisor", "en").get(path).text
    assert clerk.get(path).json["class"] == "fast"


def test_a_change_of_hands_that_needs_approval_waits_on_the_page_for_another_person(visitor, clerk, held, language):
    """Asked with a double click it is asked once; who asked may take it back, another approves with one button."""
    path = f"/cases/{held['id']}"
    boss, other = visitor("supervisor", language), visitor("planner", language)
    change = form(boss.get(path), "/handler")
    asked = {**change.fields(), "officer": "", "reason": "integrity", "key": "one"}
    assert [boss.post(change["action"], asked).status for _ in range(2)] == [303, 303]
    mine, theirs = boss.get(path), other.get(path)

    assert form(mine, "/handler/approval").fields().get("withdraw") is None
    assert ("Somebody else has to approve" in mine.text) is (language == "en")
    approve = form(theirs, "/handler/approval")
    assert boss.post(approve["action"], {**approve.fields(), "key": "two"}).status == 409
    assert other.post(approve["action"], approve.fields()).status == 303
    assert clerk.get(path).json["holding"]["officer"] != held["officer"]


def test_what_one_asked_is_taken_back_on_the_page(visitor, held):
    """And then nothing waits."""
    path, boss = f"/cases/{held['id']}", visitor("supervisor", "en")
    change = form(boss.get(path), "/handler")
    boss.post(change["action"], {**change.fields(), "reason": "transfer", "approval": "1", "key": "one"})
    back = form(boss.get(path), "/handler/approval")

    assert boss.post(back["action"], {**back.fields(), "withdraw": "1"}).status == 303
    assert "waits for approval" not in boss.get(path).text


def test_the_handover_pack_is_one_click_away(visitor, language, busy):
    """From the case's page to a sheet to print and sign, and back."""
    boss = visitor("supervisor", language)
    address = f"/cases/{busy[0]['id']}/handover"
    link = next(one for one in boss.get(f"/cases/{busy[0]['id']}").tree.all("a") if one["href"] == address)

    seen = boss.get(link["href"])

    assert seen.status == 200
    assert ("to ＿＿＿＿＿＿" in seen.text) is (language == "en")
    assert ("移入：＿＿＿＿＿＿" in seen.text) is (language == "zh")
    assert [one["href"] for one in seen.tree.one("main").all("a")] == [f"/cases/{busy[0]['id']}"]


def test_notes_are_told_in_the_story(visitor, supervisor, clerk, filed):
    """Of an assignment, of what was asked with approval, of a case event."""
    wish = {"officer": "G08", "reason": "better_knowledge", "note": "熟悉该村"}
    supervisor.put(f"/cases/{filed['id']}/assignment", wish, version="*")
    event = {"key": "v1", "kind": "leads_asked", "on": "2022-09-05", "note": "村委会在场"}
    done = clerk.post(f"/cases/{filed['id']}/events", {"events": [event]})
    asked = {"officer": "G09", "reason": "integrity", "note": "有人反映"}
    supervisor.post(f"/cases/{filed['id']}/assignment/asking", asked, version="*")

    story = visitor("supervisor", "zh").get(f"/cases/{filed['id']}").tree.one("ol", class_="story").text

    assert done.status_code == 200, done.json
    assert all(note in story for note in ("熟悉该村", "村委会在场", "有人反映"))
    assert "办案事件" in story


def test_where_nobody_is_left_the_page_says_why_and_what_can_be_done(visitor, language, clerk, supervisor, busy):
    """Everybody of the teams stays away from the case: counted by reason, with the ways out, on the case and in the API."""
    number = busy[0]["id"]
    for _ in range(40):
        left = clerk.get(f"/cases/{number}/recommendation").json
        if not left["candidates"]:
            break
        wish = {"officer": left["candidates"][0]["officer"], "reason": "recusal"}
        done = supervisor.put(f"/cases/{number}/assignment", wish, version="*")
        assert done.status_code == 200, done.json

    seen = visitor("supervisor", language).get(f"/cases/{number}")

    assert left["candidates"] == []
    assert left["nobody"][language] in seen.text
    assert {way["kind"] for way in left["ways"]} >= {"class"}
    assert all(way["text"][language] in seen.text for way in left["ways"])
