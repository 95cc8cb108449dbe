"""An office in a few words: builders that tests share, each with harmless defaults that a story overrides."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from allocator.domain.calendar import WorkCalendar
from allocator.domain.cases import Filing, Party, PartyKind, PartySide
from allocator.domain.office import Bureau, Office
from allocator.domain.people import Absence, Officer, Pairing, Period, Reduction, Team, Town
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.reading import read_rulebook
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text

GUYANG_RULEBOOK = Path(__file__).parents[1] / "fixtures" / "guyang" / "rulebook.toml"

MONDAY = date(2022, 9, 5)
"""A working day on which nothing special happens."""

SMALL_RULEBOOK = """
version = "small-1"
effective_from = 2022-01-01
name = {zh = "小手册", en = "small rulebook"}

[lanes]
fast = {class = "fast", zh = "快执", en = "fast"}
regular = {class = "regular", zh = "普执", en = "regular"}
services = {class = "fast", zh = "事务", en = "services"}

[kinds]
"执" = {zh = "首次执行", en = "first enforcement", needs_claim = true}
"执恢" = {zh = "恢复执行", en = "resumed enforcement", resumes = true}

[assets]
deposit = {zh = "存款", en = "a deposit"}
vehicle = {zh = "车辆", en = "a vehicle"}

[facts]
full_cash = {kind = "yes_no", zh = "存款足额", en = "cash covers the claim", chance = 0.2}
visits = {kind = "count", zh = "现场次数", en = "visits on site"}
mood = {kind = "choice", zh = "态度", en = "attitude", values = ["willing", "hostile"]}

[[triage.rules]]
id = "R1"
when = "full_cash"
lane = "fast"
zh = "存款足额"
en = "cash in full"
[[triage.rules]]
id = "R2"
when = "claim >= yuan(500_000)"
lane = "regular"
zh = "五十万元以上"
en = "half a million or more"
[[triage.points]]
id = "P1"
when = "debtors >= 2"
points = 10
zh = "两名被执行人"
en = "two debtors"
[triage.score]
threshold = 10
at_or_above = "regular"
below = "fast"

[weights]
least_minutes = 30
[[weights.causes]]
id = "loan"
zh = "民间借贷"
en = "private loan"
aliases = ["借款合同纠纷", "借贷"]
hours = {judge = 1.6, officer = 4.5, clerk = 2.4}
[[weights.causes]]
id = "wage"
zh = "追索劳动报酬"
en = "wages"
aliases = ["农民工工资"]
hours = {officer = 3.9, clerk = 2.1}

[roles]
judge = {zh = "员额法官", en = "judge", leads = true, signs = true}
officer = {zh = "执行员", en = "officer", leads = true}
clerk = {zh = "书记员", en = "clerk"}
apprentice = {zh = "徒弟", en = "apprentice", leads = true, learns = true}

[[ladder]]
until_month = 3
capacity = 0.2
leads = {fast = "no", regular = "no"}
[[ladder]]
until_month = 6
capacity = 0.5
leads = {fast = "with_mentor"}
[[ladder]]
capacity = 1.0
leads = {fast = "alone", regular = "with_mentor"}

[charging]
lead_role = "officer"
mentor = {fast = 0.1, regular = 0.3}
[[charging.pools]]
lane = "services"
role = "clerk"
share = 0.5
fixed_hours = {clerk = 0.5}

[reductions]
duty = {zh = "值班", en = "duty desk", most = 1.0}

