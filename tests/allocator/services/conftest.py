"""What several tests of the use cases begin with."""

import pytest

from allocator.services.access.access_rules import PasswordRules
from allocator.services.access.users import add_user, set_password
from allocator.services.context import Context
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import NOON
from tests.stories import an_office


@pytest.fixture
def context(database):
    """The administrator of a small office, at noon."""
    with database.writing() as uow:
        uow.office.save(an_office(), NOON.date())
        uow.commit()
    return Context(database, lambda: NOON, "administrator")


@pytest.fixture
def people(bureau: BureauAtWork):
    """An office in which people sign in: the clerks Wang and Zhao, the supervisors Li and Qian."""
    names = {"wang": "clerk", "zhao": "clerk", "li": "supervisor", "qian": "supervisor"}
    for name, role in names.items():
        add_user(bureau.context, name, name, role)
        set_password(bureau.context, name, "晴天 骑车 三十里 地图", PasswordRules())
    return tuple(bureau.context.by(name, signed_in=True) for name in names)
