"""Indicators (质效指标) of the office, a team, a lane or a cause, never of a person; and the cases behind each number.

Every number is as it stood at the end of a day: a case counts by its own days (filed, closed, given), however late
somebody put it down; a closing undone after that day still stood on it, and a class changed since was the former one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from allocator.domain.errors import BadInput, NotFound
from allocator.domain.indicators.definitions import Band, Indicator, Stretch, stretch_of
from allocator.domain.indicators.measuring import ANY, ANYBODY, Docket, Measure, Member, adds_up, measure, members
from allocator.domain.indicators.measuring import behind as behind_it
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.conditions import All, OneOf
from allocator.domain.words import Text
from allocator.services.clocks.clock_keeping import UP_TO_DATE, Resting, desk, resting
from allocator.services.context import Context
from allocator.services.indicators.kept import seen_cases
from allocator.services.many_values import many_values

MOST_PER_PAGE = 200
FEW = 5
"""Cases that must stand behind a number besides those that are not for whoever asks, for it to count these too."""
EARLIEST = date(1900, 1, 1)  # three years and one before it are still days


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked (统计口径): which days, as it stood at the end of which day (today when None), and of what part of the office."""

    first: date
    last: date
    as_of: date | None = None
    team: str | None = None
    lane: str | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One indicator as it came out: its definition, the days it is of, the value, the band that holds, whether it is within."""

    indicator: Indicator
    days: Stretch
    measure: Measure
    band: Band
    within: bool | None


@dataclass(frozen=True)
class Statement:
    """All indicators for one question (指标报表), under one version of the rulebook."""

    question: Question
    as_of: date
    office: Office
    rulebook: Rulebook
    readings: tuple[Reading, ...]
    resting: Resting = UP_TO_DATE


@dataclass(frozen=True)
class Behind:
    """The cases behind one number (案件明细), a page of them; `count` is of all pages, `next` the id to go on after.

    `left_out` counts those among them that are not for whoever asks, and so are on no page.
    """

    statement: Statement
    reading: Reading
    count: int
    members: tuple[Member, ...]
    next: int | None
    left_out: int = 0


@dataclass(frozen=True)
class Sight:
    """What was read for a question: the office and its rules on that day, the cases, and which are not for whoever asks.

    A number is the whole office's, those cases included, unless hardly any others stand behind it: so small a number
    would tell of them. So would a sum, less what is shown, where they are few.
    """

    question: Question
    as_of: date
    office: Office
    rulebook: Rulebook
    docket: Docket
    known: dict[tuple[str, Stretch], Measure]
    hidden: frozenset[int] = frozenset()
    resting: Resting = UP_TO_DATE

    @property
    def asked(self) -> Stretch:
        """The days asked for, none of them after the day as of which it is told."""
        return Stretch(self.question.first, min(self.question.last, self.as_of))

    def reading(self, indicator: Indicator) -> Reading:
        """Work one indicator out."""
        days, found = stretch_of(indicator.window, self.asked), self.measured(indicator)
        band = indicator.band_on(self.asked.last)
        return Reading(indicator, days, found, band, None if found.value is None else band.holds(found.value))

    def measured(self, indicator: Indicator) -> Measure:
        """Give its value, worked out once of the same cases for the same days."""
        if not self.is_whole(indicator):
            return measure(indicator, self.shown, self.asked, self.rulebook.indicators)
        key = (indicator.digest, self.asked)
        if key not in self.known:
            self.known[key] = measure(indicator, self.docket, self.asked, self.rulebook.indicators)
        return self.known[key]

    def members(self, indicator: Indicator, among: int = ANYBODY) -> tuple[Member, ...]:
        """Give the cases behind it that are for whoever asks, or those of a set."""
        shown = among & ~self._veil
        return tuple(members(indicator, self.docket, self.asked, self.rulebook.indicators, shown))

    def behind(self, indicator: Indicator) -> tuple[int, int]:
        """Give the set of the cases behind it that are for whoever asks, and count those in its value that are not."""
        found = behind_it(indicator, self.docket, self.asked, self.rulebook.indicators)
        left_out = (found & self._veil).bit_count() if self._veil and self.is_whole(indicator) else 0
        return found & ~self._veil, left_out

    def is_whole(self, indicator: Indicator) -> bool:
        """Say whether its value counts the cases that are not for whoever asks."""
        if not self._veil:
            return True
        known = self.rulebook.indicators
        found = behind_it(indicator, self.docket, self.asked, known)
        hidden, shown = (found & self._veil).bit_count(), (found & ~self._veil).bit_count()
        return not hidden or (shown >= FEW and (hidden >= FEW or not adds_up(indicator, known)))

    @cached_property
    def shown(self) -> Docket:
        """The cases that are for whoever asks."""
        return self.docket.part(~self._veil)

    @cached_property
    def _veil(self) -> int:
        return self.docket.among(self.hidden) if self.hidden else 0

    def statement(self, *indicators: Indicator) -> Statement:
        """Give what came of some indicators."""
        readings = tuple(self.reading(indicator) for indicator in indicators)
        return Statement(self.question, self.as_of, self.office, self.rulebook, readings, self.resting)


def read_indicators(context: Context, question: Question) -> Statement:
    """Give every indicator of the rulebook in its order, in a fixed number of queries.

    Raises BadInput for days in the wrong order or yet to come, NotFound for a team, lane or cause that is not there.
    """
    with many_values():
        sight = see(context, question)
        return sight.statement(*sight.rulebook.indicators.values())


def read_behind(context: Context, name: str, question: Question, after: int | None = None, limit: int = 50) -> Behind:
    """Give a page of the cases behind a number, by id; raises like `read_indicators`, NotFound for an unknown indicator."""
    if not 1 <= limit <= MOST_PER_PAGE:
        raise BadInput(
            Text(f"每页 1 到 {MOST_PER_PAGE} 件。", f"A page holds 1 to {MOST_PER_PAGE} cases."),
            Text("请更改 limit。", "Change limit."),
            code="limit-out-of-range",
        )
    return behind(see(context, question), name, after, limit)


def behind(sight: Sight, name: str, after: int | None = None, limit: int | None = None) -> Behind:
    """Give the cases behind a number, all of them or a page; raises NotFound for an unknown indicator."""
    indicator = sight.rulebook.indicators.get(name)
    if indicator is None:
        raise NotFound(
            Text(f"没有指标“{name}”。", f'There is no indicator "{name}".'),
            Text(
                "“质效指标”页与 fenliu indicators 列出全部指标。",
                "The page of indicators and `fenliu indicators` list them all.",
            ),
            code="indicator-unknown",
            facts={"indicator": name},
        )
    found, left_out = sight.behind(indicator)
    there = sight.members(indicator, sight.docket.first(found, after, limit and limit + 1))
    page = there[:limit]
    statement = sight.statement(indicator)
    more = page[-1].case.id if len(there) > len(page) else None
    return Behind(statement, statement.readings[0], found.bit_count(), page, more, left_out)


def see(context: Context, question: Question) -> Sight:
    """Read what a question needs; raises BadInput or NotFound like `read_indicators`.

    Of a part of the office nobody is told what they may not know: a part may be as small as one case.
    """
    with context.database.reading() as uow, uow.for_the_office(), many_values():
        by = desk(uow, context)
        as_of = question.as_of or by.today
        _check_days(question, as_of, by.today)
        rulebook = uow.rulebooks.in_force(as_of) or by.rulebook
        part = _part(question, by.office, rulebook)
        rests, hidden = resting(uow, by), uow.hidden.ids
        whole, measures = seen_cases(uow, context, as_of, by, rulebook, rests)
    if not part:
        known = measures.setdefault(((), frozenset()), {})
        return Sight(question, as_of, by.office, rulebook, whole, known, hidden, rests)
    wanted = All(tuple(OneOf(name, frozenset({value})) for name, value in part.items()))
    docket = whole.part(whole.in_days(ANY).among(wanted) & ~whole.among(hidden))
    known = measures.setdefault((tuple(part.items()), hidden), {})
    return Sight(question, as_of, by.office, rulebook, docket, known, hidden=frozenset(), resting=rests)


def _check_days(question: Question, as_of: date, today: date) -> None:
    if question.first < EARLIEST:
        raise BadInput(
            Text(f"{question.first} 过早。", f"{question.first} is too long ago."),
            Text(f"请给出 {EARLIEST} 之后的日期。", f"Ask for days from {EARLIEST} on."),
            code="days-too-early",
        )
    if question.first > min(question.last, as_of):
        raise BadInput(
            Text(f"{question.first} 晚于截止日。", f"{question.first} lies after the last day."),
            Text("起始日不得晚于截止日和截至日（--as-of）。", "Begin on or before the last day and --as-of."),
            code="days-reversed",
        )
    if max(question.last, as_of) > today:
        raise BadInput(
            Text(f"{max(question.last, as_of)} 尚未到来。", f"{max(question.last, as_of)} is yet to come."),
            Text(f"今天是 {today}；请给出不晚于今天的日期。", f"Today is {today}: ask for days up to it."),
            code="days-to-come",
        )


def _part(question: Question, office: Office, rulebook: Rulebook) -> Mapping[str, str]:
    """Give what of the office is asked for, by the fact it is told by; raises NotFound for what is not there."""
    known: Mapping[str, Sequence[str]] = {
        "team": [team.code for team in office.teams],
        "lane": list(rulebook.lanes),
        "cause": [*(cause.id for cause in rulebook.weights.causes), rulebook.weights.other.id],
    }
    asked = {name: getattr(question, name) for name in known}
    for name, value in asked.items():
        if value is not None and value not in known[name]:
            listed = ", ".join(known[name])
            raise NotFound(
                Text(f"没有 {name}“{value}”。", f'There is no {name} "{value}".'),
                Text(f"可用：{listed}。", f"Use one of: {listed}."),
                code=f"{name}-unknown",
                facts={name: value},
            )
    return {name: value for name, value in asked.items() if value is not None}
