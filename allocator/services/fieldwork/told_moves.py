"""Bookings that move, as people read them (变动表述): what was booked, what is now, and who has to be told."""

from collections.abc import Iterable
from dataclasses import dataclass

from allocator.decisions.fieldwork.repair import Booking, Moved
from allocator.decisions.fieldwork.words import errand_name, when
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import clock
from allocator.domain.words import Text


@dataclass(frozen=True, slots=True)
class MoveTold:
    """A booking as it was and as it would be: None before: it is new; None after: it has no place then."""

    errand: Text
    before: Text | None
    after: Text | None
    told: tuple[str, ...]


def told_moves(week: FieldWeek, moved: Iterable[Moved]) -> tuple[MoveTold, ...]:
    """Tell bookings that move, in the words of their week."""
    names = {code: one.name for code, one in week.office.officer_by_code.items()}
    return tuple(
        MoveTold(
            _errand(week, one.errand),
            _booked(week, one.before, names),
            _booked(week, one.after, names),
            tuple(names.get(code, code) for code in one.told),
        )
        for one in moved
    )


def _errand(week: FieldWeek, code: str) -> Text:
    errand = week.errand_by_code.get(code)
    return errand_name(week, errand) if errand else Text(code, code)


def _booked(week: FieldWeek, at: Booking | None, names: dict[str, str]) -> Text | None:
    """Say a booking: 9月13日（周二）09:00–09:30，执法越野车一号，甲一山、乙二石."""
    if at is None:
        return None
    day, car = when(week, at.starts), week.vehicle_by_code.get(at.vehicle)
    name, ends = car.name if car else at.vehicle, clock(at.ends)
    people = [names.get(code, code) for code in at.people]
    return Text(f"{day.zh}–{ends}，{name}，{'、'.join(people)}", f"{day.en}–{ends}, {name}, {', '.join(people)}")
