"""What would make a case go to somebody else (翻转条件): looked for by `measure`, and stated only once solving confirms it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from allocator.decisions.explaining.changes import MINUTES_AN_HOUR, Change, load_steps, made, removing
from allocator.decisions.explaining.contrast import Contrast, contrast, swapped
from allocator.decisions.explaining.planned import DRAW, Planned
from solver.assignment import PREFER, Instance, Plan, score
from solver.assignment.narrowing import only
from solver.assignment.prefer import levels
from solver.assignment.resuming import bring, fitting, resume
from solver.search import Limits

LIMITS = Limits(seconds=60, deterministic=0.2)
"""For each time something is solved again, from the plan in hand: counted steps decide, not the clock."""
BEFORE_DRAW = tuple(term for term in PREFER if term.name != DRAW)
TRIES = 3  # how many changes that measuring promised are solved again for, the smallest first
SEED = 1


@dataclass(frozen=True, slots=True)
class Flip:
    """Changes after which, solved again, the case goes to somebody (`goes`), or a plan in which it does is no worse."""

    changes: tuple[Change, ...]
    goes: bool


def forced(planned: Planned, case: int, officer: str) -> tuple[Plan, Contrast]:
    """Give the best plan found in which somebody has the case, all else free, and how it compares.

    Everything else unchanged is one such plan, and the best where it is near-equal; else solving again may find a better
    one. Needs an option of that person.
    """
    unchanged, contrasted = swapped(planned, case, officer)
    if planned.lots is None or contrasted.near:
        return unchanged, contrasted
    tried = [_begun(planned, case, officer), _with(planned, case, officer, planned.held)]
    if not contrasted.broken:
        tried.append(unchanged)
    best = min(tried, key=lambda plan: _worth(planned, plan))
    return best, contrast(planned, best, officer)


def flip(planned: Planned, case: int, officer: str) -> Flip | None:
    """Look for the smallest change after which the case would go to somebody, and confirm it by solving again."""
    if planned.lots is None:
        return None
    refused = planned.refused(case).get(officer, ())
    if refused:
        changes = removing(refused, officer)
        return confirmed(planned, case, officer, changes) if changes else None
    if not planned.options_of(case, officer):
        return None
    promised = sorted(
        filter(None, (_promised(planned, case, officer, *load) for load in _loads(planned, case, officer)))
    )
    tried = [(change, times) for times in (1, 2) for _, change in promised][:TRIES]
    amounts = (replace(change, amount=change.amount * times) for change, times in tried)
    real = (change for change in amounts if change.amount <= _most(planned, change.kind, change.officer))
    found = (confirmed(planned, case, officer, (change,)) for change in real)
    return next((one for one in found if one), None)


def _loads(planned: Planned, case: int, officer: str) -> Iterator[tuple[str, str]]:
    yield "less_load", officer
    lead = planned.lead(case)
    if lead is not None:
        yield "more_load", lead


def _promised(planned: Planned, case: int, officer: str, kind: str, whose: str) -> tuple[int, Change] | None:
    """Find by measuring the fewest whole hours that promise a flip: growing fast, then halving what lies between."""
    steps = load_steps(_most(planned, kind, whose))
    high = next((step for step in steps if _promises(planned, case, officer, Change(kind, whose, step))), None)
    if high is None:
        return None
    low = high // 2
    while high - low > MINUTES_AN_HOUR:
        middle = max(low + MINUTES_AN_HOUR, (low + high) // 2 // MINUTES_AN_HOUR * MINUTES_AN_HOUR)
        low, high = (low, middle) if _promises(planned, case, officer, Change(kind, whose, middle)) else (middle, high)
    return high, Change(kind, whose, high)


def _most(planned: Planned, kind: str, whose: str) -> int:
    """Only work somebody really holds can be taken away; more is of no use than fills the person's time."""
    if kind == "less_load":
        return planned.snapshot.held.get(whose, 0)
    return planned.snapshot.capacity.minutes[whose]


