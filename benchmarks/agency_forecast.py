"""Forecasts an office's months from its own log, beside what an office would expect without a model.

    python benchmarks/agency_forecast.py FILE --train-until DATE [DATE ...] --test-months K [--seed N] [--json]

FILE holds case, step, person, start and end (CSV, also .gz). Only what was known at the end of DATE is calibrated on: later
starts are not there, later ends are not known. Median time in system: calendar days from start to end of the items that
ended in the month. Prints the mean absolute error of each forecast and how many months its 80 % band held.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from allocator.domain.errors import BadInput
from allocator.domain.scenarios.worklog import WorkLog
from allocator.files.event_log import read_event_log
from allocator.simulation.calibration.history import Record, record
from allocator.simulation.forecasting.bands import Band
from allocator.simulation.forecasting.months import FIGURES, edges, months_before, observed
from allocator.simulation.forecasting.rolling import QUIET_DAYS, roll
from benchmarks._rival_forecasts import RIVALS, forecast
from benchmarks._table import machine, parser, print_machine, print_table, timed

OURS = "fenliu"
Bands = Sequence[Sequence[Band]]


@dataclass(frozen=True)
class Score:
    """One method's months from one date: what it expected, what came, and whether its band held."""

    train_until: str
    method: str
    month: str
    figure: str
    came: float
    middle: float
    low: float
    high: float
    held: bool


def main(arguments: Sequence[str] | None = None) -> None:
    """Forecast from every date and print errors and coverage."""
    asked = _parsed(arguments)
    log = read_event_log(asked.file.name, asked.file.read_bytes(), asked.zone)
    whole = record(log)
    scores, seconds = timed(
        lambda: [score for day in asked.train_until for score in _tried(log, whole, day, asked.test_months, asked.seed)]
    )
    if asked.json:
        document = {"benchmark": "agency_forecast", "machine": machine(), "seconds": round(seconds, 1)}
        print(json.dumps({**document, "scores": [asdict(score) for score in scores]}, ensure_ascii=False, indent=2))
        return
    for day in asked.train_until:
        _show_months([score for score in scores if score.train_until == day.isoformat()])
    _show_summary(scores)
    print(f"  {seconds:.1f} s in all")
    print_machine()


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    found = parser(str(__doc__))
    found.add_argument("file", type=Path, help="the log of work")
    found.add_argument("--train-until", type=date.fromisoformat, nargs="+", required=True, help="the last day known")
    found.add_argument("--test-months", type=int, default=3, help="how many months to forecast")
    found.add_argument("--seed", type=int, default=1, help="of the simulated paths")
    found.add_argument("--zone", type=ZoneInfo, default=UTC, help="of times that name none")
    return found.parse_args(arguments)


def _tried(log: WorkLog, whole: Record, until: date, months: int, seed: int) -> list[Score]:
    """Examine one date; one the log cannot tell of is told, and has no scores."""
    try:
        return examine(log, whole, until, months, seed)
    except BadInput as refused:
        print(f"{until}: {refused.text.en} {refused.remedy.en}", file=sys.stderr)
        return []


def examine(log: WorkLog, whole: Record, until: date, months: int, seed: int) -> list[Score]:
    """Forecast from the day after one date by every method; months the log does not hold whole are not scored."""
    start = until + timedelta(days=1)
    ahead = [day for day in edges(start, months) if day <= whole.last_day + timedelta(days=QUIET_DAYS)]
    known = log.known_at(datetime.combine(start, time(), log.first.tzinfo))
    came = observed(whole, ahead).values
    past = observed(whole_known := record(known), months_before(whole_known, start)).values
    found: dict[str, Bands] = {OURS: roll(known, start, months, seed).forecast().bands}
    found |= {name: forecast(rule, past, months) for name, rule in RIVALS.items()}
    return [
        Score(until.isoformat(), name, ahead[at].isoformat(), figure, float(came[at, place]), band.middle, band.low, band.high,
              band.holds(float(came[at, place])))
        for name, bands in found.items()
        for at in range(len(came))
        for place, figure in enumerate(FIGURES)
        for band in (bands[at][place],)
    ]  # fmt: skip


def _show_months(scores: Sequence[Score]) -> None:
    if not scores:
        print("No month after that date is whole in the file.")
        return
    print(f"Known until {scores[0].train_until}; expected, in brackets the 80 % band")
    ours = [score for score in scores if score.method == OURS]
    rows = []
    for score in ours:
        others = [
            one for one in scores if (one.month, one.figure) == (score.month, score.figure) and one.method != OURS
        ]
        rows.append((score.month, score.figure, _plain(score.came), *(_said(one) for one in (score, *others))))
    print_table(("month", "figure", "came", OURS, *RIVALS), rows)


def _show_summary(scores: Sequence[Score]) -> None:
    print("Mean absolute error / months within the 80 % band")
    rows = [(figure, *(_summed(scores, name, figure) for name in (OURS, *RIVALS))) for figure in FIGURES]
    print_table(("figure", OURS, *RIVALS), rows)


def _summed(scores: Sequence[Score], method: str, figure: str) -> str:
    mine = [score for score in scores if (score.method, score.figure) == (method, figure)]
    if not mine:
        return "-"
    error = float(np.mean([abs(score.middle - score.came) for score in mine]))
    return f"{_plain(error)} / {sum(score.held for score in mine)} of {len(mine)}"


def _said(score: Score) -> str:
    return f"{_plain(score.middle)} [{_plain(score.low)}, {_plain(score.high)}]"


def _plain(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


if __name__ == "__main__":
    main()
