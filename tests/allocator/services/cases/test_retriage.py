"""The stock when the rules have changed: rehearsed, then triaged anew, nothing stuck in a lane that is gone."""

from allocator.domain.docket import Case
from allocator.services.assignment.giving import assign, recommend
from allocator.services.audit import history, replay
from allocator.services.cases.casework import add_facts, find_case
from allocator.services.cases.retriage import retriage
from allocator.services.intake.filings import file_case
from allocator.services.log_check import verify_log
from allocator.services.rules.rehearsal import rehearse
from fixtures.guyang_month import GUYANG
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import reload, swap
from tests.allocator.services.stories import a_complex_filing, a_debtor, a_filing
from tests.allocator.services.whole import assert_whole

STRICTER = swap("threshold = 60", "threshold = 0")
SCORED = {"claim": 15_000_000}


def test_what_a_rehearsal_flips_is_what_triaging_anew_moves(bureau: BureauAtWork, tmp_path) -> None:
    """Also after the rulebook came into force; then the stock follows, and the next rehearsal finds nothing."""
    case = scored(bureau)
    text = STRICTER((GUYANG / "rulebook.toml").read_text(encoding="utf-8"))
    before = [flip.id for flip in rehearse(bureau.context, text).flips]
    reload(bureau.context, tmp_path, rulebook=STRICTER)
    loaded = [flip.id for flip in rehearse(bureau.context, text).flips]

    done = retriage(bureau.context)

    assert before == loaded == [old.id for old, _ in done.changed] == [case.id]
    assert now(bureau, case).standing.track == "regular"
    assert rehearse(bureau.context, text).flips == ()
    assert_whole(bureau.context)


def test_a_dry_run_of_triaging_anew_changes_nothing(bureau: BureauAtWork, tmp_path) -> None:
    """It says what would change."""
    case = scored(bureau)
    reload(bureau.context, tmp_path, rulebook=STRICTER)

    assert len(retriage(bureau.context, dry_run=True).changed) == 1
    assert now(bureau, case) == case


def test_a_held_case_converts_as_by_new_facts(bureau: BureauAtWork, tmp_path) -> None:
    """Its holder hands it over; the step stands in its history and can be run again."""
    case = scored(bureau)
    assign(bureau.context, case.id)
    reload(bureau.context, tmp_path, rulebook=STRICTER)

    ((_, outcome),) = retriage(bureau.context).changed

    assert (outcome.converted, outcome.handover is not None) == ("to_regular", True)
    last = history(bureau.context, case.id)[-1]
    assert (last.kind, last.body["because"], replay(bureau.context, last.seq).identical) == ("facts", "rulebook", True)


def test_a_case_in_a_lane_that_was_renamed_is_seen_in_the_new_one(bureau: BureauAtWork, tmp_path) -> None:
    """Renaming is a change of files only: it is recommended at once, and stands there once the stock is triaged anew."""
    case = file_case(bureau.context, a_filing(1, cause="追缴诉讼费", claim=500_00))
    assert case.standing.lane == "services"
    renamed = {
        "rulebook": everywhere,
        "process": everywhere,
        "bureau": swap('lanes = ["services"]', 'lanes = ["desk"]'),
    }
    reload(bureau.context, tmp_path, **renamed)

    assert recommend(bureau.context, case.id).ranking.candidates
    retriage(bureau.context)
    assert now(bureau, case).standing.lane == "desk"


def everywhere(text: str) -> str:
    """Call the lane of the services team otherwise, and say so in every rule."""
    named = text.replace("[lanes.services]", "[lanes.desk]").replace('lane = "services"', 'lane = "desk"')
    return named.replace('lanes = ["fast", "services"]', 'lanes = ["fast", "desk"]')


def scored(bureau: BureauAtWork, **answers: bool) -> Case:
    """File a case that only its points decide: simple by the bureau's own rules."""
    case = file_case(bureau.context, a_filing(1, a_debtor("甲"), answers=answers, **SCORED))
    assert (case.standing.lane, case.standing.track) == ("fast", "fast")
    return case


def now(bureau: BureauAtWork, case: Case) -> Case:
    """Give a case as it stands now."""
    with bureau.context.database.reading() as uow:
        return find_case(uow, case.id)


def test_a_stock_is_not_touched_where_no_rule_changed(bureau: BureauAtWork) -> None:
    """Held, converted or waiting: the same rules say the same, and nothing is written."""
    held = scored(bureau)
    assign(bureau.context, held.id)
    converted = file_case(bureau.context, a_filing(2, a_debtor("乙")))
    add_facts(bureau.context, converted.id, {"appraisal_needed": True})
    file_case(bureau.context, a_filing(3, a_debtor("丙")))

    assert retriage(bureau.context).changed == ()


def test_a_held_complex_case_stays_complex_when_its_lane_is_renamed_and_its_points_fall(
    bureau: BureauAtWork, tmp_path
) -> None:
    """Back to simple only with approval: it waits in a lane of its class, and the rehearsal says the same."""
    case = file_case(bureau.context, a_complex_filing())
    assign(bureau.context, case.id)

    def otherwise(text: str) -> str:
        renamed = text.replace("[lanes.regular]", "[lanes.full]").replace('lane = "regular"', 'lane = "full"')
        renamed = renamed.replace('at_or_above = "regular"', 'at_or_above = "full"').replace(
            'to = "regular"', 'to = "full"'
        )
        renamed = renamed.replace('lanes = ["regular"]', 'lanes = ["full"]')
        return renamed.replace('when = "appraisal_needed"', 'when = "appraisal_needed and occupied"')

    teams = lambda text: text.replace('lanes = ["regular"]', 'lanes = ["full"]')  # noqa: E731 - an edit of one line
    reload(bureau.context, tmp_path, rulebook=otherwise, process=otherwise, bureau=teams)

    ((_, outcome),) = retriage(bureau.context).changed

    assert (outcome.held_back, outcome.converted) == ("needs_approval", None)
    standing = now(bureau, case).standing
    assert (standing.lane, standing.track, standing.certain) == ("full", "regular", False)


def test_a_case_given_while_its_lane_is_gone_leaves_a_whole_log(bureau: BureauAtWork, tmp_path) -> None:
    """Docket, entry and charges all speak of the lane it is seen in."""
    case = file_case(bureau.context, a_filing(1, cause="追缴诉讼费", claim=500_00))
    teams = swap('lanes = ["services"]', 'lanes = ["desk"]')
    reload(bureau.context, tmp_path, rulebook=everywhere, process=everywhere, bureau=teams)

    assign(bureau.context, case.id)

    assert now(bureau, case).standing.lane == "desk"
    assert verify_log(bureau.context).breaks == ()


def test_a_rehearsal_knows_which_classes_have_to_wait(bureau: BureauAtWork) -> None:
    """What the query may overturn is not certain under the other rulebook either."""
    scored(bureau, query_unanswered=True)
    text = STRICTER((GUYANG / "rulebook.toml").read_text(encoding="utf-8"))

    assert [flip.certain for flip in rehearse(bureau.context, text).flips] == [False]
