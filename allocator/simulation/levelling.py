"""Loads levelled every so many days (负荷再平衡): few held cases move as the office in earnest would move them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from allocator.decisions.recommendation.placing import held_case, is_held, placed
from allocator.domain.ledgers import Ledgers
from allocator.domain.snapshot import HeldCase, Snapshot
from allocator.domain.words import Text
from allocator.simulation.giving import Way, barred, give
from allocator.simulation.lent import filling
from allocator.simulation.world import World

MOVED = Way("rebalance", Text("再平衡移交", "moved to level the loads"))


def level(world: World) -> None:
    """Level the loads on the first working day of each span of days that the scenario says; the solver is read only then."""
    rule = world.staged.rebalance
    if rule is None or rule.every_days is None or world.today // rule.every_days == world.levelled:
        return
    from allocator.simulation.few_moves import few_moves

    world.levelled = world.today // rule.every_days
    seen = seen_today(world)
    secret = world.chance.secret("rebalance", seen.day.isoformat())
    for move in few_moves(stock(world, seen), seen, rule.moves, secret):
        give(world, world.docket.open[move.case_no], move, MOVED)
        world.tally.moved += 1


def seen_today(world: World) -> Snapshot:
    """Give the office as a plan of moves sees it: with the cases that went from one to another lately."""
    snapshot = world.snapshot()
    return replace(snapshot, ledgers=Ledgers(moved=_moved(world, snapshot)))


def _moved(world: World, snapshot: Snapshot) -> Mapping[str, date]:
    since = snapshot.day - timedelta(days=snapshot.rulebook.moves.no_second_move_days)
    lives = world.docket.open.values()
    return {life.case_no: life.moved for life in lives if life.moved is not None and life.moved > since}


def stock(world: World, snapshot: Snapshot) -> Sequence[HeldCase]:
    """Give every open held case as a plan of moves sees it; what fills time lent to a special action stays out of it."""
    lives = world.docket.open.values()
    apart = {life.case_no for life, _ in filling(world.table, world.today, lives)}
    return [
        held_case(life.case, placed(life.case, snapshot, None, barred(world, life)))
        for life in lives
        if is_held(life.case) and life.case_no not in apart
    ]
