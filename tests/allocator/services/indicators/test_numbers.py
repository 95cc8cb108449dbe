"""The office's numbers as people ask for them: of any days, as of any day, of a part of it, with the cases behind each."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
import sqlalchemy as sa

from allocator.domain.clocks.closing import Closing
from allocator.domain.clocks.events import CaseEvent
from allocator.domain.errors import BadInput, NotFound
from allocator.services.assignment.giving import assign
from allocator.services.cases.casework import add_facts
from allocator.services.cases.closings import close_case, reopen_case
from allocator.services.cases.events import record_events
from allocator.services.indicators import kept as indicators_kept
from allocator.services.indicators.numbers import Question, Reading, read_behind, read_indicators
from allocator.services.indicators.signals import read_signals, signals_view
from allocator.services.indicators.views import behind_view, statement_view
from allocator.services.intake.filings import file_case
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_filing

TODAY = date(2022, 9, 30)
LISTED = (
    *("notice_sent", "query_answered", "site_inquiry", "other_assets_inquired", "consumption_limited"),
    *("closing_interview", "dormant_ruling_drafted", "debtor_checked", "undisposable_reasoned"),
)
"""What happens before a dormant closing, as its list asks."""

SEPTEMBER = Question(date(2022, 9, 1), TODAY)


def readings(bureau: BureauAtWork, question: Question = SEPTEMBER) -> dict[str, Reading]:
    """Every indicator by id."""
    return {reading.indicator.id: reading for reading in read_indicators(bureau.context, question).readings}


def numbers(bureau: BureauAtWork, question: Question = SEPTEMBER) -> tuple[int, int, int]:
    """What was accepted, what closed, what recovered."""
    found = readings(bureau, question)
    return (
        found["accepted"].measure.numerator,
        found["closed"].measure.numerator,
        found["recovered"].measure.numerator,
    )


def test_an_empty_office_has_numbers_and_no_shares(bureau: BureauAtWork) -> None:
    """Nothing accepted: a rate of nothing is none, and not outside its band."""
    found = readings(bureau)

    assert found["accepted"].measure.value == 0
    assert (found["closing_rate"].measure.value, found["closing_progress"].within) == (None, None)


def test_a_case_shows_in_the_numbers_of_the_office_and_behind_them(bureau: BureauAtWork) -> None:
    """One of two closed: each number names definition and rulebook, and opens its list."""
    first, second = file_case(bureau.context, a_filing(1)), file_case(bureau.context, a_filing(2))
    close_case(bureau.context, first.id, Closing("fulfilled", TODAY, 3_000_000))

    document = statement_view(read_indicators(bureau.context, SEPTEMBER))
    rate = next(item for item in document["items"] if item["id"] == "closing_rate")
    listed = behind_view(read_behind(bureau.context, "closing_rate", SEPTEMBER))

    assert (rate["value"], rate["text"]["en"], len(rate["definition"])) == ("1/2", "50.00 %", 64)
    assert document["rulebook"] == listed["rulebook"]
    assert [(item["id"], item["numerator"], item["denominator"]) for item in listed["items"]] == [
        (first.id, 1, 1), (second.id, None, 1),
    ]  # fmt: skip


def test_a_long_list_comes_in_pages(bureau: BureauAtWork) -> None:
    """Each page goes on after the last case of the one before; the count is of all."""
    ids = [file_case(bureau.context, a_filing(number)).id for number in range(1, 6)]
    seen, after = [], None
    for _ in range(3):
        page = read_behind(bureau.context, "accepted", SEPTEMBER, after, 2)
        seen += [member.case.id for member in page.members]
        after = page.next

    assert (seen, after, page.count) == (ids, None, 5)
    with pytest.raises(BadInput, match="1 to 200"):
        read_behind(bureau.context, "accepted", SEPTEMBER, None, 0)


def test_a_number_of_an_earlier_day_stays_what_it_was(bureau: BureauAtWork) -> None:
    """Closed later, undone later, filed later, converted later: as of that day nothing of it had happened."""
    kept, undone = (file_case(bureau.context, a_filing(number)) for number in (1, 2))
    close_case(bureau.context, undone.id, Closing("fulfilled", TODAY, 500))
    before = statement_view(read_indicators(bureau.context, replace(SEPTEMBER, as_of=TODAY)))
    fast = numbers(bureau, replace(SEPTEMBER, lane="fast"))

    bureau.clock.next_day()
    reopen_case(bureau.context, undone.id, "登记错案号")
    close_case(bureau.context, kept.id, Closing("withdrawn", date(2022, 10, 1)))
    close_case(bureau.context, undone.id, Closing("fulfilled", date(2022, 10, 1), 900))
    add_facts(
        bureau.context,
        file_case(bureau.context, a_filing(3, filed_on=date(2022, 10, 1))).id,
        {"appraisal_needed": True},
    )

    assert statement_view(read_indicators(bureau.context, replace(SEPTEMBER, as_of=TODAY))) == before
    assert numbers(bureau, replace(SEPTEMBER, lane="fast", as_of=TODAY)) == fast == (2, 1, 500)
    assert numbers(bureau, replace(SEPTEMBER, last=date(2022, 10, 1))) == (3, 2, 900)


def test_a_class_changed_since_was_the_former_one(bureau: BureauAtWork) -> None:
    """A simple case that turned out complex on the next day still was simple on this one."""
    case = file_case(bureau.context, a_filing(1))
    bureau.clock.next_day()
    add_facts(bureau.context, case.id, {"appraisal_needed": True})
    tomorrow = replace(SEPTEMBER, last=date(2022, 10, 1))

    assert numbers(bureau, replace(SEPTEMBER, lane="fast", as_of=TODAY))[0] == 1
    assert numbers(bureau, replace(tomorrow, lane="fast"))[0] == 0
    assert numbers(bureau, replace(tomorrow, lane="regular"))[0] == 1


def test_a_teams_numbers_are_of_the_cases_its_people_held_then(bureau: BureauAtWork) -> None:
    """Nobody held it yesterday; today it is one team's, and one team's only."""
    case = file_case(bureau.context, a_filing(1))
    bureau.clock.next_day()
    assert assign(bureau.context, case.id).case.holding
    day = date(2022, 10, 1)
    teams = [team.code for team in read_indicators(bureau.context, SEPTEMBER).office.teams]

    today = [numbers(bureau, Question(day, day, team=team))[0] for team in teams]
    then = [numbers(bureau, replace(SEPTEMBER, team=team, as_of=TODAY))[0] for team in teams]

    assert (sorted(today), sum(then)) == ([0] * (len(teams) - 1) + [1], 0)


@pytest.mark.parametrize(
    "question, error, code",
    [
        (Question(date(2022, 9, 2), date(2022, 9, 1)), BadInput, "days-reversed"),
        (Question(date(2022, 9, 2), TODAY, as_of=date(2022, 9, 1)), BadInput, "days-reversed"),
        (Question(date(2022, 9, 1), date(2022, 10, 1)), BadInput, "days-to-come"),
        (Question(date(1, 1, 1), TODAY), BadInput, "days-too-early"),
        (replace(SEPTEMBER, as_of=date(2022, 10, 1)), BadInput, "days-to-come"),
        (replace(SEPTEMBER, team="night"), NotFound, "team-unknown"),
        (replace(SEPTEMBER, lane="slow"), NotFound, "lane-unknown"),
        (replace(SEPTEMBER, cause="theft"), NotFound, "cause-unknown"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(bureau: BureauAtWork, question, error, code) -> None:
    """With what to ask instead."""
    with pytest.raises(error) as caught:
        read_indicators(bureau.context, question)

    assert caught.value.code == code


def test_an_unknown_indicator_has_no_cases(bureau: BureauAtWork) -> None:
    """A misspelt name is told, not answered with nothing."""
    with pytest.raises(NotFound, match="no indicator"):
        read_behind(bureau.context, "closing_rat", SEPTEMBER)


def test_the_number_of_queries_does_not_grow_with_the_docket(bureau: BureauAtWork) -> None:
    """One case or twenty: a process that has met nothing reads all numbers, and the cases behind one, in the same few statements."""

    def queries() -> list[int]:
        """How many statements each question takes."""
        counts = []
        for ask in (
            lambda: read_indicators(bureau.context, replace(SEPTEMBER, as_of=TODAY)),
            lambda: read_behind(bureau.context, "closing_rate", replace(SEPTEMBER, as_of=TODAY)),
        ):
            told: list[str] = []
            indicators_kept._seen.clear()
            engine = bureau.context.database.engine
            note = lambda *call, told=told: told.append(call[2])  # noqa: E731 - a listener of one line
            sa.event.listen(engine, "before_cursor_execute", note)
            ask()
            sa.event.remove(engine, "before_cursor_execute", note)
            counts.append(len([text for text in told if text.startswith("SELECT")]))
        return counts

    file_case(bureau.context, a_filing(0))
    few = queries()
    for number in range(1, 20):
        case = file_case(bureau.context, a_filing(number))
        close_case(bureau.context, case.id, Closing("fulfilled", TODAY, 0))
    bureau.clock.now = datetime(2022, 10, 1, 1, 0, tzinfo=UTC)
    for number in (2, 3, 4):
        reopen_case(bureau.context, number, "登记错案号")

    assert queries() == few


def tell(bureau: BureauAtWork, case: int, *events: Any) -> None:
    """Put events of a case down: key, kind, day, item, amount and until as far as they matter."""
    record_events(bureau.context, case, [CaseEvent(key, "", kind, *rest) for key, kind, *rest in events])


def test_money_counts_by_payment_and_by_the_days_it_waited(bureau: BureauAtWork) -> None:
    """Two receipts whose thirty days are over: one paid on the thirtieth, of the other half in time and half a day late."""
    case = file_case(bureau.context, a_filing(1, filed_on=date(2022, 7, 1)))
    tell(
        bureau, case.id,
        ("1", "money_received", date(2022, 8, 1), "R1", 1000), ("2", "money_received", date(2022, 8, 2), "R2", 3000),
        ("3", "money_paid", date(2022, 8, 31), "R1", 1000), ("4", "money_paid", date(2022, 9, 1), "R2", 1500),
        ("5", "money_paid", date(2022, 9, 2), "R2", 1500), ("6", "money_received", date(2022, 9, 29), "R3", 500),
    )  # fmt: skip

    found = readings(bureau, Question(date(2022, 8, 1), TODAY))

    assert [found[name].measure.value for name in ("payments", "paid")] == [3, 4000]
    assert found["payment_mean"].measure.value == Fraction(4000, 3)
    assert found["paid_in_30_days"].measure.value == Fraction(2500, 4000)
    assert found["paid_over_received"].measure.value == Fraction(4000, 4500)


def test_days_that_do_not_count_are_left_out_and_the_limit_moves_with_them(bureau: BureauAtWork) -> None:
    """Filed in January and closed in September: too late, but for ten weeks in which an appraisal ran; as of before, not yet."""
    plain, stopped = (file_case(bureau.context, a_filing(n, filed_on=date(2022, 1, 4))) for n in (1, 2))
    tell(
        bureau, stopped.id,
        ("1", "appraisal_stop", date(2022, 3, 1)), ("2", "appraisal_stop_over", date(2022, 6, 1)),
    )  # fmt: skip
    year = Question(date(2022, 1, 1), TODAY)
    assert [member.case.id for member in read_behind(bureau.context, "assets_in_time", year).members] == [plain.id]
    for case in (plain, stopped):
        close_case(bureau.context, case.id, Closing("fulfilled", TODAY, 0))

    found = readings(bureau, year)

    assert found["within_limit"].measure.value == Fraction(1, 2)
    assert found["first_case_days"].measure.numerator == 2 * 269 - 92
    assert found["long_pending_cleared"].measure.value == 0


def test_petitions_are_settled_of_those_that_were_there(bureau: BureauAtWork) -> None:
    """One settled of two, after one that was taken back: it never came."""
    case = file_case(bureau.context, a_filing(1, filed_on=date(2022, 7, 1)))
    tell(
        bureau, case.id,
        ("1", "petition_received", date(2022, 9, 1), "P1"), ("2", "petition_received", date(2022, 9, 2), "P2"),
        ("3", "petition_received", date(2022, 9, 3), "P3"), ("4", "petition_settled", date(2022, 9, 20), "P2"),
        ("5", "correction", date(2022, 9, 21), "3", None, None, "", "登记错案号"),
    )  # fmt: skip

    rate = readings(bureau)["petitions_settled_rate"]

    assert (rate.measure.value, rate.within) == (Fraction(1, 2), False)


def test_a_dormant_closing_qualifies_while_its_whole_list_is_on_record(bureau: BureauAtWork) -> None:
    """An inquiry taken back makes it one that does not; a closing checked on paper before lists were kept is in neither part."""
    case, old = (
        file_case(bureau.context, a_filing(1, filed_on=date(2022, 6, 1))),
        file_case(bureau.context, a_filing(2, filed_on=date(2022, 3, 1))),
    )
    tell(bureau, case.id, *((kind, kind, TODAY, "", None, None, "", "车辆已报废") for kind in LISTED))
    close_case(bureau.context, case.id, Closing("dormant", TODAY, 0))
    close_case(bureau.context, old.id, Closing("dormant", date(2022, 8, 20), 0))
    whole = Question(date(2022, 8, 1), TODAY)

    before = readings(bureau, whole)
    tell(bureau, case.id, ("back", "correction", TODAY, "site_inquiry", None, None, "", "并未到现场"))
    after = readings(bureau, whole)
    behind = read_behind(bureau.context, "dormant_qualified", whole)

    def parts(found: dict[str, Reading], name: str) -> tuple[int, int]:
        return found[name].measure.numerator, found[name].measure.denominator

    assert parts(before, "dormant_share") == (2, 2)
    assert (parts(before, "dormant_qualified"), before["dormant_qualified"].within) == ((1, 1), True)
    assert (parts(after, "dormant_qualified"), after["dormant_qualified"].within) == ((0, 1), False)
    assert [one["id"] for one in behind_view(behind)["items"]] == [case.id]


def test_a_node_missed_counts_in_the_days_in_which_its_last_day_fell(bureau: BureauAtWork) -> None:
    """A case nobody was given within seven days: missed in September, once, whatever else is asked."""
    case = file_case(bureau.context, a_filing(1, filed_on=date(2022, 9, 1)))
    before = readings(bureau, Question(date(2022, 9, 1), date(2022, 9, 5), as_of=TODAY))["overdue_nodes_per_case"]
    whole = readings(bureau)["overdue_nodes_per_case"]

    assert case.id
    assert before.measure.numerator < whole.measure.numerator


def test_signals_are_of_the_closings_that_stood_on_the_day(bureau: BureauAtWork) -> None:
    """Closed on the last of the month, undone the day after: in the report, at the month's end, and gone since."""
    case = file_case(bureau.context, a_filing(1))
    close_case(bureau.context, case.id, Closing("fulfilled", TODAY, 0))
    bureau.clock.next_day()
    reopen_case(bureau.context, case.id, "登记错案号")

    items = {item["id"]: item for item in signals_view(read_signals(bureau.context, SEPTEMBER))["items"]}

    flagged = {name: [case["id"] for case in item["cases"]] for name, item in items.items() if item["flagged"]}
    assert flagged == {"month_end": [case.id], "undone_after": [case.id]}


def test_a_closing_dated_back_and_one_that_was_held_back_are_told(bureau: BureauAtWork) -> None:
    """The first was put down nine days after its day, the second a month after all was done; what was taken back did not happen."""
    back, held = (
        file_case(bureau.context, a_filing(1, filed_on=date(2022, 9, 1))),
        file_case(bureau.context, a_filing(2, filed_on=date(2022, 8, 1))),
    )
    tell(bureau, held.id, ("visit", "site_inquiry", date(2022, 8, 20)), ("again", "site_inquiry", date(2022, 9, 20)))
    tell(bureau, held.id, ("wrong", "correction", TODAY, "again", None, None, "", "未到现场"))
    close_case(bureau.context, back.id, Closing("fulfilled", date(2022, 9, 21), 0))
    close_case(bureau.context, held.id, Closing("fulfilled", date(2022, 9, 27), 0))

    items = {item["id"]: item for item in signals_view(read_signals(bureau.context, SEPTEMBER))["items"]}

    assert [case["id"] for case in items["late_closing"]["cases"]] == [back.id]
    assert [case["id"] for case in items["quiet_before"]["cases"]] == [held.id]
