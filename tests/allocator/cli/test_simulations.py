"""The planner's laboratory on the command line: scenarios, faults by line and field, the least change."""

import shutil

import pytest

from allocator.cli import watching
from fixtures.guyang_month import GUYANG
from tests.allocator.cli.test_commands import Desk
from tests.allocator.services.laboratory import BASELINE, FAULTY, FOURTH_CAR, TARGETS, filings_of_a_year


@pytest.fixture
def desk(tmp_path, template_of_a_year):
    """A desk at the bureau with the filings of a year, and scenarios beside it."""
    shutil.copy(template_of_a_year, tmp_path / "office.db")
    for name, text in (("base", BASELINE), ("car", FOURTH_CAR), ("faulty", FAULTY), ("goal", TARGETS)):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return Desk(tmp_path)


def test_a_planner_compares_two_scenarios(desk, tmp_path):
    """Every figure with its interval, the difference to the first, the weeks, and the story of an open case."""
    case = desk.json("cases", "--limit", 1)[0]["case_no"]
    page = desk.run(
        "simulate", tmp_path / "base.toml", tmp_path / "car.toml", "--workers", 1, "--weeks", "--story", case
    ).stdout

    assert "2022-10-01 起 14 天，各推演 2 次" in page
    assert "结案率" in page
    assert "与“现状”之差" in page
    assert "外勤只按车辆和人员的工时推演" in page.replace("\n", "")
    assert "周末未结" in page
    assert "2022-10-" in page


def test_a_planner_is_told_of_a_change_that_never_came_to_bear(desk, tmp_path):
    """The same scenario under another name: every figure the same in every run, and a sentence that says so."""
    twin = (tmp_path / "base.toml").read_text(encoding="utf-8").replace("现状", "照旧")
    (tmp_path / "twin.toml").write_text(twin, encoding="utf-8")

    page = desk.run("simulate", tmp_path / "base.toml", tmp_path / "twin.toml", "--workers", 1).stdout

    assert "照旧: 每次推演都与基准相同" in page


def test_a_file_in_another_encoding_is_refused_at_its_line(desk, tmp_path):
    """A name read by guess would stand in the report for ever."""
    (tmp_path / "old.toml").write_bytes('# ok\nname = "现状"\n'.encode("gbk"))

    for words in (("simulate", tmp_path / "old.toml"), ("staffing-for", tmp_path / "old.toml")):
        refused = desk.run(*words)
        assert refused.exit_code == 2
        assert "old.toml:2  此行不是 UTF-8 文字。 请以 UTF-8 保存。" in refused.stderr


def test_targets_that_name_a_scenario_that_is_not_there_are_refused_at_its_line(desk, tmp_path):
    """The line of the targets is what there is to correct."""
    text = 'scenario = "gone.toml"\n' + (tmp_path / "goal.toml").read_text(encoding="utf-8")
    (tmp_path / "more.toml").write_text(text, encoding="utf-8")

    refused = desk.run("staffing-for", tmp_path / "more.toml")

    assert refused.exit_code == 2
    assert "more.toml:1:scenario" in refused.stderr


def test_a_script_gets_the_same_document_from_the_database_and_asked_again(desk, tmp_path):
    """One JSON document, the same bytes each time; the run stands in the list of runs."""
    words = ("simulate", tmp_path / "base.toml", tmp_path / "car.toml", "--workers", 1, "--json")
    first, second = desk.run(*words), desk.run(*words)

    assert first.exit_code == 0
    assert first.stdout == second.stdout
    assert [run["kind"] for run in desk.json("runs")] == ["simulation", "simulation"]


