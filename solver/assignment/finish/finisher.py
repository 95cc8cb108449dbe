"""Finishing a level (收尾): search and proof side by side, until they meet or the allowance is spent."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from solver.assignment.finish.packing import Packing
from solver.assignment.finish.proof import Proof
from solver.assignment.finish.search import Search
from solver.assignment.instance import Ints
from solver.limits import Allowance

PLACING_SHARE = 0.25  # of the allowance, for placing every case; after that it may well be impossible


@dataclass(frozen=True)
class Choice:
    """What was found: a column for each case (None where no better is known), the bound, deterministic seconds spent."""

    chosen: Ints | None
    bound: int
    seconds: float


def finish(packing: Packing, level: str, chosen: Ints, bound: int, allowance: Allowance) -> Choice:
    """Bring a level of plain shape down from a choice of columns, and its bound up."""
    start, cases = packing.options(chosen), len(chosen)
    if level.startswith("assigned"):
        return _place_all(packing, cases, bound, allowance)
    search = Search(packing, start, allowance.seed)
    proof = Proof(packing, search.worth(), bound)
    if allowance.workers == 1:
        _in_turns(search, proof, allowance)
    else:
        _at_once(search, proof, allowance)
    best = None if search.best is None else packing.chosen(search.best, cases)
    return Choice(best, proof.bound, search.seconds + proof.seconds)


def _place_all(packing: Packing, cases: int, bound: int, allowance: Allowance) -> Choice:
    """Look for any choice that places every case, by those with the fewest minutes in all."""
    search = Search(replace(packing, cost=packing.minutes), None, allowance.seed)
    while search.best is None and search.seconds < PLACING_SHARE * allowance.seconds and not allowance.over():
        search.go()
    best = None if search.best is None else packing.chosen(search.best, cases)
    return Choice(best, bound, search.seconds)


def _met(search: Search, proof: Proof, allowance: Allowance) -> bool:
    spent = search.seconds + proof.seconds >= allowance.seconds
    return search.cost <= allowance.near(proof.bound) or spent or allowance.over()


def _in_turns(search: Search, proof: Proof, allowance: Allowance) -> None:
    """Search and prove by turns, each as long as the other (counted, so that every run is alike)."""
    while not _met(search, proof, allowance):
        if proof.open and proof.seconds <= search.seconds:
            proof.go(search.cost)
        else:
            search.go()


def _at_once(search: Search, proof: Proof, allowance: Allowance) -> None:
    """Search and prove at the same time, on two cores."""
    with ThreadPoolExecutor(1) as pool:
        proving: Future[None] = pool.submit(_prove, search, proof, allowance)
        while not _met(search, proof, allowance):
            search.go()
        proving.result()


def _prove(search: Search, proof: Proof, allowance: Allowance) -> None:
    while proof.open and not _met(search, proof, allowance):
        proof.go(search.cost)
