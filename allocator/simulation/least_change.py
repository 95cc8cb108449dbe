"""The least change for an office (最小变动): the search for it on the simulated office, and what one more of each is worth."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from allocator.domain.scenarios.figures import told
from allocator.domain.scenarios.scenario import Scenario
from allocator.domain.scenarios.targets import Targets
from allocator.simulation.batches import Run, run_many
from allocator.simulation.changes import Bundle, Step, bundles, changed, cost_of, one_more_of_each, steps_of
from allocator.simulation.opening import Opening
from allocator.simulation.paths import Path
from allocator.simulation.replications import warm_up_of
from allocator.simulation.search import Found, Look, look_for
from allocator.simulation.staging import Staged, staged
from allocator.simulation.statistics import Estimate, paired

PIECE = 4
"""Replications dealt out together; they share what is worked out once for a staging."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What one more is worth (增量价值): by how much each figure of the targets changes, paired with the office as it is."""

    step: Step
    differences: dict[str, Estimate]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question turned round (反问的答复): what was found, and the worth of one more of each."""

    found: Found[Bundle]
    worth: tuple[Worth, ...]
    warm_up_days: int


@dataclass(frozen=True)
class Asked:
    """A question put to an office: the targets, the scenario to start from, and how the office is run."""

    opening: Opening
    scenario: Scenario
    targets: Targets
    run: Run
    executor: Executor | None = None
    is_late: Callable[[], bool] = lambda: False


def answer(asked: Asked, tell: Callable[[Look[Bundle]], None] | None = None) -> Answer:
    """Find the least change; `tell` hears how far the search is, batch after batch.

    Every change has the luck and the warm-up of the scenario it starts from. Raises BadInput as `staged` does.
    """
    opening, targets = asked.opening, asked.targets
    steps = steps_of(targets, opening.office, opening.rulebook)
    all_bundles = bundles(steps, targets.together)
    warm_up = warm_up_of(staged(opening, asked.scenario), asked.run, asked.executor)[0].days
    asked = replace(asked, scenario=replace(asked.scenario, warm_up_days=warm_up))

    priced = [(bundle, cost_of(bundle)) for bundle in all_bundles]
    found = look_for(
        priced,
        targets.targets,
        targets.effort,
        lambda items: _figures(asked, items),
        tell,
        is_plain=lambda bundle: len(bundle) <= 1,
        is_late=asked.is_late,
    )
    return Answer(found, tuple(_worth(asked)), warm_up)


def _figures(asked: Asked, items: Sequence[tuple[Bundle, int]]) -> Iterator[dict[str, float]]:
    """Give the figures of some replications of one bundle, in their order."""
    staging = staged(asked.opening, changed(asked.scenario, items[0][0]))
    numbers = [number for _, number in items]
    return (dict(path.figures) for path in _paths(asked, staging, numbers))


def _paths(asked: Asked, staging: Staged, numbers: Sequence[int]) -> Iterator[Path]:
    pieces = [(staging, tuple(numbers[at : at + PIECE]), asked.run) for at in range(0, len(numbers), PIECE)]
    done = map(_piece, pieces) if asked.executor is None else asked.executor.map(_piece, pieces)
    return (path for piece in done for path in piece)


def _piece(piece: tuple[Staged, tuple[int, ...], Run]) -> tuple[Path, ...]:
    return run_many(*piece)


def _worth(asked: Asked) -> Iterator[Worth]:
    """Value one more of each by paired differences over the replications the effort allows for it."""
    numbers = range(asked.targets.effort.worth)
    if not numbers:
        return
    names = [target.figure for target in asked.targets.targets]
    baseline = list(_figures(asked, [((), number) for number in numbers]))
    for step in one_more_of_each(asked.opening.office, asked.opening.rulebook):
        with_it = list(_figures(asked, [((step,), number) for number in numbers]))
        differences = {
            name: paired([told(one, name) for one in with_it], [told(one, name) for one in baseline]) for name in names
        }
        yield Worth(step, differences)
