"""One row of a filing sheet."""

from datetime import date

import pytest

from allocator.domain.cases import Filing, Party, PartyKind, PartySide
from allocator.files.filings import read_filings
from tests.allocator.files.sheets import a_context, codes, taken, the_filing, the_row
from tests.allocator.files.workbooks import a_workbook


def test_a_plain_row_becomes_its_filing():
    """Nothing is added and nothing lost."""
    report = the_row()

    assert report.status == "ok"
    assert report.filing == Filing(
        case_no="（2022）内0222执1号",
        kind="执",
        title="钱某甲与赵某乙民间借贷纠纷",
        cause="民间借贷纠纷",
        claim=30_000_00,
        parties=(
            Party(PartySide.CREDITOR, "钱某甲", PartyKind.PERSON),
            Party(PartySide.DEBTOR, "赵某乙", PartyKind.PERSON),
        ),
        filed_on=date(2022, 9, 5),
        town="怀朔镇",
    )


def test_every_fault_of_a_row_is_told_at_once():
    """The clerk corrects the row in one go."""
    report = the_row(案号="", 立案日期="2022-2-30", 执行标的额="很多", 乡镇="怀溯镇", 被执行人="")

    assert report.filing is None
    assert set(codes(report)) == {
        "CASE-NO-MISSING",
        "DAY-IMPOSSIBLE",
        "MONEY-NOT-UNDERSTOOD",
        "TOWN-UNKNOWN",
        "DEBTOR-MISSING",
    }
    assert all(fault.row == 2 and fault.field and fault.remedy_zh and fault.remedy_en for fault in report.faults)


@pytest.mark.parametrize(
    "number,kind,found",
    [
        ("（2022）内0222执恢1号", "", "执恢"),
        ("（2022）内0222执恢1号", "恢复执行", "执恢"),
        ("（2022）内0222执1号", "first enforcement", "执"),
        ("W-1", "执保", "执保"),
    ],
)
def test_the_kind_comes_from_column_or_number(number, kind, found):
    """Either tells it."""
    assert the_filing(案号=number, 案件类型=kind, 原案号="（2021）内0222执9号").kind == found


@pytest.mark.parametrize(
    "number,kind,code",
    [
        ("（2022）内0222执恢1号", "首次执行", "KIND-CONTRADICTION"),
        ("W-1", "", "KIND-MISSING"),
        ("W-1", "民事", "KIND-UNKNOWN"),
        ("（2022）内0222执1号", "民事", "kind-unknown"),
    ],
)
def test_a_kind_in_doubt_is_told(number, kind, code):
    """A contradiction is an error; a word nobody knows beside a clear number a warning."""
    assert codes(the_row(案号=number, 案件类型=kind)) == [code]


def test_the_office_says_what_its_case_numbers_look_like():
    """Another court's number is refused."""
    context = a_context(pattern=r"（\d{4}）内0222执.*号")

    assert codes(the_row(context)) == []
    assert codes(the_row(context, 案号="（2022）京0105执1号")) == ["CASE-NO-FORM"]


@pytest.mark.parametrize("cell,told", [
    ("", ["CLAIM-MISSING"]), ("/", ["CLAIM-MISSING"]), ("待定", ["CLAIM-UNKNOWN"]), ("unknown", ["CLAIM-UNKNOWN"]),
    ("0", ["claim-zero"]), ("无", ["claim-zero"]),
])  # fmt: skip
def test_a_money_claim_needs_its_amount(cell, told):
    """Unknown never weighs zero; a zero somebody wrote is theirs to answer for, and they are asked."""
    assert codes(the_row(执行标的额=cell)) == told


@pytest.mark.parametrize("cell,told", [("", ["claim-blank"]), ("0", []), ("待定", ["CLAIM-UNKNOWN"])])
def test_an_eviction_has_no_amount(cell, told):
    """A blank is no claim in money, which is told; an amount not yet known is still not nothing."""
    report = the_row(案由="腾退房屋", 执行标的额=cell)

    assert codes(report) == told
    assert report.filing is None or report.filing.claim == 0


def test_a_preservation_needs_no_amount():
    """The kind of case decides first."""
    assert codes(the_row(案号="（2022）内0222执保1号", 执行标的额="")) == ["claim-blank"]


@pytest.mark.parametrize(
    "cell,fen,told",
    [("5000", 500_000, []), ("无", 0, []), ("否", 0, []), ("", None, []), ("是", None, ["preserved-amount-missing"])],
)
def test_preserved_cash_is_an_amount_nothing_or_unknown(cell, fen, told):
    """否 is zero, blank is unknown, 是 asks how much."""
    report = the_row(已保全金额=cell)

    assert (taken(report).preserved, codes(report)) == (fen, told)


def test_a_truth_is_no_amount():
    """A ticked box in a money column is not one yuan."""
    header = ["案号", "案由", "执行标的额", "被执行人", "立案日期"]
    row = ["（2022）内0222执1号", "民间借贷", True, "赵某乙", "2022-09-05"]

    (report,) = read_filings("a.xlsx", a_workbook(a=[header, row]), a_context(towns=())).rows

    assert "MONEY-NOT-UNDERSTOOD" in codes(report)


@pytest.mark.parametrize(
    "cell,assets",
    [("车辆、房产", {"vehicle", "real_estate"}), ("无", set()), ("未发现", set()), ("", None), ("未查明", None)],
)
def test_none_found_is_not_nobody_looked(cell, assets):
    """无 closes the question, blank leaves it open."""
    assert the_filing(已知财产=cell).assets == assets


def test_an_asset_the_rulebook_does_not_name_leaves_the_others_open():
    """What was recognised is there; of the rest nobody may say that there is none."""
    report = the_row(已知财产="存款、飞机")

    assert codes(report) == ["asset-unknown"]
    assert "不动产" in report.faults[0].remedy_zh
    assert (taken(report).assets, taken(report).traits["asset_deposit"]) == (None, True)


