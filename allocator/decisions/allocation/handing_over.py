"""Handing over (整体移交): everything somebody leaving or away must give to others, in one plan; nobody else's cases move.

Who is away stands beside no apprentice either: those cases get the mentor who covers, or are named.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from allocator.decisions.allocation.allocation import Allocation, LoadChange, Unplaced, allocate
from allocator.decisions.allocation.move_plan import (
    Asked,
    Drawn,
    Move,
    MovePoint,
    Rebalancing,
    declined,
    handed_over_in,
    kept,
    move_of,
    with_moves,
    without,
)
from allocator.decisions.allocation.moving import stage_of
from allocator.decisions.allocation.taking import Settled, taken_moves
from allocator.decisions.checking.checker import Objection
from allocator.decisions.checking.move_checker import check_moves
from allocator.decisions.pairs.mentoring import standing_pairs
from allocator.decisions.pairs.pair_cover import Cover, cover
from allocator.decisions.pairs.pairing import Search
from allocator.decisions.recommendation.eligibility import mentor_for
from allocator.domain.people import Period
from allocator.domain.snapshot import CaseToPlace, HeldCase, Snapshot
from allocator.domain.workload import Load, charges, spread
from solver.search import Progress

BACK, STAY = "back", "stay"


def hand_over(
    stock: Sequence[HeldCase],
    snapshot: Snapshot,
    asked: Asked,
    drawn: Drawn,
    seconds: int,
    on_progress: Callable[[Progress], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Rebalancing:
    """Place everything somebody away must hand over, as if it waited; nobody else's cases move.

    What cannot be placed stays where it is, and so do the minutes others hold for it. Where those leave too little room
    for the plan, it is made again without these cases. What a person settled on is placed before all others.
    """
    person = asked.absent or ""
    there = handed_over_in(snapshot, asked)
    covered, unmentored = _covered(stock, there, person)
    taken = tuple(_until_back(taken_moves(stock, snapshot, asked), stock, there, asked))
    settled = Settled.of((*taken, *covered), stock, there)
    mine = [item for item in declined(settled.rest, asked) if item.holder == person and item.case_no not in kept(asked)]

    def placed(cases: Sequence[CaseToPlace], free: Snapshot) -> Allocation:
        return allocate(cases, free, drawn.lots, drawn.seed, seconds, on_progress, cancelled)

    def objections(rows: Sequence[Move], left: Sequence[str]) -> tuple[Objection, ...]:
        return check_moves(stock, (*rows, *settled.rows), snapshot, asked, left)

    plan, cases, rows, unplaced = _placed(mine, settled.office, asked, placed, objections)
    return Rebalancing(
        points=(MovePoint(len(taken) + len(rows), (*taken, *rows), plan.proof.certificate.levels),),
        end="most",
        rows=rows,
        taken=taken,
        unplaced=unplaced,
        covered=covered,
        unmentored=unmentored,
        covers=_covers(stock, snapshot, asked, drawn, seconds),
        fixed=dict.fromkeys(sorted(kept(asked)), "kept"),
        loads=_loads((*rows, *settled.rows), stock, snapshot, there),
        objections=objections(rows, [item.case_no for item in unplaced]),
        cases=cases,
        proof=plan.proof,
    )


def _placed(
    mine: Sequence[HeldCase],
    there: Snapshot,
    asked: Asked,
    placed: Callable[[Sequence[CaseToPlace], Snapshot], Allocation],
    objections: Callable[[Sequence[Move], Sequence[str]], tuple[Objection, ...]],
) -> tuple[Allocation, tuple[CaseToPlace, ...], tuple[Move, ...], tuple[Unplaced, ...]]:
    """Place what goes; again without what found nobody, where the minutes others hold for that leave too little room."""
    aside: dict[str, Unplaced] = {}
    while True:
        going = [item for item in mine if item.case_no not in aside]
        waiting, free = as_waiting(going, there)
        plan = placed(waiting, free)
        rows = tuple(_handed_over(plan, going, there, asked))
        aside |= {item.case_no: item for item in plan.unplaced}
        if not plan.unplaced or not objections(rows, list(aside)):
            return plan, waiting, rows, tuple(aside.values())


def as_waiting(mine: Sequence[HeldCase], there: Snapshot) -> tuple[tuple[CaseToPlace, ...], Snapshot]:
    """Give what is handed over as if it waited, and the office without what it takes."""
    waiting = tuple(replace(item.place, holder=None) for item in mine)
    return waiting, replace(there, held=without(there.held, mine))


def _loads(
    rows: Sequence[Move], stock: Sequence[HeldCase], before: Snapshot, there: Snapshot
) -> tuple[LoadChange, ...]:
    """Give everybody's load before and after, as the board will show it: what found nobody stays with whoever works on it."""
    then = spread(with_moves(there.held, rows, stock), there.capacity)
    more = Counter(row.officer for row in rows)
    more.subtract(row.holder for row in rows)
    codes = [one.code for one in before.office.officers]
    return tuple(
        LoadChange(code, before.load(code), Load(then[code], there.capacity.minutes[code]), more[code])
        for code in codes
    )


