"""Changes that could give an errand a place (可行的改变): what would have to be otherwise, from the cheapest to the dearest.

What each kind costs is a row of the rulebook; two changes at once cost both. Each is the week as it would be; whether it
suffices is for a solver to say.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations
from typing import Any

from allocator.decisions.fieldwork.words import skill_name
from allocator.domain.fieldwork.errand_kinds import ErrandKind, HandlerRule, Part
from allocator.domain.fieldwork.means import Resource
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Errand, Span
from allocator.domain.people import Officer, Skill, Vehicle, vehicle_kind
from allocator.domain.words import Text

WHOLE_DAY = (Span(0, DAY),)
EXCHANGE = "exchange"
NEW = "+"  # begins the code of whoever and whatever is added


@dataclass(frozen=True)
class Otherwise:
    """The week as it would be with a change (假设): what kind of change, how it is said, and the errand in that week.

    `more` is the price of what has been changed besides; `exchange` lets what is planned be booked otherwise, too.
    """

    kind: str
    text: Text
    week: FieldWeek
    errand: Errand
    more: int = 0
    exchange: bool = False

    @property
    def price(self) -> int:
        """What it costs by the rulebook; what the law itself asks for costs nothing."""
        prices = self.week.rulebook.fieldwork.changes
        return self.more + prices.get(self.kind, 0) + (prices[EXCHANGE] if self.exchange else 0)

    def said_after(self, before: "Otherwise") -> "Otherwise":
        """Say this change after another one that it was made on top of."""
        text = Text(f"{before.text.zh}，{self.text.zh}", f"{before.text.en}, and {self.text.en}")
        return replace(self, text=text, more=self.more + before.price)


def by_price(week: FieldWeek, errand: Errand, pairs: int, exchanges: int) -> list[Otherwise]:
    """Give the changes that touch an errand, the cheapest two at once, and the cheapest with others booked otherwise.

    The cheapest first; among `exchanges` the first changes nothing else.
    """
    single = changes(week, errand)
    both = [pair for pair in combinations(single, 2) if "team" not in {one.kind for one in pair}]
    both.sort(key=lambda pair: sum(one.price for one in pair))
    nothing = Otherwise("", Text("", ""), week, errand)
    found = [replace(one, exchange=True) for one in (nothing, *single)[:exchanges]]
    found += [*single, *(more for one, other in both[:pairs] for more in _on_top(one, other))]
    return sorted(found, key=lambda one: one.price)


def _on_top(one: Otherwise, other: Otherwise) -> Iterator[Otherwise]:
    """Make a change once more in the week in which another one is made, if it still is one there."""
    same = (more for more in changes(one.week, one.errand) if (more.kind, more.text) == (other.kind, other.text))
    yield from (more.said_after(one) for more in same)


def changes(week: FieldWeek, errand: Errand) -> tuple[Otherwise, ...]:
    """Give the single changes that touch an errand, the cheapest first."""
    return tuple(sorted(_changes(week, errand), key=lambda one: one.price))


def _changes(week: FieldWeek, errand: Errand) -> Iterator[Otherwise]:
    yield from _of_rule(week, errand)
    yield from _of_days(week, errand)
    yield from _one_more_thing(week, errand)
    yield from _one_more_person(week, errand)
    yield from _one_more_vehicle(week, errand)
    yield from _one_more_team(week, errand)


def mended(week: FieldWeek, errand: Errand, rules: tuple[str, ...]) -> Otherwise | None:
    """Give the week in which what stands in an errand's way by law is mended; None where nothing mends it this week."""
    papers: dict[str, Any] = {}
    kind: dict[str, Any] = {}
    for rule in rules:
        if rule not in MENDS:
            return None
        changed = _mend(week, rule)
        papers |= {name: value for name, value in changed.items() if hasattr(errand, name)}
        kind |= {name: value for name, value in changed.items() if not hasattr(errand, name)}
    if "thing_there" in rules:
        week = _with_things(week, errand)
    if "road" in rules:
        week = replace(week, closures=())
    text = Text("、".join(MENDS[rule].zh for rule in rules), ", and ".join(MENDS[rule].en for rule in rules))
    return _as_kind(week, replace(errand, **papers), "mend", text, **kind)


