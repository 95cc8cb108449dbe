"""The rows of an office's tables as the domain's values; each names what the bureau or the rulebook must know."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from allocator.domain.people import (
    Absence,
    Officer,
    Pairing,
    Preference,
    Recusal,
    RecusalState,
    Reduction,
    Skill,
    Team,
    Town,
    TownMinutes,
    Vehicle,
)
from allocator.domain.rulebook.section import Section
from allocator.domain.words import Text
from allocator.files.faults import ValueFault
from allocator.files.office.sheet import Entry, Names, Rows, names_of, plain_word
from allocator.files.values import case_no, day, identity

T = TypeVar("T")
Built = tuple[tuple[Entry, T], ...]
CODE = re.compile(r"[\w-][\w.-]*")
LONGEST_DRIVE, MOST_SEATS = 24 * 60, 60
MOST_STEPS, LAST_RANK = 20, 99
PARTS = re.compile(r"[;；\n]")
LIST = re.compile(r"[;；、\n]")
REASONS = {
    "leave": ("请假", "休假", "年休假", "事假", "探亲"),
    "training": ("培训", "学习"),
    "away": ("外派", "外出", "出差", "借调"),
    "duty": ("值班", "公务", "执勤"),
    "other": ("其他",),
}
STATES = {
    RecusalState.DECLARED.value: ("已申报", "申报", "自行回避"),
    RecusalState.CHALLENGED.value: ("申请待定", "待决定", "被申请回避"),
    RecusalState.UPHELD.value: ("成立", "决定回避", "准许"),
    RecusalState.DISMISSED.value: ("驳回", "不成立"),
}
UNACCEPTABLE = {plain_word(word) for word in ("no", "x", "unacceptable", "不接受", "不愿意", "不愿", "否")}
TELLS_TOO_MUCH = re.compile(
    r"病|医|手术|住院|孕|产|流产|抑郁|焦虑|精神|康复|体检|癌|能力|不胜任|表现|绩效|考核|处分|"
    r"\b(sick|ill|illness|disease|hospital|surgery|pregnan\w*|depress\w*|burn-?out|mental|medical|ability|performance)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Known:
    """What the tables may name: ids by every written form; None where the file that declares them is faulty."""

    roles: Names | None
    teams: Names | None
    skills: Names | None
    reductions: Names | None
    officers: Names
    towns: Names


@dataclass(frozen=True)
class OfficeTables:
    """The tables of a folder as built values, each with the row it came from."""

    people: Built[Officer]
    pairings: Built[Pairing]
    preferences: Built[Preference]
    absences: Built[Absence]
    reductions: Built[Reduction]
    recusals: Built[Recusal]
    vehicles: Built[Vehicle]
    towns: Built[Town]
    town_minutes: Built[TownMinutes]


def known_names(rules: Section | None, teams: Iterable[Team] | None, people: Rows, towns: Rows) -> Known:
    """Gather what may be named: by the rulebook's file, sound or not, by the bureau's teams, people and towns.

    People and towns count also where their own row is faulty, so that no fault begets another.
    """
    skills = {} if rules is None else {**_rules_named(rules, "skill_rules"), **declared(rules, "skills")}
    return Known(
        roles=named(declared(rules, "roles")) if rules else None,
        teams=None if teams is None else named({team.code: team.name for team in teams}),
        skills=named(skills) if rules else None,
        reductions=named(declared(rules, "reductions")) if rules else None,
        officers=_officers(people),
        towns=names_of((entry.cell("name"), _aliases(entry)) for entry in towns.entries if entry.cell("name")),
    )


def declared(rules: Section, key: str) -> dict[str, Text]:
    """Name what a table of the rulebook declares, by id."""
    return {name: section.names() for name, section in rules.named(key)}


def _rules_named(rules: Section, key: str) -> dict[str, Text]:
    return {section.text("id"): section.names() for section in rules.sections(key)}


def _officers(people: Rows) -> Names:
    """Find people by code, and by a name that only one of them bears."""
    by_name: dict[str, list[str]] = {}
    for entry in people.entries:
        by_name.setdefault(entry.cell("name"), []).append(entry.cell("code"))
    unique = {codes[0]: name for name, codes in by_name.items() if len(codes) == 1}
    coded = (entry.cell("code") for entry in people.entries if entry.cell("code"))
    return names_of((code, (unique.get(code, ""),)) for code in coded)


def named(names: Mapping[str, Text]) -> Names:
    """Map ids and both names of each to the id."""
    return names_of((identifier, (name.zh, name.en)) for identifier, name in names.items())


@dataclass(frozen=True)
class Builder:
    """Builds the rows of each table, knowing what they may name."""

    known: Known

    def officer(self, entry: Entry) -> Officer:
        """Build a member of the office."""
        code = code_of(entry)
        serves = entry.period("entered", "left")
        return Officer(
            code=code,
            name=entry.text("name"),
            role=entry.known("role", Text("岗位", "role"), self.known.roles),
            team=entry.resolve("team", entry.cell("team"), Text("团队", "team"), self.known.teams) or None,
            share=entry.permille("share"),
            entered=serves.first,
            left=serves.last,
            skills=self._skills(entry),
            step=entry.integer("step", 1, MOST_STEPS) if entry.cell("step") else None,
        )

    def pairing(self, entry: Entry) -> Pairing:
        """Build a mentor-apprentice pair."""
        mentor, apprentice = (self._officer(entry, name) for name in ("mentor", "apprentice"))
        return Pairing(mentor, apprentice, entry.period(), entry.flag("cover"))

    def preference(self, entry: Entry) -> Preference:
        """Build what one person thinks of pairing with another; ranks run from 1, a word says that it will not do."""
        person, other = (self._anybody(entry, name) for name in ("person", "other"))
        refused = plain_word(entry.cell("rank")) in UNACCEPTABLE
        return Preference(person, other, None if refused else entry.integer("rank", 1, LAST_RANK))

    def absence(self, entry: Entry) -> Absence:
        """Build an absence; its reason is a code, never a story."""
        return Absence(self._officer(entry), entry.period(), _reason(entry))

    def reduction(self, entry: Entry) -> Reduction:
        """Build a reduction."""
        kind = entry.known("kind", Text("减量事由", "kind of reduction"), self.known.reductions)
        return Reduction(self._officer(entry), kind, entry.permille("share"), entry.period())

    def recusal(self, entry: Entry) -> Recusal:
        """Build a recusal: it must name a party, an identity or a case."""
        if not any(entry.cell(name) for name in ("party", "identity", "case_no")):
            text = Text("未写明回避的当事人、证件号或案号。", "It names neither party, identity nor case.")
            entry.fault("party", "recusal-of-nothing", text, Text("至少填写一项。", "Give at least one."))
        state = entry.known("state", Text("回避状态", "state of recusal"), names_of(STATES.items()))
        number = identity(entry.cell("identity"))
        return Recusal(
            officer=self._officer(entry),
            relation=entry.text("relation"),
            state=RecusalState(state) if state in STATES else RecusalState.DECLARED,
            party=entry.cell("party") or None,
            identity=number.number if number else None,
            case_no=_case_no(entry),
            since=entry.day("since"),
        )

    def vehicle(self, entry: Entry) -> Vehicle:
        """Build a shared vehicle: driver and at least one more, so two seats or more."""
        return Vehicle(code_of(entry), entry.text("name"), entry.cell("kind"), entry.integer("seats", 2, MOST_SEATS))

    def town(self, entry: Entry) -> Town:
        """Build a town; without an English name it bears its own."""
        name = entry.text("name")
        return Town(
            name=name,
            name_en=entry.cell("name_en") or name,
            minutes=entry.integer("minutes", 0, LONGEST_DRIVE),
            code=entry.cell("code"),
            aliases=_aliases(entry),
            lat=_coordinate(entry, "lat", 90),
            lon=_coordinate(entry, "lon", 180),
            source=entry.cell("source"),
        )

    def drive(self, entry: Entry) -> TownMinutes:
        """Build the drive between two towns."""
        minutes = entry.integer("minutes", 0, LONGEST_DRIVE)
        town = Text("乡镇", "town")
        origin, target = (entry.known(name, town, self.known.towns) for name in ("origin", "target"))
        return TownMinutes(origin, target, minutes, entry.cell("source"))

    def _officer(self, entry: Entry, name: str = "officer") -> str:
        return entry.known(name, Text("人员", "officer"), self.known.officers)

    def _anybody(self, entry: Entry, name: str) -> str:
        """Read whom a row is about; somebody who is not of the office stays as written (see office_pairs)."""
        word = entry.text(name)
        return self.known.officers.get(plain_word(word), word)

    def _skills(self, entry: Entry) -> tuple[Skill, ...]:
        written = [part.strip() for part in PARTS.split(entry.cell("skills")) if part.strip()]
        skills = tuple(self._skill(entry, part) for part in written)
        for place, skill in enumerate(skills):
            if skill.id in {earlier.id for earlier in skills[:place]}:
                text = Text(f"技能“{skill.id}”写了两次。", f'The skill "{skill.id}" is there twice.')
                entry.fault("skills", "skill-twice", text, Text("请只保留一次。", "Keep one."))
        return skills

    def _skill(self, entry: Entry, written: str) -> Skill:
        """Read ``id:evidence:last day``; the evidence is needed, the last day may be blank."""
        name, _, rest = written.replace("：", ":").partition(":")
        evidence, colon, last = rest.rpartition(":")
        evidence, last = (evidence, last) if colon else (rest, "")
        if not evidence.strip():
            text = Text(f"技能“{name}”缺少依据。", f'The skill "{name}" has no evidence.')
            remedy = Text(
                "写成 技能:依据:有效期，如 network_query:证号2021-03:2027-06-30。", "Write skill:evidence:last day."
            )
            entry.fault("skills", "skill-without-evidence", text, remedy)
        identifier = entry.resolve("skills", name.strip(), Text("技能", "skill"), self.known.skills)
        return Skill(identifier, evidence.strip(), _expiry(entry, last.strip()))


def _aliases(entry: Entry) -> tuple[str, ...]:
    return tuple(part.strip() for part in LIST.split(entry.cell("aliases")) if part.strip())


def code_of(entry: Entry) -> str:
    """Read the code of a thing or person: letters, digits, dots and dashes."""
    code = entry.text("code")
    if code and not CODE.fullmatch(code):
        text = Text(f"编号“{code}”含有不可用的字符。", f'The code "{code}" holds characters that cannot be used.')
        remedy = Text(
            "只用字母、数字、汉字、点、横线和下划线。", "Use letters, digits, dots, dashes and underscores only."
        )
        entry.fault("code", "code-form", text, remedy)
    return code


def _reason(entry: Entry) -> str:
    """Read the reason code of an absence (事由代码); whatever tells of health or ability is refused."""
    word, names = entry.cell("reason"), names_of(REASONS.items())
    if not word or plain_word(word) in names:
        return names.get(plain_word(word), "")
    remedy = Text(
        f"只写事由代码：{'、'.join(REASONS)}（{'、'.join(zh[0] for zh in REASONS.values())}）。",
        f"Write a reason code only: {', '.join(REASONS)}.",
    )
    if TELLS_TOO_MUCH.search(word):
        text = Text(
            "事由涉及健康或能力，不得记载。", "The reason speaks of health or ability, which must not be recorded."
        )
        entry.fault("reason", "reason-private", text, remedy)
    else:
        text = Text(f"“{word}”不是事由代码。", f'"{word}" is no reason code.')
        entry.fault("reason", "reason-unknown", text, remedy)
    return ""


def _expiry(entry: Entry, written: str) -> date | None:
    try:
        return day(written)
    except ValueFault as fault:
        entry.fault("skills", fault.code, fault.text, fault.remedy)
        return None


def _case_no(entry: Entry) -> str | None:
    return case_no(entry.cell("case_no")) if entry.cell("case_no") else None


def _coordinate(entry: Entry, name: str, most: int) -> str:
    written = entry.cell(name)
    if written and not (re.fullmatch(r"-?\d{1,3}(\.\d+)?", written) and abs(int(written.partition(".")[0])) <= most):
        text = Text(f"“{written}”不是坐标。", f'"{written}" is no coordinate.')
        entry.fault(
            name,
            "coordinate",
            text,
            Text("用十进制度数，如 41.03349，或留空。", "Use decimal degrees or leave it blank."),
        )
    return written
