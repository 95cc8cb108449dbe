"""What would make a case go to somebody else (翻转条件): the smallest change along an axis, stated once solving confirms it.

Measuring says where to begin; then plans are solved again until a little less no longer does. Every plan solved again
counts, and there are so many and no more.
"""

from dataclasses import dataclass, field

from allocator.decisions.explaining.axes import Axis, stages
from allocator.decisions.explaining.changes import Change, removing
from allocator.decisions.explaining.otherwise import otherwise
from allocator.decisions.explaining.planned import Planned
from allocator.decisions.explaining.solving import Forced, Verdict, betters, goes, has, lawful, settled, there, verdict
from solver.assignment import Plan

MOST_SOLVED, LEAST_SOLVED = 24, 6  # plans solved again for one question
SOLVED_OPTIONS = 100_000  # options of all plans solved again for one question, where it is a big one
UNPROMISED = 8  # where measuring promises nothing, the first size solved for is this part of the most
FINE = 16  # a change is told to a step, and bigger ones to this part of themselves


@dataclass(frozen=True, slots=True)
class Flip:
    """Changes after which, solved again, a case goes to somebody (`goes`), or a plan in which it does is as good as any found.

    `short`: the last change made only so big was solved for too, and does neither; it lies within a step, or a sixteenth.
    None where nothing smaller was left to try, or no plan might be solved any more.
    """

    changes: tuple[Change, ...]
    goes: bool
    short: Change | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: flips, the smallest first; what was tried in vain, up to what size; how many plans were solved.

    `already`: solving again finds a plan as good without any change.
    """

    flips: tuple[Flip, ...] = ()
    tried: tuple[Change, ...] = ()
    solved: int = 0
    already: bool = False


@dataclass
class _Asking:
    """One question, with what must be removed before the case can go to somebody at all, and the plans solved so far."""

    case: int
    officer: str
    before: tuple[Change, ...]
    base: Planned
    theirs: Plan
    most: int
    known: dict[tuple[Change, ...], tuple[Planned, Verdict]] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Say whether another plan may be solved."""
        affordable = max(LEAST_SOLVED, SOLVED_OPTIONS // max(1, self.base.instance.options))
        return len(self.known) < min(self.most, affordable)

    def holds(self, *changes: Change) -> bool:
        """Solve again with some changes, and say whether a plan as good as any found gives the case there."""
        if changes not in self.known:
            at = otherwise(self.base, self.case, changes)
            self.known[changes] = at, verdict(at, self.case, self.officer, self.theirs)
        return self.known[changes][1].there is not None

    def promises(self, change: Change) -> bool:
        """Measure, with nothing solved, whether the plan known to give the case there would be as good."""
        at = otherwise(self.base, self.case, (change,))
        theirs = there(at, self.case, self.officer, self.theirs)
        return has(at, theirs, self.case, self.officer) and betters(at, theirs, lawful(at, at.plan), near=True)

    def flip(self, *changes: Change, short: Change | None = None) -> Flip:
        """State a flip that holds."""
        at, found = self.known[changes]
        return Flip((*self.before, *changes), goes(at, self.case, self.officer, found), short)


def looked_for(
    planned: Planned, case: int, officer: str, first: Forced | None = None, most: int | None = None
) -> Found:
    """Look for the smallest changes after which the case would go to somebody, each confirmed by solving again.

    `first` is what is known of the best plan without any change, where that person may lead the case; `most` is how many
    plans may be solved again.
    """
    asking = _asking(planned, case, officer, first, MOST_SOLVED if most is None else most)
    if asking is None:
        return Found()
    if asking.holds():
        return Found((asking.flip(),) if asking.before else (), (), 1, already=not asking.before)
    flips: list[Flip] = []
    tried: list[Change] = []
    for stage in stages(asking.base, case, officer, asking.theirs):
        _look_along(asking, stage, flips, tried)
        if flips:
            break
    return Found(tuple(reversed(flips)), tuple(tried), len(asking.known))


def _asking(planned: Planned, case: int, officer: str, first: Forced | None, most: int) -> _Asking | None:
    """Put the question; None where nothing is solved again, or what is in the way is not for the office to remove."""
    if not planned.solvable:
        return None
    if first is not None:
        asking = _Asking(case, officer, (), planned, first.plan, most)
        asking.known |= {(): (planned, first.verdict)} if first.verdict else {}
        return asking
    refused = planned.refused(case).get(officer, ())
    before = removing(refused, officer) if planned.lots is not None else None
    base = otherwise(planned, case, before) if before else planned
    if not before or not base.options_of(case, officer):
        return None
    base = settled(base)
    return _Asking(case, officer, before, base, there(base, case, officer, base.plan), most)


def _look_along(asking: _Asking, stage: list[Axis], flips: list[Flip], tried: list[Change]) -> None:
    """Look along axes of one unit, first where measuring promises most; along the next no further than is found already."""
    promised = [(axis, _promised(asking, axis)) for axis in stage]
    for axis, step in sorted(promised, key=lambda pair: (not pair[1], pair[0].at(pair[1]).amount)):
        ends = axis.upto(flips[-1].changes[-1].amount - axis.grain) if flips else axis
        found = _smallest(asking, ends, min(step, ends.steps)) if ends.steps > 0 else None
        if found:
            flips.append(found)
        elif not flips:
            tried.append(ends.at(ends.steps))


def _smallest(asking: _Asking, axis: Axis, promised: int) -> Flip | None:
    """Find the fewest steps along an axis with which solving again confirms a flip; from where measuring promises one."""
    failed, found = 0, 0
    for step in _sizes(axis, promised):
        if not asking.open:
            return None
        if asking.holds(axis.at(step)):
            found = step
            break
        failed = step
    if not found:
        return None
    middle = found - max(1, found // FINE)
    while found - failed > max(1, found // FINE) and asking.open:
        middle = max(failed + 1, middle)
        failed, found = (failed, middle) if asking.holds(axis.at(middle)) else (middle, found)
        middle = (failed + found) // 2
    return asking.flip(axis.at(found), short=axis.at(failed) if failed else None)


def _sizes(axis: Axis, promised: int) -> list[int]:
    """Give the steps to solve for, growing: from what is promised; where nothing is, from a few up to all there are."""
    sizes = [promised or -(-axis.steps // UNPROMISED)]
    while sizes[-1] < axis.steps:
        sizes.append(min(axis.steps, 2 * sizes[-1]))
    return sizes


def _promised(asking: _Asking, axis: Axis) -> int:
    """Find by measuring the fewest steps that promise a flip, growing fast, then halving; 0 where none does."""
    step = 1
    while not asking.promises(axis.at(step)):
        if step == axis.steps:
            return 0
        step = min(axis.steps, 2 * step)
    failed = step // 2
    while step - failed > 1:
        middle = (failed + step) // 2
        failed, step = (failed, middle) if asking.promises(axis.at(middle)) else (middle, step)
    return step