MENDS = {
    "approval": Text("办理批准", "it is approved"),
    "warrant": Text("签发搜查令", "the warrant is signed"),
    "earliest": Text("提前于最早日期办理", "it is done before its earliest day"),
    "latest": Text("准许晚于最晚日期办理", "it may be done after its latest day"),
    "working_day": Text("在非工作日办理", "it is done on a day the office does not work"),
    "hours": Text("不限本类任务的时段", "it is done outside the hours of its kind"),
    "thing_there": Text("配齐所需的共用资源", "the shared things it takes are there"),
    "road": Text("道路开通", "the road is open"),
}


def _mend(week: FieldWeek, rule: str) -> dict[str, Any]:
    there = max(week.today, week.monday)
    rows: dict[str, dict[str, Any]] = {
        "approval": {"approved_on": there},
        "warrant": {"warranted_on": there},
        "earliest": {"earliest": None},
        "latest": {"latest": None},
        "working_day": {"any_day": True},
        "hours": {"hours": WHOLE_DAY},
    }
    return rows.get(rule, {})


def _as_kind(week: FieldWeek, errand: Errand, change: str, text: Text, **kind: Any) -> Otherwise:
    """Give the week in which one errand is of a kind of its own, a little different from the rulebook's."""
    own: ErrandKind = replace(week.kind(errand), id=f"{NEW}{errand.code}", **kind)
    book = replace(week.rulebook, errands={**week.rulebook.errands, own.id: own})
    return Otherwise(change, text, replace(week, rulebook=book), replace(errand, kind=own.id))


def _of_rule(week: FieldWeek, errand: Errand) -> Iterator[Otherwise]:
    if week.kind(errand).handler == HandlerRule.MUST:
        text = Text(
            "由其他有资格的人员代替承办人到场", "somebody else who is qualified goes in place of who holds the case"
        )
        yield _as_kind(week, errand, "stand_in", text, handler=HandlerRule.FREE)
    if errand.earliest or errand.latest:
        text = Text("准许在最早、最晚日期之外的一天办理", "it may be done on a day outside its earliest and latest")
        yield Otherwise("later", text, week, replace(errand, earliest=None, latest=None))
    text = Text("不限本类任务的时段", "it may be done outside the hours of its kind")
    yield _as_kind(week, errand, "hours", text, hours=WHOLE_DAY)


def _of_days(week: FieldWeek, errand: Errand) -> Iterator[Otherwise]:
    if not week.kind(errand).any_day:
        text = Text("在非工作日办理", "it is done on a day the office does not work")
        yield _as_kind(week, errand, "day_off", text, any_day=True)
    text = Text("当日出车不限时间", "the vehicle is out longer that day")
    rules = replace(week.rulebook.fieldwork, out_from=0, back_by=DAY)
    longer = replace(week, rulebook=replace(week.rulebook, fieldwork=rules))
    yield Otherwise("longer_day", text, longer, errand)


def _one_more_thing(week: FieldWeek, errand: Errand) -> Iterator[Otherwise]:
    for kind in week.uses(errand):
        thing = week.resource(kind, errand.place)
        if thing:
            name = week.rulebook.fieldwork.things[kind].name
            more = tuple(replace(one, count=one.count + 1) if one is thing else one for one in week.resources)
            text = Text(f"增加一件{name.zh}", f"there is one more {name.en}")
            yield Otherwise("thing", text, replace(week, resources=more), errand)


def _with_things(week: FieldWeek, errand: Errand) -> FieldWeek:
    missing = [(kind, count) for kind, count in week.uses(errand).items() if week.resource(kind, errand.place) is None]
    more = tuple(Resource(f"{NEW}{kind}", kind, kind, count) for kind, count in missing)
    return replace(week, resources=(*week.resources, *more))


def _parts(week: FieldWeek, errand: Errand) -> list[Part]:
    return [week.part(errand, number) for number in range(len(week.kind(errand).parts))]


