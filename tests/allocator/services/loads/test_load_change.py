"""Why a load changed, on the bureau at work: the sum is whole, and each cause stands in its own part."""

from datetime import date

import pytest

from allocator.decisions.loads.load_turns import CAUSES
from allocator.domain.clocks.closing import Closing
from allocator.domain.docket import Case, Holding
from allocator.domain.errors import BadInput, NotFound
from allocator.services.assignment.giving import assign
from allocator.services.cases.casework import add_facts
from allocator.services.cases.closings import close_case, reopen_case
from allocator.services.cases.retriage import retriage
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import file_case
from allocator.services.loads import board
from allocator.services.loads.load_change import LoadChangeFound, explain_load_change, load_change_view
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import add, reload, some_cases, swap
from tests.allocator.services.stories import a_complex_filing, a_debtor, a_filing

FRIDAY = date(2022, 9, 30)
Held = list[tuple[Case, Holding]]
A_DAY_PASSED = {"calendar", "absences", "mentoring"}
"""What moves besides: the horizon begins a day later, with other days of leave in it, and the draw may name an apprentice."""


def parts_of(found: LoadChangeFound) -> dict[str, tuple[int, int]]:
    """Give minutes held and available by cause, of the causes that did something."""
    return {part.cause: (part.held, part.available) for part in found.change.parts if part.held or part.available}


def moved(bureau: BureauAtWork, person: str | None = None) -> dict[str, tuple[int, int]]:
    """Give the parts of what changed since the last day of September."""
    return parts_of(explain_load_change(bureau.context, FRIDAY, person=person))


def assert_adds_up(found: LoadChangeFound) -> None:
    """Parts add up in minutes, in hours, as fractions and as shown."""
    before, after, parts = found.change.before, found.change.after, found.change.parts
    assert before.held + sum(part.held for part in parts) == after.held
    assert before.available + sum(part.available for part in parts) == after.available
    if before.permille is not None and after.permille is not None and parts[0].load is not None:
        assert before.permille + sum(part.permille or 0 for part in parts) == after.permille
        assert all(part.permille == 0 for part in parts if part.load == 0)


@pytest.fixture
def held(bureau: BureauAtWork) -> list[tuple[Case, Holding]]:
    """The cases given out on the last day of September, with who got them; the next day has begun."""
    cases = [assign(bureau.context, case.id).case for case in some_cases(bureau.context, 4)]
    bureau.clock.next_day()
    return [(case, case.holding) for case in cases if case.holding]


def test_a_day_without_any_event_is_the_calendar_alone(bureau: BureauAtWork, held: Held) -> None:
    """The horizon moves on; nobody got or lost a minute of work."""
    found = explain_load_change(bureau.context, FRIDAY)

    assert {part.cause for part in found.change.parts if part.held} == set()
    assert set(parts_of(found)) <= A_DAY_PASSED
    assert_adds_up(found)


def test_the_end_is_the_load_that_everybody_sees(bureau: BureauAtWork, held: Held) -> None:
    """Up to now, each person's sum ends at the load of the board, and began at what was shown the day before."""
    file = file_case(bureau.context, a_complex_filing(40, a_debtor("新来")))
    assign(bureau.context, file.id)

    for person in board.loads(bureau.context):
        found = explain_load_change(bureau.context, FRIDAY, person=person.officer)
        assert found.change.after == person.load
        assert_adds_up(found)


def test_what_was_shown_on_a_day_is_rebuilt_from_the_log_later(bureau: BureauAtWork) -> None:
    """A past evening is the same whether looked at then or after all that came later."""
    kept = [assign(bureau.context, case.id).case for case in some_cases(bureau.context, 3)]
    shown = {person.officer: person.load for person in board.loads(bureau.context)}
    bureau.clock.next_day()
    close_case(bureau.context, kept[0].id, Closing("withdrawn", date(2022, 10, 1)))
    assign(bureau.context, kept[1].id, wish=Wish(reason="transfer"))
    add_facts(bureau.context, kept[2].id, {"appraisal_needed": True})

    for code, load in shown.items():
        assert explain_load_change(bureau.context, FRIDAY, person=code).change.before == load


def test_a_case_given_is_an_arrival_and_what_it_weighs_more_is_the_mix(bureau: BureauAtWork, held: Held) -> None:
    """Arrivals count at the usual weight of the stock; the rest of the minutes is the mix, and both name the case."""
    case = file_case(bureau.context, a_complex_filing(41, a_debtor("重案"), claim=90_000_000))
    holder = assign(bureau.context, case.id).case.holding
    assert holder is not None

    found = explain_load_change(bureau.context, FRIDAY, person=holder.officer)
    parts = {part.cause: part for part in found.change.parts}

    assert set(parts_of(found)) <= {"arrivals", "mix"} | A_DAY_PASSED
    assert parts["arrivals"].held + parts["mix"].held == holder.charges[holder.officer]
    assert parts["arrivals"].cases == parts["mix"].cases == (case.case_no,)


def test_a_closing_lightens_and_its_undoing_brings_the_minutes_back(bureau: BureauAtWork, held: Held) -> None:
    """A closing undone within the span leaves nothing in any part."""
    case, holding = held[0]
    close_case(bureau.context, case.id, Closing("withdrawn", date(2022, 10, 1)))
    closed = moved(bureau)
    reopen_case(bureau.context, case.id, "登记错案号")

    assert sum(closed.get(cause, (0, 0))[0] for cause in ("closings", "mix", "mentoring")) == -sum(
        holding.charges.values()
    )
    assert set(moved(bureau)) <= A_DAY_PASSED


