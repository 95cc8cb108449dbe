"""The inbox: a key for a plain case, and nothing given twice by whatever two clerks and two clicks do."""

import re

import pytest

from tests.allocator.services.stories import ALL_ANSWERED
from tests.api.conftest import a_filing


@pytest.fixture
def three(clerk):
    """Three cases just filed, as they were answered."""
    return [clerk.post("/filings", a_filing(traits={})).json for _ in range(3)]


def form(seen, ending):
    """The form of a page that goes to an address with that ending."""
    [found] = [one for one in seen.tree.all("form") if (one["action"] or "").endswith(ending)]
    return found


def accept(who, seen, **more):
    """Press Enter on the case of a page."""
    found = form(seen, "/assignment")
    return who.post(found["action"], {**found.fields(), **more})


def test_the_queue_says_in_both_languages_what_is_suggested_and_why(visitor, language, three):
    """Number, class with its rule, what is unknown, handlers with the load before and after, who may not have it."""
    seen = visitor("clerk", language).get("/inbox")

    assert seen.status == 200
    assert all(case["case_no"] in seen.text for case in three)
    assert ("待分 3 件" in seen.text) is (language == "zh")
    assert re.search(r"0% → ?1%" if language == "en" else r"负荷 0% → 1%", seen.text)
    assert ("Ask next" in seen.text) is (language == "en")
    keys = {node["data-key"] for node in seen.tree.walk() if node["data-key"]}
    assert {"Enter", "1", "2", "3", "j", "?"} <= keys


def test_why_a_candidate_stands_where_they_do_is_said_by_the_price(visitor, language, three):
    """What the row does not say: each part of the price, their sum, and why somebody is in the draw."""
    why = visitor("clerk", language).get("/inbox").tree.one("ol", class_="candidates").all("details")[0].text

    assert "‰" in why
    assert {"zh": "合计", "en": "in all"}[language] in why
    assert {"zh": "故入签", "en": "so in the draw"}[language] in why


def test_accepting_draws_and_shows_the_next_case_with_what_was_done(at_desk, clerk, three):
    """One form, one redirect; the record of the draw and an undo stand above the next case."""
    before = at_desk.get("/inbox")
    answer = accept(at_desk, before)
    after = at_desk.get(answer.answer.headers["Location"])

    assert answer.status == 303
    given = clerk.get("/cases?state=assigned").json["items"]
    assert len(given) == 1
    assert "校验值" in after.text
    assert given[0]["case_no"] in after.tree.one(class_="good").text
    assert "待分 2 件" in after.text


def test_a_double_click_gives_a_case_once(at_desk, clerk, three):
    """The second request gets the answer of the first."""
    seen = at_desk.get("/inbox")
    first, second = accept(at_desk, seen), accept(at_desk, seen)

    assert first.answer.headers["Location"] == second.answer.headers["Location"]
    assert len(clerk.get("/cases?state=assigned").json["items"]) == 1


def test_of_two_clerks_the_second_is_told_who_was_quicker(at_desk, visitor, clerk, three, language):
    """412 with the name, the kind of change and the handler; the case is not given again."""
    seen = visitor("clerk", language).get(f"/inbox/{three[0]['id']}")
    accept(at_desk, at_desk.get(f"/inbox/{three[0]['id']}"))

    late = accept(visitor("supervisor", language), seen)

    assert late.status == 412
    told = late.tree.one(class_="bad").text
    assert "a clerk" in told
    assert ("given out" in told) is (language == "en")
    assert len(clerk.get("/cases?state=assigned").json["items"]) == 1


def test_an_undone_case_waits_again(at_desk, clerk, three):
    """U takes back what one has just done, and the page says so; pressed twice it is done once."""
    after = at_desk.get(accept(at_desk, at_desk.get("/inbox")).answer.headers["Location"])
    undo = form(after, "/undo")
    first, second = (at_desk.post(undo["action"], undo.fields()) for _ in range(2))

    assert (first.status, second.status) == (303, 303)
    assert clerk.get("/cases?state=assigned").json["items"] == []
    assert "已撤销" in at_desk.get(first.answer.headers["Location"]).text


