"""The commands about mentors and apprentices, as a supervisor uses them."""

from tests.allocator.cli.test_commands import Desk, desk

__all__ = ["desk"]


def test_a_supervisor_proposes_and_accepts(desk: Desk) -> None:
    """All anew: the proposal names pairs, wishes, loads and proof; accepted, it says whom to tell and which rows to keep."""
    shown = desk.json("pairs", "propose", "--all")
    words = desk.run("pairs", "propose", "--all").stdout
    done = desk.run("pairs", "accept", shown["run"])

    assert {(pair["apprentice"], pair["mentor"]) for pair in shown["pairs"]} == {("G15", "G14"), ("G22", "G20")}
    assert all(level["status"] == "proven" for level in shown["certificate"]["levels"])
    assert "阻碍对 0 对" in words
    assert "名学徒没有师傅" in words
    assert "proven" not in words
    assert "fenliu pairs accept" in words
    assert done.exit_code == 0
    assert "G20,G22,2022-09-30," in done.stdout
    late = desk.run("pairs", "accept", shown["run"]).stderr
    assert "结对方案已过时：机构资料已变更。" in late
    assert "The proposal is stale: the office changed." in late


def test_a_mentors_leave_is_covered_the_same_day(desk: Desk) -> None:
    """Until the day given; accepted as JSON with the notice for the three."""
    shown = desk.json("pairs", "cover", "G14=2022-10-14")
    accepted = desk.json("pairs", "accept", shown["run"], "--apprentice", "G15")
    longer = desk.json("pairs", "cover", "G14=2022-10-21")
    words = desk.run("pairs", "accept", longer["run"]).stdout

    assert shown["covers"][0]["period"] == {"first": "2022-09-30", "last": "2022-10-14"}
    assert accepted["begun"][0]["cover"] is True
    assert "代管" in accepted["notices"][0]["zh"]
    assert accepted["away"] == [{"officer": "G14", "first": "2022-09-30", "last": "2022-10-14"}]
    assert "G14,2022-10-15,2022-10-21" in words
    assert "代管" in desk.run("pairs", "ledger", "G15").stdout


def test_a_day_that_cannot_be_read_is_refused_with_an_example(desk: Desk) -> None:
    """Exit code 2, nothing changed."""
    result = desk.run("pairs", "cover", "G14=soon")

    assert result.exit_code == 2
    assert "2026-12-04" in result.stderr


def test_the_ledger_shows_books_and_a_person_decides_on_steps(desk: Desk) -> None:
    """For people and as JSON; who is not ready stays, unless a step is named."""
    books = desk.json("pairs", "ledger", "--days", "60")
    words = desk.run("pairs", "ledger", "--lang", "en").stdout
    refused = desk.run("pairs", "advance", "G15")
    done = desk.json("pairs", "advance", "G15", "--step", "4")

    assert [book["apprentice"] for book in books] == ["G15", "G22"]
    assert "proposed: stay on step 3" in words
    assert refused.exit_code == 2
    assert (done["before"], done["after"]) == (3, 4)
    assert "people.csv" in desk.run("pairs", "advance", "G22", "--step", "2").stdout


def test_where_everybody_is_paired_there_is_nothing_to_accept(desk: Desk) -> None:
    """Pairs that stand stay; the next step is told."""
    shown = desk.json("pairs", "propose")
    refused = desk.run("pairs", "accept", shown["run"])

    assert (shown["pairs"], shown["alone"]) == ([], [])
    assert {(pair["apprentice"], pair["mentor"]) for pair in shown["kept"]} == {("G15", "G14"), ("G22", "G21")}
    assert refused.exit_code == 2
    assert "propose anew" in refused.stderr
