"""How people, things and hours of a week of field work are said (外勤用语), in Chinese and English."""

from dataclasses import dataclass

from allocator.domain.fieldwork.means import EngagementKind, Resource
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Errand, Span, clock
from allocator.domain.people import Officer, Vehicle
from allocator.domain.words import Text

WEEKDAYS = tuple(zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
ENGAGED = {
    EngagementKind.HEARING: Text("听证、开庭", "a hearing"),
    EngagementKind.DUTY_DESK: Text("窗口值班", "the duty desk"),
    EngagementKind.HOTLINE: Text("值守热线", "the hotline"),
    EngagementKind.COMMAND: Text("指挥中心值守", "the command centre"),
    EngagementKind.PART_TIME: Text("非工作时间", "hours not worked"),
    EngagementKind.OTHER: Text("其他公务", "other business"),
    EngagementKind.SERVICE: Text("保养", "service"),
    EngagementKind.OUTAGE: Text("故障停用", "an outage"),
}

TRIP_STATES = {
    "draft": Text("草案", "drafted"),
    "published": Text("已发布", "published"),
    "started": Text("在途", "under way"),
    "finished": Text("已返回", "back"),
    "withdrawn": Text("已撤回", "withdrawn"),
}
"""Where a trip stands, as it is kept."""

RULES = {
    "earliest": Text("不得早于最早日期", "not before its earliest day"),
    "latest": Text("不得晚于最晚日期", "not after its latest day"),
    "approval": Text("须经批准", "its approval"),
    "warrant": Text("须有搜查令", "a warrant"),
    "notice": Text("公告、通知期须届满", "the notice must have run"),
    "working_day": Text("须在工作日", "a working day"),
    "season": Text("须在规定月份", "its season"),
    "lead": Text("须提前预约", "the lead time of bookings"),
    "hours": Text("须在本类任务的时段内", "the hours of its kind"),
    "thing_there": Text("须有所需共用资源", "the shared things it takes"),
    "thing_hours": Text("共用资源须开放", "the hours of the shared things"),
    "road": Text("道路须开通", "an open road"),
}
"""The hard rules that say when an errand may be done, by the names the checker gives them."""


@dataclass(frozen=True, slots=True)
class FieldObjection:
    """Something a week of field work must not do (外勤异议).

    The rule, a whole sentence, and what it concerns: trip and errand by code, `holder` the officer, vehicle or thing by code,
    `moment` the minute of the week, `amount` by how much in minutes, people, seats or things ("" and 0: none).
    """

    rule: str
    text: Text
    trip: str = ""
    errand: str = ""
    holder: str = ""
    moment: int = 0
    amount: int = 0


def when(week: FieldWeek, moment: int) -> Text:
    """Say a moment of the week: 9月8日（周四）09:30, Thu 8 Sep 09:30; the end of a day belongs to it."""
    day = week.day(moment - (moment % DAY == 0 and moment > 0))
    zh, en = WEEKDAYS[day.weekday()]
    return Text(f"{day.month}月{day.day}日（周{zh}）{clock(moment)}", f"{en} {day} {clock(moment)}")


def day_name(week: FieldWeek, moment: int) -> Text:
    """Name the day of a moment: 9月8日（周四）, Thu 2022-09-08."""
    day = week.day(moment)
    zh, en = WEEKDAYS[day.weekday()]
    return Text(f"{day.month}月{day.day}日（周{zh}）", f"{en} {day}")


def until(week: FieldWeek, span: Span) -> Text:
    """Say a stretch of the week, the day once if it does not change; midnight at its beginning is the new day's 00:00."""
    day, hour = day_name(week, span.begins), clock(span.begins % DAY)
    begins, ends = Text(f"{day.zh}{hour}", f"{day.en} {hour}"), when(week, span.ends)
    if span.begins // DAY == (span.ends - 1) // DAY:
        return Text(f"{begins.zh}至{clock(span.ends)}", f"{begins.en}-{clock(span.ends)}")
    return Text(f"{begins.zh}至{ends.zh}", f"{begins.en} to {ends.en}")


def starting(week: FieldWeek, span: Span) -> Text:
    """Say at which minutes something may begin, the last of them too: 9月8日（周四）06:00至18:00; one minute by itself."""
    last = span.ends - 1
    return when(week, last) if last == span.begins else until(week, Span(span.begins, last))


def name_of(week: FieldWeek, code: str) -> Text:
    """Name an officer, a vehicle or a shared thing with its code; one nobody knows by the code alone."""
    known: list[Officer | Vehicle | Resource]
    known = [*week.office.officers, *week.office.vehicles, *week.resources]
    named = next((one.name for one in known if one.code == code), None)
    return Text(code, code) if named is None else Text(f"{named}（{code}）", f"{named} ({code})")


def errand_name(week: FieldWeek, errand: Errand) -> Text:
    """Name an errand by its kind, place and code."""
    name, where = week.kind(errand).name, errand.place.name
    return Text(f"{where}{name.zh}（{errand.code}）", f"{name.en} at {where} ({errand.code})")


def skill_name(week: FieldWeek, skill: str) -> Text:
    """Name a skill of the rulebook."""
    rules = {rule.id: rule.text for rule in week.rulebook.skills}
    return week.rulebook.skill_names.get(skill) or rules.get(skill) or Text(skill, skill)
