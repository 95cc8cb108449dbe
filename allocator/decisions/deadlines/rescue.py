"""The rescue desk (期限救援): the cheapest lawful change after which a deadline's work fits, or the proof that none does it.

Every move and every swap that could help is tried, so what is found is the cheapest of all, in the house's one price; and
where nothing is found, there is nothing. A change counts only if nobody's other work becomes late by it, that of mentors
and desks with it: a case that fits with its new handler but not with the judges who sign it there is not saved. Work that is
late at a desk or with a mentor is saved alike: by taking the case there no more, or by making room for those who share the desk.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from allocator.decisions.allocation.moving import may_move_from
from allocator.decisions.deadlines.due_work import (
    DueWork,
    Late,
    colleagues_work,
    due_work,
    late_of_colleagues,
    late_work,
    sharers_of,
)
from allocator.decisions.recommendation.recommendation import Candidate, judge
from allocator.domain.people import Officer
from allocator.domain.snapshot import CaseToPlace, HeldCase, Snapshot
from allocator.domain.words import Text

MOVE, SWAP, COVER = "move", "swap", "cover"
WAYS: Mapping[str, Text] = {
    MOVE: Text("移交一件", "move one case"),
    SWAP: Text("互换两件", "swap two cases"),
    COVER: Text("由他人代办至返岗", "have it covered until the return"),
}
MOVED_LATELY = "moved_lately"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of handler within a rescue (变更承办人): the price is that of the recommendation, per mille of load."""

    case_no: str
    holder: str
    officer: str
    mentor: str | None
    price: int


@dataclass(frozen=True, slots=True)
class Way:
    """A way out (救援办法): a move, a swap, or cover for somebody away (`until` the last day away); prices added up."""

    kind: str
    changes: tuple[Change, ...]
    until: date | None = None

    @property
    def price(self) -> int:
        """Give what it costs, per mille of load."""
        return sum(change.price for change in self.changes)

    @property
    def rank(self) -> tuple[int, int, tuple[tuple[str, str], ...]]:
        """Order ways: the cheaper first, then fewer changes, then by name."""
        return self.price, len(self.changes), tuple((change.case_no, change.officer) for change in self.changes)


@dataclass(frozen=True, slots=True)
class Rescue:
    """What can be done for late work (救援结论): the cheapest way, or none after all that was tried.

    `tried` counts the ways looked at by kind, `refused` why lawful people were lacking by code of the rule, `still_late`
    the lawful ways after which it, or somebody's other work, would still be late. At a desk `too_small` counts the cases whose
    whole work due there by then is less than what is missing: no move of one of them alone can help, whoever takes it.
    """

    late: Late
    way: Way | None
    tried: Mapping[str, int]
    refused: Mapping[str, int]
    still_late: int
    too_small: int = 0


def rescue(late: Late, stock: Sequence[HeldCase], seen: Snapshot) -> Rescue:
    """Find the cheapest way to get late work done by its day. Pure; exhaustive over moves and swaps."""
    desk = _Desk(late, stock, seen)
    found = [*desk.moves(), *desk.swaps()]
    best = min(found, key=lambda way: way.rank, default=None)
    return Rescue(late, best, dict(desk.tried), dict(sorted(desk.refused.items())), desk.still_late, desk.too_small)


