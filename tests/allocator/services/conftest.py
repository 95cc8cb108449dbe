"""What several tests of the use cases begin with."""

import pytest

from allocator.services import passwords
from allocator.services.context import Context
from tests.allocator.services.stories import NOON
from tests.stories import an_office

QUICK = "scrypt:256:8:1"


@pytest.fixture
def context(database):
    """The administrator of a small office, at noon."""
    with database.writing() as uow:
        uow.office.save(an_office(), NOON.date())
        uow.commit()
    return Context(database, lambda: NOON, "administrator")


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch):
    """Let a password cost nothing to keep and to compare; how costly it is in earnest has a test of its own."""
    nobodys = passwords.NOBODYS.replace(passwords.METHOD, QUICK)
    monkeypatch.setattr(passwords, "METHOD", QUICK)
    monkeypatch.setattr(passwords, "NOBODYS", nobodys)
