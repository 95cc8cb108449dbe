"""A backup is the whole office at one instant: made while people work, looked through, and brought back as it was."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
import sqlalchemy as sa

from allocator.domain.errors import BadInput, Conflict, Unavailable
from allocator.persistence.engine import open_database
from allocator.services.assignment.giving import assign
from allocator.services.backup import back_up
from allocator.services.intake.filings import file_case
from allocator.services.log_check import verify_log
from tests.allocator.services.stories import a_filing

ROOT = "SELECT rootpage FROM sqlite_master WHERE name = 'case_file'"


@pytest.fixture
def place(tmp_path):
    """Where backups lie."""
    folder = tmp_path / "kept"
    folder.mkdir()
    return folder / "office.db"


def docket(context):
    """Every case with its number, handler and class, as they stand in the tables."""
    with context.database.reading() as uow:
        return uow.session.execute(
            sa.text("SELECT case_no, lane, handler FROM case_file LEFT JOIN assignment ON case_id = id ORDER BY id")
        ).all()


def test_the_office_is_brought_back_as_it_was(bureau, place):
    """What came after is not in it; its log is whole up to the witness that was printed."""
    assign(bureau.context, file_case(bureau.context, a_filing(1)).id)
    before = docket(bureau.context)

    made = back_up(bureau.context, place)
    file_case(bureau.context, a_filing(2))

    kept = open_database(place)
    again = replace(bureau.context, database=kept)
    assert docket(again) == before
    check = verify_log(again, {made.entries: made.head})
    assert (check.entries, check.breaks, made.breaks) == (made.entries, (), ())
    kept.close()


def test_it_is_made_while_somebody_is_writing(bureau, place):
    """A writer in the middle of a change neither waits nor gets half of it into the copy."""
    case = file_case(bureau.context, a_filing(1))
    with bureau.context.database.writing() as uow:
        uow.session.execute(sa.text("UPDATE case_file SET case_no = 'half' WHERE id = :id"), {"id": case.id})
        back_up(bureau.context, place)

    with closing(sqlite3.connect(place)) as kept:
        assert kept.execute("SELECT count(*) FROM case_file WHERE case_no = 'half'").fetchone() == (0,)


def test_it_is_one_file_for_its_owner_alone(bureau, place):
    """It holds names, claims and secrets of draws; nothing lies beside it."""
    back_up(bureau.context, place)

    assert [path.name for path in place.parent.iterdir()] == [place.name]
    assert place.stat().st_mode & 0o777 == 0o600


def test_a_file_that_exists_is_never_touched(bureau, place):
    """Yesterday's backup under the same name stays."""
    place.write_bytes(b"yesterday")

    with pytest.raises(Conflict) as told:
        back_up(bureau.context, place)

    assert told.value.code == "backup-exists"
    assert place.read_bytes() == b"yesterday"


def test_a_folder_that_is_not_there_is_named(bureau, place):
    """With what to look at."""
    with pytest.raises(Unavailable) as told:
        back_up(bureau.context, place.parent / "none" / "office.db")

    assert told.value.code == "backup-unwritable"
    assert told.value.text.zh.endswith("：没有这个文件或文件夹。")


def test_a_log_that_was_altered_is_kept_and_told(bureau, place):
    """It is evidence: the copy has it as it stands, and says where it breaks."""
    file_case(bureau.context, a_filing(1))
    with closing(sqlite3.connect(bureau.path)) as raw:
        for [name] in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f'DROP TRIGGER "{name}"')
        raw.execute("UPDATE decision_log SET actor = 'somebody else' WHERE seq = 1")
        raw.commit()

    made = back_up(bureau.context, place)

    assert made.breaks
    assert place.exists()


def test_a_damaged_database_is_no_backup(bureau, place):
    """Pages that do not hold together are told of, and nothing lies there that could be taken for a backup."""
    file_case(bureau.context, a_filing(1))
    with closing(sqlite3.connect(bureau.path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [page], [root] = raw.execute("PRAGMA page_size").fetchone(), raw.execute(ROOT).fetchone()
    with bureau.path.open("r+b") as raw_file:
        raw_file.seek((root - 1) * page)
        raw_file.write(b"\xff" * page)

    with pytest.raises(Unavailable) as told:
        back_up(bureau.context, place)

    assert told.value.code == "database-damaged"
    assert list(place.parent.iterdir()) == []


def test_a_server_is_backed_up_by_its_own_tools(bureau, place, monkeypatch):
    """The refusal names the tool."""
    monkeypatch.setattr(type(bureau.context.database), "path", None)

    with pytest.raises(BadInput) as told:
        back_up(bureau.context, place)

    assert "pg_dump" in told.value.remedy.en
