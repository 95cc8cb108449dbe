"""Rehearse, then release: another version of the rules is tried, released by a second person, and can be taken back."""

from datetime import date

import pytest

from allocator.domain.errors import BadInput, Conflict, NotAllowed, Stale
from allocator.domain.rulebook.reading import read_rulebook
from allocator.services.intake.filings import file_case
from allocator.services.log_check import verify_log
from allocator.services.office.offices import load_office
from allocator.services.rules import releases
from allocator.services.rules.rehearsal import rulebook_of
from allocator.services.run_kinds import run_now
from fixtures.guyang_month import GUYANG
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import reload, swap
from tests.allocator.services.stories import a_filing

RULES = (GUYANG / "rulebook.toml").read_text(encoding="utf-8")
SMALLER = swap("claim <= yuan(10_000)", "claim <= yuan(500)")
NEXT = swap('version = "2022-1"\neffective_from = 2022-01-01', 'version = "2022-2"\neffective_from = 2022-09-30')
STRICT = swap("[levers]\n", "[release]\nrequired = true\n\n[levers]\n")


UNTOLD = {"report": None, "why": {"zh": "未作推演", "en": "not simulated"}}


@pytest.fixture
def unforetold(monkeypatch):
    """A rehearsal without its simulation, which takes seconds."""
    monkeypatch.setattr(releases, "_forecast", lambda *_: UNTOLD)


def rehearsed(bureau: BureauAtWork, text: str, by: str = "planner") -> releases.RehearsedRules:
    """Have a version rehearsed by somebody."""
    context = bureau.by(by)
    run = run_now(context, releases.REHEARSAL, releases.propose_rules(context, text))
    return releases.read_rehearsal(context, run.id)


pytestmark = pytest.mark.usefixtures("unforetold")


def test_a_rehearsal_shows_stock_and_past_and_changes_nothing(bureau: BureauAtWork) -> None:
    """A claim of 8,000 yuan is simple today; where only 500 yuan are, it would be scored instead: no case is moved yet."""
    case = file_case(bureau.context, a_filing(claim=800_000, answers={"debtor_missing": True, "on_site": True}))

    found = rehearsed(bureau, NEXT(swap("threshold = 60", "threshold = 0")(SMALLER(RULES)))).document

    flips = [(flip["case_no"], flip["new_lane"]) for flip in found["stock"]["flips"]]
    assert flips == [(case.case_no, "regular")]
    assert [(flip["case_no"], flip["new_lane"]) for flip in found["past"]["flips"]] == flips
    assert (found["past"]["before"]["lanes"], found["past"]["after"]["lanes"]) == ({"fast": 1}, {"regular": 1})
    assert sum(found["past"]["after"]["minutes"].values()) > sum(found["past"]["before"]["minutes"].values())
    assert rulebook_of(bureau.context).version == "2022-1"


def test_past_filings_count_as_far_back_as_the_rules_say(bureau: BureauAtWork) -> None:
    """A filing of the year before last is not replayed."""
    file_case(bureau.context, a_filing(1))
    file_case(bureau.context, a_filing(2, filed_on=date(2021, 3, 1)))

    assert rehearsed(bureau, NEXT(RULES)).document["past"]["filings"] == 1


def test_a_second_person_releases_and_the_version_holds(bureau: BureauAtWork) -> None:
    """Who proposed it may not; afterwards it is in force, listed, and the log is whole."""
    run = rehearsed(bureau, NEXT(RULES)).run

    with pytest.raises(NotAllowed, match="planner") as refused:
        releases.release_rules(bureau.by("planner"), run)
    done = releases.release_rules(bureau.by("head"), run)

    assert refused.value.code == "second-person"
    assert (done.rulebook.version, done.follows, done.by) == ("2022-2", "2022-1", "head")
    assert rulebook_of(bureau.context).version == "2022-2"
    assert [(item.version, item.in_force) for item in releases.versions(bureau.context)] == [
        ("2022-2", True),
        ("2022-1", False),
    ]
    assert not verify_log(bureau.context).breaks


def test_where_the_rules_say_so_one_person_is_enough(bureau: BureauAtWork, tmp_path) -> None:
    """A small office has nobody else."""
    reload(bureau.context, tmp_path, rulebook=swap("[levers]\n", "[release]\nsecond_person = false\n\n[levers]\n"))
    run = rehearsed(bureau, NEXT(RULES)).run

    assert releases.release_rules(bureau.by("planner"), run).rulebook.version == "2022-2"


