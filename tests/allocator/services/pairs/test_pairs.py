"""Pairs proposed, covered and accepted at the fixture bureau; every decision can be run again."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from allocator.decisions.pairs.pair_ledger import GRADUATE, NEXT, STAY
from allocator.domain.cases import CaseState
from allocator.domain.docket import Holding
from allocator.domain.errors import AllocatorError, BadInput, Conflict, NotAllowed, NotFound, Stale
from allocator.domain.people import Pairing, Period
from allocator.services.audit import replay
from allocator.services.context import Context
from allocator.services.intake.filings import file_case
from allocator.services.log_check import verify_log
from allocator.services.pairs.pair_acceptance import accept
from allocator.services.pairs.pair_ledgers import advance, ledgers
from allocator.services.pairs.pair_views import accepted_view, advanced_view, ledger_view, proposal_view
from allocator.services.pairs.pairs import read_proposal
from allocator.services.run_kinds import Step, jobs_of, run_now
from allocator.services.runs import plan_of
from allocator.services.transaction import look
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import add, reload, swap
from tests.allocator.services.stories import a_complex_filing, a_debtor, a_filing
from tests.allocator.services.whole import assert_whole

TODAY = date(2022, 9, 30)


def proposed(context: Context, **params: object) -> str:
    """Propose and give the run's id."""
    return run_now(context, "pairs", {"seconds": 5, **params}).id


def office_of(context: Context):
    with context.database.reading() as uow:
        return look(uow, context).office


def without_pairs(bureau: BureauAtWork, tmp_path) -> None:
    reload(bureau.context, tmp_path, pairings=lambda text: text.splitlines()[0] + "\n")


def hand(
    context: Context, case_id: int, officer: str, mentor: str | None, closed: date | None = None, minutes: int = 60
) -> None:
    """Let an apprentice hold a case, or have held it until it was closed."""
    charges = {officer: 300, **({mentor: minutes} if mentor else {})}
    with context.database.writing() as uow:
        case = uow.cases.get(case_id)
        held = replace(
            case,
            state=CaseState.CLOSED if closed else CaseState.ASSIGNED,
            closed_on=closed,
            holding=Holding(officer, mentor, "override", date(2022, 9, 1), charges),
        )
        uow.cases.save(held, case.version)
        uow.commit()


def test_apprentices_without_mentors_are_paired_and_accepted(bureau: BureauAtWork, tmp_path) -> None:
    """Proposed, looked at, accepted: the pairs begin today, and the log says who decided."""
    without_pairs(bureau, tmp_path)
    run = proposed(bureau.context)
    shown = proposal_view(run, read_proposal(bureau.context, run))

    assert {(row["apprentice"], row["mentor"]) for row in shown["pairs"]} == {("G15", "G14"), ("G22", "G20")}
    assert shown["check"]["objections"] == shown["check"]["blocking"] == []
    done = accept(bureau.context, run)

    assert {(pair.mentor, pair.apprentice) for pair in office_of(bureau.context).pairings} == {
        ("G14", "G15"),
        ("G20", "G22"),
    }
    assert {pair["first"] for pair in accepted_view(done)["begun"]} == {"2022-09-30"}
    assert "2022-09-30" in done.notices[0].zh
    assert verify_log(bureau.context).breaks == ()


def test_a_proposal_run_again_says_the_same(bureau: BureauAtWork, tmp_path) -> None:
    """What is stored is enough to match again, pairs and cover alike."""
    without_pairs(bureau, tmp_path)
    proposed(bureau.context)
    reload(bureau.context, tmp_path, pairings=add("G14,G15,2022-02-21,"))
    proposed(bureau.context, person="G14", until="2022-10-10")

    with bureau.context.database.reading() as uow:
        entries = [entry.seq for entry in uow.log.entries(kind="pairs")]
    assert [replay(bureau.context, seq).identical for seq in entries] == [True, True]


