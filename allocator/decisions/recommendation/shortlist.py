"""The pool to draw from and nobody's reasons (候选池), for whoever gives out cases by the thousand and shows nobody.

The same prices, the same pool and the same name of it as `recommendation.rank`; what a candidate's price is made of is
worked out for who is chosen.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from allocator.decisions.recommendation.duty import Duty, Found, Together
from allocator.decisions.recommendation.recommendation import (
    Candidate,
    candidate_with,
    continuity_terms,
    digest_of_pool,
)
from allocator.decisions.recommendation.shares import Shares, TeamPart
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.workload import PERMILLE, mentor_part, permille

Row = tuple[int, str, int]
"""What a case would cost with somebody: the price, the officer, and the load after, per mille; in this order the best is first."""


@dataclass
class Shortlist:
    """Who may have a case and is as good as the best within the tolerance, in no order, and some besides who are not."""

    case: CaseToPlace
    shares: Shares
    able: Found
    rows: list[Row]

    @cached_property
    def in_pool(self) -> list[Row]:
        """Give those as good as the best within the tolerance, by officer code."""
        most = self.shares.snapshot.rulebook.levers.tolerance + min(self.rows)[0] if self.rows else 0
        return sorted([row for row in self.rows if row[0] <= most], key=itemgetter(1))

    @property
    def pool(self) -> tuple[str, ...]:
        """Give the pool to draw from, by officer code."""
        return tuple([code for _, code, _ in self.in_pool])

    @property
    def pool_digest(self) -> str:
        """Name the pool with the loads it rests on."""
        held, available = self.shares.snapshot.minutes_led, self.shares.snapshot.capacity.minutes
        return digest_of_pool(
            [(code, -(-held[code] * PERMILLE // available[code]), after, price) for price, code, after in self.in_pool]
        )

    def candidate(self, officer: str) -> Candidate:
        """Work out what taking the case means for one of them."""
        one, mentor = next(pair for pair in self.able.people if pair[0].code == officer)
        return candidate_with(one.officer, mentor, self.case, self.shares)

    @property
    def best(self) -> Candidate | None:
        """Give the first in order, if there is anybody."""
        return self.candidate(min(self.rows)[1]) if self.rows else None


def shortlist(case: CaseToPlace, snapshot: Snapshot, duty: Duty, *, capped: bool = True) -> Shortlist:
    """Price everybody who may have a case; not `capped`, the caps on load bar nobody."""
    shares, able = Shares(snapshot, duty.parted), duty.able(case, snapshot)
    cap = snapshot.rulebook.levers.most_load if capped else math.inf
    return Shortlist(case, shares, able, _rows(case, shares, able, cap))


class _Post(NamedTuple):
    """What all leads of one team and role have in common: their part, a mentor's, and what full colleagues add to the price."""

    part: TeamPart
    lead: int
    mentor: int
    beside: Mapping[str, int]
    excess: int

    def alike(self, together: Together) -> bool:
        """Say whether all of them have the same to add to their own minutes: no mentor, nothing at a desk, colleagues who are others."""
        if self.beside or not together.alone:
            return False
        return not self.excess or not any(code in together.codes for _, code in self.part.fullest)


def _rows(case: CaseToPlace, shares: Shares, able: Found, cap: float) -> list[Row]:
    """Price everybody, and keep who may be as good as the best.

    No price but that of a former handler is below the own load after the case: where that is too much, nothing else is asked.
    """
    snapshot, found, best = shares.snapshot, list[Row](), math.inf
    held, available, tolerance = snapshot.minutes_led, snapshot.capacity.minutes, snapshot.rulebook.levers.tolerance
    known = {link.handler for link in case.linked}
    for together in able.posts:
        first, codes = together.people[0][0].officer, together.codes
        lead = max(0, shares.lead(first, case))
        loads = [-(-(held[code] + lead) * PERMILLE // available[code]) for code in codes]
        least, tied = min(loads), bool(known) and not known.isdisjoint(codes)
        if least > cap or (least > best + tolerance and not tied):
            continue
        post = _post(shares.of(first, case), case, snapshot)
        if tied or not post.alike(together):
            rows = list(_priced(together, post, known, case, shares, cap))
            best = min([best, *[row[0] for row in rows]])
            found += rows
        else:  # nothing but the own minutes tells one price from another: those of nearly everybody, by the thousand
            excess = post.excess
            best = min(best, least + excess)
            most = min(cap, best + tolerance - excess)
            found += [(load + excess, code, load) for load, code in zip(loads, codes, strict=True) if load <= most]
    return found


def _priced(
    together: Together, post: _Post, known: set[str | None], case: CaseToPlace, shares: Shares, cap: float
) -> Iterator[Row]:
    """Price those of one team and role of whom some have more to their price than their own minutes; whom the caps bar, not."""
    snapshot = shares.snapshot
    held, available = snapshot.minutes_led, snapshot.capacity.minutes
    for one, mentor in together.people:
        code, beside = one.code, 0
        own, has = held[code], available[code]
        lead = post.lead + post.beside[code] if code in post.beside else post.lead
        after = price = -(-(own + lead) * PERMILLE // has)
        if mentor is not None:
            beside = permille(held[mentor] + post.mentor + post.part.at_a_desk(mentor), available[mentor])
            price = max(after, beside)
        if post.excess:
            price += max(0, post.part.fullest_colleague((code, mentor)) - PERMILLE)
        if code in known:
            price += sum(term.amount for term in continuity_terms(code, case, snapshot))
        if after <= cap and beside <= cap:
            yield price, code, after


def _post(part: TeamPart, case: CaseToPlace, snapshot: Snapshot) -> _Post:
    rules = snapshot.rulebook
    mentor = max(0, mentor_part(part.own, rules.lanes[case.lane].track, rules))
    return _Post(part, max(part.lead, 0), mentor, part.beside, part.excess)
