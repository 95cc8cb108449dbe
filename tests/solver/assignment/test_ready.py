"""Making ready: once it is done a search translates nothing more, so that no plan's time goes into it."""

from hypothesis import given

from solver.assignment import greedy, market, soft, solve
from solver.assignment.finish import sacks, walk
from solver.assignment.finish.packing import FEWEST_COLUMNS
from solver.assignment.ready import make_ready
from solver.search import Limits
from tests.solver.assignment.offices import LI, WANG, an_office, few, random_offices, to

NAMES = {"_place", "weight_of", "gather", "settle", "trade", "soft_value", "firm_value", "size_of", "solved"}


FINISHING = {"desk_of", "seat", "person_prices", "weigh", "repair", "improve", "ascend"}


def translations(names=frozenset(NAMES)):
    """For which types each kernel has been translated."""
    return {
        name: list(kernel.signatures)
        for module in (greedy, market, soft, walk, sacks)
        for name, kernel in vars(module).items()
        if name in names
    }


def test_every_kernel_is_translated_once():
    """One translation of each kernel is all a search needs."""
    make_ready()

    assert {name: len(types) for name, types in translations().items()} == dict.fromkeys(NAMES, 1)


def test_the_finisher_is_made_ready_for_an_office_of_plain_shape():
    """Where each option charges one person the finisher will be asked, so its kernels stand too."""
    cases = FEWEST_COLUMNS // 2
    plain = an_office(*[[to(LI, 10), to(WANG, 10)]] * cases, capacity=[100_000] * 2)

    make_ready(plain)

    assert {name: len(types) for name, types in translations(FINISHING).items()} == dict.fromkeys(FINISHING, 1)


@few
@given(random_offices)
def test_a_search_translates_nothing_more(office):
    """Whatever the office, its kernels stand when its clock starts."""
    make_ready()
    before = translations()

    solve(office, Limits(seconds=20, deterministic=1), seed=1)

    assert translations() == before
