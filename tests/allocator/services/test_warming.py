"""What a process keeps is read before anybody asks: whoever comes first then waits for nothing that the next does not."""

from datetime import date, timedelta

import pytest

from allocator.persistence.engine import open_database
from allocator.services.assignment.giving import assign
from allocator.services.context import Context
from allocator.services.indicators import kept
from allocator.services.indicators.numbers import Question, read_indicators
from allocator.services.loads import load_weeks
from allocator.services.loads.load_weeks import read_load_weeks
from allocator.services.staffing import scenario_files as files
from allocator.services.staffing.scenario_files import scenario_files
from allocator.services.warming import warm
from tests.allocator.services.drafting import some_cases

TODAY = date(2022, 9, 30)


@pytest.fixture
def cold(monkeypatch):
    """A process that has met nothing."""
    for module in (kept, load_weeks, files):
        monkeypatch.setattr(module, "_seen", {})


@pytest.fixture
def refused(monkeypatch):
    """Let nothing be read anew."""

    def refuse():
        for module, name in ((kept, "_all"), (load_weeks, "_ends"), (files, "_read")):
            monkeypatch.setattr(module, name, lambda *_: pytest.fail("read anew"))

    return refuse


def test_once_warm_the_numbers_the_weeks_and_the_scenarios_are_at_hand(bureau, cold, refused):
    """They are as a process would find them that begins cold, and nothing is read anew for them."""
    for case in some_cases(bureau.context, 3):
        assign(bureau.context, case.id)
    bureau.clock.now += timedelta(days=14)
    today = bureau.clock.now.date()
    warm(bureau.context)
    refused()

    assert read_indicators(bureau.context, Question(date(today.year, 1, 1), today)).readings
    assert read_load_weeks(bureau.context).weeks
    assert isinstance(scenario_files(bureau.context), tuple)


def test_a_database_without_an_office_is_left_as_it_is(migrated_file, tmp_path, cold):
    """The first start begins before there is anything to read."""
    empty = tmp_path / "empty.db"
    empty.write_bytes(migrated_file.read_bytes())
    database = open_database(empty)

    warm(Context(database))
    database.close()

    assert (kept._seen, load_weeks._seen) == ({}, {})
