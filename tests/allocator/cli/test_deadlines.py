"""What happens in cases and what is due, on the command line."""

import shutil

import pytest

from tests.allocator.cli.test_closings import CASE_NO, FILING
from tests.allocator.cli.test_commands import Desk


@pytest.fixture
def desk(tmp_path, guyang_template):
    """A desk at the bureau with one case, the day after it was filed."""
    shutil.copy(guyang_template, tmp_path / "office.db")
    desk = Desk(tmp_path)
    desk.now = "2022-09-30T09:00+08:00"
    file = desk.folder / "filings.csv"
    file.write_text(FILING, encoding="utf-8")
    desk.run("import", file)
    return desk


def test_events_come_in_and_the_nodes_of_the_case_follow(desk):
    """The query was sent: done; the handler is still to be named, by the fourth working day after the holiday."""
    file = desk.folder / "events.csv"
    file.write_text(f"案号,事件,日期\n{CASE_NO},发起查控,2022-09-30\n", encoding="utf-8")

    assert desk.json("events", file) == {"added": 1, "known": 0, "cases": 1}
    nodes = {item["node"]: item for item in desk.json("nodes", CASE_NO)["items"]}
    assert (nodes["N07"]["done_on"], nodes["N03"]["due"], nodes["N03"]["light"]) == (
        "2022-09-30",
        "2022-10-08",
        "green",
    )
    assert "登记 0 个事件，1 个已在册" in desk.run("events", file).stdout
    told = desk.run("nodes", CASE_NO, "--lang", "en").stdout
    assert "done on 2022-09-30" in told
    assert "allowed from that day on" in told


def test_what_is_due_is_listed_for_its_owner(desk):
    """Nine days on the case is overdue for who gives cases out; on the day before it was not filed there was nothing."""
    desk.now = "2022-10-09T09:00+08:00"

    found = desk.json("due", "--list", "overdue", "--owner", "allocator")

    assert [(item["node"], item["days_left"], item["light"]) for item in found["items"]] == [("N03", -1, "red")]
    assert desk.json("due", "--as-of", "2022-09-28")["items"] == []
    assert "已超 1 日" in desk.run("due").stdout
    assert "1 days late" in desk.run("due", "--lang", "en").stdout


def test_a_contradiction_is_refused_with_row_and_column(desk):
    """A notice before the filing; nothing of the file is recorded."""
    file = desk.folder / "events.csv"
    file.write_text(f"案号,事件,日期\n{CASE_NO},发起查控,2022-09-30\n{CASE_NO},终本约谈,2022-09-28\n", encoding="utf-8")

    refused = desk.run("events", file)

    assert refused.exit_code == 2
    assert "3" in refused.stderr
    assert "2022-09-29" in refused.stderr
    assert [item for item in desk.json("nodes", CASE_NO)["items"] if item["done_on"]] == []


def test_a_day_that_is_none_is_told(desk):
    """Not a stack of errors."""
    assert "不是日期" in desk.run("due", "--as-of", "yesterday").stderr


def test_a_last_day_in_a_year_without_make_up_days_is_marked(desk):
    """An attachment of three years ends in a year nobody has proclaimed yet."""
    desk.now = "2027-06-01T09:00+08:00"
    file = desk.folder / "events.csv"
    file.write_text(f"案号,事件,日期,事项\n{CASE_NO},查封扣押冻结,2027-06-01,不动产:怀朔镇1号\n", encoding="utf-8")
    desk.run("events", file)

    (item,) = [one for one in desk.json("nodes", CASE_NO)["items"] if one["node"] == "N17"]

    assert (item["due"], item["estimated"]) == ("2030-06-01", True)
    assert "2030-06-01*" in desk.run("nodes", CASE_NO).stdout


def test_what_a_dormant_closing_still_needs_is_listed(desk):
    """Twelve items, each with its state; another way has none."""
    items = desk.json("closing-checks", CASE_NO)

    assert len(items) == 12
    assert {item["id"] for item in items if item["green"]} >= {"K05", "K09"}
    assert "K01 未完成" in desk.run("closing-checks", CASE_NO).stdout
    assert "没有核查清单" in desk.run("closing-checks", CASE_NO, "--way", "fulfilled").stdout
    assert "没有结案方式" in desk.run("closing-checks", CASE_NO, "--way", "lost").stderr