def test_a_planner_takes_the_office_along_and_gets_the_same_document(desk, tmp_path):
    """People, past filings and open cases lie in one folder; what is played from it is what the database gives, to the last digit."""
    words = ("simulate", tmp_path / "base.toml", "--workers", 1)
    from_database = desk.json(*words)
    told = desk.json("office", "export", tmp_path / "taken", "--stock")

    from_folder = desk.json(*words, "--office", tmp_path / "taken")
    named = desk.json(*words, "--office", tmp_path / "taken", "--stock", tmp_path / "taken" / "stock.csv")
    alone = desk.run(*words, "--stock", tmp_path / "taken" / "stock.csv")

    assert (told["stock"], told["filings"]) == (60, 60)
    assert from_folder == named == from_database
    assert alone.exit_code == 2
    assert "--stock 须与 --office 同用" in alone.stderr


def test_a_planner_sees_how_far_a_difference_moves_with_what_is_assumed(desk, tmp_path):
    """A column for each assumption, as a table and as one document; no run is kept."""
    words = ("simulate", tmp_path / "base.toml", tmp_path / "car.toml", "--workers", 1, "--swing", "weights=0.3")
    page = desk.run(*words).stdout
    found = desk.json(*words, "--swing", "filings=0.1")

    assert "2022-10-01 起 14 天，各推演 2 次" in page
    assert "各方案与“现状”之差" in page
    assert "按现有假设" in page
    assert "全部权重 ×0.7" in page
    assert [one["name"]["en"] for one in found["swings"]] == [
        "as assumed", "all weights × 0.7", "all weights × 1.3", "filings × 0.9", "filings × 1.1"
    ]  # fmt: skip
    assert desk.json("runs") == []


@pytest.mark.parametrize("swing", ["weights=1.5", "weights:no_such=0.3", "mood=0.1", "filings"])
def test_an_assumption_that_cannot_be_moved_is_refused_with_what_can(desk, tmp_path, swing):
    """The remedy names the ways of writing it."""
    answer = desk.run("simulate", tmp_path / "base.toml", tmp_path / "car.toml", "--swing", swing)

    assert answer.exit_code == 2
    assert "filings=0.2" in answer.stderr


def test_one_scenario_alone_has_no_difference_that_could_move(desk, tmp_path):
    """Somebody forgot what to compare with."""
    answer = desk.run("simulate", tmp_path / "base.toml", "--swing", "filings=0.2")

    assert answer.exit_code == 2
    assert "只有一个方案" in answer.stderr


def test_an_office_of_files_alone_is_simulated_without_a_database(desk, tmp_path):
    """A folder and a sheet of its filings; nothing is written."""
    (tmp_path / "year.csv").write_bytes(filings_of_a_year())
    found = desk.json(
        "simulate", tmp_path / "base.toml", "--office", GUYANG, "--filings", tmp_path / "year.csv", "--workers", 1,
        "--replications", 3,
    )  # fmt: skip

    assert (found["replications"], found["opening"]["stock"], found["opening"]["bank"]) == (3, 0, 60)
    assert desk.json("runs") == []


def test_a_fault_is_refused_by_line_and_field(desk, tmp_path):
    """Exit code 2, the place, the next step; no run is begun."""
    result = desk.run("simulate", tmp_path / "base.toml", tmp_path / "faulty.toml")

    assert result.exit_code == 2
    assert "faulty.toml:9:people.leave[1].who" in result.stderr
    assert desk.json("runs") == []


def test_an_office_of_files_whose_lane_loses_everybody_is_refused_at_the_row(desk, tmp_path):
    """As the office of the database is: its cases would only wait, and every figure tell of nothing else."""
    lost = BASELINE + "".join(f'[[people.leave]]\nwho = "{who}"\nlast = 2022-10-05\n' for who in ("G07", "G08", "G09"))
    (tmp_path / "lost.toml").write_text(lost, encoding="utf-8")

    (tmp_path / "year.csv").write_bytes(filings_of_a_year())
    files = ("--office", GUYANG, "--filings", tmp_path / "year.csv")

    result = desk.run("simulate", tmp_path / "lost.toml", *files, "--workers", 1)

    assert result.exit_code == 2
    row = lost.splitlines().index('who = "G09"') + 1
    assert f"lost.toml:{row}:people.leave[3].who" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["nowhere.toml"],
        ["base.toml", "--replications", 3, "--half-width", "0.1"],
        ["base.toml", "--half-width", "closing=0.1"],
        ["base.toml", "--half-width", "closing_rate=narrow"],
        ["base.toml", "--half-width", "open_at_end=1e999"],
        ["base.toml", "--filings", "year.csv"],
        ["base.toml", "--workers", 1, "--story", "（2022）内0222执999999号"],
    ],
)
def test_what_cannot_be_asked_is_told_in_both_languages(desk, tmp_path, words):
    """Exit code 2, a message and a remedy, and never the fault of the program."""
    result = desk.run("simulate", tmp_path / words[0], *words[1:])

    assert result.exit_code == 2
    assert "错误" in result.stderr
    assert "error:" in result.stderr
    assert "fault of the program" not in result.stderr


