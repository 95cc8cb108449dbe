"""What was seen of cases stays while they stand as they stood: numbers after a change are those of a process that has met nothing."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

import pytest

from allocator.domain.clocks.events import CaseEvent
from allocator.domain.errors import AllocatorError
from allocator.domain.indicators.definitions import Stretch
from allocator.domain.indicators.facts import FACTS, CaseRecord
from allocator.services.assignment.giving import assign
from allocator.services.cases.events import record_events
from allocator.services.clocks import clock_work
from allocator.services.clocks.clock_keeping import desk
from allocator.services.clocks.clock_work import keep_stale, let_rest
from allocator.services.indicators import kept as indicators_kept
from allocator.services.indicators import records
from allocator.services.indicators.numbers import Question, read_behind, read_indicators
from allocator.services.indicators.records import take
from allocator.services.indicators.views import statement_view
from allocator.services.intake.filings import file_case
from allocator.services.transaction import writing
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.clocks.test_clock_keeping import other_rules, writes
from tests.allocator.services.clocks.test_deadlines import a_history
from tests.allocator.services.stories import a_filing

TODAY = date(2022, 9, 30)
YEAR = Question(date(2022, 1, 1), TODAY)
CASES, STEPS = 12, 24


def told(bureau: BureauAtWork) -> list[Any]:
    """Every number of the year, of a day gone by and of a part of the office, and the cases behind one."""
    month_ago = Question(YEAR.first, TODAY - timedelta(days=30), TODAY - timedelta(days=30))
    questions = (YEAR, month_ago, Question(YEAR.first, TODAY, lane="fast"))
    found = [statement_view(read_indicators(bureau.context, question)) for question in questions]
    return [*found, [member.case for member in read_behind(bureau.context, "accepted", YEAR).members]]


@pytest.mark.parametrize("seed", range(3))
def test_after_any_change_the_numbers_are_as_read_afresh(
    bureau: BureauAtWork, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Filings, hand-overs, events, closings undone, facts, days and rules changed: each is read after, kept and anew."""
    monkeypatch.setattr(indicators_kept, "FEW", 1)
    for number in range(CASES):
        file_case(bureau.context, a_filing(100 + number, filed_on=TODAY - timedelta(days=40 * number)))
    luck, done = Random(seed), 0
    while done < STEPS:
        try:
            luck.choice(writes(bureau, luck))()
        except AllocatorError:  # what the office refuses changes nothing, and is part of the story
            continue
        done += 1
        kept = told(bureau)
        indicators_kept._seen.clear()
        assert kept == told(bureau)


