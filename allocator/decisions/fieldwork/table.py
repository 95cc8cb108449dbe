"""The trips of a week as a table (外勤表): a row for each stop, in the form in which a plan drawn by hand is read."""

from collections.abc import Iterator

from allocator.decisions.fieldwork.words import name_of
from allocator.domain.cells import as_csv
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Stop, Trip, WeekPlan, clock
from allocator.domain.words import Text, listed, spoken

COLUMNS = {
    "trip": Text("车次", "trip"),
    "vehicle": Text("车辆", "vehicle"),
    "driver": Text("驾驶员", "driver"),
    "people": Text("人员", "people"),
    "day": Text("日期", "day"),
    "leaves": Text("出发", "leaves"),
    "back": Text("返回", "back"),
    "errand": Text("任务", "errand"),
    "start": Text("开始", "start"),
    "part": Text("第几车", "part"),
    "end": Text("结束", "end"),
    "kind": Text("类型", "kind"),
    "place": Text("地点", "place"),
    "case_no": Text("案号", "case_no"),
    "names": Text("车辆和人员", "names"),
}
"""The columns in their order; from `end` on they are for people, and not read again."""


def week_table(week: FieldWeek, plan: WeekPlan, language: str = "zh") -> str:
    """Write the trips in the order of their hours as CSV; read again it gives the same trips, from the same bytes each time.

    No cell is taken for a formula: one that begins like it gets an apostrophe, which the reader takes off again.
    """
    rows = (
        _row(week, trip, stop, language)
        for trip in sorted(plan.trips, key=lambda trip: (trip.leaves, trip.code))
        for stop in sorted(trip.stops, key=lambda stop: stop.starts)
    )
    return as_csv(((spoken(name, language) for name in COLUMNS.values()), *rows))


def _row(week: FieldWeek, trip: Trip, stop: Stop, language: str) -> Iterator[str]:
    yield from (trip.code, trip.vehicle, trip.driver, "; ".join(trip.people), week.day(trip.leaves).isoformat())
    yield from (clock(trip.leaves), clock(trip.back), stop.errand, clock(stop.starts), str(stop.part + 1))
    errand = week.errand_by_code.get(stop.errand)
    about = errand and (
        clock(stop.starts + week.minutes(errand)),
        spoken(week.kind(errand).name, language),
        errand.place.name,
        errand.case_no,
    )
    yield from about or ("", "", "", "")
    yield spoken(listed(name_of(week, code) for code in (trip.vehicle, *trip.people)), language)
