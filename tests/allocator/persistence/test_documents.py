"""Documents named by their content."""

import pytest
import sqlalchemy as sa

from allocator.domain.canonical import digest
from allocator.domain.errors import NotFound, Unavailable
from tests.stories import a_staffed_office


def test_a_document_comes_back_under_the_digest_of_its_content(either):
    """The name says what it holds, whoever works it out."""
    value = {"甲": [1, None, "x"], "b": {"deep": True}}
    with either.writing() as uow:
        name = uow.documents.put("note", value)
        uow.commit()

    assert name == digest(value)
    with either.reading() as uow:
        assert uow.documents.get(name) == value


def test_the_same_content_is_kept_once(either):
    """A state of the office named by ten thousand decisions is stored once."""
    for _ in range(2):
        either.known_documents.clear()
        with either.writing() as uow:
            uow.documents.put("note", {"a": 1})
            uow.documents.put("note", {"a": 1})
            uow.commit()

    with either.reading() as uow:
        assert uow.session.scalar(sa.text("SELECT count(*) FROM document")) == 1


def test_a_known_office_is_not_written_again(database):
    """Naming a state of the office that was stored before costs nothing."""
    office = a_staffed_office()
    with database.writing() as uow:
        uow.documents.put("office", office)
        uow.commit()
    statements = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))

    with database.writing() as uow:
        assert uow.documents.put("office", office) == office.digest

    assert [statement for statement in statements if "document" in statement] == []


def test_a_document_that_was_rolled_back_is_stored_when_it_is_put_again(database):
    """What this process remembers is what was committed, not what was tried."""
    with database.writing() as uow:
        uow.documents.put("note", {"a": 1})
    with database.writing() as uow:
        name = uow.documents.put("note", {"a": 1})
        uow.commit()

    with database.reading() as uow:
        assert uow.documents.get(name) == {"a": 1}


def test_an_unknown_document_is_told(database):
    """The digest is named, and where to look for it."""
    with database.reading() as uow, pytest.raises(NotFound) as missing:
        uow.documents.get("0" * 64)

    assert missing.value.facts == {"digest": "0" * 64}


@pytest.mark.parametrize("body", ["x'00'", "x'789c4b040000620062'"])
def test_a_document_whose_content_was_changed_is_not_believed(database, body):
    """The name is worked out again at every reading."""
    with database.writing() as uow:
        name = uow.documents.put("note", {"a": 1})
        uow.session.execute(sa.text(f"UPDATE document SET body = {body}"))
        uow.commit()

    with database.reading() as uow, pytest.raises(Unavailable) as damaged:
        uow.documents.get(name)

    assert damaged.value.code == "document-damaged"
