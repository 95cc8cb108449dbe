"""An office before anybody was entered: no page fails for want of people or vehicles, and each says where they are put down."""

import shutil

import pytest

from allocator.files.office import read_office
from tests.browser.conftest import GUYANG
from tests.browser.test_empty_office import leads_on, loaded

TABLES = (
    "people", "pairings", "absences", "reductions", "recusals", "vehicles", "preferences", "engagements",
)  # fmt: skip
"""What names somebody or a vehicle."""


@pytest.fixture(scope="session")
def furnished(migrated_file, tmp_path_factory):
    """The office with its teams, towns and rules, and nobody in it."""
    folder = tmp_path_factory.mktemp("deserted")
    shutil.copytree(GUYANG, folder / "office", ignore=shutil.ignore_patterns("campaigns", "scenarios"))
    for name in TABLES:
        file = folder / "office" / f"{name}.csv"
        file.write_text(file.read_text(encoding="utf-8-sig").splitlines()[0] + "\n", encoding="utf-8")
    assert not read_office(folder / "office").office.officers
    return loaded(folder / "office.db", migrated_file, folder / "office")


@pytest.mark.parametrize("path", ["/inbox", "/board", "/people", "/vehicles", "/field-week", "/laboratory"])
def test_a_page_without_people_says_what_to_do_and_leads_there(browse, language, path):
    """Whatever is empty has a link or a button to what fills it."""
    leads_on(browse("admin", language, 1280, 720).go(path))


@pytest.mark.parametrize(
    "path",
    ["/field-week/changes", "/field-week/calendars", "/laboratory/scenarios", "/laboratory/targets", "/indicators"],
)
def test_a_form_opens_without_people(browse, language, path):
    """With nobody to choose."""
    seen = browse("admin", language, 1280, 720).go(path)

    seen.fits()
    seen.is_clean()
