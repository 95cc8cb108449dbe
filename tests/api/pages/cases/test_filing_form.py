"""One filing typed in: said what it would be while it is typed, filed once, and no word lost."""

import pytest

TYPED = {
    "case_no": "(2022)内0222执６００１号",
    "cause": "民间借贷纠纷",
    "claim": "３万",
    "creditors": "钱某",
    "debtors": "赵某、孙某",
    "filed_on": "2022-09-05",
    "town": "金山镇",
}


def fill(who, ending="", **more):
    """Fill in the form of the page and send it."""
    seen = who.get("/intake/new")
    fields = seen.tree.one("form", id="filing").fields()
    return who.post(f"/intake/new{ending}", {**fields, **TYPED, **more})


def test_the_form_asks_for_seven_things_and_knows_the_day(visitor, language):
    """The rest is folded; nothing is called a fault before anybody typed."""
    seen = visitor("clerk", language).get("/intake/new")
    form = seen.tree.one("form", id="filing")
    folded = {field["name"] for field in form.one("details").walk() if field.tag in ("input", "select")}
    open_ = [field["name"] for field in form.all("input") if field["name"] not in folded and field["type"] != "hidden"]

    assert open_ == ["case_no", "filed_on", "cause", "claim", "creditors", "debtors", "town"]
    assert form.fields()["filed_on"] == "2022-09-05"
    assert seen.tree.all("input", aria_invalid="true") == []
    assert ("while you type" in seen.text) is (language == "en")


def test_what_triage_says_is_shown_and_nothing_is_written(visitor, language, clerk):
    """Class, reasons, what is unknown and the question to ask; by the script the panel alone."""
    who = visitor("clerk", language)
    part = fill(who, "/look")
    by_script = who.post("/intake/new/look", TYPED, headers={"HX-Request": "true"})

    for seen in (part, by_script):
        said = seen.tree.one(id="suggestion").text
        assert ("Ask next" in said) is (language == "en")
        assert ("小时" in said) is (language == "zh")
    assert by_script.tree.all("header") == []
    assert clerk.get("/cases").json["items"] == []


def test_the_answer_to_the_question_changes_what_is_said(at_desk):
    """A fact typed in counts at once."""
    before, after = (
        fill(at_desk, "/look", **more).tree.one(id="suggestion").text for more in ({}, {"act_enforcement": "是"})
    )

    assert before != after


def test_it_is_filed_as_it_was_understood_and_once(at_desk, clerk):
    """Full-width digits, a sum in words, two debtors; a double click files it once, and a link leads on."""
    seen = at_desk.get("/intake/new")
    sent = {**seen.tree.one("form", id="filing").fields(), **TYPED}
    first, second = (at_desk.post("/intake/new", sent) for _ in range(2))
    after = at_desk.get(first.answer.headers["Location"])

    assert first.answer.headers["Location"] == second.answer.headers["Location"]
    [case] = clerk.get("/cases").json["items"]
    assert (case["case_no"], case["claim"], len(case["parties"])) == ("（2022）内0222执6001号", 3_000_000, 3)
    assert "（2022）内0222执6001号 已立案" in after.text
    assert after.tree.all("a", href=f"/inbox/{case['id']}")


@pytest.mark.parametrize(
    "name, text", [("claim", "很多"), ("filed_on", "昨天"), ("debtors", ""), ("case_no", "九号"), ("town", "无此镇")]
)
def test_a_fault_is_said_beside_its_field_and_every_word_stays(at_desk, clerk, name, text):
    """422; the field is red, and what else was typed stands where it was."""
    seen = fill(at_desk, **{name: text})

    assert seen.status == 422
    assert [field["name"] for field in seen.tree.all("input", aria_invalid="true")] == [name]
    assert seen.tree.one(id=f"said-{name}").text
    shown = seen.tree.one("form", id="filing").fields()
    assert {key: shown[key] for key in TYPED} == {**TYPED, name: text}
    assert clerk.get("/cases").json["items"] == []


def test_a_number_on_the_docket_is_said_while_one_types(at_desk, clerk):
    """With a link to the case; filing it again is refused, and the text stays."""
    fill(at_desk)
    said = fill(at_desk, "/look").tree.one(id="suggestion")
    again = fill(at_desk)

    assert "已在册" in said.text
    assert said.one("a", href="/cases/1")
    assert again.status == 409
    assert again.tree.one("form", id="filing").fields()["case_no"] == TYPED["case_no"]
    assert len(clerk.get("/cases").json["items"]) == 1
