"""A version of the rules is simulated before it is released, and watched afterwards."""

from datetime import timedelta

import pytest

from allocator.domain.clocks.closing import Closing
from allocator.services.cases.closings import close_case
from allocator.services.intake.filings import file_case
from allocator.services.rules import release_forecast
from allocator.services.rules.releases import REHEARSAL, propose_rules, read_rehearsal, release_rules
from allocator.services.rules.rule_watch import watch_rules
from allocator.services.run_kinds import run_now
from fixtures.guyang_month import GUYANG
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import reload, swap
from tests.allocator.services.stories import FILED, a_debtor, a_filing

SHORT = swap("[levers]\n", "[release]\nahead_days = 28\nreplications = 3\n\n[levers]\n")
NEXT = swap('version = "2022-1"\neffective_from = 2022-01-01', 'version = "2022-2"\neffective_from = 2022-09-30')


@pytest.fixture
def released(bureau: BureauAtWork, tmp_path, monkeypatch) -> BureauAtWork:
    """Twenty filings of the last twenty days; four weeks foretold; another version released."""
    monkeypatch.setattr(release_forecast, "usual_hands", lambda: 1)
    reload(bureau.context, tmp_path, rulebook=SHORT)
    for number in range(20):
        file_case(
            bureau.context, a_filing(number, a_debtor(f"债务人{number}"), filed_on=FILED - timedelta(days=number))
        )
    text = NEXT(SHORT((GUYANG / "rulebook.toml").read_text(encoding="utf-8")))
    run = run_now(bureau.by("planner"), REHEARSAL, propose_rules(bureau.by("planner"), text))
    found = read_rehearsal(bureau.context, run.id).document["forecast"]["report"]
    assert (found["days"], found["replications"], len(found["outcomes"])) == (28, 3, 2)
    assert [outcome["figures"]["accepted"]["n"] for outcome in found["outcomes"]] == [3, 3]
    release_rules(bureau.by("head"), run.id)
    return bureau


def test_weeks_as_foretold_raise_no_alarm_and_others_do(released: BureauAtWork) -> None:
    """On the first day nothing has passed. Two weeks in which all that was open is closed and nothing is filed are an alarm."""
    assert (watch_rules(released.context).weeks, watch_rules(released.context).drifts) == (0, ())

    released.clock.now += timedelta(days=15)
    for case_id in range(1, 21):
        close_case(released.context, case_id, Closing("withdrawn", FILED + timedelta(days=1)))
    found = watch_rules(released.context)

    assert (found.version, found.weeks, found.follows) == ("2022-2", 2, "2022-1")
    assert "open" in {drift.series for drift in found.drifts}


def test_rules_that_came_with_a_folder_have_nothing_to_be_held_against(bureau: BureauAtWork) -> None:
    """No forecast, no alarm."""
    assert watch_rules(bureau.context).weeks is None
