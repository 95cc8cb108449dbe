"""Indicators on the command line: for people, and as one document."""

from tests.allocator.cli.test_closings import CASE_NO, desk

__all__ = ["desk"]


def test_the_year_so_far_is_told_where_no_days_are_named(desk):
    """From 1 January to today, each number with band and definition; the same as one document."""
    told = desk.run("indicators").stdout
    document = desk.json("indicators")

    assert "2022-01-01 至 2022-09-30" in told
    assert "≥ 76.00 % !" in told
    assert (document["from"], document["to"], document["as_of"]) == ("2022-01-01", "2022-09-30", "2022-09-30")
    assert {item["id"]: item["numerator"] for item in document["items"]}["accepted"] == 1


def test_the_cases_behind_a_number_are_listed(desk):
    """With what each gives to its parts; in English too."""
    desk.run("close", CASE_NO, "--way", "fulfilled", "--recovered", "3.2万元")
    days = ("--from", "2022-09-01", "--to", "2022-09-30")

    told = desk.run("indicators", *days, "--of", "recovered", "--lang", "en").stdout
    listed = desk.json("indicators", *days, "--of", "recovered", "--lane", "regular")

    assert "recovered: 32,000.00 yuan, 1 case" in told
    assert (CASE_NO in told, listed["count"], listed["next"]) == (True, 0, None)


def test_an_impossible_day_is_refused(desk):
    """Exit code 2 and how a day is written."""
    refused = desk.run("indicators", "--from", "1.9.2022")

    assert (refused.exit_code, "2022-10-12" in refused.stderr) == (2, True)


def test_numbers_and_cases_are_written_to_files(desk):
    """By the ending of the file's name; another ending is refused."""
    table, cases = desk.folder / "numbers.csv", desk.folder / "cases.xlsx"
    desk.run("indicators", "--export", table)
    desk.run("indicators", "--of", "accepted", "--export", cases)

    assert table.read_text(encoding="utf-8-sig").startswith("编号,指标,值")
    assert cases.read_bytes().startswith(b"PK")
    assert desk.run("indicators", "--export", desk.folder / "numbers.pdf").exit_code == 2


def test_the_month_is_reported_by_a_template_changed_in_word(desk):
    """The usual template is written out, and used when it is named; one of both must be asked for."""
    usual, report = desk.folder / "template.docx", desk.folder / "report.docx"
    desk.run("report", "--template-to", usual)

    written = desk.json("report", "--month", "2022-09-30", "--to", report, "--template", usual)

    assert written["bytes"] == len(report.read_bytes()) > 0
    month = desk.folder / "month.docx"
    desk.run("report", "--month", "2022-09", "--to", month, "--template", usual)
    assert month.read_bytes() == report.read_bytes()
    assert desk.run("report", "--month", "2022-13", "--to", month).exit_code == 2
    assert desk.run("report").exit_code == 2


def test_signals_are_told_with_their_cases(desk):
    """A case closed on the last of September."""
    desk.run("close", CASE_NO, "--way", "fulfilled", "--recovered", "3.2万元")

    told = desk.run("signals", "--from", "2022-09-01").stdout
    items = desk.json("signals", "--from", "2022-09-01")["items"]

    assert "! 月底集中结案 1/1" in told
    assert [item["flagged"] for item in items] == [True, False, False, False, False, False]


def test_past_weeks_are_told_by_team(desk):
    """Two Sundays on, each with every team; the same as one document; days that are no span are refused."""
    later = ("--now", "2022-10-10T09:00+08:00")
    told = desk.run("load-weeks", *later, "--lang", "en").stdout
    document = desk.json("load-weeks", *later)

    assert "Sustained overload (four weeks or more at 110 % or above): 0 person-weeks." in told
    assert [week["last"] for week in document["weeks"]] == ["2022-10-02", "2022-10-09"]
    assert all(team["name"]["en"] in told for team in document["weeks"][0]["teams"])
    assert desk.run("load-weeks", "--from", "2022-10-01", "--to", "2022-09-30").exit_code == 2
