"""A scenario as a form: what a file says, laid out in rows, is written as the same question again."""

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.files.office import read_office
from allocator.files.scenarios import ScenarioText, scenario_of
from allocator.services.staffing.scenario_forms import Frame, SaidTwice, ScenarioForm, form_of, usual_rules, written
from fixtures.guyang_month import GUYANG

FOLDER = read_office(GUYANG)
FILES = sorted((GUYANG / "scenarios").glob("*.toml"))
FRAME = Frame("2022-10-01", "90", "5")
WHOLE = """
name = {zh = "甲", en = "a"}
first = 2022-10-01
days = 365
policy = "fewest"
[arrivals]
growth = 0.125
season = [1, 0.4, 1, 1, 1, 1, 1, 1, 1, 1, 1.3, 1.3]
[[people.join]]
code = "N01"
like = "G18"
team = "regular_1"
first = 2022-10-08
[[people.join]]
code = "N02"
role = "clerk"
share = 0.72
first = 2022-11-01
[[people.leave]]
who = "丙三原"
last = 2022-10-31
[[people.move]]
who = "G20"
share = 0.5
first = 2023-01-01
[[people.away]]
who = "G12"
first = 2022-12-01
[[teams.lanes]]
team = "fast"
lanes = ["fast", "services"]
[[vehicles]]
add = -1
[rules]
"levers.most_load" = 1.2
"triage.rules.S02.when" = "claim > 0 and claim <= yuan(50_000)"
"charging.pools" = []
"""


def meant(toml):
    """What a file asks, whatever it looks like."""
    return scenario_of(ScenarioText("x.toml", toml), FOLDER.office, FOLDER.rulebook)


def again(toml):
    """A file laid out as a form and written anew."""
    form, frame = form_of(toml, FOLDER.office)
    return written(form, Frame(frame["first"], frame["days"], frame.get("replications", ""), ""), FOLDER.office)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_of_the_office_asks_the_same_after_the_form(file):
    """Codes of who joins and of names in two languages included, but for the form's own codes of newcomers."""
    toml = file.read_text(encoding="utf-8")
    joins = meant(toml).people.join

    assert joins or meant(again(toml)).digest == meant(toml).digest


def test_what_has_no_field_stays_in_the_words_of_the_file():
    """Rows with fields become rows; a share, a season and a policy stand in the remainder, and nothing is lost."""
    form, _ = form_of(WHOLE, FOLDER.office)

    assert form.name == "甲 / a"
    assert (form.growth, form.vehicles) == ("12.5", "-1")
    assert form.join == (("regular_1", "judge", "2022-10-08"),)
    assert form.leave == (("丙三原", "2022-10-31"),)
    assert form.away == (("G12", "2022-12-01", ""),)
    assert form.lanes == (("fast", "services"),)
    assert ("triage.rules.S02.when", "claim > 0 and claim <= yuan(50_000)") in form.rules
    assert tomllib.loads(form.more).keys() == {"policy", "arrivals", "people", "rules"}
    before, after = meant(WHOLE), meant(again(WHOLE))
    assert (after.arrivals, after.rules, after.teams, after.vehicles) == (
        before.arrivals, before.rules, before.teams, before.vehicles,
    )  # fmt: skip
    assert (after.people.leave, after.people.move, after.people.away) == (
        before.people.leave, before.people.move, before.people.away,
    )  # fmt: skip
    assert next((one.team, one.first) for one in after.people.join) == ("regular_1", before.people.join[0].first)


def test_who_joins_is_like_a_colleague_of_the_team():
    """The first of that role there, or else in the office."""
    form = ScenarioForm("a", join=(("regular_2", "officer", "2022-10-08"), ("dormant", "veteran", "2022-10-08")))
    joins = meant(written(form, FRAME, FOLDER.office)).people.join

    assert [(one.code, one.like, one.team) for one in joins] == [("新1", "G19", "regular_2"), ("新2", "G14", "dormant")]


@pytest.mark.parametrize(
    "more, path",
    [
        ("[rebalance]\nevery_days = 30", "rebalance.every_days"),
        ("fieldwork = 'pool'", "fieldwork"),
        ("rebalance = 5", "rebalance"),
        ("days = 30", "days"),
    ],
)
def test_what_a_field_and_the_remainder_say_otherwise_is_said_twice(more, path):
    """Neither is taken without a word; what both say alike, or only one says, is."""
    form = ScenarioForm(name="a", fieldwork="weeks", every_days="7", more=more)
    alike = replace(form, more="days = 90\n[rebalance]\nevery_days = 7\nmoves = 3\n")

    with pytest.raises(SaidTwice, match=f"^{path}$"):
        written(form, FRAME, FOLDER.office)
    assert tomllib.loads(written(alike, FRAME, FOLDER.office))["rebalance"] == {"every_days": 7, "moves": 3}


WAYS = """
fieldwork = "weeks"
[rebalance]
every_days = 30
moves = 4
hand_over = true
"""


def test_field_work_and_levelling_have_fields_of_their_own():
    """A pool is what is meant where nothing is said; what no field can hold stays in the words of the file."""
    toml = f'name = "a"\nfirst = 2022-10-01\ndays = 90\n{WAYS}'
    form, _ = form_of(toml, FOLDER.office)
    pool, _ = form_of('name = "a"\nfieldwork = "pool"\n', FOLDER.office)
    odd, _ = form_of('name = "a"\nfieldwork = "months"\n[rebalance]\nevery = 3\n', FOLDER.office)

    assert (form.fieldwork, form.every_days, form.moves, form.hand_over, form.more) == ("weeks", "30", "4", "yes", "")
    assert meant(again(toml)).digest == meant(toml).digest
    assert pool == ScenarioForm("a")
    assert tomllib.loads(odd.more) == {"fieldwork": "months", "rebalance": {"every": 3}}


TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(TYPED, TYPED, TYPED, st.lists(st.tuples(TYPED.filter(bool), TYPED), unique_by=lambda row: row[0], max_size=3))
def test_whatever_is_typed_is_written_as_toml_for_the_reader_to_judge(day, number, name, rules):
    """Nothing typed into a field can break the file or slip into another key."""
    form = ScenarioForm(
        name,
        leave=(("G13", day),),
        growth=number,
        vehicles=number,
        rules=tuple(rules),
        fieldwork=day,
        every_days=number,
        moves=number,
    )
    read = tomllib.loads(written(form, FRAME, FOLDER.office))

    assert read.keys() <= {
        "name",
        "first",
        "days",
        "replications",
        "warm_up_days",
        "people",
        "vehicles",
        "arrivals",
        "rules",
        "fieldwork",
        "rebalance",
    }
    assert read["people"]["leave"][0]["who"] == "G13"


def test_the_usual_rules_can_be_typed_back():
    """Each path with the value it has changes nothing."""
    rules = usual_rules(FOLDER.rulebook)

    assert dict(rules)["levers.most_load"] == "1.10"
    assert "yuan(10_000)" in dict(rules)["triage.rules.S02.when"]
    meant(written(ScenarioForm("a", rules=rules), FRAME, FOLDER.office))