def _handed_over(plan: Allocation, mine: Sequence[HeldCase], snapshot: Snapshot, asked: Asked) -> list[Move]:
    known = {item.case_no: item for item in mine}
    rows = [
        move_of(known[row.case_no], row.officer, row.mentor, row.charges, row.alternatives, snapshot)
        for row in plan.rows
    ]
    return _until_back(rows, mine, snapshot, asked)


def _until_back(rows: Sequence[Move], stock: Sequence[HeldCase], snapshot: Snapshot, asked: Asked) -> list[Move]:
    """Say of each move what the end of an absence brings."""
    if asked.until is None:
        return list(rows)
    known = {item.case_no: item for item in stock}
    return [replace(row, afterwards=after_absence(known[row.case_no], snapshot)) for row in rows]


def after_absence(item: HeldCase, snapshot: Snapshot) -> str:
    """Say by the stage of a case what becomes of it when its former holder returns: it goes back, or stays."""
    stage = stage_of(item.place, snapshot)
    returns = snapshot.rulebook.moves.returns if stage is None else stage.returns
    return BACK if returns else STAY


def _covered(stock: Sequence[HeldCase], there: Snapshot, person: str) -> tuple[tuple[Move, ...], tuple[str, ...]]:
    """Give the apprentices' cases beside whom somebody else stands now, and those beside whom nobody may."""
    beside = [item for item in stock if item.mentor == person]
    mentors = [_mentor(item, there) for item in beside]
    rows = tuple(
        _with_mentor(item, mentor, there) for item, mentor in zip(beside, mentors, strict=True) if mentor is not None
    )
    return rows, tuple(item.case_no for item, mentor in zip(beside, mentors, strict=True) if mentor is None)


def _covers(
    stock: Sequence[HeldCase], snapshot: Snapshot, asked: Asked, drawn: Drawn, seconds: int
) -> tuple[Cover, ...]:
    """Say who should stand beside the apprentices of whoever goes, where nobody does yet (代管), for a person to accept."""
    person = asked.absent or ""
    pairs = [pair for pair in standing_pairs(snapshot) if pair.mentor != person]
    together: dict[str, list[CaseToPlace]] = {}
    for item in stock:
        if item.mentor == person:
            together.setdefault(item.holder, []).append(item.place)
    search = Search(drawn.lots, drawn.seed, seconds)
    found = cover({person: Period(snapshot.day, asked.until)}, snapshot, together, search)
    covered = {pair.apprentice for pair in pairs}
    return tuple(item for item in found.covers if item.apprentice not in covered)


def _mentor(item: HeldCase, there: Snapshot) -> str | None:
    return mentor_for(there.office.officer_by_code[item.holder], item.place, there)


def _with_mentor(item: HeldCase, mentor: str, there: Snapshot) -> Move:
    track = there.rulebook.lanes[item.place.lane].track
    lead = there.office.officer_by_code[item.holder]
    taken = charges(item.place.minutes, track, lead, mentor, there.capacity)
    return move_of(item, item.holder, mentor, taken, 0, there)