def test_part_of_a_proposal_may_be_accepted(bureau: BureauAtWork, tmp_path) -> None:
    """Only the apprentice named; for the other a new proposal is needed, as the office has changed."""
    without_pairs(bureau, tmp_path)
    run = proposed(bureau.context)
    accept(bureau.context, run, ["丙五苗"])

    assert [pair.apprentice for pair in office_of(bureau.context).pairings] == ["G15"]
    with pytest.raises(Stale) as refusal:
        accept(bureau.context, run, ["G22"])
    assert refusal.value.facts["changed"] == ["office"]


def test_who_is_not_in_the_proposal_is_not_accepted(bureau: BureauAtWork, tmp_path) -> None:
    """Nor is anything when nothing is new."""
    run = proposed(bureau.context)

    with pytest.raises(BadInput) as refusal:
        accept(bureau.context, run)
    assert refusal.value.code == "not-in-proposal"
    with pytest.raises(BadInput):
        accept(bureau.context, run, ["G15"])
    with pytest.raises(NotFound):
        accept(bureau.context, "no-such-run")


def test_pairing_all_anew_ends_the_former_pair_and_tells_what_it_leaves(bureau: BureauAtWork) -> None:
    """The former pair ends the day before; open cases that name its mentor are counted for a person to hand over."""
    case = file_case(bureau.context, a_complex_filing(1, a_debtor("甲方")))
    hand(bureau.context, case.id, "G22", "G21")
    done = accept(bureau.context, proposed(bureau.context, anew=True))
    pairs = office_of(bureau.context).pairings

    assert [(pair.mentor, pair.apprentice) for pair in done.begun] == [("G20", "G22")]
    assert [(pair.mentor, pair.period.first) for pair in done.ended] == [("G21", date(2022, 7, 4))]
    assert Pairing("G21", "G22", Period(date(2022, 7, 4), date(2022, 9, 29))) in pairs
    assert done.left == {"G22": 1}


def test_cover_begins_the_same_day_and_ends_with_the_leave(bureau: BureauAtWork, tmp_path) -> None:
    """To the end of the leave that was entered; meanwhile who covers stands beside the apprentice."""
    reload(bureau.context, tmp_path, absences=add("G14,2022-09-28,2022-10-14,leave"))
    run = proposed(bureau.context, person="G14")
    done = accept(bureau.context, run)
    office = office_of(bureau.context)

    [cover] = done.begun
    assert (cover.cover, cover.apprentice, cover.period) == (True, "G15", Period(TODAY, date(2022, 10, 14)))
    assert done.ended == ()
    assert office.mentors_on("G15", TODAY) == ("G14", cover.mentor)
    assert office.mentors_on("G15", date(2022, 10, 15)) == ("G14",)
    assert "代管" in done.notices[0].zh
    assert_whole(bureau.context)


def test_accepting_cover_enters_the_leave_that_was_only_told(bureau: BureauAtWork) -> None:
    """Cover counts while the mentor is away: a leave nobody had entered stands in the office's data from then on."""
    done = accept(bureau.context, proposed(bureau.context, person="G14", until="2022-10-10"))
    office = office_of(bureau.context)

    assert accepted_view(done)["away"] == [{"officer": "G14", "first": "2022-09-30", "last": "2022-10-10"}]
    assert office.mentors_on("G15", TODAY) == ("G14", done.begun[0].mentor)
    assert office.mentors_on("G15", date(2022, 10, 11)) == ("G14",)


def test_a_leave_that_lasts_longer_than_was_entered_is_prolonged(bureau: BureauAtWork, tmp_path) -> None:
    """From the day after what was known to the day told; one known to the end is not entered again."""
    reload(bureau.context, tmp_path, absences=add("G14,2022-09-28,2022-10-04,leave"))
    longer = accept(bureau.context, proposed(bureau.context, person="G14", until="2022-10-10"))
    again = accept(bureau.context, proposed(bureau.context, person="G14", until="2022-10-04"))

    assert [(item.period.first, item.period.last) for item in longer.away] == [(date(2022, 10, 5), date(2022, 10, 10))]
    assert again.away == ()


