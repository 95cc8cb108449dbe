"""Field work of a week (外勤): errands cases ask for, and the trips that serve them.

Moments of a week are whole minutes from Monday 00:00 by the office's own clock: day d begins at d * 1440.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from allocator.domain.canonical import added_later
from allocator.domain.errors import BadInput
from allocator.domain.people import Period
from allocator.domain.words import Text

DAY = 24 * 60
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time (时间段) in minutes: from `begins` on, up to but without `ends`."""

    begins: int
    ends: int

    def __post_init__(self) -> None:
        if self.begins >= self.ends:
            raise BadInput(
                Text(
                    f"结束（{clock(self.ends)}）不晚于开始（{clock(self.begins)}）。",
                    f"It ends ({clock(self.ends)}) no later than it begins ({clock(self.begins)}).",
                ),
                Text("请更正时间。", "Correct the times."),
            )

    def meets(self, other: "Span") -> bool:
        """Say whether the two share a minute; one that begins where the other ends does not."""
        return self.begins < other.ends and other.begins < self.ends


def clock(moment: int) -> str:
    """Write the minutes of a day or week as the time of day, such as 08:30; a day's end is 24:00."""
    within = moment % DAY or (DAY if moment > 0 else 0)
    return f"{within // 60:02}:{within % 60:02}"


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of some days (时段): from `begins` to `ends` (minutes after midnight) on the days of a period.

    `weekdays` (0 Monday to 6 Sunday) leaves only these; empty: every day.
    """

    period: Period
    begins: int = 0
    ends: int = DAY
    weekdays: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        Span(self.begins, self.ends)
        if self.begins < 0 or self.ends > DAY or not set(self.weekdays) <= set(range(WEEK_DAYS)):
            raise BadInput(
                Text("时段须在一天之内，星期为 0 到 6。", "Hours lie within one day, weekdays within 0 to 6."),
                Text("跨夜的分成两行。", "Write hours that pass midnight as two rows."),
            )

    def spans(self, monday: date) -> tuple[Span, ...]:
        """Give the stretches of these hours in the week that begins on a Monday."""
        return tuple(self._in_week(monday))

    def on(self, day: date) -> Span | None:
        """Give the stretch of these hours on a day, in minutes after its midnight; None where it has none."""
        if self.period.covers(day) and (not self.weekdays or day.weekday() in self.weekdays):
            return Span(self.begins, self.ends)
        return None

    def _in_week(self, monday: date) -> Iterator[Span]:
        for number in range(WEEK_DAYS):
            span = self.on(monday + timedelta(days=number))
            if span is not None:
                yield Span(number * DAY + span.begins, number * DAY + span.ends)


def hours_between(first: date, begins: int, last: date, ends: int) -> tuple[Hours, ...]:
    """Give a stretch from a minute of one day to a minute of another as hours of days, one row for each that differs.

    Raises BadInput where it ends no later than it begins.
    """
    whole = Period(first, last)
    if first == last or (begins, ends) == (0, DAY):
        return (Hours(whole, begins, ends),)
    rows = [Hours(Period(first, first), begins)]
    if (last - first).days > 1:
        rows.append(Hours(Period(first + timedelta(days=1), last - timedelta(days=1))))
    return (*rows, *((Hours(Period(last, last), 0, ends),) if ends else ()))


ALWAYS = Hours(Period(date.min))
"""Every minute of every day."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an errand is done (地点): a town, the village in it, and the drive on from the town's centre in minutes."""

    town: str
    village: str = ""
    minutes: int = 0

    @property
    def name(self) -> str:
        """Call it by town and village, with a blank between where they are written in letters that have cases: Ost Hof."""
        lettered = self.town[-1:].lower() != self.town[-1:].upper()
        return f"{self.town} {self.village}" if lettered and self.village else f"{self.town}{self.village}"

    def __post_init__(self) -> None:
        if self.minutes < 0:
            raise BadInput(
                Text(f"{self.name}：车程为负数。", f"{self.name}: a negative drive."),
                Text("填从镇里到村里的分钟数。", "Give the minutes from the town to the village."),
            )


