"""Day sheets (外勤日程单): what one person or one vehicle does on a day, as text to print; the same plan gives the same bytes."""

from collections.abc import Iterator

from allocator.decisions.fieldwork.words import WEEKDAYS, errand_name, name_of
from allocator.domain.field_snapshot import FieldWeek
from allocator.domain.fieldwork import DAY, Trip, WeekPlan, clock
from allocator.domain.words import Text, listed

WIDTH = 72
RULE = Text("─" * WIDTH, "─" * WIDTH)
NOTHING = Text("当日无外勤。", "No field work that day.")


def day_sheet(week: FieldWeek, plan: WeekPlan, code: str, number: int, language: str = "zh") -> str:
    """Write the sheet of a person or a vehicle (by code) for a day of the week, 0 Monday; lines end with a newline."""
    own = sorted(
        (trip for trip in plan.trips if code in (trip.vehicle, *trip.people) and trip.leaves // DAY == number),
        key=lambda trip: (trip.leaves, trip.code),
    )
    lines = [_head(week, code, number), RULE, *(line for trip in own for line in _trip(week, trip))]
    lines += [] if own else [NOTHING]
    return "".join(f"{line.zh if language == 'zh' else line.en}\n" for line in lines)


def _head(week: FieldWeek, code: str, number: int) -> Text:
    day, named, bureau = week.days[number], name_of(week, code), week.office.bureau.name
    zh, en = WEEKDAYS[number]
    return Text(
        f"{bureau.zh}  外勤日程单  {day}（周{zh}）  {named.zh}", f"{bureau.en}  day sheet  {en} {day}  {named.en}"
    )


def _trip(week: FieldWeek, trip: Trip) -> Iterator[Text]:
    people = listed(name_of(week, code) for code in trip.people)
    car, driver = name_of(week, trip.vehicle), name_of(week, trip.driver)
    yield Text(
        f"{clock(trip.leaves)}  出发  {trip.code}  {car.zh}", f"{clock(trip.leaves)}  leave  {trip.code}  {car.en}"
    )
    yield Text(f"       驾驶 {driver.zh}；同行 {people.zh}", f"       driver {driver.en}; aboard {people.en}")
    for stop in trip.stops:
        errand = week.errand_by_code[stop.errand]
        name, ends = errand_name(week, errand), stop.starts + week.minutes(errand)
        hours = f"{clock(stop.starts)}–{clock(ends)}"
        yield Text(f"{hours}  {name.zh}  {errand.case_no}", f"{hours}  {name.en}  {errand.case_no}")
    yield Text(f"{clock(trip.back)}  返回", f"{clock(trip.back)}  back")
