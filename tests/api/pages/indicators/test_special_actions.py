"""The page of special actions: what one costs is seen before it is opened, it is ended with a reason, and told afterwards."""

import pytest

FORM = {
    "code": "2022-winter", "name": "凛冬亮剑", "name_en": "Winter Sword", "first": "2022-09-06", "last": "2022-10-31",
    "causes": ["wage", "support"], "people": ["G07", "G08"], "share": "50", "vehicles": ["V3"], "closed": "60",
    "recovered_yuan": "1200000", "most_yuan": "", "more": "",
}  # fmt: skip


def opened(who, **changed):
    """Fill in the form, see what it costs, open it."""
    seen = who.post("/campaigns/previews", {**FORM, **changed})
    form = seen.tree.one("form", action="/campaigns")
    values = {one["name"]: one["value"] for one in form.all("input")}
    return seen, values, who.post("/campaigns", values)


def test_where_none_was_opened_the_page_says_what_to_do(visitor, language):
    """The empty list leads to the form, or to who has one."""
    head, auditor = visitor("supervisor", language).get("/campaigns"), visitor("auditor", language).get("/campaigns")

    assert ("see what one would cost" in head.tree.one("p", class_="empty").text) is (language == "en")
    assert ("supervisor" in auditor.tree.one("p", class_="empty").text) is (language == "en")
    assert auditor.tree.all("form", action="/campaigns/previews") == []
    assert visitor("clerk", language).get("/campaigns").status == 403


def test_what_it_costs_is_seen_first_and_nothing_has_changed_then(visitor, supervisor, busy, language):
    """The preview is of what was typed; the list is empty until it is opened, and what was seen is what was put down."""
    head = visitor("supervisor", language)
    seen = head.post("/campaigns/previews", FORM)

    assert seen.status == 200
    assert supervisor.get("/campaigns").json["items"] == []
    _, _, sent = opened(head)
    assert (sent.status, sent.answer.headers["Location"]) == (303, "/campaigns/2022-winter")
    (kept,) = supervisor.get("/campaigns").json["items"]
    assert kept["campaign"]["people"] == ["G07", "G08"]
    assert kept["campaign"]["target"] == {"closed": 60, "recovered": 120_000_000}
    told = [row.all("td")[2].text for row in seen.tree.one("tbody").all("tr")]
    assert told == [person["after"]["text"][language] for person in kept["preview"]["people"]]


def test_sent_twice_it_is_opened_once(visitor, supervisor):
    """The double click leads where the first led; the same code by another form is refused."""
    head = visitor("supervisor", "zh")
    _, values, first = opened(head)
    again = head.post("/campaigns", values)
    refused = opened(head)[2]

    assert (first.status, again.status, refused.status) == (303, 303, 409)
    assert len(supervisor.get("/campaigns").json["items"]) == 1


@pytest.mark.parametrize(
    "changed, named",
    [
        ({"last": "2022-09-01"}, "至"),
        ({"share": "150"}, "工时占比"),
        ({"share": "一半"}, "工时占比"),
        ({"people": ["G07", "NN"]}, "抽调人员"),
        ({"closed": "许多"}, "目标结案件数"),
        ({"causes": [], "more": "", "most_yuan": ""}, "案件范围"),
        ({"more": "claim is high"}, "案件范围"),
        ({"first": "明天"}, "自"),
    ],
)
def test_a_fault_is_told_by_the_name_its_field_has_and_nothing_typed_is_lost(visitor, changed, named):
    """As the form calls it, not as a file does."""
    refused = visitor("supervisor", "zh").post("/campaigns/previews", {**FORM, **changed})

    assert refused.status == 422
    assert named in [fault.text for fault in refused.tree.one("ul", class_="faults").all("b")]
    form = refused.tree.one("form", action="/campaigns/previews")
    assert form.one("input", name="name")["value"] == "凛冬亮剑"
    assert form.one("input", name="share")["value"] == changed.get("share", "50")


def test_one_is_called_off_with_a_reason_by_who_may(visitor, supervisor, language):
    """An auditor reads and ends nothing; over, there is nothing more to end; both pages tell why."""
    head, auditor = visitor("supervisor", language), visitor("auditor", language)
    opened(head)
    seen = auditor.get("/campaigns/2022-winter")
    assert (seen.status, seen.tree.all("form", action="/campaigns/2022-winter/end")) == (200, [])
    form = head.get("/campaigns/2022-winter").tree.one("form", action="/campaigns/2022-winter/end")
    values = {"key": form.one("input", name="key")["value"]}

    assert auditor.post("/campaigns/2022-winter/end", {**values, "because": "改期"}).status == 403
    assert head.post("/campaigns/2022-winter/end", {**values, "because": " "}).status == 422
    assert head.post("/campaigns/2022-winter/end", {**values, "because": "上级要求"}).status == 303

    told = head.get("/campaigns/2022-winter")
    assert "上级要求" in told.text
    assert told.tree.all("form", action="/campaigns/2022-winter/end") == []
    state = head.get("/campaigns").tree.one("tbody").one("tr").all("td")[1].text
    assert state == {"zh": "已提前结束", "en": "called off"}[language]


def test_before_it_begins_the_page_says_when_and_afterwards_what_came_of_it(visitor, supervisor, busy):
    """Nothing is told of days to come; from the first day on its cases and its target stand side by side."""
    head = visitor("supervisor", "en")
    opened(head)
    opened(head, code="now", first="2022-09-05", causes=[], most_yuan="10000000")

    assert "begins on 2022-09-06" in head.get("/campaigns/2022-winter").text
    supervisor.post(f"/cases/{busy[0]['id']}/closing", {"way": "fulfilled", "on": "2022-09-05", "recovered": 100})
    rows = head.get("/campaigns/now").tree.one("section", aria_labelledby="came").one("tbody").all("tr")
    assert rows[0].all("td")[0].text == "60"
    assert rows[0].all("td")[1].text.endswith(f"/ {len(busy)}")
    assert head.get("/campaigns/none").status == 404


@pytest.mark.parametrize("language, words", [("zh", "执行标的额不超过500 元"), ("en", "claim is at most 500 yuan")])
def test_which_cases_it_is_about_is_said_in_plain_words(visitor, language, words):
    """As a court would say it, not as the rulebook's file writes it."""
    head = visitor("supervisor", language)
    opened(head, causes=[], most_yuan="500")

    told = head.get("/campaigns/2022-winter")

    assert words in told.text
    assert "yuan(" not in told.text


def test_who_looks_at_indicators_finds_the_way(visitor):
    """A supervisor is led there, a clerk, who may not read of it, is not."""
    assert visitor("supervisor").get("/indicators").tree.all("a", href="/campaigns")
    assert visitor("clerk").get("/indicators").tree.all("a", href="/campaigns") == []