@dataclass(frozen=True, slots=True)
class Errand:
    """Field work one case asks for (外勤任务), of a kind of the rulebook.

    - `handler` holds the case (None: nobody yet), `mentor` answers for it beside an apprentice; `barred` may not go (回避);
    - `asked_on` is the day it was asked for, `booked_on` the day bailiffs or others were first booked (提前预约), from
      which the lead time runs; None: it runs from the day the week is planned;
    - `noticed_on`, `approved_on`, `warranted_on`: when the notice was served (公告、通知送达), the president approved
      (院长批准), the warrant was signed (搜查令); None: not yet;
    - `earliest` and `latest` bound the day; after `due` every minute is late; all inclusive, None: no bound;
    - `urgent` and `livelihood` (涉民生) come first, then the lower `priority`;
    - `needs` are people by skill beyond what the kind asks, `uses` shared things by kind beyond it;
    - `minutes` is its own duration on the spot, None: the kind's.
    """

    code: str
    kind: str
    case_no: str
    place: Place
    asked_on: date
    handler: str | None = None
    minutes: int | None = None
    earliest: date | None = None
    latest: date | None = None
    due: date | None = None
    urgent: bool = False
    livelihood: bool = False
    priority: int = 9
    noticed_on: date | None = None
    approved_on: date | None = None
    warranted_on: date | None = None
    booked_on: date | None = None
    needs: Mapping[str, int] = field(default_factory=dict)
    uses: Mapping[str, int] = field(default_factory=dict)
    barred: tuple[str, ...] = ()
    mentor: str | None = added_later(None)

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.latest < self.earliest:
            raise BadInput(
                Text(
                    f"{self.code}：最晚 {self.latest} 早于最早 {self.earliest}。",
                    f"{self.code}: its latest day {self.latest} is before its earliest {self.earliest}.",
                ),
                Text("请更正其中一个日期。", "Correct one of the days."),
            )
        counts = (*self.needs.values(), *self.uses.values(), *(() if self.minutes is None else (self.minutes,)))
        if any(count < 1 for count in counts):
            raise BadInput(
                Text(f"{self.code}：人数、件数和分钟须为正数。", f"{self.code}: counts and minutes are one or more."),
                Text("不需要的不必写。", "Leave out what is not needed."),
            )


class TripState(StrEnum):
    """Where a trip stands (出车状态): drafted, published, or under way; what is under way is never moved."""

    DRAFT = "draft"
    PUBLISHED = "published"
    STARTED = "started"


@dataclass(frozen=True, slots=True)
class Stop:
    """One errand on a trip (停靠): which part of it this vehicle serves, and the minute of the week it begins."""

    errand: str
    starts: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class Trip:
    """One vehicle's way out and back on one day (出车): the same `people` aboard from `leaves` to `back`, the driver too.

    Vehicle and people are taken for the whole time; `leaves`, `back` and the stops' starts are minutes of the week.
    """

    code: str
    vehicle: str
    driver: str
    people: tuple[str, ...]
    leaves: int
    back: int
    stops: tuple[Stop, ...]
    state: TripState = TripState.DRAFT

    def __post_init__(self) -> None:
        if not self.stops or len(set(self.people)) < len(self.people):
            raise BadInput(
                Text(f"{self.code}：没有任务，或有人写了两次。", f"{self.code}: no stop, or somebody is there twice."),
                Text("每趟车至少一项任务，每人一次。", "A trip has a stop at least, and everybody once."),
            )
        Span(self.leaves, self.back)

    @property
    def span(self) -> Span:
        """Give the time for which vehicle and people are taken."""
        return Span(self.leaves, self.back)


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """The trips of one week (周外勤计划), whatever their state; errands on none of them are not placed."""

    trips: tuple[Trip, ...] = ()

    @property
    def placed(self) -> dict[tuple[str, int], tuple[Trip, Stop]]:
        """Find the trip and stop of each errand's part; of one that is served twice, the last."""
        return {(stop.errand, stop.part): (trip, stop) for trip in self.trips for stop in trip.stops}


@dataclass(frozen=True, slots=True)
class Ride:
    """What is remembered of a trip for those who learn (随案见习): its day, who was aboard, the kinds of its errands."""

    day: date
    people: tuple[str, ...]
    kinds: tuple[str, ...]
