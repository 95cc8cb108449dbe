"""The first start: the demonstration and the first administrator's link, whole or begun anew."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from rich.console import Console

from allocator.cli import first_start as beginning
from allocator.cli import past
from allocator.cli.group import Shell
from allocator.domain.errors import NotFound
from allocator.files.office import read_office
from allocator.persistence.engine import open_database
from allocator.persistence.migrate import upgrade
from allocator.services.access.access_rules import AccessRules
from allocator.services.access.links import Wanted, look_at, use_link
from allocator.services.access.sessions import Visitor, who_is
from allocator.services.clocks.deadlines import due_list
from allocator.services.indicators.numbers import Question, read_indicators
from allocator.services.loads.board import page
from allocator.services.log_check import verify_log
from allocator.services.office.offices import load_office
from fixtures.bureau_life import Life, Size, Turn, bureau_life
from fixtures.guyang_history import History
from fixtures.guyang_month import GUYANG

RULES = AccessRules()


@pytest.fixture
def shell(tmp_path: Path):
    """A shell on an empty database."""
    made = Shell(
        f"sqlite:///{tmp_path / 'office.db'}", "zh", False, datetime.fromisoformat("2026-11-26T09:00+08:00"), Console()
    )
    yield made
    made.close()


@pytest.fixture(scope="module")
def days_only():
    """A past in which nothing happened: the day on which the program was taken up, last month's sheet, what waits."""
    found = read_office(GUYANG)
    drawn = bureau_life(found.rulebook, found.office, date(2026, 11, 26), size=Size(weeks=5, permille=10))
    nothing = Turn(drawn.before[0].on, History((), {}, ()), {})
    return replace(drawn, before=(nothing,), since=())


@pytest.fixture
def short_job(monkeypatch: pytest.MonkeyPatch, days_only: Life) -> list[str]:
    """Let the past be empty, and the main job nothing; gives the databases it was done in."""
    done: list[str] = []
    monkeypatch.setattr(beginning, "bureau_life", lambda *_: days_only)
    monkeypatch.setattr(beginning, "main_job", lambda shell, *_: done.append(shell.url))
    monkeypatch.setattr(past, "plan_week", lambda *_: None)
    monkeypatch.setattr(past.Past, "_doubts", lambda _: None)
    return done


def start(shell: Shell) -> None:
    """Start as `fenliu serve --first-start` does: the past first, and the link once somebody listens."""
    beginning.first_start(shell)
    beginning.tell_first_link(shell, RULES)


def test_it_leaves_an_office_and_prints_a_link_that_opens(shell: Shell, short_job: list[str], capsys) -> None:
    """Once somebody came in by it, the next start does nothing and prints nothing."""
    start(shell)
    address = _line_of_the_link(capsys).rpartition("：")[2]
    secret = address.removeprefix("http://127.0.0.1:8000/enter/")
    done = use_link(shell.context, secret, Wanted("晴天 骑车 三十里 地图", "院长"), Visitor("", "", ""), RULES)
    start(shell)

    found = who_is(shell.context, done.cookie, RULES.sessions)
    assert found
    assert (found.actor, found.role) == ("院长", "admin")
    assert (len(short_job), capsys.readouterr().out) == (1, "")


def test_a_link_nobody_opened_is_void_at_the_next_start(shell: Shell, short_job: list[str], capsys) -> None:
    """Each start prints another, until there is an administrator."""
    addresses = []
    for _ in range(2):
        start(shell)
        addresses.append(_line_of_the_link(capsys).rpartition("/")[2])

    look_at(shell.context, addresses[1])
    with pytest.raises(NotFound):
        look_at(shell.context, addresses[0])


def test_one_that_was_interrupted_is_begun_anew(
    shell: Shell, short_job: list[str], monkeypatch, tmp_path: Path
) -> None:
    """Half an office is never left behind."""
    with monkeypatch.context() as broken:
        broken.setattr(beginning, "main_job", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            start(shell)
    with shell.context.database.reading() as uow:
        assert uow.office.load() is None

    start(shell)

    with shell.context.database.reading() as uow:
        assert uow.office.load() is not None
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("first-start")] == []


