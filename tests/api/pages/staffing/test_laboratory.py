"""The laboratory for people: a ready question in three clicks, its progress, its answer with honest words, its end by hand."""

import io
import json
import re

import pytest
from docx import Document

from allocator.services.staffing import laboratory, least_changes, simulations
from api.pages.charts import courses, whiskers


@pytest.fixture(scope="module")
def guyang(six_filed):
    """Six cases to be like."""
    return six_filed


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """One process, a fortnight."""
    for room in (simulations, least_changes):
        monkeypatch.setattr(room, "usual_hands", lambda: 1)
    monkeypatch.setattr(laboratory, "QUARTER", 14)
    monkeypatch.setattr(laboratory, "MOST_RUNS", 3)


@pytest.fixture
def at_laboratory(visitor, language):
    """The planner's browser, in each language."""
    return visitor("planner", language)


@pytest.fixture
def asked(at_laboratory, engine_for_runs):
    """Ask the ready question; gives where it is followed."""

    def ask(*, work=True):
        form = at_laboratory.get("/laboratory").tree.one("form", class_="ask").fields()
        answer = at_laboratory.post("/laboratory/one-less", {**form, "post": "regular_1.officer"}).answer
        assert answer.status_code == 303
        if work:
            engine_for_runs.work(answer.location.rpartition("/")[2])
        return answer.location

    return ask


def test_a_ready_question_has_an_answer_with_intervals(at_laboratory, asked, language):
    """Conclusions in words, figures with drawings, series by week; it is listed afterwards."""
    seen = at_laboratory.get(asked())
    listed = at_laboratory.get("/laboratory")

    assert seen.status == 200
    name = {"zh": "普执一队少一名执行员", "en": "one officer of regular team 1 less"}[language]
    assert name in seen.tree.one("h1").text
    known = [node for node in seen.tree.all("b", class_="verdict") if "unknown" not in (node["class"] or "")]
    assert len(seen.tree.all("svg", class_="whisker")) == len(known) > 9
    unsure = [node for node in known if "unsure" in (node["class"] or "")]  # how many depends on who got which case
    assert bool(unsure) is ({"zh": "区间含零", "en": "includes zero"}[language] in seen.text)
    assert len(seen.tree.all("svg", class_="curve")) == 2
    assert "±" in seen.text
    assert {"zh": "外勤只按车辆和人员的工时推演", "en": "Field work is simulated as hours of vehicles"}[
        language
    ] in seen.text
    assert [node["href"] for node in listed.tree.all("a") if "/runs/" in (node["href"] or "")]


def test_no_person_is_named_in_the_answer(at_laboratory, asked, context):
    """Who stands for the post is nobody's business on a page."""
    text = at_laboratory.get(asked()).text

    assert "G13" not in text
    assert "丙三原" not in text


def test_pressed_twice_it_is_one_question(at_laboratory):
    """The second press leads to the same run."""
    form = {**at_laboratory.get("/laboratory").tree.one("form", class_="ask").fields(), "post": "fast.judge"}

    assert len({at_laboratory.post("/laboratory/one-less", form).answer.location for _ in range(2)}) == 1


def test_a_question_nobody_takes_up_says_so_and_can_be_stopped(at_laboratory, asked, language):
    """With whom to ask; stopped, it says by whom."""
    path = asked(work=False)
    seen = at_laboratory.get(path)
    form = seen.tree.one("section", id="plan")

    assert {"zh": "没有工作进程", "en": "No worker is running"}[language] in form.text
    assert at_laboratory.post(f"{path}/stop", form.one("form").fields()).status == 303
    after = at_laboratory.get(path)
    assert "a planner" in after.tree.one("div", role="alert").text
    assert after.tree.all("section", id="plan") == []


