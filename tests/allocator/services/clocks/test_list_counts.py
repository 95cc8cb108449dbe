"""How many clocks a list holds: counted once, and anew after whatever may have moved one of them."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from allocator.domain.clocks.events import CaseEvent
from allocator.domain.hidden import Hidden
from allocator.persistence.clock_book import ClockBook
from allocator.persistence.clock_lists import Wanted
from allocator.services.assignment.giving import assign
from allocator.services.cases.events import record_events
from allocator.services.clocks.deadlines import LISTS, Portion, due_list
from allocator.services.context import Context
from allocator.services.intake.filings import file_case
from allocator.services.office.calendar_years import correct_day
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_filing

TODAY = date(2022, 9, 30)
AHEAD = 366


def counted(context: Context) -> dict[str, dict[str, int]]:
    """Give the counts by light of every list, of a page that shows one row of it."""
    return {
        name: {k: v for k, v in due_list(context, name, days=AHEAD, portion=Portion(most=1)).lights.items() if v}
        for name in LISTS
    }


def looked_through(context: Context) -> dict[str, dict[str, int]]:
    """Give the same from the rows of the whole lists."""
    found: dict[str, dict[str, int]] = {}
    for name in LISTS:
        lights = [one.light for one in due_list(context, name, days=AHEAD).items]
        found[name] = {light: lights.count(light) for light in set(lights)}
    return found


def test_the_counts_of_every_list_follow_what_is_done(bureau: BureauAtWork) -> None:
    """A case comes, is given, and hears of an attachment: after each the counts are those of the rows."""
    context = bureau.context
    seen = [counted(context)]
    case = file_case(context, a_filing(case_no="（2022）内0222执901号"))
    seen.append(counted(context))
    assert seen[-1] == looked_through(context)
    assign(context, case.id)
    seen.append(counted(context))
    assert seen[-1] == looked_through(context)
    record_events(context, case.id, [CaseEvent("a1", case.case_no, "attachment", TODAY, "deposit:1")])
    seen.append(counted(context))

    assert seen[-1] == looked_through(context)
    assert all(one != other for one, other in pairwise(seen))


def test_a_corrected_day_moves_the_counts(bureau: BureauAtWork) -> None:
    """What falls due today falls due after the holidays once today is no working day."""
    context = bureau.context
    file_case(context, a_filing(case_no="（2022）内0222执903号", filed_on=date(2022, 9, 23)))
    before = counted(context)
    assert before == looked_through(context)
    correct_day(context, TODAY, None, "国办发明电〔2021〕11号", works=False)

    assert counted(context) == looked_through(context)
    assert counted(context) != before


def test_a_list_is_counted_once_for_all_its_pages_and_once_for_whoever_may_see_less(
    bureau: BureauAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second page goes over nothing again; who may not see the only case finds none counted."""
    context = bureau.context
    case = file_case(context, a_filing(case_no="（2022）内0222执902号"))
    goes, count = list[str](), ClockBook.lights

    def counting(book: ClockBook, wanted: Wanted) -> dict[str, int]:
        goes.append("")
        return count(book, wanted)

    monkeypatch.setattr(ClockBook, "lights", counting)
    blind = replace(context, database=context.database.hiding(Hidden(frozenset([case.id]), frozenset([case.case_no]))))
    seen = [
        due_list(who, "unassigned", portion=Portion(skip=skip)).lights for who in (context, blind) for skip in (0, 1)
    ]

    assert [sum(lights.values()) for lights in seen] == [1, 1, 0, 0]
    assert len(goes) == 2
