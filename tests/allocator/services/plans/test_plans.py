"""A plan for all waiting cases: drafted, looked at, published whole or in part, or refused with the reason."""

from datetime import UTC, datetime

import pytest

from allocator.domain.cases import CaseState
from allocator.domain.errors import BadInput, Conflict, NotFound, Stale
from allocator.services.assignment.giving import assign
from allocator.services.audit import history, replay
from allocator.services.cases.casework import add_facts
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import file_case
from allocator.services.loads.board import loads
from allocator.services.plans.plans import draft_plan, read_draft
from allocator.services.plans.publishing import publish
from allocator.services.run_kinds import jobs_of
from allocator.services.transaction import the_office
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import a_draft, away, everybody_away, reload, some_cases, swap
from tests.allocator.services.stories import a_complex_filing, a_debtor, a_filing
from tests.allocator.services.whole import assert_whole

FAST_TEAM = ("G07", "G08", "G09")
HEAVY = {"debtor_missing": True, "instalments": True}


def test_a_draft_alone_assigns_nothing(bureau: BureauAtWork) -> None:
    """Cases wait, loads are what they were, and the log has the plan but no handler."""
    some_cases(bureau.context)
    before = loads(bureau.context)

    draft = a_draft(bureau.context)

    assert len(draft.document["rows"]) == 8
    assert draft.published == ()
    assert loads(bureau.context) == before
    assert {case.state for case in assert_whole(bureau.context)} == {CaseState.WAITING}


def test_a_published_plan_gives_each_case_to_the_one_it_names(bureau: BureauAtWork) -> None:
    """Handler, mentor and charges are the row's; every case is told of in its own history."""
    some_cases(bureau.context)
    draft = a_draft(bureau.context)

    given = publish(bureau.context, draft.run)

    rows = {row["case_no"]: (row["officer"], row["mentor"], row["charges"]) for row in draft.document["rows"]}
    held = {case.case_no: case.holding for case in given}
    assert {name: (h.officer, h.mentor, h.charges) for name, h in held.items() if h} == rows
    assert {h.how for h in held.values() if h} == {"plan"}
    assert [entry.kind for entry in history(bureau.context, given[0].id)] == ["filing", "placement"]
    assert_whole(bureau.context)


def test_the_loads_a_plan_shows_are_the_loads_it_brings(bureau: BureauAtWork) -> None:
    """Never less than what comes, and more by at most a minute for each case: parts of a desk are rounded up."""
    count = len(some_cases(bureau.context, 12))
    draft = a_draft(bureau.context)

    publish(bureau.context, draft.run)

    told = {item["officer"]: item["after"]["held"] for item in draft.document["loads"]}
    came = {person.officer: person.load.held for person in loads(bureau.context)}
    assert all(0 <= told[officer] - held <= count for officer, held in came.items())
    assert sum(came.values()) > 0


def test_a_plan_is_published_in_parts_and_nothing_twice(bureau: BureauAtWork) -> None:
    """First two cases, then the rest; a third time there is nothing left."""
    some_cases(bureau.context, 5)
    draft = a_draft(bureau.context)
    first, second, *rest = [row["case_no"] for row in draft.document["rows"]]

    part = publish(bureau.context, draft.run, [first, second, first])
    others = publish(bureau.context, draft.run)

    assert [case.case_no for case in part] == [first, second]
    assert {case.case_no for case in others} == set(rest)
    with pytest.raises(BadInput) as nothing:
        publish(bureau.context, draft.run)
    with pytest.raises(BadInput) as again:
        publish(bureau.context, draft.run, [second])
    assert nothing.value.code == again.value.code == "not-in-plan"
    assert again.value.facts["already_published"] == [second]
    assert_whole(bureau.context)


def test_a_case_number_may_be_typed_with_narrow_brackets(bureau: BureauAtWork) -> None:
    """As everywhere else, (2022) and （2022） are one case."""
    case = file_case(bureau.context, a_filing())
    draft = a_draft(bureau.context)

    given = publish(bureau.context, draft.run, [case.case_no.replace("（", "(").replace("）", ")")])

    assert [item.id for item in given] == [case.id]


