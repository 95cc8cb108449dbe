"""Two sides in rounds: whoever has a worker, what is found is the same; the clock, a proof or the allowance ends them."""

import pytest

from solver.assignment.finish.sides import run
from solver.limits import Allowance


class Diggers:
    """Two sides that dig from both ends of a tunnel; each writes down what it knew of the other at each step."""

    def __init__(self, paces=(0.003, 0.005), length=1_000):
        self.paces, self.length = paces, length
        self.steps, self.known = [0, 0], (0, 0)
        self.diaries: list[list[tuple[int, int]]] = [[], []]

    @property
    def value(self):
        return self.length - self.known[0]

    @property
    def bound(self):
        return self.known[1]

    @property
    def spent(self):
        return self.paces[0] * self.steps[0], self.paces[1] * self.steps[1]

    def _dig(self, side):
        self.steps[side] += 1
        self.diaries[side].append(self.known)

    def search(self):
        self._dig(0)

    def prove(self):
        self._dig(1)

    def exchange(self):
        self.known = (self.steps[0], self.steps[1])


def an_allowance(seconds=1.0, workers=1, over=lambda: False):
    return Allowance(seconds, workers, seed=1, over=over, near=lambda bound: bound)


def dug(workers, **more):
    diggers = Diggers(**more)
    run(diggers, an_allowance(workers=workers))
    return diggers


def test_the_number_of_workers_changes_nothing_that_is_found():
    """Each side knows at each of its steps the same of the other, at once or by turns."""
    alone, pair, many = dug(1), dug(2), dug(5)

    assert alone.diaries == pair.diaries == many.diaries
    assert len({known for diary in alone.diaries for known in diary}) > 10


@pytest.mark.parametrize("paces", [(0.003, 0.005), (0.001, 0.4), (0.4, 0.001)])
def test_each_side_has_half_of_what_may_be_counted(paces):
    """Nobody goes on for longer than one step beyond it, and what one took too much of the other has less."""
    spent = dug(2, paces=paces).spent

    assert 1.0 <= sum(spent) < 1.0 + sum(paces)
    assert all(0.1 < side < 0.5 + pace for side, pace in zip(spent, paces, strict=True))


def test_the_sides_end_where_they_meet():
    """With a tunnel of sixty steps nothing like the whole allowance is used."""
    diggers = dug(2, length=60)

    assert diggers.value <= diggers.bound
    assert sum(diggers.steps) < 90


def test_a_word_to_stop_ends_both_within_a_round():
    """Neither takes a step once it is given."""
    diggers = Diggers()
    run(diggers, an_allowance(over=lambda: sum(diggers.steps) >= 7))

    assert sum(diggers.steps) == 7


def test_what_goes_wrong_on_the_other_side_is_told():
    """A failure in the other thread is no silence."""

    class Flooded(Diggers):
        def prove(self):
            raise RuntimeError("the tunnel is flooded")

    with pytest.raises(RuntimeError, match="flooded"):
        run(Flooded(), an_allowance(workers=2))
