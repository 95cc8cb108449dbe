"""The command line as a clerk, a supervisor and a script use it."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from allocator.cli import main
from fixtures.guyang_month import GUYANG, month

NOW = "2022-09-30T09:00+08:00"


class Desk:
    """A command line on a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder / 'office.db'}"
        self.now = NOW

    def run(self, *words: object) -> Result:
        """Run one command; an unforeseen error is raised, not hidden."""
        environment = {"FENLIU_DB": self.url, "FENLIU_NOW": self.now, "FENLIU_LANG": "zh"}
        return CliRunner().invoke(main, [str(word) for word in words], env=environment, catch_exceptions=False)

    def json(self, *words: object) -> Any:
        """Run a command with --json; its whole stdout is one document."""
        result = self.run(*words, "--json")
        return json.loads(result.stdout)

    def september(self) -> tuple[Path, Path]:
        """Write the clerk's sheet of September, as it came and repaired."""
        from allocator.files.office import read_office

        guyang = read_office(GUYANG)
        sheet = month(guyang.office, guyang.rulebook)
        came, repaired = self.folder / "came.csv", self.folder / "repaired.csv"
        came.write_bytes(sheet.came)
        repaired.write_bytes(sheet.repaired)
        return came, repaired


@pytest.fixture
def desk(tmp_path: Path, guyang_template: Path) -> Desk:
    """A desk at the bureau, nothing filed yet."""
    shutil.copy(guyang_template, tmp_path / "office.db")
    return Desk(tmp_path)


@pytest.fixture
def empty_desk(tmp_path: Path) -> Desk:
    """A desk with no office loaded."""
    return Desk(tmp_path)


def test_an_office_is_loaded_and_loading_again_changes_nothing(empty_desk: Desk) -> None:
    """The first load brings everything; the second has no difference to show."""
    first, again = empty_desk.json("load", GUYANG), empty_desk.json("load", GUYANG)

    assert (first["first"], first["office"], len(first["changes"]) > 100) == (True, "guyang", True)
    assert (again["first"], again["changes"]) == (False, [])


def test_a_folder_with_faults_is_refused_whole(empty_desk: Desk) -> None:
    """Every fault is named by file, row and field; nothing is loaded; exit code 2."""
    folder = empty_desk.folder / "office"
    shutil.copytree(GUYANG, folder)
    people = (folder / "people.csv").read_text(encoding="utf-8")
    (folder / "people.csv").write_text(
        people.replace("G02,甲二宁,officer,services,0.72", "G02,甲二宁,wizard,services,7.2"), encoding="utf-8"
    )

    result = empty_desk.run("load", folder, "--json")
    error = json.loads(result.stdout)["error"]

    assert result.exit_code == 2
    assert {(fault["file"], fault["row"], fault["field"]) for fault in error["faults"]} >= {
        ("people.csv", 3, "role"),
        ("people.csv", 3, "share"),
    }
    assert empty_desk.run("loads").exit_code == 2


def test_without_an_office_every_command_says_what_to_do(empty_desk: Desk) -> None:
    """The message names the next step in both languages."""
    result = empty_desk.run("cases")

    assert result.exit_code == 0 or "fenliu load" in result.stderr
    assert "fenliu load" in empty_desk.run("loads").stderr


def test_another_office_does_not_go_into_the_same_database(desk: Desk) -> None:
    """One database, one office."""
    folder = desk.folder / "elsewhere"
    shutil.copytree(GUYANG, folder)
    text = (folder / "bureau.toml").read_text(encoding="utf-8")
    (folder / "bureau.toml").write_text(text.replace('code = "guyang"', 'code = "wuchuan"'), encoding="utf-8")

    result = desk.run("load", folder, "--json")

    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (2, "another-office")


