"""A whole plan drawn anew (整批重分): what allocating the same batch from the same beginning gives in an office a little different.

The same call, seed, lots and limits as the plan itself: whoever makes the change and allocates gets the very same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from allocator.decisions.allocation.allocation import dealt
from allocator.decisions.allocation.translate import Lots, translate
from allocator.decisions.explaining.changes import Change, made
from allocator.decisions.explaining.otherwise import rivals
from allocator.decisions.explaining.planned import Planned
from allocator.decisions.explaining.saying import conditions
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from solver.arrays import Flags, Ints
from solver.assignment import Instance, Plan
from solver.assignment.plan import new_cases

MOST_DRAWN, LEAST_DRAWN = 16, 6  # whole plans for one question, which a worker draws
DRAWN_MILLISECONDS = 42_000  # deterministic ones for one question, where whole plans take long
PATIENCE = 5
"""How many times as long as a plan a busy machine may take: the clock cuts no plan short that it did not cut before."""
BOOKED = "booked"
"""Only drawn, never told: the work told of is of a lane (its `officer`), so that less of it may convert."""
NEW_CAP = "new_cap"
Changes = tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """Leave to draw whole plans for a question: who hears how far it is, per mille and in a sentence, and who may call it off."""

    tell: Callable[[int, Text], None] | None = None
    cancelled: Callable[[], bool] | None = None


WITHOUT_A_WORD = Whole()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a whole plan drawn anew gives: who has the case (None: it is left out), and how many are left out by rank.

    `spent` are those who are given as many new cases as may be.
    """

    lead: str | None
    left: tuple[int, ...]
    sure: bool = True
    spent: frozenset[str] = frozenset()