def _promises(planned: Planned, case: int, officer: str, change: Change) -> bool:
    """Measure, with nothing else moved, whether the other plan would then be as good on every level."""
    instance = _with_load(planned, change)
    other, _ = swapped(planned, case, officer)
    mine, theirs = score(instance, planned.plan), score(instance, other)
    for term in BEFORE_DRAW:
        for part in term.parts(instance):
            near = mine[part.level] + part.tolerance(instance, mine[part.level])
            if theirs[part.level] > near:
                return False
            if theirs[part.level] < mine[part.level]:
                return True
    return True


def _with_load(planned: Planned, change: Change) -> Instance:
    place = [officer.code for officer in planned.snapshot.office.officers].index(change.officer)
    held = planned.instance.held.copy()
    held[place] = max(0, held[place] + (change.amount if change.kind == "more_load" else -change.amount))
    return replace(planned.instance, held=held)


def confirmed(planned: Planned, case: int, officer: str, changes: Sequence[Change]) -> Flip | None:
    """Solve again with the changes: a flip if the case goes there, or if a plan in which it does is proven no worse.

    No worse means within the tolerance of every proven bound, so that no longer search can find it worse after all. Where
    it cannot even be brought to what the plan in hand comes to, there is nothing to confirm.
    """
    changed = otherwise(planned, case, changes)
    if not changed.options_of(case, officer):
        return None
    theirs = _heights(changed, score(changed.instance, fitting(changed.instance, changed.plan)))
    begun = _with(changed, case, officer, theirs)
    if not _keeps(changed, begun, theirs):
        return None
    free = resume(changed.instance, changed.plan, LIMITS, SEED)
    lead = int(free.plan.chosen[case])
    if lead >= 0 and changed.lead_of(lead) == officer:
        return Flip(tuple(changes), goes=True)
    near = _heights(changed, {level.name: level.bound for level in free.certificate.levels})
    proven = _keeps(changed, begun, near) or _keeps(changed, _with(changed, case, officer, near), near)
    return Flip(tuple(changes), goes=False) if proven else None


def _heights(planned: Planned, values: Mapping[str, int]) -> dict[str, int]:
    """Give how high each level above the draw may rise from some values and still be near."""
    terms = levels(planned.instance, BEFORE_DRAW)
    return {term.level: values[term.level] + term.tolerance(planned.instance, values[term.level]) for term in terms}


def _keeps(planned: Planned, plan: Plan, most: Mapping[str, int]) -> bool:
    values = score(planned.instance, plan)
    return all(values[name] <= height for name, height in most.items())


def otherwise(planned: Planned, case: int, changes: Sequence[Change]) -> Planned:
    """Give the plan's matter in the office with some changes."""
    snapshot = planned.snapshot
    for change in changes:
        snapshot = made(snapshot, planned.cases[case], change)
    return planned.changed(snapshot)


def _with(planned: Planned, case: int, officer: str, most: Mapping[str, int]) -> Plan:
    """Bring the plan with a case for one person only down to some heights, as far as the first level that stays above.

    That level decides, so that nothing is searched below it. Gives a plan of the whole instance.
    """
    small = only(planned.instance, case, planned.options_of(case, officer))
    begun = small.small(_begun(planned, case, officer))
    return small.whole(bring(small.instance, begun, most, LIMITS, SEED, BEFORE_DRAW))


def _begun(planned: Planned, case: int, officer: str) -> Plan:
    """Give the plan with the case given to somebody, and the least urgent cases of whoever is then too full left out."""
    return fitting(planned.instance, swapped(planned, case, officer)[0], keep=case)


def _worth(planned: Planned, plan: Plan) -> tuple[int, ...]:
    """Order plans by how far they lie above what is held, the highest level first."""
    values = score(planned.instance, plan)
    return tuple(max(0, values[name] - most) for name, most in planned.held.items())
