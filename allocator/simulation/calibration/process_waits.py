"""What a log tells of a process's waits (环节等待): the time from a step's end to the next one's start, and when that is no wait.

A step's time in hand holds the queue at a desk as well as the work, so that no wait is ever read off it. Between two steps
nobody has the case in hand: that gap is the wait, if the log enters a start when work becomes possible. Where starts are
entered with the end before, there is no gap; where they are entered by who sits down to it, the gap holds the queue too.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.domain.scenarios.process import WORKING, ProcessStage
from allocator.domain.scenarios.worklog import WorkLog
from allocator.domain.words import Text
from allocator.simulation.calibration.estimates import Fitted, bootstrap, estimate
from allocator.simulation.calibration.history import NOBODY, Record
from allocator.simulation.calibration.office_days import Numbers

FEWEST = 30
SOON = 1 / (24 * 60)  # a day's part under which the next step begins at once
HALF, MOSTLY = 0.5, 0.95
OVERLAP = 0.05  # of the items: fewer than that begin while their person has another in hand
SURE = 2.0  # the upper bound over the lower one at most
MIXED = Text(
    "在手时间含排队与办理，不是等待，不能代替。",
    "Time in hand holds the queue and the work; it is no wait and stands for none.",
)


@dataclass(frozen=True, slots=True)
class Wait:
    """A stage's wait as a log tells it (等待拟合): the median and what nineteen in twenty stay under, in days of its unit."""

    count: int
    median: Fitted
    most: Fitted


def overlap(log: WorkLog) -> float:
    """Give the share of items that begin while their person has another in hand: near nought, starts may be sittings-down."""
    until: dict[str, float] = {}
    met = 0
    for item in log.items:
        begun, before = item.started.timestamp(), until.get(item.person, 0.0)
        met += before > begun
        until[item.person] = max(before, item.ended.timestamp() if item.ended else begun)
    return met / len(log.items)


def next_ones(log: WorkLog, past: Record) -> Iterator[tuple[int, int]]:
    """Pair, by place, what ended with what of another step began next, where nothing of the case was in hand between."""
    latest: dict[str, float] = {}
    for place, item in enumerate(log.items):  # in the order in which they began
        parent, free_from = int(past.parent[place]), latest.get(item.case, -1.0)
        if parent != NOBODY and free_from <= past.begun[place] and past.step[parent] != past.step[place]:
            yield parent, place
        end = float(past.ended[place])
        latest[item.case] = math.inf if math.isnan(end) else max(free_from, end)


def fit_wait(stage: ProcessStage, pairs: Sequence[tuple[int, int]], past: Record, shared: float) -> Wait | Text:
    """Fit one stage's wait, or say why the log does not tell it; `shared` is the log's overlap."""
    if stage.closes:
        return Text("该环节结案，其后没有事项。", "The stage closes the case: nothing follows it.")
    days = _days(stage, pairs, past)
    if len(days) < FEWEST:
        return Text(
            f"其后事项只有 {len(days)} 个，少于 {FEWEST}。", f"Only {len(days)} items follow it, fewer than {FEWEST}."
        )
    if float(np.median(days)) < SOON:
        at_once = int((days < SOON).sum())
        return _also(
            f"{len(days)} 个后续事项中 {at_once} 个与本环节同时起算，日志没有间隔。",
            f"{at_once} of {len(days)} next items begin as this one ends: the log has no gap.",
        )
    if shared < OVERLAP:
        return _also(
            "各人事项几乎不重叠，开始时刻可能是着手时刻，间隔含排队。",
            "Nobody has two items in hand: starts may be when people sat down to it, and gaps then hold the queue.",
        )
    return _fitted(days)


def _days(stage: ProcessStage, pairs: Sequence[tuple[int, int]], past: Record) -> Numbers:
    """Give the gaps in days of the stage's unit; who ended so late that a usual gap would not have been seen is left out."""
    if not pairs:
        return np.zeros(0)
    places = np.array(pairs)
    ends, starts = past.ended[places[:, 0]], past.begun[places[:, 1]]
    last = (past.last_day - past.first).days + 1.0
    seen = ends <= last - np.quantile(starts - ends, MOSTLY)
    if stage.wait.unit == WORKING:
        axis = past.until(past.last_day).days
        ends, starts = axis.at(ends), axis.at(starts)
    return np.asarray((starts - ends)[seen])


def _fitted(days: Numbers) -> Wait | Text:
    drawn = bootstrap(days.reshape(-1, 1), _quantiles)
    middle, most = _quantiles(days.reshape(-1, 1))
    found = Wait(len(days), estimate(float(middle), drawn[:, 0]), estimate(float(most), drawn[:, 1]))
    return found if is_sure(found.median) and is_sure(found.most) and middle < most else UNSURE


def _quantiles(rows: Numbers) -> Numbers:
    return np.quantile(rows[:, 0], (HALF, MOSTLY))


UNSURE = Text("区间过宽，不能确定。", "The interval is too wide to tell.")


def is_sure(one: Fitted) -> bool:
    """Say whether an interval is narrow enough to go by: above nought, and at most twice as high as low."""
    return bool(one.low and one.high and one.low > 0 and one.high <= SURE * one.low)


def _also(zh: str, en: str) -> Text:
    return Text(zh + MIXED.zh, f"{en} {MIXED.en}")
