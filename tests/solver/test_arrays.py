"""Instances in whole numbers: frozen, written, read and named alike, whatever they mean."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from solver.arrays import Arrays, Ints, check_same_length, check_within, nothing
from solver.assignment import Instance as Cases


@dataclass(frozen=True, eq=False)
class Shelf(Arrays):
    """Three rows of books, and how wide a board is."""

    books: Ints
    heights: Ints = field(default_factory=nothing)
    width: int = 80


def numbers(values):
    """Whole numbers as an array that somebody could still change."""
    return np.array(values, dtype=np.int64)


def test_an_instance_cannot_be_changed():
    """Neither its arrays nor those it was made from reach it."""
    given = numbers([3, 1, 2])
    shelf = Shelf(given)
    given[0] = 9

    assert shelf.books.tolist() == [3, 1, 2]
    with pytest.raises(ValueError, match="read-only"):
        shelf.books[0] = 4


def test_what_nobody_can_change_is_not_copied():
    """A city's arrays are there once."""
    books = Shelf(numbers([1, 2])).books

    assert Shelf(books).books is books


def test_the_text_is_the_one_json_writes():
    """Sorted keys, no spaces, plain values beside arrays; it is read back to the same name."""
    shelf = Shelf(numbers([3, -1]), width=90)

    assert shelf.to_json() == '{"books":[3,-1],"heights":[],"width":90}'
    assert Shelf.from_json(shelf.to_json()).digest == shelf.digest


@pytest.mark.parametrize("text", ["{}", "[]", '{"books":[1],"heights":[],"width":1,"depth":2}'])
def test_what_is_no_instance_is_refused(text):
    """Nothing is guessed, nothing passed over."""
    with pytest.raises(ValueError, match="exactly the fields books, heights, width"):
        Shelf.from_json(text)


def test_arrays_have_one_dimension():
    """A table is written column by column."""
    with pytest.raises(ValueError, match="one dimension"):
        Shelf(numbers([[1], [2]]))


def test_a_number_outside_its_range_is_named():
    """With its place; the ends of the range are within, and after it."""
    check_within(numbers([0, 4]), 0, 5, "book {}")

    with pytest.raises(ValueError, match="book 1 is 5, which must be from 0 to 4"):
        check_within(numbers([0, 5]), 0, 5, "book {}")


def test_columns_of_one_table_are_equally_long():
    """The lengths are told."""
    check_same_length(Shelf(numbers([1]), numbers([20])), "books", "heights")

    with pytest.raises(ValueError, match="books 2, heights 1"):
        check_same_length(Shelf(numbers([1, 2]), numbers([20])), "books", "heights")


def test_stored_instances_of_cases_keep_their_names():
    """What was sealed with a plan once is found under the same digest for ever."""
    cases = Cases(*map(numbers, ([1], [0], [0], [0], [0], [0, 1], [0], [1], [0], [0], [-1])))

    assert cases.digest == "7c29c44e8a44a776661702bd22cdf5527879eeb65f426ea735d2c09a19681302"
