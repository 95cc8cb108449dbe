"""Reading a process file (process.toml) into a `Process`; all faults are told together, each with its path."""

import tomllib
from collections.abc import Mapping
from typing import Any

from allocator.domain.errors import BadInput
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.conditions import FactValue
from allocator.domain.rulebook.section import Faults, Section, note_unread
from allocator.domain.rulebook.written import Written
from allocator.domain.scenarios.process import (
    AT_ONCE,
    CALENDAR,
    EXPONENTIAL,
    FIXED,
    LOGNORMAL,
    SHAPES,
    TRIANGULAR,
    UNIFORM,
    UNITS,
    Duration,
    Duty,
    Help,
    Overstay,
    Process,
    ProcessStage,
    Resumption,
    Share,
    Sickness,
)
from allocator.domain.scenarios.process_check import check_process
from allocator.domain.toml_words import not_toml
from allocator.domain.words import Count, Text

THOUSANDTHS, LONGEST = 1000, 3650_000
DAY = 24 * 60
ASKED = {
    FIXED: ("typical",),
    EXPONENTIAL: ("typical",),
    UNIFORM: ("low", "high"),
    TRIANGULAR: ("low", "typical", "high"),
    LOGNORMAL: ("typical", "high"),
}


def read_process(text: str, rulebook: Rulebook) -> Process:
    """Read a process for a rulebook; raises BadInput whose faults name every path that is wrong."""
    try:
        values = tomllib.loads(text, parse_float=Written)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise BadInput(
            Text("办案流程不是有效的 TOML：{why}。", "The process is not valid TOML: {why}.").fill(why=not_toml(error)),
            Text("请照此更正。", "Correct that."),
            code="process-not-toml",
        ) from error
    return process_of(values, rulebook)


def process_of(values: Mapping[str, Any], rulebook: Rulebook) -> Process:
    """Read a process from the values of its file, floats as they are written; raises BadInput like `read_process`."""
    faults = Faults()
    kinds = {name: fact.kind for name, fact in rulebook.facts.items()}
    top = Section("", values, faults, kinds)
    process = _process(top)
    note_unread(top)
    check_process(process, rulebook, faults)
    if faults.found:
        raise BadInput(
            Text(
                f"办案流程有 {len(faults.found)} 处错误。", f"The process has {Count(len(faults.found)):fault|faults}."
            ),
            Text("请按路径逐处更正。", "Correct each at its path."),
            code="process-faulty",
            faults=[
                {"field": path, "text": fault.text.as_dict(), "remedy": fault.remedy.as_dict()}
                for path, fault in faults.found
            ],
        )
    return process


def _process(top: Section) -> Process:
    resumption, sickness = top.section("resumption"), top.section("sickness")
    return Process(
        stages=tuple(_stage(row) for row in top.sections("stages")),
        assigned_after=top.text("assigned_after"),
        effort_spread=top.permille("effort_spread", most=3000),
        limit=top.text("limit"),
        overstays=tuple(_overstay(row) for row in top.sections("overstays")),
        resumption=_resumption(resumption) if resumption.values else None,
        duties=tuple(_duty(row) for row in top.sections("duties")),
        sickness=_sickness(sickness) if sickness.values else None,
        helps=tuple(Help(row.text("role"), row.text("lane"), row.text("source")) for row in top.sections("helps")),
    )


def _stage(row: Section) -> ProcessStage:
    return ProcessStage(
        id=row.text("id"),
        text=row.names(),
        work=row.permilles("work", most=1_000_000),
        pooled=row.permilles("pooled", most=1_000_000),
        wait=_duration(row, "wait"),
        when=row.condition() if "when" in row.values else True,
        track=row.choice("track", ("fast", "regular"), "") if "track" in row.values else "",
        stops_clock=row.flag("stops_clock"),
        vehicle=row.integer("vehicle", 0, most=DAY),
        reveals=row.strings("reveals"),
        sets=_facts(row, "sets"),
        node=row.text("node", ""),
        not_before=row.text("not_before", ""),
        closes=row.text("closes", ""),
        recovers=_share(row) if "recovers" in row.values else None,
        lane=row.text("lane", ""),
        source=row.text("source"),
        errand=row.text("errand", ""),
    )


def _duration(row: Section, key: str) -> Duration:
    """Read a time such as ``{shape = "triangular", low = 3, typical = 7, high = 20, unit = "working"}``, in days."""
    if key not in row.values:
        return AT_ONCE
    section = row.section(key)
    shape = section.choice("shape", SHAPES, FIXED)
    asked = ASKED.get(shape, ())
    low, typical, high = (_days(section, name) if name in asked else 0 for name in ("low", "typical", "high"))
    if high < max(low, typical) and "high" in asked:
        section.wrong("high", Text("不小于前两者的天数", "days, no fewer than the other figures"))
    if shape == TRIANGULAR and typical < low:
        section.wrong("typical", Text("不小于 low 的天数", "days, no fewer than low"))
    if shape == LOGNORMAL and typical < 1:
        section.wrong("typical", Text("大于 0 的天数", "more than no days"))
    return Duration(shape, typical, low, high, section.choice("unit", UNITS, CALENDAR))


def _days(section: Section, key: str) -> int:
    """Read days as thousandths; 0.5 is half a day."""
    thousandths = round(section.number(key) * THOUSANDTHS)
    if not 0 <= thousandths <= LONGEST:
        section.wrong(key, Text("0 到 3650 的天数", "days from 0 to 3650"))
        return 0
    return thousandths


def _facts(row: Section, key: str) -> dict[str, FactValue]:
    section = row.section(key)
    return {name: section.value(name) for name in section.values}


def _share(row: Section) -> Share:
    section = row.section("recovers")
    low, typical, high = (section.permille(name) for name in ("low", "typical", "high"))
    if not low <= typical <= high:
        section.wrong("high", Text("low、typical、high 依次不减", "low, typical and high that do not fall"))
    return Share(low, typical, high)


def _overstay(row: Section) -> Overstay:
    when = row.condition() if "when" in row.values else True
    days = row.integer("days", least=1, most=3650)
    return Overstay(row.text("lane"), days, row.text("to"), when, row.text("source"))


def _resumption(row: Section) -> Resumption:
    return Resumption(
        closes=row.text("closes"),
        chance=row.permille("chance"),
        after=_duration(row, "after"),
        kind=row.text("kind"),
        facts=_facts(row, "facts"),
        source=row.text("source"),
    )


def _duty(row: Section) -> Duty:
    return Duty(
        id=row.text("id"),
        text=row.names(),
        lane=row.text("lane"),
        per_year=row.integer("per_year", most=1_000_000),
        minutes=row.minutes("hours"),
        rank=row.integer("rank", 0, most=99),
        source=row.text("source"),
    )


def _sickness(row: Section) -> Sickness:
    return Sickness(row.permille("per_year", most=20_000), _duration(row, "lasts"), row.text("source"))
