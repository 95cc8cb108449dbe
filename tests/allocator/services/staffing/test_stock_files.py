"""A stock as a file: what a database holds is played from its files to the same byte, and a row somebody wrote is a case."""

import csv
import io
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from allocator.domain.cases import Party, PartyKind, PartySide
from allocator.domain.clocks.events import CaseEvent
from allocator.domain.errors import BadInput
from allocator.services.assignment.giving import assign
from allocator.services.cases.casework import add_facts
from allocator.services.cases.events import record_events
from allocator.services.cases.lanes import change_lane
from allocator.services.cases.restricting import restrict_case
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import file_case
from allocator.services.staffing.beginnings import export_with_stock, live_opening, open_folder
from allocator.services.staffing.simulations import asked_of, document_of, figures_text, simulate
from allocator.simulation.staging import staged
from fixtures.guyang_month import GUYANG
from tests.allocator.conftest import MORNING, BureauAtWork
from tests.allocator.services.laboratory import BASELINE, FOURTH_CAR, filings_of_a_year, sent
from tests.allocator.services.stories import a_debtor, a_filing

LEVELLED = BASELINE + "[rebalance]\nevery_days = 7\nmoves = 3\n"
HELD = {"承办人": "G08", "承办自": "2022-09-29"}
PLAIN = {
    "案号": "（2022）内0222执9801号",
    "立案日期": "2022-08-01",
    "执行标的额": "3万元",
    "被执行人": "子虚",
    "案由": "民间借贷",
}


@pytest.fixture
def folder(bureau_of_a_year: BureauAtWork, tmp_path: Path) -> Path:
    """The folder of an office that has held, moved, learned of and differed about its cases, with its stock."""
    context = bureau_of_a_year.context
    simple = [file_case(context, a_filing(n, a_debtor(f"债务人{n}"))) for n in range(1, 5)]
    for case in simple:
        assign(context, case.id, wish=Wish("G08", "better_knowledge"))
    add_facts(context, simple[1].id, {"contact_made": True, "instalments": None})
    assign(context, simple[2].id, wish=Wish("G07", "health"))
    change_lane(context, simple[3].id, "regular", "conflict_feared")
    stopped = [
        CaseEvent("s", "", "suspension", date(2022, 9, 5)),
        CaseEvent("e", "", "suspension_over", date(2022, 9, 17)),
    ]
    record_events(context, file_case(context, a_filing(8, a_debtor("债务人8"), filed_on=date(2022, 8, 15))).id, stopped)
    organ = Party(PartySide.CREDITOR, "某", PartyKind.ORGAN, "12-34")
    file_case(context, a_filing(70, parties=(organ, a_debtor("甲、乙", "号、5"))))
    target = tmp_path / "out"
    assert export_with_stock(context, target)[1:] == (66, 66)
    return target


@pytest.fixture
def guyang(tmp_path: Path) -> Path:
    """The bureau's folder with the filings of a year and no stock."""
    shutil.copytree(GUYANG, tmp_path / "guyang")
    (tmp_path / "guyang" / "filings.csv").write_bytes(filings_of_a_year(5))
    return tmp_path / "guyang"


def test_a_stock_played_from_its_files_gives_what_the_database_gives_to_the_byte(
    bureau_of_a_year: BureauAtWork, folder: Path
) -> None:
    """Every case is the very same, whatever became of it; so is every figure and every digest of two scenarios."""
    live, found = live_opening(bureau_of_a_year.context), open_folder(folder, None, MORNING)
    params = {
        "scenarios": [sent(one, f"{place}.toml") for place, one in enumerate((LEVELLED, FOURTH_CAR))],
        "workers": 1,
    }

    texts = [figures_text(document_of(one, simulate(one, asked_of(one, params)))) for one in (live, found)]

    assert found == live
    assert len(live.moved) == 1
    assert list(live.stopped.values()) == [12]
    assert texts[0] == texts[1]


