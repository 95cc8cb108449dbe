"""The independent checker: lawful plans pass, and each way of breaking one is named by its rule."""

import ast
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from allocator.decisions.checking import checker
from allocator.decisions.checking.checker import Objection, Placement
from allocator.domain.cases import PartySide
from allocator.domain.people import Absence, Pairing, Period, Recusal, RecusalState, Reduction, Skill
from tests.allocator.decisions.stock import DAY, Stock, planned

SEEDS = (1, 2, 3)
TODAY = Period(DAY, DAY)


@pytest.fixture(params=SEEDS)
def stock(request) -> Stock:
    """A random stock with a lawful plan."""
    return planned(request.param)[0]


def found(stock: Stock, rule: str) -> list[Objection]:
    """The objections of one rule; each has words in both languages."""
    objections = [one for one in stock.objections() if one.rule == rule]
    assert all(one.text.zh and one.text.en for one in objections)
    return objections


def debtor_of(stock: Stock, row: Placement) -> str:
    """The name of a case's first debtor."""
    return stock.case(row).case.filing.side(PartySide.DEBTOR)[0].name


def a_lead(stock: Stock, role: str = "officer") -> Placement:
    """A row led by somebody of a role."""
    return stock.row(lambda row: stock.seen.office.officer_by_code[row.officer].role == role)


def a_pair(stock: Stock) -> Placement:
    """A row led by an apprentice beside the mentor; put together when the plan has none."""
    row = next((row for row in stock.rows if row.mentor), None)
    if row is not None:
        return row
    return stock.row(lambda row: stock.case(row).lane == "regular")


def paired(stock: Stock) -> tuple[Stock, Placement]:
    """A stock in which G15 leads a complex case beside G14, and that row."""
    row = a_pair(stock)
    if row.mentor:
        return stock, row
    changed = stock.with_row(row, officer="G15", mentor="G14")
    return changed, changed.row(lambda one: one.case_no == row.case_no)


def test_the_offices_own_plans_are_lawful(stock):
    """What the solver proposes passes a check that knows nothing of the solver."""
    assert len(stock.rows) > 30
    assert stock.objections() == ()


def test_the_checker_shares_nothing_with_what_it_checks():
    """It imports the domain only: no solver, and not the code that worked the plan out."""
    tree = ast.parse(Path(checker.__file__).read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}

    assert {module for module in modules if module.startswith(("allocator", "solver"))} <= {
        "allocator.domain.cases",
        "allocator.domain.people",
        "allocator.domain.snapshot",
        "allocator.domain.words",
        "allocator.domain.workload",
        "allocator.domain.sharing",  # of which workload is made
    }


@pytest.mark.parametrize(
    "state, barred", [("declared", True), ("challenged", True), ("upheld", True), ("dismissed", False)]
)
def test_a_recused_lead_is_named(stock, state, barred):
    """A tie to the debtor bars unless it was dismissed; a challenge not yet decided bars too."""
    row = stock.rows[0]
    tie = Recusal(row.officer, "近亲属", RecusalState(state), party=f" {debtor_of(stock, row)}")

    objections = found(stock.with_office(recusals=(tie,)), "recusal")

    assert ((row.case_no, row.officer) in {(one.case_no, one.officer) for one in objections}) is barred


def test_a_recusal_by_case_number_holds_in_either_brackets(stock):
    """(2022) and （2022） are one case."""
    row = stock.rows[0]
    narrow = row.case_no.replace("（", "(").replace("）", ")")

    broken = stock.with_office(recusals=(Recusal(row.officer, "曾任证人", RecusalState.DECLARED, case_no=narrow),))

    assert [(one.case_no, one.officer) for one in found(broken, "recusal")] == [(row.case_no, row.officer)]


def test_a_namesake_with_another_identity_is_somebody_else(stock):
    """Two known and different identity numbers tell two people of one name apart."""
    row = next(row for row in stock.rows if stock.case(row).case.filing.side(PartySide.DEBTOR)[0].identity)
    tie = Recusal(
        row.officer, "近亲属", RecusalState.DECLARED, party=debtor_of(stock, row), identity="150222190001010000"
    )

    assert (row.case_no, row.officer) not in {
        (one.case_no, one.officer) for one in found(stock.with_office(recusals=(tie,)), "recusal")
    }


@pytest.mark.parametrize("state, barred", [(None, True), ("dismissed", False), ("declared", True)])
def test_a_lead_who_bears_a_partys_name_is_named(stock, state, barred):
    """Until somebody declared that the party is a namesake."""
    row = next(row for row in stock.rows if stock.case(row).case.filing.side(PartySide.DEBTOR)[0].kind == "person")
    named = stock.with_officer(row.officer, name=debtor_of(stock, row))
    ties = () if state is None else (Recusal(row.officer, "同名", RecusalState(state), case_no=row.case_no),)

    objections = found(named.with_office(recusals=ties), "recusal")

    assert ((row.case_no, row.officer) in {(one.case_no, one.officer) for one in objections}) is barred


