"""What came of scenarios (推演报告): every figure with its interval, every difference to the baseline paired."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

from allocator.domain.canonical import digest, restore
from allocator.domain.scenarios.figures import FIGURES, SERIES, told
from allocator.domain.scenarios.scenario import Fieldwork
from allocator.domain.words import Text
from allocator.simulation.paths import Path
from allocator.simulation.staging import Staged
from allocator.simulation.statistics import CONFIDENCE, Estimate, estimate, paired
from allocator.simulation.warm_up import WarmUp

Figures: TypeAlias = Mapping[str, Sequence[float]]
"""By figure what it came to in each run."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one scenario (方案结果): `differences` are those to the baseline, which itself has none.

    `digest` names what was simulated, so that the same figures can be had again; `fieldwork` is how its field work was done.
    """

    name: Text
    digest: str
    figures: Mapping[str, Estimate]
    differences: Mapping[str, Estimate]
    weeks: Mapping[str, tuple[Estimate, ...]]
    fieldwork: Fieldwork = Fieldwork.POOL


@dataclass(frozen=True)
class Report:
    """The answer to some scenarios, the first being the baseline (推演报告).

    `missed` are figures whose interval stayed wider than asked.
    """

    first: date
    days: int
    seed: int
    replications: int
    warm_up: WarmUp
    outcomes: tuple[Outcome, ...]
    missed: tuple[str, ...] = ()
    confidence: float = CONFIDENCE

    @cached_property
    def digest(self) -> str:
        """Name the report: equal digests, equal figures to the last bit."""
        return digest(_exact(self.as_dict()))

    def as_dict(self) -> dict[str, Any]:
        """Give the report as one JSON-ready document; the same bytes for the same runs."""
        found: dict[str, Any] = _listed({**asdict(self), "first": self.first.isoformat()})
        for outcome in found["outcomes"]:
            if outcome["fieldwork"] == Fieldwork.POOL:  # said only where it is another than it always was
                del outcome["fieldwork"]
        return found


def report_of(
    stagings: Sequence[Staged], paths: Sequence[Sequence[Path]], warm_up: WarmUp, *, weekly: bool = True
) -> Report:
    """Sum up the runs of each staging, with or without series by week; run k of all of them shares its luck.

    What only some of the offices do, such as moving cases to level loads, the others do not once.
    """
    baseline = stagings[0]
    names = [name for name in FIGURES if any(name in runs[0].figures for runs in paths)]
    values = [{name: [told(path.figures, name) for path in runs] for name in names} for runs in paths]
    outcomes = tuple(
        _outcome(one, runs, own, values[0], weekly=weekly)
        for one, runs, own in zip(stagings, paths, values, strict=True)
    )
    return Report(baseline.first, baseline.days, baseline.seed, len(paths[0]), warm_up, outcomes)


def report_from(values: Mapping[str, Any]) -> Report:
    """Build a report again from its document."""
    return restore(Report, values)


def _outcome(staging: Staged, runs: Sequence[Path], own: Figures, baseline: Figures, *, weekly: bool) -> Outcome:
    series = [name for name in SERIES if weekly and name in runs[0].weeks]
    others = {} if own is baseline else baseline
    return Outcome(
        name=staging.name,
        digest=staging.digest,
        figures={name: estimate(found) for name, found in own.items()},
        differences={name: paired(own[name], others[name]) for name in others},
        weeks={name: _series([path.weeks[name] for path in runs]) for name in series},
        fieldwork=staging.fieldwork,
    )


def _series(runs: Sequence[Sequence[float]]) -> tuple[Estimate, ...]:
    return tuple(estimate(week) for week in zip(*runs, strict=True))


def _listed(value: Any) -> Any:
    """Write tuples as lists, as JSON has them, so that a document read again is the same."""
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items()}
    return [_listed(item) for item in value] if isinstance(value, (list, tuple)) else value


def _exact(value: Any) -> Any:
    """Write numbers with a point as the text that stands for them exactly, which a digest can name."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {key: _exact(item) for key, item in value.items()}
    return [_exact(item) for item in value] if isinstance(value, (list, tuple)) else value
