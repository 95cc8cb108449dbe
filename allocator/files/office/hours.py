"""Hours as clerks write them (时段的读法): clock times, weekdays and spans of days in the cells of one row."""

import re
from unicodedata import normalize

from allocator.domain.errors import BadInput
from allocator.domain.fieldwork.trips import ALWAYS, DAY, WEEK_DAYS, Hours
from allocator.domain.people import Period
from allocator.domain.words import Text
from allocator.files.office.sheet import Entry

CLOCK = re.compile(r"(\d{1,2})[:时点](?:(\d{1,2})(?::\d{2})?)?分?")
SPAN = re.compile(r"至|到|-|–|—|~")
LIST = re.compile(r"[;,、\s]+")
WEEKDAYS = {
    name: number
    for number, names in enumerate(("一 mon 1", "二 tue 2", "三 wed 3", "四 thu 4", "五 fri 5", "六 sat 6", "日 sun 7"))
    for name in names.split()
} | {"天": 6}


def hours(entry: Entry, *, one_day: bool) -> Hours:
    """Read the hours of a row from its columns first, last, weekdays, begins and ends.

    Blank times are the whole day. With `one_day` a row without last day and weekdays means its first day only: a hearing is
    not for ever, a roster is. Otherwise blank days are all days.
    """
    weekdays = _weekdays(entry)
    begins, ends = _minute(entry, "begins", 0), _minute(entry, "ends", DAY)
    try:
        return Hours(_period(entry, alone=one_day and not weekdays), begins, ends, weekdays)
    except BadInput as error:
        entry.fault("ends", "hours-reversed", error.text, error.remedy)
        return ALWAYS


def minute_of(entry: Entry, name: str) -> int:
    """Read the time of day that a cell must have, in minutes after midnight; notes a fault where there is none."""
    entry.text(name)
    return _minute(entry, name, 0)


def _period(entry: Entry, *, alone: bool) -> Period:
    if "first" not in entry.cells or not entry.cell("first"):
        return ALWAYS.period if not alone else entry.period()
    period = entry.period()
    return Period(period.first, period.first) if alone and period.last is None else period


def _minute(entry: Entry, name: str, default: int) -> int:
    word = normalize("NFKC", entry.cell(name)).replace(" ", "")
    found = CLOCK.fullmatch(word)
    minute = int(found[1]) * 60 + int(found[2] or 0) if found else default
    if word and (found is None or minute > DAY or int(found[2] or 0) >= 60):
        text = Text(f"“{word}”不是时刻。", f'"{word}" is no time of day.')
        entry.fault(name, "clock-form", text, Text("写成 08:30。", "Write it as 08:30."))
        return default
    return minute


def _weekdays(entry: Entry) -> tuple[int, ...]:
    """Read weekdays such as 周一、周四 or Mon-Fri; 0 is Monday."""
    word = normalize("NFKC", entry.cell("weekdays")).strip()
    days: set[int] = set()
    for part in LIST.split(word) if word else ():
        ends = [WEEKDAYS.get(_day_name(name)) for name in SPAN.split(part)]
        first, last = ends[0], ends[-1]
        if first is None or last is None or len(ends) > 2:
            text = Text(f"“{part}”不是星期。", f'"{part}" is no weekday.')
            remedy = Text("写成 周一、周四 或 周一至周五。", "Write Mon, Thu or Mon-Fri.")
            entry.fault("weekdays", "weekday-form", text, remedy)
            return ()
        days.update((first + step) % WEEK_DAYS for step in range((last - first) % WEEK_DAYS + 1))
    return tuple(sorted(days))


def _day_name(written: str) -> str:
    """Cut a weekday down to the sign that tells it: 星期四 is 四, Thursday is thu."""
    bare = re.sub(r"^(星期|礼拜|周)", "", written.strip().lower())
    return bare[:3] if bare.isascii() else bare