def test_an_interval_may_be_asked_for_instead_of_a_number_of_runs(desk, tmp_path):
    """Of the closing rate when no figure is named; two runs are enough for a wide one."""
    found = desk.json("simulate", tmp_path / "base.toml", "--workers", 1, "--half-width", "5")

    assert (found["replications"], found["missed"]) == (2, [])


def test_the_least_change_is_told_with_how_sure_it_is(desk, tmp_path):
    """For people and scripts: the answer, everything tried, and the worth of one more of each."""
    goal = TARGETS.replace("= 0.5", '= 0.5\nscenario = "base.toml"')
    (tmp_path / "goal.toml").write_text(goal, encoding="utf-8")
    (tmp_path / "valued.toml").write_text(goal.replace("worth = 0", "worth = 2"), encoding="utf-8")
    page = desk.run("staffing-for", tmp_path / "valued.toml", "--workers", 1, "--lang", "en").stdout
    found = desk.json("staffing-for", tmp_path / "goal.toml", "--workers", 1)

    assert "The least change: no change (cost 0)." in page
    assert "one more vehicle" in page
    assert found["best"][0]["steps"] == []
    assert found["worth"] == []


def test_how_far_a_search_is_stands_on_stderr_where_that_is_no_terminal(desk, tmp_path, monkeypatch):
    """Written into a file or a pipe a bar says nothing: lines say what is tried, what was used up, what is ruled out."""
    monkeypatch.setattr(watching, "SECONDS_A_LINE", 0)
    (tmp_path / "goal.toml").write_text(TARGETS.replace("= 0.5", '= 0.5\nscenario = "base.toml"'), encoding="utf-8")
    told = desk.run("staffing-for", tmp_path / "goal.toml", "--workers", 1, "--lang", "en")

    assert "search 0 %: pilot runs to choose the warm-up" in told.stderr
    assert "trying no change: met in" in told.stderr
    assert "runs used; of 2 changes 0 fail, 1 reach" in told.stderr
    assert "trying" not in told.stdout


def test_a_search_may_be_limited_by_runs_and_by_minutes(desk, tmp_path):
    """Two runs tell nothing apart, and no time less: what was used up is said, and what was tried and what was not."""
    (tmp_path / "goal.toml").write_text(TARGETS.replace("= 0.5", '= 0.5\nscenario = "base.toml"'), encoding="utf-8")
    runs = desk.run("staffing-for", tmp_path / "goal.toml", "--workers", 1, "--budget", 2, "--lang", "en").stdout
    found = desk.json("staffing-for", tmp_path / "goal.toml", "--workers", 1, "--budget", 2)
    late = desk.json("staffing-for", tmp_path / "goal.toml", "--workers", 1, "--minutes", 0.0001)

    assert "! The budget is used up; 1 change was not tried." in runs
    assert "0 reach, 0 fail, 1 open, 1 not tried; 2 runs in all." in runs
    assert (found["replications"], found["stopped"], found["decided"]) == (2, "budget", None)
    assert [one["name"]["en"] for one in found["untried"]] == ["one more vehicle"]
    assert (late["stopped"], len(late["tried"])) == ("time", 1)
