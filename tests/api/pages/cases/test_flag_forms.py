"""What opens coercive measures, on pages: said on the case or at the desk, decided in the tab of what waits, in both languages."""

import pytest

from tests.allocator.services.stories import ALL_ANSWERED
from tests.api.conftest import a_filing
from tests.api.pages.cases.test_inbox import form

SEARCH = "search_or_detain"
WHY = "现场有人转移粮食"


@pytest.fixture
def case(clerk):
    """A case of which nobody knows whether a search is needed."""
    return clerk.post("/filings", a_filing(traits={**ALL_ANSWERED, SEARCH: None})).json


def say(who, case, **more):
    """Put the fact down on the case's page."""
    found = form(who.get(f"/cases/{case['id']}"), "/facts")
    return who.post(found["action"], {**found.fields(), "fact": SEARCH, "value": "是", "because": WHY, **more})


def test_it_is_said_once_and_waits_in_the_tab(visitor, clerk, case, language):
    """Without a reason it is refused with every word kept; the double click changes nothing; the tab counts it."""
    at_desk = visitor("clerk", language)
    refused = say(at_desk, case, because="")
    typed = form(refused, "/facts").fields()
    assert (refused.status, typed["value"]) == (422, "是")
    assert ("say why" in refused.text) is (language == "en")

    first, again = (say(at_desk, case, key="one", version="1") for _ in range(2))

    assert (first.status, again.status) == (303, 303)
    assert clerk.get(f"/cases/{case['id']}").json["version"] == 2
    seen = at_desk.get("/inbox?tab=flags")
    assert ("1 wait for a second person" in seen.text) is (language == "en")
    assert WHY in seen.text
    assert not [one for one in seen.tree.all("form") if f"/flags/{SEARCH}?" in (one["action"] or "")]
    assert ("your own word" in seen.text) is (language == "en")


def test_another_approves_it_in_the_tab(visitor, clerk, case, language):
    """One click; the page comes back to the tab, which is empty and says what belongs there; the story names both."""
    say(visitor("clerk", language), case)
    boss = visitor("supervisor", language)
    found = form(boss.get("/inbox?tab=flags"), f"/flags/{SEARCH}?tab=flags")

    done = boss.post(found["action"], {**found.fields(), "act": "approve"})

    after = boss.get(done.answer.headers["Location"])
    assert ("Nothing waits for a second person" in after.text) is (language == "en")
    assert clerk.get(f"/cases/{case['id']}").json["facts"][SEARCH] is True
    story = boss.get(f"/cases/{case['id']}").text
    wanted = "asked by a clerk, approved by a supervisor" if language == "en" else "a clerk 提出，a supervisor 批准"
    assert wanted in story


def test_it_is_refused_with_a_reason_or_taken_back(visitor, clerk, case):
    """A refusal without a reason is told what is missing; who said it has a button of their own."""
    at_desk, boss = visitor("clerk", "zh"), visitor("supervisor", "zh")
    say(at_desk, case)
    found = form(boss.get(f"/cases/{case['id']}"), f"/flags/{SEARCH}")
    assert boss.post(found["action"], {**found.fields(), "act": "refuse"}).status == 422
    assert (
        boss.post(found["action"], {**found.fields(), "act": "refuse", "because": "线索未穷尽", "key": "k"}).status
        == 303
    )
    assert "线索未穷尽" in at_desk.get(f"/cases/{case['id']}").text

    say(at_desk, case)
    own = form(at_desk.get(f"/cases/{case['id']}"), f"/flags/{SEARCH}/withdrawal")
    assert at_desk.post(own["action"], own.fields()).status == 303
    assert clerk.get(f"/cases/{case['id']}").json["flags"] == []


def test_the_form_of_a_filing_says_that_it_waits(visitor, language):
    """The question says so before, the banner after."""
    at_desk = visitor("clerk", language)
    found = form(at_desk.get("/intake/new"), "/intake/new")
    typed = {
        "case_no": "（2022）内0222执7002号",
        "filed_on": "2022-09-05",
        "debtors": "丙某",
        "claim": "3万",
        SEARCH: "是",
    }

    done = at_desk.post(found["action"], {**found.fields(), **typed})

    after = at_desk.get(done.answer.headers["Location"])
    assert ("is unknown until then" in after.text) is (language == "en")
    assert ("waits for a second person" in found.text) is (language == "en")


def test_a_plain_fact_is_put_down_on_the_case(visitor, clerk, case):
    """And put right, by one person, with an amount as it is typed."""
    at_desk = visitor("clerk", "zh")

    assert say(at_desk, case, fact="preserved", value="2万元", because="").status == 303
    assert clerk.get(f"/cases/{case['id']}").json["facts"]["preserved"] == 2_000_000
    assert "2万元" not in at_desk.get(f"/cases/{case['id']}").text
    assert say(at_desk, case, fact="preserved", value="许多", because="").status == 422
