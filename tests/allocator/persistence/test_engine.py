"""Opening the database, and units of work."""

import threading

import pytest
import sqlalchemy as sa

from allocator.domain.errors import Unavailable
from allocator.persistence.engine import open_database


def test_a_bare_path_and_a_url_name_the_same_file(tmp_path):
    """A clerk may give the path of the file as it is."""
    by_path, by_url = open_database(tmp_path / "a.db"), open_database(f"sqlite:///{tmp_path}/a.db")

    assert by_path.path == by_url.path == tmp_path / "a.db"
    assert by_path.url == by_url.url


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://root@host/office", "http://host", "://"])
def test_an_address_that_is_no_database_is_refused_with_a_remedy(url):
    """What cannot be kept over a restart, or is not known, is told at once and in both languages."""
    with pytest.raises(Unavailable) as refused:
        open_database(url)

    assert refused.value.code == "database-unopenable"
    assert "sqlite:///" in refused.value.remedy.zh
    assert "sqlite:///" in refused.value.remedy.en


def test_a_missing_folder_is_named(tmp_path):
    """The message says which folder has to be made."""
    with pytest.raises(Unavailable) as refused:
        open_database(tmp_path / "nowhere" / "a.db")

    assert str(tmp_path / "nowhere") in refused.value.text.en


def test_a_file_that_is_no_database_is_told_as_such(tmp_path):
    """A file of another kind is refused, and left as it is."""
    path = tmp_path / "people.csv"
    path.write_bytes(b"code,name\n" * 1000)

    with pytest.raises(Unavailable) as refused:
        open_database(path)

    assert "not a database" in refused.value.text.en
    assert path.read_bytes() == b"code,name\n" * 1000


def test_a_server_that_does_not_answer_is_told_without_its_password():
    """The password is in no message."""
    with pytest.raises(Unavailable) as refused:
        open_database("postgresql://clerk:geheim@127.0.0.1:1/office")

    assert refused.value.code == "database-unopenable"
    assert "geheim" not in str(refused.value.as_dict())


def test_leaving_without_a_commit_changes_nothing(either):
    """What was not committed was never there."""
    with either.writing() as uow:
        uow.documents.put("note", {"a": 1})
    with either.reading() as uow:
        assert uow.session.scalar(sa.text("SELECT count(*) FROM document")) == 0


def test_an_error_in_the_block_undoes_it_all(either):
    """Half a change is no change."""

    def fail():
        with either.writing() as uow:
            uow.documents.put("note", {"a": 1})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with either.reading() as uow:
        assert uow.session.scalar(sa.text("SELECT count(*) FROM document")) == 0


def test_nothing_can_be_written_after_the_commit(either):
    """The commit ends the unit of work: a later change would be outside of every transaction."""
    with either.writing() as uow:
        uow.commit()

        with pytest.raises(sa.exc.InvalidRequestError):
            uow.documents.put("note", {"a": 1})


def test_a_reader_cannot_write(either):
    """Reading is held to its word by the database itself."""
    with either.reading() as uow, pytest.raises(sa.exc.DBAPIError, match=r"read.?only"):
        uow.documents.put("note", {"a": 1})


def test_a_writer_may_write_after_the_connection_was_used_for_reading(database):
    """The ban on writing ends with the reader's transaction, though the connection goes back to the pool."""
    for _ in range(20):
        with database.reading() as uow:
            uow.office.version()
        with database.writing() as uow:
            digest = uow.documents.put("note", {"a": 1})
            uow.commit()
    with database.reading() as uow:
        assert uow.documents.get(digest) == {"a": 1}


def test_a_reader_sees_one_instant_while_a_writer_goes_on(either):
    """A snapshot does not change under the eyes of the decision that reads it."""
    with either.reading() as early:
        assert early.log.head()[0] == 0
        with either.writing() as uow:
            uow.documents.put("note", {"a": 1})
            uow.commit()
        assert early.session.scalar(sa.text("SELECT count(*) FROM document")) == 0

    with either.reading() as late:
        assert late.session.scalar(sa.text("SELECT count(*) FROM document")) == 1


def test_writers_take_turns_so_that_no_update_is_lost(either):
    """Eight threads that read a number and write the next one count to the very sum."""
    with either.writing() as uow:
        uow.session.execute(sa.text("CREATE TABLE tally (n integer)"))
        uow.session.execute(sa.text("INSERT INTO tally VALUES (0)"))
        uow.commit()

    def count():
        for _ in range(25):
            with either.writing() as uow:
                seen = uow.session.scalar(sa.text("SELECT n FROM tally"))
                uow.session.execute(sa.text("UPDATE tally SET n = :n"), {"n": seen + 1})
                uow.commit()

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with either.reading() as uow:
        assert uow.session.scalar(sa.text("SELECT n FROM tally")) == 200


def test_a_writer_who_waits_too_long_is_told_to_try_again(tmp_path, migrated_file, monkeypatch):
    """A turn that never comes ends in a sentence, not in the driver's words."""
    monkeypatch.setattr("allocator.persistence.engine.WAIT_SECONDS", 0.05)
    database = open_database(tmp_path / "busy.db")

    with database.writing(), pytest.raises(Unavailable) as refused, database.writing():
        pass

    assert refused.value.code == "database-busy"
    assert refused.value.remedy.zh
    database.close()


def test_waiting_writers_do_not_stop_readers(either):
    """While somebody writes, everybody may look."""
    with either.writing() as uow:
        uow.documents.put("note", {"a": 1})
        with either.reading() as other:
            assert other.office.version() == 0


def test_a_new_database_is_for_its_owner_alone(tmp_path):
    """It holds the secret of the running day, and so do the files beside it."""
    database = open_database(tmp_path / "office.db")
    with database.writing() as uow:
        uow.session.execute(sa.text("CREATE TABLE t (x INTEGER)"))
        uow.commit()

    assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}
    database.close()
