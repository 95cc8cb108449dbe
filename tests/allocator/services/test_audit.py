"""Looking back: the chain, the replay, the transcript of a day's draws."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from allocator.domain.errors import NotAllowed, NotFound
from allocator.services.assignment.giving import assign
from allocator.services.audit import export_draws, history, replay
from allocator.services.cases.casework import add_facts
from allocator.services.intake.filings import file_case
from allocator.services.log_check import verify_log
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_complex_filing, a_filing

VERIFIER = Path(__file__).parents[3] / "docs" / "verify_draws.py"


def a_day_of_work(bureau: BureauAtWork) -> list[int]:
    """Two filings, one new fact, two draws; gives the numbers of the decisions."""
    one, two = file_case(bureau.context, a_filing(1)), file_case(bureau.context, a_complex_filing(2))
    add_facts(bureau.context, one.id, {"on_site": True})
    assign(bureau.context, one.id)
    assign(bureau.context, two.id)
    return [entry.seq for case in (one, two) for entry in history(bureau.context, case.id)]


def test_every_decision_runs_again_to_the_same_outcome(bureau: BureauAtWork) -> None:
    """Filing, new facts and draws are replayed alike, also after the loads have moved on."""
    decisions = a_day_of_work(bureau)

    assert len(decisions) == 5
    assert all(replay(bureau.context, seq).identical for seq in decisions)


def test_the_log_is_whole_after_a_day(bureau: BureauAtWork) -> None:
    """No break in the chain."""
    a_day_of_work(bureau)

    check = verify_log(bureau.context)

    assert (check.breaks, check.entries >= 7) == ((), True)


def test_the_secret_stays_closed_while_the_day_lasts(bureau: BureauAtWork) -> None:
    """No transcript today; tomorrow there is one."""
    a_day_of_work(bureau)

    with pytest.raises(NotAllowed) as refusal:
        export_draws(bureau.context, date(2022, 9, 30))
    bureau.clock.next_day()

    assert refusal.value.code == "draw-day-open"
    assert len(export_draws(bureau.context, date(2022, 9, 30))["secret"]) == 64


def test_a_day_without_filings_has_no_transcript(bureau: BureauAtWork) -> None:
    """The message says that nothing was filed."""
    bureau.clock.next_day()

    with pytest.raises(NotFound):
        export_draws(bureau.context, date(2022, 9, 29))


def test_a_transcript_is_verified_without_the_project(bureau: BureauAtWork, tmp_path: Path) -> None:
    """The script of the documentation accepts the true transcript and refuses one with another winner."""
    a_day_of_work(bureau)
    bureau.clock.next_day()
    transcript = export_draws(bureau.context, date(2022, 9, 30))
    forged = json.loads(json.dumps(transcript))
    drawn = next(entry for entry in forged["entries"] if entry["kind"] == "assignment")
    drawn["body"]["draw"]["chosen"] = next(
        code for code in drawn["body"]["draw"]["pool"] if code != drawn["body"]["draw"]["chosen"]
    )

    assert verdict(transcript, tmp_path / "true.json") == 0
    assert verdict(forged, tmp_path / "forged.json") == 1


def verdict(transcript: object, path: Path) -> int:
    """Run the stand-alone verifier on a transcript."""
    path.write_text(json.dumps(transcript, ensure_ascii=False), encoding="utf-8")
    return subprocess.run([sys.executable, "-I", str(VERIFIER), str(path)], capture_output=True, check=False).returncode
