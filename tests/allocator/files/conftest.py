"""The folder of the example office, read once."""

import pytest

from tests.fixtures.folders import GUYANG, load


@pytest.fixture(scope="module")
def folder():
    """The office and the rulebook of Guyang."""
    return load(GUYANG)
