"""The class by hand on pages: S and C at the desk, the tab of disputes, the file of a case; in both languages and once each."""

import re

import pytest

from tests.allocator.services.stories import ALL_ANSWERED
from tests.api.conftest import a_filing
from tests.api.pages.cases.test_inbox import form

SETTLED = {"preserved": 0, "assets": ["deposit"], "town": "金山镇", "traits": ALL_ANSWERED}


@pytest.fixture
def simple(clerk):
    """A case that is certainly simple."""
    return clerk.post("/filings", a_filing(**SETTLED)).json


def say(who, simple, **more):
    """Press C on a case, and choose a reason."""
    forms = [
        one for one in who.get(f"/inbox/{simple['id']}").tree.all("form") if (one["action"] or "").endswith("/lane")
    ]
    [found] = [one for one in forms if one.fields()["track"] == "regular"]
    return who.post(found["action"], {**found.fields(), "reason": "file_says_more", "words": "另有案外人", **more})


def test_the_desk_asks_for_a_reason_in_place(visitor, language, simple):
    """One key opens the list of reasons, each of which is one click; a help names both keys."""
    seen = visitor("clerk", language).get("/inbox")
    keys = [node["data-key"] for node in seen.tree.walk() if node["data-key"] in ("s", "c")]

    assert keys == ["c"]
    reasons = [node["value"] for node in seen.tree.all("button", name="reason")]
    assert reasons == ["file_says_more", "conflict_feared", "ready_to_pay", "one_step", "with_linked"]
    assert ("make it simple, make it complex" in seen.tree.one("dialog").text) is (language == "en")


def test_a_class_given_by_hand_is_told_undone_and_done_once(at_desk, clerk, simple):
    """The double click changes nothing; the banner has the undo, the box who did it and why; an old tab is refused."""
    first = say(at_desk, simple, key="one", version="1")
    after = at_desk.get(first.answer.headers["Location"])
    again = say(at_desk, simple, key="one", version="1")
    stale = say(at_desk, simple, key="two", version="1")

    assert (first.status, again.status, stale.status) == (303, 303, 412)
    assert "人工变更繁简" in stale.tree.one(class_="bad").text
    assert "现为繁案" in after.tree.one(class_="good").text
    assert "人工定为繁案，事由：卷内另有登记未及的情况、另有案外人" in after.text
    undo = form(after, "/lane/undo")
    undone = [at_desk.post(undo["action"], undo.fields()).status for _ in range(2)]
    assert (undone, clerk.get(f"/cases/{simple['id']}").json["class"]) == ([303, 303], "fast")
    assert "undo" not in at_desk.get(first.answer.headers["Location"]).tree.one("main").text


def test_the_tab_of_disputes_is_settled_by_another_person(at_desk, visitor, clerk, language, simple):
    """A clerk sees it and may not settle it; a supervisor does with one button, and the tab is empty and says what belongs there."""
    say(at_desk, simple)
    seen = visitor("clerk", language).get("/inbox?tab=disputes")
    assert re.findall(r"\d+", seen.tree.one("nav", class_="tabs").text) == ["1", "0", "1", "0", "0"]
    assert not [one for one in seen.tree.all("form") if "/dispute" in one["action"]]
    assert (
        at_desk.post(f"/inbox/{simple['id']}/dispute", {"key": "x", "version": "2", "track": "regular"}).status == 403
    )
    boss = visitor("supervisor", language)
    found = form(boss.get("/inbox?tab=disputes"), "/dispute?tab=disputes")
    done = boss.post(found["action"], {**found.fields(), "track": "regular"})

    after = boss.get(done.answer.headers["Location"])
    assert ("is confirmed as complex" in after.tree.one(class_="good").text) is (language == "en")
    assert ("No class is in dispute" in after.text) is (language == "en")
    assert clerk.get(f"/cases/{simple['id']}").json["dispute"] is None


def test_what_one_asked_oneself_is_somebody_elses_to_approve(visitor, supervisor, simple):
    """The button stands there greyed with the reason, and a made-up form is refused."""
    boss, other = visitor("supervisor", "en"), visitor("planner", "en")
    say(boss, simple)
    asked = form(other.get("/inbox?tab=disputes"), "/dispute?tab=disputes")
    other.post(asked["action"], {**asked.fields(), "track": "fast"})
    seen = other.get("/inbox?tab=disputes")
    mine = form(seen, "/dispute?tab=disputes")

    assert "That is your own word: somebody else has to." in seen.text
    assert other.post(mine["action"], {**mine.fields(), "track": "fast"}).status == 409
    theirs = form(boss.get("/inbox?tab=disputes"), "/dispute?tab=disputes")
    assert boss.post(theirs["action"], {**theirs.fields(), "track": "fast"}).status == 303
    assert supervisor.get(f"/cases/{simple['id']}").json["class"] == "fast"


def test_a_held_case_is_changed_on_its_own_page_and_found_in_the_tab(visitor, clerk, language, simple):
    """Its story says who, why and in which words; the sheet to print says so too."""
    clerk.put(f"/cases/{simple['id']}/assignment", {}, version=1)
    who = visitor("clerk", language)
    found = form(who.get(f"/cases/{simple['id']}"), "/lane")
    done = who.post(found["action"], {**found.fields(), "reason": "conflict_feared", "words": "曾到庭闹访"})
    assert done.status == 303

    story = who.get(f"/cases/{simple['id']}")
    assert story.text.count("曾到庭闹访") >= 2
    assert ("conflict or a petition is feared" in story.text) is (language == "en")
    assert "曾到庭闹访" in who.get(f"/cases/{simple['id']}/sheet").text
    tab = who.get("/inbox?tab=disputes")
    assert simple["case_no"] in tab.text
    assert not [one for one in tab.tree.all("form") if "/assignment" in one["action"]]


def test_what_the_office_does_not_list_is_refused_beside_the_case(at_desk, simple):
    """A reason there is none: 409 with those there are; words on health: 422."""
    assert say(at_desk, simple, reason="recusal").status == 409
    refused = say(at_desk, simple, words="住院")
    assert (refused.status, simple["case_no"] in refused.text) == (422, True)
