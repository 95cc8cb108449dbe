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
        ("张三（化名）、李四", ("张三", "李四")),
        ("张三（又名李四、王五）、赵六", ("张三", "赵六")),
        ("某某（北京）有限公司、张三", ("某某（北京）有限公司", "张三")),
        ("某某中心（有限合伙）", ("某某中心（有限合伙）",)),
        ("(1)张三(2)", ("张三",)),
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


@pytest.mark.parametrize(
    "text,names,remarks",
    [
        ("卯禾川（已故）", ("卯禾川",), ("已故",)),
        ("卯禾川（卯某之父）", ("卯禾川",), ("卯某之父",)),
        ("卯禾川(已故", ("卯禾川",), ("已故",)),
        ("卯禾川 男 1970年生", ("卯禾川",), ("男 1970年生",)),
        ("被执行人卯禾川", ("卯禾川",), ("被执行人",)),
        ("被执行人：卯禾川", ("卯禾川",), ("被执行人",)),
        ("被告一：张三；被告二：某某公司", ("张三", "某某公司"), ("被告一", "被告二")),
        ("Debtor: John Smith (deceased)", ("John Smith",), ("Debtor", "deceased")),
        ("李四（男，汉族，1970年生）", ("李四",), ("男，汉族，1970年生",)),
        ("李四，男，汉族", ("李四",), ("男", "汉族")),
        (
            "李四，男，蒙古族，农民，住固阳县银号镇；王五，女",
            ("李四", "王五"),
            ("男", "蒙古族", "农民", "住固阳县银号镇", "女"),
        ),
        ("李四 男 王五 女", ("李四", "王五"), ("男", "女")),
        ("李 四 男", ("李四",), ("男",)),
        ("李四　男", ("李四",), ("男",)),
        ("张三等3人（见附表）", ("张三",), ("见附表",)),
        ("张三、1970年代餐饮有限公司、住友商事有限公司", ("张三", "1970年代餐饮有限公司", "住友商事有限公司"), ()),
        ("某某（北京）有限公司", ("某某（北京）有限公司",), ()),
        ("张胜男、李耀族", ("张胜男", "李耀族"), ()),
        ("张三，女，毛南族", ("张三",), ("女", "毛南族")),
    ],
)
def test_what_stands_beside_a_name_is_no_part_of_it_and_is_not_lost(text, names, remarks):
    """The name is bare, so that recusals and linked cases find it; an enterprise keeps its brackets."""
    found = names_in(text)

    assert (found.names, found.remarks) == (names, remarks)


def test_a_remark_does_not_repeat_an_id_number():
    """Four signs of it are enough."""
    assert names_in("李四，身份证号15282219900101123X").remarks == ("身份证号**************123X",)


@pytest.mark.parametrize(
    "text,names,doubtful",
    [
        ("李四和王五", ("李四", "王五"), False),
        ("李四、王五与赵六", ("李四", "王五", "赵六"), False),
        ("李和平和王五", ("李和平", "王五"), False),
        ("张三和李四及王五", ("张三", "李四", "王五"), False),
        ("欧阳修及王五", ("欧阳修", "王五"), False),
        ("李和平", ("李和平",), False),
        ("和记公司", ("和记公司",), False),
        ("布和", ("布和",), False),
        ("固阳县和平商贸有限公司", ("固阳县和平商贸有限公司",), False),
        ("卯禾川和寅石雨", ("卯禾川和寅石雨",), True),
        ("李四及其妻子", ("李四及其妻子",), True),
        ("李四和某某公司", ("李四和某某公司",), True),
        ("某某公司与某某银行", ("某某公司与某某银行",), True),
        ("John Smith and Mary Jones", ("John Smith", "Mary Jones"), False),
        ("John and Mary Smith", ("John and Mary Smith",), True),
        ("Smith & Sons LLP", ("Smith & Sons LLP",), False),
    ],
)
def test_names_that_a_word_joins_are_divided_only_when_that_is_certain(text, names, doubtful):
    """李四和王五 are two, 李和平 is one; what may be two stays whole with a word to the clerk."""
    found = names_in(text)

    assert (found.names, bool(found.whole)) == (names, doubtful)