def test_whoever_is_alone_in_the_draw_is_named_before_and_after(at_desk, clerk, supervisor):
    """Nobody draws among one: the button names them, and so does the page after it."""
    for _ in range(60):
        alone = clerk.post("/filings", a_filing(traits={})).json
        ranked = clerk.get(f"/cases/{alone['id']}/recommendation").json
        if len(ranked["pool"]) == 1:
            break
        wish = {"officer": ranked["pool"][-1], "reason": "better_knowledge"}
        supervisor.put(f"/cases/{alone['id']}/assignment", wish, version="*")
    seen = at_desk.get(f"/inbox/{alone['id']}")
    said = form(seen, "/assignment").one("button", **{"data-key": "Enter"}).text

    assert len(ranked["pool"]) == 1
    assert next(one["name"] for one in ranked["candidates"] if one["officer"] == ranked["pool"][0]) in said
    assert "抽签" not in said
    assert "入签仅此一人" in at_desk.get(accept(at_desk, seen).answer.headers["Location"]).text


def test_an_undo_is_offered_to_who_did_it_and_for_ten_minutes_only(at_desk, visitor, clock, three):
    """Not only on the page right after: whatever one looked at meanwhile, U takes back what was done last."""
    accept(at_desk, at_desk.get("/inbox"))
    for path in ("/inbox", f"/inbox/{three[2]['id']}", "/board", "/inbox"):
        seen = at_desk.get(path)
    assert "/undo" not in visitor("supervisor").get("/inbox").answer.get_data(as_text=True)
    assert form(seen, "/undo").one("button")["data-key"] == "u"

    clock.forward(minutes=11)
    assert "/undo" not in at_desk.get("/inbox").answer.get_data(as_text=True)


def test_one_undo_after_another_takes_back_what_was_done_before(at_desk, clerk, three):
    """Three given out, three times U, the last first; then there is nothing left to take back."""
    for _ in three:
        accept(at_desk, at_desk.get("/inbox"))
    for left in (2, 1, 0):
        undo = form(at_desk.get("/inbox"), "/undo")
        assert at_desk.post(undo["action"], undo.fields()).status == 303
        assert len(clerk.get("/cases?state=assigned").json["items"]) == left
    assert "/undo" not in at_desk.get("/inbox").answer.get_data(as_text=True)


def test_a_question_is_answered_in_place(at_desk, clerk, three):
    """The answer goes to the fact asked for; the case stays on the desk with its new class."""
    seen = at_desk.get(f"/inbox/{three[0]['id']}")
    asked = form(seen, "/facts")
    answer = at_desk.post(asked["action"], {**asked.fields(), "value": "否"})

    assert answer.answer.headers["Location"].endswith(f"/inbox/{three[0]['id']}")
    assert clerk.get(f"/cases/{three[0]['id']}").json["facts"][asked.fields()["fact"]] is False
    assert f"{three[0]['case_no']}：已记下" in at_desk.get(answer.answer.headers["Location"]).text


def test_what_cannot_be_read_is_said_beside_the_case(at_desk, three):
    """422 with the place, and the form is there again."""
    seen = at_desk.get(f"/inbox/{three[0]['id']}")
    asked = form(seen, "/facts")
    answer = at_desk.post(asked["action"], {**asked.fields(), "value": "也许"})

    assert answer.status == 422
    assert three[0]["case_no"] in answer.tree.one(class_="case-head").text


def test_all_certain_cases_are_given_out_by_one_click(at_desk, clerk):
    """A draw each; the banner says how many."""
    settled = a_filing(preserved=0, assets=["deposit"], town="金山镇", traits=ALL_ANSWERED)
    filed = clerk.post("/filings", settled).json
    assert filed["certain"]
    bulk = form(at_desk.get("/inbox"), "/certain")
    after = at_desk.get(at_desk.post(bulk["action"], bulk.fields()).answer.headers["Location"])

    assert "派出 1 件" in after.text
    assert clerk.get(f"/cases/{filed['id']}").json["state"] == "assigned"