def test_an_office_loaded_by_hand_is_left_as_it_is(shell: Shell, short_job: list[str], capsys) -> None:
    """No demonstration in somebody's own office; but a link, as nobody can sign in."""
    load_office(shell.context, GUYANG)

    start(shell)

    assert short_job == []
    assert "首位管理员" in capsys.readouterr().out


def test_a_process_that_holds_the_empty_database_open_sees_the_office(shell: Shell, short_job: list[str]) -> None:
    """A service started before is not left with an older file under its hands."""
    other = open_database(shell.url)
    upgrade(other)
    with other.writing() as uow:
        uow.session.execute(sa.text("CREATE TABLE held (x INTEGER)"))
        uow.commit()

    start(shell)

    with other.reading() as uow:
        assert uow.office.load() is not None
    other.close()
    with shell.context.database.reading() as uow:
        assert uow.office.load() is not None


def test_filings_of_these_days_wait_at_the_desk(shell: Shell, short_job: list[str]) -> None:
    """Whoever sits down finds work: none of last month's, none given out, none dated ahead."""
    start(shell)

    waiting = page(shell.context, limit=200, state="waiting")
    assert len(waiting) >= 10
    assert {case.input.filing.filed_on for case in waiting} <= {date(2026, 11, day) for day in range(22, 27)}


def test_what_the_program_did_by_itself_is_nobodys(shell: Shell, short_job: list[str]) -> None:
    """Whoever the machine's account belongs to had no part in the past that was lived through."""
    start(shell)

    with shell.context.database.reading() as uow:
        assert {entry.actor for entry in uow.log.entries()} <= {"system", "console"}


@pytest.mark.slow
def test_the_past_is_lived_by_the_ordinary_use_cases(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases were given to people on their own days and closed since; the log is whole; no share is above the whole."""
    found = read_office(GUYANG)
    life = bureau_life(found.rulebook, found.office, date(2026, 11, 26), size=Size(weeks=6, permille=60))
    monkeypatch.setattr(beginning, "main_job", lambda *_: None)
    monkeypatch.setattr(past, "ERRANDS", 6)
    sheet = {filing.case_no for filing in life.month.filings}
    monkeypatch.setattr(beginning, "bureau_life", lambda *_: without(life, sheet))

    start(shell)

    with shell.context.database.reading() as uow:
        cases = tuple(uow.cases.all())
        serving = {one.code: one for one in found.office.officers}
    assert verify_log(shell.context).breaks == ()
    held = [(case.input.filing.filed_on, case.holding) for case in cases if case.holding]
    assert held
    assert all(serving[holding.officer].serves(holding.since) for _, holding in held)
    assert all(holding.since >= filed for filed, holding in held)
    assert {case.state for case in cases} == {"waiting", "assigned", "closed"}
    told = read_indicators(shell.context, Question(date(2026, 1, 1), date(2026, 11, 26))).readings
    rates = [one for one in told if one.indicator.id in ("closing_rate", "within_limit", "paid_in_30_days")]
    assert len(rates) == 3
    assert all(one.measure.value is not None and 0 <= one.measure.value <= 1 for one in rates)
    assert due_list(shell.context, "overdue").as_of == date(2026, 11, 26)


def without(life: Life, sheet: set[str]) -> Life:
    """Leave the cases of the month's sheet out, as the main job brings them."""

    def cut(turn: Turn) -> Turn:
        told = turn.told
        ended = {number: closing for number, closing in told.closings.items() if number not in sheet}
        events = tuple(event for event in told.events if event.case_no not in sheet)
        learned = {number: facts for number, facts in turn.learned.items() if number not in sheet}
        return Turn(turn.on, History(told.filings, ended, events), learned)

    return replace(life, since=tuple(cut(turn) for turn in life.since))


def _line_of_the_link(capsys) -> str:
    lines: list[str] = capsys.readouterr().out.splitlines()
    return next(line for line in lines if "/enter/" in line)
