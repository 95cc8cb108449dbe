"""Names of parties in one cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.files.names import names_in, people


@pytest.mark.parametrize(
    "text,names",
    [
        ("张三、李四", ("张三", "李四")),
        ("张三，李四；王五\n赵六", ("张三", "李四", "王五", "赵六")),
        ("张三（化名）、李四", ("张三（化名）", "李四")),
        ("张三（又名李四、王五）、赵六", ("张三（又名李四、王五）", "赵六")),
        ("1、张三；2、李四", ("张三", "李四")),
        ("1.张三，2.李四", ("张三", "李四")),
        ("张　三", ("张三",)),
        ("巴特尔·照日格", ("巴特尔·照日格",)),
        ("Foo Co., Ltd., Bar B.V.", ("Foo Co., Ltd.", "Bar B.V.")),
        ("John Smith", ("John Smith",)),
        ("张三、张三", ("张三",)),
        ("平等", ("平等",)),
        ("无", ()),
        ("/", ()),
    ],
)
def test_a_cell_holds_these_people(text, names):
    """Separators divide, brackets hold together, nobody counts twice."""
    assert people(text) == names


@pytest.mark.parametrize(
    "text,count",
    [
        ("张三等3人", 3),
        ("张三、李四等五人", 5),
        ("张三等十二人", 12),
        ("张三等共12人", 12),
        ("张三、李四等2人", 2),
        ("张三、李四", 2),
    ],
)
def test_and_others_are_counted(text, count):
    """等五人 means five people, however many are named."""
    assert names_in(text).count == count


def test_uncounted_others_are_at_least_one_more():
    """张三等 is not one person alone."""
    found = names_in("张三等")

    assert found.names == ("张三",)
    assert found.others
    assert found.count == 2


def test_a_blank_between_two_names_divides_and_is_told():
    """张三 李四 are two people, but the clerk should look."""
    assert names_in("张三 李四").names == ("张三", "李四")
    assert names_in("张三 李四").spaced
    assert not names_in("张 三").spaced


@given(
    st.lists(st.text("甲乙丙丁戊己庚辛", min_size=2, max_size=3), min_size=1, max_size=6, unique=True),
    st.sampled_from("、，,;；/\n"),
)
def test_names_joined_by_any_separator_come_back(names, separator):
    """What was joined is divided again."""
    assert people(separator.join(names)) == tuple(names)
