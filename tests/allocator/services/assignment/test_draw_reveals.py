"""Showing the day's secret before the day is over: asked by one, done by another, and nothing is drawn afterwards."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from allocator.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from allocator.services import drawing
from allocator.services.access.access_rules import AccessRules
from allocator.services.access.users import add_user, set_password
from allocator.services.assignment.draw_reveals import (
    ask_to_reveal,
    draws_view,
    read_draws,
    reveal_today,
    take_back_asking,
)
from allocator.services.assignment.giving import assign
from allocator.services.audit import export_draws
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import file_case
from allocator.services.log_check import verify_log
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_filing

VERIFY = Path(__file__).parents[4] / "docs" / "verify_draws.py"


@pytest.fixture
def drawn(bureau: BureauAtWork, monkeypatch):
    """Two cases filed today, one of them drawn; the real day is the rehearsed one."""
    monkeypatch.setattr(drawing, "utc_now", bureau.clock)
    first, second = (file_case(bureau.context, a_filing(number)) for number in (1, 2))
    assign(bureau.context, first.id)
    return second


def holds(transcript: dict[str, Any], tmp_path: Path) -> bool:
    """Let the script for outsiders check a transcript."""
    file = tmp_path / "draws.json"
    file.write_text(json.dumps(transcript, ensure_ascii=False), encoding="utf-8")
    return subprocess.run([sys.executable, VERIFY, file], check=False).returncode == 0


def test_one_asks_and_another_shows_it_and_nothing_more_is_drawn(bureau: BureauAtWork, drawn, tmp_path) -> None:
    """The transcript can be checked at once; a case can still be given by name; the log is whole."""
    ask_to_reveal(bureau.by("甲"), "当事人当场要求核验")
    waiting = read_draws(bureau.context).asked
    assert waiting is not None
    assert (waiting.by, waiting.because) == ("甲", "当事人当场要求核验")
    with pytest.raises(NotAllowed) as refused:
        reveal_today(bureau.by("甲"))
    assert refused.value.code == "second-person"

    reveal_today(bureau.by("乙"))

    assert draws_view(read_draws(bureau.context))["revealed"]
    with pytest.raises(Conflict):
        assign(bureau.context, drawn.id)
    assign(bureau.context, drawn.id, wish=Wish("G08", "better_knowledge"))
    transcript = export_draws(bureau.context, bureau.clock().date())
    assert transcript["closing"]["kind"] == "draw_reveal"
    assert holds(transcript, tmp_path)
    assert not verify_log(bureau.context).breaks


def test_the_next_day_draws_as_usual_and_the_whole_day_can_be_read(bureau: BureauAtWork, drawn, tmp_path) -> None:
    """The secret shown early is not shown a second time."""
    ask_to_reveal(bureau.by("甲"), "疑似泄露")
    reveal_today(bureau.by("乙"))
    day = bureau.clock().date()
    bureau.clock.now += timedelta(days=3)

    assign(bureau.context, file_case(bureau.context, a_filing(3)).id)

    assert holds(export_draws(bureau.context, day), tmp_path)
    assert read_draws(bureau.context).past == ((day, True),)
    assert not verify_log(bureau.context).breaks


def test_without_a_second_person_the_secret_stays_closed(bureau: BureauAtWork, drawn) -> None:
    """Nobody asked; asked and taken back; asked twice; no reason."""
    day = bureau.clock().date()
    with pytest.raises(NotFound):
        reveal_today(bureau.by("乙"))
    for because in ("", " ", "长" * 201):
        with pytest.raises(BadInput):
            ask_to_reveal(bureau.by("甲"), because)
    ask_to_reveal(bureau.by("甲"), "核验")
    with pytest.raises(Conflict):
        ask_to_reveal(bureau.by("乙"), "核验")
    with pytest.raises(NotAllowed):
        export_draws(bureau.context, day)
    take_back_asking(bureau.by("甲"))

    with pytest.raises(NotFound):
        reveal_today(bureau.by("乙"))
    with pytest.raises(NotFound):
        take_back_asking(bureau.by("甲"))


def test_where_people_sign_in_a_typed_name_is_no_second_person(bureau: BureauAtWork, drawn) -> None:
    """The second is a user with a session; what was asked yesterday is over."""
    add_user(bureau.context, "yi", "乙", "supervisor")
    set_password(bureau.context, "yi", "晴天 骑车 三十里 地图", AccessRules().passwords)
    ask_to_reveal(bureau.by("甲"), "核验")
    with pytest.raises(NotAllowed) as refused:
        reveal_today(bureau.by("yi"))
    assert refused.value.code == "second-person-unproven"

    reveal_today(bureau.context.by("yi", signed_in=True))

    assert read_draws(bureau.context).revealed


def test_before_the_first_filing_there_is_nothing_to_show(bureau: BureauAtWork) -> None:
    """No secret, no commitment; and what is shown is not asked for again."""
    with pytest.raises(NotFound):
        ask_to_reveal(bureau.by("甲"), "核验")
    assert read_draws(bureau.context).commitment is None
    file_case(bureau.context, a_filing(1))
    ask_to_reveal(bureau.by("甲"), "核验")
    reveal_today(bureau.by("乙"))
    with pytest.raises(Conflict):
        ask_to_reveal(bureau.by("甲"), "核验")