def test_a_case_the_plan_does_not_have_cannot_be_published_with_it(bureau: BureauAtWork) -> None:
    """The refusal names it, and the others stay waiting too: whole or nothing."""
    some_cases(bureau.context, 2)
    draft = a_draft(bureau.context)
    late = file_case(bureau.context, a_filing(77))

    with pytest.raises(BadInput) as refusal:
        publish(bureau.context, draft.run, [draft.document["rows"][0]["case_no"], late.case_no])

    assert refusal.value.facts["unknown"] == [late.case_no]
    assert all(case.holding is None for case in assert_whole(bureau.context))


@pytest.mark.parametrize("file, edit, what", [
    ("absences", lambda text: text + "G32,2023-01-02,2023-01-03,leave\n", "office"),
    ("people", swap("G08,乙二石", "G08,乙二实"), "office"),
    ("rulebook", swap("draw_tolerance = 0.05", "draw_tolerance = 0.06"), "rulebook"),
])  # fmt: skip
def test_a_plan_is_stale_once_the_office_changed(bureau: BureauAtWork, tmp_path, file, edit, what) -> None:
    """Whatever the change, it is said what changed, and nothing is published, whole or in part."""
    some_cases(bureau.context, 3)
    draft = a_draft(bureau.context)
    reload(bureau.context, tmp_path, **{file: edit})

    with pytest.raises(Stale) as whole:
        publish(bureau.context, draft.run)
    with pytest.raises(Stale):
        publish(bureau.context, draft.run, [draft.document["rows"][0]["case_no"]])

    assert (whole.value.code, whole.value.facts["changed"]) == ("plan-stale", [what])
    assert {"office": "机构资料已变更", "rulebook": "规则手册已变更"}[what] in whole.value.text.zh
    assert all(case.holding is None for case in assert_whole(bureau.context))


@pytest.mark.parametrize("change", [
    lambda context, case: add_facts(context, case.id, {"on_site": True}),
    lambda context, case: assign(context, case.id),
], ids=["facts", "assigned"])  # fmt: skip
def test_a_plan_is_stale_for_the_case_that_changed_and_for_no_other(bureau: BureauAtWork, change) -> None:
    """The refusal names the case; the rest of the plan can still be published."""
    moved, *others = some_cases(bureau.context, 4)
    draft = a_draft(bureau.context)
    change(bureau.context, moved)

    with pytest.raises(Stale) as refusal:
        publish(bureau.context, draft.run)
    given = publish(bureau.context, draft.run, [case.case_no for case in others])

    assert (refusal.value.facts["changed"], refusal.value.facts["cases"]) == (["cases"], [moved.case_no])
    assert {case.id for case in given} == {case.id for case in others}
    assert_whole(bureau.context)


def test_a_plan_is_unlawful_once_somebodys_desk_is_full(bureau: BureauAtWork, tmp_path) -> None:
    """Loads moved on since the draft: the checker names the one over the cap; other rows may still go out."""
    reload(bureau.context, tmp_path, rulebook=swap("most_load = 1.10", "most_load = 0.20"))
    some_cases(bureau.context, 8)
    draft = a_draft(bureau.context)
    row = next(row for row in draft.document["rows"] if row["officer"] in FAST_TEAM)
    fill(bureau, row["officer"])

    with pytest.raises(Conflict) as refusal:
        publish(bureau.context, draft.run)

    objections = refusal.value.facts["objections"]
    assert refusal.value.code == "plan-unlawful"
    assert isinstance(objections, list)
    assert ("load_cap", row["officer"]) in {(item["rule"], item["officer"]) for item in objections}
    assert all(item["facts"]["excess_minutes"] > 0 for item in objections)
    with bureau.context.database.reading() as uow:
        assert the_office(uow).officer_by_code[str(objections[0]["officer"])].name in refusal.value.text.zh
    free = [r["case_no"] for r in draft.document["rows"] if not {r["officer"], r["mentor"]} & blamed(objections)]
    assert len(publish(bureau.context, draft.run, free)) == len(free) > 0
    assert_whole(bureau.context)


