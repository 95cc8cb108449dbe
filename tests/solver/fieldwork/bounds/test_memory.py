"""What a day of a vehicle remembers of where it was: its own errand and those nearest, each with a bit of its own."""

import numpy as np

from solver.fieldwork.bounds.memory import REMEMBERED, memory_of


def along_a_road(count, errand=None):
    """So many parts along a road, a step apart, the first one the most worth; all of other errands, unless told."""
    places = np.arange(count + 1)
    take = np.abs(places[:, None] - places[None, :]) + 1
    return memory_of(np.ones(count, dtype=bool), places[:-1], np.arange(count) if errand is None else errand, take)


def test_few_errands_are_all_remembered():
    """Each has a bit, and no part leads to another one that has been forgotten."""
    kept, bars, _ = along_a_road(4)
    bits = np.diag(bars)[:-1]

    assert sorted(bits.tolist()) == [1, 2, 4, 8]
    assert (kept[:-1, :-1] == 15).all()
    assert (bars[:-1, :-1] == bits).all()


def test_a_part_remembers_those_nearest_to_it():
    """Of a long road the first part remembers the first few, and bars none that is far."""
    _, bars, _ = along_a_road(40)

    assert (bars[0, :REMEMBERED] > 0).all()
    assert not bars[0, REMEMBERED:].any()


def test_what_is_remembered_at_one_part_has_different_bits():
    """Else one errand would bar another."""
    for row in along_a_road(200)[1][:-1]:
        bits = row[row > 0].tolist()

        assert len(set(bits)) == len(bits)


def test_parts_of_one_errand_bar_each_other():
    """Also where no bit is left for them, right after one another."""
    _, bars, same = along_a_road(4, np.array([0, 1, 0, 2]))

    assert bars[0, 2] == bars[2, 0] == bars[0, 0] > 0
    assert same[0, 2]
    assert not same[0, 1]


def test_nothing_to_serve_is_nothing_to_remember():
    """A day on which no part earns anything."""
    kept, bars, _ = memory_of(
        np.zeros(3, dtype=bool), np.zeros(3, dtype=np.int64), np.arange(3), np.ones((4, 4), dtype=np.int64)
    )

    assert not kept.any()
    assert not bars.any()
