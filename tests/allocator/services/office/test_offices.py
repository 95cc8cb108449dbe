"""Loading an office again: what changed in people and rules, and what somebody must now see to."""

from allocator.services.assignment.giving import assign
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import file_case
from allocator.services.loads.board import loads
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import reload, swap
from tests.allocator.services.stories import a_filing

EFFECTIVE = "effective_from = 2022-01-01"


def test_a_changed_rule_is_told_by_its_id(bureau: BureauAtWork, tmp_path) -> None:
    """Threshold, rule and lever, each with the old value and the new."""
    report = reload(bureau.context, tmp_path, rulebook=swap("threshold = 60", "threshold = 45"))

    assert [(change.key, change.field, change.before, change.after) for change in report.changes] == [
        ("triage.score", "threshold", 60, 45)
    ]
    assert report.new_rulebook


def test_the_same_version_with_other_content_is_doubted(bureau: BureauAtWork, tmp_path) -> None:
    """Two texts of one version cannot be told apart by people."""
    report = reload(bureau.context, tmp_path, rulebook=swap("threshold = 60", "threshold = 45"))

    assert "version-same" in told(report)


def test_a_rulebook_older_than_the_one_in_force_is_said_to_stay_out_of_force(bureau: BureauAtWork, tmp_path) -> None:
    """It is kept, and the old one goes on."""
    report = reload(bureau.context, tmp_path, rulebook=swap(EFFECTIVE, "effective_from = 2021-06-01"))

    assert "rulebook-never" in told(report)


def test_a_rulebook_of_a_later_day_is_said_to_wait(bureau: BureauAtWork, tmp_path) -> None:
    """Until then the old one holds."""
    report = reload(bureau.context, tmp_path, rulebook=swap(EFFECTIVE, "effective_from = 2022-12-01"))

    assert "rulebook-later" in told(report)


def test_cases_of_somebody_who_is_gone_are_told_and_stay_in_sight(bureau: BureauAtWork, tmp_path) -> None:
    """The load names who held them, how many, and how to find them; his hours do not vanish from the board."""
    case = file_case(bureau.context, a_filing())
    assign(bureau.context, case.id, wish=Wish("G08", "better_knowledge"))

    report = reload(bureau.context, tmp_path, people=without("G08"), recusals=without("G08"))

    (warning,) = [item for item in report.warnings if item["code"] == "holder-gone"]
    assert "G08" in str(warning["text"])
    (gone,) = [person for person in loads(bureau.context) if person.officer == "G08"]
    assert (gone.cases, gone.load.permille) == (1, None)


def test_a_load_that_leaves_nobody_behind_has_no_warning_of_it(bureau: BureauAtWork, tmp_path) -> None:
    """Nothing is held, so nothing is said."""
    report = reload(bureau.context, tmp_path, people=without("G08"), recusals=without("G08"))

    assert told(report).isdisjoint({"holder-gone", "version-same", "rulebook-never", "rulebook-later"})


def told(report) -> set[object]:
    """Give the codes of the warnings."""
    return {warning["code"] for warning in report.warnings}


def without(code: str):
    """Leave out the rows that begin with a code, if there are any."""

    def edit(text: str) -> str:
        kept = [line for line in text.splitlines() if not line.startswith(f"{code},")]
        return "\n".join([*kept, ""]) + "\n"

    return edit
