"""The question turned round as a form: written as the file a planner would write, in the units in which figures are shown."""

import tomllib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.files.office import read_office
from allocator.files.targets import read_targets
from allocator.services.staffing.target_forms import TargetForm, promise_of, target_form_of, written_targets
from fixtures.guyang_month import GUYANG

FOLDER = read_office(GUYANG)
FORM = TargetForm(
    name="问 / asked",
    targets=(
        ("within_limit", "at_least", "90.5"),
        ("overload_weeks", "at_most", "40"),
        ("recovered", "at_least", "1000"),
    ),
    add=(("officer", "fast", "120"), ("clerk", "", "70")),
    rules=(("triage.rules.S02.when", "claim <= yuan(50_000)", "5"),),
    move=(("G08", "regular_1", "20"),),
    vehicles="60",
    budget="200",
)


def meant(toml):
    """What a targets file asks."""
    return read_targets(toml, "targets.toml", FOLDER.office, FOLDER.rulebook)


def test_a_form_asks_in_the_units_in_which_figures_are_shown():
    """Per cent become shares, yuan become fen; every allowed change is there with its cost."""
    found = meant(written_targets(FORM))

    assert [(one.figure, one.value, one.at_least) for one in found.targets] == [
        ("within_limit", Fraction(905, 1000), True), ("overload_weeks", 40, False), ("recovered", 100_000, True),
    ]  # fmt: skip
    assert {one.probability for one in found.targets} == {900}
    assert [(one.role, one.teams, one.cost) for one in found.add] == [("officer", ("fast",), 120), ("clerk", (), 70)]
    assert (found.rules[0].values, found.move[0].teams, found.vehicles[0].cost) == (
        ("claim <= yuan(50_000)",), ("regular_1",), 60,
    )  # fmt: skip
    assert (found.effort.sure, found.effort.zone, found.effort.budget, found.effort.most) == (950, 100, 200, 200)


def test_a_question_of_before_is_laid_out_as_it_was_typed():
    """And asks the same again."""
    assert target_form_of(written_targets(FORM)) == FORM
    assert meant(written_targets(target_form_of(written_targets(FORM)))).digest == meant(written_targets(FORM)).digest


def test_a_file_of_the_office_is_laid_out_too():
    """What it allows stands in rows, team by team."""
    form = target_form_of((GUYANG / "targets.toml").read_text(encoding="utf-8"))

    assert form.targets == (("within_limit", "at_least", "95"), ("overload_weeks", "at_most", "40"))
    assert form.add[:2] == (("officer", "regular_1", "120"), ("officer", "regular_2", "120"))
    assert (form.probability, form.sure, form.zone, form.budget) == ("80", "90", "10", "400")


def test_what_a_search_promises_is_read_from_its_question():
    """Sure, asked share and zone; what a file leaves out is as the search has it."""
    assert promise_of(written_targets(FORM)).zone == pytest.approx(0.1)
    assert (promise_of("").sure, promise_of("").probability, promise_of("").zone) == (0.95, 0.9, 0.05)


TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(TYPED, TYPED)
def test_whatever_is_typed_is_written_as_toml_for_the_reader_to_judge(number, name):
    """Nothing typed breaks the file."""
    form = TargetForm(
        name, ((name, "at_least", number),), add=((name, name, number),), probability=number, budget=number
    )
    read = tomllib.loads(written_targets(form))

    assert read["add"][0]["role"] == name
    assert read.keys() <= {"name", "probability", "together", "targets", "add", "effort"}