def test_cover_again_takes_the_place_of_the_cover_before(bureau: BureauAtWork) -> None:
    """A leave prolonged on the same day: one cover, not two."""
    for until in ("2022-10-10", "2022-10-20"):
        accept(bureau.context, proposed(bureau.context, person="G14", until=until))

    covers = [pair for pair in office_of(bureau.context).pairings if pair.cover]
    assert [pair.period.last for pair in covers] == [date(2022, 10, 20)]


@pytest.mark.parametrize(
    "params, code",
    [
        ({"person": "G99"}, "officer-unknown"),
        ({"person": "G13", "until": "2022-10-10"}, "mentors-nobody"),
        ({"person": "G14"}, "leave-unknown"),
        ({"person": "G14", "until": "2022-09-29"}, "day-over"),
        ({"person": "G14", "until": "soon"}, "day-unreadable"),
    ],
)
def test_cover_for_nobody_or_no_time_is_refused_with_the_next_step(bureau: BureauAtWork, params, code) -> None:
    """Each with a remedy, and nothing is kept."""
    with pytest.raises(AllocatorError) as refusal:
        proposed(bureau.context, **params)

    assert refusal.value.code == code
    assert refusal.value.remedy.zh


def test_a_run_of_pairs_tells_its_levels_and_can_be_called_off(bureau: BureauAtWork, tmp_path) -> None:
    """Whoever watches hears of the level searched by its name; called off, the run leaves no proposal."""
    without_pairs(bureau, tmp_path)
    steps: list[Step] = []
    run_now(bureau.context, "pairs", {"seconds": 5}, steps.append)
    assert any("师傅" in step.text.zh for step in steps)

    def call_off(_: Step) -> None:
        jobs.cancel(run.id)

    jobs = jobs_of(bureau.context, call_off)
    run = jobs.submit("pairs", {"seconds": 5}, "head", inline=True)
    ended = jobs.run_inline(run.id)
    jobs.close()

    assert (ended.state, ended.result) == ("cancelled", None)


def test_a_run_of_pairs_is_no_plan_and_a_plan_no_proposal(bureau: BureauAtWork) -> None:
    """Each is read where it belongs; a run without an end has no proposal yet."""
    run = run_now(bureau.context, "pairs", {"seconds": 5})
    assert plan_of(bureau.context, run) is None

    plan = run_now(bureau.context, "allocate", {"seconds": 1})
    with pytest.raises(NotFound):
        read_proposal(bureau.context, plan.id)
    with bureau.context.database.writing() as uow:
        waiting = uow.runs.add("pairs", {}, "x", None, datetime(2022, 9, 30, tzinfo=UTC))
        uow.commit()
    with pytest.raises(Conflict):
        read_proposal(bureau.context, waiting)


# The ledger


def a_quarter(bureau: BureauAtWork) -> None:
    """Give G15 a quarter of work: three loans and two wages closed with G14, one alone, one support case still open."""
    causes = ["民间借贷纠纷"] * 3 + ["追索劳动报酬纠纷"] * 2 + ["买卖合同纠纷", "抚养费纠纷"]
    for number, cause in enumerate(causes, start=1):
        case = file_case(bureau.context, a_filing(number, a_debtor(f"被执行人{number}"), cause=cause))
        closed = None if number == 7 else date(2022, 9, 20)
        hand(bureau.context, case.id, "G15", None if number == 6 else "G14", closed, minutes=60 * number)


def test_the_ledger_adds_up_hours_kinds_and_evidence(bureau: BureauAtWork) -> None:
    """Hours charged as mentor, given and running, with an interval; kinds met; what the next step asks for."""
    a_quarter(bureau)
    [book] = ledgers(bureau.context, "G15")
    [pair] = book.pairs

    assert (book.cases, book.open, book.together, book.share) == (7, 1, 6, 857)
    assert (pair.mentor, pair.cases, pair.given.minutes, pair.running.minutes) == (
        "G14",
        6,
        60 * (1 + 2 + 3 + 4 + 5),
        420,
    )
    assert pair.given.low < pair.given.minutes < pair.given.high
    assert pair.asked == 240 * 90 // 7
    assert {row.id: (row.met, row.together) for row in book.kinds} == {
        "loans": (3, 3), "wages": (2, 2), "family": (1, 1), "resumed": (0, 0),
    }  # fmt: skip
    assert {item.id: (item.found, item.enough) for item in book.evidence} == {
        "closed": (6, True), "signed_off": (5, True), "covered": (750, True),
    }  # fmt: skip
    assert (book.step.kind, book.step.now, book.step.then) == (NEXT, 3, 4)
    assert ledger_view(book)["pairs"][0]["still_asked"] == pair.asked - 900 - 420