def test_a_month_goes_from_file_to_draw(desk: Desk) -> None:
    """Refused with its faults, taken when repaired; triaged, recommended, drawn; the log is whole."""
    came, repaired = desk.september()

    refused = desk.run("import", came, "--json")
    told = desk.run("import", came).stdout
    taken = desk.json("import", repaired)
    case = desk.json("cases", "--limit", 1)[0]
    triage = desk.json("triage", case["case_no"])
    ranked = desk.json("recommend", case["id"])
    given = desk.json("assign", case["case_no"])
    replayed = desk.json("decisions", "replay", given["assignment_decision"])

    assert (refused.exit_code, json.loads(refused.stdout)["applied"]) == (2, False)
    assert "  错误 " in told
    assert "error" not in told
    assert (taken["applied"], taken["created"]) == (True, 150)
    assert triage["class"] in {"fast", "regular"}
    assert given["officer"] in ranked["pool"]
    assert replayed["identical"] is True
    assert desk.json("log", "verify")["whole"] is True


def test_an_unknown_case_is_one_json_error_and_exit_code_2(desk: Desk) -> None:
    """One document on stdout, the sentence on stderr."""
    result = desk.run("triage", "（2022）内0222执1号", "--json")

    assert result.exit_code == 2
    assert json.loads(result.stdout)["error"]["code"] == "case-unknown"
    assert "没有案件" in result.stderr


def test_a_file_that_is_not_there_is_told_so(desk: Desk) -> None:
    """Exit code 2, the path, and why in the reader's language."""
    result = desk.run("import", desk.folder / "nowhere.csv", "--json")

    assert f"无法读取 {desk.folder / 'nowhere.csv'}：没有这个文件或文件夹。" in result.stderr
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (2, "file-unreadable")


def test_people_read_names_and_programs_codes(desk: Desk) -> None:
    """Class and state of a case, and kind and state of a run, in the reader's language; the documents keep the codes."""
    desk.run("import", desk.september()[1])
    desk.run("allocate", "--seconds", 1)
    case, run = desk.json("cases", "--limit", 1)[0], desk.json("runs")[0]
    cases, runs = desk.run("cases", "--limit", 1).stdout, desk.run("runs").stdout
    english = desk.run("runs", "--lang", "en").stdout

    assert (case["state"], run["kind"], run["state"]) == ("waiting", "allocate", "done")
    assert ("待分" in cases, case["lane"] in cases, "waiting" in cases) == (True, False, False)
    assert f"{run['id']} 分案方案 完成 100 %" in runs
    assert f"{run['id']} plan of cases done 100 %" in english


def test_a_draw_is_exported_the_day_after(desk: Desk) -> None:
    """Today the secret is closed (exit 2); tomorrow the transcript is on stdout."""
    _, repaired = desk.september()
    desk.run("import", repaired)
    desk.run("assign", 1)

    today = desk.run("draws", "export", "2022-09-30")
    desk.now = "2022-10-01T09:00+08:00"
    tomorrow = desk.run("draws", "export", "2022-09-30")

    assert (today.exit_code, tomorrow.exit_code) == (2, 0)
    assert json.loads(tomorrow.stdout)["format"] == "fenliu-draws-1"


def test_another_rulebook_is_rehearsed_over_the_stock(desk: Desk) -> None:
    """A lower limit of the score flips cases; the docket itself stays as it is."""
    _, repaired = desk.september()
    desk.run("import", repaired)
    text = (GUYANG / "rulebook.toml").read_text(encoding="utf-8")
    other = desk.folder / "rulebook.toml"
    other.write_text(text.replace("threshold = 60", "threshold = 10"), encoding="utf-8")
    before = desk.json("cases", "--limit", 200)

    found = desk.json("triage", "--rulebook", other, "--dry-run")

    assert found["cases"] == 150
    assert 0 < len(found["flips"]) < 150
    assert {flip["new_lane"] for flip in found["flips"]} == {"regular"}
    assert "lanes" not in found
    page = desk.run("triage", "--rulebook", other, "--dry-run").stdout
    assert "→ 繁案精执" in page
    assert "regular" not in page
    assert desk.json("cases", "--limit", 200) == before


def test_facts_on_the_command_line_convert_a_case(desk: Desk) -> None:
    """NAME=VALUE pairs; the answer says what was converted."""
    _, repaired = desk.september()
    desk.run("import", repaired)
    case = next(case for case in desk.json("cases", "--limit", 200) if case["lane"] == "fast" and case["certain"])

    done = desk.json("facts", case["id"], "appraisal_needed=true")

    assert (done["converted"], done["class"]) == ("to_regular", "regular")
    assert desk.run("facts", case["id"], "nonsense").exit_code == 2


