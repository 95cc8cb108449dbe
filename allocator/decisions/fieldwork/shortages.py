"""What an errand lacks at every hour it could be done (缺什么): who holds the case, more people or things than there are.

Said where an errand without a place has lawful hours; where nothing of this is short, vehicles and crews are taken otherwise.
"""

from collections.abc import Iterator, Sequence

from allocator.decisions.fieldwork.windows import away_of, without
from allocator.decisions.fieldwork.words import name_of, skill_name
from allocator.domain.fieldwork.errand_kinds import HandlerRule
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Errand, Span
from allocator.domain.words import Text, listed

TAKEN = Text("其时没有空闲的车辆和合格人员", "no car with a lawful crew is free then")
NO_HOLDER = Text(
    "承办人须到场，而案件尚无承办人", "who holds the case must go, and nobody of the office who may go holds it"
)


def lacking(week: FieldWeek, errand: Errand, starts: Sequence[Span]) -> Text:
    """Say what is lacking at all the minutes an errand may begin; vehicles and crews where it is nothing else."""
    found = (*_holder(week, errand, starts), *_people(week, errand), *_things(week, errand))
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
    parts = [week.part(errand, number) for number in range(len(week.kind(errand).parts))]
    for skill in dict.fromkeys(skill for part in parts for skill in part.needs):
        needed = sum(part.needs.get(skill, 0) for part in parts)
        there = sum(any(skill in week.skills(one, day) for day in week.days) for one in week.field_staff)
        if there < needed:
            yield said.fill(skill=skill_name(week, skill), needed=needed, there=there)


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