def test_a_version_is_released_once(bureau: BureauAtWork) -> None:
    """A second release, and withdrawing it then, are refused."""
    run = rehearsed(bureau, NEXT(RULES)).run
    releases.release_rules(bureau.by("head"), run)

    with pytest.raises(Conflict, match="released already"):
        releases.release_rules(bureau.by("head"), run)
    with pytest.raises(Conflict, match="cannot be withdrawn"):
        releases.withdraw_rules(bureau.by("head"), run)


def test_a_withdrawn_version_cannot_be_released(bureau: BureauAtWork) -> None:
    """Withdrawing twice is the same as once."""
    run = rehearsed(bureau, NEXT(RULES)).run
    gone = releases.withdraw_rules(bureau.by("planner"), run)

    assert gone.withdrawn
    assert releases.withdraw_rules(bureau.by("planner"), run).withdrawn
    with pytest.raises(Conflict, match="withdrawn"):
        releases.release_rules(bureau.by("head"), run)


def test_a_rehearsal_against_rules_that_are_gone_is_stale(bureau: BureauAtWork) -> None:
    """Two versions rehearsed side by side: the second has to be held against the first before it may follow."""
    first, second = (rehearsed(bureau, text).run for text in (NEXT(RULES), NEXT(SMALLER(RULES))))
    releases.release_rules(bureau.by("head"), first)

    with pytest.raises(Stale, match="2022-2 came into force"):
        releases.release_rules(bureau.by("head"), second)


def test_the_version_before_comes_back(bureau: BureauAtWork) -> None:
    """Taken back at once by whoever sees the harm; the folder with it is told so, and it may be released anew."""
    run = rehearsed(bureau, NEXT(RULES)).run
    releases.release_rules(bureau.by("head"), run)

    done = releases.bring_back(bureau.by("planner"))

    assert (done.rulebook.version, done.follows) == ("2022-1", "2022-2")
    assert rulebook_of(bureau.context).version == "2022-1"
    assert [item.state.en for item in releases.versions(bureau.context)] == ["taken back", "in force"]
    assert not verify_log(bureau.context).breaks
    releases.release_rules(bureau.by("head"), rehearsed(bureau, NEXT(RULES)).run)
    assert rulebook_of(bureau.context).version == "2022-2"


def test_the_first_version_cannot_be_taken_back(bureau: BureauAtWork) -> None:
    """Without it the office would have no rules."""
    with pytest.raises(Conflict, match="no rulebook before 2022-1"):
        releases.bring_back(bureau.context)
    assert rulebook_of(bureau.context).version == "2022-1"


def test_a_folder_with_a_version_taken_back_is_told_so(bureau: BureauAtWork, tmp_path) -> None:
    """It stays out of force, whatever the folder says."""
    releases.release_rules(bureau.by("head"), rehearsed(bureau, NEXT(RULES)).run)
    releases.bring_back(bureau.context)

    report = reload(bureau.context, tmp_path, rulebook=NEXT)

    assert [fault["code"] for fault in report.warnings if str(fault["code"]).startswith("rulebook")] == [
        "rulebook-taken-back"
    ]
    assert rulebook_of(bureau.context).version == "2022-1"


def test_rules_that_ask_for_it_keep_out_what_was_not_released(bureau: BureauAtWork, tmp_path) -> None:
    """A folder with other rules is refused whole until they were rehearsed and released; then it is loaded."""
    reload(bureau.context, tmp_path, rulebook=STRICT)
    text = NEXT(SMALLER(STRICT(RULES)))

    with pytest.raises(Conflict, match="not rehearsed and released"):
        reload(bureau.context, tmp_path, rulebook=lambda _: text)
    releases.release_rules(bureau.by("head"), rehearsed(bureau, text).run)
    load_office(bureau.context, tmp_path / "altered")

    assert rulebook_of(bureau.context).digest == read_rulebook(text).digest


@pytest.mark.parametrize(
    "change, error, told",
    [
        (lambda text: text, Conflict, "in force already"),
        (swap("threshold = 60", 'threshold = "sixty"'), BadInput, "threshold"),
        (swap('[lanes.fast]\nclass = "fast"', '[lanes.unserved]\nclass = "fast"\n\n[lanes.fast]\nclass = "fast"'),
         BadInput, "unserved"),
    ],
)  # fmt: skip
def test_what_cannot_hold_is_refused_before_it_is_rehearsed(bureau: BureauAtWork, change, error, told) -> None:
    """The same rules again, a fault in the file, a lane nobody serves."""
    with pytest.raises(error) as refused:
        releases.propose_rules(bureau.context, change(RULES))
    assert told in str(refused.value.as_dict())
