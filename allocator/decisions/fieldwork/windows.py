"""When an errand may begin, and when people and things are not there (外勤时间窗): a week's rules as stretches of minutes.

The checker asks the same rules of one minute at a time; a property holds the two together.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Errand, Span

LOOKED_AHEAD = 366  # days after a week in which another day is looked for


def starts_of(week: FieldWeek, errand: Errand, part: int = 0) -> tuple[Span, ...]:
    """Give the minutes at which one part of an errand may begin, as stretches in order and apart; none: it cannot be placed.

    Everything that is known beforehand: days and papers, the lead time of bookings, the hours of its kind, the hours of the
    things it uses (its first part), closed roads. Whether somebody is free is not asked.
    """
    open_ = [span for number in _days(week, errand) for span in _in_hours(week, errand, number)]
    if part == 0:
        for thing in _hours_of_things(week, errand):
            open_ = list(_common(open_, thing))
    return tuple(without(open_, _shut(week, errand)))


def preferred_of(week: FieldWeek, errand: Errand) -> tuple[Span, ...]:
    """Give the minutes at which an errand had better begin: the preferred hours of its kind on each day (适宜时段)."""
    days = range(len(week.days))
    hours = week.kind(errand).preferred
    return tuple(Span(day * DAY + one.begins, day * DAY + one.ends) for day in days for one in hours)


def away_of(week: FieldWeek, code: str) -> tuple[Span, ...]:
    """Give when an officer is away, or a vehicle is not there: whole days of absence, and engagements."""
    absent = _gone(week, code) if code in week.office.officer_by_code else lent_days(week, code)
    days = [Span(week.days.index(day) * DAY, (week.days.index(day) + 1) * DAY) for day in absent]
    return tuple(_joined([*days, *(span for span, _ in taken_of(week, code))]))


def _gone(week: FieldWeek, code: str) -> list[date]:
    return [day for day in week.days if not week.office.is_there(code, day)]


def lent_days(week: FieldWeek, vehicle: str) -> list[date]:
    """Give the days on which a vehicle is lent to a special action that has nothing for it to do this week (专项用车)."""
    lent = [one for one in week.office.lent_of(vehicle) if not week.special.get(one.action)]
    return [day for day in week.days if any(one.period.covers(day) for one in lent)]


def kept_for_others(week: FieldWeek, vehicle: str, errand: Errand) -> bool:
    """Say whether a vehicle is kept this week for the errands of special actions, and this is none of them (专项用车)."""
    lent = [one for one in week.office.lent_of(vehicle) if any(one.period.covers(day) for day in week.days)]
    wanted = [week.special[one.action] for one in lent if week.special.get(one.action)]
    return bool(wanted) and not any(errand.code in codes for codes in wanted)


def taken_of(week: FieldWeek, code: str) -> tuple[tuple[Span, int], ...]:
    """Give when something is engaged, and how many of it."""
    own = (engagement for engagement in week.engagements if engagement.holder == code)
    return tuple((span, one.count) for one in own for span in one.hours.spans(week.monday))


def _days(week: FieldWeek, errand: Errand) -> Iterator[int]:
    """Walk the days of the week, by number, on which the errand may be done."""
    first, last = _first_day(week, errand), _last_day(week, errand, week.days[-1])
    for number, day in enumerate(week.days):
        if first is not None and first <= day <= last and _is_done_on(week, errand, day):
            yield number


def next_day(week: FieldWeek, errand: Errand) -> date | None:
    """Give the first day after the week that an errand's bounds, papers, bookings and season allow; None where none of a year does."""
    first, last = _first_day(week, errand), _last_day(week, errand, date.max)
    begins = max(first or week.monday, week.days[-1] + timedelta(days=1))
    days = (begins + timedelta(days=number) for number in range(LOOKED_AHEAD))
    found = next((day for day in days if _is_done_on(week, errand, day)), None)
    return found if first is not None and found is not None and found <= last else None