def test_a_recused_mentor_is_named(stock):
    """Who stands beside the apprentice takes part in the case."""
    stock, row = paired(stock)
    tie = Recusal(str(row.mentor), "近亲属", RecusalState.DECLARED, party=debtor_of(stock, row))

    broken = stock.with_office(recusals=(tie,))

    assert (row.case_no, row.officer) in {(one.case_no, one.officer) for one in found(broken, "mentor_free")}


def test_the_wrong_track_is_named(stock):
    """A complex case is not for the fast team, nor a simple one for a regular team."""
    row = a_lead(stock)
    other = "G08" if stock.case(row).lane != "fast" else "G12"

    assert found(stock.with_row(row, officer=other, mentor=None), "track")[0].case_no == row.case_no


def test_a_role_that_leads_no_cases_is_named(stock):
    """Clerks, bailiffs and drivers lead nothing."""
    for code in ("G10", "G27", "G31"):
        assert "role" in stock.with_row(stock.rows[0], officer=code, mentor=None).rules()


@pytest.mark.parametrize("expires, lawful", [(None, True), (DAY, True), (DAY - timedelta(days=1), False)])
def test_an_expired_skill_is_named(stock, expires, lawful):
    """Valid to the end of its last day, and not after it."""
    row = a_lead(stock)
    skilled = stock.with_case(stock.case(row), skills=("eviction_lead",))
    skilled = skilled.with_officer(row.officer, skills=(Skill("eviction_lead", "证书", expires),))

    assert ("skill" not in skilled.rules()) is lawful


def test_a_missing_skill_is_named(stock):
    """None at all is no better than an expired one."""
    row = a_lead(stock)
    bare = stock.with_case(stock.case(row), skills=("eviction_lead",)).with_officer(row.officer, skills=())

    named = {one.case_no: one.officer for one in found(bare, "skill")}
    assert named[row.case_no] == row.officer
    assert set(named.values()) == {row.officer}


def test_who_is_away_that_day_is_named(stock):
    """One day of absence suffices; the day before does not."""
    row = stock.rows[0]
    yesterday = Period(DAY - timedelta(days=1), DAY - timedelta(days=1))

    assert "present" not in stock.with_office(absences=(Absence(row.officer, yesterday),)).rules()
    away = found(stock.with_office(absences=(Absence(row.officer, TODAY),)), "present")
    assert {one.officer for one in away} == {row.officer}


@pytest.mark.parametrize("change", [{"left": DAY - timedelta(days=1)}, {"entered": DAY + timedelta(days=1)}])
def test_who_has_left_or_not_yet_come_is_named(stock, change):
    """Departed handlers and those of next month lead nothing today."""
    row = a_lead(stock)

    assert row.officer in {one.officer for one in found(stock.with_officer(row.officer, **change), "in_service")}


def test_an_apprentice_without_the_mentor_is_named(stock):
    """On a complex case the pair leads, or nobody."""
    stock, row = paired(stock)

    assert [one.case_no for one in found(stock.with_row(row, mentor=None), "mentor")] == [row.case_no]


def test_a_wrong_mentor_is_named(stock):
    """Only the one the pairing of that day names, whoever else is experienced."""
    stock, row = paired(stock)

    assert found(stock.with_row(row, mentor="G12"), "mentor")[0].case_no == row.case_no
    ended = replace(stock.seen.office, pairings=(Pairing("G14", "G15", Period(date(2022, 2, 21), DAY - timedelta(1))),))
    late = replace(stock, seen=replace(stock.seen, office=ended))
    assert row.case_no in {one.case_no for one in found(late, "mentor")}


def test_who_covers_is_the_mentor_only_while_the_mentor_is_away(stock):
    """In the leave cover stands beside the apprentice; with the mentor there it is a wrong mentor."""
    stock, row = paired(stock)
    covered = stock.with_row(row, mentor="G13")
    pairs = (*stock.seen.office.pairings, Pairing("G13", "G15", Period(DAY, DAY), cover=True))
    there = replace(stock.seen.office, pairings=pairs)
    away = replace(there, absences=(Absence("G14", Period(DAY, DAY)),))

    assert row.case_no in {
        one.case_no for one in found(replace(covered, seen=replace(stock.seen, office=there)), "mentor")
    }
    assert found(replace(covered, seen=replace(stock.seen, office=away)), "mentor") == []


def test_a_mentor_nobody_needs_is_named(stock):
    """A full officer leads alone: a mentor beside would be charged for nothing."""
    row = a_lead(stock)

    assert [one.case_no for one in found(stock.with_row(row, mentor="G14"), "mentor")] == [row.case_no]


def test_an_apprentice_of_three_weeks_is_named(stock):
    """The ladder lets nobody lead in the first months."""
    stock, row = paired(stock)

    assert "ladder" in stock.with_officer(row.officer, entered=DAY - timedelta(days=21)).rules()


