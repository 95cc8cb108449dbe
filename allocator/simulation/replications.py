"""Scenarios run again and again under the same luck (公共随机数), on one core or many, until the answer is sharp enough.

Work is dealt out in batches of one scenario's runs and collected in the order of their numbers, so that how many workers
there are, and which is quicker, changes no bit of the report.
"""

import dataclasses
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from allocator.domain.errors import BadInput
from allocator.domain.scenarios.scenario import Scenario
from allocator.domain.words import Text
from allocator.simulation import warm_up as warm
from allocator.simulation.batches import Batch, Run, run_batch
from allocator.simulation.engine import run_once
from allocator.simulation.paths import Path
from allocator.simulation.report import Report, report_of
from allocator.simulation.staging import Staged
from allocator.simulation.statistics import FEWEST, Estimate, runs_needed
from allocator.simulation.timetable import KEPT

BATCH = 6
"""Runs of a scenario after which it is told how far it is, and how many are dealt out together where scenarios are many.

Those of the first are there when the warm-up is chosen, one more than choose it: of two cores none waits for the other then.

Of a few scenarios each worker keeps what is worked out once for a staging, so that runs are dealt out one by one.
"""

GROWTH = 2
"""How many times as many runs there may be at most after a look at the intervals."""

Tell: TypeAlias = Callable[[int, int, Report], None]
Piece: TypeAlias = tuple[int, tuple[int, ...]]
"""Runs dealt out together: the place of their staging among all, and their numbers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How sharp an answer is wanted (精度要求): so many runs, or as many as make the intervals of figures so narrow.

    With a `half_width` (in the figure's unit) there are `replications` at least and `most_replications` at most.
    """

    replications: int = 30
    half_width: Mapping[str, Fraction] = field(default_factory=dict)
    most_replications: int = 1000


def asked_by(scenario: Scenario) -> Asked:
    """Take from a scenario how sharp its answer is wanted."""
    return Asked(scenario.replications, scenario.half_width, scenario.most_replications)


def replicate(
    stagings: Sequence[Staged],
    asked: Asked,
    run: Run = run_once,
    executor: Executor | None = None,
    tell: Tell | None = None,
) -> Report:
    """Run every staging under the luck of the first, the baseline, and report on them.

    `tell` hears between batches how many runs are done, how many are planned, and the report so far; what it raises
    ends the work. Raises BadInput where the stagings do not look at the same days.
    """
    check_alike(stagings, asked)
    chosen, pilots = warm_up_of(stagings[0], run, executor)
    stagings = [_ready(one, stagings[0].seed, chosen.days) for one in stagings]
    paths: list[list[Path]] = [[] for _ in stagings]
    paths[0] += pilots[: min(asked.replications, BATCH)]
    wanted, have = asked.replications, 0
    while have < wanted:
        with closing(_extend(stagings, paths, wanted, run, executor)) as rounds:
            for done in rounds:
                if tell is not None:
                    tell(done * len(stagings), wanted * len(stagings), report_of(stagings, paths, chosen, weekly=False))
        have, wanted = wanted, _wanted(report_of(stagings, paths, chosen), asked)
    report = report_of(stagings, paths, chosen)
    return dataclasses.replace(report, missed=tuple(_missed(report, asked)))


def check_alike(stagings: Sequence[Staged], asked: Asked) -> None:
    """Refuse what cannot be compared or says nothing of its error; raises BadInput."""
    spans = {(one.first, one.days) for one in stagings}
    if len(spans) != 1:
        raise BadInput(
            Text(
                "各方案的起始日和天数不同，不能比较。", "The scenarios look at different days and cannot be compared."
            ),
            Text("请统一 first 和 days。", "Give all of them the same first and days."),
            code="scenarios-differ",
        )
    if asked.replications < FEWEST:
        raise BadInput(
            Text("推演次数太少，无法估计误差。", "So few runs say nothing of the error."),
            Text(f"至少 {FEWEST} 次。", f"Ask for {FEWEST} at least."),
            code="replications-too-few",
        )


def _ready(staging: Staged, seed: int, warm_up_days: int) -> Staged:
    """Give a staging the common seed and warm-up, and its name: a pool may be sending it away while a report asks for that."""
    found = staging.under(seed, warm_up_days)
    _ = found.digest
    return found


def warm_up_of(
    baseline: Staged, run: Run = run_once, executor: Executor | None = None
) -> tuple[warm.WarmUp, list[Path]]:
    """Give the warm-up a staging asks for, or the one its pilot runs choose; and a batch of runs that were there by then."""
    if baseline.warm_up_days is not None:
        return warm.WarmUp(baseline.warm_up_days, chosen=False), []
    _ = baseline.ground
    first = [path for (path,) in _map([(run, baseline, (number,)) for number in range(BATCH)], executor)]
    chosen = warm.choose(first[: warm.PILOTS])
    counted = [path.after(chosen.days) for path in first]
    return chosen, [path for path in counted if path is not None]


def _extend(
    stagings: Sequence[Staged], paths: list[list[Path]], wanted: int, run: Run, executor: Executor | None
) -> Generator[int]:
    """Add the missing runs, one scenario's batch after the other's; gives how many runs each scenario has after each round."""
    rounds = [range(at, min(at + BATCH, wanted)) for at in range(min(map(len, paths)), wanted, BATCH)]
    pieces = [list(_pieces(paths, one)) for one in rounds]
    batches = ((run, stagings[place], numbers) for dealt in pieces for place, numbers in dealt)
    with closing(_map(batches, executor)) as found:
        for numbers, dealt in zip(rounds, pieces, strict=True):
            for place, _ in dealt:
                paths[place].extend(next(found))
            yield numbers.stop


def _pieces(paths: Sequence[Sequence[Path]], numbers: range) -> Iterator[Piece]:
    """Deal out the runs of a round, as far as there are none of them yet."""
    size = 1 if len(paths) <= KEPT else BATCH
    for place, own in enumerate(paths):
        missing = range(max(len(own), numbers.start), numbers.stop)
        yield from ((place, tuple(missing[at : at + size])) for at in range(0, len(missing), size))


def _map(batches: Iterable[Batch], executor: Executor | None) -> Generator[tuple[Path, ...]]:
    """Run batches, in their order; what has not begun when nobody listens any more is given up."""
    yield from map(run_batch, batches) if executor is None else executor.map(run_batch, batches)


def _wanted(report: Report, asked: Asked) -> int:
    """Say how many runs each scenario should have, as far as the intervals tell by now."""
    needed = [
        runs_needed(figure, float(width))
        for name, width in asked.half_width.items()
        for figure in _figures(report, name)
    ]
    have = report.replications
    return min(max((have, *needed)), have * GROWTH, max(have, asked.most_replications))


def _missed(report: Report, asked: Asked) -> Iterator[str]:
    for name, width in asked.half_width.items():
        widths = [figure.half_width for figure in _figures(report, name)]
        if not widths or any(found is None or found > width for found in widths):
            yield name


def _figures(report: Report, name: str) -> Iterator[Estimate]:
    return (outcome.figures[name] for outcome in report.outcomes if name in outcome.figures)
