"""Versions of the rules on the command line: rehearsed with the coming months, released, watched, taken back."""

import re
import shutil

import pytest

from allocator.services.rules import release_forecast
from fixtures.guyang_month import GUYANG
from tests.allocator.cli.test_commands import Desk

SHORT = ("[levers]\n", "[release]\nahead_days = 14\nreplications = 2\nsecond_person = false\n\n[levers]\n")
NEXT = ('version = "2022-1"\neffective_from = 2022-01-01', 'version = "2022-2"\neffective_from = 2022-09-30')
FILING = "案号,案由,执行标的额（万元）,申请执行人,被执行人,乡镇,立案日期\n（2022）内0222执9001号,民间借贷纠纷,3.2,甲,乙,怀朔镇,2022-09-29\n"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A desk at the bureau with one case, whose rules foretell two weeks by two runs, and another version in a file."""
    monkeypatch.setattr(release_forecast, "usual_hands", lambda: 1)
    desk = Desk(tmp_path)
    desk.now = "2022-09-30T09:00+08:00"
    shutil.copytree(GUYANG, tmp_path / "office")
    text = (GUYANG / "rulebook.toml").read_text(encoding="utf-8").replace(*SHORT, 1)
    (tmp_path / "office" / "rulebook.toml").write_text(text, encoding="utf-8")
    (tmp_path / "next.toml").write_text(text.replace(*NEXT, 1), encoding="utf-8")
    (tmp_path / "filings.csv").write_text(FILING, encoding="utf-8")
    desk.run("load", tmp_path / "office")
    desk.run("import", tmp_path / "filings.csv")
    return desk


def test_a_version_is_rehearsed_released_watched_and_taken_back(desk):
    """As text in both languages and as one document; the coming months with their error."""
    page = desk.run("rulebook", "rehearse", desk.folder / "next.toml", "--lang", "en").stdout
    run = desk.json("runs")[0]["id"]
    report = desk.json("rulebook", "report", run)

    assert "the coming 14 days, 2 runs:" in page
    assert re.search(r"closing rate .* → .* % \(change ", page)
    assert (report["version"], report["forecast"]["report"]["days"]) == ("2022-2", 14)
    assert "推演今后 14 天" in desk.run("rulebook", "report", run).stdout
    assert "2022-2" in desk.run("rulebook", "release", run).stdout
    assert desk.json("rulebook", "watch")["weeks"] == 0
    assert "0 项指标偏离预测" in desk.run("rulebook", "watch").stdout
    assert [item["in_force"] for item in desk.json("rulebook", "versions")["items"]] == [True, False]
    assert desk.json("rulebook", "back")["version"] == "2022-1"
    assert "已撤回" in desk.run("rulebook", "versions").stdout
    assert "no forecast" in desk.run("rulebook", "watch", "--lang", "en").stdout


def test_a_version_may_be_withdrawn(desk):
    """It can be released no more."""
    desk.run("rulebook", "rehearse", desk.folder / "next.toml")
    run = desk.json("runs")[0]["id"]

    assert desk.json("rulebook", "withdraw", run)["withdrawn"] is True
    assert desk.run("rulebook", "release", run).exit_code == 2
