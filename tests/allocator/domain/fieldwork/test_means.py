"""Shared things, engagements and closed roads."""

import pytest

from allocator.domain.errors import BadInput
from allocator.domain.fieldwork.means import Closure, Resource
from allocator.domain.fieldwork.trips import ALWAYS


def test_of_a_shared_thing_there_is_one_at_least():
    """The refusal names the thing."""
    with pytest.raises(BadInput) as caught:
        Resource("D", "登记窗口", "desk", 0)

    assert "登记窗口" in caught.value.text.en


@pytest.mark.parametrize(
    "village, town, there, shut",
    [
        (None, "东镇", "柳村", True),
        (None, "西镇", "柳村", False),
        ("柳村", "东镇", "柳村", True),
        ("柳村", "东镇", "槐村", False),
    ],
)
def test_a_closed_road_shuts_its_town_or_the_village_it_names(village, town, there, shut):
    """A road to one village leaves the rest of the town open."""
    assert Closure("东镇", ALWAYS, village).shuts(town, there) is shut
