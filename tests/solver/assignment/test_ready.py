"""Making ready: once it is done a search translates nothing more, so that no plan's time goes into it."""

import pytest
from hypothesis import given

from solver import digits
from solver.assignment import greedy, ready, solve
from solver.assignment.finish import dive, sacks, walk, wide
from solver.assignment.finish.packing import FEWEST_COLUMNS
from solver.assignment.prices import adding, joint, lone, newton, soft, ways
from solver.assignment.ready import make_ready
from solver.assignment.trading import dealing, market, opening, redeal
from solver.search import Limits
from tests.solver.assignment.offices import LI, WANG, ZHAO, an_office, few, random_offices, to

TRADING = {
    *("_place", "_pick", "take", "settle", "trade", "redeal", "firm_value", "size_of"),
    *("value_at", "promise", "stepped"),
    *("open_up", "change", "liked", "how_far_off", "deal", "settle_lines", "freedom"),
    *("added", "count_joint", "write_joint", "list_all", "write_digits"),
}
FINISHING = {
    *("desk_of", "seat", "weigh", "repair", "improve", "ascend", "price_all", "dive_whole", "dive_anew"),
    *("begin", "give_next", "deal_rest"),
}


def translations(names=frozenset(TRADING)):
    """For which types each kernel has been translated."""
    return {
        name: list(kernel.signatures)
        for module in (
            adding,
            dealing,
            digits,
            greedy,
            joint,
            lone,
            market,
            newton,
            opening,
            redeal,
            soft,
            ways,
            walk,
            sacks,
            dive,
            wide,
        )
        for name, kernel in vars(module).items()
        if name in names
    }


def test_every_kernel_is_translated_once():
    """One translation of each kernel is all a search needs; whoever names no office gets them all."""
    make_ready()

    every = TRADING | FINISHING
    assert {name: len(types) for name, types in translations(every).items()} == dict.fromkeys(every, 1)


@pytest.mark.parametrize("besides, finished", [({}, 1), ({ZHAO: 1}, 0)])
def test_the_finisher_is_made_ready_for_an_office_of_plain_shape(besides, finished):
    """Where each option charges one person the finisher will be asked; elsewhere nobody waits for its kernels."""
    cases = [[to(LI, 10, besides=besides), to(WANG, 10)]] * (FEWEST_COLUMNS // 2)
    ready._finisher_made_ready.cache_clear()

    make_ready(an_office(*cases, capacity=[100_000] * 3))

    assert ready._finisher_made_ready.cache_info().currsize == finished


@few
@given(random_offices)
def test_a_search_translates_nothing_more(office):
    """Whatever the office, its kernels stand when its clock starts."""
    make_ready()
    before = translations()

    solve(office, Limits(seconds=20, deterministic=0.1), seed=1)

    assert translations() == before
