"""Everything an office's log tells, in one piece (校准结果), as a document and for whoever sets up a simulation."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from allocator.domain.errors import BadInput
from allocator.domain.scenarios.worklog import WorkItem, WorkLog
from allocator.domain.words import Text
from allocator.simulation.calibration.arrivals import Arrivals, arrivals
from allocator.simulation.calibration.calendars import Calendar, calendars
from allocator.simulation.calibration.estimates import Fitted, estimate
from allocator.simulation.calibration.history import record
from allocator.simulation.calibration.minutes import StepMinutes, step_minutes
from allocator.simulation.calibration.office_days import OPENING_DAYS
from allocator.simulation.calibration.paths import FirstStep, Follows, first_steps, follows
from allocator.simulation.calibration.stays import case_stay, step_stay
from allocator.simulation.calibration.study import Weight, weights


@dataclass(frozen=True, slots=True)
class StepTimes:
    """A step's working minutes and its median days from start to end (用时与在手): the rest of the days is waiting."""

    step: str
    ended: int
    open: int
    minutes: Fitted
    days: Fitted


@dataclass(frozen=True)
class Calibration:
    """What was fitted from a log (校准); `digest` names the log, `spans` and `left_out` count what the minutes rest on."""

    digest: str
    cases: int
    items: int
    arrivals: Arrivals
    first_steps: tuple[FirstStep, ...]
    follows: tuple[Follows, ...]
    calendars: tuple[Calendar, ...]
    steps: tuple[StepTimes, ...]
    weights: tuple[Weight, ...]
    case_days: Fitted
    spans: int
    left_out: int


def calibrate(log: WorkLog) -> Calibration:
    """Fit everything from a log alone; the same log gives the same figures to the last digit."""
    whole = record(log)
    past = whole.until(whole.last_day)
    if int(past.now) <= past.days.before[min(OPENING_DAYS, len(past.days.before) - 1)]:
        raise _too_short()
    fitted = step_minutes(log, whole.steps)
    ends = np.bincount(past.step[past.ended], minlength=len(whole.steps))
    return Calibration(
        digest=log.digest,
        cases=len({item.case for item in log.items}),
        items=len(log.items),
        arrivals=arrivals(past),
        first_steps=first_steps(past),
        follows=follows(past),
        calendars=calendars(log),
        steps=_steps(log, fitted, whole.steps),
        weights=weights(whole.steps, ends, fitted),
        case_days=case_stay(log, log.last),
        spans=fitted.spans,
        left_out=fitted.left_out,
    )


def _too_short() -> BadInput:
    return BadInput(
        Text("日志所及的办公日太少，无从拟合。", "The log reaches over too few days of office to fit anything."),
        Text("请提供更长时间的日志。", "Bring a log of a longer time."),
        code="log-too-short",
    )


def _steps(log: WorkLog, fitted: StepMinutes, names: tuple[str, ...]) -> tuple[StepTimes, ...]:
    by_step: dict[str, list[WorkItem]] = defaultdict(list)
    for item in log.items:
        by_step[item.step].append(item)
    opening = log.first + timedelta(days=OPENING_DAYS)
    return tuple(_step(step, by_step[step], opening, log.last, _minutes(fitted, at)) for at, step in enumerate(names))


def _step(step: str, items: list[WorkItem], opening: datetime, now: datetime, minutes: Fitted) -> StepTimes:
    ended = sum(item.ended is not None for item in items)
    stay = step_stay([item for item in items if item.started >= opening], now)
    return StepTimes(step, ended, len(items) - ended, minutes, stay)


def _minutes(fitted: StepMinutes, at: int) -> Fitted:
    if np.isnan(fitted.minutes[at]):
        return Fitted(None, None, None)
    return estimate(float(fitted.minutes[at]), fitted.drawn[:, at])
