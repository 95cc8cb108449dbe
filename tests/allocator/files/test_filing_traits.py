"""Columns that hold facts of the rulebook."""

from tests.allocator.files.sheets import a_context, codes, taken, the_filing, the_row
from tests.stories import a_small_rulebook

MORE = """
[facts.floor_area]
kind = "count"
zh = "建筑面积"
en = "floor area"
[facts.fee]
kind = "money"
zh = "规费"
en = "fee"
[facts.procedure]
kind = "choice"
zh = "程序"
en = "procedure"
values = ["regular", "extended"]
"""


def test_yes_no_and_unknown_are_three_things():
    """An unknown fact is left open, not taken as no."""
    report = the_row(有人占用="是", 执行异议待审="否", 破产迹象="未知", 须评估拍卖="")

    assert dict(taken(report).traits) == {"occupied": True, "objection_pending": False}


def test_a_fact_is_found_by_id_too():
    """An English sheet names the fact as the rulebook does."""
    assert the_filing(occupied="yes").traits == {"occupied": True}


def test_what_is_no_answer_is_an_error():
    """大概 is refused with its column."""
    report = the_row(有人占用="大概")

    assert codes(report) == ["YES-NO-NOT-UNDERSTOOD"]
    assert report.faults[0].field == "occupied"


def test_an_answered_query_is_the_opposite_of_an_unanswered_one():
    """网络查询反馈 = 已反馈 closes the fact the rulebook asks for."""
    assert the_filing(网络查询反馈="已反馈").traits == {"query_unanswered": False}
    assert the_filing(网络查询反馈="否").traits == {"query_unanswered": True}
    assert the_filing(网络查询反馈="").traits == {}
    assert the_filing(网络查控未反馈="是").traits == {"query_unanswered": True}


def test_facts_of_every_kind_are_read():
    """Counts, amounts in the unit of the header, and choices."""
    context = a_context(rulebook=a_small_rulebook(MORE))

    report = the_row(context, **{"建筑面积": "120", "规费（万元）": "0.5", "程序": "Extended"})

    assert taken(report).traits == {"floor_area": 120, "fee": 500_000, "procedure": "extended"}


def test_a_choice_nobody_offers_is_an_error():
    """The remedy lists the values."""
    report = the_row(a_context(rulebook=a_small_rulebook(MORE)), 程序="quick")

    assert [(fault.code, "extended" in fault.remedy_en) for fault in report.faults] == [("choice-unknown", True)]
