"""What a step really costs (实际用时): working minutes told from waiting, by the spans between a person's own ends.

From one end of a person to the next on the same day no more than that span was worked; nor can work on an item have begun
before the item did. Ends at one instant share their span. The minutes of all steps are those (none negative) that explain
the spans best, so they hold breaks and unrecorded work too: upper bounds in the mean, and right where people work on end.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from scipy.linalg import solve_triangular
from scipy.optimize import nnls

from allocator.domain.scenarios.worklog import WorkItem, WorkLog
from allocator.simulation.calibration.estimates import DRAWS, SEED
from allocator.simulation.calibration.office_days import Numbers

LONGEST_SPAN = 240.0  # minutes; who closes nothing for longer was elsewhere, or at work the log does not tell of
GROUPS = 200  # into which persons' days are put to be drawn anew
TINY = 1e-6


@dataclass(frozen=True)
class StepMinutes:
    """The minutes of each step with draws of the bootstrap (draws × steps), and how many spans they rest on."""

    minutes: Numbers
    drawn: Numbers
    spans: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Span:
    """The minutes up to one instant at which a person ended some items (办结间隔), and the day it belongs to."""

    day: tuple[str, int]
    minutes: float
    items: tuple[WorkItem, ...]


def step_minutes(log: WorkLog, steps: Sequence[str]) -> StepMinutes:
    """Fit the minutes of each step; nan for a step no span tells of."""
    spans = list(_spans(log))
    used = [span for span in spans if span.minutes <= LONGEST_SPAN]
    number = {step: place for place, step in enumerate(steps)}
    squares, products = _sums(used, number)
    seen = squares.sum(axis=0).diagonal() > 0
    chance = np.random.default_rng(SEED)
    minutes = _fit(squares.sum(axis=0), products.sum(axis=0), seen)
    drawn = []
    for _ in range(DRAWS):
        weight = np.bincount(chance.integers(0, GROUPS, GROUPS), minlength=GROUPS).astype(np.float64)
        drawn.append(_fit(np.tensordot(weight, squares, 1), weight @ products, seen))
    return StepMinutes(minutes, np.array(drawn), len(used), len(spans) - len(used))


def _spans(log: WorkLog) -> Iterator[Span]:
    """Walk the spans of every person's days; a day's first end counts from its item's start, if that was the same day."""
    days: dict[tuple[str, int], dict[datetime, list[WorkItem]]] = defaultdict(lambda: defaultdict(list))
    for item in log.items:
        if item.ended is not None:
            days[item.person, item.ended.date().toordinal()][item.ended].append(item)
    for day in sorted(days):
        before: datetime | None = None
        for end in sorted(days[day]):
            items = tuple(days[day][end])
            begun = _begun(items, end, before)
            if begun is not None:
                yield Span(day, (end - begun).total_seconds() / 60, items)
            before = end


def _begun(items: Sequence[WorkItem], end: datetime, before: datetime | None) -> datetime | None:
    """Give the earliest instant at which work on items can have begun; an item of no length tells nothing of it."""
    starts = [item.started for item in items if item.started < end]
    start = min(starts, default=None)
    if before is not None:
        return max(before, start) if start else before
    return start if start and start.date() == end.date() else None


def _sums(spans: Sequence[Span], number: dict[str, int]) -> tuple[Numbers, Numbers]:
    """Add up the normal equations by groups of persons' days, so that days can be drawn anew without going back."""
    squares, products = np.zeros((GROUPS, len(number), len(number))), np.zeros((GROUPS, len(number)))
    group_of: dict[tuple[str, int], int] = {}
    for span in spans:
        group = group_of.setdefault(span.day, len(group_of) % GROUPS)
        places, counts = np.unique([number[item.step] for item in span.items], return_counts=True)
        squares[group][np.ix_(places, places)] += np.outer(counts, counts)
        products[group][places] += counts * span.minutes
    return squares, products


def _fit(squares: Numbers, products: Numbers, seen: np.ndarray) -> Numbers:
    """Solve the least squares with no negative minutes; steps nothing tells of are left open."""
    found = np.full(len(products), np.nan)
    places = np.flatnonzero(seen)
    if len(places):
        part = squares[np.ix_(places, places)]
        root = np.linalg.cholesky(part + TINY * np.eye(len(places)) * max(1.0, part.diagonal().max()))
        found[places] = nnls(root.T, solve_triangular(root, products[places], lower=True))[0]
    return found