def test_a_row_that_was_changed_counts_as_it_stands(folder: Path) -> None:
    """What the program kept beside it is of what it said; the rows that nobody touched keep theirs."""
    before = open_folder(folder, None, MORNING)
    held = next(case for case in before.stock if case.holding and case.holding.officer == "G08")
    rewrite(folder, held.case_no, 承办人="G09")

    after = {case.case_no: case for case in open_folder(folder, None, MORNING).stock}

    changed = after.pop(held.case_no)
    assert changed.holding is not None
    assert held.holding is not None
    assert (changed.holding.officer, changed.holding.how) == ("G09", "designated")
    assert sum(changed.holding.charges.values()) == sum(held.holding.charges.values())
    assert "G08" not in changed.holding.charges
    assert after == {case.case_no: case for case in before.stock if case is not held}


def test_a_sheet_an_office_writes_itself_begins_where_it_says(guyang: Path) -> None:
    """A few columns will do: who waits for a handler waits, a stage that is named is the one the case is in."""
    other = {
        **PLAIN,
        "案号": "（2022）内0222执9802号",
        **HELD,
        "办理通道": "regular",
        "办理环节": "auction",
        "已扣除天数": "20",
    }
    found = open_folder(guyang, None, MORNING, ("own.csv", sheet(PLAIN, other)))

    waiting, held = found.stock
    scenario = asked_of(found, {"scenarios": [sent(BASELINE)]}).scenarios[0]
    assert waiting.holding is None
    assert (held.standing.lane, held.standing.track) == ("regular", "regular")
    assert held.holding is not None
    assert (held.holding.officer, held.holding.since) == ("G08", date(2022, 9, 29))
    stage = staged(found, scenario)
    assert (stage.reached, stage.stopped) == ({held.case_no: "auction"}, {held.case_no: 20})
    assert stage.digest != replace(stage, stopped={}).digest


FAULTY = {
    "承办人": ({**HELD, "承办人": "G99"}, "person-unknown", "G99"),
    "师傅": ({"师傅": "G08"}, "holder-missing", "承办人"),
    "承办自": ({"承办人": "G08"}, "held-since-missing", "承办自"),
    "早于立案": ({**HELD, "承办自": "2022-01-01"}, "held-before-filing", "2022-08-01"),
    "办理通道": ({"办理通道": "快车道"}, "lane-unknown", "fast"),
    "办理环节": ({"办理环节": "评议"}, "stage-unknown", "auction"),
    "已扣除天数": ({"已扣除天数": "200"}, "stopped-too-long", "200"),
    "后来查明": ({"后来查明": "full_cash"}, "learned-refused", "full_cash"),
    "没有事实": ({"后来查明": "abc=是"}, "learned-refused", "abc"),
    "内部记录": ({"内部记录": "{"}, "kept-unreadable", "清空"),
}


@pytest.mark.parametrize("what", FAULTY)
def test_a_fault_is_told_by_row_and_field(what: str, guyang: Path) -> None:
    """With what would put it right, in both languages; nothing is played."""
    more, code, named = FAULTY[what]
    with pytest.raises(BadInput) as refused:
        open_folder(guyang, None, MORNING, ("own.csv", sheet({**PLAIN, **more})))

    (fault,) = refused.value.faults
    assert (fault["file"], fault["row"], fault["code"]) == ("own.csv", 2, code)
    assert named in f"{fault['text']}{fault['remedy']}"
    assert isinstance(fault["remedy"], dict)
    assert all(fault["remedy"].values())


def test_a_case_no_reader_would_take_is_told_when_it_is_written(bureau_of_a_year: BureauAtWork, tmp_path: Path) -> None:
    """By its number, for there is no file with rows; half a stock is none: nothing is written, so that the command can be given again."""
    context = bureau_of_a_year.context
    file_case(context, a_filing(71, case_no="甲-1"))
    target = tmp_path / "out"

    with pytest.raises(BadInput) as refused:
        export_with_stock(context, target)

    assert [(fault["code"], fault["case_no"], fault["row"]) for fault in refused.value.faults] == [
        ("case-no-form", "甲-1", None)
    ]
    assert "未导出" in refused.value.text.zh
    assert not target.exists()