@dataclass
class _Desk:
    """One question: the late work, everybody's work by day, and what was tried so far."""

    late: Late
    stock: Sequence[HeldCase]
    seen: Snapshot
    tried: Counter[str] = field(default_factory=lambda: Counter({MOVE: 0, SWAP: 0}))
    refused: Counter[str] = field(default_factory=Counter)
    still_late: int = 0
    too_small: int = 0

    def __post_init__(self) -> None:
        self.work: dict[str, list[DueWork]] = {}
        for case in self.stock:
            self.work.setdefault(case.holder, []).extend(due_work(case, self.seen))
        self.known = _keys([item for own in self.work.values() for item in own], self.seen)
        self.shared: dict[str, list[DueWork]] = {}
        for case in self.stock:
            for item in colleagues_work(case, self.seen):
                self.shared.setdefault(item.officer, []).append(item)
        self.late_shared = self._late_shared(self.shared, self.work)
        self.case = next(case for case in self.stock if case.case_no == self.late.work.case_no)
        self.holder = self.seen.office.officer_by_code[self.case.holder]
        self.leaders = [one for one in self.seen.capacity.leaders if one.code != self.holder.code]
        self.carrier = self.late.work.officer
        self.people = set(sharers_of(self.carrier, self.seen.capacity))

    def moves(self) -> Iterator[Way]:
        """Try to give away each case that makes room, to everybody: no other can."""
        for case in self._making_room():
            if self._may_move(case):
                left = _without(self.seen, case)
                for officer in self.seen.capacity.leaders:
                    if officer.code == case.holder:
                        continue
                    taker = self._judged(officer, case.place, left, MOVE)
                    if taker is not None and self._saves([(case, taker)]):
                        yield self._way(MOVE, [(case, taker)])

    def _making_room(self) -> Iterator[HeldCase]:
        """Walk the handler's cases that fall due by then; of a desk or a mentor the case itself, and what is large enough."""
        for case in self.stock:
            if self.carrier == self.case.holder:
                if case.holder == self.carrier and self._room(case):
                    yield case
            elif case is self.case or self._room(case) >= self.late.short:
                yield case
            else:
                self.too_small += self._room(case) > 0

    def _room(self, case: HeldCase) -> int:
        """Give the minutes of a case that are due by then of those who do the late work: what its leaving makes free at most."""
        by = self.late.work.due
        own = due_work(case, self.seen) if case.holder in self.people else ()
        shared = (
            colleagues_work(case, self.seen) if self.carrier in case.charges and self.carrier != case.holder else ()
        )
        there = (item for item in shared if item.officer == self.carrier)
        return sum(item.minutes for item in (*own, *there) if item.due <= by)

    def swaps(self) -> Iterator[Way]:
        """Try to exchange the case itself for each case of everybody who may have it."""
        if not self._may_move(self.case):
            return
        lawful = {one.code: one for one in self.leaders}
        for other in self.stock:
            officer = lawful.get(other.holder)
            if officer is None or not self._may_move(other):
                continue
            left = _without(_without(self.seen, self.case), other)
            taker = self._judged(officer, self.case.place, left, SWAP)
            giver = None if taker is None else self._judged(self.holder, other.place, left, None)
            if taker is not None and giver is not None and self._saves([(self.case, taker), (other, giver)]):
                yield self._way(SWAP, [(self.case, taker), (other, giver)])

    def _may_move(self, case: HeldCase) -> bool:
        free = may_move_from(case.place, self.seen) is None
        self.refused[MOVED_LATELY] += not free
        return free

    def _judged(self, officer: Officer, case: CaseToPlace, seen: Snapshot, kind: str | None) -> Candidate | None:
        if kind is not None:
            self.tried[kind] += 1
        found = judge(officer, case, seen)
        if isinstance(found, Candidate):
            return found
        self.refused.update({reason.code for reason in found.reasons})
        return None

    def _saves(self, handed: Sequence[tuple[HeldCase, Candidate]]) -> bool:
        """Say whether the late work then fits, and nothing else becomes late with those who give or take."""
        gone = {case.case_no for case, _ in handed}
        people = {code for case, taker in handed for code in (case.holder, taker.officer)}
        work = [item for code in people for item in self.work.get(code, ()) if item.case_no not in gone]
        for case, taker in handed:
            work += due_work(_handed(case, taker), self.seen)
        late = _keys(work, self.seen)
        saved = late <= self.known and self._done(late, handed)
        self.still_late += not saved
        return saved

    def _done(self, late: set[tuple[str, str]], handed: Sequence[tuple[HeldCase, Candidate]]) -> bool:
        """Say whether the late work is late no more, with its handler or with the colleagues, and nothing of theirs is newly late."""
        key = _key(self.late.work)
        if self.carrier == self.case.holder:
            return key not in late and self._of_colleagues(handed) <= self.late_shared
        after = self._of_colleagues(handed)
        return (self.carrier, *key) not in after and after <= self.late_shared

    def _of_colleagues(self, handed: Sequence[tuple[HeldCase, Candidate]]) -> set[tuple[str, str, str]]:
        """Name what mentors and desks cannot do after a change: those it touches, those of whom it touches, the one asked about."""
        gone = {case.case_no for case, _ in handed}
        after = [_handed(case, taker) for case, taker in handed]
        people = {code for case, taker in handed for code in (case.holder, taker.officer)}
        fresh = [item for case in after for item in colleagues_work(case, self.seen)]
        carriers = {item.officer for item in fresh}
        carriers |= {one for one in self.shared if people & set(sharers_of(one, self.seen.capacity))}
        carriers |= self.shared.keys() & {self.carrier}
        shared = {one: [item for item in self.shared.get(one, ()) if item.case_no not in gone] for one in carriers}
        for item in fresh:
            shared[item.officer].append(item)
        mine = {
            code: [item for item in self.work.get(code, ()) if item.case_no not in gone]
            for one in carriers
            for code in sharers_of(one, self.seen.capacity)
        }
        for item in (item for case in after for item in due_work(case, self.seen)):
            mine.setdefault(item.officer, []).append(item)
        return self._late_shared(shared, mine)

    def _late_shared(
        self, shared: Mapping[str, Sequence[DueWork]], mine: Mapping[str, Sequence[DueWork]]
    ) -> set[tuple[str, str, str]]:
        """Name what mentors and desks cannot do, by carrier, case and node."""
        own = [item for items in mine.values() for item in items]
        carried = [item for items in shared.values() for item in items]
        found = late_of_colleagues(own, carried, self.seen.capacity)
        return {(late.work.officer, *_key(late.work)) for late in found}

    def _way(self, kind: str, handed: Sequence[tuple[HeldCase, Candidate]]) -> Way:
        changes = tuple(
            Change(case.case_no, case.holder, taker.officer, taker.mentor, taker.price) for case, taker in handed
        )
        until = self._away_until() if kind == MOVE else None
        return Way(COVER if until else kind, changes, until)

    def _away_until(self) -> date | None:
        """Give the last day on which the handler is away, if that is before the work is due: then it is only covered."""
        spans = [item.period for item in self.seen.office.absences_of(self.holder.code)]
        ahead = [
            one.last for one in spans if one.last and one.last >= self.seen.day and one.first <= self.late.work.due
        ]
        return max(ahead, default=None)


def _handed(case: HeldCase, taker: Candidate) -> HeldCase:
    """Give a case as another holds it; its days go on: a change of handler gives no new time."""
    return HeldCase(replace(case.place, holder=taker.officer), taker.mentor, case.since, taker.charges)


def _without(seen: Snapshot, case: HeldCase) -> Snapshot:
    held = {holder: minutes - case.charges.get(holder, 0) for holder, minutes in seen.held.items()}
    return replace(seen, held=held)


def _keys(work: Sequence[DueWork], seen: Snapshot) -> set[tuple[str, str]]:
    return {_key(late.work) for late in late_work(work, seen.capacity)}


def _key(work: DueWork) -> tuple[str, str]:
    return work.case_no, work.node
