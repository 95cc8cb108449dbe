"""Several scenarios as a form: begun from files or an earlier question, refused beside the field, played once."""

import tomllib

import pytest

from allocator.services.staffing import simulations


@pytest.fixture(scope="module")
def guyang(six_filed):
    """Six cases to be like."""
    return six_filed


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """One process."""
    monkeypatch.setattr(simulations, "usual_hands", lambda: 1)


@pytest.fixture
def at_form(visitor, language):
    """The planner's browser, in each language."""
    return visitor("planner", language)


def form_at(seen):
    """What the form would send, its selects included."""
    form = seen.tree.one("form", class_="scenario-form")
    fields: dict[str, list[str]] = {}
    for node in form.walk():
        if node.tag == "input" and node["name"]:
            fields.setdefault(str(node["name"]), []).append(node["value"] or "")
        elif node.tag == "textarea":
            fields.setdefault(str(node["name"]), []).append(
                "".join(part for part in node.inside if isinstance(part, str))
            )
        elif node.tag == "select":
            options = node.all("option")
            chosen = [one["value"] or "" for one in options if "selected" in one.attributes]
            fields.setdefault(str(node["name"]), []).append((chosen or [options[0]["value"] or ""])[0])
    return fields


def sent_by(planner, location):
    """The scenarios of the run a form led to."""
    run = planner.get(f"/runs/{location.rpartition('/')[2]}").json
    return [tomllib.loads(one["toml"]) for one in run["params"]["scenarios"]]


CHANGES = {
    "days": ["14"], "replications": ["2"], "name1": ["试一试 / a trial"], "leave_who1": ["G13"], "leave_last1": ["2022-09-09"],
    "join_team1": ["fast"], "join_role1": ["officer"], "join_first1": ["2022-09-08"], "growth1": ["-12.5"], "vehicles1": ["1"],
    "lanes_team1": ["regular_2"], "lanes_lane1": ["fast"], "rules_path1": ["triage.rules.S02.when"],
    "rules_value1": ["claim > 0 and claim <= yuan(50_000)"], "more1": ["[arrivals.mix]\nwage = 1.5"],
    "fieldwork1": ["weeks"], "every_days1": ["7"], "moves1": ["2"], "hand_over1": ["yes"],
}  # fmt: skip


def test_what_is_filled_in_is_played_against_the_office_as_it_is(at_form, planner, engine_for_runs):
    """Every field arrives in the scenario's file; pressed twice it is one run, and it ends with its report."""
    form = {**form_at(at_form.get("/laboratory/scenarios")), **CHANGES}
    answers = [at_form.post("/laboratory/scenarios", form).answer for _ in range(2)]
    baseline, trial = sent_by(planner, answers[0].location)

    assert answers[0].status_code == 303
    assert answers[0].location == answers[1].location
    assert baseline["name"] == {"zh": "现状", "en": "as it is"}
    assert (trial["name"]["en"], trial["first"].isoformat(), trial["days"]) == ("a trial", "2022-09-06", 14)
    assert trial["people"]["leave"][0]["who"] == "G13"
    assert (trial["people"]["join"][0]["like"], trial["people"]["join"][0]["team"]) == ("G08", "fast")
    assert trial["arrivals"] == {"growth": -0.125, "mix": {"wage": 1.5}}
    assert trial["teams"]["lanes"] == [{"team": "regular_2", "lanes": ["regular", "fast"]}]
    assert trial["fieldwork"] == "weeks"
    assert trial["rebalance"] == {"every_days": 7, "moves": 2, "hand_over": True}
    assert baseline.keys().isdisjoint({"fieldwork", "rebalance"})
    assert trial["rules"] == {"triage.rules.S02.when": "claim > 0 and claim <= yuan(50_000)"}
    engine_for_runs.work(answers[0].location.rpartition("/")[2])
    assert at_form.get(answers[0].location).tree.all("table", class_="differences")


def test_an_earlier_question_is_copied_field_by_field(at_form, planner):
    """Into the same rows; the remainder into its own place."""
    form = {**form_at(at_form.get("/laboratory/scenarios")), **CHANGES}
    run = at_form.post("/laboratory/scenarios", form).answer.location.rpartition("/")[2]
    copied = form_at(at_form.get(f"/laboratory/scenarios?from={run}"))

    for name, [value] in CHANGES.items():
        if name != "more1":
            assert copied[name][0] == value, name
    assert tomllib.loads(copied["more1"][0])["arrivals"] == {"mix": {"wage": 1.5}}
    assert sent_by(planner, at_form.post("/laboratory/scenarios", copied).answer.location)[1]["name"]["zh"] == "试一试"


