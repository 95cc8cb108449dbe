"""A staffed office on the docket, on SQLite and on both databases."""

import pytest

from tests.allocator.persistence.docket import staffed


@pytest.fixture
def office(database):
    """A database with the staffed office in it."""
    return staffed(database)


@pytest.fixture
def either_office(either):
    """The same on both databases."""
    return staffed(either)
