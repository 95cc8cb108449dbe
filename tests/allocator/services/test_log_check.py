"""The log checked with all that hangs on it: what somebody changed behind it is found and named."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from allocator.domain.errors import BadInput
from allocator.services.assignment.giving import assign
from allocator.services.audit import export_draws
from allocator.services.cases.casework import add_facts
from allocator.services.intake.filings import file_case
from allocator.services.log_check import verify_log, witness_named, witnesses_in
from allocator.services.plans.publishing import publish
from tests.allocator.conftest import MORNING, BureauAtWork, at_work
from tests.allocator.services.drafting import a_draft
from tests.allocator.services.stories import a_debtor, a_filing


@pytest.fixture(scope="module")
def day_done(guyang_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day: one case drawn and converted, one published with a plan, one waiting; and the next morning. To be copied."""
    with at_work(guyang_template, tmp_path_factory.mktemp("day")) as bureau:
        first = file_case(bureau.context, a_filing(1)).id
        assign(bureau.context, first)
        add_facts(bureau.context, first, {"appraisal_needed": True})
        file_case(bureau.context, a_filing(2, a_debtor("乙")))
        publish(bureau.context, a_draft(bureau.context).run)
        file_case(bureau.context, a_filing(3, a_debtor("丙")))
        bureau.clock.next_day()
        export_draws(bureau.context, MORNING.date())
    return bureau.path


@pytest.fixture
def worked(day_done: Path, tmp_path: Path) -> Iterator[BureauAtWork]:
    """The bureau of this test on the morning after that day."""
    with at_work(day_done, tmp_path, MORNING + timedelta(days=1)) as bureau:
        yield bureau


def change(bureau: BureauAtWork, *statements: str) -> None:
    """Let somebody write to the database file."""
    with bureau.context.database.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def codes(bureau: BureauAtWork, **witnesses: object) -> set[str]:
    """Give what is found, by code."""
    return {found.code for found in verify_log(bureau.context, **witnesses).breaks}  # type: ignore[arg-type]


def test_a_day_of_work_is_whole(worked: BureauAtWork) -> None:
    """Draws, facts, a plan and a publication, and nothing to find."""
    assert codes(worked) == set()


@pytest.mark.parametrize("statement, code", [
    ("UPDATE assignment SET handler = 'G10' WHERE case_id = 1", "docket"),
    ("UPDATE assignment SET mentor = 'G14' WHERE case_id = 1", "docket"),
    ("UPDATE assignment SET decision = decision - 1 WHERE case_id = 1", "docket"),
    ("UPDATE case_file SET lane = 'dormant' WHERE id = 3", "docket"),
    ("UPDATE case_file SET case_no = 'X' WHERE id = 3", "docket"),
    ("UPDATE case_file SET decision = 1 WHERE id = 3", "docket"),
    ("DELETE FROM assignment WHERE case_id = 1", "docket"),
    ("UPDATE draw_day SET secret = x'00'", "draw-day"),
    ("UPDATE draw_day SET revealed_at = NULL WHERE revealed_at IS NOT NULL", "draw-day"),
    ("UPDATE document SET body = x'00' WHERE kind = 'plan'", "document"),
    ("UPDATE document SET body = x'00' WHERE kind = 'places'", "document"),
    ("UPDATE document SET body = x'00' WHERE kind = 'office'", "document"),
    ("UPDATE rulebook SET toml = 'version = 1'", "document"),
    ("DROP TRIGGER decision_log_no_delete", "unguarded"),
    ("DROP TRIGGER log_head_forward", "unguarded"),
])  # fmt: skip
def test_what_was_changed_behind_the_log_is_found(worked: BureauAtWork, statement: str, code: str) -> None:
    """The chain itself is whole every time."""
    change(worked, statement)

    assert codes(worked) == {code}


def test_a_log_cut_off_with_its_head_is_found_by_what_it_leaves_behind(worked: BureauAtWork) -> None:
    """The last decision of a case points to an entry that is gone."""
    cut_off_last(worked)

    assert {"draw-day", "unguarded"} <= codes(worked)


def cut_off_last(bureau: BureauAtWork) -> None:
    """Take the last entry away and move the head back."""
    change(
        bureau,
        "DROP TRIGGER decision_log_no_delete",
        "DROP TRIGGER log_head_forward",
        "DELETE FROM decision_log WHERE seq = (SELECT seq FROM log_head)",
        "UPDATE log_head SET seq = seq - 1, hash = (SELECT hash FROM decision_log ORDER BY seq DESC LIMIT 1)",
    )


def test_a_witness_finds_what_the_file_alone_cannot_tell(worked: BureauAtWork) -> None:
    """Whoever kept the head that was printed once sees that the log is another one now."""
    check = verify_log(worked.context)
    seen = dict([witness_named(f"{check.entries}:{check.head}")])

    assert codes(worked, witnesses=seen) == set()
    assert codes(worked, witnesses={check.entries: "0" * 64}) == {"witness"}
    assert codes(worked, witnesses={check.entries + 1: check.head}) == {"witness"}


def test_an_exported_transcript_is_a_witness(worked: BureauAtWork) -> None:
    """Every entry of its day, and the one that closed it."""
    transcript = export_draws(worked.context, MORNING.date())
    seen = witnesses_in(transcript)

    assert len(seen) == len(transcript["entries"]) + 1
    assert codes(worked, witnesses=seen) == set()


@pytest.mark.parametrize("text", ["", "5", "5:abc", "x:" + "0" * 64])
def test_what_is_no_witness_is_refused(text: str) -> None:
    """With the form it should have."""
    with pytest.raises(BadInput):
        witness_named(text)


@pytest.mark.parametrize("document", [None, [], {}, {"entries": [{}], "closing": None}, "x"])
def test_a_file_that_is_no_transcript_is_no_witness(document: object) -> None:
    """It is said what would be one."""
    with pytest.raises(BadInput):
        witnesses_in(document)
