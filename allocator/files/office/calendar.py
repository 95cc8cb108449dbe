"""The working days of an office: the public holidays of its country, with make-up days where they are known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from allocator.domain.calendar import Correction, WorkCalendar
from allocator.domain.words import Text

YEARS = range(2020, 2029)


@dataclass(frozen=True, slots=True)
class OwnDays:
    """What an office adds to its country's calendar (本单位假日与上班日): days off and make-up days, as bureau.toml lists them."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()


NONE = OwnDays()


def countries() -> tuple[str, ...]:
    """List the codes of the countries whose holidays are known."""
    import holidays  # it takes long to load, and only loading an office needs it

    return tuple(sorted(holidays.list_supported_countries()))


def calendar_of(country: str, own: OwnDays = NONE) -> WorkCalendar:
    """Make the calendar (工作日历) of a country, 2020 to 2028, with the office's own days off and make-up days (调休).

    A year whose make-up days are not proclaimed yet has the statutory days only; the office adds the others to its
    file when they are known.
    """
    public, worked = _public(country) if country else (frozenset[date](), frozenset[date]())
    return WorkCalendar((public | own.off) - own.worked, (worked | own.worked) - own.off)


def own_days(country: str, calendar: WorkCalendar, corrections: Iterable[Correction]) -> OwnDays:
    """Tell what an office added to its country's calendar: where the two differ, and no correction is why."""
    plain, corrected = calendar_of(country), {one.day for one in corrections}
    return OwnDays(
        calendar.holidays - plain.holidays - corrected,
        calendar.extra_workdays - plain.extra_workdays - corrected,
    )


def is_known(year: int) -> bool:
    """Say whether the public holidays of a year are known here at all."""
    return year in YEARS


@cache
def holiday_names(country: str, year: int) -> dict[date, Text]:
    """Name the public holidays of a year, in both languages where the country's are known in both."""
    import holidays

    if not country:
        return {}
    zh, en = (holidays.country_holidays(country, years=year, language=name) for name in ("zh_CN", "en_US"))
    return {day: Text(name, en.get(day) or name) for day, name in zh.items()}


@cache
def _public(country: str) -> tuple[frozenset[date], frozenset[date]]:
    import holidays

    known = holidays.country_holidays(country, years=YEARS)
    worked = frozenset(day for day in known.weekend_workdays if day.year in YEARS)
    return frozenset(day for day in known if day.year in YEARS), worked
