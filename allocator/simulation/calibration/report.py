"""A calibration as one document (校准报告): figures to six digits, so that the same log gives the same bytes."""

from typing import Any

from allocator.simulation.calibration.calendars import Calendar
from allocator.simulation.calibration.calibration import Calibration, StepTimes
from allocator.simulation.calibration.estimates import Fitted
from allocator.simulation.calibration.minutes import LONGEST_SPAN

NOT_KNOWN = (
    "minutes are upper bounds: breaks and work the log does not tell of lie within the spans between a person's ends",
    "presence without an end is not seen: shares of weekdays are lower bounds",
    "a case without open work is held to be over; some come back",
    "one year of months cannot tell season from growth",
)


def calibration_view(found: Calibration) -> dict[str, Any]:
    """Give everything that was fitted, and what cannot be known from a log."""
    new = found.arrivals
    return {
        "digest": found.digest,
        "cases": found.cases,
        "items": found.items,
        "arrivals": {
            "cases_a_working_day": new.a_day.as_dict(),
            "weekdays": [_maybe(one) for one in new.weekdays],
            "months": [_maybe(one) for one in new.months],
            "growth_a_year": _maybe(new.growth),
            "working_days": new.days,
        },
        "first_steps": [
            {"step": one.step, "cases": one.cases, "share": one.share.as_dict()} for one in found.first_steps
        ],
        "follows": [
            {"step": one.step, "then": one.then, "times": one.times, "share": one.share.as_dict()}
            for one in found.follows
        ],
        "calendars": [_calendar(one) for one in found.calendars],
        "steps": [_step(one) for one in found.steps],
        "weights": [
            {"step": one.step, "load": _six(one.load), "variance": _six(one.variance), "to_measure": one.to_measure}
            for one in found.weights
        ],
        "case_days": found.case_days.as_dict(),
        "spans": {"used": found.spans, "left_out": found.left_out, "longest_minutes": LONGEST_SPAN},
        "not_known": list(NOT_KNOWN),
    }


def _maybe(one: Fitted | None) -> dict[str, float | None] | None:
    return one.as_dict() if one else None


def _step(one: StepTimes) -> dict[str, Any]:
    return {
        "step": one.step,
        "ended": one.ended,
        "open": one.open,
        "minutes": one.minutes.as_dict(),
        "median_days": one.days.as_dict(),
    }


def _calendar(one: Calendar) -> dict[str, Any]:
    return {
        "person": one.person,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "ended": one.ends,
        "days": one.days,
        "weekdays": [_six(share) for share in one.weekdays],
        "opens": one.opens,
        "closes": one.closes,
    }


def _six(value: float) -> float:
    return float(f"{value:.6g}")
