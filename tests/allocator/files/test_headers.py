"""Which column is which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.files.faults import Place
from allocator.files.filing_fields import FILING_FIELDS
from allocator.files.header_names import recogniser
from allocator.files.headers import match_headers

PLACE = Place("九月.csv", 3)
EVERY_NAME = [
    name for field in FILING_FIELDS for name in (field.id, field.zh, field.en, *field.aliases, *field.last_resort)
]


def fields_of(*headers, preamble=()):
    """The fields these headers are matched to, in their order."""
    return [column.field for column in match_headers(headers, FILING_FIELDS, PLACE, preamble).columns]


@pytest.mark.parametrize("field", FILING_FIELDS, ids=lambda field: field.id)
def test_every_declared_name_finds_its_field(field):
    """The table of names contradicts itself nowhere."""
    names = (field.id, field.zh, field.en, *field.aliases, *field.last_resort)

    assert [fields_of(name) for name in names] == [[field.id]] * len(names)


@pytest.mark.parametrize(
    "header",
    [
        "案 号",
        "*案号",
        "案号（必填）",
        "【案号】",
        "案号：",
        "案\n号",
        "ＣＡＳＥ　ＮＯ",
        "Case No.",
        "case_no",
        "CaseNo",
    ],
)
def test_dress_does_not_hide_a_header(header):
    """Spaces, stars, brackets, widths and case say nothing."""
    assert fields_of(header) == ["case_no"]


@pytest.mark.parametrize(
    "header,field",
    [("立按日期", "filed_on"), ("被执行人姓名/名称", "debtors"), ("案件名", "title"), ("申请执行标的金额", "claim")],
)
def test_a_slip_of_the_pen_is_forgiven_and_told(header, field):
    """A similar header is taken, and the report says so."""
    column = match_headers([header], FILING_FIELDS, PLACE).columns[0]

    assert column.field == field
    assert column.how == "alias" or column.how.startswith("similar ")


@pytest.mark.parametrize(
    "header",
    [
        "备注",
        "财产保全案号",
        "财产保全措施",
        "已保全财产",
        "申请执行人数",
        "原审案号",
        "序号",
        "结案日期",
        "分案日期",
        "撤案日期",
        "承办人",
        "被执行人电话",
        "被执行人（电话）",
        "申请执行人地址",
        "申请执行费",
        "执行到位金额",
        "执行依据案号",
        "执行标的物",
        "标的额利息（万元）",
        "标的额备注",
        "被执行人法定代表人",
        "申请执行人代理人",
        "Debtor_phone",
        "Closing_date",
        "Amount_recovered",
    ],
)
def test_a_like_header_of_another_meaning_is_left_alone(header):
    """结案日期 is three signs of four like 立案日期, and the opposite."""
    assert fields_of(header) == [None]


def test_two_columns_never_share_a_field():
    """The same header twice is a fault that names it; neither is guessed."""
    found = match_headers(["案号", "被执行人姓名", "被申请人"], FILING_FIELDS, PLACE)

    assert [column.field for column in found.columns] == ["case_no", None, None]
    assert [(fault.code, fault.field, fault.row) for fault in found.faults] == [("header-tie", "debtors", 3)]
    assert "被执行人姓名" in found.faults[0].zh
    assert "被申请人" in found.faults[0].zh


def test_the_fields_own_name_goes_before_an_alias():
    """A register with 执行标的额 and 标的额 is read by the first; the second is listed as unread."""
    found = match_headers(["标的额", "执行标的额（万元）"], FILING_FIELDS, PLACE)

    assert [column.field for column in found.columns] == [None, "claim"]
    assert found.unread == ("标的额",)
    assert found.faults == ()


@pytest.mark.parametrize(
    "header,field",
    [
        ("被告", "debtors"),
        ("被告人", "debtors"),
        ("Judgement Debtor", "debtors"),
        ("Defendant", "debtors"),
        ("Defendants", "debtors"),
        ("Respondent", "debtors"),
        ("原告", "creditors"),
        ("Plaintiff", "creditors"),
        ("申請執行人", "creditors"),
        ("Petitioner", "creditors"),
        ("申请方", "creditors"),
        ("申执人", "creditors"),
        ("被告身份证号", "debtor_ids"),
        ("執行標的額（萬元）", "claim"),
        ("涉案金额", "claim"),
        ("债权金额", "claim"),
        ("欠款金额", "claim"),
        ("争议金额", "claim"),
        ("诉讼标的", "claim"),
        ("标底额", "claim"),
        ("案件标的（万元）", "claim"),
        ("标的", "claim"),
        ("Sum claimed", "claim"),
        ("Enforcement amount", "claim"),
        ("标的额（本金）", "claim"),
        ("立案日", "filed_on"),
        ("Date received", "filed_on"),
        ("Registration date", "filed_on"),
        ("登记时间", "filed_on"),
        ("编号", "case_no"),
        ("受理案号", "case_no"),
        ("File No.", "case_no"),
        ("Ref no", "case_no"),
        ("地址", "town"),
        ("住址", "town"),
        ("镇", "town"),
        ("Debtor address", "town"),
        ("City", "town"),
        ("Nature of case", "kind"),
        ("Name of debtor", "debtors"),
        ("原告（申请人）", "creditors"),
        ("案件编号/案号", "case_no"),
        ("Town/City", "town"),
    ],
)
def test_other_courts_words_for_a_column_are_known(header, field):
    """Plaintiff and defendant become creditor and debtor; a claim has many names."""
    assert fields_of(header) == [field]


@pytest.mark.parametrize(
    "header", ["案件标价（万元）", "Claimed in wan", "Claims in kind", "Nature of name", "案由金额", "案件金额名"]
)
def test_a_header_that_speaks_of_money_is_never_a_title_or_a_party(header):
    """An amount must not become the title of a case because its name is like."""
    assert fields_of(header)[0] in (None, "claim")


@pytest.mark.parametrize(
    "better,other",
    [
        ("案号", "编号"),
        ("案件编号", "编号"),
        ("立案日期", "日期"),
        ("标的额", "金额"),
        ("乡镇", "地址"),
        ("标的额", "标的额（含利息）"),
    ],
)
def test_a_name_that_could_mean_anything_counts_only_alone(better, other):
    """编号 is the case number where nothing better is there, else a running number."""
    found = match_headers([other, better], FILING_FIELDS, PLACE)

    assert found.faults == ()
    assert [column.field is None for column in found.columns] == [True, False]
    assert fields_of(other) == fields_of(better)


@given(st.lists(st.sampled_from(EVERY_NAME) | st.text("案号由执行标的额申请被人日期原系列", max_size=7), max_size=25))
def test_matching_never_maps_two_columns_on_one_field(headers):
    """Whatever the headers, one field has at most one column."""
    found = match_headers(headers, FILING_FIELDS, PLACE)
    fields = [column.field for column in found.columns if column.field]

    assert len(fields) == len(set(fields))
    assert [column.header for column in found.columns] == headers


def test_a_header_is_recognised_by_its_names_only():
    """A title line is no header, however like it may be."""
    knows = recogniser(FILING_FIELDS)

    assert all(map(knows, ["案号", "标的额（万元）", "*立案日期", "Case No."]))
    assert not any(map(knows, ["2022年9月收案登记表", "", "固阳县人民法院", "民间借贷"]))


def test_the_report_shows_every_column():
    """Who brought the file sees what became of each column."""
    report = match_headers(["案号", "备注"], FILING_FIELDS, PLACE).as_dict()

    assert report == {
        "columns": [
            {"column": 1, "header": "案号", "field": "case_no", "how": "exact", "unit": None},
            {"column": 2, "header": "备注", "field": None, "how": "not read", "unit": None},
        ],
        "unread": ["备注"],
    }
