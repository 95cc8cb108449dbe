"""Changes of the office in the words clerks know: table, row and column by name."""

import pytest

from allocator.domain.difference import Change, ChangeKind
from allocator.services.office.office_words import change_words

CHANGED = ChangeKind.CHANGED


SKILLS = [{"id": "driving", "evidence": "证"}]


@pytest.mark.parametrize(
    "change, zh, en",
    [
        (
            Change(CHANGED, "people", "G08", "left", None, "2026-12-31"),
            "人员表 G08：离岗日期 无 → 2026-12-31",
            "table of people G08: left nothing → 2026-12-31",
        ),
        (
            Change(CHANGED, "people", "G08", "skills", [], SKILLS),
            "人员表 G08：技能 无 → driving 证",
            "table of people G08: skills nothing → driving 证",
        ),
        (
            Change(CHANGED, "reductions", "G12 leader", "permille", 700, 500),
            "减量表 G12 leader：减量比例 70% → 50%",
            "table of reductions G12 leader: share 70 % → 50 %",
        ),
        (
            Change(CHANGED, "people", "G08", "permille", 720, 1000),
            "人员表 G08：办案时间占比 72% → 100%",
            "table of people G08: share 72 % → 100 %",
        ),
        (
            Change(CHANGED, "vehicles", "V1", "name", "一号车", "二号车"),
            "车辆表 V1：名称 一号车 → 二号车",
            "table of vehicles V1: name 一号车 → 二号车",
        ),
        (
            Change(CHANGED, "errands", "E1", "approved_on", None, "2026-12-01"),
            "外勤任务表 E1：批准日期 无 → 2026-12-01",
            "table of errands E1: approved on nothing → 2026-12-01",
        ),
        (
            Change(CHANGED, "rulebook", "", "version", "1", "2"),
            "规则手册：version 1 → 2",
            "rulebook: version 1 → 2",
        ),
        (Change(ChangeKind.ADDED, "vehicles", "V9"), "新增 车辆表 V9", "added: table of vehicles V9"),
        (
            Change(ChangeKind.REMOVED, "extra_workdays", "2026-12-05"),
            "删除 调休上班日 2026-12-05",
            "removed: make-up days 2026-12-05",
        ),
    ],
)
def test_a_change_is_said_by_table_row_and_column(change, zh, en):
    """In both languages; what is not there is nothing, not an empty place."""
    said = change_words(change)

    assert said.zh == zh
    assert said.en == en