@pytest.mark.parametrize("cases", ["", "1", "1:x", ",".join(["1:1"] * 51)])
def test_a_list_of_cases_nobody_showed_is_refused(at_desk, three, cases):
    """Neither guessed nor half-read."""
    assert at_desk.post("/inbox/certain", {"cases": cases, "key": "k"}).status == 422


def test_a_supervisor_names_the_one_chosen_with_a_reason(visitor, supervisor, three):
    """One click and a reason; without a listed reason it is refused where it was asked."""
    boss = visitor("supervisor")
    seen = boss.get(f"/inbox/{three[0]['id']}")
    second = seen.tree.all("input", name="named")[1]["value"]
    refused = accept(boss, seen, named=second, by_name="1", reason="no_such", key="a")
    done = accept(boss, seen, named=second, by_name="1", reason="better_knowledge", key="b")

    assert (refused.status, done.status) == (409, 303)
    assert supervisor.get(f"/cases/{three[0]['id']}").json["holding"]["officer"] == second


def test_a_clerk_names_nobody(at_desk, three):
    """The page does not offer it, and a made-up form is turned away."""
    seen = at_desk.get("/inbox")

    assert seen.tree.all("input", name="named") == []
    assert accept(at_desk, seen, named="X", by_name="1", reason="better_knowledge").status == 403


def test_an_empty_queue_says_where_cases_come_from(visitor, language):
    """Nothing is left blank."""
    seen = visitor("clerk", language).get("/inbox")

    assert ("imported" in seen.text) is (language == "en")


def test_a_form_without_its_key_is_refused(at_desk, three):
    """No form of ours goes off without one."""
    assert at_desk.post(f"/inbox/{three[0]['id']}/assignment", {"version": "1"}).status == 422
    assert at_desk.post(f"/inbox/{three[0]['id']}/assignment", {"version": "x", "key": "1"}).status == 422


def test_the_tabs_say_how_many_and_show_exactly_those(visitor, language, clerk, three):
    """All that waits, what hangs on an unknown fact, what was given out today."""
    settled = clerk.post("/filings", a_filing(preserved=0, assets=["deposit"], town="金山镇", traits=ALL_ANSWERED)).json
    who = visitor("clerk", language)
    tabs = who.get("/inbox").tree.one("nav", class_="tabs")
    assert re.findall(r"\d+", tabs.text) == ["4", "3", "0", "0", "0"]
    hanging = who.get("/inbox?tab=unsettled")

    assert settled["case_no"] not in hanging.text
    assert all(case["case_no"] in hanging.text for case in three)
    found = form(hanging, "/assignment?tab=unsettled")
    address = who.post(found["action"], found.fields()).answer.headers["Location"]
    assert "tab=unsettled" in address
    assert re.findall(r"\d+", who.get(address).tree.one("nav", class_="tabs").text) == ["3", "2", "0", "0", "1"]


def test_what_was_given_out_today_can_be_taken_back_by_who_gave_it(at_desk, visitor, clerk, clock, three):
    """The clerk's own for ten minutes; nobody else's; taken back it waits again and is no more in the list."""
    accept(at_desk, at_desk.get("/inbox"))
    mine, anothers = at_desk.get("/inbox/given"), visitor("supervisor").get("/inbox/given")
    assert "a clerk" in mine.text
    assert anothers.tree.all("form", action=form(mine, "/undo")["action"]) == []
    undo = form(mine, "/undo")
    assert at_desk.post(undo["action"], undo.fields()).status == 303
    assert "今天还没有派出案件" in at_desk.get("/inbox/given").text

    accept(at_desk, at_desk.get("/inbox"))
    clock.forward(minutes=11)
    assert "/undo" not in at_desk.get("/inbox/given").answer.get_data(as_text=True)


def test_an_empty_inbox_leads_to_the_intake(at_desk):
    """What to do next is one click away."""
    assert at_desk.get("/inbox").tree.all("a", href="/intake", class_="btn-primary")
