"""Bringing the database to its present form."""

import subprocess
import sys
from datetime import date

import pytest
import sqlalchemy as sa

from allocator.domain.docket import WaitingFlag
from allocator.domain.errors import Unavailable
from allocator.domain.facts import CaseInput
from allocator.persistence import offices
from allocator.persistence.engine import open_database
from allocator.persistence.migrate import differences, downgrade, is_current, upgrade
from allocator.persistence.tables.whole import metadata
from tests.allocator.persistence.docket import FAST, NOW
from tests.stories import a_filing, a_staffed_office


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def empty(request, tmp_path):
    """A database in which nothing was made yet."""
    if request.param == "postgres":
        return request.getfixturevalue("empty_postgres")
    return open_database(tmp_path / "empty.db")


UPGRADE = """
import sys
from allocator.persistence.engine import open_database
from allocator.persistence.migrate import upgrade
upgrade(open_database(sys.argv[1]))
"""


def checks(connection):
    inspector = sa.inspect(connection)
    return {
        table: {check["name"] for check in inspector.get_check_constraints(table)}
        for table in inspector.get_table_names()
    }


def test_up_down_and_up_again_ends_in_the_declared_tables(empty):
    """The steps can be gone both ways, and lead to what the program declares."""
    upgrade(empty)
    downgrade(empty, "base")
    with empty.engine.connect() as connection:
        assert set(sa.inspect(connection).get_table_names()) <= {"alembic_version"}
    upgrade(empty)

    assert differences(empty) == []
    assert is_current(empty)


def test_each_step_can_be_gone_alone(empty):
    """A step does not lean on a later one."""
    upgrade(empty, "0001")
    assert not is_current(empty)
    assert differences(empty) != []
    upgrade(empty)
    downgrade(empty, "0001")
    upgrade(empty)
    assert is_current(empty)


def test_an_office_at_work_goes_through_the_steps_about_pairs(empty):
    """Pairs that were there stay pairs; who is named by other rows is not lost on the way."""
    upgrade(empty)
    with empty.writing() as uow:
        uow.office.save(a_staffed_office(), date(2022, 9, 5))
        uow.commit()

    downgrade(empty, "0002")
    upgrade(empty)

    offices._met.clear()
    with empty.reading() as uow:
        assert uow.office.load() == a_staffed_office()


def test_every_rule_of_the_tables_is_in_the_database(empty):
    """Checks are compared by name, which alembic does not do."""
    upgrade(empty)
    with empty.engine.connect() as connection:
        found = checks(connection)

    for name, table in metadata.tables.items():
        declared = {str(rule.name) for rule in table.constraints if isinstance(rule, sa.CheckConstraint)}
        assert found[name] == declared, name


def test_upgrading_twice_changes_nothing(empty):
    """Every command brings the database up to date, so mostly there is nothing to do."""
    upgrade(empty)
    upgrade(empty)

    assert is_current(empty)


def test_a_database_in_its_present_form_is_opened_while_somebody_writes(empty):
    """Looking waits for nobody; only a change of form takes its turn."""
    upgrade(empty)

    with empty.writing():
        upgrade(empty)

        assert is_current(empty)


def test_a_change_of_form_that_gets_no_turn_is_told_so(tmp_path, monkeypatch):
    """A sentence with what to do, not the driver's words."""
    monkeypatch.setattr("allocator.persistence.engine.WAIT_SECONDS", 0.05)
    database = open_database(tmp_path / "busy.db")

    with database.writing(), pytest.raises(Unavailable) as refused:
        upgrade(database)

    assert refused.value.code == "database-busy"
    database.close()


def test_a_database_of_a_newer_program_is_left_alone(empty):
    """An old program does not touch what it does not know."""
    upgrade(empty)
    with empty.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(Unavailable) as refused:
        upgrade(empty)

    assert refused.value.code == "database-newer"


@pytest.mark.slow
def test_processes_that_start_at_once_do_not_get_in_each_others_way(empty):
    """Web and worker may both find an empty database."""
    started = [
        subprocess.Popen([sys.executable, "-c", UPGRADE, empty.url], stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]

    said = [process.communicate(timeout=60)[1] for process in started]

    assert [process.returncode for process in started] == [0, 0, 0, 0], said
    assert differences(empty) == []


def test_cases_from_before_facts_took_two_persons_keep_what_was_known(empty):
    """Nothing of them waits; a step back and forth loses what waits, and nothing else."""
    inputs = [CaseInput(a_filing(f"（2022）内0222执{number}号"), learned={"on_site": None}) for number in (1, 2)]
    upgrade(empty)
    with empty.writing() as uow:
        numbers = uow.cases.add([(given, FAST, NOW) for given in inputs])
        uow.cases.mark_flags({numbers[1]: [WaitingFlag("on_site", "wang", NOW, "雪", was=False)]})
        uow.commit()
    with empty.reading() as uow:
        assert [len(case.flags) for case in uow.cases.all()] == [0, 1]

    downgrade(empty, "0017")
    upgrade(empty)

    with empty.reading() as uow:
        assert [(case.input, case.flags) for case in uow.cases.all()] == [(given, ()) for given in inputs]
    assert differences(empty) == []
