"""Hours out, checked person by person (在外工时校验): nobody is out longer than the rulebook's most, on a day or in the week.

Said anew from engagements and trips: minute by minute it is counted who is at work, and how long.
"""

from collections.abc import Iterator, Sequence

from allocator.decisions.fieldwork.words import FieldObjection, day_name, name_of
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Span, Trip, TripState
from allocator.domain.words import Text

PERMILLE = 1000


def hours_of(week: FieldWeek, trips: Sequence[Trip]) -> Iterator[FieldObjection]:
    """Check everybody who is aboard a trip that has not left yet."""
    rules = week.rulebook.fieldwork.hours
    open_ = [trip for trip in trips if trip.state != TripState.STARTED]
    for code in dict.fromkeys(code for trip in open_ for code in trip.people):
        own = [trip for trip in open_ if code in trip.people]
        for day in sorted({trip.leaves // DAY for trip in own}):
            out = sum(trip.back - trip.leaves for trip in own if trip.leaves // DAY == day)
            most = max(rules.day_most - _at_work(week, trips, code, Span(day * DAY, (day + 1) * DAY)), 0)
            if out > most:
                first = next(trip for trip in own if trip.leaves // DAY == day)
                yield _too_long(week, "hours_day", code, day_name(week, first.leaves), first, out - most)
        out = sum(trip.back - trip.leaves for trip in own)
        most = max(_weekly(week, code) - _at_work(week, trips, code, Span(0, len(week.days) * DAY)), 0)
        if out > most:
            yield _too_long(week, "hours_week", code, Text("本周", "this week"), own[0], out - most)


def _weekly(week: FieldWeek, code: str) -> int:
    """Give the most minutes of a week for somebody; who works part time by a reduction has a part of them."""
    rules = week.rulebook.fieldwork.hours
    less = sum(
        one.permille
        for one in week.office.reductions
        if one.officer == code and one.kind in rules.shortened_by and one.period.covers(week.monday)
    )
    most = rules.week_most * max(0, PERMILLE - less) // PERMILLE
    return most - max(0, most * week.office.lent_on(code, week.monday) // PERMILLE - _for_actions(week, code))


def _for_actions(week: FieldWeek, code: str) -> int:
    """Count the minutes of errands, there and back, of the special actions that somebody's time is lent to."""
    found: dict[str, int] = {}
    for one in week.office.lendings:
        if one.holder == code and one.period.covers(week.monday):
            for errand in (week.errand_by_code[number] for number in week.special.get(one.action, ())):
                found[errand.code] = week.minutes(errand) + 2 * week.travel.from_seat(errand.place)
    return sum(found.values())


def _at_work(week: FieldWeek, trips: Sequence[Trip], code: str, within: Span) -> int:
    """Count the minutes in which somebody works besides: engagements that are work, and trips under way."""
    works = week.rulebook.fieldwork.hours.works
    spans = [trip.span for trip in trips if trip.state == TripState.STARTED and code in trip.people]
    for one in week.engagements:
        if one.holder == code and one.kind in works:
            spans += one.hours.spans(week.monday)
    parts = (range(max(span.begins, within.begins), min(span.ends, within.ends)) for span in spans)
    return len({minute for part in parts for minute in part})


def _too_long(week: FieldWeek, rule: str, code: str, when: Text, trip: Trip, minutes: int) -> FieldObjection:
    named = name_of(week, code)
    text = Text(
        f"{named.zh}，{when.zh}：超出工时上限 {minutes} 分钟。",
        f"{named.en}, {when.en}: {minutes} minutes beyond the most hours.",
    )
    return FieldObjection(rule, text, trip.code, "", code, trip.leaves, minutes)