def test_what_was_known_when_it_was_stopped_is_shown(at_laboratory, asked, engine_for_runs, monkeypatch, language):
    """A partial answer is marked as one."""
    monkeypatch.setattr(simulations, "PARTIAL_SECONDS", 0.0)
    monkeypatch.setattr(laboratory, "MOST_RUNS", 40)
    said, path = simulations.told, asked(work=False)
    run = path.rpartition("/")[2]

    def told(done, planned):
        """Call it off in the middle."""
        if done >= 20:
            engine_for_runs.cancel(run, "head")
        return said(done, planned)

    monkeypatch.setattr(simulations, "told", told)
    engine_for_runs.work(run)
    seen = at_laboratory.get(path)

    assert {"zh": "部分结果", "en": "known by then"}[language] in seen.tree.one("div", role="alert").text
    assert seen.tree.all("table", class_="differences")


def test_a_failed_run_says_why(at_laboratory, asked, engine_for_runs, monkeypatch):
    """And what to do."""
    path = asked(work=False)
    monkeypatch.setattr(simulations, "replicate", lambda *_: 1 / 0)
    engine_for_runs.work(path.rpartition("/")[2])

    assert at_laboratory.get(path).tree.one("div", role="alert").text


def test_the_report_can_be_taken_along(at_laboratory, asked):
    """As the very document the API gives, without the run it came from."""
    path = asked()
    answer = at_laboratory.get(f"{path}/report.json").answer

    assert json.loads(answer.text)["replications"] == 3
    assert re.fullmatch(r'attachment; filename="simulation-\w{8}\.json"', answer.headers["Content-Disposition"])


def test_the_report_can_be_taken_along_for_word(at_laboratory, asked, planner, language):
    """One part a scenario, with its conclusions and figures, in the language of the page; the API gives the same file."""
    path = asked()
    answer = at_laboratory.get(f"{path}/report.docx").answer
    found = Document(io.BytesIO(answer.data))
    texts = [paragraph.text for paragraph in found.paragraphs]
    [figures] = found.tables

    assert {"zh": "普执一队少一名执行员", "en": "one officer of regular team 1 less"}[language] in texts
    assert not [text for text in texts if "{" in text]
    assert figures.cell(0, 4).text == {"zh": "结论", "en": "verdict"}[language]
    assert len(figures.rows) > 15
    tongue = {"Accept-Language": language}
    run = path.rpartition("/")[2]
    assert planner.get(f"/runs/{run}/simulation.docx", headers=tongue).data == answer.data


def test_a_post_that_is_gone_is_refused_on_the_page(at_laboratory):
    """A stale tab: the list stands there again."""
    form = {**at_laboratory.get("/laboratory").tree.one("form", class_="ask").fields(), "post": "fast.king"}
    told = at_laboratory.post("/laboratory/one-less", form)

    assert told.status == 422
    assert told.tree.one("div", role="alert").text
    assert told.tree.one("form", class_="ask")


def test_who_may_not_ask_sees_no_form(visitor):
    """The auditor sees what was asked, and asks nothing."""
    seen = visitor("auditor").get("/laboratory")

    assert seen.status == 200
    assert seen.tree.all("form", class_="ask") == []
    assert visitor("auditor").post("/laboratory/one-less", {"post": "fast.judge"}).status == 403


def test_intervals_of_one_figure_share_a_scale():
    """The wider reaches further, nought is in the middle, nothing leaves the sheet."""
    wide, narrow, nothing = whiskers([(-4.0, -2.0, 0.0), (-1.0, 0.0, 1.0), None])

    assert nothing is None
    assert wide is not None
    assert narrow is not None
    assert 0 <= wide.low < narrow.low < narrow.at == narrow.zero == wide.high
    assert narrow.high - narrow.low < wide.high - wide.low


def test_series_of_fewer_than_two_weeks_are_not_drawn():
    """There is no line through one point."""
    assert courses([[(1.0, 2.0, 3.0)]]) is None
    drawn = courses([[(1.0, 2.0, 3.0), (2.0, 3.0, 4.0)]])
    assert drawn is not None
    assert (drawn.highest, drawn.weeks, len(drawn.drawn[0].line.split())) == (4.0, 2, 2)
