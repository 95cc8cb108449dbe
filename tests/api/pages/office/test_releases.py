"""Rules released by people: written, differences seen, rehearsed, released by a second one who is signed in, taken back."""

import io

import pytest

from allocator.services.rules import releases
from allocator.services.rules.rehearsal import rulebook_of
from allocator.services.run_kinds import run_now
from tests.api.signed import Browser, a_user
from tests.api.test_releases import NEXT

UNTOLD = {"report": None, "why": {"zh": "未作推演", "en": "not simulated"}}
VALUES = {
    "version": "2022-2",
    "effective_from": "2022-09-05",
    "path": "triage.rules.S02.when",
    "value": "claim <= yuan(500)",
}


@pytest.fixture(autouse=True)
def unforetold(monkeypatch):
    """A rehearsal without its simulation, which takes seconds."""
    monkeypatch.setattr(releases, "_forecast", lambda *_: UNTOLD)


@pytest.fixture
def at_rules(visitor, language):
    """The planner's browser, in each language."""
    return visitor("planner", language)


@pytest.fixture
def proposed(at_rules):
    """Change a value and see the differences; gives where they stand."""
    key = at_rules.get("/releases").tree.one("form", action="/releases/changes").fields()["key"]
    answer = at_rules.post("/releases/changes", {**VALUES, "key": key}).answer
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.location


@pytest.fixture
def rehearsed(at_rules, proposed, engine_for_runs, filed):
    """Have it rehearsed; gives where the outcome stands."""
    form = at_rules.get(proposed).tree.one("form", action=proposed).fields()
    locations = {at_rules.post(proposed, form).answer.location for _ in range(2)}
    [path] = locations
    engine_for_runs.work(path.rpartition("/")[2])
    return path


def button(seen, end):
    """The form of a page that ends so, with what it sends."""
    form = next(node for node in seen.tree.all("form") if (node["action"] or "").endswith(end))
    return form["action"], form.fields()


def test_a_changed_value_is_seen_against_the_one_in_force(at_rules, proposed):
    """The old and the new one side by side, nothing else but the version and its day."""
    seen = at_rules.get(proposed)

    assert "claim > 0 and claim <= yuan(10_000)" in seen.text
    assert "claim <= yuan(500)" in seen.text
    assert len(seen.tree.one("tbody").all("tr")) == 3


@pytest.mark.parametrize("sent", ["pasted", "file"])
def test_a_whole_rulebook_may_be_pasted_or_chosen(visitor, sent):
    """Both lead to the same differences."""
    file = {"file": (io.BytesIO(NEXT.encode("utf-8-sig")), "rulebook.toml")}
    form = {"key": "k", **({"toml": NEXT} if sent == "pasted" else file)}
    answer = visitor("planner").post("/releases/texts", form, content_type="multipart/form-data").answer

    assert answer.status_code == 303
    assert "2022-2" in visitor("planner").get(answer.location).text


@pytest.mark.parametrize(
    "where,form",
    [
        ("changes", {**VALUES, "path": "levers.most_lod"}),
        ("changes", {**VALUES, "value": "claim <="}),
        ("changes", {**VALUES, "version": ""}),
        ("texts", {"toml": "version = "}),
        ("texts", {"toml": ""}),
        ("texts", {"file": (io.BytesIO(b"\xff\xfe\x00"), "x.toml")}),
    ],
    ids=["no such path", "a condition nobody can read", "no version", "no toml", "nothing", "no text"],
)
def test_a_faulty_version_is_refused_with_its_places(visitor, where, form):
    """And what was typed is still there."""
    seen = visitor("planner", "en").post(f"/releases/{where}", {"key": "k", **form}, content_type="multipart/form-data")

    assert seen.status == 422
    assert seen.tree.one("div", role="alert").text
    if "path" in form:
        assert form["path"] in [node["value"] for node in seen.tree.all("input", name="path")]


def test_the_same_rules_are_nothing_to_rehearse(visitor):
    """409, with the page to go on from."""
    rules = NEXT.replace(
        'version = "2022-2"\neffective_from = 2022-09-05', 'version = "2022-1"\neffective_from = 2022-01-01'
    )
    seen = visitor("planner").post("/releases/texts", {"key": "k", "toml": rules})

    assert (seen.status, len(seen.tree.all("form", action="/releases/changes"))) == (409, 1)


def test_the_outcome_shows_stock_and_past_and_that_somebody_else_must_release(at_rules, rehearsed, language):
    """The proposer has no button to release; the case that flips can be opened."""
    seen = at_rules.get(rehearsed)

    assert not [form for form in seen.tree.all("form") if (form["action"] or "").endswith("/release")]
    assert {"zh": "不能自己发布", "en": "cannot release it yourself"}[language] in seen.text
    assert {"zh": "未作推演", "en": "not simulated"}[language] in seen.text
    assert [node["id"] for node in seen.tree.all("h2")] == ["decide", "stock", "past", "ahead"]


