"""A stock of held cases at a random office: each case with somebody who may have it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random

from allocator.decisions.allocation.move_plan import Asked, Drawn, Rebalancing
from allocator.decisions.allocation.rebalancing import rebalance
from allocator.decisions.recommendation.eligibility import leads_cases, mentor_for, refusals
from allocator.domain.snapshot import CaseToPlace, HeldCase, Snapshot
from allocator.domain.workload import charges
from tests.allocator.decisions.offices import a_random_office, lots

DRAWN = Drawn(lots, 7)
Stock = tuple[tuple[HeldCase, ...], Snapshot]


@cache
def a_held_stock(seed: int, cases: int = 10) -> Stock:
    """Cases held by random people of those who may have them, the first of these more often; with what that weighs."""
    office = a_random_office(seed, cases)
    chance = Random(seed)
    found = [held for case in office.cases if (held := _held(case, office.seen, chance)) is not None]
    taken: Counter[str] = Counter(office.seen.held)
    for item in found:
        taken.update(item.charges)
    return tuple(found), replace(office.seen, held=dict(taken))


def _held(case: CaseToPlace, seen: Snapshot, chance: Random) -> HeldCase | None:
    people = [one for one in seen.office.officers if leads_cases(one, seen) and not refusals(one, case, seen)]
    if not people:
        return None
    lead = people[min(chance.randrange(len(people)), chance.randrange(len(people)))]
    mentor = mentor_for(lead, case, seen)
    track = seen.rulebook.lanes[case.lane].track
    taken = charges(case.minutes, track, lead, mentor, seen.capacity)
    return HeldCase(replace(case, holder=lead.code), mentor, date(2022, 7, 1), taken)


def planned(stock: Stock, **asked: object) -> Rebalancing:
    """A plan of moves for a stock."""
    held, seen = stock
    return rebalance(held, seen, Asked(**asked), DRAWN, 2)  # type: ignore[arg-type]


def by_holder(stock: Stock) -> Mapping[str, list[str]]:
    """The cases of everybody."""
    found: dict[str, list[str]] = {}
    for item in stock[0]:
        found.setdefault(item.holder, []).append(item.case_no)
    return found