def test_a_list_that_asks_for_some_cases_sends_nobody_to_import(desk: Desk) -> None:
    """Nothing filed yet is one thing, none of those asked for another."""
    empty, of_one = desk.run("cases").stdout, desk.run("cases", "--handler", "G08").stdout

    assert "fenliu import" in empty
    assert of_one.strip() == "没有符合条件的案件。"


def test_loads_name_team_and_role(desk: Desk) -> None:
    """Not by their codes, in either language."""
    page, english = desk.run("loads").stdout, desk.run("loads", "--lang", "en").stdout

    assert "快执团队" in page
    assert "法官助理" in page or "执行员" in page
    assert "fast-track team" in english
    assert "regular_1" not in page + english


def test_an_instant_that_is_none_is_refused(desk: Desk) -> None:
    """The clock of a rehearsal must be an instant."""
    desk.now = "yesterday"

    assert desk.run("loads").exit_code == 2


@pytest.mark.parametrize("words", [["assign"], ["decisions", "replay", "abc"], ["no-such-command"]])
def test_a_command_line_that_cannot_be_read_is_told_like_any_refusal(empty_desk: Desk, words: list[str]) -> None:
    """One document with --json, both languages and the page of help on stderr, exit code 2."""
    result = empty_desk.run(*words, "--json")

    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (2, "usage")
    assert "命令无法理解" in result.stderr
    assert "--help" in result.stderr


def test_a_conversion_held_back_is_told_in_words(desk: Desk) -> None:
    """Back to simple needs an approval, and the answer says how to give it."""
    _, repaired = desk.september()
    desk.run("import", repaired)
    case = next(case for case in desk.json("cases", "--limit", 200) if case["lane"] == "fast" and case["certain"])

    there = desk.run("facts", case["id"], "appraisal_needed=true").stdout
    back = desk.run("facts", case["id"], "appraisal_needed=false").stdout

    assert "已由简案转为繁案" in there
    assert "--approved-by" in back


def test_tokens_are_made_listed_and_taken_back(desk: Desk) -> None:
    """The secret shows once; the list says who, in which role, and that it was withdrawn."""
    made = desk.json("token", "王某", "--role", "supervisor")
    taken = desk.json("token", "王某", "--withdraw")
    listed = desk.json("token", "--list")

    assert (taken, len(listed)) == (listed, 1)
    assert (listed[0]["name"], listed[0]["role"]) == ("王某", "supervisor")
    assert listed[0]["withdrawn_at"].startswith("2022-09-30T01:00")
    shown = desk.run("token", "--list").stdout
    assert "王某" in shown
    assert made["token"] not in shown


@pytest.mark.parametrize(
    "words", [[], ["--withdraw"], ["王某", "--list"], ["--list", "--withdraw"], ["李某", "--withdraw"]]
)
def test_a_token_of_nobody_is_refused(empty_desk: Desk, words: list[str]) -> None:
    """Without a name, with a name where none belongs, of somebody who has none: exit code 2 and the way on."""
    result = empty_desk.run("token", *words)

    assert result.exit_code == 2
    assert "fenliu token --" in result.stderr


def test_a_slip_is_taken_back_by_a_command(desk):
    """The case waits again."""
    _, repaired = desk.september()
    desk.run("import", repaired)
    desk.run("assign", 1)

    assert desk.json("undo", 1)["state"] == "waiting"


def test_who_got_a_case_is_told_in_one_language(desk: Desk) -> None:
    """Drawn or named by hand: the line has no word of the other language but names, and none of the program's own."""
    desk.run("import", desk.september()[1])
    drawn = desk.run("assign", 1, "--lang", "en").stdout
    other = desk.json("recommend", 2)["candidates"][-1]["officer"]
    named = desk.run("assign", 2, "--to", other, "--reason", "better_knowledge").stdout

    assert "drawn from " in drawn
    assert ", decision " in drawn
    assert re.findall("抽签|决定", drawn) == []
    assert "决定 " in named
    assert "override" not in named