def test_the_second_person_is_one_who_signed_in_and_never_a_name(app, context, at_rules, rehearsed, visitor):
    """A token of another name is refused where people sign in; a session of another user releases, once for a double click."""
    a_user(context, "chief", "admin")
    action, form = button(visitor("admin").get(rehearsed), "/release")
    told = visitor("admin").post(action, form)
    assert told.status == 409
    assert told.tree.one("div", role="alert").text
    browser = Browser(app)
    browser.sign_in("chief")
    browser.get(rehearsed)
    answers = {browser.post(action, {"key": form["key"]}).location for _ in range(2)}

    assert answers == {rehearsed}
    assert rulebook_of(context).version == "2022-2"
    listed = at_rules.get("/releases").text
    assert "2022-2" in listed


def test_a_withdrawn_version_cannot_be_released_by_a_stale_tab(visitor, at_rules, rehearsed, context):
    """409; the page says that it was withdrawn."""
    action, form = button(visitor("admin").get(rehearsed), "/release")
    withdraw, sent = button(at_rules.get(rehearsed), "/withdrawal")
    assert at_rules.post(withdraw, sent).status == 303
    told = visitor("admin").post(action, form)

    assert told.status == 409
    assert rulebook_of(context).version == "2022-1"


def test_rules_left_behind_by_others_are_rehearsed_anew(
    visitor, at_rules, rehearsed, planner, caller, engine_for_runs, language
):
    """The page says so and leads to the differences."""
    run = planner.post("/rulebook/proposals", {"toml": NEXT}, key="other").json["id"]
    engine_for_runs.work(run)
    caller("admin").post(f"/rulebook/proposals/{run}/release")
    seen = at_rules.get(rehearsed)

    assert {"zh": "须对照现行规则重新试行", "en": "rehearsed against them"}[language] in seen.text
    assert not [form for form in seen.tree.all("form") if (form["action"] or "").endswith("/release")]


def test_the_version_before_is_brought_back(visitor, rehearsed, context):
    """By who may release, confirmed, once for a double click."""
    admin = visitor("admin", "en")
    action, form = button(admin.get(rehearsed), "/release")
    admin.post(action, form)
    action, form = button(admin.get("/releases"), "/retreat")
    answers = [admin.post(action, form).answer for _ in range(2)]

    assert {answer.location for answer in answers} == {"/releases"}
    assert rulebook_of(context).version == "2022-1"
    assert "2022-1 holds again" in admin.get(answers[0].location).text
    assert not [node for node in admin.get("/releases").tree.all("form") if (node["action"] or "").endswith("/retreat")]
    assert admin.post(action, {**form, "key": "another"}).status == 409


def test_a_rehearsal_that_waits_is_stopped(at_rules, proposed):
    """And can be asked for anew."""
    form = at_rules.get(proposed).tree.one("form", action=proposed).fields()
    path = at_rules.post(proposed, form).answer.location
    seen = at_rules.get(path)
    assert at_rules.post(f"{path}/stop", seen.tree.one("section", id="plan").one("form").fields()).status == 303
    after = at_rules.get(path)

    assert [node["href"] for node in after.tree.one("div", role="alert").all("a")] == [proposed]


def test_an_alarm_names_what_drifts_and_who_may_not_release_sees_no_way_back(visitor, monkeypatch):
    """The version to go back to is one click and a confirmation away."""
    from allocator.domain.words import Text
    from allocator.services.rules.release_forecast import Drift
    from allocator.services.rules.rule_watch import Watched
    from api.pages.office import releases as shown

    drift = Drift("closed", 2, 3, 10.0, 20.0, Text("结案连续 2 周偏离预测", "closed: outside for 2 weeks"))
    monkeypatch.setattr(shown, "watch_rules", lambda _: Watched("2022-1", 3, (drift,), "2021-9"))

    assert "outside for 2 weeks" in visitor("planner", "en").get("/releases").tree.one("div", role="alert").text


def test_an_auditor_reads_what_was_released_and_no_draft(visitor, language, rehearsed, context):
    """The list and the report of a released version, no form; a version on its way is not there."""
    auditor = visitor("auditor", language)
    assert "2022-2" not in auditor.get("/releases").text
    assert auditor.get(rehearsed).status == 404
    releases.release_rules(context.by("head"), rehearsed.rpartition("/")[2])

    seen, report = auditor.get("/releases"), auditor.get(rehearsed)

    assert ("released" in seen.text) is (language == "en")
    assert [form for form in seen.tree.all("form") if (form["action"] or "").startswith("/releases")] == []
    assert report.status == 200
    assert [form for form in report.tree.all("form") if (form["action"] or "").startswith("/releases")] == []
    assert ("would change lane" in report.text) is (language == "en")


def test_a_version_yet_to_begin_is_taken_back_on_the_page(visitor, language, context):
    """A reason is needed and kept in the log; afterwards there is nothing to take back, and the page says what was done."""
    later = NEXT.replace("effective_from = 2022-09-05", "effective_from = 2022-10-05")
    params = releases.propose_rules(context.by("planner"), later)
    run = run_now(context.by("planner"), releases.REHEARSAL, params)
    releases.release_rules(context.by("head"), run.id)
    planner = visitor("planner", language)
    action, fields = button(planner.get("/releases"), "/withdrawal")

    assert planner.post(action, fields).status == 422
    done = planner.post(action, {**fields, "because": "附件二未定稿", "key": "k"})

    after = planner.get(done.answer.headers["Location"])
    assert ("taken back" in after.text) is (language == "en")
    assert not [form for form in after.tree.all("form") if (form["action"] or "").endswith("/withdrawal")]
    assert rulebook_of(context).version == "2022-1"
