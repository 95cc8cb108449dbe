"""A week of field work drafted once, and copied for every test that begins with the draft."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from allocator.decisions.fieldwork.certificate import FIELD
from allocator.services.run_kinds import run_now
from tests.allocator.conftest import BureauAtWork, at_work
from tests.allocator.services.fieldwork.house import a_place, an_errand

DraftedWeek = tuple[BureauAtWork, str]
"""A bureau with a drafted week, and the run that drafted it."""


def a_drafted_week(bureau: BureauAtWork) -> str:
    """Three services of documents in two towns and a search without a warrant; gives the run that drafts their week."""
    for number in range(1, 4):
        an_errand(bureau.context, case_no=f"（2022）内0222执{number}号", place=a_place(number))
    an_errand(bureau.context, "search")
    return run_now(bureau.context, FIELD, {"week": "2022-W41", "seconds": 1}).id


@pytest.fixture(scope="session")
def template_of_a_week(guyang_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The bureau's database once its week was drafted, made once a session; with the run."""
    with at_work(guyang_template, tmp_path_factory.mktemp("week")) as bureau:
        run = a_drafted_week(bureau)
    return bureau.path, run


@pytest.fixture
def drafted(template_of_a_week: tuple[Path, str], tmp_path: Path) -> Iterator[DraftedWeek]:
    """The bureau of a test that begins with a drafted week."""
    path, run = template_of_a_week
    with at_work(path, tmp_path) as bureau:
        yield bureau, run
