"""A page is light: what a browser that has kept nothing loads of each, in an office of five hundred people with many cases."""

from argparse import Namespace
from functools import partial

import pytest

from api import create_app
from benchmarks import pages

pytestmark = pytest.mark.slow
ROLES = ("admin", "supervisor")
HEAVIEST = 200_000
HEAVIEST_LABORATORY = 600_000
MOST_MARKUP = 400_000  # uncompressed: what a browser has to read
ASKS_FOR_MORE = {"/rulebook/compare"}  # which two versions


@pytest.fixture(scope="module")
def large_office(tmp_path_factory):
    """Fifteen hundred cases, twenty events each, and five hundred people."""
    context = pages.office_of(tmp_path_factory.mktemp("large"), Namespace(cases=1_500, people=500))
    yield context
    context.database.close()


@pytest.fixture(scope="module")
def loads(large_office):
    """Every page for every role, asked for once, with what it weighs."""
    app = create_app(large_office)
    people = pages.signed_in(large_office)
    asked = pages.Asked(partial(pages.inside, app), rounds=0)
    found = pages.walk(app, {role: people[role] for role in ROLES}, pages.samples_of(large_office), asked)
    return {(one.role, one.page): one for one in found}


def test_every_page_is_walked(large_office, loads):
    """The administrator sees each of them, so that none is left out."""
    every = set(pages.pages(create_app(large_office)))

    assert every - {page for role, page in loads if role == "admin"} == ASKS_FOR_MORE


def test_a_page_weighs_less_than_is_promised(loads):
    """With its styles and scripts, as it is sent: 200 kB, the laboratory 600 kB."""
    heavy = {
        place: one.weight
        for place, one in loads.items()
        if one.weight > (HEAVIEST_LABORATORY if one.page.startswith("/laboratory") else HEAVIEST)
    }

    assert heavy == {}


def test_no_page_is_light_only_because_it_is_compressed(loads):
    """A browser reads and draws what is unpacked."""
    assert {place: one.markup for place, one in loads.items() if one.markup > MOST_MARKUP} == {}


def test_what_is_weighed_is_the_page_with_its_files(loads):
    """A page without its styles would be light without being so."""
    assert min(one.weight for one in loads.values()) > 90_000
