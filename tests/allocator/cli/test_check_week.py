"""A week drawn by hand is checked on the command line."""

import re
import shutil
from dataclasses import replace
from datetime import date

import pytest

from allocator.cli.check_week import nearest
from allocator.decisions.fieldwork.review import review_plan
from allocator.domain.fieldwork.trips import WeekPlan
from allocator.files.office import read_office
from fixtures.guyang_month import GUYANG
from fixtures.guyang_week import guyang_week, sheet
from tests.allocator.cli.test_commands import Desk
from tests.field_stories import a_field_week, a_trip, at

MONDAY = date(2022, 10, 10)
HEADER = "车次,车辆,驾驶员,人员,日期,出发,返回,任务,开始\n"


@pytest.fixture
def desk(tmp_path, guyang_template):
    """A desk at the bureau with a week's errands on the books."""
    shutil.copy(guyang_template, tmp_path / "office.db")
    desk = Desk(tmp_path)
    file = tmp_path / "errands.csv"
    file.write_bytes(sheet(guyang_week(read_office(GUYANG), MONDAY, count=8)))
    desk.json("errand", "add", file)
    return desk


def test_a_week_drawn_by_hand_is_checked(desk):
    """A trip nobody could lawfully make: each violation is a sentence, and nothing is changed."""
    code = "E001"
    file = desk.folder / "drawn.csv"
    file.write_text(HEADER + f"T1,V1,G01,G01,2022-10-10,4:00,5:00,{code},4:30\n", encoding="utf-8")

    found = desk.json("check-week", file, "--week", "2022-W41")
    page = desk.run("check-week", file, "--week", "2022-W41").stdout
    english = desk.run("check-week", file, "--week", "2022-W41", "--lang", "en").stdout

    assert not found["lawful"]
    assert len(found["left"]) == 7
    assert {"trip_hours", "crew"} <= {one["rule"] for one in found["objections"]}
    assert all(one["unit"] or not one["amount"] for one in found["objections"])
    assert found["repair"]["objections"] == []
    assert "✗" in page
    assert "分钟；" in page
    assert " min; " in english
    assert "price" in english
    assert "最近的合法方案" in page
    assert re.search(r"外出合计 [0-9.]+ 人时 → 外出合计 [0-9.]+ 人时", page)
    assert "person-hours away" in english


def test_the_nearest_plan_is_called_so_only_where_it_is_proven():
    """Two bookings change and one must: the plan is the nearest that was found, and how few it could be is said."""
    found = review_plan(a_field_week(), WeekPlan((a_trip(leaves=at(0, "08:39")),))).repair
    assert found

    open_ = nearest(3, replace(found, value=20, bound=10))
    proven = nearest(1, replace(found, value=10, bound=10))

    assert open_.zh == f"违反 3 处；所找到的最近的合法方案改动 {len(found.moves)} 处，至少须改动 1 处。"
    assert "that was found changes" in open_.en
    assert open_.en.endswith("and at least 1 must change.")
    assert "must" not in proven.en


def test_a_faulty_table_is_refused_by_row(desk):
    """Exit code 2, and the row is told."""
    file = desk.folder / "drawn.csv"
    file.write_text(HEADER + "T1,V1,G01,G01,2022-10-20,4:00,5:00,E1,4:30\n", encoding="utf-8")

    refused = desk.run("check-week", file, "--week", "2022-W41")

    assert refused.exit_code == 2
    assert "2:day" in refused.stderr