def test_a_mentors_ledger_holds_the_books_of_the_mentors_apprentices(bureau: BureauAtWork) -> None:
    """Everybody's, one apprentice's, one mentor's; somebody who does neither is told so."""
    assert [book.apprentice for book in ledgers(bureau.context)] == ["G15", "G22"]
    assert [book.apprentice for book in ledgers(bureau.context, "G21")] == ["G22"]
    with pytest.raises(BadInput) as refusal:
        ledgers(bureau.context, "G07")
    assert refusal.value.code == "no-pair"
    with pytest.raises(BadInput):
        ledgers(bureau.context, days=3)


def test_the_ledger_takes_a_fixed_number_of_queries(bureau: BureauAtWork) -> None:
    """However many cases and apprentices there are."""
    counts = []
    for _ in range(2):
        statements: list[str] = []
        sa.event.listen(
            bureau.context.database.engine, "before_cursor_execute", lambda *call, told=statements: told.append(call[2])
        )
        ledgers(bureau.context)
        counts.append(len({text for text in statements if text.startswith("SELECT")}))
        a_quarter(bureau) if len(counts) == 1 else None

    assert abs(counts[0] - counts[1]) <= 1  # without a case no party is asked for


def test_who_is_not_ready_stays_unless_a_person_decides_otherwise(bureau: BureauAtWork) -> None:
    """The ledger speaks for staying; a named step is taken all the same, and holds whatever the months say."""
    [book] = ledgers(bureau.context, "G15")
    assert book.step.kind == STAY
    with pytest.raises(NotAllowed) as refusal:
        advance(bureau.context, "G15")
    assert "6" in refusal.value.text.zh

    done = advance(bureau.context, "G15", step=2)

    assert (done.before, done.after, done.graduated) == (3, 2, False)
    assert office_of(bureau.context).officer("G15").step == 2
    assert ledgers(bureau.context, "G15")[0].step.decided
    for person, step in (("G14", None), ("G15", 9)):
        with pytest.raises(BadInput):
            advance(bureau.context, person, step)


def test_who_is_ready_advances_and_at_the_top_the_apprenticeship_ends(bureau: BureauAtWork) -> None:
    """Third step to the fourth, then the end: the pair ends today, and the log names what it rests on."""
    a_quarter(bureau)
    first = advance(bureau.context, "G15")
    [book] = ledgers(bureau.context, "G15")
    assert (first.after, book.step.kind) == (4, GRADUATE)

    done = advance(bureau.context, "G15")

    assert (done.after, done.graduated, advanced_view(done)["ended"][0]["mentor"]) == (4, True, "G14")
    assert [pair.period.last for pair in office_of(bureau.context).mentor_of("G15")] == [TODAY]
    assert {found.code for found in verify_log(bureau.context).breaks} == {
        "docket"
    }  # cases were handed out past the log


def test_a_ladder_that_asks_for_no_evidence_proposes_nothing(bureau: BureauAtWork, tmp_path) -> None:
    """Without thresholds the months go on deciding, and the ledger says so."""

    def plain_rules(text: str) -> str:
        for line in ("closed = 6\n", "signed_off = 3\n", "covered = 0.75\n"):
            text = swap(line, "")(text)
        return swap('version = "2022-1"', 'version = "2022-2"')(text)

    a_quarter(bureau)
    reload(bureau.context, tmp_path, rulebook=plain_rules)
    [book] = ledgers(bureau.context, "G15")

    assert (book.step.kind, book.evidence) == (STAY, ())
    assert "未规定" in book.step.reasons[0].zh
