"""Small offices whose field work is planned week by week: visits and evictions of three towns, two vehicles, bailiffs, drivers."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from allocator.domain.facts import CaseInput
from allocator.domain.fieldwork.means import Engagement, EngagementKind, FieldMeans
from allocator.domain.fieldwork.trips import Hours
from allocator.domain.office import Office
from allocator.domain.people import Vehicle
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.scenarios.process import Process
from allocator.domain.scenarios.process_reading import read_process
from allocator.domain.scenarios.scenario import Arrivals, Fieldwork, Policy, Scenario, VehiclesChanged
from allocator.domain.words import Text
from allocator.simulation.opening import Opening
from allocator.simulation.staging import Staged, staged
from tests.allocator.processes import NODES, process_with
from tests.allocator.simulation.lives import FIRST, a_bank, a_small_bureau
from tests.field_stories import FIELD_RULES, THINGS
from tests.stories import a_bureau, a_period, a_small_rulebook, a_town, an_officer, away

FIELD_DAYS = 70
TOWNS = ("东镇", "西镇", "南镇")
SICKNESS = """
[sickness]
per_year = 8
lasts = {shape = "uniform", low = 1, high = 4}
source = "a story"
"""
EVICTION = """[[stages]]
id = "eviction"
zh = "腾退"
en = "eviction"
when = "claim >= yuan(500_000)"
work = {officer = 0.3, clerk = 0.2}
vehicle = 240
errand = "eviction"
source = "a story"
[[stages]]
id = "dormant"
"""


def field_rules(*replaced: tuple[str, str]) -> Rulebook:
    """The small rulebook with the nodes of a process and the kinds of field work, some places written differently."""
    text = FIELD_RULES
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new, 1)
    return a_small_rulebook(NODES + text)


@cache
def a_field_process(more: str = "") -> Process:
    """The small process whose trips are visits, with evictions where much is claimed."""
    text = process_with(
        ("vehicle = 120", 'vehicle = 120\nerrand = "visit"'), ('[[stages]]\nid = "dormant"\n', EVICTION)
    )
    return read_process(text + more, field_rules())


def a_field_bureau(**more: Any) -> Office:
    """The small bureau with two bailiffs, two drivers, an off-road car, a van and three towns."""
    crew = (
        an_officer("ed", "bailiff", None),
        an_officer("fay", "bailiff", None),
        an_officer("gus", "driver", None),
        an_officer("hal", "driver", None),
    )
    given: dict[str, Any] = {
        "officers": (*a_small_bureau().officers, *crew),
        "bureau": a_bureau(seat="县城"),
        "vehicles": (Vehicle("V1", "越野车", "off_road", 5), Vehicle("V2", "面包车", "van", 7)),
        "towns": (a_town("县城", 0), a_town("东镇", 30), a_town("西镇", 40), a_town("南镇", 20), a_town("远方", 400)),
        **more,
    }
    return a_small_bureau(**given)


def a_field_opening(office: Office | None = None, rulebook: Rulebook | None = None, **more: Any) -> Opening:
    """The bureau on the eve, some of whose filings say no town."""
    given: dict[str, Any] = {"process": a_field_process(), "means": FieldMeans(resources=THINGS), **more}
    bank = tuple(_in_town(case, number) for number, case in enumerate(a_bank()))
    return Opening(office or a_field_bureau(), rulebook or field_rules(), bank=bank, **given)


def _in_town(case: CaseInput, number: int) -> CaseInput:
    town = (*TOWNS, None)[number % 4]
    return replace(case, filing=replace(case.filing, town=town))


def a_field_stage(opening: Opening | None = None, **asked: Any) -> Staged:
    """Some weeks of the bureau, planned one by one."""
    given: dict[str, Any] = {
        "first": FIRST,
        "days": FIELD_DAYS,
        "arrivals": Arrivals(per_year=500),
        "warm_up_days": 0,
        "fieldwork": Fieldwork.WEEKS,
        **asked,
    }
    return staged(opening or a_field_opening(), Scenario(Text("试", "a try"), **given))


def a_random_field_stage(seed: int) -> Staged:
    """People away, ill, engaged or gone, a vehicle that comes or goes in mid-week, any policy, few or many filings."""
    random = Random(seed)
    gone = FIRST + timedelta(days=random.randrange(10, FIELD_DAYS))
    office = a_field_bureau()
    officers = tuple(
        an_officer(one.code, one.role, one.team, entered=one.entered, left=gone if random.random() < 0.15 else None)
        for one in office.officers
    )
    absences = tuple(
        away(one.code, str(first), str(first + timedelta(days=random.randrange(9))))
        for one in officers
        if random.random() < 0.4
        for first in (FIRST + timedelta(days=random.randrange(FIELD_DAYS)),)
    )
    held = Engagement(
        "officer", EngagementKind.HEARING, Hours(a_period("2023-01-01"), 540, 720, (random.randrange(5),))
    )
    opening = a_field_opening(
        a_field_bureau(officers=officers, absences=absences),
        process=a_field_process(SICKNESS),
        means=FieldMeans(THINGS, (held,)),
    )
    return a_field_stage(
        opening,
        seed=seed,
        first=FIRST + timedelta(days=random.randrange(7)),
        policy=random.choice(list(Policy)),
        arrivals=Arrivals(per_year=random.choice((100, 500, 1500))),
        vehicles=(VehiclesChanged(random.choice((-1, 1)), None, date(2023, 2, 1)),) if random.random() < 0.5 else (),
    )
