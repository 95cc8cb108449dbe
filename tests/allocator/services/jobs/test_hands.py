"""Helping processes: results in order whoever is quicker, nothing left running when the caller leaves."""

import os
import subprocess
import sys
import time
from functools import cached_property
from pathlib import Path

import pytest

from allocator.services.jobs.hands import hands, usual_hands

ROOT = Path(__file__).parents[4]


class Office:
    """Something that works out a part of itself when it is first asked."""

    @cached_property
    def people(self):
        return list(range(1000))


def slow_first(number):
    time.sleep(0.2 if number == 0 else 0)
    return number, os.getpid()


def refuse(number):
    raise ValueError(number)


def count_people(office):
    return len(office.people)


def test_one_hand_works_in_place():
    """No process is started for one."""
    with hands(1) as executor:
        assert executor is None
    assert usual_hands() >= 1


@pytest.mark.slow
def test_results_come_in_the_order_of_the_work():
    """The first piece is the slowest and still comes first; another process did it."""
    with hands(2) as executor:
        assert executor is not None
        found = list(executor.map(slow_first, range(20)))

    assert [number for number, _ in found] == list(range(20))
    assert os.getpid() not in {process for _, process in found}


@pytest.mark.slow
def test_a_value_may_grow_while_it_is_handed_out():
    """What is worked out late by the caller does not spoil what is being packed."""
    office = Office()
    with hands(2) as executor:
        assert executor is not None
        first = executor.submit(count_people, office)
        assert len(office.people) == 1000
        assert first.result() == 1000


@pytest.mark.slow
def test_what_goes_wrong_in_a_hand_is_raised_by_the_caller():
    """And the rest of the work is dropped."""
    with hands(2) as executor:
        assert executor is not None
        with pytest.raises(ValueError, match="0"):
            list(executor.map(refuse, range(1000)))


@pytest.mark.slow
def test_hands_go_when_their_caller_is_killed():
    """Killed outright in mid-work, it leaves no process behind."""
    script = (
        "import os, time\n"
        "from allocator.services.jobs.hands import hands\n"
        "if __name__ == '__main__':\n"
        "    with hands(2) as executor:\n"
        "        print(executor.submit(os.getpid).result(), flush=True)\n"
        "        time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    helper = int(process.stdout.readline())
    process.kill()
    process.communicate()

    until = time.monotonic() + 30
    while Path(f"/proc/{helper}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{helper}").exists()


@pytest.mark.slow
def test_hands_bring_in_the_work_they_are_handed_and_not_the_script_that_called(tmp_path):
    """The command line is the caller's; a helping process that ran it too began half a second later."""
    script = tmp_path / "caller.py"
    script.write_text(
        "import os, sys\n"
        "print('called', flush=True)\n"
        "if __name__ == '__main__':\n"
        "    from allocator.services.jobs.hands import hands\n"
        "    with hands(2) as executor:\n"
        "        assert list(executor.map(os.path.basename, ['a/b', 'a/c'])) == ['b', 'c']\n"
        "    assert sys.modules['__main__'].__file__ == __file__\n",
        encoding="utf-8",
    )

    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines() == ["called"]
