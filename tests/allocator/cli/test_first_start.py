"""The first start: the demonstration and the administrator's token, whole or begun anew."""

from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from rich.console import Console

from allocator.cli import demo
from allocator.cli.group import Shell
from allocator.persistence.engine import open_database
from allocator.persistence.migrate import upgrade
from allocator.services import access
from allocator.services.offices import load_office
from fixtures.guyang_month import GUYANG


@pytest.fixture
def shell(tmp_path: Path):
    """A shell on an empty database."""
    made = Shell(
        f"sqlite:///{tmp_path / 'office.db'}", "zh", False, datetime.fromisoformat("2026-11-26T09:00+08:00"), Console()
    )
    yield made
    made.close()


@pytest.fixture
def short_job(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the main job be the loading of the office alone; gives the databases it was done in."""
    done: list[str] = []

    def main_job(shell: Shell, _first: object) -> None:
        load_office(shell.context, GUYANG)
        done.append(shell.url)

    monkeypatch.setattr(demo, "main_job", main_job)
    return done


def test_it_leaves_an_office_and_prints_the_token_once(shell: Shell, short_job: list[str], capsys) -> None:
    """The second start does nothing and prints nothing."""
    demo.first_start(shell)
    token = capsys.readouterr().out.splitlines()[0].rpartition("：")[2]
    demo.first_start(shell)

    assert access.holder(shell.context, token) == access.Access("administrator", "admin")
    assert (len(short_job), capsys.readouterr().out) == (1, "")


def test_one_that_was_interrupted_is_begun_anew(
    shell: Shell, short_job: list[str], monkeypatch, tmp_path: Path
) -> None:
    """Half an office is never left behind."""
    with monkeypatch.context() as broken:
        broken.setattr(demo, "main_job", lambda aside, _: (load_office(aside.context, GUYANG), 1 / 0))
        with pytest.raises(ZeroDivisionError):
            demo.first_start(shell)
    with shell.context.database.reading() as uow:
        assert uow.office.load() is None

    demo.first_start(shell)

    with shell.context.database.reading() as uow:
        assert uow.office.load() is not None
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("first-start")] == []


def test_an_office_loaded_by_hand_is_left_as_it_is(shell: Shell, short_job: list[str], capsys) -> None:
    """No demonstration in somebody's own office; but a token, as there is none."""
    load_office(shell.context, GUYANG)

    demo.first_start(shell)

    assert short_job == []
    assert "令牌" in capsys.readouterr().out


def test_a_process_that_holds_the_empty_database_open_sees_the_office(shell: Shell, short_job: list[str]) -> None:
    """A service started before is not left with an older file under its hands."""
    other = open_database(shell.url)
    upgrade(other)
    with other.writing() as uow:
        uow.session.execute(sa.text("CREATE TABLE held (x INTEGER)"))
        uow.commit()

    demo.first_start(shell)

    with other.reading() as uow:
        assert uow.office.load() is not None
    other.close()
    with shell.context.database.reading() as uow:
        assert uow.office.load() is not None
