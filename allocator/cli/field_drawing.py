"""A week of field work drawn as text (外勤周图): vehicles and people by days, trips by the hour, levels, what is left out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.table import Table

from allocator.cli.group import Shell
from allocator.decisions.fieldwork.repair import Booking, Moved
from allocator.decisions.fieldwork.words import WEEKDAYS, errand_name, name_of, when
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Trip, WeekPlan, clock
from allocator.domain.words import Text, listed

AWAY = Text("不在", "away")


def draw_week(shell: Shell, week: FieldWeek, plan: WeekPlan) -> None:
    """Print who and what is out when: a row for each vehicle and everybody who goes, a column for each day with a trip."""
    days = sorted({trip.leaves // DAY for trip in plan.trips} | set(range(5)))
    table = Table(box=None, padding=(0, 1))
    table.add_column("")
    for number in days:
        day, names = week.days[number], WEEKDAYS[number]
        table.add_column(shell.say(Text(f"周{names[0]} {day.month}/{day.day}", f"{names[1]} {day.month}/{day.day}")))
    for vehicle in week.office.vehicles:
        own = [trip for trip in plan.trips if trip.vehicle == vehicle.code]
        table.add_row(f"{vehicle.code} {vehicle.name}", *(_cell(own, number, _towns(shell, week)) for number in days))
    for officer in week.office.officers:
        own = [trip for trip in plan.trips if officer.code in trip.people]
        if own:
            cells = [_person(shell, week, officer.code, own, number) for number in days]
            table.add_row(f"{officer.code} {officer.name}", *cells)
    shell.out.print(table)


def _person(shell: Shell, week: FieldWeek, code: str, own: Sequence[Trip], number: int) -> str:
    there = week.office.is_there(code, week.days[number])
    return _cell(own, number, lambda trip: trip.vehicle) if there else shell.say(AWAY)


def _cell(trips: Iterable[Trip], number: int, said: Any) -> str:
    own = sorted((trip for trip in trips if trip.leaves // DAY == number), key=lambda trip: trip.leaves)
    return "\n".join(f"{clock(trip.leaves)}-{clock(trip.back)} {said(trip)}" for trip in own)


def _towns(shell: Shell, week: FieldWeek) -> Any:
    def said(trip: Trip) -> str:
        return shell.say(listed(dict.fromkeys(errand.place.town for errand in week.served(trip))))

    return said


def list_trips(shell: Shell, week: FieldWeek, plan: WeekPlan) -> None:
    """Print each trip on a line of its own, and its stops with their hours."""
    for trip in sorted(plan.trips, key=lambda trip: (trip.leaves, trip.code)):
        people = listed(_name(week, code) for code in trip.people if code != trip.driver)
        head = Text(
            "{code} {when}–{back} {car}，驾驶 {driver}；{people}",
            "{code} {when}–{back} {car}, driven by {driver}; {people}",
        )
        line = head.fill(
            code=trip.code, when=when(week, trip.leaves), back=clock(trip.back), car=name_of(week, trip.vehicle),
            driver=_name(week, trip.driver), people=people,
        )  # fmt: skip
        shell.out.print(shell.say(line), highlight=False)
        for stop in trip.stops:
            errand = week.errand_by_code.get(stop.errand)
            name = errand_name(week, errand) if errand else Text(stop.errand, stop.errand)
            shell.out.print(f"    {clock(stop.starts)} {shell.say(name)}", highlight=False)


def _name(week: FieldWeek, code: str) -> Text:
    officer = week.office.officer_by_code.get(code)
    return Text(officer.name, officer.name) if officer else Text(code, code)


def list_left(shell: Shell, left: Iterable[Mapping[str, Any]]) -> None:
    """Print what has no place: why, and the least change that would place it."""
    for item in left:
        said = (" " if shell.language == "en" else "").join(text[shell.language] for text in item["reasons"])
        shell.out.print(f"  ✗ {said}", highlight=False)


def list_moves(shell: Shell, week: FieldWeek, moves: Iterable[Moved]) -> None:
    """Print what moves: from when to when, with whom, and who is told."""
    for one in moves:
        errand = errand_name(week, week.errand_by_code[one.errand])
        told = listed(_name(week, code) for code in one.told)
        line = Text("{errand}：{before} → {after}；通知 {told}", "{errand}: {before} → {after}; told: {told}").fill(
            errand=errand, before=_booked(week, one.before), after=_booked(week, one.after), told=told
        )
        shell.out.print("  " + shell.say(line), highlight=False)


def _booked(week: FieldWeek, at: Booking | None) -> Text:
    if at is None:
        return Text("无", "none")
    hour, people = when(week, at.starts), listed(_name(week, code) for code in at.people)
    return Text(f"{hour.zh} {at.vehicle}（{people.zh}）", f"{hour.en} {at.vehicle} ({people.en})")
