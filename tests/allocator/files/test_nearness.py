"""Names near to an unknown one."""

from allocator.files.nearness import nearest


def test_the_nearest_names_come_first():
    """怀朔真 is most likely 怀朔镇."""
    assert nearest("怀朔真", ["金山镇", "怀朔镇", "银号镇"])[0] == "怀朔镇"


def test_what_is_quite_different_is_not_offered():
    """A remedy must not mislead."""
    assert nearest("abc", ["金山镇", "怀朔镇"]) == ()


def test_equals_stay_in_their_order():
    """The same question gets the same answer."""
    assert nearest("甲镇", ["乙镇", "丙镇", "丁镇", "戊镇"]) == ("乙镇", "丙镇", "丁镇")
