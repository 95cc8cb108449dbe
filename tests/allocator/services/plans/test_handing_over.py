"""Somebody leaves or is absent: all cases go over, and come back by their stage."""

from allocator.services.assignment.giving import assign
from allocator.services.cases.casework import add_facts
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import file_case
from allocator.services.plans.publishing import publish
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import away, reload
from tests.allocator.services.plans.moving import BUSY, a_busy_clerk, holders, moves
from tests.allocator.services.stories import a_complex_filing, a_debtor, a_filing
from tests.allocator.services.whole import assert_whole

MENTOR, APPRENTICE = "G14", "G15"
COVERED = "mentor,apprentice,first,last,cover\nG14,G15,2022-02-21,,\nG12,G15,2022-09-30,,yes\n"


def test_whoever_leaves_hands_over_everything_and_nobody_elses_case_moves(bureau: BureauAtWork) -> None:
    """All of G08's cases go to the others of the team, who keep their own; G08 keeps none."""
    mine = {case.case_no for case in a_busy_clerk(bureau.context)}
    other = file_case(bureau.context, a_filing(50, a_debtor("他人之债务人")))
    assign(bureau.context, other.id, wish=Wish("G09", "better_knowledge"))

    draft = moves(bureau.context, absent=BUSY)
    publish(bureau.context, draft.run)

    rows = draft.document["rows"]
    assert {row["case_no"] for row in rows} == mine
    assert {row["officer"] for row in rows} <= {"G07", "G09"}
    assert (draft.document["objections"], draft.document["unplaced"]) == ([], [])
    assert {row["afterwards"] for row in rows} == {None}
    held = holders(bureau.context)
    assert BUSY not in held.values()
    assert held[other.case_no] == "G09"
    assert_whole(bureau.context, replayed=True)


def test_after_an_absence_a_case_goes_back_or_stays_by_its_stage(bureau: BureauAtWork) -> None:
    """Where the parties know the handler it goes back, by the rulebook; one that was not begun stays where it went."""
    known, fresh = a_busy_clerk(bureau.context, 2)
    add_facts(bureau.context, known.id, {"contact_made": True})

    draft = moves(bureau.context, absent=BUSY, until="2022-10-14")

    found = {row["case_no"]: (row["stage"], row["afterwards"]) for row in draft.document["rows"]}
    assert found == {known.case_no: ("contact_made", "back"), fresh.case_no: (None, "stay")}
    assert draft.document["asked"]["until"] == "2022-10-14"


def test_an_absence_that_the_office_knows_ends_when_the_office_says(bureau: BureauAtWork, tmp_path) -> None:
    """Who is on leave by the office's table need not be told until when."""
    a_busy_clerk(bureau.context, 1)
    reload(bureau.context, tmp_path, absences=away("2022-09-30", "2022-10-12", BUSY))

    assert moves(bureau.context, absent=BUSY).document["asked"]["until"] == "2022-10-12"


def test_an_apprentice_whose_mentor_is_away_gets_the_one_who_covers_or_is_named(bureau: BureauAtWork, tmp_path) -> None:
    """Without cover the case is named as left without a mentor; with cover the cover stands beside, the lead stays."""
    case = file_case(bureau.context, a_complex_filing(1, a_debtor("徒弟之债务人")))
    assign(bureau.context, case.id, wish=Wish(APPRENTICE, "better_knowledge"))

    alone = moves(bureau.context, absent=MENTOR)
    reload(bureau.context, tmp_path, pairings=lambda _: COVERED)
    covered = moves(bureau.context, absent=MENTOR)
    publish(bureau.context, covered.run)

    assert alone.document["unmentored"] == [case.case_no]
    assert [item["apprentice"] for item in alone.document["covers"]] == [APPRENTICE]
    assert covered.document["covers"] == []
    [row] = covered.document["covered"]
    assert (row["holder"], row["officer"], row["mentor"]) == (APPRENTICE, APPRENTICE, "G12")
    [now] = assert_whole(bureau.context)
    assert now.holding
    assert (now.holding.officer, now.holding.mentor) == (APPRENTICE, "G12")