[levers]
horizon_working_days = 10
"""


@cache
def a_rulebook() -> Rulebook:
    """The rulebook of the fixture bureau, as its file says it."""
    return read_rulebook(GUYANG_RULEBOOK.read_text(encoding="utf-8"))


@cache
def a_small_rulebook(more: str = "") -> Rulebook:
    """A rulebook of three lanes, two causes and four roles; `more` is TOML put behind it."""
    return read_rulebook(SMALL_RULEBOOK + more)


def small_rulebook_with(*replaced: tuple[str, str]) -> str:
    """The text of the small rulebook with some places written differently; each must stand there."""
    text = SMALL_RULEBOOK
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def a_period(first: str, last: str | None = None) -> Period:
    """A span of days, both included."""
    return Period(date.fromisoformat(first), date.fromisoformat(last) if last else None)


def an_officer(code: str = "o1", role: str = "officer", team: str | None = "regular_1", **more: Any) -> Officer:
    """Somebody who has served full time since 2020."""
    given: dict[str, Any] = {"name": f"某{code}", "share": 1000, "entered": date(2020, 1, 1), **more}
    return Officer(code=code, role=role, team=team, **given)


def a_bureau(**more: Any) -> Bureau:
    """A bureau that works eight hours a day."""
    given: dict[str, Any] = {
        "code": "T01",
        "name": Text("试验县执行局", "test bureau"),
        "court": Text("试验县法院", "test court"),
        **more,
    }
    return Bureau(**given)


def a_team(code: str, *lanes: str) -> Team:
    """A team that serves some lanes (the one of its own name when none is given)."""
    return Team(code, Text(code, code), lanes or (code,))


TEAMS = (a_team("fast"), a_team("regular_1", "regular"), a_team("services"))


def an_office(*officers: Officer, **more: Any) -> Office:
    """An office of three teams with these people, working Monday to Friday."""
    given: dict[str, Any] = {"bureau": a_bureau(), "teams": TEAMS, "calendar": WorkCalendar(), **more}
    return Office(officers=officers or (an_officer(),), **given)


def a_staffed_office(**more: Any) -> Office:
    """An office in which each team has its people: a judge, an officer, two clerks, and an apprentice with a mentor."""
    officers = (
        an_officer("fast_judge", "judge", "fast"),
        an_officer("fast_clerk", "clerk", "fast"),
        an_officer("judge", "judge"),
        an_officer("officer"),
        an_officer("clerk_1", "clerk"),
        an_officer("clerk_2", "clerk", share=500),
        an_officer("apprentice", "apprentice", entered=date(2022, 5, 2)),
        an_officer("pool_1", "clerk", "services"),
        an_officer("pool_2", "clerk", "services"),
    )
    given: dict[str, Any] = {"pairings": (Pairing("officer", "apprentice", a_period("2022-05-02")),), **more}
    return an_office(*officers, **given)


def away(officer: str, first: str, last: str | None = None) -> Absence:
    """Days on which somebody is not there."""
    return Absence(officer, a_period(first, last), "leave")


def reduced(officer: str, permille: int, first: str, last: str | None = None) -> Reduction:
    """A reduction of somebody's capacity."""
    return Reduction(officer, "duty", permille, a_period(first, last))


def a_town(name: str = "金山镇", minutes: int = 15, **more: Any) -> Town:
    """A town with its drive from the seat."""
    return Town(name, more.pop("name_en", "Jinshan"), minutes, **more)


def a_debtor(name: str = "赵某", kind: PartyKind = PartyKind.PERSON, identity: str | None = None) -> Party:
    """A debtor."""
    return Party(PartySide.DEBTOR, name, kind, identity)


def a_creditor(name: str = "钱某", kind: PartyKind = PartyKind.PERSON, identity: str | None = None) -> Party:
    """A creditor."""
    return Party(PartySide.CREDITOR, name, kind, identity)


def a_filing(case_no: str = "（2022）内0222执1号", **more: Any) -> Filing:
    """A loan of 30,000 yuan between two persons, filed on a Monday."""
    given: dict[str, Any] = {
        "kind": "执",
        "title": "钱某与赵某民间借贷纠纷执行案",
        "cause": "民间借贷",
        "claim": 3_000_000,
        "parties": (a_creditor(), a_debtor()),
        "filed_on": MONDAY,
        **more,
    }
    return Filing(case_no=case_no, **given)


def a_snapshot(
    office: Office | None = None, held: Mapping[str, int] | None = None, day: date = MONDAY, **more: Any
) -> Snapshot:
    """The staffed office on a Monday under the small rulebook, with some minutes held."""
    given: dict[str, Any] = {"rulebook": a_small_rulebook(), **more}
    return Snapshot(office or a_staffed_office(), day=day, held=held or {}, **given)
