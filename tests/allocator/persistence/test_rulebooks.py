"""Every version of the rulebook."""

from datetime import date

import pytest

from allocator.domain.errors import NotFound
from allocator.domain.rulebook.reading import read_rulebook
from allocator.persistence import rulebooks
from tests.stories import SMALL_RULEBOOK, small_rulebook_with

DAY = date(2022, 9, 5)
STRICTER = small_rulebook_with(("yuan(500_000)", "yuan(400_000)"))
NEXT_YEAR = small_rulebook_with(("effective_from = 2022-01-01", "effective_from = 2023-01-01"))


def add(database, *texts):
    with database.writing() as uow:
        news = [uow.rulebooks.add(text, read_rulebook(text)) for text in texts]
        uow.commit()
    return news


def in_force(database, day=DAY):
    rulebooks._read.clear()
    with database.reading() as uow:
        return uow.rulebooks.in_force(day)


def test_a_rulebook_comes_back_by_its_digest_with_the_same_content(either):
    """A decision can be run again by the rules it was made under."""
    add(either, SMALL_RULEBOOK, STRICTER)
    rulebooks._read.clear()

    with either.reading() as uow:
        for text in (SMALL_RULEBOOK, STRICTER):
            rulebook = read_rulebook(text)
            assert uow.rulebooks.by_digest(rulebook.digest) == rulebook


def test_the_same_rulebook_again_is_no_news(database):
    """Loading a folder again changes nothing."""
    assert add(database, SMALL_RULEBOOK) == [True]
    assert add(database, SMALL_RULEBOOK) == [False]


def test_of_two_that_begin_on_one_day_the_one_loaded_last_is_in_force(database):
    """A corrected file takes the place of the faulty one, and an old one loaded again takes it back."""
    add(database, SMALL_RULEBOOK, STRICTER)
    assert in_force(database).digest == read_rulebook(STRICTER).digest

    assert add(database, SMALL_RULEBOOK) == [True]
    assert in_force(database).digest == read_rulebook(SMALL_RULEBOOK).digest


def test_a_rulebook_of_the_future_waits_for_its_day(database):
    """Next year's rules may be loaded this year."""
    add(database, SMALL_RULEBOOK, NEXT_YEAR)

    assert in_force(database).effective_from == date(2022, 1, 1)
    assert in_force(database, date(2023, 1, 1)).effective_from == date(2023, 1, 1)
    assert in_force(database, date(2021, 12, 31)) is None


def test_an_unknown_version_is_told(database):
    """The digest is named."""
    with database.reading() as uow, pytest.raises(NotFound, match="0000"):
        uow.rulebooks.by_digest("0000")
