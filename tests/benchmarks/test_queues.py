"""Plain queues in our kernel and in rivals: the same customers wait equally long, and theory says how long on average."""

import json

import pytest

from benchmarks import queues
from benchmarks._queues import Customer, Line, mmc_wait


def test_simpy_lets_the_same_customers_wait_as_long(capsys):
    """Both serve the same customers in the same order: the mean wait is the same to the last digit shown."""
    queues.main(["--customers", "300", "--runs", "3", "--json"])

    found = {row["what"]: row for row in json.loads(capsys.readouterr().out)["rows"]}
    assert found["SimPy: mean wait"]["value"] == found["ours: mean wait"]["value"]
    assert found["SimPy: processor time a customer"]["ratio"] > 0


@pytest.mark.parametrize("servers, busy, wait", [(1, 0.5, 10), (1, 0.9, 90), (2, 0.5, 10 / 3), (5, 0.9, 15.2486)])
def test_erlangs_formula_is_the_books(servers, busy, wait):
    """One server at a half waits as long as it serves, at nine tenths nine times as long; two at a half a third."""
    assert mmc_wait(busy * servers / 10, 10, servers) == pytest.approx(wait, rel=1e-4)


def test_customers_of_a_tandem_wait_at_each_desk():
    """The second waits for the first at the first desk, and at the second behind the first's long work there."""
    customers = [Customer(0, 0, (10, 30)), Customer(5, 0, (10, 30))]

    Line((1, 1)).serve(customers)

    assert [customer.waited for customer in customers] == [0, 5 + 20]


def test_a_queue_for_each_server_lets_customers_wait_beside_a_free_one():
    """The third stands behind the first though the second server is free."""
    comers = [(0, 50), (0, 5), (10, 5)]
    alone, shared = ([Customer(at, 0, (work,)) for at, work in comers] for _ in range(2))

    Line((2,), shared=False).serve(alone)
    Line((2,)).serve(shared)

    assert [customer.waited for customer in alone] == [0, 0, 40]
    assert [customer.waited for customer in shared] == [0, 0, 0]
