"""Rebalancing (负荷再平衡): few moves that lower the peak, or everything somebody away must hand over; checked, with proof.

Nobody else's cases move when somebody hands over; no case moves that a person keeps, or that was moved lately.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from allocator.decisions.allocation.allocation import limits_of
from allocator.decisions.allocation.handing_over import hand_over
from allocator.decisions.allocation.move_plan import (
    Asked,
    Drawn,
    Move,
    MovePoint,
    Rebalancing,
    declined,
    kept,
    loads_after,
    move_of,
)
from allocator.decisions.allocation.taking import Settled, taken_moves
from allocator.decisions.allocation.translate_stock import Stock, Way, translate_stock
from allocator.decisions.certificates.certificate import Proof
from allocator.decisions.checking.move_checker import check_moves
from allocator.domain.errors import BadInput
from allocator.domain.snapshot import HeldCase, Snapshot
from allocator.domain.words import Text, listed
from solver.assignment.frontier import TERMS, Frontier, Moves, Point, frontier
from solver.search import Limits, Progress

Watch = Callable[[Progress], None]
Cancelled = Callable[[], bool]


def rebalance(
    stock: Sequence[HeldCase],
    snapshot: Snapshot,
    asked: Asked,
    drawn: Drawn,
    seconds: int,
    on_progress: Watch | None = None,
    cancelled: Cancelled | None = None,
) -> Rebalancing:
    """Plan moves over the stock of held cases; the same input gives the same plan.

    Raises BadInput for unknown cases, Conflict for moves a person settled on that are not lawful any more.
    """
    named = [*asked.keep, *(case_no for case_no, _ in (*asked.refuse, *asked.take)), *asked.second]
    check_known(stock, named)
    if asked.absent is not None:
        return hand_over(stock, snapshot, asked, drawn, seconds, on_progress, cancelled)
    settled = Settled.of(taken_moves(stock, snapshot, asked), stock, snapshot)
    left = replace(asked, most=asked.most - len(settled.rows))
    translated, found = looked_for(
        settled.rest, settled.office, left, drawn.seed, limits_of(seconds), on_progress, cancelled
    )
    return _from_frontier(translated, found, settled.rows, stock, snapshot, asked)


def looked_for(
    stock: Sequence[HeldCase],
    snapshot: Snapshot,
    asked: Asked,
    seed: int,
    limits: Limits,
    on_progress: Watch | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[Stock, Frontier]:
    """Look for moves over a stock in which nothing is settled yet."""
    translated = translate_stock(declined(stock, asked), snapshot, kept(asked), frozenset(asked.second))
    found = frontier(
        Moves.of(translated.instance), asked.most, limits, seed, on_progress, cancelled, only_last=not asked.frontier
    )
    return translated, found


def check_known(stock: Sequence[HeldCase], named: Sequence[str]) -> None:
    """Raise BadInput for cases that nobody holds."""
    known = {item.case_no for item in stock}
    foreign = [case_no for case_no in dict.fromkeys(named) if case_no not in known]
    if foreign:
        names = listed(foreign)
        raise BadInput(
            Text(f"不是在手案件：{names.zh}。", f"Nobody holds these cases: {names.en}."),
            Text("请核对案号。", "Check the case numbers."),
            code="case-not-held",
            facts={"cases": foreign},
        )


def _from_frontier(
    translated: Stock,
    found: Frontier,
    taken: tuple[Move, ...],
    stock: Sequence[HeldCase],
    snapshot: Snapshot,
    asked: Asked,
) -> Rebalancing:
    points = tuple(_point(translated, point, taken, snapshot) for point in found.points)
    rows, last = points[-1].rows, found.points[-1]
    proof = Proof(translated.instance, last.plan, last.plan, found.certificate, TERMS, {"moved": last.most})
    return Rebalancing(
        points=points,
        end=found.end,
        rows=rows[len(taken) :],
        taken=taken,
        unplaced=(),
        covered=(),
        unmentored=(),
        covers=(),
        fixed=translated.fixed,
        loads=loads_after(proof, rows, snapshot),
        objections=check_moves(stock, rows, snapshot, asked),
        cases=tuple(item.place for item in translated.cases),
        proof=proof,
    )


def _point(stock: Stock, point: Point, taken: tuple[Move, ...], snapshot: Snapshot) -> MovePoint:
    """Give a point with the moves that stand in all of them, which count like any other."""
    return MovePoint(len(taken) + point.most, (*taken, *moves_of(stock, point, snapshot)), point.levels)


def moves_of(stock: Stock, point: Point, snapshot: Snapshot) -> tuple[Move, ...]:
    """Give the moves of a point that was found."""
    ways = (stock.ways[int(point.plan.chosen[case])] for case in point.moved)
    return tuple(_move(stock, way, snapshot) for way in ways)


def _move(stock: Stock, way: Way, snapshot: Snapshot) -> Move:
    item = stock.cases[way.case]
    others = len(stock.instance.options_of(way.case)) - 1
    return move_of(item, way.lead, way.mentor, way.charges, others, snapshot)