def _one_more_person(week: FieldWeek, errand: Errand) -> Iterator[Otherwise]:
    """One more who counts as crew, with each skill it takes in turn; one more who drives."""
    needs = list(dict.fromkeys(skill for part in _parts(week, errand) for skill in part.needs))
    yield _with(week, errand, "person", Text("增派一人", "one more person goes"), [_crew(week)])
    for skill in needs:
        name = skill_name(week, skill)
        text = Text(f"增派一名具备“{name.zh}”的人员", f'one more person with "{name.en}" goes')
        yield _with(week, errand, "person", text, [_crew(week, skill)])
    yield _with(week, errand, "driver", Text("增派一名驾驶员", "there is one more driver"), [_driver(week)])


def _one_more_vehicle(week: FieldWeek, errand: Errand) -> Iterator[Otherwise]:
    for car in {(car := _car(week, part)).kind: car for part in _parts(week, errand)}.values():
        which = Text("（{kind}）", " ({kind})").fill(kind=vehicle_kind(car.kind)) if car.kind else Text("", "")
        text = Text(f"增加一辆车{which.zh}", f"there is one more car{which.en}")
        yield _with(week, errand, "vehicle", text, [], [car])
        text = Text(f"增加一辆车{which.zh}和一名驾驶员", f"there is one more car{which.en} with a driver")
        yield _with(week, errand, "manned_vehicle", text, [_driver(week)], [car])


def _one_more_team(week: FieldWeek, errand: Errand) -> Iterator[Otherwise]:
    """A vehicle, a driver and a crew of their own for each part; who holds the case still goes where the rule says so."""
    people, cars = list[Officer](), list[Vehicle]()
    for part in _parts(week, errand):
        cars.append(_car(week, part))
        people.append(_driver(week))
        people += [_crew(week, *part.needs)] * max(part.crew, *part.needs.values(), 0)
    yield _with(week, errand, "team", Text("另派一组人、车", "another team goes with a car of its own"), people, cars)
    free = _as_kind(week, errand, "team", Text("", ""), handler=HandlerRule.FREE)
    text = Text(
        "另派一组人、车，且承办人可不到场", "another team goes with a car of its own, without who holds the case"
    )
    yield _with(free.week, free.errand, "team", text, people, cars)


def _with(
    week: FieldWeek, errand: Errand, kind: str, text: Text, people: list[Officer], cars: list[Vehicle] | None = None
) -> Otherwise:
    """Add people and cars under codes of their own, also to a week to which some were added before."""
    office, added = week.office, sum(one.code.startswith(NEW) for one in week.office.officers)
    cars_added = sum(one.code.startswith(NEW) for one in office.vehicles)
    named = (replace(one, code=f"{NEW}{added + place}") for place, one in enumerate(people, 1))
    numbered = (replace(car, code=f"{NEW}car{cars_added + place}") for place, car in enumerate(cars or (), 1))
    more = replace(office, officers=(*office.officers, *named), vehicles=(*office.vehicles, *numbered))
    return Otherwise(kind, text, replace(week, office=more), errand)


def _crew(week: FieldWeek, *skills: str) -> Officer:
    """Somebody who counts as crew, by a role that brings as little as possible, with some skills."""
    rules = week.rulebook.fieldwork
    role = min(rules.crew, key=lambda role: len(rules.brings.get(role, ())), default="")
    return _officer(week, role, skills)


def _driver(week: FieldWeek) -> Officer:
    return _officer(week, "", (week.rulebook.fieldwork.driver,))


def _officer(week: FieldWeek, role: str, skills: tuple[str, ...]) -> Officer:
    entered = week.monday - timedelta(days=1)
    return Officer(NEW, NEW, role, None, 1000, entered, skills=tuple(Skill(skill, NEW) for skill in skills))


def _car(week: FieldWeek, part: Part) -> Vehicle:
    kinds = part.vehicles or tuple(one.kind for one in week.office.vehicles)
    seats = max((one.seats for one in week.office.vehicles), default=part.crew + part.seats + 1)
    return Vehicle(NEW, kinds[0] if kinds else "", kinds[0] if kinds else "", seats)
