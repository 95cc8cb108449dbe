"""What was seen of cases stays while they stand as they stood: numbers after a change are those of a process that has met nothing."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from allocator.domain.errors import AllocatorError
from allocator.domain.indicators.facts import CaseRecord
from allocator.services.assignment.giving import assign
from allocator.services.indicators import kept as indicators_kept
from allocator.services.indicators.numbers import Question, read_behind, read_indicators
from allocator.services.indicators.records import Taken
from allocator.services.indicators.views import statement_view
from allocator.services.intake.filings import file_case
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.clocks.test_clock_keeping import writes
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


def test_only_the_cases_that_changed_are_read_into_records(
    bureau: BureauAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of twelve is given out: one record is made anew; a new one is one more; nothing changed is none at all."""
    for number in range(CASES):
        file_case(bureau.context, a_filing(100 + number))
    read_indicators(bureau.context, YEAR)
    made: list[int] = []
    plain = Taken._as_of_the_day

    def counted(taken: Taken, row: Any, cause: str) -> CaseRecord:
        made.append(row.id)
        return plain(taken, row, cause)

    monkeypatch.setattr(Taken, "_as_of_the_day", counted)

    assign(bureau.context, 3)
    read_indicators(bureau.context, YEAR)
    file_case(bureau.context, a_filing(300))
    read_indicators(bureau.context, YEAR)
    read_indicators(bureau.context, YEAR)
    assert made == [3, CASES + 1]
