"""An office's own log on the command line: what it tells, and what comes; no database is touched."""

import csv
from datetime import date

import pytest

from allocator.domain.scenarios.process_reading import read_process
from allocator.files.office import read_office
from fixtures.guyang_month import GUYANG
from fixtures.worklog import Truth, synthetic_log
from tests.allocator.cli.test_commands import Desk

HEAD = ("案号", "环节", "承办人", "开始时间", "结束时间")


@pytest.fixture
def desk(tmp_path):
    """A desk without an office."""
    return Desk(tmp_path)


@pytest.fixture
def events(tmp_path):
    """Nine months of a made-up office as its export."""
    file = tmp_path / "events.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEAD)
        for item in synthetic_log(Truth(), date(2021, 1, 4), 270, 1).items:
            end = item.ended.isoformat() if item.ended else ""
            writer.writerow((item.case, item.step, item.person, item.started.isoformat(), end))
    return file


def test_an_office_is_calibrated_from_its_log(desk, events):
    """One document with intervals, and a page in each language; no database comes into being."""
    found = desk.json("calibrate", events)
    page = desk.run("calibrate", events).stdout
    english = desk.run("calibrate", events, "--lang", "en").stdout

    assert {step["step"] for step in found["steps"]} == {"intake", "inquiry", "closing"}
    assert found["arrivals"]["cases_a_working_day"]["low"] < 6 < found["arrivals"]["cases_a_working_day"]["high"]
    assert found["not_known"]
    assert "值得实测用时的环节" in page
    assert "Worth a time study" in english
    assert not (desk.folder / "office.db").exists()


def test_rows_that_are_there_twice_are_told(desk, events):
    """They count as work done twice, as they may be; whoever exported them twice is warned."""
    lines = events.read_text(encoding="utf-8").splitlines()
    events.write_text("\n".join([*lines, lines[5]]) + "\n", encoding="utf-8")

    told = desk.run("calibrate", events, "--lang", "en")

    assert "1 row is the same as another" in told.stderr


def test_months_are_forecast_with_their_band(desk, events):
    """Two months with bands, and how often they held before."""
    found = desk.json("forecast", events, "--from", "2021-09-01", "--months", "2", "--backtest")
    page = desk.run("forecast", events, "--from", "2021-09-01", "--months", "2", "--backtest").stdout

    assert [month["month"] for month in found["months"]] == ["2021-09-01", "2021-10-01"]
    for month in found["months"]:
        assert month["completed"]["low"] <= month["completed"]["middle"] <= month["completed"]["high"]
    assert found["backtest"]["held"]["arrivals"]["months"] == 3
    assert "回测：办结事项" in page
    assert "2021-10-01" in page


def test_a_faulty_log_is_refused_by_row(desk, tmp_path):
    """Exit code 2, the row and the field are told."""
    file = tmp_path / "events.csv"
    file.write_text(",".join(HEAD) + "\nC1,查控,李,2022-09-30T09:00Z,2022-09-29T09:00Z\n", encoding="utf-8")

    refused = desk.run("calibrate", file)

    assert refused.exit_code == 2
    assert "2:ended" in refused.stderr


@pytest.mark.parametrize(
    "words, told",
    [
        (("--from", "soon"), "cannot be read as a day"),
        (("--from", ""), "Name the first day"),
        (("--from", "2021-09-01", "--zone", "Moon"), "There is no zone"),
        (("--from", "2021-02-01"), "fewer than 3 whole months"),
    ],
)
def test_what_cannot_be_asked_is_refused(desk, events, words, told):
    """Each refusal names the next step."""
    refused = desk.run("forecast", events, *words)

    assert refused.exit_code == 2
    assert told in refused.stderr


def test_the_offices_process_is_written_anew_with_what_its_log_tells(desk, events, tmp_path):
    """A copy with each figure's interval beside its source; the rest with the reason; a file that is there stays as it is."""
    made = tmp_path / "fitted.toml"
    found = desk.json("calibrate", events, "--write", made, "--office", GUYANG)["process"]
    text = made.read_text(encoding="utf-8")

    assert {"stages.intake.wait", "effort_spread"} <= {one["path"] for one in found["untold"]}
    assert found["steps_unknown"] == ["closing"]
    assert read_process(text, read_office(GUYANG).rulebook).stages[0].id == "intake"
    assert "# 办案流程" in text
    again = desk.run("calibrate", events, "--write", made, "--office", GUYANG, "--lang", "en")
    assert again.exit_code == 2
    assert "is not overwritten" in again.output
    assert desk.run("calibrate", events, "--write", tmp_path / "other.toml").exit_code == 2
    page = desk.run("calibrate", events, "--write", tmp_path / "other.toml", "--office", GUYANG).stdout
    assert "日志不能确定，保留原值" in page
