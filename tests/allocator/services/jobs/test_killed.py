"""A process killed with kill -9 in the middle of an import, a draw or a publication: all of it happened, or nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from allocator.domain.cases import CaseState
from allocator.services.intake.filings import file_case
from allocator.services.log_check import verify_log
from allocator.services.transaction import the_office, the_rulebook
from fixtures.guyang_month import month
from tests.allocator.conftest import MORNING, BureauAtWork
from tests.allocator.services.drafting import a_draft, some_cases
from tests.allocator.services.stories import a_filing
from tests.allocator.services.whole import assert_whole

ROOT = Path(__file__).parents[4]
SCRIPT = """
import sys
from datetime import datetime
from pathlib import Path
from allocator.persistence.engine import open_database
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.assignment.giving import assign
from allocator.services.context import Context
from allocator.services.intake.filings import import_file
from allocator.services.plans.publishing import publish

path, now, moment, what, given = sys.argv[1:]
keep = UnitOfWork.commit

def commit(uow):
    if moment == "after":
        keep(uow)
    print("now", flush=True)
    sys.stdin.read()

UnitOfWork.commit = commit
context = Context(open_database(path), lambda: datetime.fromisoformat(now), "clerk")
doing = {
    "draw": lambda: assign(context, int(given)),
    "publish": lambda: publish(context, given),
    "import": lambda: import_file(context, "a.csv", Path(given).read_bytes()),
}
doing[what]()
"""


def killed(bureau: BureauAtWork, moment: str, what: str, given: object) -> None:
    """Do something in a process of its own, and kill it right before or right after its commit."""
    words = [sys.executable, "-c", SCRIPT, str(bureau.path), MORNING.isoformat(), moment, what, str(given)]
    process = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "now\n"
    process.kill()
    process.communicate()


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_draw_killed_at_its_commit_has_happened_or_not(bureau: BureauAtWork, moment: str) -> None:
    """Handler, log and charges together; whoever comes next finds the case free or given."""
    case = file_case(bureau.context, a_filing())

    killed(bureau, moment, "draw", case.id)

    (found,) = assert_whole(bureau.context)
    assert (found.holding is not None) is (moment == "after")
    assert verify_log(bureau.context).breaks == ()


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_publication_killed_at_its_commit_has_happened_or_not(bureau: BureauAtWork, moment: str) -> None:
    """Every case of the plan has its handler, or none has."""
    some_cases(bureau.context)
    draft = a_draft(bureau.context)

    killed(bureau, moment, "publish", draft.run)

    wanted = CaseState.ASSIGNED if moment == "after" else CaseState.WAITING
    assert {case.state for case in assert_whole(bureau.context)} == {wanted}
    assert verify_log(bureau.context).breaks == ()


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_import_killed_at_its_commit_has_happened_or_not(bureau: BureauAtWork, moment: str, tmp_path: Path) -> None:
    """The whole file is on the docket, or nothing of it, the day's commitment included."""
    with bureau.context.database.reading() as uow:
        office = the_office(uow)
        sheet = month(office, the_rulebook(uow, bureau.context.today(office)))
    (tmp_path / "september.csv").write_bytes(sheet.repaired)

    killed(bureau, moment, "import", tmp_path / "september.csv")

    assert len(assert_whole(bureau.context)) == (len(sheet.filings) if moment == "after" else 0)
    with bureau.context.database.reading() as uow:
        assert len(uow.log.entries(kind="draw_day")) == (moment == "after")
    assert verify_log(bureau.context).breaks == ()
