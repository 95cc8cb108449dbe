"""Every benchmark runs on a tiny input and says what it measured, beside what, and on which machine."""

import json

import pytest

from allocator.decisions.fieldwork.instance import translate_week
from benchmarks import (
    allocation,
    field_week,
    import_rows,
    moves,
    pairing,
    policies,
    recommendation,
    rehearsal,
    simulation,
)
from benchmarks._field_cpsat import solve_by_cpsat
from benchmarks._field_routing import solve_by_routing
from benchmarks._table import Row, percentile, show
from solver.assignment.frontier import Moves
from solver.fieldwork import MUST


def printed(capsys):
    """Read the JSON document a benchmark printed."""
    return json.loads(capsys.readouterr().out)


def test_a_dry_run_is_measured_beside_both_rivals(capsys):
    """The fresh classifier and the completions one by one are measured in the same run."""
    rehearsal.main(["--cases", "40", "--json"])

    found = printed(capsys)
    assert [row["ratio"] > 0 for row in found["rows"]] == [True, True, True]
    assert "completions" in found["rows"][1]["rival"]


@pytest.mark.slow
def test_both_file_forms_are_imported_and_measured(capsys):
    """CSV in GB18030 and XLSX, each beside the row-by-row rival."""
    import_rows.main(["--rows", "30", "--json"])

    found = printed(capsys)
    assert [row["what"] for row in found["rows"]] == ["import CSV GB18030", "import XLSX"]
    assert all(row["size"].startswith("30 rows") for row in found["rows"])


def test_a_plan_is_shown_level_by_level_beside_the_rival(capsys):
    """Each level has its value, bound and gap, and the checker's word stands below."""
    allocation.main(["--sizes", "12", "--seconds", "2", "--json"])

    found = printed(capsys)
    levels = [row["what"].strip() for row in found["rows"][1:]]
    assert {"peak", "spread"} <= set(levels)
    assert "lawful by the checker" in found["notes"][0]


def test_no_policy_of_an_office_lies_below_the_proven_floor(capsys):
    """Each policy gives out the same small month; in turn is far from level, the plan is at the floor of its peak."""
    policies.main(["--cases", "30", "--seeds", "3", "--seconds", "4", "--json"])

    found = printed(capsys)
    above = {row["what"]: float(row["value"].split()[0].lstrip("+")) for row in found["rows"]}
    assert len(above) == 10
    assert min(above.values()) >= 0
    assert above["round-robin: peak"] > above["one-by-one best: peak"]
    assert all(count.endswith(" 0") for count in found["notes"][1].split(": ")[1].split(", "))


def test_pairs_are_stable_and_beside_both_rivals(capsys):
    """Two tiny offices: no blocking pair, and nothing measured lies below its bound."""
    pairing.main(["--sizes", "3", "--mentors", "2", "--offices", "2", "--seconds", "1", "--json"])

    found = {row["what"].split()[0]: row for row in printed(capsys)["rows"]}
    assert found["blocking"]["value"] == "0.0"
    for name in ("unpaired", "peak", "balance"):
        assert float(found[name]["value"].replace(",", "")) >= float(found[name]["target"].replace(",", ""))
        assert "by hand" in found[name]["rival"]


@pytest.mark.slow
def test_recommendations_are_asked_of_a_real_server(capsys):
    """Two web processes answer, and the percentiles are those at the client."""
    recommendation.main(["--cases", "60", "--requests", "6", "--json"])

    found = printed(capsys)
    assert [row["what"][-3:] for row in found["rows"]] == ["p50", "p95", "p99", "p50"]
    assert all(row["rival"].startswith("naive") for row in found["rows"])


def test_a_percentile_is_the_value_that_so_many_do_not_exceed():
    """Nearest rank: of a hundred values the 95th, of one value that one."""
    assert percentile([float(value) for value in range(1, 101)], 0.95) == 95.0
    assert percentile([3.0], 0.99) == 3.0


def test_the_table_names_the_machine(capsys):
    """A figure without its machine says nothing."""
    show("Something", [Row("this", "3 cases", "1 s", "", "that 2 s", 2.0)], as_json=False)

    said = capsys.readouterr().out
    assert "2.0×" in said
    assert "machine: cores" in said


def test_a_frontier_of_moves_is_proven_beside_the_rival(capsys):
    """A small stock: every point proven or nearly so, and the rival's peak is no lower than ours."""
    moves.main(["--sizes", "30x5", "--most", "3", "--seeds", "1", "--json"])

    [row] = printed(capsys)["rows"]
    assert row["size"] == "30x5"
    assert int(row["rival"].split()[1]) >= int(row["value"].split()[-1])


def test_a_cap_is_lowered_until_so_many_stand_above_it():
    """Of five people three are above the cap; they may stay there and come to hold no more."""
    stock = moves.overloaded(moves.a_stock(0, 30, 5), 60)
    above = stock.present * 1000 > stock.ceiling * stock.capacity

    assert int(above.sum()) == 3
    assert (Moves.of(stock).limit[above] == stock.present[above]).all()


def test_a_week_of_field_work_is_planned_in_every_way_and_checked(capsys):
    """Only teams that do not look at one another's calendars may be in two places; ours leaves out no more than others."""
    field_week.main(["--sizes", "12", "--seconds", "0.1", "--rivals", "0", "--json"])

    found = {row["way"]: row for row in printed(capsys)}
    lawful = [row for way, row in found.items() if way != "teams alone"]
    assert {"shared calendar", "greedy by deadline", "ours 0.1 s"} <= set(found)
    assert all(row["objections"] == 0 for row in lawful)
    assert found["ours 0.1 s"]["unplaced"] == min(row["unplaced"] for row in lawful)


@pytest.mark.slow
@pytest.mark.parametrize("solve_by, seconds", [(solve_by_routing, 5.0), (solve_by_cpsat, 12.0)])
def test_plans_of_rivals_are_lawful(solve_by, seconds):
    """What a rival leaves out it leaves out whole; what it places the hard rules allow."""
    _, week = translate_week(field_week.a_week(3, 6))
    plan = solve_by(week, seconds)

    assert plan is not None
    assert plan.placed
    assert not any(rule.measure(week, plan) for rule in MUST)


def test_a_simulated_life_is_measured_by_years_and_staff(capsys):
    """Two weeks of a hundredth of the filings, with the bureau's staff and with twice as many."""
    simulation.main(["--filings", "60", "--years", "0.04", "--people", "52", "--json"])

    rows = printed(capsys)["rows"]
    assert [row["size"].split(",")[0] for row in rows] == ["26 people", "52 people"]
    assert all("s a year" in row["value"] for row in rows)