def test_a_row_written_twice_is_named(stock):
    """One case, one handler: also when both rows name the same person."""
    row = stock.rows[0]
    other = next(one.officer for one in stock.rows if one.officer != row.officer)

    for second in (row, replace(row, officer=other, mentor=None)):
        doubled = replace(stock, rows=(*stock.rows, second))
        assert [one.case_no for one in found(doubled, "one_lead")] == [row.case_no]


def test_a_foreign_case_and_a_stranger_are_named(stock):
    """What is not waiting cannot be placed, and nobody outside the office can lead or mentor."""
    foreign = replace(stock, rows=(*stock.rows, Placement("（1999）内0222执1号", "G08")))
    stranger = stock.with_row(stock.rows[0], officer="X99", mentor=None)
    stranger_beside = stock.with_row(stock.rows[0], mentor="X99")

    assert [one.case_no for one in found(foreign, "known_case")] == ["（1999）内0222执1号"]
    assert [one.officer for one in found(stranger, "known_officer")] == ["X99"]
    assert [one.officer for one in found(stranger_beside, "known_officer")] == ["X99"]


def test_who_is_pushed_over_the_cap_is_named_with_the_minutes(stock):
    """To the minute: at the cap the plan is lawful, one more held before it is not."""
    row = a_lead(stock)
    minutes, cap = stock.seen.capacity.minutes[row.officer], stock.seen.rulebook.levers.most_load
    new = planned_minutes(stock, row.officer)
    room = minutes * cap // 1000 - new

    at_the_cap = replace(stock, seen=replace(stock.seen, held={**stock.seen.held, row.officer: room}))
    over = replace(stock, seen=replace(stock.seen, held={**stock.seen.held, row.officer: room + 7}))

    assert row.officer not in {one.officer for one in found(at_the_cap, "load_cap")}
    told = next(one for one in found(over, "load_cap") if one.officer == row.officer)
    assert told.facts == {"excess_minutes": 7}


def planned_minutes(stock: Stock, officer: str) -> int:
    """The minutes a plan brings somebody, from the plan's own table of loads."""
    plan = next(plan for one, plan in map(planned, SEEDS) if one.rows == stock.rows)
    change = next(item for item in plan.loads if item.officer == officer)
    return change.after.held - change.before.held


def test_who_has_no_minutes_is_named(stock):
    """Reduced to nothing is as good as not there: no load, so no work."""
    row = a_lead(stock)
    nothing = Reduction(row.officer, "special_project", 1000, Period(DAY))

    assert {one.officer for one in found(stock.with_office(reductions=(nothing,)), "minutes")} == {row.officer}


def test_who_handled_the_act_is_named(stock):
    """The handler of an act does not decide on the objection to it (OBJ 11)."""
    row = stock.rows[0]
    broken = stock.with_case(stock.case(row), barred=(row.officer,))

    told = [(one.case_no, one.officer) for one in found(broken, "reviewer_not_handler")]
    assert told == [(row.case_no, row.officer)]


def test_who_is_to_get_no_new_cases_is_named(stock):
    """While intake is stopped a person keeps the cases held and gets no new ones."""
    row = a_lead(stock)
    broken = stock.with_office(reductions=(Reduction(row.officer, "intake_stop", 0, TODAY),))

    assert {one.officer for one in found(broken, "intake_stop")} == {row.officer}


def test_who_gets_more_new_cases_than_are_left_of_the_week_is_named(stock):
    """Each row alone is lawful; together they are one too many. What somebody held already is not new."""
    row = a_lead(stock)
    mine = [one for one in stock.rows if one.officer == row.officer]
    levers = replace(stock.seen.rulebook.levers, most_new_in_7_days=len(mine))
    seen = replace(stock.seen, rulebook=replace(stock.seen.rulebook, levers=levers), recent={})

    assert row.officer not in {one.officer for one in found(replace(stock, seen=seen), "new_cases")}
    had = replace(stock, seen=replace(seen, recent={row.officer: 1}))
    [told] = [one for one in found(had, "new_cases") if one.officer == row.officer]
    assert told.facts == {"recent": 1, "given": len(mine), "cap": len(mine)}
    assert row.officer not in {
        one.officer for one in found(had.with_case(had.case(row), holder=row.officer), "new_cases")
    }


def test_a_team_whose_signing_judge_is_recused_is_named(stock):
    """Nobody of the team can carry a case its judge must not sign (REC 1)."""
    row = a_lead(stock)
    team = stock.seen.office.officer_by_code[row.officer].team
    judges = [one.code for one in stock.seen.office.officers if one.team == team and one.role == "judge"]
    assert judges
    ties = tuple(Recusal(code, "近亲属", RecusalState.DECLARED, case_no=row.case_no) for code in judges)

    assert row.case_no in {one.case_no for one in found(stock.with_office(recusals=ties), "signer")}
