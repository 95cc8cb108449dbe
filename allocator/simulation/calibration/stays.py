"""How long things stay in the office (在办时长): steps and whole cases, with what is still open counted as open."""

from collections import defaultdict
from datetime import datetime, timedelta

import numpy as np

from allocator.domain.scenarios.worklog import WorkItem, WorkLog
from allocator.simulation.calibration.estimates import Fitted
from allocator.simulation.calibration.office_days import OPENING_DAYS
from allocator.simulation.calibration.survival import ALWAYS_SEEN, kaplan_meier

HALF, DAY = 0.5, 86400


def step_stay(items: list[WorkItem], now: datetime) -> Fitted:
    """Give the median calendar days from start to end of items, those still open censored now."""
    return _median([((item.ended or now) - item.started, item.ended is not None) for item in items])


def case_stay(log: WorkLog, now: datetime) -> Fitted:
    """Give the median calendar days from a case's first start to its last end.

    A case with open work is not over; one without is held to be over, though it may come back. Cases of the opening stock
    are left out, as nobody knows when they began.
    """
    cases: dict[str, list[WorkItem]] = defaultdict(list)
    for item in log.items:
        cases[item.case].append(item)
    opening = log.first + timedelta(days=OPENING_DAYS)
    known = [items for items in cases.values() if min(item.started for item in items) >= opening]
    return _median([_case(items, now) for items in known])


def _case(items: list[WorkItem], now: datetime) -> tuple[timedelta, bool]:
    begun, ends = min(item.started for item in items), [item.ended for item in items if item.ended is not None]
    over = len(ends) == len(items)
    return (max(ends) if over else now) - begun, over


def _median(stays: list[tuple[timedelta, bool]]) -> Fitted:
    if not stays:
        return Fitted(None, None, None)
    ages = np.array([stay.total_seconds() / DAY for stay, _ in stays])
    curve = kaplan_meier(np.full(len(ages), ALWAYS_SEEN), ages, np.array([over for _, over in stays]))
    return Fitted(curve.quantile(HALF), *curve.interval(HALF))
