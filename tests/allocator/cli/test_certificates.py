"""The certificate at the command line: exported, verified by whoever holds the file, refuted when altered."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from allocator.cli import main
from allocator.persistence.engine import open_database
from allocator.services.context import Context
from allocator.services.intake.filings import file_case
from tests.allocator.services.drafting import a_draft, some_cases
from tests.allocator.services.stories import a_debtor, a_filing

MORNING = datetime(2022, 9, 30, 1, 0, tzinfo=UTC)


class Desk:
    """The bureau's command line after a plan was drafted for five cases."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder / 'office.db'}"
        database = open_database(self.url)
        context = Context(database, lambda: MORNING, "head")
        some_cases(context, 5)
        self.plan = a_draft(context)
        database.close()

    def run(self, *words: object, url: str | None = None) -> Result:
        """Run one command."""
        environment = {"FENLIU_DB": url or self.url, "FENLIU_NOW": MORNING.isoformat(), "FENLIU_LANG": "en"}
        return CliRunner().invoke(main, [str(word) for word in words], env=environment, catch_exceptions=False)

    def json(self, *words: object) -> Any:
        """Run a command for its document."""
        return json.loads(self.run(*words, "--json").stdout)


@pytest.fixture
def desk(guyang_template: Path, tmp_path: Path) -> Desk:
    """A desk with a drafted plan."""
    shutil.copy(guyang_template, tmp_path / "office.db")
    return Desk(tmp_path)


def test_a_certificate_travels_and_holds(desk: Desk) -> None:
    """Exported here, verified where there is no database at all; exit code 0."""
    file = desk.folder / "plan.json"

    done = desk.run("certificate", "export", desk.plan.run, file)
    checked = desk.run("certificate", "verify", file, "--seconds", 60, url="sqlite:////nowhere/at/all.db")

    assert (done.exit_code, checked.exit_code) == (0, 0)
    assert "holds" in checked.stdout
    assert desk.plan.document["seal"] in done.stdout + checked.stdout


def test_an_altered_certificate_is_refuted_with_the_place(desk: Desk) -> None:
    """Exit code 1, the level and both numbers."""
    file = desk.folder / "plan.json"
    desk.run("certificate", "export", desk.plan.run, file)
    document = json.loads(file.read_text(encoding="utf-8"))
    peak = next(item for item in document["certificate"]["levels"] if item["name"] == "peak")
    peak["value"] += 5
    file.write_text(json.dumps(document), encoding="utf-8")

    checked = desk.run("certificate", "verify", file)
    verdict = desk.json("certificate", "verify", file)

    assert (checked.exit_code, verdict["holds"]) == (1, False)
    assert f"levels.peak.value: stated {peak['value']}, found {peak['value'] - 5}" in checked.stdout


def test_what_is_no_certificate_is_refused(desk: Desk) -> None:
    """Exit code 2 with the place and what to do; so is a file that is not there."""
    file = desk.folder / "plan.json"
    file.write_text('{"format": 1}', encoding="utf-8")

    no_certificate, no_file = desk.run("certificate", "verify", file), desk.run("certificate", "verify", "none.json")
    no_run = desk.run("certificate", "export", "none", file)

    assert [found.exit_code for found in (no_certificate, no_file, no_run)] == [2, 2, 2]
    assert "format" in no_certificate.stderr
    assert "fenliu certificate export" in no_certificate.stderr


def test_why_is_answered_at_the_desk(desk: Desk) -> None:
    """A case, why not somebody, a person, the plan; and what is asked of nothing is refused."""
    row = desk.plan.document["rows"][0]

    case = desk.run("explain", row["case_no"])
    why_not = desk.json("explain", row["case_no"], "--why-not", "G01", "--run", desk.plan.run)
    person = desk.json("explain", "--person", row["officer"])
    plan = desk.run("explain", "--run", desk.plan.run)

    assert row["officer"] in case.stdout
    assert (why_not["about"], why_not["facts"]["asked"]) == ("case", "G01")
    assert row["case_no"] in person["facts"]["cases"]
    assert "The plan places 5 cases" in plan.stdout
    for words in ((), ("--why-not", "G01"), (row["case_no"], "--person", "G01")):
        assert desk.run("explain", *words).exit_code == 2


def test_two_plans_are_compared_from_runs_and_files(desk: Desk) -> None:
    """A plan against itself, as run and as file, has no difference; against a fuller one it has."""
    file = desk.folder / "plan.json"
    desk.run("certificate", "export", desk.plan.run, file)
    database = open_database(desk.url)
    context = Context(database, lambda: MORNING, "head")
    file_case(context, a_filing(60, a_debtor("另一人")))
    later = a_draft(context)
    database.close()

    same = desk.json("diff", file, desk.plan.run)
    other = desk.json("diff", file, later.run)
    shown = desk.run("diff", desk.plan.run, later.run)

    assert same["empty"]
    assert len(other["only_after"]) == 1
    assert sum(item["minutes"] for item in (*other["risen"], *other["fallen"])) > 0
    assert "stand in one plan only" in shown.stdout
    assert desk.run("diff", "none", desk.plan.run).exit_code == 2