def test_an_office_with_nothing_open_is_taken_along_too(bureau: BureauAtWork, tmp_path: Path) -> None:
    """Nor need anything have come in for a year: header and no row. A sheet of filings that nobody exported is not empty on purpose."""
    assert export_with_stock(bureau.context, tmp_path / "out")[1:] == (0, 0)

    assert open_folder(tmp_path / "out", None, MORNING) == live_opening(bureau.context)
    with pytest.raises(BadInput):
        open_folder(tmp_path / "out", ("own.csv", "案号,立案日期,执行标的额,被执行人\n".encode()), MORNING)


def test_the_day_is_the_office_s_own(bureau: BureauAtWork, tmp_path: Path) -> None:
    """At four in the morning in Guyang it is still yesterday in Greenwich."""
    bureau.clock.now = datetime(2022, 9, 30, 20, tzinfo=UTC)
    case = file_case(bureau.context, a_filing(1, filed_on=date(2022, 10, 1)))
    assign(bureau.context, case.id, wish=Wish("G08", "better_knowledge"))
    export_with_stock(bureau.context, tmp_path / "out")

    assert open_folder(tmp_path / "out", None, bureau.clock.now) == live_opening(bureau.context)


def test_a_restricted_case_is_marked_where_it_is_written(bureau: BureauAtWork, tmp_path: Path) -> None:
    """Whoever brings the sheet into another database brings its mark with it."""
    shown, hidden = (file_case(bureau.context, a_filing(number)) for number in (1, 2))
    restrict_case(bureau.context, hidden.id, "涉密")
    export_with_stock(bureau.context, tmp_path / "out")

    for name in ("stock.csv", "filings.csv"):
        rows = csv.DictReader(io.StringIO((tmp_path / "out" / name).read_text(encoding="utf-8-sig")))
        assert {row["案号"]: row["限制知悉"] for row in rows} == {shown.case_no: "", hidden.case_no: "是"}
    assert open_folder(tmp_path / "out", None, MORNING) == live_opening(bureau.context)


def test_who_had_past_filings_is_not_asked(guyang: Path) -> None:
    """A register names judges who are gone, lanes and steps of its own: none of it is told of what comes in."""
    past = list(csv.DictReader(io.StringIO((guyang / "filings.csv").read_text(encoding="utf-8-sig"))))
    more = {"承办法官": "王某某", "分案日期": "昨天", "通道": "绿色", "环节": "送达", "关联前案": "（2020）内0222执1号"}

    named = open_folder(guyang, ("year.csv", sheet(*({**row, **more} for row in past))), MORNING)

    assert named == open_folder(guyang, None, MORNING)


def test_a_case_told_twice_is_told_alike(guyang: Path) -> None:
    """The same row again is skipped; another holder of the same case is a fault."""
    row = {**PLAIN, **HELD}
    twice = open_folder(guyang, None, MORNING, ("own.csv", sheet(row, row)))

    with pytest.raises(BadInput) as refused:
        open_folder(guyang, None, MORNING, ("own.csv", sheet(row, {**row, "承办人": "G09"})))

    assert len(twice.stock) == 1
    assert [(fault["row"], fault["code"]) for fault in refused.value.faults] == [(3, "case-told-twice")]


def sheet(*rows: dict[str, str]) -> bytes:
    """Rows as a CSV file, with the columns of the last."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[-1]), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def rewrite(folder: Path, case_no: str, **cells: str) -> None:
    """Change some cells of a case's row."""
    file = folder / "stock.csv"
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    changed = [{**row, **cells} if row["案号"] == case_no else row for row in rows]
    assert changed != rows
    file.write_bytes(sheet(*changed))
