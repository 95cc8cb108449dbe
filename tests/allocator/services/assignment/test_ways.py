"""A case nobody may have: what the office is told to do works when it does it."""

from datetime import datetime
from typing import Any

import pytest

from allocator.domain.docket import Case
from allocator.domain.errors import NotAllowed
from allocator.services.assignment.giving import assign, recommend
from allocator.services.cases.lanes import change_lane
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import file_case
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import away, reload, swap
from tests.allocator.services.stories import a_filing

FAST = ("G07", "G08", "G09", "G10")
RECUSED = Wish(reason="recusal")
REGULAR = 'en = "regular team 1"\nlanes = ["regular"]'


@pytest.fixture
def waiting(bureau: BureauAtWork) -> Case:
    """A simple case that waits."""
    return file_case(bureau.context, a_filing(1))


@pytest.fixture
def refusal(bureau: BureauAtWork, waiting: Case) -> NotAllowed:
    """What is said when the only signing judge of the team, who has the case, steps aside from it."""
    assign(bureau.context, waiting.id, wish=Wish("G07", "better_knowledge"))
    with pytest.raises(NotAllowed) as error:
        assign(bureau.context, waiting.id, wish=RECUSED)
    return error.value


def people_of(refusal: NotAllowed, kind: str) -> set[str]:
    """Whom a refusal's ways of a kind name."""
    ways: Any = refusal.facts["ways"]
    return {code for way in ways if way["kind"] == kind for code in way["people"]}


def test_with_a_team_away_the_day_the_first_returns_is_named_and_holds(bureau: BureauAtWork, waiting, tmp_path) -> None:
    """Everybody of the team away until the twelfth: from the thirteenth on they may have it, and on that day they do."""
    reload(bureau.context, tmp_path, absences=away("2022-09-01", "2022-10-12", *FAST))
    found = recommend(bureau.context, waiting.id)
    [way] = [one for one in found.ways if one.kind == "wait"]
    bureau.clock.now = datetime(2022, 10, 13, 1, tzinfo=bureau.clock.now.tzinfo)
    later = recommend(bureau.context, waiting.id)

    assert found.ranking.candidates == ()
    assert way.facts == {"day": "2022-10-13"}
    assert set(way.people) == {item.officer for item in later.ranking.candidates}
    assert later.ways == ()
    assert "leave" not in way.text.en


def test_when_the_only_signing_judge_steps_aside_the_other_class_is_named_and_then_takes_the_case(
    bureau: BureauAtWork, refusal, waiting
) -> None:
    """Nothing was kept of the attempt; made complex by hand, the case goes to one of those who were named."""
    change_lane(bureau.by("a clerk"), waiting.id, "regular", "file_says_more")
    given = assign(bureau.context, waiting.id, wish=RECUSED).case.holding

    assert refusal.code == "nobody-eligible"
    assert "change its class by hand" in refusal.remedy.en
    assert given
    assert given.officer in people_of(refusal, "class")


def test_another_team_that_is_named_takes_the_case_once_its_lane_is_opened(
    bureau: BureauAtWork, refusal, waiting, tmp_path
) -> None:
    """The office lets a regular team take simple cases: whom the refusal named may have it, and one of them gets it."""
    reload(bureau.context, tmp_path, bureau=swap(REGULAR, REGULAR.replace("]", ', "fast"]')))
    given = assign(bureau.context, waiting.id, wish=RECUSED).case.holding

    assert given
    assert given.officer in people_of(refusal, "open_lane")
