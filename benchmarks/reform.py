"""The article's reform replayed: one person to the end against the five teams, same people, same filings, same luck.

    python benchmarks/reform.py [--replications 10] [--days 365] [--warm-up 180] [--filings 2000] [--swing 0.3] [--workers 2]

Printed is what the reform changes, each figure with its 95 % interval: as assumed, and with the weights of all cases moved
down and up. The bureau is the fixture's, its filings of a year are drawn with seed 1, and nothing is open at first.
"""

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allocator.domain.facts import CaseInput
from allocator.domain.scenarios.scenario import Scenario
from allocator.files.office import read_office
from allocator.files.scenarios import read_scenario
from allocator.simulation.opening import Opening
from allocator.simulation.replications import Asked
from allocator.simulation.report_tables import ReportTable, figures_table
from allocator.simulation.swings import Ask, Swung, swings_table, under_swings, weights_swung
from benchmarks._table import Row, parser, print_machine, print_table, show, timed
from fixtures.generate import generate
from fixtures.guyang_month import GUYANG

BEFORE, AFTER = "one_person_to_the_end", "baseline"


def main(given: Sequence[str] | None = None) -> None:
    """Answer the question under each assumption and print what the reform is worth."""
    options = parser(str(__doc__))
    options.add_argument("--replications", type=int, default=10)
    options.add_argument("--days", type=int, default=365)
    options.add_argument("--warm-up", type=int, default=180)
    options.add_argument("--filings", type=int, default=2000)
    options.add_argument("--swing", type=float, default=0.3)
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args(given)
    opening = bureau(asked.filings)
    scenarios = [played(opening, name, asked.days + asked.warm_up, asked.warm_up) for name in (BEFORE, AFTER)]
    with ProcessPoolExecutor(asked.workers, get_context("spawn")) as pool:
        ask = Ask(Asked(asked.replications), executor=pool)
        found, seconds = timed(lambda: under_swings(opening, scenarios, weights_swung(round(asked.swing * 1000)), ask))
    runs = len(found) * len(scenarios) * asked.replications
    size = f"{asked.days} days after {asked.warm_up}, {asked.replications} runs, {asked.filings:,} filings"
    if asked.json:
        show("The reform", list(rows(found, size)), as_json=True, answers=[one.as_dict() for one in found])
        return
    print(
        f"The reform: five teams against one person to the end, {size}; {seconds:.0f} s, {seconds / runs:.1f} s a run"
    )
    print_all(figures_table(found[0].report))
    print_all(swings_table(found))
    print_machine()


def bureau(filings: int) -> Opening:
    """Give the fixture's bureau with a year's filings to draw from."""
    folder = read_office(GUYANG)
    if folder.process is None:
        raise FileNotFoundError("process.toml")
    drawn = generate(1, filings, date(2021, 10, 1), date(2022, 9, 30), folder.rulebook, folder.office)
    return Opening(folder.office, folder.rulebook, folder.process, (), tuple(CaseInput(one) for one in drawn))


def played(opening: Opening, name: str, days: int, warm_up: int) -> Scenario:
    """Read a scenario of the bureau, for so many days of which the first count for nothing."""
    scenario = read_scenario(GUYANG / "scenarios" / f"{name}.toml", opening.office, opening.rulebook)
    return replace(scenario, days=days, warm_up_days=warm_up)


def rows(found: Sequence[Swung], size: str) -> list[Row]:
    """Give a row for each figure and each assumption."""
    return [
        Row(f"{row[0].en} ({row[1].en}), {one.name.en}", size, cell.en, "-", "-", None)
        for row in swings_table(found).rows
        for one, cell in zip(found, row[2:], strict=True)
    ]


def print_all(table: ReportTable) -> None:
    """Print a table in English."""
    print_table([text.en for text in table.head], [[text.en for text in row] for row in table.rows])


if __name__ == "__main__":
    main()
