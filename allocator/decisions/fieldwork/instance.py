"""The tables of a week of field work (外勤算例的编制): what each number of the instance is made from."""

from collections import defaultdict
from dataclasses import fields

import numpy as np

from allocator.decisions.fieldwork.translate import CREW, DRIVES, FieldTranslation
from allocator.decisions.fieldwork.windows import away_of, kept_for_others, preferred_of, starts_of, taken_of
from allocator.domain.fieldwork.errand_kinds import HandlerRule
from allocator.domain.fieldwork.hours import left_in, left_on
from allocator.domain.fieldwork.means import Resource
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Errand, Span
from solver.arrays import LARGEST
from solver.fieldwork import Instance

NOBODY = -1
Table = defaultdict[str, list[int]]


def translate_week(week: FieldWeek) -> tuple[FieldTranslation, Instance]:
    """Make the instance of a week, and what its numbers mean."""
    meaning, table = FieldTranslation(week), Table(list)
    for fill in (_days, _people, _vehicles, _things, _errands, _parts, _wishes):
        fill(meaning, table)
    table["travel"] = [minutes for row in week.travel.matrix(meaning.places) for minutes in row]
    table["drive_hard"] = [week.hard_drive(place) for place in meaning.places]
    columns = {part.name: np.array(table[part.name], dtype=np.int64) for part in fields(Instance)}
    return meaning, Instance(**columns)


def _row(table: Table, **cells: int) -> None:
    for name, value in cells.items():
        table[name].append(value)


def _days(meaning: FieldTranslation, table: Table) -> None:
    """A trip lies within the hours of trips of one day, and does not leave before now."""
    week, rules = meaning.week, meaning.week.rulebook.fieldwork
    for number in range(len(week.days)):
        opens, closes = max(number * DAY + rules.out_from, week.now), number * DAY + rules.back_by
        if opens < closes:
            _row(table, day_opens=opens, day_closes=closes)


def _people(meaning: FieldTranslation, table: Table) -> None:
    """Skills count if they are valid to the end of the week; away are leave, engagements and trips under way."""
    week = meaning.week
    for number, officer in enumerate(week.field_staff):
        able = week.skills(officer, week.days[-1])
        bits = [CREW] if week.is_crew(officer) else []
        bits += [DRIVES] if week.rulebook.fieldwork.driver in able else []
        bits += [bit for skill, bit in meaning.skills.items() if skill in able]
        held, share = week.hard_held[officer.code], week.hard_shares[officer.code]
        _row(table, person_skills=sum(1 << bit for bit in bits), hard_held=held, hard_limit=share)
        _hours(meaning, table, officer.code)
        for span in _gone(meaning, officer.code):
            _row(table, away_person=number, away_from=span.begins, away_until=span.ends)