@pytest.mark.parametrize(
    "text,names,turned,parted",
    [
        ("Smith, John", ("John Smith",), ["John Smith"], False),
        ("Smith, John A.", ("John A. Smith",), ["John A. Smith"], False),
        ("John Smith, Mary Jones", ("John Smith", "Mary Jones"), [], False),
        ("Smith, John; Jones, Mary", ("John Smith", "Mary Jones"), ["John Smith", "Mary Jones"], False),
        ("Smith; John", ("Smith", "John"), [], False),
        ("Smith, John, Jones, Mary", ("Smith", "John", "Jones", "Mary"), [], True),
        ("Madonna, John Smith", ("Madonna", "John Smith"), [], True),
        ("Acme, Inc.", ("Acme, Inc.",), [], False),
        ("Acme Ltd, Greenfield Bank", ("Acme Ltd", "Greenfield Bank"), [], False),
    ],
)
def test_a_family_name_before_a_comma_is_half_a_person(text, names, turned, parted):
    """Smith, John is John Smith; where a comma could mean either the clerk is asked."""
    found = names_in(text)

    assert (found.names, list(found.turned), found.parted) == (names, turned, parted)


@given(
    st.lists(st.text("甲乙丙丁戊己庚辛", min_size=2, max_size=3), min_size=1, max_size=6, unique=True),
    st.sampled_from("、，,;；/\n"),
)
def test_names_joined_by_any_separator_come_back(names, separator):
    """What was joined is divided again."""
    assert people(separator.join(names)) == tuple(names)


FIRM = "虚构南湾建筑工程有限公司"


@pytest.mark.parametrize("text, name, told", [
    (f"{FIRM}（法定代表人：吴某）", FIRM, True), (f"{FIRM}（统一社会信用代码：91150222MA0N000000）", FIRM, True),
    (f"{FIRM}（以下简称南湾公司）", FIRM, True), (f"{FIRM}（原固阳药厂）", FIRM, True),
    (f"{FIRM}（已注销）（法定代表人：吴某）", FIRM, True), (f"{FIRM}，法定代表人张三", FIRM, True),
    (f"{FIRM}、法定代表人：吴某", FIRM, True), ("虚构某某银行固阳支行（负责人王某）", "虚构某某银行固阳支行", True),
    (f"{FIRM}。", FIRM, False), ("卯禾川。", "卯禾川", False), ("卯禾川*", "卯禾川", False),
    ("卯禾川150222198001011234", "卯禾川", True), ("卯禾川系被执行人", "卯禾川", True),
    (f"{FIRM}系被执行人", FIRM, True), ("某某中心（有限合伙）", "某某中心（有限合伙）", False),
    ("某某（集团）", "某某（集团）", False), ("虚构原子能（北京）有限公司", "虚构原子能（北京）有限公司", False),
    ("Foo Co., Ltd.", "Foo Co., Ltd.", False), ("系为民", "系为民", False),
])  # fmt: skip
def test_a_party_is_found_by_the_name_alone(text, name, told):
    """Recusals and linked cases go by it; what stood beside is told, and of a number only the end."""
    found = names_in(text)

    assert found.names == (name,)
    assert bool(found.remarks) is told
    assert "150222198001011234" not in "".join(found.remarks)


@pytest.mark.parametrize(
    "text, names",
    [
        ("1.张三 2.李四", ("张三", "李四")),
        ("1.张三2.李四公司3.王五", ("张三", "李四公司", "王五")),
        ("（1）张三（2）李四", ("张三", "李四")),
        ("1.张三（住2.5号院）", ("张三",)),
        ("申请人19", ("申请人19",)),
        ("被执行人19甲", ("被执行人19甲",)),
        ("被执行人1张三", ("张三",)),
    ],
)
def test_numbers_part_names_and_are_none(text, names):
    """A numbered list is as many people as it has numbers; a role with a long number is what somebody is called here."""
    assert names_in(text).names == names