def test_the_offices_own_files_are_starting_points(at_form):
    """Listed on the laboratory's page, laid out in the form; the first is the baseline of all."""
    listed = at_form.get("/laboratory").tree.all("input", name="file")
    seen = form_at(at_form.get("/laboratory/scenarios?file=baseline.toml&file=fast_to_50000.toml"))

    assert "fourth_car.toml" in [one["value"] for one in listed]
    assert (seen["first"], seen["days"], seen["count"]) == (["2022-10-01"], ["365"], ["2"])
    assert "triage.rules.S02.when" in seen["rules_path1"]
    assert at_form.get("/laboratory/scenarios?file=none.toml").status == 404


def refused(at_form, **changes):
    """The page that a form with some changes is answered with."""
    form = {**form_at(at_form.get("/laboratory/scenarios")), "name1": ["试"], **changes}
    seen = at_form.post("/laboratory/scenarios", form)
    assert seen.status == 422
    return seen


@pytest.mark.parametrize(
    "name,typed",
    [
        ("days", "many"), ("first", "soon"), ("growth1", "a lot"), ("vehicles1", "-9"), ("more1", "name = {"),
        ("rules_path1", "levers.most_lod"), ("replications", "1"), ("name1", ""), ("every_days1", "weekly"), ("moves1", "0"),
    ],
)  # fmt: skip
def test_a_fault_stands_beside_its_field_and_nothing_typed_is_lost(at_form, name, typed):
    """The field is marked, and its fault is what describes it."""
    seen = refused(at_form, **{name: [typed], "leave_who1": ["G13"]})
    marked = [node for node in seen.tree.walk() if node["aria-invalid"] == "true"]
    described = {node["id"]: node.text for node in seen.tree.all("span", class_="fault")}

    assert name in {node["name"] for node in marked}
    assert all(described[node["aria-describedby"]] for node in marked)
    sent = form_at(seen)
    assert (sent[name][0].strip(), sent["leave_who1"][0]) == (typed, "G13")


@pytest.mark.parametrize("typed", ["a lot", "-200"])
def test_filings_in_percent_are_told_their_bounds_in_percent(at_form, language, typed):
    """The field shows percent: a decimal from -0.999 to 100 was asked for, and "-2" said of -200."""
    [fault] = refused(at_form, growth1=[typed]).tree.all("span", class_="fault")

    assert typed in fault.text
    assert {"zh": "-99.9 到 10000 的百分数", "en": "a percentage from -99.9 to 10000"}[language] in fault.text


def test_what_is_said_otherwise_in_the_further_changes_is_refused_beside_them(at_form, language):
    """The field said seven and the text thirty: thirty was played, and seven stood in the form."""
    seen = refused(at_form, every_days1=["7"], more1=["[rebalance]\nevery_days = 30"])
    [fault] = seen.tree.all("span", class_="fault")

    assert fault["id"].startswith("fault-1-more")
    assert {"zh": "另有填写", "en": "said otherwise"}[language] in fault.text
    assert form_at(seen)["every_days1"] == ["7"]


def test_a_lane_that_loses_everybody_is_refused_at_the_row(at_form, language):
    """All of the fast team go: the last row says from which day nobody is left, and what would help."""
    codes = ["G07", "G08", "G09"]
    seen = refused(at_form, leave_who1=codes, leave_last1=["2022-09-30"] * 3)
    [fault] = seen.tree.all("span", class_="fault")

    assert fault["id"] == "fault-1-leave3-1"
    assert {"zh": "再无人承办", "en": "nobody leads cases"}[language] in fault.text


def test_scenarios_are_added_and_left_out_and_rows_are_added(at_form):
    """What was typed stays; nothing is checked or played by that."""
    form = {**form_at(at_form.get("/laboratory/scenarios")), "days": ["many"], "leave_who1": ["G13"]}
    more = at_form.post("/laboratory/scenarios", {**form, "add": ["1"]})
    third = form_at(more)
    rows = form_at(at_form.post("/laboratory/scenarios", {**form, "rows": ["1"]}))
    fewer = form_at(at_form.post("/laboratory/scenarios", {**third, "name2": ["乙"], "drop1": ["1"]}))

    assert (more.status, third["count"], third["days"]) == (200, ["3"], ["many"])
    assert rows["leave_who1"] == ["G13", "", "", ""]
    assert (fewer["count"], fewer["name1"]) == (["2"], ["乙"])


def test_a_question_about_the_past_is_told_so(at_form, language):
    """The day may be kept, with a word beside it."""
    seen = refused(at_form, first=["2020-01-01"], days=["0"])

    assert {"zh": "早于今天", "en": "before today"}[language] in seen.text
