"""Locks that die with their process."""

import subprocess
import sys
import time

import pytest

from allocator.persistence import locks
from allocator.persistence.engine import open_database

HOLD = """
import sys, time
from allocator.persistence.engine import open_database
from allocator.persistence.locks import take
assert take(open_database(sys.argv[1]), "worker-0")
print("held", flush=True)
time.sleep(600)
"""


def test_a_lock_is_held_by_one_at_a_time(either):
    """Two workers never hold the same slot."""
    held = locks.take(either, "worker-0")

    assert held is not None
    assert locks.take(either, "worker-0") is None
    assert not locks.is_free(either, "worker-0")
    held.release()
    assert locks.is_free(either, "worker-0")


def test_the_lowest_free_one_of_a_row_is_taken(either):
    """Slots are filled from below, so that a worker started again takes its old one."""
    first, second = locks.take_first(either, "worker"), locks.take_first(either, "worker")
    assert (first.name, second.name) == ("worker-0", "worker-1")

    first.release()
    with locks.holding(locks.take_first(either, "worker")) as name:
        assert name == "worker-0"
    second.release()


def test_locks_of_two_databases_are_two(database, tmp_path):
    """One court's worker does not stand in another's way."""
    other = open_database(tmp_path / "other.db")
    held = locks.take_first(database, "worker")

    assert locks.is_free(other, "worker-0")
    held.release()
    other.close()


@pytest.mark.slow
def test_a_lock_is_free_as_soon_as_its_holder_is_killed(either):
    """Nobody waits for a heartbeat to grow old."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, either.url], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    assert not locks.is_free(either, "worker-0")

    process.kill()
    process.communicate()

    for _ in range(100):
        if locks.is_free(either, "worker-0"):
            break
        time.sleep(0.05)
    else:
        pytest.fail("the lock outlived its holder")
