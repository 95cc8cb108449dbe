"""The pool guard (候选池警戒): says when a draw had few to draw from, or when its pool was made small just before.

Ordinary leave does not alarm; a pool that lost half of its people to changes entered in the last days does, and so
does a rule changed on the very day.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from allocator.decisions.recommendation import Ranking
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text

CAUSED_BY = {
    "absences": {"absent", "no_minutes", "no_mentor"},
    "reductions": {"intake_stopped", "no_minutes", "over_cap"},
    "recusals": {"recused", "signer_recused", "no_mentor"},
    "people": {"skill_missing", "skill_expired", "not_serving", "track", "no_minutes", "over_cap", "ladder"},
    "pairings": {"no_mentor"},
    "teams": {"track"},
}


@dataclass(frozen=True, slots=True)
class OfficeEdit:
    """An entry in the office's own data: which table, whose row, and the day it was entered (变更记录)."""

    table: str
    officer: str | None
    day: date


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something about a pool the auditor should see."""

    code: str
    text: Text
    facts: dict[str, object] = field(default_factory=dict)


def watch(ranking: Ranking, edits: tuple[OfficeEdit, ...], snapshot: Snapshot) -> tuple[Alarm, ...]:
    """Look at one pool with what was entered lately; gives the alarms, none when all is ordinary."""
    return (*_small(ranking, snapshot), *_shrunk(ranking, edits, snapshot), *_rules(edits, snapshot))


def _small(ranking: Ranking, snapshot: Snapshot) -> Iterator[Alarm]:
    count, least = len(ranking.candidates), snapshot.rulebook.levers.least_pool
    if count < least:
        text = Text(f"合格承办人只有 {count} 名，少于 {least} 名", f"only {count} eligible, fewer than {least}")
        yield Alarm("small_pool", text, {"eligible": count, "least": least})


def _shrunk(ranking: Ranking, edits: tuple[OfficeEdit, ...], snapshot: Snapshot) -> Iterator[Alarm]:
    since = snapshot.day - timedelta(days=snapshot.rulebook.levers.guard_days)
    late = {(edit.officer, edit.table) for edit in edits if edit.day >= since}
    lost = [
        item.officer
        for item in ranking.refused
        if any(
            reason.code in CAUSED_BY.get(table, ())
            for reason in item.reasons
            for who, table in late
            if who == item.officer
        )
    ]
    if lost and 2 * len(lost) >= len(lost) + len(ranking.candidates):
        text = Text(
            f"近 {snapshot.rulebook.levers.guard_days} 日的变更使候选池减少 {len(lost)} 名，剩 {len(ranking.candidates)} 名",
            f"entries of the last days took {len(lost)} out of the pool, {len(ranking.candidates)} remain",
        )
        yield Alarm("pool_shrunk", text, {"lost": lost, "eligible": len(ranking.candidates)})


def _rules(edits: tuple[OfficeEdit, ...], snapshot: Snapshot) -> Iterator[Alarm]:
    if any(edit.table == "rulebook" and edit.day == snapshot.day for edit in edits):
        yield Alarm("rules_changed_today", Text("规则手册在当日被更改", "the rulebook was changed the same day"))
