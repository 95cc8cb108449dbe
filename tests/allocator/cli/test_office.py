"""Single changes of the office on the command line: tables, rows, days of the calendar, and the folder written out."""

import shutil

import pytest

from fixtures.guyang_month import GUYANG
from tests.allocator.cli.test_commands import Desk


@pytest.fixture
def desk(tmp_path, guyang_template):
    """A desk at the bureau."""
    shutil.copy(guyang_template, tmp_path / "office.db")
    desk = Desk(tmp_path)
    desk.now = "2022-09-30T09:00+08:00"
    return desk


def test_a_row_is_added_changed_and_removed(desk):
    """Named by its key columns: new ones are added, others changed; the folder written out holds what is left."""
    assert (
        "新增 车辆表 V9"
        in desk.run("office", "set", "vehicles", "code=V9", "name=四号车", "seats=7", "--because", "新购").stdout
    )
    told = desk.json("office", "set", "vehicles", "code=V9", "seats=5", "--because", "改装", "--dry-run")
    assert [(change["field"], change["after"]) for change in told["changes"]] == [("seats", 5)]
    said = desk.run("office", "set", "vehicles", "code=V9", "seats=5", "--because", "改装", "--dry-run").stdout
    assert "车辆表 V9：座位 7 → 5" in said
    assert "四号车" in desk.run("office", "table", "vehicles").stdout
    desk.run("office", "remove", "vehicles", "code=V9", "--because", "退回")

    out = desk.folder / "out"
    assert "已导出" in desk.run("office", "export", out).stdout
    assert desk.json("load", out)["changes"] == []


def test_a_row_named_by_its_place_keeps_its_number(desk):
    """Of two ties alike but for their numbers the second is dismissed, as `explain` names it; its number stays."""
    tie = ("officer=G08", "relation=近亲属", "party=子虚", "state=declared")
    for number in ("110101194912310016", "11010519491231002X"):
        desk.run("office", "set", "recusals", *tie, f"identity={number}", "--because", "申报")

    desk.run(
        "office",
        "set",
        "recusals",
        "officer=G08",
        "party=子虚",
        "identity=#2",
        "state=dismissed",
        "--because",
        "不成立",
    )

    several = desk.run("office", "set", "recusals", *tie[:3], "state=dismissed", "--because", "不成立")
    none = desk.run("office", "set", "recusals", *tie, "identity=#3", "--because", "申报")

    assert (several.exit_code, none.exit_code) == (2, 2)
    assert "identity=#2" in several.stderr
    rows = [row for row in desk.json("office", "table", "recusals") if row["party"] == "子虚"]
    assert [(row["identity"], row["state"]) for row in rows] == [
        ("110101194912310016", "declared"),
        ("11010519491231002X", "dismissed"),
    ]


def test_a_day_is_corrected_and_taken_back(desk):
    """Shown in the year with its reason and name."""
    desk.run("calendar", "correct", "2022-10-10", "--off", "--because", "停电检修")

    shown = desk.run("calendar", "show").stdout
    assert "停电检修" in shown
    assert "2022-10-08  调休上班" in shown
    assert "预估" in desk.run("calendar", "show", "2028").stdout
    desk.run("calendar", "take-back", "2022-10-10", "--because", "改期")
    assert "停电检修" not in desk.run("calendar", "show", "2022").stdout


@pytest.mark.parametrize(
    "words",
    [
        ("office", "set", "vehicles", "code", "--because", "试"),
        ("office", "set", "vehicles", "code=V1", "seats=1", "--because", "试"),
        ("office", "remove", "vehicles", "code=V8", "--because", "试"),
        ("calendar", "correct", "someday", "--off", "--because", "试"),
        ("calendar", "show", "1999"),
    ],
)
def test_what_cannot_be_is_refused(desk, words):
    """No equals sign, a car with one seat, a car there is not, no day, a year nobody knows."""
    assert desk.run(*words).exit_code == 2


def test_an_office_loaded_long_ago_is_told_what_its_rulebook_could_say_besides(desk, tmp_path):
    """With the lines to add; the one of today lacks nothing."""
    now = desk.run("office", "check")
    folder = tmp_path / "folder"
    shutil.copytree(GUYANG, folder)
    rules = folder / "rulebook.toml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("two_persons = true\n", "", 1), encoding="utf-8")
    (tmp_path / "old").mkdir()
    old = Desk(tmp_path / "old")
    assert old.run("load", folder).exit_code == 0
    [lack] = old.json("office", "check")

    assert (now.exit_code, "没有可补的内容" in now.stdout) == (0, True)
    assert lack["lines"] == ["[facts.search_or_detain]", "two_persons = true"]
    assert "two_persons = true" in old.run("office", "check").stdout
