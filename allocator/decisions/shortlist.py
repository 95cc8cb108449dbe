"""The pool to draw from and nobody's reasons (候选池), for whoever gives out cases by the thousand and shows nobody.

The same prices, the same pool and the same name of it as `recommendation.rank`; what a candidate's price is made of is
worked out for who is chosen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from allocator.decisions.duty import Duty
from allocator.decisions.recommendation import Candidate, candidate_of, continuity_terms, digest_of_pool
from allocator.decisions.shares import Shares
from allocator.domain.people import Officer
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.workload import PERMILLE, permille


@dataclass(frozen=True, slots=True)
class Priced:
    """What a case would cost with somebody: load before and after and the price, per mille; and the mentor's load after."""

    price: int
    code: str
    officer: Officer
    before: int
    after: int
    mentor_after: int


@dataclass
class Shortlist:
    """Everybody who may have a case, the cheapest first."""

    case: CaseToPlace
    shares: Shares
    priced: list[Priced]

    @cached_property
    def in_pool(self) -> list[Priced]:
        """Give those as good as the best within the tolerance, by officer code."""
        most = self.shares.snapshot.rulebook.levers.tolerance + self.priced[0].price if self.priced else 0
        return sorted((one for one in self.priced if one.price <= most), key=lambda one: one.code)

    @property
    def pool(self) -> tuple[str, ...]:
        """Give the pool to draw from, by officer code."""
        return tuple([one.code for one in self.in_pool])

    @property
    def pool_digest(self) -> str:
        """Name the pool with the loads it rests on."""
        return digest_of_pool((one.code, one.before, one.after, one.price) for one in self.in_pool)

    def candidate(self, officer: str) -> Candidate:
        """Work out what taking the case means for one of them."""
        return candidate_of(self.shares.snapshot.office.officer_by_code[officer], self.case, self.shares)

    @property
    def best(self) -> Candidate | None:
        """Give the first in order, if there is anybody."""
        return self.candidate(self.priced[0].code) if self.priced else None


def shortlist(case: CaseToPlace, snapshot: Snapshot, duty: Duty, *, capped: bool = True) -> Shortlist:
    """Put everybody who may have a case in order of price; not `capped`, the caps on load bar nobody."""
    shares = Shares(snapshot)
    cap = snapshot.rulebook.levers.most_load
    found = _priced(case, shares, duty)
    within = [one for one in found if not (capped and (one.after > cap or one.mentor_after > cap))]
    within.sort(key=lambda one: (one.price, one.code))
    return Shortlist(case, shares, within)


def _priced(case: CaseToPlace, shares: Shares, duty: Duty) -> Iterator[Priced]:
    snapshot = shares.snapshot
    held, available = snapshot.minutes_held, snapshot.capacity.minutes
    known = {link.handler for link in case.linked}
    for one, mentor in duty.able(case, snapshot):
        code, part, beside = one.code, shares.of(one.officer, case), 0
        own, has = held[code], available[code]
        after = permille(own + max(part.lead, 0) + part.parts.get(code, 0), has)
        if mentor is not None:
            more = part.minutes(mentor, shares.charged(one.officer, mentor, case))
            beside = permille(held[mentor] + more, available[mentor])
        price = max(after, beside) + max(0, part.fullest_colleague((code, mentor)) - PERMILLE)
        if code in known:
            price += sum(term.amount for term in continuity_terms(code, case, snapshot))
        yield Priced(price, code, one.officer, permille(own, has), after, beside)
