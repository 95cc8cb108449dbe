"""Making ready (预备): the kernels a search needs are translated, or read back, before its clock starts.

The first plan on a machine is then like any other; `make install` does it once for all processes. A toy is put to the
very steps a search takes, so that whatever they call is there, with the types it is called with.
"""

from dataclasses import replace
from functools import cache

import numpy as np

from solver.assignment.columns import Columns
from solver.assignment.finish.diver import MOST_CELLS, Diver, deal_of
from solver.assignment.finish.packing import FEWEST_COLUMNS, Packing
from solver.assignment.finish.proof import Proof
from solver.assignment.finish.search import CALLS, DIVES, REPAIRS, Levelling, Search
from solver.assignment.finish.walk import weigh
from solver.assignment.greedy import greedy
from solver.assignment.instance import Instance
from solver.assignment.prices.prices import priced
from solver.assignment.prices.question import ask
from solver.assignment.trading.rounds import rounds
from solver.assignment.trading.stall import grain_of
from solver.assignment.trading.trading import Effort, afresh, better

A_FEW = 200  # columns looked at: chains find a plan that breaks nothing, and some are left to deal out anew
MENDINGS = REPAIRS // CALLS + 2  # until a choice that does not fit is improved too


def make_ready(instance: Instance | None = None) -> None:
    """Make ready what solving an instance needs (without one: any), the finisher only for the shape it works on.

    What cannot be translated here is told by the search itself, which has an answer without it.
    """
    _made_ready()
    if instance is None or _may_be_plain(instance):
        _finisher_made_ready()


def _may_be_plain(instance: Instance) -> bool:
    lone = int(np.diff(instance.charge_start).max(initial=0)) <= 1
    return lone and not instance.tallies and instance.options >= FEWEST_COLUMNS


@cache
def _made_ready() -> bool:
    try:
        _trade_a_toy()
    except Exception:  # noqa: BLE001  (whatever a compiler does, the search will meet it too and say so)
        return False
    return True


@cache
def _finisher_made_ready() -> bool:
    try:
        _finish_a_toy()
    except Exception:  # noqa: BLE001  (likewise)
        return False
    return True


def _trade_a_toy() -> None:
    toy = _toy()
    columns = Columns.of(toy)
    question = ask(toy, columns, "misfit", {"together": 1})
    toy.to_json()
    prices = priced(question, 1, bool).prices
    effort, grain = Effort(A_FEW, -1, 1, bool, lambda _: None), grain_of(question, 1)
    afresh(question, prices, grain, effort)
    chosen = columns.chosen(greedy(toy, columns))
    better(question, prices, chosen, grain, effort)
    rounds(question, prices, chosen, grain, effort)


def _finish_a_toy() -> None:
    toy = _toy()
    columns = Columns.of(toy)
    ones, room = np.ones(columns.size, dtype=np.int64), np.full(toy.people, toy.cases)
    packing = Packing(
        columns.case_start, columns.lead, ones, columns.lead, room, np.arange(columns.size), np.arange(toy.cases)
    )
    weigh(deal_of(packing), np.ones(toy.people), np.zeros(toy.people), 1)
    search = Search(packing, None, 1)
    _go(search, DIVES + 1)
    search.go(search.worth())
    Diver(packing, 1, 1.0, np.zeros(packing.people)).translate()
    too_wide = replace(packing, room=np.append(np.zeros_like(room), MOST_CELLS))  # for dives, so that it is repaired
    _go(Search(too_wide, None, 1, levelling=Levelling(columns.case_start[:-1], np.ones(toy.people + 1))), MENDINGS)
    Proof(packing, search.worth(), 0).go(search.cost)


def _go(search: Search, steps: int) -> None:
    for _ in range(steps):
        search.go()


def _toy() -> Instance:
    """Two linked cases, either of which either of two people can take."""
    number, nothing = np.arange(4), np.zeros(2, dtype=np.int64)
    return Instance(
        capacity=np.full(2, 100),
        held=nothing,
        priority=nothing,
        option_case=number // 2,
        option_lead=number % 2,
        charge_start=np.arange(5),
        charge_person=number % 2,
        charge_minutes=np.ones(4, dtype=np.int64),
        option_misfit=np.array([0, 3, 2, 0]),
        option_lot=number,
        holder=np.full(2, -1),
        together=((0, 1),),
    )
