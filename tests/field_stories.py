"""A week of field work in a few words: builders that tests share, each with harmless defaults that a story overrides."""

from datetime import date
from functools import cache
from typing import Any

from allocator.domain.fieldwork.means import Resource
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Errand, Place, Stop, Trip
from allocator.domain.office import Office
from allocator.domain.people import Pairing, Skill, TownMinutes, Vehicle
from allocator.domain.rulebook.book import Rulebook
from tests.stories import a_bureau, a_period, a_small_rulebook, a_town, an_office, an_officer

FIELD_MONDAY = date(2022, 9, 5)
"""A Monday in no winter month: drives are as long as the table says."""

FIELD_RULES = """
[roles.bailiff]
zh = "法警"
en = "bailiff"
[roles.driver]
zh = "驾驶员"
en = "driver"
[reductions.part_time]
zh = "非全日"
en = "part time"
most = 0.8
[skills]
lead = {zh = "带队", en = "lead"}
police = {zh = "警务", en = "police"}
driving = {zh = "驾驶", en = "driving"}
woman = {zh = "女性", en = "a woman"}
[field]
crew = ["judge", "officer", "clerk", "apprentice", "bailiff"]
driver = "driving"
out_from = "06:00"
back_by = "20:00"
least_drive = 5
winter_factor = 1.3
winter_months = [12, 1]
urgent_waives_lead = true
mentor_stands_in = true
long_drive = 35
joint_trip_days = 14
move_price = 10
apprentice_kinds = {visit = 2}
[field.hours]
day_norm = 480
day_most = 600
week_norm = 2400
week_most = 2700
price = 3
rest_price = 4
works = ["hearing"]
shortened_by = ["part_time"]
[field.brings]
judge = ["lead"]
officer = ["lead"]
bailiff = ["police"]
driver = ["driving"]
[field.things]
camera = {zh = "记录仪", en = "camera", carried = true}
desk = {zh = "窗口", en = "desk"}
[errands.visit]
zh = "走访"
en = "visit"
minutes = 60
low = 30
high = 90
needs = {lead = 1}
uses = {camera = 1}
hours = ["06:00-19:00"]
preferred = ["08:00-10:00"]
odd_price = 2
source = "story"
[errands.eviction]
zh = "腾退"
en = "eviction"
minutes = 120
crew = 3
needs = {lead = 1, police = 1}
handler = "must"
approval = true
approval_days = 14
notice_days = 5
lead_days = 2
hours = ["08:00-18:00"]
hardness = 100
[[errands.eviction.parts]]
crew = 1
vehicles = ["van"]
after_most = 10
[errands.search]
zh = "搜查"
en = "search"
minutes = 60
needs = {lead = 1}
warrant = true
warrant_days = 7
handler = "free"
seats = 1
night = true
any_day = true
[errands.registry]
zh = "登记"
en = "registry"
minutes = 30
crew = 1
handler = "stand_in"
stand_in_price = 4
uses = {desk = 1}
[errands.harvest]
zh = "收成"
en = "harvest"
minutes = 60
months = [10]
"""


@cache
def field_rulebook() -> Rulebook:
    """The small rulebook with five kinds of field work."""
    return a_small_rulebook(FIELD_RULES)


def a_field_office(**more: Any) -> Office:
    """Two leads, a clerk, an apprentice, two bailiffs, two who drive, an off-road car and a van, two towns."""
    proven = (Skill("woman", "file"),)
    officers = (
        an_officer("ann", "officer", skills=proven),
        an_officer("bo", "officer"),
        an_officer("cy", "clerk"),
        an_officer("di", "apprentice", entered=date(2022, 5, 2)),
        an_officer("ed", "bailiff", None, skills=proven),
        an_officer("fay", "bailiff", None),
        an_officer("gus", "driver", None),
        an_officer("hal", "driver", None),
    )
    given: dict[str, Any] = {
        "bureau": a_bureau(seat="县城"),
        "vehicles": (Vehicle("V1", "越野车", "off_road", 5), Vehicle("V2", "面包车", "van", 7)),
        "towns": (a_town("县城", 0), a_town("东镇", 30), a_town("西镇", 40), a_town("南镇", 20)),
        "town_minutes": (TownMinutes("东镇", "西镇", 50),),
        "pairings": (Pairing("ann", "di", a_period("2022-05-02")),),
        **more,
    }
    return an_office(*officers, **given)


def at(day: int, clock: str) -> int:
    """Give the minute of the week of a clock time on a day, 0 Monday."""
    hours, minutes = clock.split(":")
    return day * DAY + int(hours) * 60 + int(minutes)


def an_errand(code: str = "E1", kind: str = "visit", **more: Any) -> Errand:
    """A visit to a village of the east town, ten minutes beyond it, for a case of Ann's."""
    given: dict[str, Any] = {
        "case_no": "（2022）内0222执1号",
        "place": Place("东镇", "柳村", 10),
        "asked_on": date(2022, 8, 29),
        "handler": "ann",
        **more,
    }
    return Errand(code=code, kind=kind, **given)


def a_trip(code: str = "T1", **more: Any) -> Trip:
    """Ann and Cy, driven by Gus, visit the village on Monday: leave 8:00, there 8:40 to 9:40, back 10:20."""
    given: dict[str, Any] = {
        "vehicle": "V1",
        "driver": "gus",
        "people": ("ann", "cy", "gus"),
        "leaves": at(0, "08:00"),
        "back": at(0, "10:20"),
        "stops": (Stop("E1", at(0, "08:40")),),
        **more,
    }
    return Trip(code=code, **given)


THINGS = (Resource("C", "记录仪", "camera", 2), Resource("D", "窗口", "desk", 1))


def a_field_week(*errands: Errand, **more: Any) -> FieldWeek:
    """A week with these errands (one visit when none is given), planned on the Friday before at noon."""
    given: dict[str, Any] = {
        "office": a_field_office(),
        "rulebook": field_rulebook(),
        "monday": FIELD_MONDAY,
        "now": -2 * DAY - DAY // 2,
        "resources": THINGS,
        **more,
    }
    return FieldWeek(errands=errands or (an_errand(),), **given)
