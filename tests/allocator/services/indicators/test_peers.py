"""Figures other courts published: brought in whole or not at all, revised by a later one, beside one's own and never ranked."""

from datetime import date
from fractions import Fraction

import pytest

from allocator.domain.clocks.closing import Closing
from allocator.domain.errors import BadInput
from allocator.services.cases.closings import close_case
from allocator.services.indicators.peers import import_peers, peers_beside, peers_view
from allocator.services.intake.filings import file_case
from allocator.services.log_check import verify_log
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_filing

HEADER = "法院,指标,起,止,数值,来源,发布日期\n"
DAYS = "2022-09-01,2022-09-29"
FENGSHUN = f"丰顺县人民法院,结案率,{DAYS},76.54%,丰顺法院网,2022-09-30\n"
PENGSHUI = f"彭水县人民法院,closing_rate,{DAYS},81%,彭水法院公报,2022-09-30\n"


def sheet(tmp_path, rows, header=HEADER):
    """A file of figures."""
    file = tmp_path / "peers.csv"
    file.write_text(header + rows, encoding="utf-8")
    return file


def test_a_figure_stands_beside_our_own_of_the_same_days(bureau: BureauAtWork, tmp_path) -> None:
    """With its source and its day; courts in the order of their names, whoever is higher. The same file again adds nothing."""
    first, _ = (file_case(bureau.context, a_filing(number, filed_on=date(2022, 9, 2))) for number in (1, 2))
    close_case(bureau.context, first.id, Closing("fulfilled", date(2022, 9, 20), 3_000_000))
    file = sheet(tmp_path, PENGSHUI + FENGSHUN)

    assert (import_peers(bureau.context, file).added, import_peers(bureau.context, file).known) == (2, 2)
    found = peers_view(peers_beside(bureau.context))["items"]

    assert [(one["court"], one["value"], one["own"]) for one in found] == [
        ("丰顺县人民法院", "3827/5000", "1/2"), ("彭水县人民法院", "81/100", "1/2"),
    ]  # fmt: skip
    assert (found[0]["text"]["zh"], found[0]["own_text"]["zh"]) == ("76.54 %", "50.00 %")
    assert (found[0]["source"], found[0]["published"]) == ("丰顺法院网", "2022-09-30")
    assert peers_beside(bureau.context, "long_pending") == ()
    assert not verify_log(bureau.context).breaks


def test_a_figure_published_later_takes_the_place_of_the_former(bureau: BureauAtWork, tmp_path) -> None:
    """A revision of the same days; another value of the same day is a contradiction."""
    import_peers(bureau.context, sheet(tmp_path, FENGSHUN))
    with pytest.raises(BadInput) as refused:
        import_peers(bureau.context, sheet(tmp_path, FENGSHUN.replace("76.54", "76.60")))
    assert [(fault["row"], fault["field"]) for fault in refused.value.faults] == [(2, "value")]

    bureau.clock.next_day()
    import_peers(bureau.context, sheet(tmp_path, FENGSHUN.replace("76.54", "76.60").replace("09-30", "10-01")))

    assert [one.figure.value for one in peers_beside(bureau.context)] == [Fraction(766, 1000)]


@pytest.mark.parametrize(
    "row, field",
    [
        (FENGSHUN.replace("结案率", "人均结案数"), "indicator"),
        (FENGSHUN.replace("76.54%", "76.54"), "value"),
        (FENGSHUN.replace("76.54%", "约八成"), "value"),
        (FENGSHUN.replace("结案率", "结案"), "value"),
        (FENGSHUN.replace("2022-09-30", "2022-10-01"), "published"),
        (FENGSHUN.replace("2022-09-30", "2022-09-29"), "published"),
        (FENGSHUN.replace("2022-09-01", "2022-10-09"), "last"),
        (FENGSHUN.replace("丰顺法院网", ""), "source"),
        (FENGSHUN + FENGSHUN, "value"),
    ],
    ids=["no such", "no %", "words", "a count", "to come", "too soon", "reversed", "no source", "twice"],
)
def test_a_figure_that_cannot_be_so_is_refused_with_the_whole_file(bureau: BureauAtWork, tmp_path, row, field) -> None:
    """By row and column; the sound row with it is not put down either."""
    with pytest.raises(BadInput) as refused:
        import_peers(bureau.context, sheet(tmp_path, PENGSHUI + row))

    assert {(fault["row"] != 2, fault["field"]) for fault in refused.value.faults} == {(True, field)}
    assert peers_beside(bureau.context) == ()


def test_money_and_days_are_read_in_the_unit_in_which_ours_are_shown(bureau: BureauAtWork, tmp_path) -> None:
    """1,200 万元 are so many fen, and days are days."""
    rows = f"甲法院,到位金额,{DAYS},1200万元,年报,2022-09-30\n甲法院,first_case_days,{DAYS},99.1,年报,2022-09-30\n"
    import_peers(bureau.context, sheet(tmp_path, rows))

    values = {one.figure.indicator: one.figure.value for one in peers_beside(bureau.context)}

    assert values == {"recovered": 1_200_000_000, "first_case_days": Fraction(991, 10)}