def _hours(meaning: FieldTranslation, table: Table, officer: str) -> None:
    """How long somebody may be out on each day that is left, and in the week; what costs nothing has no norm."""
    week = meaning.week
    for number in (opens // DAY for opens in table["day_opens"]):
        left = left_on(week, officer, number)
        _row(table, out_most=left.most, out_norm=left.norm if left.price else LARGEST, out_price=left.price)
    left = left_in(week, officer)
    _row(table, week_most=left.most, week_norm=left.norm if left.price else LARGEST, week_price=left.price)


def _vehicles(meaning: FieldTranslation, table: Table) -> None:
    for number, vehicle in enumerate(meaning.week.office.vehicles):
        _row(table, vehicle_seats=vehicle.seats, vehicle_driver=DRIVES)
        for span in _gone(meaning, vehicle.code):
            _row(table, off_vehicle=number, off_from=span.begins, off_until=span.ends)


def _gone(meaning: FieldTranslation, code: str) -> list[Span]:
    under_way = [trip.span for trip in meaning.running if code in (trip.vehicle, *trip.people)]
    return [*away_of(meaning.week, code), *under_way]


def _things(meaning: FieldTranslation, table: Table) -> None:
    """What is carried goes along for the whole trip; taken is what is engaged, and what trips under way use."""
    for number, thing in enumerate(meaning.week.resources):
        carried = meaning.week.rulebook.fieldwork.things[thing.kind].carried
        _row(table, resource_count=thing.count, resource_carried=int(carried))
        for span, count in (*taken_of(meaning.week, thing.code), *_under_way(meaning, thing)):
            _row(table, taken_resource=number, taken_from=span.begins, taken_until=span.ends, taken_count=count)


def _under_way(meaning: FieldTranslation, thing: Resource) -> list[tuple[Span, int]]:
    """What trips under way use of a thing: one that is carried once for the whole trip, as the errand asks that uses most."""
    week, found = meaning.week, []
    for trip in meaning.running:
        used = []
        for stop in (stop for stop in trip.stops if stop.part == 0 and stop.errand in week.errand_by_code):
            errand = week.errand_by_code[stop.errand]
            count = week.uses(errand).get(thing.kind, 0)
            if count and week.resource(thing.kind, errand.place) == thing:
                used.append((Span(stop.starts, stop.starts + week.minutes(errand)), count))
        if used and week.rulebook.fieldwork.things[thing.kind].carried:
            used = [(trip.span, max(count for _, count in used))]
        found += used
    return found


def _errands(meaning: FieldTranslation, table: Table) -> None:
    kinds, price = list(meaning.week.rulebook.errands), meaning.week.rulebook.fieldwork.move_price
    for errand in meaning.errands:
        _row(table, errand_rank=meaning.week.rank(errand), errand_kind=kinds.index(errand.kind), move_price=price)


def _parts(meaning: FieldTranslation, table: Table) -> None:
    number_of = {errand.code: number for number, errand in enumerate(meaning.errands)}
    for number, (errand, part) in enumerate(meaning.parts):
        table["part_errand"].append(number_of[errand.code])
        _work(meaning, table, errand, part)
        _windows(meaning, table, number)
        _aboard(meaning, table, number)
        _booking(meaning, table, number)
        if part:
            least, most = meaning.week.part(errand, part).after
            _row(table, sync_first=number - part, sync_second=number, sync_least=least, sync_most=most)


def _work(meaning: FieldTranslation, table: Table, errand: Errand, part: int) -> None:
    """Only the first part is late; every part is hard for those aboard."""
    week, asked = meaning.week, meaning.week.part(errand, part)
    minutes = week.minutes(errand)
    ends = LARGEST if errand.due is None or part else ((errand.due - week.monday).days + 1) * DAY
    kind = week.kind(errand)
    fitting = [
        (not asked.vehicles or one.kind in asked.vehicles) and not kept_for_others(week, one.code, errand)
        for one in week.office.vehicles
    ]
    _row(
        table,
        part_place=meaning.places.index(errand.place),
        part_minutes=minutes,
        part_due=ends if ends == LARGEST else max(0, ends - minutes),
        part_seats=asked.seats,
        part_vehicles=sum(1 << number for number, fits in enumerate(fitting) if fits),
        part_hard=week.hard_on_the_spot(errand),
        odd_price=kind.odd_price if kind.preferred and not part else 0,
    )


def _windows(meaning: FieldTranslation, table: Table, number: int) -> None:
    """An errand whose handler must go and cannot, or whose things nobody has, has no window at all."""
    errand, part = meaning.parts[number]
    must = part == 0 and meaning.week.kind(errand).handler == HandlerRule.MUST
    if must and meaning.person.keys().isdisjoint(meaning.week.holders(errand)):
        return
    for span in starts_of(meaning.week, errand, part):
        _row(table, window_part=number, window_opens=span.begins, window_closes=span.ends - 1)
    for span in preferred_of(meaning.week, errand) if part == 0 else ():
        _row(table, prefer_part=number, prefer_opens=span.begins, prefer_closes=span.ends - 1)


def _aboard(meaning: FieldTranslation, table: Table, number: int) -> None:
    """The crew and its skills, who may not come, who holds the case, and the things of the first part."""
    errand, part = meaning.parts[number]
    asked = meaning.week.part(errand, part)
    _row(table, need_part=number, need_skill=CREW, need_count=asked.crew)
    for skill, count in asked.needs.items():
        _row(table, need_part=number, need_skill=meaning.skills[skill], need_count=count)
    for code in (code for code in errand.barred if code in meaning.person):
        _row(table, barred_part=number, barred_person=meaning.person[code])
    if part == 0:
        _handler(meaning, table, number, errand)
        for kind, count in meaning.week.uses(errand).items():
            thing = meaning.week.resource(kind, errand.place)
            if thing:
                _row(table, use_part=number, use_resource=meaning.week.resources.index(thing), use_count=count)


def _handler(meaning: FieldTranslation, table: Table, number: int, errand: Errand) -> None:
    """Who holds the case alone where the kind says so; else they for nothing and any of the crew at the stand-in's price."""
    kind = meaning.week.kind(errand)
    holders = [meaning.person[code] for code in meaning.week.holders(errand) if code in meaning.person]
    if kind.handler == HandlerRule.FREE or errand.handler is None:
        return
    for place in dict.fromkeys(holders):
        _row(table, who_part=number, who_person=place, who_price=0)
    if kind.handler == HandlerRule.STAND_IN:
        others = (place for place, one in enumerate(meaning.week.field_staff) if meaning.week.is_crew(one))
        for place in (place for place in others if place not in holders):
            _row(table, who_part=number, who_person=place, who_price=kind.stand_in_price)


def _booking(meaning: FieldTranslation, table: Table, number: int) -> None:
    errand, part = meaning.parts[number]
    booked = meaning.week.bookings.get((errand.code, part))
    if booked is None:
        _row(table, booked_start=NOBODY, booked_vehicle=NOBODY)
        return
    trip, stop = booked
    _row(table, booked_start=stop.starts, booked_vehicle=meaning.vehicle[trip.vehicle])
    for code in trip.people:
        _row(table, crew_part=number, crew_person=meaning.person[code])


def _wishes(meaning: FieldTranslation, table: Table) -> None:
    kinds = list(meaning.week.rulebook.errands)
    for person, beside, kind in meaning.week.wishes:
        _row(
            table,
            wish_person=meaning.person[person],
            wish_with=NOBODY if beside is None else meaning.person[beside],
            wish_kind=NOBODY if kind is None else kinds.index(kind),
            wish_price=1,
        )
