"""What a simulated year costs: processor time of one life of the office, by years and by staff, and how it grows by event.

    python benchmarks/simulation.py [--filings 2000] [--years 1 3 10] [--people 104 500] [--first] [--json]

The fixture bureau starts empty; with more staff there are as many more filings. Each life is the second of its staging, so
that what all replications share (capacity by day, routes of cases that look alike) is known; with `--first` it is the
first, as a planner meets it who runs a large office once. Errands are vehicles and minutes of people; with `--weeks` weeks of
field work are planned, as `fieldwork = "weeks"` of a scenario asks for.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allocator.domain.facts import CaseInput
from allocator.domain.scenarios.scenario import Fieldwork, Scenario
from allocator.domain.words import Text
from allocator.files.office import read_office
from allocator.simulation.engine import path_of, run, run_once, undisturbed
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
        "--years", type=float, nargs="+", default=[1, 3, 10], help="simulated years, with the bureau's staff"
    )
    asked.add_argument("--people", type=int, nargs="*", default=[104, 500], help="staff, each for one year")
    asked.add_argument("--first", action="store_true", help="measure the first life of each staging")
    asked.add_argument("--weeks", action="store_true", help="plan weeks of field work")
    options = asked.parse_args(arguments)
    fieldwork = Fieldwork.WEEKS if options.weeks else Fieldwork.POOL
    sizes = [*((STAFF, years) for years in options.years), *((people, 1.0) for people in options.people)]
    lives = [
        lived(options.filings, people, years, warm=not options.first, fieldwork=fieldwork) for people, years in sizes
    ]
    rows = [row_of(one, lives[0]) for one in lives]
    notes = ["processor seconds of one replication; the ratio is time per event to that of the first row"]
    show("A simulated life of an office", rows, as_json=options.json, notes=notes)


@dataclass(frozen=True, slots=True)
class Lived:
    """What one life took (一次推演耗时): processor seconds and events."""

    people: int
    years: float
    cases: float
    events: int
    seconds: float

    @property
    def per_event(self) -> float:
        """Give the microseconds an event took, decisions included."""
        return self.seconds / self.events * 1e6


def lived(filings: int, people: int, years: float, *, warm: bool, fieldwork: Fieldwork = Fieldwork.POOL) -> Lived:
    """Measure one life."""
    stage = stage_of(filings, people, years, fieldwork)
    if warm:
        run_once(stage, 0)
    begun = time.process_time()
    with undisturbed():
        world = run(stage, 1)
        seconds = time.process_time() - begun
    return Lived(people, years, path_of(world).figures["accepted"], world.clock.happened, seconds)


def row_of(one: Lived, first: Lived) -> Row:
    """Lay out one life beside the first."""
    size = f"{one.people} people, {one.years:g} year(s), {one.cases:.0f} cases, {one.events} events"
    took = f"{one.seconds:.2f} s, {one.seconds / one.years:.2f} s a year, {one.per_event:.0f} µs an event"
    return Row("a life", size, took, "2 s a year of 26", "none", one.per_event / first.per_event)


def stage_of(filings: int, people: int, years: float, fieldwork: Fieldwork = Fieldwork.POOL) -> Staged:
    """Put the fixture bureau, its staff multiplied to about so many people, on the stage."""
    times = max(1, round(people / STAFF))
    with tempfile.TemporaryDirectory() as folder:
        found = read_office(grown(Path(folder), times), FIRST)
    if found.process is None:
        raise AssertionError("the fixture bureau says how its cases are handled")
    bank = generate(7, filings * times, *BANK, found.rulebook, found.office)
    past = tuple(CaseInput(one) for one in bank)
    opening = Opening(found.office, found.rulebook, found.process, (), past, means=found.fieldwork.means)
    days = max(14, round(years * YEAR))
    return staged(opening, Scenario(Text("基准", "as it is"), FIRST, days, warm_up_days=0, fieldwork=fieldwork))


if __name__ == "__main__":
    main()