@pytest.mark.parametrize("cell", ["公积金", "暂无", "无财产线索", "未提供", "有", "工资收入", "拖拉机"])
def test_an_honest_word_about_assets_stops_no_file(cell):
    """It is told, and the question stays open."""
    report = the_row(已知财产=cell)

    assert codes(report) == ["asset-unknown"]
    assert taken(report).assets is None


def test_an_unknown_town_is_an_error_with_the_three_nearest():
    """怀溯镇 is most likely 怀朔镇."""
    fault = the_row(乡镇="怀溯镇").faults[0]

    assert fault.code == "town-unknown"
    assert fault.remedy_zh.startswith("是否指：怀朔镇、")
    assert fault.remedy_zh.count("、") == 2


def test_a_blank_town_is_unknown():
    """A warning, no more."""
    report = the_row(乡镇="")

    assert (codes(report), taken(report).town) == (["town-missing"], None)


def test_an_alias_is_the_town_and_an_address_lies_in_it():
    """怀朔 is 怀朔镇; so is a village of it, with a word to the clerk."""
    assert the_filing(乡镇="怀朔").town == the_filing(乡镇="Huaishuo").town == "怀朔镇"

    report = the_row(乡镇="固阳县怀朔镇某村")
    assert (taken(report).town, codes(report)) == ("怀朔镇", ["town-from-address"])


def test_an_address_elsewhere_is_unknown_not_an_error():
    """A debtor may live far away."""
    report = the_row(乡镇="河北省石家庄市某路1号")

    assert (taken(report).town, codes(report)) == (None, ["town-not-listed"])


@pytest.mark.parametrize("header", ["地址", "住址", "Debtor address", "City"])
def test_an_address_column_gives_a_town_or_none(header):
    """An address names its town; one that does not is unknown with a warning, for the debtor may live anywhere."""
    rows = [_with_header(header, cell) for cell in ("怀朔镇", "固阳县怀朔镇某村", "Hohhot", "怀溯镇")]

    assert [taken(row).town for row in rows] == ["怀朔镇", "怀朔镇", None, None]
    assert [codes(row) for row in rows] == [[], ["town-from-address"], ["town-not-listed"], ["town-not-listed"]]


def _with_header(header, cell):
    """The only row of a sheet whose town stands under another header."""
    text = (
        f"案号,案由,执行标的额,申请执行人,被执行人,立案日期,{header}\n1,民间借贷纠纷,3,钱某甲,赵某乙,2022-9-5,{cell}\n"
    )
    (report,) = read_filings("a.csv", text.replace("1,", "（2022）内0222执1号,", 1).encode(), a_context()).rows
    return report


def test_an_office_without_towns_asks_for_none():
    """Another office has no such column."""
    assert the_filing(a_context(towns=())).town is None
    assert codes(the_row(a_context(towns=()), 乡镇="")) == []


def test_an_unknown_cause_takes_the_default_row_and_is_told():
    """The cause stays as written."""
    report = the_row(案由="民间借代")

    assert codes(report) == ["cause-unknown"]
    assert taken(report).cause == "民间借代"
    assert "民间借贷" in report.faults[0].remedy_zh
    assert report.faults[0].remedy_en.isascii()
    assert codes(the_row(案由="")) == ["cause-missing"]


def test_the_future_is_refused_and_another_year_than_the_numbers_is_told():
    """（2022）… filed in 2021 is likely a slip."""
    assert codes(the_row(立案日期="2022-12-02")) == ["DAY-IN-FUTURE"]
    assert codes(the_row(立案日期="2021-09-05")) == ["year-differs"]
    assert codes(the_row(立案日期="")) == ["FILED-ON-MISSING"]


def test_the_former_handler_becomes_a_code():
    """A name that only one bears is that officer; another is kept as written and told."""
    assert the_filing(原承办人="甲一凡").previous_handler == "G11"

    report = the_row(原承办人="丙三")
    assert (taken(report).previous_handler, codes(report)) == ("丙三", ["handler-unknown"])


def test_a_resumed_case_names_the_case_it_resumes():
    """Without it no former handler can be found."""
    assert codes(the_row(案号="（2022）内0222执恢1号", 原案号="")) == ["origin-missing"]
    assert the_filing(案号="（2022）内0222执恢1号", 原案号="(2021)内0222执9号").origin_case_no == "（2021）内0222执9号"


def test_a_title_is_made_in_the_language_of_the_names():
    """A case that came without one gets a title people can read."""
    assert the_filing(申请执行人="Smith", 被执行人="Jones", 案由="private loan").title == "Smith v. Jones, private loan"
    assert the_filing(案件名称="某某系列案").title == "某某系列案"


def test_a_case_that_resumes_itself_is_refused():
    """It is most likely the number of the case meant."""
    number = "（2022）内0222执恢7号"

    assert codes(the_row(案号=number, 原案号="(2022)内0222执恢7号")) == ["ORIGIN-ITSELF"]


def test_one_who_stands_on_both_sides_is_told():
    """It may be two of one name, so the row is taken."""
    assert codes(the_row(申请执行人="张伟", 被执行人="张伟")) == ["both-sides"]


@pytest.mark.parametrize(
    "town", ["达茂旗", "白云鄂博矿区", "稀土高新区", "新建社区", "内蒙古呼和浩特市", "金山镇、怀朔镇"]
)
def test_a_real_place_outside_the_towns_stops_no_file(town):
    """It is told, and the town is unknown; only what looks like a slip of the pen is an error."""
    report = the_row(乡镇=town)

    assert codes(report) == ["town-not-listed"]
    assert taken(report).town is None
