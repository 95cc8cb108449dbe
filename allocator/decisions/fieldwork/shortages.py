"""What an errand lacks at every hour it could be done (缺什么): who holds the case, people, vehicles, things others have.

Said where an errand without a place has lawful hours; where nothing of this is short, vehicles and crews are taken otherwise.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from allocator.decisions.fieldwork.checker_clashes import on_trip
from allocator.decisions.fieldwork.windows import away_of, taken_of, without
from allocator.decisions.fieldwork.words import name_of, skill_name
from allocator.domain.fieldwork.errand_kinds import HandlerRule, Part
from allocator.domain.fieldwork.means import Resource
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Errand, Span
from allocator.domain.people import vehicle_kind
from allocator.domain.words import Text, listed

TAKEN = Text("其时没有空闲的车辆和合格人员", "no car with a lawful crew is free then")
NO_HOLDER = Text(
    "承办人须到场，而案件尚无承办人", "who holds the case must go, and nobody of the office who may go holds it"
)


def lacking(week: FieldWeek, errand: Errand, starts: Sequence[Span]) -> Text:
    """Say what is lacking at all the minutes an errand may begin; vehicles and crews where it is nothing else."""
    found = (
        *_holder(week, errand, starts),
        *_people(week, errand),
        *_vehicles(week, errand),
        *_things(week, errand),
        *_things_taken(week, errand, starts),
    )
    return Text("；".join(one.zh for one in found), "; ".join(one.en for one in found)) if found else TAKEN


def _holder(week: FieldWeek, errand: Errand, starts: Sequence[Span]) -> Iterator[Text]:
    """Who holds the case has to go, and is there at none of these minutes."""
    if week.kind(errand).handler != HandlerRule.MUST:
        return
    may = [one for one in week.holders(errand) if one in week.office.officer_by_code and one not in errand.barred]
    if not may:
        yield NO_HOLDER
    elif not any(_free(week, errand, code, starts) for code in may):
        said = Text(
            "承办人须到场，而{who}其时都不在", "who holds the case must go, and {who} cannot at any of these hours"
        )
        yield said.fill(who=listed(name_of(week, code) for code in may))


def _free(week: FieldWeek, errand: Errand, code: str, starts: Sequence[Span]) -> bool:
    """Say whether somebody is there for the drive to an errand, its work and the drive back, at any of these starts."""
    drive, minutes = week.travel.from_seat(errand.place), week.minutes(errand)
    busy = [Span(one.begins - minutes - drive + 1, one.ends + drive) for one in away_of(week, code)]
    return any(without(starts, busy))


def _people(week: FieldWeek, errand: Errand) -> Iterator[Text]:
    """More people with a skill than there are among those who may be aboard."""
    said = Text(
        "须有“{skill}”{needed} 人，而本单位只有 {there} 人",
        'it takes {needed} with "{skill}", and the office has {there}',
    )
    for skill, needed in _skills(week, _parts(week, errand)).items():
        there = sum(any(skill in week.skills(one, day) for day in week.days) for one in week.field_staff)
        if there < needed:
            yield said.fill(skill=skill_name(week, skill), needed=needed, there=there)


def _parts(week: FieldWeek, errand: Errand) -> list[Part]:
    return [week.part(errand, number) for number in range(len(week.kind(errand).parts))]


def _skills(week: FieldWeek, parts: Sequence[Part]) -> Counter[str]:
    """Add up whom the parts of an errand take by what they can, whoever drives each of them included."""
    needed = Counter[str]()
    for part in parts:
        needed.update(part.needs)
    driver = week.rulebook.fieldwork.driver
    if driver:
        needed[driver] = max(needed[driver], len(parts))
    return needed


def _vehicles(week: FieldWeek, errand: Errand) -> Iterator[Text]:
    """More vehicles of some kinds than the office has, whoever takes them when."""
    said = Text(
        "须用{kinds} {needed} 辆，而本单位只有 {there} 辆", "it takes {needed} of {kinds}, and the office has {there}"
    )
    cars, parts = week.office.vehicles, _parts(week, errand)
    wanted = Counter[tuple[str, ...]](part.vehicles for part in parts if part.vehicles)
    for kinds, needed in (*wanted.items(), ((), len(parts))):
        there = sum(not kinds or car.kind in kinds for car in cars)
        if there < needed:
            yield said.fill(kinds=_either(kinds), needed=needed, there=there)
            return


def _either(kinds: Sequence[str]) -> Text:
    """Name kinds of vehicles of which each will do; any vehicle where none is named."""
    names = [vehicle_kind(kind) for kind in kinds] or [Text("车", "any vehicle")]
    return Text("或".join(one.zh for one in names), " or ".join(one.en for one in names))


def _things(week: FieldWeek, errand: Errand) -> Iterator[Text]:
    """More of a shared thing than there is."""
    said = Text(
        "须用{thing} {needed} 件，而只有 {there} 件", "it takes {needed} of {thing}, and the office has {there}"
    )
    for kind, needed in week.uses(errand).items():
        thing = week.resource(kind, errand.place)
        if thing is not None and thing.count < needed:
            name = week.rulebook.fieldwork.things[kind].name
            yield said.fill(thing=name, needed=needed, there=thing.count)


def _things_taken(week: FieldWeek, errand: Errand, starts: Sequence[Span]) -> Iterator[Text]:
    """A shared thing of which there is enough, engaged or on other trips whenever the errand could begin."""
    said = Text("其时{thing}（共 {there} 件）均被占用", "{thing} is taken at all these hours (the office has {there})")
    minutes = week.minutes(errand)
    for kind, needed in week.uses(errand).items():
        thing = week.resource(kind, errand.place)
        if thing is not None and thing.count >= needed:
            busy = [Span(one.begins - minutes + 1, one.ends) for one in _full(week, thing, needed)]
            if not any(without(starts, busy)):
                yield said.fill(thing=week.rulebook.fieldwork.things[kind].name, there=thing.count)


def _full(week: FieldWeek, thing: Resource, needed: int) -> Iterator[Span]:
    """Walk the stretches of the week in which fewer of a thing are left than are needed."""
    taken = list(taken_of(week, thing.code))
    taken += [(one.span, one.count) for trip in week.trips for one in on_trip(week, thing, trip)]
    edges = sorted({edge for span, _ in taken for edge in (span.begins, span.ends)})
    for begins, ends in pairwise(edges):
        if sum(count for span, count in taken if span.begins <= begins < span.ends) + needed > thing.count:
            yield Span(begins, ends)
