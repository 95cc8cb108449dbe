"""bureau.toml: the bureau itself, its teams and its calendar."""

import re
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from allocator.domain.calendar import WorkCalendar
from allocator.domain.office import Bureau
from allocator.domain.people import Team
from allocator.domain.rulebook.section import Section, note_unread
from allocator.domain.words import Text
from allocator.files.office.calendar import OwnDays, calendar_of, countries
from allocator.files.office.findings import Findings, meant
from allocator.files.office.toml import as_values, note_paths, open_toml

FILE = "bureau.toml"
CODE = re.compile(r"[\w-][\w.-]*")
SHORTEST_DAY, LONGEST_DAY = 60, 24 * 60


@dataclass(frozen=True, slots=True)
class BureauFile:
    """What bureau.toml says; `text` is the file, for the lines of later faults."""

    text: str
    bureau: Bureau
    teams: tuple[Team, ...]
    calendar: WorkCalendar


def read_bureau(folder: Path, findings: Findings) -> BureauFile | None:
    """Read bureau.toml; None when it cannot be opened at all. Every fault is noted with its path and line."""
    opened = open_toml(folder / FILE, findings)
    if opened is None:
        return None
    text, top = opened
    bureau = _bureau(top)
    teams = tuple(_team(code, section) for code, section in top.named("teams"))
    if not teams:
        top.need("teams")
    calendar = calendar_of(bureau.country, OwnDays(_days(top, "extra_holidays"), _days(top, "extra_workdays")))
    note_unread(top)
    note_paths(FILE, text, top.faults, findings)
    return BureauFile(text, bureau, teams, calendar)


def _bureau(top: Section) -> Bureau:
    opens, closes = _clock(top, "opens", "08:30"), _clock(top, "closes", "17:30")
    if opens >= closes:
        top.wrong("closes", Text(f"晚于 {opens} 的时间", f"a time after {opens}"))
    centre = top.section("command_centre")
    return Bureau(
        code=_code(top),
        name=top.section("name").names(),
        court=top.section("court").names(),
        timezone=_timezone(top),
        country=_country(top),
        day_minutes=top.integer("day_minutes", 480, SHORTEST_DAY, LONGEST_DAY),
        opens=opens,
        closes=closes,
        case_no_pattern=_pattern(top),
        command_centre=centre.names() if centre.values else None,
        seat=top.text("seat", "") or None,
    )


def _team(code: str, section: Section) -> Team:
    _check_code(code, section)
    return Team(code, section.names(), section.strings("lanes"), section.text("lead", "") or None)


def _code(top: Section) -> str:
    code = top.text("code")
    if code:
        _check_code(code, top, "code")
    return code


def _check_code(code: str, section: Section, key: str | None = None) -> None:
    if CODE.fullmatch(code):
        return
    text = Text(f"编号“{code}”含有不可用的字符。", f'The code "{code}" holds characters that cannot be used.')
    remedy = Text("只用字母、数字、汉字、点、横线和下划线。", "Use letters, digits, dots, dashes and underscores only.")
    section.faults.add(section.at(key) if key else section.path, text, remedy)


@cache
def _timezones() -> frozenset[str]:
    """Name the time zones; asked once, for that opens every file there is of them."""
    return frozenset(available_timezones())


def _timezone(top: Section) -> str:
    name = top.text("timezone", "Asia/Shanghai")
    if name not in _timezones():
        text = Text(f"没有时区“{name}”。", f'There is no time zone "{name}".')
        top.faults.add("timezone", text, meant(name, sorted(_timezones())))
        return "Asia/Shanghai"
    return ZoneInfo(name).key


def _country(top: Section) -> str:
    name = top.text("country", "CN")
    if name and name not in countries():
        text = Text(f"不知道“{name}”的法定节假日。", f'The public holidays of "{name}" are not known.')
        top.faults.add("country", text, meant(name, countries()) + Text("或写空。", 'Or write "".'))
        return ""
    return name


def _clock(top: Section, key: str, default: str) -> str:
    value = top.text(key, default)
    try:
        return time.fromisoformat(value).strftime("%H:%M")
    except ValueError:
        top.wrong(key, Text("时刻，如 08:30", "a time such as 08:30"))
        return default


def _pattern(top: Section) -> str:
    pattern = top.text("case_no_pattern", "")
    try:
        re.compile(pattern)
    except re.error as error:
        text = Text(f"不是有效的正则表达式：{error}。", f"It is not a valid regular expression: {error}.")
        top.faults.add(
            "case_no_pattern", text, Text("请更正，或写空以接受任何案号。", 'Correct it, or "" to accept any.')
        )
        return ""
    return pattern


def _days(top: Section, key: str) -> frozenset[date]:
    values = as_values(top, key)
    if not all(isinstance(value, date) for value in values):
        top.wrong(key, Text("日期列表，如 [2026-08-18]", "a list of dates such as [2026-08-18]"))
    return frozenset(value for value in values if isinstance(value, date))