def _is_done_on(week: FieldWeek, errand: Errand, day: date) -> bool:
    """Say whether the kind of an errand is done on a day: the office works, or it need not, and the season is right."""
    kind = week.kind(errand)
    works = kind.any_day or week.office.calendar.is_working(day)
    return works and (not kind.months or day.month in kind.months)


def _first_day(week: FieldWeek, errand: Errand) -> date | None:
    """Give the first day its bounds and papers allow; None while a paper is missing."""
    kind, firsts = week.kind(errand), [errand.earliest or week.monday]
    papers = [errand.approved_on] if kind.approval else []
    papers += [errand.warranted_on] if kind.warrant else []
    if kind.notice_days is not None:
        ends = errand.noticed_on and week.office.calendar.roll(errand.noticed_on + timedelta(days=kind.notice_days))
        papers.append(ends and ends + timedelta(days=1))
    if kind.lead_days and not (errand.urgent and week.rulebook.fieldwork.urgent_waives_lead):
        booked = (errand.booked_on or week.today) + timedelta(days=1)
        firsts.append(week.office.calendar.working_days(booked, kind.lead_days)[-1])
    there = [paper for paper in papers if paper is not None]
    return max((*firsts, *there)) if len(there) == len(papers) else None


def _last_day(week: FieldWeek, errand: Errand, otherwise: date) -> date:
    """Give the last day its bounds allow, `otherwise` where they allow any, and for which its papers hold."""
    kind = week.kind(errand)
    papers = ((errand.approved_on, kind.approval_days), (errand.warranted_on, kind.warrant_days))
    ends = [signed + timedelta(days=days) for signed, days in papers if signed is not None and days is not None]
    return min([errand.latest or otherwise, *ends])


def _in_hours(week: FieldWeek, errand: Errand, number: int) -> Iterator[Span]:
    """Walk the starts of one day at which the whole work lies in the hours of its kind."""
    minutes = week.minutes(errand)
    for hours in week.kind(errand).hours:
        if hours.begins + minutes <= hours.ends:
            yield Span(number * DAY + hours.begins, number * DAY + hours.ends - minutes + 1)


def _hours_of_things(week: FieldWeek, errand: Errand) -> Iterator[list[Span]]:
    """Walk the starts each thing allows; one that nobody has allows none."""
    minutes = week.minutes(errand)
    for kind in week.uses(errand):
        thing = week.resource(kind, errand.place)
        spans = thing.hours.spans(week.monday) if thing else ()
        yield [Span(one.begins, one.ends - minutes + 1) for one in spans if one.begins + minutes <= one.ends]


def _shut(week: FieldWeek, errand: Errand) -> list[Span]:
    """Give the starts a closed road forbids: one would work, or drive there or back, while it is closed."""
    drive, minutes = week.travel.from_seat(errand.place), week.minutes(errand)
    closed = (one for one in week.closures if one.shuts(errand.place.town, errand.place.village))
    return [
        Span(span.begins - minutes - drive + 1, span.ends + drive)
        for one in closed
        for span in one.hours.spans(week.monday)
    ]


def _common(some: Iterable[Span], others: list[Span]) -> Iterator[Span]:
    for one in some:
        for other in others:
            begins, ends = max(one.begins, other.begins), min(one.ends, other.ends)
            if begins < ends:
                yield Span(begins, ends)


def without(some: Iterable[Span], shut: Iterable[Span]) -> Iterator[Span]:
    """Walk what is left of some stretches, in order, when others are taken out of them."""
    out = _joined(shut)
    for one in _joined(some):
        begins = one.begins
        for other in out:
            if begins < min(other.begins, one.ends):
                yield Span(begins, min(other.begins, one.ends))
            begins = max(begins, other.ends)
        if begins < one.ends:
            yield Span(begins, one.ends)


def _joined(some: Iterable[Span]) -> list[Span]:
    """Join stretches that touch or overlap."""
    found: list[Span] = []
    for one in sorted(some):
        if found and one.begins <= found[-1].ends:
            found[-1] = Span(found[-1].begins, max(found[-1].ends, one.ends))
        else:
            found.append(one)
    return found
