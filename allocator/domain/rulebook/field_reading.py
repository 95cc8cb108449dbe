"""Reading what a rulebook says of field work (外勤规则的读取), sections [errands.*] and [field]; both may be absent."""

import re
from collections.abc import Iterable, Iterator, Mapping

from allocator.domain.fieldwork.errand_kinds import (
    CHANGES,
    ErrandKind,
    FieldRules,
    HandlerRule,
    NodeErrand,
    OutHours,
    Part,
    ThingKind,
)
from allocator.domain.fieldwork.means import EngagementKind
from allocator.domain.fieldwork.trips import DAY, WEEK_DAYS, Span
from allocator.domain.rulebook.section import Faults, Section
from allocator.domain.words import Text

LONGEST, DEAREST, MOST_DAYS, MOST_PEOPLE, MONTHS = 12 * 60, 10_000, 3650, 30, 12
ENGAGEMENTS = tuple(kind.value for kind in EngagementKind)
CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


def read_errands(top: Section) -> dict[str, ErrandKind]:
    """Read [errands.KIND]: one row for each kind of field work, minutes as whole numbers."""
    return {name: _kind(name, section) for name, section in top.named("errands")}


def _kind(name: str, row: Section) -> ErrandKind:
    minutes = row.integer("minutes", least=1, most=LONGEST)
    return ErrandKind(
        id=name,
        name=row.names(),
        minutes=minutes,
        low=row.integer("low", minutes, least=1, most=minutes),
        high=row.integer("high", minutes, least=minutes, most=LONGEST),
        parts=(_part(row), *(_part(part) for part in row.sections("parts"))),
        handler=_handler(row),
        stand_in_price=row.integer("stand_in_price", 1, most=DEAREST),
        uses=_counts(row, "uses"),
        approval=row.flag("approval"),
        warrant=row.flag("warrant"),
        approval_days=row.optional("approval_days", most=MOST_DAYS),
        warrant_days=row.optional("warrant_days", most=MOST_DAYS),
        notice_days=row.optional("notice_days", most=MOST_DAYS),
        lead_days=row.integer("lead_days", 0, most=60),
        hours=tuple(_hours(row, "hours")) or (Span(0, DAY),),
        any_day=row.flag("any_day"),
        months=_months(row, "months"),
        preferred=tuple(_hours(row, "preferred")),
        odd_price=row.integer("odd_price", 1, least=1, most=DEAREST),
        hardness=row.integer("hardness", 0, most=DAY),
        night=row.flag("night"),
        source=row.text("source", ""),
    )


def _handler(row: Section) -> HandlerRule:
    word = row.choice("handler", tuple(HandlerRule), HandlerRule.STAND_IN)
    return HandlerRule(word) if word in tuple(HandlerRule) else HandlerRule.STAND_IN


def _part(row: Section) -> Part:
    least, most = (row.integer(key, 0, most=DAY) for key in ("after_least", "after_most"))
    if most < least:
        row.wrong("after_most", Text(f"不小于 {least} 的分钟数", f"minutes, {least} or more"))
    return Part(
        crew=row.integer("crew", 2, least=1, most=MOST_PEOPLE),
        needs=_counts(row, "needs"),
        vehicles=row.strings("vehicles"),
        seats=row.integer("seats", 0, most=MOST_PEOPLE),
        after=(least, max(least, most)),
    )


def read_fieldwork(top: Section) -> FieldRules:
    """Read [field]: who is crew, the hours of trips, the winter factor, the ledger of hard work, shared things."""
    if "field" not in top.values:
        return FieldRules()
    section = top.section("field")
    plain = FieldRules()
    return FieldRules(
        crew=section.strings("crew"),
        brings=_brings(section),
        driver=section.text("driver"),
        out_from=_clock(section, "out_from", 0),
        back_by=_clock(section, "back_by", DAY),
        least_drive=section.integer("least_drive", 0, most=DAY),
        winter_factor=section.permille("winter_factor", 1000, most=3000, least=1000),
        winter_months=_months(section, "winter_months"),
        urgent_waives_lead=section.flag("urgent_waives_lead"),
        mentor_stands_in=section.flag("mentor_stands_in"),
        window_days=section.integer("window_days", plain.window_days, least=7, most=MOST_DAYS),
        long_drive=section.integer("long_drive", plain.long_drive, most=DAY),
        joint_trip_days=section.integer("joint_trip_days", 0, most=MOST_DAYS),
        apprentice_kinds=_counts(section, "apprentice_kinds"),
        hours=_out_hours(section.section("hours")),
        nodes=tuple(_node_errand(row) for row in section.sections("nodes")),
        move_price=section.integer("move_price", 1, most=DEAREST),
        changes=_changes(section.section("changes")),
        things=_things(section),
        source=section.text("source", ""),
    )