def blamed(objections: list[dict[str, object]]) -> set[object]:
    """Give the people the checker names."""
    return {item["officer"] for item in objections}


def fill(bureau: BureauAtWork, officer: str) -> None:
    """Give somebody of the fast team cases by name until the cap, a fifth of the time there is, is passed."""
    for number in range(100, 300):
        case = file_case(bureau.context, a_filing(number, a_debtor(f"大户{number}"), answers=HEAVY))
        assign(bureau.context, case.id, wish=Wish(officer, "better_knowledge"))
        if next(p for p in loads(bureau.context) if p.officer == officer).load.permille > 200:  # type: ignore[operator]
            return
    raise AssertionError("never full")


def test_with_everybody_away_each_case_says_why_nobody_gets_it(bureau: BureauAtWork, tmp_path) -> None:
    """No row, and for every case how many were refused for which reason."""
    some_cases(bureau.context, 2)
    reload(bureau.context, tmp_path, absences=everybody_away("2022-09-30"))

    draft = a_draft(bureau.context)

    assert draft.document["rows"] == []
    assert len(draft.document["unplaced"]) == 2
    for item in draft.document["unplaced"]:
        assert item["excess_minutes"] is None
        assert item["reasons"]["absent"] >= 15
        assert "不在岗" in item["text"]["zh"]
    with pytest.raises(BadInput):
        publish(bureau.context, draft.run)


def test_with_everybody_at_the_cap_the_least_excess_is_named(bureau: BureauAtWork, tmp_path) -> None:
    """Who stands in the way, by how many minutes: raising that one's cap by as much would let the case in."""
    reload(bureau.context, tmp_path, rulebook=swap("most_load = 1.10", "most_load = 0.005"))
    case = file_case(bureau.context, a_filing())

    draft = a_draft(bureau.context)

    assert draft.document["rows"] == []
    (item,) = draft.document["unplaced"]
    assert (item["case_no"], item["officer"] in {"G07", "G08", "G09"}) == (case.case_no, True)
    done = assign(bureau.context, case.id, wish=Wish(item["officer"], "load_judgement"))
    mine = next(p for p in loads(bureau.context) if p.officer == item["officer"]).load
    assert item["excess_minutes"] == mine.held - mine.available * 5 // 1000
    assert done.case.holding is not None


def test_a_plan_runs_again_to_the_same_rows(bureau: BureauAtWork) -> None:
    """Also after it was published and the loads have moved on; so do the publication and each case's own entry."""
    some_cases(bureau.context)
    draft = a_draft(bureau.context)
    publish(bureau.context, draft.run, [draft.document["rows"][0]["case_no"]])
    given = publish(bureau.context, draft.run)
    assign(bureau.context, file_case(bureau.context, a_complex_filing(90)).id)
    bureau.clock.next_day()

    with bureau.context.database.reading() as uow:
        plan = uow.log.entries(kind="plan")[0]
        publications = uow.log.entries(kind="publication")
    assert given[0].holding is not None
    seqs = [plan.seq, *(entry.seq for entry in publications), given[0].holding.decision]
    assert [replay(bureau.context, seq).identical for seq in seqs] == [True] * 4


def test_a_plan_says_where_few_were_eligible_and_why(bureau: BureauAtWork, tmp_path) -> None:
    """A pool made small just before is seen in a batch as in a single draw, with the cases it concerns."""
    case = file_case(bureau.context, a_filing())
    file_case(bureau.context, a_complex_filing(2, a_debtor("乙")))
    reload(bureau.context, tmp_path, absences=away("2022-09-30", "2022-10-14", "G07", "G09"))

    draft = a_draft(bureau.context)

    told = {item["alarm"]["code"]: item["cases"] for item in draft.document["alarms"]}
    assert told == {"small_pool": [case.case_no], "pool_shrunk": [case.case_no]}


