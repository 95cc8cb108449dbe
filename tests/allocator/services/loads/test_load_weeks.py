"""Past weeks as the log tells them: what the board showed on each Sunday, and no week that nobody can know of."""

from collections import Counter
from datetime import date, timedelta

import pytest

from allocator.decisions.loads.load_weeks import load_weeks
from allocator.domain.clocks.closing import Closing
from allocator.domain.errors import BadInput
from allocator.services.assignment.giving import assign
from allocator.services.cases.closings import close_case
from allocator.services.loads import board
from allocator.services.loads import load_weeks as load_weeks_service
from allocator.services.loads.load_weeks import load_weeks_view, read_load_weeks
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import add, reload, some_cases, swap

FRIDAY, FIRST_SUNDAY = date(2022, 9, 30), date(2022, 10, 2)


def on_sunday(bureau: BureauAtWork) -> dict[str, int]:
    """Go to the coming Sunday, look at the board by team, and go on to Monday."""
    while bureau.clock.now.weekday() != 6:
        bureau.clock.next_day()
    held: Counter[str] = Counter()
    for one in board.loads(bureau.context):
        held[one.team or ""] += one.load.held
    bureau.clock.next_day()
    return dict(held)


def test_each_week_is_what_the_board_showed_on_its_sunday(bureau: BureauAtWork, tmp_path) -> None:
    """Cases come, are given out, change hands and are closed; somebody joins; five weeks later all of it is still known."""
    seen = [on_sunday(bureau)]
    cases = [assign(bureau.context, case.id).case for case in some_cases(bureau.context, 6)]
    seen.append(on_sunday(bureau))
    close_case(bureau.context, cases[0].id, Closing("fulfilled", date(2022, 10, 10), 0), cases[0].version)
    seen.append(on_sunday(bureau))
    people = (bureau.folder / "people.csv").read_text(encoding="utf-8").splitlines()
    reload(bureau.context, tmp_path, people=add(",".join(["G99", "新人", *people[-1].split(",")[2:]])))
    seen.append(on_sunday(bureau))

    found = read_load_weeks(bureau.context)

    assert [week.last for week in found.weeks] == [FIRST_SUNDAY + timedelta(days=7 * number) for number in range(4)]
    for week, held in zip(found.weeks, seen, strict=True):
        assert {one.team: one.load.held for one in week.teams} == {
            one.team: held.get(one.team, 0) for one in week.teams
        }
    assert sum(seen[1].values()) > sum(seen[2].values()) > sum(seen[0].values())


def test_sustained_overload_is_counted_with_its_cases_and_without_names(bureau: BureauAtWork, tmp_path) -> None:
    """With a cap of one per mille everybody with a case is overloaded; five weeks of it count, and a run begun earlier does."""
    cases = [assign(bureau.context, case.id).case for case in some_cases(bureau.context, 4)]
    reload(bureau.context, tmp_path, rulebook=swap("most_load = 1.10", "most_load = 0.001"))
    for _ in range(6):
        on_sunday(bureau)

    whole = load_weeks_view(read_load_weeks(bureau.context))
    late = load_weeks_view(read_load_weeks(bureau.context, date(2022, 10, 29), bureau.clock.now.date()))

    assert whole["cap"] == 1
    last = whole["weeks"][-1]["teams"]
    assert {one["case_no"] for team in last for one in team["cases"]} == {case.case_no for case in cases}
    assert whole["sustained"] == sum(team["sustained"] for week in whole["weeks"] for team in week["teams"]) > 0
    assert [week["last"] for week in late["weeks"]] == ["2022-10-30", "2022-11-06"]
    assert late["weeks"] == whole["weeks"][-2:]
    held = {case.holding.officer for case in cases if case.holding}
    assert not any(code in str(whole) for code in held)


def test_weeks_before_the_office_are_left_out_and_impossible_spans_refused(bureau: BureauAtWork) -> None:
    """Nothing is invented of them."""
    assert read_load_weeks(bureau.context).weeks == ()
    for first, last, code in (
        (date(2022, 10, 1), FRIDAY, "span-impossible"),
        (FRIDAY, date(2022, 10, 2), "span-impossible"),
        (date(2019, 1, 1), FRIDAY, "span-too-long"),
    ):
        with pytest.raises(BadInput) as refused:
            read_load_weeks(bureau.context, first, last)
        assert refused.value.code == code


def test_weeks_that_are_over_are_added_up_once_and_what_happens_today_changes_nothing_of_them(
    bureau: BureauAtWork, monkeypatch
) -> None:
    """A case given out on Monday does not let the weeks before be worked out again; the next Sunday does."""
    cases = some_cases(bureau.context, 2)
    assign(bureau.context, cases[0].id)
    on_sunday(bureau)
    worked: list[int] = []

    def note(ends):
        worked.append(len(ends))
        return load_weeks(ends)

    monkeypatch.setattr(load_weeks_service, "load_weeks", note)
    load_weeks_service._seen.clear()
    before = read_load_weeks(bureau.context).weeks
    assign(bureau.context, cases[1].id)
    assert (read_load_weeks(bureau.context).weeks, worked) == (before, [1])

    on_sunday(bureau)
    after = read_load_weeks(bureau.context).weeks
    assert (after[:1], worked) == (before, [1, 2])
    assert sum(one.load.held for one in after[1].teams) > sum(one.load.held for one in after[0].teams)
    load_weeks_service._seen.clear()
    assert read_load_weeks(bureau.context).weeks == after