def _out_hours(section: Section) -> OutHours:
    """Read [field.hours]: the normal hours out and the most, in minutes, and what a minute beyond costs."""
    plain = OutHours()
    day, week = (
        section.integer(f"{of}_most", most, most=most) for of, most in (("day", DAY), ("week", WEEK_DAYS * DAY))
    )
    return OutHours(
        day_norm=section.integer("day_norm", min(plain.day_norm, day), most=day),
        day_most=day,
        week_norm=section.integer("week_norm", min(plain.week_norm, week), most=week),
        week_most=week,
        price=section.integer("price", 0, most=DEAREST),
        rest_price=section.integer("rest_price", 0, most=DEAREST),
        works=section.strings("works"),
        shortened_by=section.strings("shortened_by"),
        source=section.text("source", ""),
    )


def _node_errand(row: Section) -> NodeErrand:
    """Read a row of [[field.nodes]]: which node asks for which kind of errand, and of which cases (all, if not said)."""
    return NodeErrand(
        id=row.text("id"),
        node=row.text("node"),
        kind=row.text("errand"),
        when=row.condition() if "when" in row.values else True,
        at_seat=row.flag("at_seat"),
        binding=row.flag("binding"),
        source=row.text("source", ""),
    )


def _changes(section: Section) -> dict[str, int]:
    """Read [field.changes]: what each kind of change costs that would give an errand a place."""
    return {kind: section.integer(kind, price, least=1, most=DEAREST) for kind, price in CHANGES.items()}


def _brings(section: Section) -> dict[str, tuple[str, ...]]:
    roles = section.section("brings")
    return {role: roles.strings(role) for role in roles.values}


def _things(section: Section) -> dict[str, ThingKind]:
    return {name: ThingKind(name, row.names(), row.flag("carried")) for name, row in section.named("things")}


def _counts(row: Section, key: str) -> dict[str, int]:
    """Read how many of each are needed; what is not needed is left out."""
    table = row.section(key)
    return {name: table.integer(name, least=1, most=MOST_DAYS) for name in table.values}


def _months(row: Section, key: str) -> tuple[int, ...]:
    values = row.value(key, [])
    if isinstance(values, list) and all(type(month) is int and 1 <= month <= MONTHS for month in values):
        return tuple(values)
    row.wrong(key, Text("月份列表，如 [9, 10]", "a list of months such as [9, 10]"))
    return ()


def _clock(row: Section, key: str, default: int) -> int:
    if key not in row.values:
        return default
    minute = _minute(row.text(key))
    if minute is None:
        row.wrong(key, Text("时刻，如 08:30", "a time such as 08:30"))
    return default if minute is None else minute


def _minute(written: str) -> int | None:
    if not CLOCK.fullmatch(written):
        return None
    hours, minutes = written.split(":")
    return int(hours) * 60 + int(minutes)


def _hours(row: Section, key: str) -> Iterator[Span]:
    """Read hours of the day, such as ``["06:00-08:00", "18:00-20:00"]``."""
    for written in row.strings(key):
        begins, _, ends = written.partition("-")
        first, last = _minute(begins), _minute(ends)
        if first is None or last is None or first >= last:
            row.wrong(key, Text("时段，如 06:00-08:00", "hours such as 06:00-08:00"))
        else:
            yield Span(first, last)


def check_field(
    errands: Mapping[str, ErrandKind], rules: FieldRules, known: Mapping[str, Iterable[str]], faults: Faults
) -> None:
    """Note what the sections name and the rulebook has not; `known` gives roles, skills, errands, things, reductions, nodes."""
    named = [("field.crew", role, "roles") for role in rules.crew]
    named += [(f"field.brings.{role}", role, "roles") for role in rules.brings]
    named += [(f"field.brings.{role}", skill, "skills") for role, skills in rules.brings.items() for skill in skills]
    named += [("field.driver", rules.driver, "skills")]
    named += [(f"field.nodes.{row.id}.node", row.node, "nodes") for row in rules.nodes]
    named += [(f"field.nodes.{row.id}.errand", row.kind, "errands") for row in rules.nodes]
    named += [("field.hours.works", kind, "engagements") for kind in rules.hours.works]
    named += [("field.hours.shortened_by", kind, "reductions") for kind in rules.hours.shortened_by]
    named += [("field.apprentice_kinds", kind, "errands") for kind in rules.apprentice_kinds]
    for kind in errands.values():
        named += [(f"errands.{kind.id}.needs", skill, "skills") for part in kind.parts for skill in part.needs]
        named += [(f"errands.{kind.id}.uses", thing, "field.things") for thing in kind.uses]
    for path, name, table in named:
        listed = tuple(ENGAGEMENTS if table == "engagements" else known[table])
        if name and name not in listed:
            text = Text(f"“{name}”不在 [{table}] 中。", f'"{name}" is not in [{table}].')
            faults.add(path, text, Text(f"可用：{'、'.join(listed)}。", f"Use one of: {', '.join(listed)}."))
    if rules.out_from >= rules.back_by:
        text = Text("返回时间不晚于出发时间。", "Trips would be back no later than they leave.")
        faults.add("field.back_by", text, Text("请更正 out_from 或 back_by。", "Correct out_from or back_by."))
