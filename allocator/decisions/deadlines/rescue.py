"""The rescue desk (期限救援): the cheapest lawful change after which a deadline's work fits, or the proof that none does it.

Every move and every swap that could help is tried, so what is found is the cheapest of all, in the house's one price; and
where nothing is found, there is nothing. A change counts only if nobody's other work becomes late by it, that of mentors
and desks with it: a case that fits with its new handler but not with the judges who sign it there is not saved. Work that is
late at a desk or with a mentor is saved alike: by taking the case there no more, or by making room for those who share the desk.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from allocator.decisions.deadlines.due_lines import Late, Shift
from allocator.decisions.deadlines.handing import Handing, HeldWork, shifted
from allocator.decisions.recommendation.recommendation import Candidate
from allocator.domain.people import Officer
from allocator.domain.snapshot import HeldCase
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


def rescue(late: Late, stock: HeldWork) -> Rescue:
    """Find the cheapest way to get late work done by its day. Pure; exhaustive over moves and swaps."""
    desk = _Desk(late, stock)
    best = _cheapest([*desk.moves(), *desk.swaps()], desk)
    return Rescue(late, best, dict(desk.tried), dict(sorted(desk.refused.items())), desk.still_late, desk.too_small)


Found = tuple[str, tuple[Handing, ...]]
"""A way that saves the work and is lawful, not priced yet: of which kind, and who is handed what."""


def _cheapest(found: Sequence[Found], desk: "_Desk") -> Way | None:
    """Price what could be the cheapest, in the order of what each costs at least; the others cannot be it."""
    best: Way | None = None
    for least, kind, handings in sorted(
        ((desk.least(handings), kind, handings) for kind, handings in found), key=lambda one: one[0]
    ):
        if best is not None and least > best.price:
            break
        way = desk.way(kind, handings)
        best = way if best is None or way.rank < best.rank else best
    return best


@dataclass
class _Desk:
    """One question: the late work among all held cases, and what was tried so far."""

    late: Late
    stock: HeldWork
    tried: Counter[str] = field(default_factory=lambda: Counter({MOVE: 0, SWAP: 0}))
    refused: Counter[str] = field(default_factory=Counter)
    still_late: int = 0
    too_small: int = 0

    def __post_init__(self) -> None:
        self.seen = self.stock.seen
        self.case = self.stock.case[self.late.work.case_no]
        self.holder = self.seen.office.officer_by_code[self.case.holder]
        self.leaders = [one for one in self.seen.capacity.leaders if one.code != self.holder.code]
        self.carrier = self.late.work.officer
        self.is_shared = self.carrier != self.case.holder
        self.row = self.late.work.row(shared=self.is_shared)

    def moves(self) -> Iterator[Found]:
        """Try to give away each case that makes room, to everybody: no other can."""
        for case in self._making_room():
            if self._may_move(case):
                helps = self.is_shared or case is self.case or self.stock.freed(case, self.row) >= self.late.short
                for officer in self.seen.capacity.leaders:
                    if officer.code != case.holder:
                        self.tried[MOVE] += 1
                        if self._is_lawful(officer, case) and not self._in_vain(officer, case, helps=helps):
                            handing = self.stock.handing(case, officer)
                            if self._within(handing) and self._saves((handing,)):
                                yield MOVE, (handing,)

    def _making_room(self) -> Iterator[HeldCase]:
        """Walk the handler's cases that fall due by then; of a desk or a mentor the case itself, and what is large enough.

        A case makes free at most what of it is due by then of those who do the late work.
        """
        room = self.stock.due_by((self.carrier, self.is_shared), self.late.work.due)
        for case_no, minutes in room.items():
            case = self.stock.case[case_no]
            if not self.is_shared or case is self.case or minutes >= self.late.short:
                yield case
            else:
                self.too_small += 1

    def swaps(self) -> Iterator[Found]:
        """Try to exchange the case itself for each case of everybody who may have it."""
        if not self._may_move(self.case):
            return
        for officer in self.leaders:
            others, lately = self.stock.movable.get(officer.code, ((), 0))
            self.refused[MOVED_LATELY] += lately
            self.tried[SWAP] += len(others)
            if self._is_lawful(officer, self.case, len(others)):
                yield from self._exchanges(self.stock.handing(self.case, officer), others)

    def _exchanges(self, taken: Handing, others: Iterable[HeldCase]) -> Iterator[Found]:
        """Try the case itself, in the hands of somebody, for each of his cases: only what makes room enough there is looked into."""
        place, leaving = (taken.officer.code, False), taken.shifts.get((self.holder.code, False), ())
        left = 0 if self.is_shared else self.stock.line(place).left_after(self.row, shifted(place, (taken,)))
        for other in others:
            if self._within(taken, other) and self._is_lawful(self.holder, other):
                helps = self.is_shared or left + self.stock.freed(other, self.row) >= 0
                if not self._in_vain(self.holder, other, leaving, helps=helps):
                    given = self.stock.handing(other, self.holder)
                    if self._within(given, self.case) and self._saves((taken, given)):
                        yield SWAP, (taken, given)

    def _may_move(self, case: HeldCase) -> bool:
        free = self.stock.may_move(case)
        self.refused[MOVED_LATELY] += not free
        return free

    def _is_lawful(self, officer: Officer, case: HeldCase, times: int = 1) -> bool:
        """Say whether no rule keeps somebody from a case, loads apart; so many times over where it is asked so often."""
        codes = self.stock.codes(officer, case)
        for code in codes if times else ():
            self.refused[code] += times
        return not codes and times > 0

    def _in_vain(self, officer: Officer, case: HeldCase, leaving: Sequence[Shift] = (), *, helps: bool) -> bool:
        """Say whether something is late with whoever surely may have a case: then nothing else of it need be looked at.

        `leaving` is what his own line is rid of by the way.
        """
        sure = self.stock.surely_within(officer, case)
        in_vain = sure and not (helps and not self.stock.is_too_much(officer, case, leaving))
        self.still_late += in_vain
        return in_vain

    def _within(self, handing: Handing, *others: HeldCase) -> bool:
        """Say whether no cap is in the way once it and other cases have left their holders."""
        if handing.within:
            return True
        found = self.stock.judged(handing, *others)
        if isinstance(found, Candidate):
            return True
        self.refused.update({reason.code for reason in found.reasons})
        return False

    def _saves(self, handings: tuple[Handing, ...]) -> bool:
        """Say whether the late work then fits, and nothing else becomes late with those who give or take, nor with colleagues."""
        saved = self._done(handings) and not self.stock.harms(handings)
        self.still_late += not saved
        return saved

    def _done(self, handings: tuple[Handing, ...]) -> bool:
        """Say whether the late work is late no more: with who then has the case, or at its desk."""
        mine = next((handing.officer.code for handing in handings if handing.case is self.case), self.holder.code)
        place = self.carrier if self.is_shared else mine, self.is_shared
        return self.stock.line(place).left_after(self.row, shifted(place, handings)) >= 0

    def least(self, handings: tuple[Handing, ...]) -> int:
        """Give what a way costs at least, per mille of load."""
        cases = [handing.case for handing in handings]
        return sum(self.stock.least(one, *(case for case in cases if case is not one.case)) for one in handings)

    def way(self, kind: str, handings: tuple[Handing, ...]) -> Way:
        """Price a way by what recommendation says of everybody in it."""
        cases = [handing.case for handing in handings]
        changes = tuple(self._change(one, [case for case in cases if case is not one.case]) for one in handings)
        until = self._away_until() if kind == MOVE else None
        return Way(COVER if until else kind, changes, until)

    def _change(self, handing: Handing, others: Sequence[HeldCase]) -> Change:
        found = self.stock.judged(handing, *others)
        if not isinstance(found, Candidate):
            raise TypeError(f"{found.officer} may not have {handing.case.case_no} after all.")
        return Change(handing.case.case_no, handing.case.holder, found.officer, found.mentor, found.price)

    def _away_until(self) -> date | None:
        """Give the last day on which the handler is away, if that is before the work is due: then it is only covered."""
        spans = [item.period for item in self.seen.office.absences_of(self.holder.code)]
        ahead = [
            one.last for one in spans if one.last and one.last >= self.seen.day and one.first <= self.late.work.due
        ]
        return max(ahead, default=None)
