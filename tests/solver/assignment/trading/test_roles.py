"""Roles in dealing out: who is charged beside whom, and in which orders they have their turn."""

import numpy as np

from solver.assignment.columns import Columns
from solver.assignment.prices.prices import priced
from solver.assignment.prices.question import ask
from solver.assignment.trading.roles import APPRENTICES, FIRM, LOOSE, MENTORS, ORDERS, Roles
from solver.assignment.trading.stall import grain_of, open_stall
from tests.solver.assignment.offices import LI, WANG, ZHAO, an_office, to

YANG = 3


def roles_of(office):
    """The roles in an office where all cases must be placed."""
    question = ask(office, Columns.of(office), "misfit", {"assigned:0": 0})
    grain = grain_of(question, 100)
    stall = open_stall(question, priced(question, 100, bool).prices, None, 1, grain)
    return Roles(stall, question, grain).role.tolist()


def test_who_is_charged_beside_a_full_apprentice_is_a_mentor():
    """Wang learns from Li; Wang, Li and Zhao are sought and full, Yang has room that nobody seeks."""
    sought = [
        [to(WANG, 50, besides={LI: 20}), to(LI, 50, misfit=5), to(ZHAO, 50), to(YANG, 50, misfit=40)] for _ in range(9)
    ]

    roles = roles_of(an_office(*sought, capacity=[100, 100, 100, 1000]))

    assert roles == [MENTORS, APPRENTICES, FIRM, LOOSE]


def test_every_order_gives_each_role_a_turn():
    """An apprentice whom it costs to be off never comes after the mentor, whose minutes depend on it."""
    orders = np.array(ORDERS)

    assert orders.shape[1] == 6
    assert (orders[:, APPRENTICES] < orders[:, MENTORS]).all()
