"""Day sheets (外勤日程单): what one person or one vehicle does on a day, to be printed; the same plan gives the same bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from allocator.decisions.fieldwork.words import WEEKDAYS, errand_name, name_of
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Stop, Trip, WeekPlan, clock
from allocator.domain.words import Text, listed, spoken

WIDTH = 72
RULE = Text("─" * WIDTH, "─" * WIDTH)
NOTHING = Text("当日无外勤。", "No field work that day.")


@dataclass(frozen=True, slots=True)
class SheetStop:
    """One errand on a sheet (单上任务): from when to when, what and where, for which case."""

    hours: str
    name: Text
    case_no: str


@dataclass(frozen=True, slots=True)
class SheetTrip:
    """One trip on a sheet (单上出车): when it leaves and is back, in which car, who drives, who is aboard."""

    code: str
    leaves: str
    back: str
    car: Text
    driver: Text
    people: Text
    stops: tuple[SheetStop, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The day of a person or a vehicle, by `code`; without a trip there is no field work that day."""

    bureau: Text
    code: str
    name: Text
    day: date
    trips: tuple[SheetTrip, ...]

    @property
    def weekday(self) -> Text:
        """Name its weekday."""
        zh, en = WEEKDAYS[self.day.weekday()]
        return Text(f"周{zh}", en)


def day_sheet(week: FieldWeek, plan: WeekPlan, code: str, number: int) -> Sheet:
    """Give the sheet of a person or a vehicle for a day of the week, 0 Monday."""
    own = [trip for trip in _of_day(plan, number) if code in (trip.vehicle, *trip.people)]
    trips = tuple(_trip(week, trip) for trip in own)
    return Sheet(week.office.bureau.name, code, name_of(week, code), week.days[number], trips)


def sheets_of_day(week: FieldWeek, plan: WeekPlan, number: int) -> tuple[Sheet, ...]:
    """Give the sheets of a day for every vehicle and everybody that goes out, in the office's order."""
    out = {code for trip in _of_day(plan, number) for code in (trip.vehicle, *trip.people)}
    known = [*(one.code for one in week.office.vehicles), *(one.code for one in week.office.officers)]
    codes = [*(code for code in known if code in out), *sorted(out.difference(known))]
    return tuple(day_sheet(week, plan, code, number) for code in codes)


def sheet_text(sheet: Sheet, language: str = "zh") -> str:
    """Write a sheet as text; lines end with a newline."""
    lines = [_head(sheet), RULE, *(line for trip in sheet.trips for line in _lines(trip))]
    lines += [] if sheet.trips else [NOTHING]
    return "".join(f"{spoken(line, language)}\n" for line in lines)


def _of_day(plan: WeekPlan, number: int) -> list[Trip]:
    on_day = (trip for trip in plan.trips if trip.leaves // DAY == number)
    return sorted(on_day, key=lambda trip: (trip.leaves, trip.code))


def _trip(week: FieldWeek, trip: Trip) -> SheetTrip:
    return SheetTrip(
        code=trip.code,
        leaves=clock(trip.leaves),
        back=clock(trip.back),
        car=name_of(week, trip.vehicle),
        driver=name_of(week, trip.driver),
        people=listed(name_of(week, code) for code in trip.people),
        stops=tuple(_stop(week, stop) for stop in sorted(trip.stops, key=lambda stop: stop.starts)),
    )


def _stop(week: FieldWeek, stop: Stop) -> SheetStop:
    """Write down a stop; of an errand whose kind the rulebook no longer has, its code alone is known."""
    errand = week.errand_by_code.get(stop.errand)
    if errand is None:
        return SheetStop(clock(stop.starts), Text(stop.errand, stop.errand), "")
    hours = f"{clock(stop.starts)}–{clock(stop.starts + week.minutes(errand))}"
    return SheetStop(hours, errand_name(week, errand), errand.case_no)


def _head(sheet: Sheet) -> Text:
    bureau, name, day, on = sheet.bureau, sheet.name, sheet.day, sheet.weekday
    return Text(
        f"{bureau.zh}  外勤日程单  {day}（{on.zh}）  {name.zh}", f"{bureau.en}  day sheet  {on.en} {day}  {name.en}"
    )


def _lines(trip: SheetTrip) -> Iterator[Text]:
    car, driver, people = trip.car, trip.driver, trip.people
    yield Text(f"{trip.leaves}  出发  {trip.code}  {car.zh}", f"{trip.leaves}  leave  {trip.code}  {car.en}")
    yield Text(f"       驾驶 {driver.zh}；同行 {people.zh}", f"       driver {driver.en}; aboard {people.en}")
    for stop in trip.stops:
        yield Text(f"{stop.hours}  {stop.name.zh}  {stop.case_no}", f"{stop.hours}  {stop.name.en}  {stop.case_no}")
    yield Text(f"{trip.back}  返回", f"{trip.back}  back")
