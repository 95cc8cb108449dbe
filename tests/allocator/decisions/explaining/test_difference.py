"""Two plans side by side: who gives, who takes, what each level becomes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.explaining.difference import Side, difference
from allocator.domain.workload import Load

FIRST = Side(
    "first", "i", {"a": "li", "b": "wang", "c": None, "gone": "li"}, {"peak": (960, "per mille"), "moves": (0, "move price")},
    {"li": Load(600, 1000), "wang": Load(300, 1000), "zhao": Load(0, 0)},
)  # fmt: skip
SECOND = Side(
    "second", "i", {"a": "wang", "b": None, "c": "li", "new": "li"}, {"peak": (970, "per mille"), "misfit": (4, "per mille")},
    {"li": Load(660, 1000), "wang": Load(180, 1000), "zhao": Load(0, 0)},
)  # fmt: skip
leads = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([None, "li", "wang"]), max_size=6)


def test_what_changes_is_told_from_the_first_to_the_second():
    """Hands, places, levels in their units, and people by code with hours and shares."""
    found = difference(FIRST, SECOND)

    assert [(item.case_no, item.before, item.after) for item in found.handed] == [
        ("a", "li", "wang"), ("b", "wang", None), ("c", None, "li"),
    ]  # fmt: skip
    assert (found.only_before, found.only_after) == (("gone",), ("new",))
    assert [(item.level, item.before, item.after) for item in found.levels] == [
        ("peak", 960, 970), ("moves", 0, None), ("misfit", None, 4),
    ]  # fmt: skip
    assert [(item.officer, item.minutes, item.before, item.after) for item in found.risen] == [("li", 60, 600, 660)]
    assert [(item.officer, item.minutes) for item in found.fallen] == [("wang", -120)]
    assert [text.en for text in found.sentences] == [
        "1 case changes hands, 1 newly placed, 1 no longer placed; 2 stand in one plan only.",
        (
            'Levels: "the busiest person\'s load as low as possible" 96 % → 97 %, '
            '"few changes of handler" 0 move price → none, "fit by skill, town and continuity" none → 4 per mille.'
        ),
        "1 person carries more (1.0 h in all), 1 less (2.0 h in all).",
    ]


@pytest.mark.parametrize("before, after, zh, en", [
    (5000, 3300, "5 件 → 3.3 件", "5 cases → 3.3 cases"), (1000, 0, "1 件 → 0 件", "1 case → 0 cases"),
])  # fmt: skip
def test_parts_of_a_case_are_told_as_cases(before, after, zh, en):
    """Nobody counts in thousandths of a case."""
    one, other = (
        Side(name, "i", {}, {"learning": (value, "thousandths of a case")}, {})
        for name, value in (("one", before), ("other", after))
    )
    told = difference(one, other).sentences[1]

    assert zh in told.zh
    assert en in told.en


def test_equal_plans_are_said_to_be_equal():
    """Empty is said, and nothing else."""
    found = difference(FIRST, FIRST)

    assert found.empty
    assert [text.en for text in found.sentences] == ["The two plans do not differ."]


def test_the_same_levels_are_said_to_be_the_same():
    """A case that changes hands at no price."""
    other = Side("other", "j", {**FIRST.leads, "a": "wang"}, FIRST.levels, FIRST.loads)
    found = difference(FIRST, other)

    assert not found.same_instance
    assert found.sentences[1].en == "Every level has the same value."


def test_numbers_drawn_are_no_level_of_a_difference():
    """They mean nothing to anybody; where they alone differ it is said that the draw does."""
    one, other = (
        Side(name, "i", {"a": lead}, {"spread": (spread, "step-minutes"), "lots": (lot, "lots")}, {})
        for name, lead, spread, lot in (("one", "li", 812, 5), ("other", "wang", 812, 9))
    )
    third = Side("third", "i", {"a": "li"}, {"spread": (1, "step-minutes"), "lots": (4, "lots")}, {})

    assert difference(one, other).sentences[1].en == "Every level has the same value; only the draw differs."
    assert difference(one, third).sentences[1].zh == "层级变化：“负荷尽量均衡”812 个不均衡点 → 1 个不均衡点。"
    assert "812 points of unevenness → 1 point of unevenness." in difference(one, third).sentences[1].en


@settings(max_examples=50)
@given(leads, leads)
def test_there_and_back_is_the_same_difference(one, two):
    """Whoever gives on the way there takes on the way back, and applying the difference gives the other plan."""
    first, second = (Side(name, name, side, {}, {}) for name, side in (("one", one), ("two", two)))
    there, back = difference(first, second), difference(second, first)

    assert [(x.case_no, x.before, x.after) for x in there.handed] == sorted(
        ((x.case_no, x.after, x.before) for x in back.handed), key=lambda item: list(one).index(item[0])
    )
    assert (there.only_before, there.only_after) == (back.only_after, back.only_before)
    made = {case: lead for case, lead in one.items() if case not in there.only_before}
    made |= {item.case_no: item.after for item in there.handed} | {case: two[case] for case in there.only_after}
    assert made == two
