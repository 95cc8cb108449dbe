"""The pool guard (候选池警戒): says when a draw had few to draw from, or when its pool was made small just before.

Ordinary leave does not alarm; a pool that lost half of its people to changes entered in the last days does, and so
does a rule changed on the very day or a team changed in those days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from allocator.decisions.recommendation.draw import Draw
from allocator.decisions.recommendation.eligibility import leads_cases, refusals
from allocator.decisions.recommendation.recommendation import Ranking, Refused
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text

CAUSED_BY = {
    "absences": {"absent", "no_minutes", "no_mentor"},
    "reductions": {"intake_stopped", "no_minutes", "over_cap", "no_mentor", "mentor_over_cap"},
    "recusals": {"recused", "is_party", "signer_recused", "no_mentor"},
    "people": {
        *("skill_missing", "skill_expired", "not_serving", "track", "ladder", "no_minutes", "over_cap"),
        *("no_mentor", "mentor_over_cap"),
    },
    "pairings": {"no_mentor"},
}


@dataclass(frozen=True, slots=True)
class OfficeEdit:
    """An entry in the office's own data: which table, whose row, and the day it was entered (变更记录).

    `officer` is None for rows of nobody, and for somebody taken out of the office altogether.
    """

    table: str
    officer: str | None
    day: date


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something about a pool the auditor should see."""

    code: str
    text: Text
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pool:
    """What the guard looks at: how many are eligible, who is refused and why, and among how many a draw was held."""

    eligible: int
    refused: tuple[Refused, ...]
    drawn: int | None = None


def pool_of(ranking: Ranking, drawn: Draw | None = None) -> Pool:
    """Give the pool of a ranking, and of the draw that was held in it."""
    return Pool(len(ranking.candidates), ranking.refused, len(drawn.pool) if drawn else None)


def watch(pool: Pool, edits: tuple[OfficeEdit, ...], snapshot: Snapshot) -> tuple[Alarm, ...]:
    """Look at one pool with what was entered lately; gives the alarms, none when all is ordinary."""
    return (*_small(pool, snapshot), *_shrunk(pool, edits, snapshot), *_rules(edits, snapshot))


@dataclass(frozen=True, slots=True)
class PlanAlarm:
    """What the guard says of several cases of a plan."""

    alarm: Alarm
    cases: tuple[str, ...]


def watch_all(cases: Sequence[CaseToPlace], edits: tuple[OfficeEdit, ...], snapshot: Snapshot) -> tuple[PlanAlarm, ...]:
    """Look at the pool of every case of a plan; what is said of several is said once, with the cases it concerns."""
    leaders = [officer for officer in snapshot.office.officers if leads_cases(officer, snapshot)]
    found: dict[str, tuple[Alarm, list[str]]] = {}
    for case in cases:
        judged = [(officer, refusals(officer, case, snapshot)) for officer in leaders]
        refused = tuple(Refused(one.code, one.team, snapshot.load(one.code), why) for one, why in judged if why)
        for alarm in watch(Pool(len(leaders) - len(refused), refused), edits, snapshot):
            found.setdefault(alarm.text.en, (alarm, []))[1].append(case.case.filing.case_no)
    return tuple(PlanAlarm(alarm, tuple(numbers)) for alarm, numbers in found.values())


def _small(pool: Pool, snapshot: Snapshot) -> Iterator[Alarm]:
    count, least = pool.eligible, snapshot.rulebook.levers.least_pool
    if pool.drawn is not None and pool.drawn < min(least, count):
        text = Text(f"只在 {pool.drawn} 名中抽签", f"drawn among {pool.drawn} only")
        yield Alarm("narrow_draw", text, {"drawn": pool.drawn, "eligible": count, "least": least})
    if count < least:
        text = Text(f"合格承办人只有 {count} 名，少于 {least} 名", f"only {count} eligible, fewer than {least}")
        yield Alarm("small_pool", text, {"eligible": count, "least": least})


def _shrunk(pool: Pool, edits: tuple[OfficeEdit, ...], snapshot: Snapshot) -> Iterator[Alarm]:
    late = _late(edits, snapshot)
    entered = {(edit.table, edit.officer) for edit in late}
    lost = [item.officer for item in pool.refused if _caused(item, entered, snapshot)]
    lost += _demoted(entered, snapshot)
    gone = sum(edit.table == "people" and edit.officer is None for edit in late)
    count, remain = len(lost) + gone, pool.eligible
    if count and 2 * count >= count + remain:
        days = snapshot.rulebook.levers.guard_days
        text = Text(
            f"近 {days} 日的变更使候选池减少 {count} 名，剩 {remain} 名",
            f"entries of the last days took {count} out of the pool, {remain} remain",
        )
        yield Alarm("pool_shrunk", text, {"lost": lost, "gone": gone, "eligible": remain})


def _late(edits: tuple[OfficeEdit, ...], snapshot: Snapshot) -> tuple[OfficeEdit, ...]:
    since = snapshot.day - timedelta(days=snapshot.rulebook.levers.guard_days)
    return tuple(edit for edit in edits if edit.day >= since)


def _caused(item: Refused, entered: set[tuple[str, str | None]], snapshot: Snapshot) -> bool:
    """Say whether without the late entries nothing stood in the way: each reason has one of the kind that causes it."""
    return all(
        any(
            (table, person) in entered
            for person in _behind(reason.code, item, snapshot)
            for table, codes in CAUSED_BY.items()
            if reason.code in codes
        )
        for reason in item.reasons
    )


def _behind(code: str, item: Refused, snapshot: Snapshot) -> set[str]:
    """Name those a refusal rests on: the officer, the team's signing judge, or the mentor."""
    people = {item.officer}
    if code == "signer_recused":
        people.update(officer.code for officer in snapshot.office.officers if officer.team == item.team)
    if code in ("no_mentor", "mentor_over_cap"):
        people.update(pairing.mentor for pairing in snapshot.office.mentor_of(item.officer))
    return people


def _demoted(entered: set[tuple[str, str | None]], snapshot: Snapshot) -> list[str]:
    """Name those whose role leads no cases (any more) since a late entry; who has just entered was never in the pool."""
    since = snapshot.day - timedelta(days=snapshot.rulebook.levers.guard_days)
    return [
        officer.code
        for officer in snapshot.office.officers
        if ("people", officer.code) in entered and officer.entered < since and not leads_cases(officer, snapshot)
    ]


def _rules(edits: tuple[OfficeEdit, ...], snapshot: Snapshot) -> Iterator[Alarm]:
    if any(edit.table == "rulebook" and edit.day == snapshot.day for edit in edits):
        yield Alarm("rules_changed_today", Text("规则手册在当日被更改", "the rulebook was changed the same day"))
    if any(edit.table == "teams" for edit in _late(edits, snapshot)):
        yield Alarm("teams_changed", Text("团队设置近日被更改", "the teams were changed in the last days"))