def test_a_draw_against_an_unpublished_plan_is_told(bureau: BureauAtWork) -> None:
    """Whoever drafts, looks, and then draws instead may only hope not to be seen."""
    some_cases(bureau.context, 12)
    planned = {row["case_no"]: row["officer"] for row in a_draft(bureau.context).document["rows"]}

    given = [assign(bureau.context, case_no) for case_no in planned]

    for done in given:
        codes = {alarm.code for alarm in done.alarms}
        assert ("drafted_otherwise" in codes) is (done.entry["officer"] != planned[done.case.case_no])


def test_another_day_draws_other_lots(bureau: BureauAtWork) -> None:
    """Among plans equally good the day's secret decides, not the order of the files."""
    some_cases(bureau.context, 10)

    plans = []
    for _ in range(4):
        plans.append(tuple((row["case_no"], row["officer"]) for row in a_draft(bureau.context).document["rows"]))
        bureau.clock.next_day()

    assert len(set(plans)) > 1


def test_an_empty_docket_has_an_empty_plan(bureau: BureauAtWork) -> None:
    """Nothing waits, nothing is placed, nothing can be published."""
    draft = a_draft(bureau.context)

    assert (draft.document["rows"], draft.document["unplaced"], draft.document["objections"]) == ([], [], [])
    with pytest.raises(BadInput):
        publish(bureau.context, draft.run)


def test_a_run_without_a_plan_is_told_so(bureau: BureauAtWork) -> None:
    """Unknown, or not finished yet."""
    waiting = jobs_of(bureau.context).submit("allocate", {"seconds": 1}, "clerk", inline=True)

    for run, error in (("nowhere", NotFound), (waiting.id, Conflict)):
        with pytest.raises(error):
            read_draft(bureau.context, run)
        with pytest.raises(error):
            publish(bureau.context, run)


def test_a_run_cancelled_while_it_searches_leaves_no_plan(bureau: BureauAtWork) -> None:
    """It ends as cancelled by whom, searching nothing; there is no document and no entry of a plan."""
    some_cases(bureau.context, 3)
    jobs = jobs_of(bureau.context)
    run = jobs.submit("allocate", {"seconds": 1}, "clerk", inline=True)

    def cancelled_at_once(run_id: str, _report: object, _asked: object) -> str:
        def cancel(_: object) -> None:
            jobs.cancel(run_id, "王某")
            jobs.cancel(run_id, "李某")

        return draft_plan(bureau.context, run_id, 1, cancel)

    jobs.register("allocate", cancelled_at_once)

    ended = jobs.run_inline(run.id)

    assert (ended.state, ended.result, ended.value, ended.bound) == ("cancelled", None, None, None)
    assert ended.error is not None
    assert (ended.error["code"], ended.error["facts"]) == ("run-cancelled", {"by": "王某"})
    assert ended.message.as_dict() == {"zh": "任务已由 王某 取消。", "en": "The run was cancelled by 王某."}
    with bureau.context.database.reading() as uow:
        assert uow.log.entries(kind="plan") == []


def test_a_plan_of_friday_is_checked_on_mondays_absences(bureau: BureauAtWork, tmp_path) -> None:
    """Who leaves on Monday 10 October was a lawful handler on the 7th, and is refused by name on the 10th."""
    reload(bureau.context, tmp_path, absences=away("2022-10-10", "2022-10-14", "G08"))
    bureau.clock.now = datetime(2022, 10, 7, 1, tzinfo=UTC)
    for number in range(1, 7):
        file_case(bureau.context, a_filing(number, a_debtor(f"债务人{number}")))
    draft = a_draft(bureau.context)
    his = [row["case_no"] for row in draft.document["rows"] if row["officer"] == "G08"]
    bureau.clock.now = datetime(2022, 10, 10, 1, tzinfo=UTC)

    with pytest.raises(Conflict) as refusal:
        publish(bureau.context, draft.run, his)

    objections = refusal.value.facts["objections"]
    assert isinstance(objections, list)
    assert {(item["rule"], item["officer"]) for item in objections} == {("present", "G08")}
    assert [item["case_no"] for item in objections] == his
