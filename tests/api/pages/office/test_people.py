"""The people of the office: by team with hours, one of them with weeks ahead; leaving, absences, pairs, each by whoever may."""

import pytest

from allocator.services.log_check import verify_log
from allocator.services.reading import read_office

G08 = {
    "name": "乙二河",
    "role": "officer",
    "team": "fast",
    "share": "0.72",
    "entered": "2016-07-04",
    "left": "",
    "skills": "",
    "step": "",
}


def fields(seen, action):
    """The fields of the form that leads to an address."""
    [form] = [node for node in seen.tree.all("form") if node["action"] == action]
    return form.fields()


def person(context, code):
    """Somebody as the office has them."""
    return read_office(context)[0].officer(code)


def test_everybody_stands_in_their_team_with_hours_and_no_reason(visitor, language):
    """Nobody is ranked; a clerk sees hours, no form and no absence."""
    seen = visitor("clerk", language).get("/people")

    assert seen.status == 200
    assert {"甲一凡", "戊二坡"} <= {link.text for link in seen.tree.all("a")}
    assert not seen.tree.all("form", action="/people")
    one = visitor("clerk", language).get("/people/G09")
    assert one.status == 200
    assert "2022-09-13" not in one.text
    assert not one.tree.all(id="absences")


def test_a_supervisor_sees_the_kind_and_days_of_absences_and_others_their_hours(visitor, language):
    """G09 is on leave in September: from, until and kind for the supervisor; hours away for everybody."""
    seen = visitor("supervisor", language).get("/people/G09")

    assert {"2022-09-13", "2022-09-20"} <= {cell.text for cell in seen.tree.all("td")}
    assert ("请假" if language == "zh" else "leave") in seen.text
    weeks = visitor("clerk", language).get("/people/G09").tree.all("table", class_="list")[0]
    assert any(cell.text not in ("0.0", "") for cell in weeks.all("td", class_="number"))


def test_an_absence_is_put_down_once_and_taken_back(visitor, context):
    """A double click puts one down; a reason of health cannot even be written."""
    browser = visitor("supervisor")
    form = fields(browser.get("/people/G08"), "/people/G08/absences")
    sent = {**form, "first": "2022-10-10", "last": "2022-10-14", "reason": "training"}
    assert [browser.post("/people/G08/absences", sent).status for _ in range(2)] == [303, 303]
    [absence] = read_office(context)[0].absences_of("G08")
    assert (absence.reason, str(absence.period.last)) == ("training", "2022-10-14")

    form = fields(browser.get("/people/G08"), "/people/G08/absences")
    refused = browser.post("/people/G08/absences", {**form, "first": "2022-11-01", "reason": "生病"})
    assert refused.status == 422
    back = {**fields(browser.get("/people/G08"), "/people/G08/absences/back")}
    assert browser.post("/people/G08/absences/back", back).status == 303
    assert not read_office(context)[0].absences_of("G08")


def test_whoever_leaves_with_open_cases_is_told_of_them_first(visitor, context, busy):
    """The page says what must be handed over; only then, confirmed, the last day is kept, with its reason in the log."""
    browser = visitor("admin")
    before = person(context, "G08")
    form = fields(browser.get("/people/G08"), "/people/G08")
    sent = {**form, "role": "officer", "team": "fast", "left": "2022-12-31", "because": "调令 2022-9"}

    told = browser.post("/people/G08", sent)
    assert told.status == 200
    assert person(context, "G08") == before
    assert f"{before.name}（G08）在办 5 件" in told.text
    [confirm] = [node for node in told.tree.all("form") if node["class"] == "actions"]
    assert browser.post("/people/G08", confirm.fields()).status == 303

    assert str(person(context, "G08").left) == "2022-12-31"
    with context.database.reading() as uow:
        assert uow.log.entries(kind="office")[-1].body["because"] == "调令 2022-9"
    assert not verify_log(context).breaks


def test_a_page_that_grew_old_changes_nothing(visitor, context):
    """Somebody changed the office meanwhile: told, and what was typed is not lost silently."""
    browser = visitor("admin")
    form = fields(browser.get("/people/G08"), "/people/G08")
    other = fields(browser.get("/people/G09"), "/people/G09")
    assert (
        browser.post(
            "/people/G09", {**other, "role": "officer", "team": "fast", "share": "0.5", "because": "兼职"}
        ).status
        == 303
    )

    assert (
        browser.post(
            "/people/G08", {**form, "role": "officer", "team": "fast", "share": "0.6", "because": "兼职"}
        ).status
        == 412
    )
    assert person(context, "G08").share == 720


