"""What the coming months look like under the rules in force and under proposed ones (规则推演), and what became of it.

The forecast is kept with the rehearsal. Once the version is released the weeks that really pass are held against it: an
indicator that lies outside its band for two weeks running raises an alarm, which names the version to go back to.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allocator.domain.canonical import restore
from allocator.domain.errors import AllocatorError
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.scenarios.figures import SERIES
from allocator.domain.scenarios.scenario import Scenario
from allocator.domain.words import Text
from allocator.services.jobs.hands import hands, usual_hands
from allocator.simulation.engine import run_once
from allocator.simulation.opening import Opening
from allocator.simulation.replications import Asked, Tell, replicate
from allocator.simulation.staging import staged

WEEK = timedelta(days=7)
WATCHED = ("filed", "closed", "open")
"""The series that the docket of a living office tells as the simulated one does."""

IN_A_ROW = 2
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Drift:
    """An indicator outside its band (偏离预测): for how many weeks running, the last week's value and band, and the words."""

    series: str
    weeks: int
    value: int
    low: float
    high: float
    text: Text


def forecast(opening: Opening, proposed: Rulebook, today: date, tell: Tell | None = None) -> dict[str, Any]:
    """Simulate the coming days under both versions with the same luck; what stands in the way is told instead.

    What `tell` raises ends the work.
    """
    rules = opening.rulebook.release
    now = Scenario(
        name=Text(f"现行 {opening.rulebook.version}", f"in force: {opening.rulebook.version}"),
        first=today,
        days=rules.ahead_days,
        seed=int(proposed.digest[:8], 16) % 2**31,
        warm_up_days=0,
    )
    other = Scenario(
        name=Text(f"拟用 {proposed.version}", f"proposed: {proposed.version}"),
        first=today,
        days=rules.ahead_days,
        seed=now.seed,
        warm_up_days=0,
        rulebook=proposed.source,
    )
    try:
        stagings = [staged(opening, one) for one in (now, other)]
    except AllocatorError as error:
        return untold(error)
    with hands(usual_hands()) as executor:
        report = replicate(stagings, Asked(rules.replications), run_once, executor, tell)
    return {"report": report.as_dict(), "why": None}


def untold(error: AllocatorError) -> dict[str, Any]:
    """Say instead of a forecast what stood in its way: the first faults, where there are some, else the error."""
    parts = [restore(Text, fault["text"]) for fault in error.faults[:MOST_TOLD]] or [error.text, error.remedy]
    return {
        "report": None,
        "why": Text("".join(part.zh for part in parts), " ".join(part.en for part in parts)).as_dict(),
    }


def drifts(report: Mapping[str, Any], lived: Sequence[Mapping[str, int]]) -> tuple[Drift, ...]:
    """Name what lies outside its band for the last weeks running; `lived` are the weeks that have passed, in order.

    The band is where one more run would lie with 95 % (Student's t): the half width of the mean's interval, times the
    root of the number of runs and one.
    """
    weeks = report["outcomes"][1]["weeks"]
    found = (_drift(name, weeks.get(name, []), [week[name] for week in lived]) for name in WATCHED)
    return tuple(drift for drift in found if drift is not None)


def _drift(name: str, expected: Sequence[Mapping[str, Any]], lived: Sequence[int]) -> Drift | None:
    sides = [_side(value, band(week)) for week, value in zip(expected, lived, strict=False)]
    run = len(list(_running(sides)))
    if run < IN_A_ROW:
        return None
    low, high = band(expected[len(sides) - 1])
    return Drift(name, run, lived[len(sides) - 1], low, high, _told(name, run, lived[len(sides) - 1], (low, high)))


def band(week: Mapping[str, Any]) -> tuple[float, float]:
    """Give where one more run would lie with 95 %; without an error known, everywhere."""
    if week["mean"] is None or week["half_width"] is None:
        return -math.inf, math.inf
    half = week["half_width"] * math.sqrt(week["n"] + 1)
    return week["mean"] - half, week["mean"] + half


def _side(value: int, within: tuple[float, float]) -> int:
    return (value > within[1]) - (value < within[0])


def _running(sides: Sequence[int]) -> Iterator[int]:
    """Walk the last weeks that lie outside on one side."""
    for side in reversed(sides):
        if not side or side != sides[-1]:
            return
        yield side


def _told(name: str, run: int, value: int, within: tuple[float, float]) -> Text:
    title = SERIES[name].name
    low, high = (f"{end:.0f}" for end in within)
    return Text(
        f"{title.zh}连续 {run} 周偏离预测：上周 {value}，预测 {low}–{high}。",
        f"{title.en}: outside the forecast for {run} weeks running; last week {value}, forecast {low} to {high}.",
    )


def weeks_lived(
    first: date, today: date, filed: Mapping[date, int], closed: Mapping[date, int]
) -> list[dict[str, int]]:
    """Count what the docket tells of each whole week since a day: filed, closed, and open at its end."""
    found = []
    begin = first
    while begin + WEEK <= today:
        end = begin + WEEK
        came, went = _count(filed, begin, end), _count(closed, begin, end)
        still = _count(filed, date.min, end) - _count(closed, date.min, end)
        found.append({"filed": came, "closed": went, "open": still})
        begin = end
    return found


def _count(days: Mapping[date, int], first: date, end: date) -> int:
    return sum(count for day, count in days.items() if first <= day < end)
