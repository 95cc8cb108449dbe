"""What counting proves of the peak: small stories, and the promise that no choice of so many moves undercuts it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.frontier import Moves
from solver.assignment.frontier.relief import Relief
from solver.limits import Limits, Watch
from tests.solver.assignment.frontier.stocks import (
    a_random_stock,
    a_stock,
    an_overloaded_stock,
    best_of_all,
    every_stock,
)
from tests.solver.assignment.offices import LI, WANG, ZHAO, to

some = settings(max_examples=25, deadline=None)


def counted(moves, most):
    """The bound of the peak with at most so many moves."""
    return Relief(moves).bound(most, Watch(Limits(30), None, None), 0)


def test_two_equally_busy_people_are_not_relieved_by_one_move():
    """Li and Wang are both at 80 %, and no case concerns both: with one move one of them stays there."""
    office = a_stock(
        [to(LI, 400), to(ZHAO, 400)], [to(LI, 400), to(ZHAO, 400)], [to(WANG, 400), to(ZHAO, 400)],
        [to(WANG, 400), to(ZHAO, 400)],
    )  # fmt: skip

    assert [counted(Moves.of(office), most) for most in (0, 1, 2)] == [800, 800, 400]


def test_the_heaviest_cases_count_first():
    """Li holds 300 + 200 + 100: one move leaves at least 300, two leave at least 100."""
    office = a_stock([to(LI, 300), to(WANG, 300)], [to(LI, 200), to(WANG, 200)], [to(LI, 100), to(WANG, 100)])

    assert [counted(Moves.of(office), most) for most in (1, 2, 3)] == [300, 100, 0]


def test_moves_that_differ_for_nobody_near_the_peak_are_one():
    """Wang and Zhao both have room enough: for Li's relief it is all the same who gets the case."""
    office = a_stock([to(LI, 600), to(WANG, 600), to(ZHAO, 600)], [to(LI, 200)], [to(WANG, 100)], [to(ZHAO, 100)])
    moves = Moves.of(office)

    assert Relief(moves).telling(np.arange(moves.size), 1, 700, all_relieve=True).tolist() == [0]


def test_who_would_come_above_the_aim_makes_a_difference():
    """Wang would be at 90 % with the case, Zhao at 70 %: only with Zhao is the aim of 70 % reached."""
    office = a_stock([to(LI, 600), to(WANG, 600), to(ZHAO, 600)], [to(LI, 200)], [to(WANG, 300)], [to(ZHAO, 100)])
    moves = Moves.of(office)
    kept = Relief(moves).telling(np.arange(moves.size), 1, 700, all_relieve=True)

    assert office.option_lead[moves.option[kept]].tolist() == [ZHAO]


@some
@given(every_stock, st.integers(0, 4))
def test_no_choice_of_so_many_moves_undercuts_the_count(office, most):
    """All choices tried: the best peak is never below what counting proves."""
    moves = Moves.of(office)

    assert counted(moves, most) <= best_of_all(moves, most)[0]


@some
@given(st.integers(0, 10_000_000), st.integers(1, 3), st.integers(0, 60))
def test_what_is_left_out_is_not_missed(seed, most, below):
    """Whatever peak a choice of so many moves reaches is reached among the moves kept for that aim as well."""
    office = (an_overloaded_stock if seed % 2 else a_random_stock)(seed, cases=4, people=3)
    moves = Moves.of(office)
    best = best_of_all(moves, most)[0]
    aim = best + below
    all_relieve = counted(moves, most - 1) > aim

    kept = Relief(moves).telling(np.arange(moves.size), most, aim, all_relieve=all_relieve)

    assert best_of_all(moves.part(kept), most)[0] <= aim


@some
@given(every_stock, st.integers(0, 1200))
def test_nobody_comes_down_with_fewer_moves_than_needed(office, aim):
    """Whoever is above an aim, and comes down to it in the best choice, was relieved as often as it says at least."""
    moves = Moves.of(office)
    needed = Relief(moves).needed(aim)
    caps = aim * office.capacity // 1000

    for person, count in needed.items():
        most = sorted(relief_by_case(moves, person).values())[: max(0, count - 1)]
        assert moves.present[person] + sum(most) > caps[person] or len(most) < count - 1


def relief_by_case(moves, person):
    """The most each case can take from somebody: it moves only once, whoever gets it."""
    found: dict[int, int] = {}
    for move in range(moves.size):
        for entry in range(moves.start[move], moves.start[move + 1]):
            if moves.person[entry] == person and moves.change[entry] < 0:
                case = int(moves.of_case[move])
                found[case] = min(found.get(case, 0), int(moves.change[entry]))
    return found
