"""How long somebody may still be out (在外工时余量): the rulebook's hours less what the week already takes of them."""

from dataclasses import dataclass
from datetime import date

from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Errand, Span, TripState


@dataclass(frozen=True, slots=True)
class HoursLeft:
    """Minutes somebody may be on trips that are still to be decided: at `most`, and up to `norm` at no price.

    `price` is what each minute beyond the norm costs.
    """

    most: int
    norm: int
    price: int


def left_on(week: FieldWeek, officer: str, number: int) -> HoursLeft:
    """Give what a day of the week, by number, leaves to somebody; on a day the office is closed there is no norm."""
    hours, day = week.rulebook.fieldwork.hours, week.day(number * DAY)
    works = week.office.calendar.is_working(day)
    norm, price = (hours.day_norm, hours.price) if works else (0, hours.rest_price)
    taken = worked(week, officer, Span(number * DAY, (number + 1) * DAY))
    return HoursLeft(max(0, hours.day_most - taken), max(0, norm - taken), price)


def left_in(week: FieldWeek, officer: str) -> HoursLeft:
    """Give what the week leaves to somebody; who works part time has so many hours less."""
    hours, whole = week.rulebook.fieldwork.hours, 1000
    share = max(0, whole - _shortened(week, officer, week.monday))
    taken = worked(week, officer, Span(0, len(week.days) * DAY))
    most, norm = (_unlent(week, officer, each * share // whole) for each in (hours.week_most, hours.week_norm))
    return HoursLeft(max(0, most - taken), max(0, norm - taken), hours.price)


def _shortened(week: FieldWeek, officer: str, day: date) -> int:
    kinds = week.rulebook.fieldwork.hours.shortened_by
    return sum(
        one.permille for one in week.office.reductions_of(officer) if one.kind in kinds and one.period.covers(day)
    )


def _unlent(week: FieldWeek, officer: str, minutes: int) -> int:
    """Give what special actions leave of a week's minutes to somebody: lent time counts as far as their errands fill it."""
    lent = [one for one in week.office.lent_of(officer) if one.period.covers(week.monday)]
    taken = minutes * min(1000, sum(one.permille for one in lent)) // 1000
    codes = {code for one in lent for code in week.special.get(one.action, ())}
    return minutes - max(0, taken - sum(going(week, week.errand_by_code[code]) for code in codes))


def going(week: FieldWeek, errand: Errand) -> int:
    """Give the minutes an errand takes of whoever goes for it alone: there, the work, and back."""
    return 2 * week.travel.from_seat(errand.place) + week.minutes(errand)


def worked(week: FieldWeek, officer: str, within: Span) -> int:
    """Count the minutes of a stretch of the week that are work already: hearings and rosters, and trips under way."""
    kinds = week.rulebook.fieldwork.hours.works
    own = (one for one in week.engagements if one.holder == officer and one.kind.value in kinds)
    taken = [span for one in own for span in one.hours.spans(week.monday)]
    taken += [trip.span for trip in week.trips if trip.state == TripState.STARTED and officer in trip.people]
    found, since = 0, within.begins
    for span in sorted(taken):
        since = max(since, span.begins)
        found += max(0, min(span.ends, within.ends) - since)
        since = max(since, span.ends)
    return found