def test_a_conversion_and_the_hand_over_it_asks_for_are_conversions(bureau: BureauAtWork, held: Held) -> None:
    """The fast holder loses the case, the regular one gets it: both because it turned out complex."""
    simple, holding = next((case, one) for case, one in held if case.standing.track == "fast")
    add_facts(bureau.context, simple.id, {"appraisal_needed": True})
    assign(bureau.context, simple.id)

    assert set(moved(bureau)) <= {"conversions"} | A_DAY_PASSED
    left = explain_load_change(bureau.context, FRIDAY, person=holding.officer)
    assert parts_of(left)["conversions"][0] == -holding.charges[holding.officer]


def test_facts_that_only_change_the_weight_are_the_mix(bureau: BureauAtWork, held: Held) -> None:
    """The same cases, heavier than they were thought."""
    case = next(case for case, _ in held if case.standing.track == "regular")
    add_facts(bureau.context, case.id, {"conflict_history": True, "debtor_missing": True})

    assert set(moved(bureau)) <= {"mix"} | A_DAY_PASSED
    assert moved(bureau)["mix"][0] > 0


def test_a_case_that_changes_hands_is_a_hand_off_for_both(bureau: BureauAtWork, held: Held) -> None:
    """What one loses and the other gets; for the office as a whole nobody has more to do."""
    case, before = held[1]
    other = assign(bureau.context, case.id, wish=Wish(reason="transfer")).case.holding
    assert other is not None

    assert set(moved(bureau, person=other.officer)) <= {"hand_offs"} | A_DAY_PASSED
    whole = moved(bureau)
    assert sum(whole.get(cause, (0, 0))[0] for cause in ("hand_offs", "mentoring")) == sum(
        other.charges.values()
    ) - sum(before.charges.values())


def test_rules_that_weigh_otherwise_are_the_rules_part(bureau: BureauAtWork, held: Held, tmp_path) -> None:
    """Other weights count once the stock is triaged anew, whatever classes it changes."""
    reload(bureau.context, tmp_path, rulebook=swap("threshold = 60", "threshold = 0"))
    retriage(bureau.context)

    assert set(moved(bureau)) <= {"weights"} | A_DAY_PASSED


def test_leave_is_hours_and_names_no_reason(bureau: BureauAtWork, held: Held, tmp_path) -> None:
    """Somebody away gives fewer hours, the colleagues of the desk carry more; nowhere stands why."""
    person = held[0][1].officer
    reload(bureau.context, tmp_path, absences=add(f"{person},2022-10-10,2022-10-14,training"))

    own, office = moved(bureau, person=person), moved(bureau)
    assert own["absences"][1] < 0 == own["absences"][0]
    assert set(office) <= A_DAY_PASSED
    assert "training" not in str(load_change_view(explain_load_change(bureau.context, FRIDAY, person=person)))


def test_somebody_new_is_staffing(bureau: BureauAtWork, held: Held, tmp_path) -> None:
    """Hours come with people; the new one had no load before, which is no load of nought."""
    people = (bureau.folder / "people.csv").read_text(encoding="utf-8").splitlines()
    model = next(row for row in people if row.startswith(held[0][1].officer + ","))
    row = ",".join(["G99", "新人", *model.split(",")[2:]])
    reload(bureau.context, tmp_path, people=add(row))

    assert set(moved(bureau)) <= {"staffing"} | A_DAY_PASSED
    found = explain_load_change(bureau.context, FRIDAY, person="G99")
    assert (found.change.before.permille, {part.permille for part in found.change.parts}) == (None, {None})


def test_days_that_are_no_span_are_refused(bureau: BureauAtWork, held: Held) -> None:
    """The wrong way round, yet to come, before the office; both a person and a team; nobody known."""
    for first, last, code in (
        (date(2022, 10, 1), FRIDAY, "span-impossible"),
        (FRIDAY, date(2022, 10, 2), "span-impossible"),
        (date(2022, 9, 1), FRIDAY, "before-the-office"),
    ):
        with pytest.raises(BadInput) as refused:
            explain_load_change(bureau.context, first, last)
        assert refused.value.code == code
    with pytest.raises(BadInput, match="not both"):
        explain_load_change(bureau.context, FRIDAY, person="G01", team="fast")
    with pytest.raises(NotFound, match="no team"):
        explain_load_change(bureau.context, FRIDAY, team="nowhere")


def test_a_team_is_the_sum_of_its_people(bureau: BureauAtWork, held: Held) -> None:
    """Parts of everybody in a team add up to the team's, in minutes."""
    case = file_case(bureau.context, a_filing(60, a_debtor("又一人")))
    assign(bureau.context, case.id)
    found = explain_load_change(bureau.context, FRIDAY, team="fast")
    people = [one.officer for one in board.loads(bureau.context) if one.team == "fast"]
    each = [explain_load_change(bureau.context, FRIDAY, person=code) for code in people]

    for index, cause in enumerate(CAUSES):
        assert found.change.parts[index].held == sum(one.change.parts[index].held for one in each), cause