def test_somebody_is_added_and_faults_stand_by_their_field(visitor, context, language):
    """A code that is taken is refused with what was typed still there; then a new one comes in."""
    browser = visitor("admin", language)
    form = {**fields(browser.get("/people"), "/people"), **G08, "name": "新来", "because": "新招录"}

    refused = browser.post("/people", {**form, "code": "G08"})
    assert refused.status == 422
    assert "G08" in refused.tree.one(role="alert").text
    assert refused.tree.one("input", id="name")["value"] == "新来"
    assert browser.post("/people", {**form, "code": "G40"}).status == 303
    assert person(context, "G40").name == "新来"


def test_a_pair_is_put_down_and_ended(visitor, context):
    """By the apprentice's page; the folder's rules of pairs hold."""
    browser = visitor("admin")
    seen = browser.get("/people/G15")
    ends = next(node.fields() for node in seen.tree.all("form", action="/people/G15/pairs") if "known" in node.fields())
    assert browser.post("/people/G15/pairs", {**ends, "last": "2022-09-30", "because": "轮岗"}).status == 303
    new = next(
        node.fields()
        for node in browser.get("/people/G15").tree.all("form", action="/people/G15/pairs")
        if "known" not in node.fields()
    )
    assert (
        browser.post("/people/G15/pairs", {**new, "mentor": "G12", "first": "2022-10-01", "because": "轮岗"}).status
        == 303
    )

    pairs = [(pair.mentor, str(pair.period.first)) for pair in read_office(context)[0].mentor_of("G15")]
    assert pairs == [("G14", "2022-02-21"), ("G12", "2022-10-01")]


@pytest.mark.parametrize("path", ["/people", "/people/G08", "/people/G08/pairs", "/vehicles", "/calendar"])
def test_who_may_not_change_the_office_is_turned_away(visitor, path):
    """A planner reads, and changes nothing."""
    assert visitor("planner").post(path, {"because": "试"}).status == 403


def test_nobody_of_that_code_is_told(visitor, language):
    """Not found, in words."""
    assert visitor("clerk", language).get("/people/G99").status == 404


def test_a_team_gets_another_lead_and_a_new_team_comes_in(visitor, context, language):
    """Names, lanes and lead of a team; a code that is taken is refused; a team nobody needs is given up."""
    browser = visitor("admin", language)
    form = fields(browser.get("/people"), "/people/teams/fast")
    names = {"zh": "快执团队", "en": "fast-track team", "lanes": ["fast"], "because": "轮岗"}
    assert browser.post("/people/teams/fast", {**form, **names, "lead": "G08"}).status == 303
    assert read_office(context)[0].team_by_code["fast"].lead == "G08"

    new = {
        **fields(browser.get("/people"), "/people/teams"),
        "zh": "专项组",
        "en": "task force",
        "lanes": ["fast", "services"],
    }
    assert browser.post("/people/teams", {**new, "code": "fast", "because": "专项"}).status == 422
    assert browser.post("/people/teams", {**new, "code": "task", "because": "专项"}).status == 303
    assert read_office(context)[0].team_by_code["task"].lanes == ("fast", "services")
    gone = {**fields(browser.get("/people"), "/people/teams/task"), "gone": "yes", "because": "结束"}
    assert browser.post("/people/teams/task", gone).status == 303
    assert "task" not in read_office(context)[0].team_by_code


def test_a_team_keeps_what_its_folder_needs(visitor, context):
    """A lane nobody serves, a team that still has people: refused with the place in bureau.toml or people.csv."""
    browser = visitor("admin")
    form = {**fields(browser.get("/people"), "/people/teams/dormant"), "zh": "终本", "en": "dormant", "because": "试"}

    form.pop("lanes")
    assert "bureau.toml" in browser.post("/people/teams/dormant", {**form, "lead": "G24"}).text
    form["key"] = fields(browser.get("/people"), "/people/teams/dormant")["key"]
    assert "people.csv" in browser.post("/people/teams/dormant", {**form, "gone": "yes"}).text


def test_a_reduction_is_put_down_within_its_catalogue_and_taken_back(visitor, context, language):
    """At most what the rulebook allows for its kind; a clerk sees none of it, only the hours."""
    browser = visitor("admin", language)
    place = "/people/G08/reductions"
    sent = {
        **fields(browser.get("/people/G08"), place),
        "kind": "court_duty",
        "first": "2022-10-01",
        "because": "值班表",
    }
    assert browser.post(place, {**sent, "share": "0.9"}).status == 422
    assert browser.post(place, {**sent, "share": "0.2"}).status == 303
    assert [one.permille for one in read_office(context)[0].reductions_of("G08")] == [200]
    assert not visitor("clerk", language).get("/people/G08").tree.all(id="reductions")
    back = fields(browser.get("/people/G08"), f"{place}/back")
    assert browser.post(f"{place}/back", {**back, "because": "期满"}).status == 303
    assert not read_office(context)[0].reductions_of("G08")
