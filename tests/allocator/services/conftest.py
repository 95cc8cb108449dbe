"""What several tests of the use cases begin with."""

import pytest

from allocator.services.context import Context
from tests.allocator.services.stories import NOON
from tests.stories import an_office


@pytest.fixture
def context(database):
    """The administrator of a small office, at noon."""
    with database.writing() as uow:
        uow.office.save(an_office(), NOON.date())
        uow.commit()
    return Context(database, lambda: NOON, "administrator")