@dataclass
class Drawing:
    """The whole plans drawn for one question: each once, so many and no more; `best` is the smallest change found to do."""

    planned: Planned
    case: int
    lots: Lots
    whole: Whole = WITHOUT_A_WORD
    best: Changes = ()
    known: dict[Changes, Outcome] = field(default_factory=dict)

    @classmethod
    def of(cls, planned: Planned, case: int, whole: Whole | None = WITHOUT_A_WORD) -> "Drawing | None":
        """Begin; None for a plan that cannot be allocated again, and where nothing may be drawn."""
        return None if planned.lots is None or whole is None else cls(planned, case, planned.lots, whole)

    @property
    def most(self) -> int:
        """How many may be drawn in all."""
        affordable = DRAWN_MILLISECONDS // max(1, self.planned.milliseconds)
        return min(MOST_DRAWN, max(LEAST_DRAWN, affordable))

    @property
    def left(self) -> int:
        """How many may still be drawn."""
        return self.most - len(self.known)

    def __call__(self, *changes: Change) -> Outcome:
        """Allocate anew with some changes."""
        if changes not in self.known:
            self._say()
            self.known[changes] = self._drawn(changes)
        return self.known[changes]

    def gives(self, officer: str, *changes: Change) -> bool:
        """Say whether the case goes to somebody then; no where nothing more may be drawn."""
        if changes not in self.known and self.left <= 0:
            return False
        return self._best(changes, all(found.sure and found.lead == officer for found in self._either_way(changes)))

    def places(self, *changes: Change) -> bool:
        """Say whether the case is placed then, and of every rank down from the most urgent no more are left out."""
        if changes not in self.known and self.left <= 0:
            return False
        before = left_out(self.planned)
        found = self._either_way(changes)
        return self._best(changes, all(one.sure and one.lead is not None and one.left <= before for one in found))

    def _best(self, changes: Changes, does: bool) -> bool:  # noqa: FBT001 - what came out, passed on
        self.best = changes if does else self.best
        return does

    def _either_way(self, changes: Changes) -> Iterator[Outcome]:
        """Give what comes out; where hours are told and not cases, also if they are of the lane for which room is kept."""
        yield self(*changes)
        lanes = {reserve.lane for reserve in self.planned.snapshot.rulebook.reserves}
        lane = self.planned.cases[self.case].lane
        if lane in lanes and any(change.kind.endswith("_load") for change in changes):
            yield self(*changes, Change(BOOKED, lane, _added(changes)))

    @property
    def told(self) -> tuple[tuple[Changes, Outcome], ...]:
        """What came out with each change drawn, in order."""
        return tuple(
            (changes, found) for changes, found in self.known.items() if all(one.kind != BOOKED for one in changes)
        )

    def _say(self) -> None:
        if self.whole.tell:
            done = len(self.known)
            text = Text(
                f"正在整批重分以证实，第 {done + 1} 次，至多 {self.most} 次",
                f"allocating the whole batch anew to confirm it, {done + 1} of at most {self.most}",
            )
            self.whole.tell(done * 1000 // self.most, text + self._so_far())

    def _so_far(self) -> Text:
        if not self.best:
            return Text("", "")
        return Text("（已证实可行：如{changes}）", "(so far it would do if {changes})").fill(
            changes=conditions(self.best, self.planned)
        )

    def _drawn(self, changes: Changes) -> Outcome:
        planned = self.planned
        translation = translate(planned.cases, office_with(planned, self.case, changes), self.lots)
        result = dealt(translation, planned.seed, planned.seconds, cancelled=self.whole.cancelled, patience=PATIENCE)
        option = int(result.plan.chosen[self.case])
        lead = None if option < 0 else translation.option(option).lead
        left = _by_rank(translation.instance.priority, result.plan.chosen < 0)
        spent = spent_by(planned, translation.instance, result.plan)
        return Outcome(lead, left, sure=not result.certificate.safety_net, spent=spent)


def office_with(planned: Planned, case: int, changes: Changes) -> Snapshot:
    """Give what a fresh plan would see with some changes."""
    snapshot = planned.snapshot
    for change in changes:
        for part in () if change.kind == BOOKED else parts(planned, case, change):
            snapshot = made(snapshot, planned.cases[case], part)
        if change.kind == BOOKED:
            books = snapshot.ledgers
            open_ = {**books.open, change.officer: max(0, books.open.get(change.officer, 0) + change.amount)}
            snapshot = replace(snapshot, ledgers=replace(books, open=open_))
    return snapshot


def parts(planned: Planned, case: int, change: Change) -> Changes:
    """Take a change about several people apart: one for each."""
    if change.kind != "others_more_load":
        return (change,)
    return tuple(Change("more_load", other, change.amount) for other in rivals(planned, case, change.officer))


def spent_by(planned: Planned, instance: Instance, plan: Plan) -> frozenset[str]:
    """Give whom a plan gives as many new cases as the cap of them allows; nobody where there is none."""
    if not len(instance.most_new):
        return frozenset()
    spent = (instance.most_new >= 0) & (new_cases(instance, plan) >= instance.most_new)
    return frozenset(planned.snapshot.office.officers[person].code for person in np.flatnonzero(spent).tolist())


def more_new(planned: Planned, officer: str, changes: Changes, more: int) -> Changes:
    """Give some changes with a cap of new cases that lies so much higher than it does; nothing where there is none."""
    cap = planned.snapshot.rulebook.levers.most_new_in_7_days
    if cap is None:
        return ()
    return (*(one for one in changes if one.kind != NEW_CAP), Change(NEW_CAP, officer, cap + more))


def _added(changes: Changes) -> int:
    """Give how many minutes of work there are more for all together, as far as one person is meant."""
    return sum({"more_load": 1, "less_load": -1}.get(change.kind, 0) * change.amount for change in changes)


def left_out(planned: Planned) -> tuple[int, ...]:
    """Count what the plan itself leaves out, by rank, the most urgent first."""
    return _by_rank(planned.instance.priority, planned.plan.chosen < 0)


def _by_rank(priority: Ints, left: Flags) -> tuple[int, ...]:
    return tuple(int(np.count_nonzero(left & (priority == rank))) for rank in np.unique(priority).tolist())
