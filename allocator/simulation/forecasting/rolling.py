"""A forecast and the same forecast made anew in the past (滚动回测): the one sets how wide the other's band must be."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from allocator.domain.errors import BadInput
from allocator.domain.scenarios.worklog import WorkLog
from allocator.domain.words import Text
from allocator.simulation.calibration.history import Record, record
from allocator.simulation.calibration.office_days import Numbers
from allocator.simulation.forecasting.assumptions import USUAL, Assumptions
from allocator.simulation.forecasting.bands import TIME, Band, Spread, bands, errors, spread
from allocator.simulation.forecasting.months import edges, months_before, months_on, observed
from allocator.simulation.forecasting.run import run

MOST_MONTHS = 36
QUIET_DAYS = 7  # a log may be silent for so long before the day to forecast from: holidays
Bands = tuple[tuple[Band, ...], ...]
Heard = Callable[[int, int], None]
"""Hears of starts in the past that are forecast, and of all of them."""


@dataclass(frozen=True)
class Forecast:
    """What is expected of each month from a day on: a band for each of `FIGURES`, months in order (预测)."""

    start: date
    months: tuple[date, ...]
    bands: Bands
    seed: int


@dataclass(frozen=True)
class Origin:
    """A forecast of the past beside what came: errors of the months that were over by the day of the real one."""

    start: date
    own: Spread
    values: Numbers


@dataclass(frozen=True)
class Backtest:
    """How a forecast fared on the past (回测): each origin's bands, set from what was known then, beside what came."""

    origins: tuple[tuple[Forecast, Numbers], ...]

    def held(self, figure: int) -> tuple[int, int]:
        """Count the months in which the band of a figure held, and all of them."""
        found = [
            band[figure].holds(float(value[figure]))
            for forecast, values in self.origins
            for band, value in zip(forecast.bands, values, strict=False)
        ]
        return sum(found), len(found)


@dataclass(frozen=True)
class Rolling:
    """A log ready to be forecast from a day on, with the forecasts of the same kind in its past."""

    whole: Record
    start: date
    months: int
    seed: int
    assumed: Assumptions
    origins: tuple[Origin, ...]

    def forecast(self) -> Forecast:
        """Forecast from the day on, with bands as wide as the past asks for."""
        own = _spread(self.whole, self.start, self.months, self.seed, self.assumed, self.assumed.paths)
        return self._with_bands(self.start, own)

    def backtest(self) -> Backtest:
        """Set the bands of each origin from the origins before it, and lay what came beside them."""
        return Backtest(tuple((self._with_bands(origin.start, origin.own), origin.values) for origin in self.origins))

    def _with_bands(self, start: date, own: Spread) -> Forecast:
        past = [_known(origin, start) for origin in self.origins if origin.start < start]
        found = bands(own, past, self.assumed)
        return Forecast(start, edges(start, len(found))[:-1], found, self.seed)


def roll(
    log: WorkLog, start: date, months: int, seed: int, assumed: Assumptions = USUAL, tell: Heard | None = None
) -> Rolling:
    """Forecast the past of a log as the months from `start` on are to be forecast; nothing after `start` is looked at.

    `tell` hears how far it is. Raises BadInput like `check_forecastable`.
    """
    whole = record(log)
    _check(whole, start, months, assumed)
    known = len(months_before(whole, start)) - 1
    count = max(0, min(assumed.origins, known - assumed.history_months))
    origins = list[Origin]()
    for number in range(count, 0, -1):
        if tell is not None:
            tell(len(origins), count)
        if _tells_of_stays(whole, months_on(start, -number)):
            origins.append(_origin(whole, months_on(start, -number), start, months, seed, assumed))
    return Rolling(whole, start, months, seed, assumed, tuple(origins))


def check_forecastable(log: WorkLog, start: date, months: int, assumed: Assumptions = USUAL) -> None:
    """Refuse what a log cannot tell of: no or too many months, a day it does not reach, too little before; raises BadInput."""
    _check(record(log), start, months, assumed)


def _check(whole: Record, start: date, months: int, assumed: Assumptions) -> None:
    if not 1 <= months <= MOST_MONTHS:
        raise BadInput(
            Text(f"预测月数须为 1 至 {MOST_MONTHS}。", f"A forecast is for 1 to {MOST_MONTHS} months."),
            Text("请更正月数。", "Correct the number of months."),
        )
    if start > whole.last_day + timedelta(days=QUIET_DAYS):
        raise BadInput(
            Text(
                f"日志只到 {whole.last_day}，不足以从 {start} 预测。",
                f"The log ends on {whole.last_day}; nothing is known of {start}.",
            ),
            Text("请提前起始日，或补上之后的日志。", "Begin earlier, or bring a log that goes further."),
            code="log-too-short",
        )
    if len(months_before(whole, start)) - 1 < assumed.least_months:
        raise BadInput(
            Text(
                f"{start} 之前不足 {assumed.least_months} 个整月。",
                f"There are fewer than {assumed.least_months} whole months before {start}.",
            ),
            Text("请推后起始日，或补上更早的日志。", "Begin later, or bring a log that goes further back."),
            code="log-too-short",
        )

    if not _tells_of_stays(whole, start):
        raise BadInput(
            Text(
                f"{start} 之前没有办结任何事项，无从得知各环节要多久。",
                f"Nothing was ended before {start}: how long work takes is not known.",
            ),
            Text("请核对结束列，或推后起始日。", "Check the column of ends, or begin later."),
            code="nothing-ended",
        )


def _tells_of_stays(whole: Record, day: date) -> bool:
    """Say whether anything had ended before a day, so that it was known how long work stays."""
    return bool((whole.ended < (day - whole.first).days).any())


def _origin(whole: Record, origin: date, start: date, months: int, seed: int, assumed: Assumptions) -> Origin:
    known = [day for day in edges(origin, months) if day <= start]
    own = _spread(whole, origin, months, seed, assumed, assumed.origin_paths)
    return Origin(origin, own, observed(whole, known).values)


def _known(origin: Origin, start: date) -> Numbers:
    """Give the errors of an origin in the months that were over by a day."""
    over = sum(day <= start for day in edges(origin.start, len(origin.values))[1:])
    return errors(origin.own, origin.values[:over])


def _spread(whole: Record, start: date, months: int, seed: int, assumed: Assumptions, paths: int) -> Spread:
    """Run the office forward from a day on, knowing what was known the evening before."""
    ahead = edges(start, months)
    past = whole.until(start - timedelta(days=1), expect=ahead[-1])
    earlier = months_before(whole, start)
    found = run(past, earlier, ahead, paths, assumed, (seed, start.toordinal()))
    recent = observed(whole, earlier[-assumed.pace_months - 1 :]).values[:, TIME]
    found[:, TIME] = (1 - assumed.recent_time) * found[:, TIME] + assumed.recent_time * recent.mean()
    return spread(found)
