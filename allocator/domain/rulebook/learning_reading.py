"""Reading what apprentices are to learn (带教要求) from the rulebook's section [learning]; it may be absent."""

from allocator.domain.rulebook.learning import Coverage, Learning, Readiness
from allocator.domain.rulebook.section import MINUTES_PER_HOUR, Section
from allocator.domain.words import Text

HOURS_A_WEEK = 40
MENTOR_FROM = ("team", "class", "office")


def read_learning(section: Section) -> Learning:
    """Read the section: shares, the window, hours a week, the rows of cases to meet and what readiness asks for."""
    plain = Learning()
    return Learning(
        co_handled=section.permille("co_handled", plain.co_handled),
        mentor_from=section.choice("mentor_from", MENTOR_FROM, plain.mentor_from),
        window_days=section.integer("window_days", plain.window_days, least=7, most=730),
        weekly_minutes=_weekly(section),
        coverage=tuple(_coverage(row) for row in section.sections("coverage")),
        readiness=_readiness(section.section("readiness")),
        source=section.text("source", ""),
    )


def _weekly(section: Section) -> int:
    hours = section.number("weekly_hours") if "weekly_hours" in section.values else 0
    if not 0 <= hours <= HOURS_A_WEEK:
        section.wrong("weekly_hours", Text(f"0 到 {HOURS_A_WEEK} 的小时数", f"hours from 0 to {HOURS_A_WEEK}"))
        return 0
    return round(hours * MINUTES_PER_HOUR)


def _coverage(row: Section) -> Coverage:
    return Coverage(
        row.text("id"), row.condition(), row.integer("least", 1, least=1), row.names(), row.text("source", "")
    )


def _readiness(section: Section) -> Readiness:
    return Readiness(
        closed=section.integer("closed", 0),
        signed_off=section.integer("signed_off", 0),
        covered=section.permille("covered", 0),
    )
