"""The cases of indicators as they were seen last (统计缓存): after a change only the cases it touched are read into records anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from allocator.domain.indicators.definitions import Stretch
from allocator.domain.indicators.measuring import Docket, Measure
from allocator.domain.rulebook.book import Rulebook
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.clocks.clock_keeping import Resting
from allocator.services.clocks.clock_work import Desk
from allocator.services.context import Context
from allocator.services.indicators.records import Taken, take

Measures = dict[tuple[str, Stretch], Measure]
Parts = dict[tuple[tuple[tuple[str, str], ...], frozenset[int]], Measures]
_KEPT = 2
FEW = 8
"""One case in so many may have changed for the others to be kept; beyond that all are read anew."""


@dataclass(frozen=True)
class _Seen:
    """The cases as of an entry of the log, a mark of each, their teams, and what was measured of them already."""

    head: str
    docket: Docket
    marks: Sequence[int] | None
    teams: Mapping[str, str]
    parts: Parts = field(default_factory=dict)


_seen: dict[tuple[str, date, str, str, int], _Seen] = {}


def seen_cases(
    uow: UnitOfWork, context: Context, as_of: date, by: Desk, rulebook: Rulebook, rests: Resting
) -> tuple[Docket, Parts]:
    """Give the cases as of a day, with what was measured of them already.

    Read anew only when the log has grown, the rules or the calendar are others, or more clocks rest on them: whatever
    changes a case is an entry of it. Of a log that has grown the cases that are as they were stay as they are.
    """
    head, key = uow.log.head()[1], (context.database.url, as_of, rulebook.digest, by.basis, rests.behind)
    found = _seen.get(key)
    if found is None or found.head != head:
        found = _follow(found, take(uow, as_of, by, rulebook), head)
        for old in list(_seen)[: max(0, len(_seen) - _KEPT + 1)]:
            _seen.pop(old, None)
        _seen[key] = found
    return found.docket, found.parts


def _follow(before: _Seen | None, taken: Taken, head: str) -> _Seen:
    """Give what was taken as seen cases, with all of those before that stand as they stood."""
    marks = taken.marks() if taken.is_plain else None
    changed = _changed(before, taken, marks)
    if before is None or changed is None:
        return _Seen(head, Docket(tuple(taken.records())), marks, taken.teams)
    cases = [*before.docket.cases, *[None] * (len(taken.rows) - len(before.docket.cases))]
    for k, record in zip(changed, taken.records(changed), strict=True):
        cases[k] = record
    return _Seen(head, before.docket.followed(tuple(cases), changed), marks, taken.teams)  # type: ignore[arg-type]


def _changed(before: _Seen | None, taken: Taken, marks: Sequence[int] | None) -> list[int] | None:
    """Give the places of the cases that changed or came; None where all have to be read anew."""
    if before is None or before.marks is None or marks is None or before.teams != taken.teams:
        return None
    ids = [case.id for case in before.docket.cases]
    if len(marks) < len(ids) or any(row.id != one for row, one in zip(taken.rows, ids, strict=False)):
        return None
    same = [k for k, (old, new) in enumerate(zip(before.marks, marks, strict=False)) if old != new]
    changed = [*same, *range(len(ids), len(marks))]
    return changed if len(changed) * FEW <= len(marks) else None
