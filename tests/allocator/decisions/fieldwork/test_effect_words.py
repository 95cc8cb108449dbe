"""What a change does to a week is said in sentences with units; nothing is left out, and nothing speaks of levels."""

import pytest

from allocator.decisions.fieldwork.effect_words import COUNTS, MINUTES, NOTHING, POINTS, effect_said
from allocator.decisions.fieldwork.outcome import LEVELS


def test_an_errand_that_gets_a_place_and_the_road_to_it() -> None:
    """Places first, then minutes as hours and minutes."""
    said = effect_said({"placed:10": -1, "late": 0, "away": 190, "travel": 55}, 10)

    assert [text.en for text in said] == [
        "1 errand gets a place",
        "people are away 3 h 10 min more in all",
        "55 min more on the road",
    ]
    assert [text.zh for text in said] == ["1 件任务有了安排", "人员外出合计增加 3 小时 10 分钟", "路上增加 55 分钟"]


def test_one_gets_a_place_where_another_loses_it() -> None:
    """Ranks do not cancel out, and moves are counted, not priced."""
    said = effect_said({"placed:0": -1, "placed:10": 2, "moved": 30, "learning": -1}, 10)

    assert [text.en for text in said] == [
        "1 errand gets a place",
        "2 errands lose their place",
        "3 more published bookings move",
        "1 more wish to learn met",
    ]


def test_nothing_is_said_to_be_nothing() -> None:
    """An empty cell would look forgotten."""
    assert effect_said({"placed:10": 0, "travel": 0}, 10) == (NOTHING,)


@pytest.mark.parametrize("level", sorted(set(LEVELS) - {"placed"}))
@pytest.mark.parametrize("more", [-70, 70])
def test_every_level_has_its_sentence(level: str, more: int) -> None:
    """A level that is added without words is found here."""
    (said,) = effect_said({level: more}, 10)

    assert level in {**MINUTES, **COUNTS, **POINTS}
    assert ("70" in said.en) or ("1 h 10 min" in said.en) or ("7 " in said.en)