@pytest.mark.parametrize("seed", range(2))
def test_while_clocks_rest_on_earlier_rules_the_numbers_are_as_read_afresh(
    bureau: BureauAtWork, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Rules change, a run works a few cases out at a time without an entry of the log, people go on writing in between."""
    monkeypatch.setattr(indicators_kept, "FEW", 1)
    monkeypatch.setattr(clock_work, "AT_ONCE", 0)
    for number in range(CASES):
        file_case(bureau.context, a_filing(100 + number, filed_on=TODAY - timedelta(days=40 * number)))
    luck, steps, met = Random(seed), 0, set[int]()
    while steps < STEPS:
        try:
            steps_of_the_run = [partial(work_a_few_out, bureau, luck.randint(1, 4))] * 8
            possible: list[Callable[[], object]] = [*writes(bureau, luck), *steps_of_the_run]
            change = luck.choice(possible)
            change = partial(other_rules, bureau, luck) if steps % 8 == 0 else change
            change()
        except AllocatorError:
            continue
        steps += 1
        kept = told(bureau)
        met.add(kept[0]["resting"]["behind"])
        indicators_kept._seen.clear()
        assert kept == told(bureau)
    assert len(met) > 3, "the run was under way while people wrote"


def work_a_few_out(bureau: BureauAtWork, most: int) -> None:
    """Do a step of the run, a small one."""
    with writing(bureau.context) as (uow, here):
        by = desk(uow, here)
        let_rest(uow, by)
        keep_stale(uow, by, most)
        uow.commit()


@pytest.mark.parametrize("seed", range(4))
def test_a_day_gone_by_is_told_as_its_events_up_to_it_tell(bureau: BureauAtWork, seed: int) -> None:
    """From what is kept, the limit read from the clocks of that day, and anew from events alone: the same numbers."""
    luck = Random(seed)
    for number in range(CASES):
        filed = TODAY - timedelta(days=luck.randint(30, 700))
        file_case(bureau.context, a_filing(number, filed_on=filed))
        with bureau.context.database.reading() as uow:
            case = uow.cases.get(number + 1)
        drawn = [event for _ in range(3) for event in a_history(luck, filed, None)]
        for n, event in enumerate(sorted(drawn, key=lambda one: one.on)):
            with suppress(AllocatorError):
                record_events(bureau.context, case.id, [replace(event, key=f"{n}", case_no=case.case_no)])
    for _ in range(12):
        day = TODAY - timedelta(days=luck.randint(0, 700))
        assert as_told(bureau, day, kept=True) == as_told(bureau, day, kept=False)


def test_a_notice_that_had_run_out_held_nothing_on_the_day_though_its_end_was_put_down_for_later(
    bureau: BureauAtWork,
) -> None:
    """Thirty days of April by the day it named; told in June that it ended in June, May did not count after all."""
    filed, named, ended = date(2022, 3, 1), date(2022, 5, 1), date(2022, 6, 10)
    case = file_case(bureau.context, a_filing(1, filed_on=filed))
    begun = CaseEvent("1", case.case_no, "public_notice", date(2022, 4, 1), until=named)
    record_events(bureau.context, case.id, [begun, CaseEvent("2", case.case_no, "public_notice_over", ended)])

    may, now = (as_told(bureau, day, kept=True)[0] for day in (date(2022, 5, 31), TODAY))

    assert may == as_told(bureau, date(2022, 5, 31), kept=False)[0]
    assert (may[-1], now[-1]) == ((date(2022, 5, 31) - filed).days - 30, (TODAY - filed).days - (ended - begun.on).days)


def as_told(bureau: BureauAtWork, day: date, *, kept: bool) -> list[Any]:
    """What is told of each case as of a day, by what is kept or by its events: its limit, its money, days net of stops."""
    with bureau.context.database.reading() as uow:
        by = desk(uow, bureau.context)
        kinds = {
            **by.rulebook.kinds,
            "某": next(iter(by.rulebook.kinds.values())),
        }  # other rules, though they tell the same
        rulebook = by.rulebook if kept else replace(by.rulebook, kinds=kinds)
        taken = take(uow, day, by, rulebook)
        assert taken.told.is_kept == kept
        records = tuple(taken.records())
    days = Stretch(date(2020, 1, 1), day)
    net = FACTS["net_age"].found(records, days)
    return [(*one._replace(stops=()), age) for one, age in zip(records, net, strict=True)]


def test_only_the_cases_that_changed_are_read_into_records(
    bureau: BureauAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of twelve is given out: one record is made anew; a new one is one more; nothing changed is none at all."""
    for number in range(CASES):
        file_case(bureau.context, a_filing(100 + number))
    read_indicators(bureau.context, YEAR)
    made = counted(monkeypatch)

    assign(bureau.context, 3)
    read_indicators(bureau.context, YEAR)
    file_case(bureau.context, a_filing(300))
    read_indicators(bureau.context, YEAR)
    read_indicators(bureau.context, YEAR)
    assert made == [3, CASES + 1]


def test_while_clocks_rest_on_earlier_rules_a_change_is_of_its_case_alone(
    bureau: BureauAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write brings its own case up to date and leaves the others; a step of the run is of those it worked out."""
    for number in range(CASES):
        file_case(bureau.context, a_filing(100 + number))
    monkeypatch.setattr(clock_work, "AT_ONCE", 0)
    monkeypatch.setattr(indicators_kept, "FEW", 4)
    other_rules(bureau, Random(1))
    assert read_indicators(bureau.context, YEAR).resting.behind == CASES
    made = counted(monkeypatch)

    assign(bureau.context, 3)
    read_indicators(bureau.context, YEAR)
    work_a_few_out(bureau, 1)
    assert read_indicators(bureau.context, YEAR).resting.behind == CASES - 2
    read_indicators(bureau.context, YEAR)

    assert made == [3, 1, 3]


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note of which cases records are made."""
    made: list[int] = []
    plain = records._record

    def noted(row: Any, *rest: Any) -> CaseRecord:
        made.append(row[0])
        return plain(row, *rest)

    monkeypatch.setattr(records, "_record", noted)
    return made
