"""The crew of a trip, checked stop by stop (外勤人员校验): who drives, who must be there, who may not, and the seats."""

from collections.abc import Iterator

from allocator.decisions.fieldwork.words import FieldObjection, errand_name, name_of, skill_name, when
from allocator.domain.fieldwork.errand_kinds import HandlerRule, Part
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Errand, Stop, Trip
from allocator.domain.words import Count, Text, listed

Broken = Iterator[tuple[str, Text, str, int]]
"""Rule, sentence, code of the person or vehicle concerned ("" none) and by how many."""


def crew_of(week: FieldWeek, trip: Trip) -> Iterator[FieldObjection]:
    """Check a trip's driver and seats, and the crew at each of its stops."""
    for rule, text, holder, amount in (*_driver(week, trip), *_seats(week, trip)):
        said = Text("{trip}，{when}：", "{trip}, {when}:").fill(trip=trip.code, when=when(week, trip.leaves))
        yield FieldObjection(rule, said + text, trip.code, "", holder, trip.leaves, amount)
    for stop in trip.stops:
        errand = week.errand_by_code[stop.errand]
        said = Text("{errand}，{when}：", "{errand}, {when}:").fill(
            errand=errand_name(week, errand), when=when(week, stop.starts)
        )
        for rule, text, holder, amount in _at(week, trip, stop, errand):
            yield FieldObjection(rule, said + text, trip.code, errand.code, holder, stop.starts, amount)


def _driver(week: FieldWeek, trip: Trip) -> Broken:
    """Who drives is aboard and may drive that day."""
    skill = week.rulebook.fieldwork.driver
    driver = week.office.officer_by_code.get(trip.driver)
    named = name_of(week, trip.driver)
    if driver is None or trip.driver not in trip.people:
        yield "driver", Text(f"驾驶员{named.zh}不在车上。", f"{named.en} drives but is not aboard."), trip.driver, 1
    elif skill not in week.skills(driver, week.day(trip.leaves)):
        yield "driver", Text(f"{named.zh}不能驾驶。", f"{named.en} may not drive."), trip.driver, 1


def _seats(week: FieldWeek, trip: Trip) -> Broken:
    """Everybody aboard has a seat, and so has whoever is brought in (座位)."""
    brought = sum(_part(week, stop).seats for stop in trip.stops)
    over = len(trip.people) + brought - week.vehicle_by_code[trip.vehicle].seats
    if over > 0:
        named = name_of(week, trip.vehicle)
        text = Text(f"{named.zh}少 {over} 个座位。", f"{named.en} lacks {Count(over):seat|seats}.")
        yield "seats", text, trip.vehicle, over


def _part(week: FieldWeek, stop: Stop) -> Part:
    return week.part(week.errand_by_code[stop.errand], stop.part)


def _at(week: FieldWeek, trip: Trip, stop: Stop, errand: Errand) -> Broken:
    part = _part(week, stop)
    yield from _handler(week, trip, stop, errand)
    yield from _counts(week, trip, part, stop)
    for code in (code for code in trip.people if code in errand.barred):
        named = name_of(week, code)
        yield "barred", Text(f"{named.zh}应当回避。", f"{named.en} may not touch the case."), code, 1
    yield from _lent(week, trip, errand)
    kind = week.vehicle_by_code[trip.vehicle].kind
    if part.vehicles and kind not in part.vehicles:
        wanted, named = listed(part.vehicles), name_of(week, trip.vehicle)
        text = Text(f"{named.zh}车型不符，须为 {wanted.zh}。", f"{named.en} will not do; it takes {wanted.en}.")
        yield "vehicle_kind", text, trip.vehicle, 1


def _lent(week: FieldWeek, trip: Trip, errand: Errand) -> Broken:
    """A vehicle lent to a special action serves its errands only, on the days it lasts (专项用车)."""
    day = week.day(trip.leaves)
    lent = [one.action for one in week.office.lendings if one.holder == trip.vehicle and one.period.covers(day)]
    if lent and not any(errand.code in week.special.get(action, ()) for action in lent):
        named = name_of(week, trip.vehicle)
        text = Text(
            f"{named.zh}已抽调专项行动（{'、'.join(lent)}）。", f"{named.en} is lent to a campaign ({', '.join(lent)})."
        )
        yield "vehicle_lent", text, trip.vehicle, 1


def _handler(week: FieldWeek, trip: Trip, stop: Stop, errand: Errand) -> Broken:
    """Who holds the case goes with the first vehicle, where the rulebook allows no stand-in (承办人到场)."""
    there = not {errand.handler, _answering(week, errand)}.isdisjoint(trip.people)
    if stop.part == 0 and week.kind(errand).handler == HandlerRule.MUST and not there:
        if errand.handler is None:
            yield "handler", Text("案件尚无承办人。", "Nobody holds the case yet."), "", 1
        else:
            named = name_of(week, errand.handler)
            text = Text(f"承办人{named.zh}须到场。", f"{named.en}, who holds the case, must be there.")
            yield "handler", text, errand.handler, 1


def _answering(week: FieldWeek, errand: Errand) -> str | None:
    """Give the mentor who answers for the case beside an apprentice, where the rulebook lets mentors go instead."""
    return errand.mentor if week.rulebook.fieldwork.mentor_stands_in else None


def _counts(week: FieldWeek, trip: Trip, part: Part, stop: Stop) -> Broken:
    """At least so many who count as crew, and at least so many with each skill that day (人数与资格)."""
    aboard = [week.office.officer_by_code[code] for code in trip.people]
    crew = sum(week.is_crew(officer) for officer in aboard)
    if crew < part.crew:
        text = Text(
            f"须有 {part.crew} 人，只有 {crew} 人。", f"It takes {Count(part.crew):person|people}; the crew has {crew}."
        )
        yield "crew", text, "", part.crew - crew
    day = week.day(stop.starts)
    for skill, needed in part.needs.items():
        able = sum(skill in week.skills(officer, day) for officer in aboard)
        if able < needed:
            name = skill_name(week, skill)
            text = Text(
                f"须有 {needed} 人具备“{name.zh}”，只有 {able} 人。",
                f'It takes {needed} with "{name.en}"; the crew has {able}.',
            )
            yield "skill", text, "", needed - able
