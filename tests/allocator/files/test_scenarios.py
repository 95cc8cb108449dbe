"""A scenario file is read whole: what it says, and what it leaves to the office as it is."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.domain.canonical import plain, restore
from allocator.domain.errors import BadInput
from allocator.domain.people import Period
from allocator.domain.rulebook.reading import rulebook_of
from allocator.domain.scenarios.scenario import Fieldwork, Policy, Rebalance, Scenario
from allocator.files.scenarios import read_scenario
from tests.allocator.files.scenario_files import EVERYTHING, FORMED, HEAD, JOINS, found_in, read
from tests.fixtures.folders import GUYANG

FILES = sorted((GUYANG / "scenarios").glob("*.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_scenario_of_the_fixture_bureau_is_read(file, folder):
    """A planner finds examples that work, all of the same days and seed."""
    scenario = read_scenario(file, folder.office, folder.rulebook)

    assert (scenario.first, scenario.days, scenario.seed) == (date(2022, 10, 1), 365, 20221001)


def test_the_fixture_bureau_has_the_questions_of_a_head_of_bureau():
    """The examples are those a head of bureau asks."""
    assert [file.stem for file in FILES] == [
        "baseline", "fast_to_50000", "field_weeks", "filings_up_a_fifth", "fourth_car", "one_officer_leaves",
        "one_person_to_the_end", "plan_each_morning", "rebalance_each_month", "third_regular_team",
    ]  # fmt: skip


def test_everything_a_scenario_may_say_is_understood(folder):
    """Shares become per mille and half widths exact numbers; nothing goes through a float."""
    scenario = read(EVERYTHING, folder)

    assert (scenario.policy, scenario.fieldwork) == (Policy.LEAST_LOADED, Fieldwork.WEEKS)
    assert scenario.arrivals.growth == -100
    assert scenario.rebalance == Rebalance(28, 10)
    assert scenario.arrivals.season[1] == 500
    assert scenario.arrivals.campaigns[0].period == Period(date(2022, 11, 15), date(2023, 1, 15))
    assert [leave.who for leave in scenario.people.leave] == ["G13", "戊二坡"]
    assert scenario.people.join[1].share == 500
    assert scenario.half_width == {"closing_rate": Fraction(1, 200), "days_regular": 2}
    assert scenario.rules == {"charging.pools": [], "levers.most_load": "1.2"}


def test_who_asks_only_for_handing_over_needs_no_days(folder):
    """Loads are levelled where days are given; a handing over happens when somebody leaves."""
    scenario = read(HEAD + "[rebalance]\nhand_over = true\n", folder)

    assert scenario.rebalance == Rebalance(None, hand_over=True)
    assert restore(Scenario, plain(scenario)).digest == scenario.digest


def test_a_scenario_comes_back_from_its_plain_form_with_its_digest(folder):
    """What is stored with a run is the question that was asked."""
    scenario = read(EVERYTHING, folder)

    again = restore(Scenario, plain(scenario))

    assert again == scenario
    assert again.digest == scenario.digest


def test_remarks_and_spaces_do_not_change_the_digest(folder):
    """The digest names the question, not the way it was typed."""
    assert read(f"# 说明\n\n{EVERYTHING}", folder).digest == read(EVERYTHING, folder).digest


def test_what_is_not_said_is_as_the_office_is(folder):
    """Two lines make a scenario."""
    scenario = read(HEAD, folder)

    assert scenario.warm_up_days is None
    assert (scenario.policy, scenario.replications) == (Policy.RECOMMEND, 30)
    assert scenario.rules == scenario.half_width == {}


def test_a_name_may_read_like_a_number(folder):
    """A team called 12 is called so."""
    formed = '[[teams.formed]]\ncode = "3"\nname = "12"\nlanes = ["fast"]\nmembers = ["G13"]\n'

    assert read(HEAD + formed, folder).teams.formed[0].name.en == "12"


def test_another_rulebook_is_a_file_beside_the_scenario(tmp_path, folder):
    """A whole rulebook is tried as it would be loaded."""
    text = (GUYANG / "rulebook.toml").read_text(encoding="utf-8").replace("threshold = 60", "threshold = 40")
    (tmp_path / "new.toml").write_text(text, encoding="utf-8")
    (tmp_path / "try.toml").write_text(HEAD + 'rulebook = "new.toml"\n', encoding="utf-8")

    scenario = read_scenario(tmp_path / "try.toml", folder.office, folder.rulebook)

    assert rulebook_of({**scenario.rulebook, "effective_from": date(2022, 1, 1)}).triage.threshold == 40


def test_changes_that_follow_one_another_are_read(folder):
    """A team formed, sent somebody, and merged later; somebody who comes, moves and goes."""
    later = '[[people.move]]\nwho = "N1"\nteam = "w"\nfirst = 2022-10-21\n'
    gone = '[[people.leave]]\nwho = "N1"\nlast = 2022-12-01\n'
    merged = '[[teams.merged]]\ninto = "regular_1"\nabsorbs = ["w"]\nfirst = 2022-12-02\n'

    scenario = read(HEAD + JOINS + FORMED + later + gone + merged, folder)

    assert [one.team for one in scenario.people.move] == ["w"]


def test_faults_of_another_rulebook_are_told_by_its_own_lines(tmp_path, folder):
    """Who corrects it opens the file that is wrong."""
    text = (GUYANG / "rulebook.toml").read_text(encoding="utf-8").replace("most_load = 1.10", 'most_load = "much"')
    (tmp_path / "new.toml").write_text(text, encoding="utf-8")
    (tmp_path / "try.toml").write_text(HEAD + 'rulebook = "new.toml"\n', encoding="utf-8")

    with pytest.raises(BadInput) as caught:
        read_scenario(tmp_path / "try.toml", folder.office, folder.rulebook)

    found = found_in(caught.value)
    assert {(fault["file"], fault["field"]) for fault in found} == {("new.toml", "levers.most_load")}
    assert {text.splitlines()[fault["row"] - 1] for fault in found} == {'most_load = "much"'}


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, len(EVERYTHING)), junk=st.text(max_size=4), length=st.integers(0, 30))
def test_no_spoilt_file_ends_in_anything_but_named_faults(folder, at, junk, length):
    """Whatever stands in the file, it is a scenario or every fault says where and what next."""
    text = EVERYTHING[:at] + junk + EVERYTHING[at + length :]
    found, scenario = told(text, folder)

    assert all(fault["file"] == "try.toml" and fault["remedy"]["zh"] for fault in found)
    assert found if scenario is None else restore(Scenario, plain(scenario)).digest == scenario.digest


def told(text, folder):
    """What is wrong, or the scenario."""
    try:
        return [], read(text, folder)
    except BadInput as error:
        return found_in(error), None
