"""The working days of an office: the public holidays of its country, with make-up days where they are known."""

from datetime import date
from functools import cache

from allocator.domain.calendar import WorkCalendar
from allocator.domain.words import Text

YEARS = range(2020, 2029)


def countries() -> tuple[str, ...]:
    """List the codes of the countries whose holidays are known."""
    import holidays  # it takes long to load, and only loading an office needs it

    return tuple(sorted(holidays.list_supported_countries()))


def calendar_of(country: str, days_off: frozenset[date], make_up: frozenset[date]) -> WorkCalendar:
    """Make the calendar (工作日历) of a country, 2020 to 2028, with the office's own days off and make-up days (调休).

    A year whose make-up days are not proclaimed yet has the statutory days only; the office adds the others to its
    file when they are known.
    """
    public, worked = _public(country) if country else (frozenset[date](), frozenset[date]())
    return WorkCalendar((public | days_off) - make_up, (worked | make_up) - days_off)


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
