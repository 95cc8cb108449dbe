"""The working days of an office: the public holidays of its country, with make-up days where they are known."""

from datetime import date
from functools import cache

from allocator.domain.calendar import WorkCalendar

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


@cache
def _public(country: str) -> tuple[frozenset[date], frozenset[date]]:
    import holidays

    known = holidays.country_holidays(country, years=YEARS)
    worked = frozenset(day for day in known.weekend_workdays if day.year in YEARS)
    return frozenset(day for day in known if day.year in YEARS), worked
