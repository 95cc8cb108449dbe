"""What a simulated year costs: processor time of one life of the office, by years and by staff.

    python benchmarks/simulation.py [--filings 2000] [--years 1 3] [--people 26 104] [--json]

The fixture bureau starts empty; with more staff there are as many more filings. Each life is the second of its staging, so
that what all replications share (capacity by day, first looks at the filings) is known. Errands are vehicles and minutes
of people, not planned trips.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allocator.domain.facts import CaseInput
from allocator.domain.scenario import Scenario
from allocator.domain.words import Text
from allocator.files.office import read_office
from allocator.simulation.engine import path_of, run
from allocator.simulation.opening import Opening
from allocator.simulation.staging import Staged, staged
from benchmarks._office import grown
from benchmarks._table import Row, parser, show
from fixtures.generate import generate

FIRST = date(2023, 1, 2)
STAFF, YEAR = 26, 365
BANK = date(2022, 1, 1), date(2022, 12, 31)


def main(arguments: Sequence[str] | None = None) -> None:
    """Live through each size once more and print what that took."""
    asked = parser(str(__doc__))
    asked.add_argument("--filings", type=int, default=2000, help="filings a year of the bureau of 26")
    asked.add_argument(
        "--years", type=float, nargs="+", default=[1, 3], help="simulated years, with the bureau's staff"
    )
    asked.add_argument("--people", type=int, nargs="+", default=[104], help="staff, each for one year")
    options = asked.parse_args(arguments)
    rows = [lived(options.filings, STAFF, years) for years in options.years]
    rows += [lived(options.filings, people, 1) for people in options.people]
    show("A simulated life of an office", rows, as_json=options.json, notes=["processor seconds of one replication"])


def lived(filings: int, people: int, years: float) -> Row:
    """Measure one life."""
    stage = stage_of(filings, people, years)
    run(stage, 0)
    begun = time.process_time()
    world = run(stage, 1)
    taken = time.process_time() - begun
    accepted = path_of(world).figures["accepted"]
    size = f"{people} people, {years:g} year(s), {accepted:.0f} cases, {world.clock.happened} events"
    return Row("a life", size, f"{taken:.2f} s, {taken / years:.2f} s a year", "2 s a year of 26", "none", None)


def stage_of(filings: int, people: int, years: float) -> Staged:
    """Put the fixture bureau, its staff multiplied to about so many people, on the stage."""
    times = max(1, round(people / STAFF))
    with tempfile.TemporaryDirectory() as folder:
        found = read_office(grown(Path(folder), times), FIRST)
    if found.process is None:
        raise AssertionError("the fixture bureau says how its cases are handled")
    bank = generate(7, filings * times, *BANK, found.rulebook, found.office)
    opening = Opening(found.office, found.rulebook, found.process, (), tuple(CaseInput(one) for one in bank))
    return staged(opening, Scenario(Text("基准", "as it is"), FIRST, max(14, round(years * YEAR)), warm_up_days=0))


if __name__ == "__main__":
    main()
