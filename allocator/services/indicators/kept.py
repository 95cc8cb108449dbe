"""The cases of indicators as they were seen last (统计缓存): after a change only the cases it touched are read anew."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from operator import attrgetter

from allocator.domain.indicators.definitions import Stretch
from allocator.domain.indicators.facts import CaseRecord
from allocator.domain.indicators.measuring import Docket, Measure
from allocator.domain.rulebook.book import Rulebook
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.clocks.clock_keeping import Resting
from allocator.services.clocks.clock_work import Desk
from allocator.services.context import Context
from allocator.services.indicators.records import Taken, take

Head = tuple[int, str]
"""Number and hash of an entry of the log."""

Measures = dict[tuple[str, Stretch], Measure]
Parts = dict[tuple[tuple[tuple[str, str], ...], frozenset[int]], Measures]
_KEPT = 2
FEW = 8
"""One case in so many may have changed for the others to be kept; beyond that all are read anew."""
_BY_ID = attrgetter("id")


@dataclass(frozen=True)
class _Seen:
    """The cases as of an entry of the log, on what else they rest, and what was measured of them already.

    `behind` counts the cases whose clocks rested on earlier rules then: fewer have been worked out anew since, without an
    entry of the log perhaps.
    """

    head: Head
    behind: int
    docket: Docket
    rests_on: tuple[Mapping[str, str], bool]
    parts: Parts = field(default_factory=dict)


_seen: dict[tuple[str, date, str, str], _Seen] = {}


def seen_cases(
    uow: UnitOfWork, context: Context, as_of: date, by: Desk, rulebook: Rulebook, rests: Resting
) -> tuple[Docket, Parts]:
    """Give the cases as of a day, with what was measured of them already.

    Read anew only when the log has grown, the rules or the calendar are others, or fewer clocks rest on earlier ones:
    whatever changes a case is an entry of it, or works its clocks out anew. Then only the cases are read that changed since.
    """
    now, key = (uow.log.head(), rests.behind), (context.database.url, as_of, rulebook.digest, by.basis)
    found = _seen.get(key)
    if found is None or (found.head, found.behind) != now:
        taking = partial(take, uow, as_of, by, rulebook)
        found = _followed(found, uow, taking, *now) or _all(taking(), *now)
        for old in list(_seen)[: max(0, len(_seen) - _KEPT + 1)]:
            _seen.pop(old, None)
        _seen[key] = found
    return found.docket, found.parts


def _all(taken: Taken, head: Head, behind: int) -> _Seen:
    return _Seen(head, behind, Docket(tuple(taken.records())), taken.rests_on)


def _followed(
    before: _Seen | None, uow: UnitOfWork, taking: Callable[[Collection[int]], Taken], head: Head, behind: int
) -> _Seen | None:
    """Give the cases seen before with those in their places that changed since or came; None where all have to be read.

    What was worked out anew without an entry names the one that was the last by then, perhaps that of the time before.
    """
    if before is None:
        return None
    cases, since = before.docket.cases, before.head[0] - (behind != before.behind)
    changed = uow.clocks.put_since(since, most=len(cases) // FEW + 1)
    taken = taking(changed) if len(changed) * FEW <= len(cases) else None
    if taken is None or taken.rests_on != before.rests_on:
        return None
    at = _places(cases, changed, [row.id for row in taken.rows])
    if at is None:
        return None
    now: list[CaseRecord] = [*cases]
    for k, record in zip(at, taken.records(), strict=True):
        now[k : k + 1] = [record]
    return _Seen(head, behind, before.docket.followed(tuple(now), at), taken.rests_on)


def _places(cases: Sequence[CaseRecord], changed: Sequence[int], there: Sequence[int]) -> list[int] | None:
    """Give the places of changed cases, new ones behind all others; None where one is gone or would stand between others.

    Numbers come in order: of all that changed, and of those of them that are there.
    """
    old = [k for number in changed if (k := _place(cases, number)) is not None]
    new = [number for number in there if _place(cases, number) is None]
    is_gone = len(old) + len(new) > len(there)
    is_between = bool(new and cases) and new[0] < cases[-1].id
    return None if is_gone or is_between else [*old, *range(len(cases), len(cases) + len(new))]


def _place(cases: Sequence[CaseRecord], number: int) -> int | None:
    k = bisect_left(cases, number, key=_BY_ID)
    return k if k < len(cases) and cases[k].id == number else None
