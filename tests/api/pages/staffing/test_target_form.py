"""What would reach it: asked as a form, refused beside the field, answered with its promise and what stays open."""

import pytest

from allocator.services.staffing import least_changes
from tests.api.pages.staffing.test_scenario_form import form_at


@pytest.fixture(scope="module")
def guyang(six_filed):
    """Six cases to be like."""
    return six_filed


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """One process."""
    monkeypatch.setattr(least_changes, "usual_hands", lambda: 1)


@pytest.fixture
def at_form(visitor, language):
    """The planner's browser, in each language."""
    return visitor("planner", language)


EASY = {"targets_figure": ["closing_rate", ""], "targets_side": ["at_least"] * 2, "targets_value": ["0", ""], "days": ["14"],
        "probability": ["50"], "zone": ["20"], "budget": ["60"]}  # fmt: skip


def asked(at_form, **changes):
    """Send the form with some changes."""
    form = {**form_at(at_form.get("/laboratory/targets")), **EASY, **changes}
    return at_form.post("/laboratory/targets", form)


def test_what_is_reached_already_needs_no_change_and_says_what_is_promised(at_form, engine_for_runs, language):
    """The answer, its promise, what was tried with intervals; asked again from there it is the same form."""
    told = asked(at_form).answer
    assert told.status_code == 303
    engine_for_runs.work(told.location.rpartition("/")[2])
    seen = at_form.get(told.location)

    assert {"zh": "不作变动", "en": "no change"}[language] in seen.tree.one("p", class_="lead").text
    assert {"zh": "以 95% 的把握", "en": "with 95% for the whole search"}[language] in seen.text
    assert len(seen.tree.all("svg", class_="whisker")) >= 1
    [again] = [node["href"] for node in seen.tree.all("a") if "targets?from=" in (node["href"] or "")]
    copied = form_at(at_form.get(again))
    assert (copied["days"], copied["budget"], copied["targets_figure"][0]) == (["14"], ["60"], "closing_rate")
    assert "/laboratory/runs/" in told.location
    assert at_form.get("/laboratory").status == 200


def test_what_no_change_reaches_is_said_with_what_to_do(at_form, engine_for_runs, language):
    """Ask for less, or allow more."""
    nothing = {"add_role": [""], "add_teams": [""], "add_cost": [""]}
    location = asked(at_form, targets_value=["100", ""], **nothing).answer.location
    engine_for_runs.work(location.rpartition("/")[2])

    assert {"zh": "可以放宽目标", "en": "Ask for less"}[language] in at_form.get(location).text


def test_what_could_not_be_told_within_the_runs_is_told_plainly(at_form, engine_for_runs, language):
    """Two runs decide nothing: it stays open, and what was not tried is counted."""
    location = asked(at_form, budget=["9"], zone=["1"]).answer.location
    engine_for_runs.work(location.rpartition("/")[2])
    text = at_form.get(location).text

    assert {"zh": "未能判定", "en": "stayed open"}[language] in text
    assert {"zh": "推演次数已用完", "en": "The runs are used up"}[language] in text


@pytest.mark.parametrize(
    "name,typed",
    [("targets_value", ["high", ""]), ("probability", ["0"]), ("days", ["many"]), ("budget", ["lots"]), ("together", ["9"]),
     ("add_cost", ["dear", "70", ""]), ("vehicles", ["-1"]), ("name", [""]), ("rules_path", ["levers.most_lod"])],
)  # fmt: skip
def test_a_fault_stands_beside_its_field(at_form, name, typed):
    """And what was typed is still there."""
    more = {"rules_cost": ["1"], "rules_values": ["1"]} if name == "rules_path" else {}
    seen = asked(at_form, **{name: typed}, **more)
    marked = {node["name"] for node in seen.tree.walk() if node["aria-invalid"] == "true"}

    assert seen.status == 422
    assert name in marked
    assert form_at(seen)[name][0] == typed[0]


@pytest.mark.parametrize("name,typed,told", [
    ("targets_value", ["120", ""], "0 到 100 的百分数"), ("probability", ["0"], "0.1 到 99.9 的百分数"),
    ("sure", ["20"], "50 到 99.9 的百分数"), ("zone", ["51"], "0.1 到 50 的百分数"),
])  # fmt: skip
def test_a_field_in_percent_is_told_its_bounds_in_percent(at_form, language, name, typed, told):
    """Whoever typed 120 was told of "1.2", and that a share from 0 to 1 would do."""
    texts = [fault.text for fault in asked(at_form, **{name: typed}).tree.all("span", class_="fault")]

    assert any(typed[0] in text for text in texts)
    assert any({"zh": told, "en": "percentage from"}[language] in text for text in texts)


@pytest.mark.parametrize("figure", ["recovered", "load_peak"])
def test_a_target_below_nothing_is_told_as_it_was_typed(at_form, language, figure):
    """Whoever typed -5 yuan was told that "-500" cannot be used: the file counts fen, and loads as fractions."""
    typed = {"targets_figure": [figure, ""], "targets_value": ["-5", ""]}
    [fault] = asked(at_form, **typed).tree.all("span", class_="fault")

    assert {"zh": "“-5”不能用", "en": '"-5" cannot be used'}[language] in fault.text


def test_no_target_is_refused(at_form):
    """There is nothing to look for."""
    seen = asked(at_form, targets_figure=["", ""])

    assert seen.status == 422
    assert seen.tree.all("span", class_="fault")
