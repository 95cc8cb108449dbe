"""The windows of an errand, checked at one stop (时间窗校验): each rule is asked of the very minute at which work begins."""

from collections.abc import Iterator
from datetime import date, timedelta

from allocator.decisions.fieldwork.words import FieldObjection, errand_name, name_of, until, when
from allocator.domain.fieldwork.errand_kinds import ErrandKind
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Errand, Span, Stop, Trip
from allocator.domain.words import Text

Broken = Iterator[tuple[str, Text, str, int]]
"""Rule, sentence, code of the thing concerned ("" none) and by how much."""


def windows_of(week: FieldWeek, trip: Trip, stop: Stop) -> Iterator[FieldObjection]:
    """Check that an errand is done when the law, its kind, its place and its things allow it."""
    errand = week.errand_by_code[stop.errand]
    work = Span(stop.starts, stop.starts + week.minutes(errand))
    said = Text("{errand}，{when}：", "{errand}, {when}:").fill(
        errand=errand_name(week, errand), when=when(week, stop.starts)
    )
    day = week.day(stop.starts)
    for rule, text, holder, amount in (
        *_bounds(errand, day),
        *_papers(week, errand, day),
        *_calendar(week, errand, day),
        *_hours(week, errand, work),
        *(_things(week, errand, work) if stop.part == 0 else ()),
        *_roads(week, errand, work),
    ):
        yield FieldObjection(rule, said + text, trip.code, errand.code, holder, stop.starts, amount)


def _bounds(errand: Errand, day: date) -> Broken:
    if errand.earliest and day < errand.earliest:
        yield "earliest", Text(f"不得早于 {errand.earliest}。", f"It may not be before {errand.earliest}."), "", 0
    if errand.latest and day > errand.latest:
        yield "latest", Text(f"不得晚于 {errand.latest}。", f"It may not be after {errand.latest}."), "", 0


def _papers(week: FieldWeek, errand: Errand, day: date) -> Broken:
    """The approval (in a court the president's) and the warrant, and for how long they hold; the notice that has run out."""
    kind = week.kind(errand)
    if kind.approval and (errand.approved_on is None or day < errand.approved_on):
        yield "approval", Text("届时尚未批准。", "It is not approved by then."), "", 0
    if kind.warrant and (errand.warranted_on is None or day < errand.warranted_on):
        yield "warrant", Text("尚无搜查令。", "There is no warrant by then."), "", 0
    if _is_stale(errand.approved_on, kind.approval_days, day):
        yield "approval", Text("届时批准已过有效期。", "Its approval does not hold any more by then."), "", 0
    if _is_stale(errand.warranted_on, kind.warrant_days, day):
        yield "warrant", Text("搜查令已过有效期。", "The warrant does not hold any more by then."), "", 0
    yield from _notice(week, errand, kind, day)


def _is_stale(signed: date | None, days: int | None, day: date) -> bool:
    """Say whether a paper that holds for some days after its own is over."""
    return signed is not None and days is not None and (day - signed).days > days


def _notice(week: FieldWeek, errand: Errand, kind: ErrandKind, day: date) -> Broken:
    """The notice has run out: the day of service does not count, a last day on a holiday rolls on (民诉法 85 条)."""
    if kind.notice_days is not None:
        last = errand.noticed_on and errand.noticed_on + timedelta(days=kind.notice_days)
        while last and not week.office.calendar.is_working(last):
            last += timedelta(days=1)
        first = last and last + timedelta(days=1)
        if first is None or day < first:
            said = (
                Text("尚未公告。", "No notice was served.")
                if first is None
                else Text(f"公告期至 {first} 才满。", f"The notice has run by {first} only.")
            )
            yield "notice", said, "", (first - day).days if first else 0


def _calendar(week: FieldWeek, errand: Errand, day: date) -> Broken:
    """Working days, the season, and the working days between booking and the day (提前预约)."""
    kind, calendar = week.kind(errand), week.office.calendar
    if not kind.any_day and not calendar.is_working(day):
        yield "working_day", Text("当日不是工作日。", "The office does not work that day."), "", 0
    if kind.months and day.month not in kind.months:
        yield "season", Text(f"{day.month} 月不办此类任务。", f"Month {day.month} is not its season."), "", 0
    waived = errand.urgent and week.rulebook.fieldwork.urgent_waives_lead
    booked = errand.booked_on or week.today
    between = len(calendar.between(booked + timedelta(days=1), day))
    if not waived and between < kind.lead_days:
        short = kind.lead_days - between
        text = Text(f"须提前 {kind.lead_days} 个工作日预约。", f"It is booked {kind.lead_days} working days ahead.")
        yield "lead", text, "", short


def _hours(week: FieldWeek, errand: Errand, work: Span) -> Broken:
    midnight = work.begins // DAY * DAY
    allowed = [(midnight + span.begins, midnight + span.ends) for span in week.kind(errand).hours]
    if not any(begins <= work.begins and work.ends <= ends for begins, ends in allowed):
        yield "hours", Text("不在允许的时段内。", "It is outside the hours of its kind."), "", 0


def _things(week: FieldWeek, errand: Errand, work: Span) -> Broken:
    """Everything it uses is there at all and can be had in these hours (共用资源可用)."""
    for kind, count in week.uses(errand).items():
        thing = week.resource(kind, errand.place)
        if thing is None:
            name = week.rulebook.fieldwork.things[kind].name
            yield "thing_there", Text(f"没有{name.zh}。", f"There is no {name.en} for it."), kind, count
        elif not any(span.begins <= work.begins and work.ends <= span.ends for span in thing.hours.spans(week.monday)):
            name = name_of(week, thing.code)
            yield "thing_hours", Text(f"{name.zh}此时不开放。", f"{name.en} cannot be had then."), thing.code, 0


def _roads(week: FieldWeek, errand: Errand, work: Span) -> Broken:
    """One is back from behind a closed road before it closes, and sets out after it opens (封路)."""
    drive = week.travel.from_seat(errand.place)
    for closure in week.closures:
        if closure.shuts(errand.place.town, errand.place.village):
            for span in closure.hours.spans(week.monday):
                if work.begins - drive < span.ends and span.begins < work.ends + drive:
                    said = until(week, span)
                    text = Text(f"{closure.town}{said.zh}封路。", f"The road to {closure.town} is closed {said.en}.")
                    yield "road", text, "", 0
