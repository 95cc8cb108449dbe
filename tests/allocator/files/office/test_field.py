"""The tables of field work in an office's folder: read by name, in Chinese or English, whole or not at all."""

from datetime import date, time, timedelta

import pytest
import xlsxwriter

from allocator.domain.errors import BadInput
from allocator.domain.fieldwork.means import Closure, Engagement, EngagementKind, Resource
from allocator.domain.fieldwork.trips import ALWAYS, DAY, Errand, Hours, Place
from allocator.domain.people import Period
from allocator.files.office.field import FieldFiles, read_errands
from tests.fixtures.folders import GUYANG, TODAY, add, change, copy_of_guyang, faults_of, load, small_desk

ERRANDS = "code,kind,case_no,town,village,village_minutes,asked_on,handler"
ONE_ERRAND = "E1,service,（2026）内0222执1号,银号镇,柳村,12,2026-11-20,G08"


@pytest.fixture
def folder(tmp_path):
    return copy_of_guyang(tmp_path)


@pytest.fixture(scope="module")
def guyang():
    return load(GUYANG)


def with_errands(folder, *rows: str, header: str = ERRANDS) -> FieldFiles:
    (folder / "errands.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    return load(folder).fieldwork


def found(folder):
    return {(fault["file"], fault["row"], fault["field"], fault["code"]) for fault in faults_of(lambda: load(folder))}


def test_guyang_has_things_rosters_and_closed_roads(guyang):
    """Body units, desks and contacts; a duty desk without end, a hearing for one morning, a service of a vehicle."""
    field = guyang.fieldwork
    things = {thing.code: thing for thing in field.resources}

    assert things["R1"] == Resource("R1", "单兵与执法记录仪", "body_unit", 6)
    assert things["K6"].hours.weekdays == (1, 2, 3)
    assert (things["K6"].town, things["R2"].hours.begins) == ("兴顺西镇", 510)
    desk = Hours(Period(date(2022, 9, 1)), 510, 720, (0, 2))
    assert Engagement("G03", EngagementKind.DUTY_DESK, desk) in field.engagements
    morning = Hours(Period(date(2022, 10, 12), date(2022, 10, 12)), 540, 690)
    assert Engagement("G11", EngagementKind.HEARING, morning) in field.engagements
    assert any(one.holder == "V1" and one.kind == EngagementKind.SERVICE for one in field.engagements)
    assert any(one.holder == "R1" and one.count == 2 for one in field.engagements)
    assert (
        Closure("下湿壕镇", Hours(Period(date(2022, 10, 12), date(2022, 10, 12)), 0, 720), None, "路面施工")
        in field.closures
    )


def test_field_work_is_no_part_of_the_offices_digest(folder, guyang):
    """A new hearing makes no plan of cases stale."""
    add(folder / "engagements.csv", "G12,hearing,2026-12-03,,,09:00,11:00,")

    loaded = load(folder)

    assert loaded.office.digest == guyang.office.digest
    assert len(loaded.fieldwork.engagements) == len(guyang.fieldwork.engagements) + 1


def test_an_office_without_field_work_has_none_of_the_tables(tmp_path):
    """They may be absent, like most tables."""
    assert load(small_desk(tmp_path)).fieldwork == FieldFiles()


def test_an_errand_is_read_with_all_it_says(folder):
    """What is blank is open; needs and things are written with their number, or mean one."""
    header = (
        f"{ERRANDS},minutes,earliest,latest,due,urgent,livelihood,priority,noticed_on,approved_on,warranted_on,booked_on,"
        "needs,uses,barred"
    )
    full = (
        "E2,search,（2026）内0222执2号,金山镇,,,2026-11-21,丙二泉,95,2026-11-30,2026-12-04,2026-12-03,是,,1,2026-11-01,"
        "2026-11-22,2026-11-23,2026-11-24,woman; police:2,body_unit:2,G11;G13"
    )

    one, two = with_errands(folder, ONE_ERRAND + "," * 14, full, header=header).errands

    assert one == Errand(
        "E1", "service", "（2026）内0222执1号", Place("银号镇", "柳村", 12), date(2026, 11, 20), handler="G08"
    )
    assert two == Errand(
        code="E2",
        kind="search",
        case_no="（2026）内0222执2号",
        place=Place("金山镇"),
        asked_on=date(2026, 11, 21),
        handler="G12",
        minutes=95,
        earliest=date(2026, 11, 30),
        latest=date(2026, 12, 4),
        due=date(2026, 12, 3),
        urgent=True,
        priority=1,
        noticed_on=date(2026, 11, 1),
        approved_on=date(2026, 11, 22),
        warranted_on=date(2026, 11, 23),
        booked_on=date(2026, 11, 24),
        needs={"woman": 1, "police": 2},
        uses={"body_unit": 2},
        barred=("G11", "G13"),
    )


def test_chinese_headers_and_names_mean_the_same(folder):
    """送达 is service, 银号 the town's other name, 乙二石 whom only one bears; dates in any form."""
    header = "任务编号,任务类型,案号,乡镇,村组,到村分钟,提出日期,承办人"
    written = "E1,送达,(2026)内0222执1号,银号,柳村,12,2026年11月20日,乙二石"

    assert with_errands(folder, written, header=header).errands == with_errands(folder, ONE_ERRAND).errands


def test_a_workbook_with_real_times_is_read_like_the_csv(folder, guyang):
    """Excel keeps 8:30 as a time and a date as a date."""
    (folder / "closures.csv").unlink()
    with xlsxwriter.Workbook(folder / "closures.xlsx") as book:
        sheet = book.add_worksheet()
        clock, day = book.add_format({"num_format": "hh:mm"}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["乡镇", "开始日期", "起时", "止时"])
        sheet.write(1, 0, "银号镇")
        sheet.write_datetime(1, 1, date(2026, 12, 1), day)
        sheet.write_datetime(1, 2, time(8, 30), clock)
        sheet.write_datetime(1, 3, time(17, 0), clock)

    only = Hours(Period(date(2026, 12, 1), date(2026, 12, 1)), 510, 1020)

    assert load(folder).fieldwork.closures == (Closure("银号镇", only),)


@pytest.mark.parametrize(
    "file, old, new, place",
    [
        (
            "resources.csv",
            "R1,单兵与执法记录仪,body_unit,6",
            "R1,单兵,body_unit,0",
            (2, "count", "number-out-of-range"),
        ),
        ("resources.csv", "R1,单兵与执法记录仪,body_unit", "R1,单兵,drone", (2, "kind", "name-unknown")),
        ("resources.csv", "R2,指挥中心席位,command_seat", "R2,指挥,body_unit", (3, "kind", "row-twice")),
        ("resources.csv", "R2,", "R1,", (3, "code", "row-twice")),
        ("resources.csv", "R2,", "V1,", (3, "code", "code-taken")),
        ("resources.csv", "R2,", "G01,", (3, "code", "code-taken")),
        ("resources.csv", "银号镇,周一至周六", "银好镇,周一至周六", (9, "town", "name-unknown")),
        ("resources.csv", "周一至周六,08:30", "周一至周八,08:30", (3, "weekdays", "weekday-form")),
        ("engagements.csv", "G03,duty_desk", "G99,duty_desk", (2, "holder", "name-unknown")),
        ("engagements.csv", "G03,duty_desk", "G03,dancing", (2, "kind", "name-unknown")),
        ("engagements.csv", "周五,08:30,12:00", "周五,8h30,12:00", (4, "begins", "clock-form")),
        ("engagements.csv", "周五,08:30,12:00", "周五,12:30,12:00", (4, "ends", "hours-reversed")),
        ("engagements.csv", "2022-10-14,2022-10-14", "2022-10-14,2022-10-13", (13, "last", "dates-reversed")),
        ("closures.csv", "西斗铺镇,红泥村", "西斗朴镇,红泥村", (3, "town", "name-unknown")),
    ],
)
def test_a_faulty_row_is_told_at_its_cell(folder, file, old, new, place):
    """File, row and field, and nothing else is a fault."""
    change(folder / file, old, new)

    assert found(folder) == {(file, *place)}


@pytest.mark.parametrize(
    "old, new, place",
    [
        ("service", "serving", (2, "kind", "name-unknown")),
        ("银号镇", "银", (2, "town", "name-unknown")),
        ("12,", "-12,", (2, "village_minutes", "number-out-of-range")),
        ("2026-11-20", "", (2, "asked_on", "cell-blank")),
        ("2026-11-20", "2036-11-20", (2, "asked_on", "day-in-future")),
        ("G08", "G99", (2, "handler", "name-unknown")),
        ("E1", "E/1", (2, "code", "code-form")),
    ],
)
def test_a_faulty_errand_is_told_at_its_cell(folder, old, new, place):
    """The folder is not loaded, and the fault says why."""
    with pytest.raises(BadInput):
        with_errands(folder, ONE_ERRAND.replace(old, new))

    assert found(folder) == {("errands.csv", *place)}


@pytest.mark.parametrize("count", ["-1", "0", "1000", "9" * 20, "9" * 5000])
def test_a_number_of_people_no_office_has_is_told(folder, count):
    """Minus one person is none; more than the solver or the program itself could count is a fault of the row, too."""
    with pytest.raises(BadInput):
        with_errands(folder, f"{ONE_ERRAND},woman:{count}", header=f"{ERRANDS},needs")

    assert ("errands.csv", 2, "needs", "number-out-of-range") in found(folder)


@pytest.mark.parametrize("needs", ["woman; woman", "woman;police:2;女性工作人员:2"])
def test_a_need_named_twice_is_told_with_the_form_that_says_two(folder, needs):
    """One woman or two: the row says neither, and is not guessed at."""
    with pytest.raises(BadInput) as refused:
        with_errands(folder, f"{ONE_ERRAND},{needs}", header=f"{ERRANDS},needs")

    (fault,) = refused.value.faults
    assert (fault["row"], fault["field"], fault["code"]) == (2, "needs", "named-twice")
    assert fault["remedy"] == {"zh": "只写一次，两个写成 woman:2。", "en": "Write it once, two of it as woman:2."}


@pytest.mark.parametrize("days", [0, 366])
def test_an_errand_may_be_asked_for_ahead(folder, days):
    """Today, any day before it, and a year ahead, as a later week is planned."""
    ahead = str(TODAY + timedelta(days))

    assert len(with_errands(folder, ONE_ERRAND.replace("2026-11-20", ahead)).errands) == 1


def test_two_errands_of_one_code_are_told(folder):
    """A plan could not say which it means."""
    with pytest.raises(BadInput):
        with_errands(folder, ONE_ERRAND, ONE_ERRAND)

    assert found(folder) == {("errands.csv", 3, "code", "row-twice")}


def test_missing_papers_and_estimated_years_are_warnings(folder):
    """An eviction that is not approved waits; a day of 2027 is told to be an estimate."""
    (folder / "errands.csv").write_text(
        f"{ERRANDS},due\n{ONE_ERRAND.replace('service', 'eviction')},2027-01-08\n", encoding="utf-8"
    )

    told = {(fault.file, fault.field, fault.code) for fault in load(folder).warnings if fault.file == "errands.csv"}

    assert told == {
        ("errands.csv", "approved_on", "paper-missing"),
        ("errands.csv", "noticed_on", "paper-missing"),
        ("errands.csv", "due", "calendar-estimated"),
    }


def test_a_file_of_errands_alone_is_read_for_an_office_as_it_stands(tmp_path, guyang):
    """Somebody brings next week's errands: all of them or, with every fault told, none."""
    file = tmp_path / "errands.csv"
    file.write_text(f"{ERRANDS}\n{ONE_ERRAND}", encoding="gb18030")

    assert [errand.code for errand in read_errands(file, guyang.office, guyang.rulebook, TODAY)] == ["E1"]

    file.write_text("\n".join([ERRANDS, ONE_ERRAND, ONE_ERRAND.replace("银号镇", "月亮")]), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_errands(file, guyang.office, guyang.rulebook, TODAY)

    assert {(fault["row"], fault["field"]) for fault in caught.value.faults} == {(3, "code"), (3, "town")} - {
        (3, "code")
    }


def test_a_thing_without_days_is_always_there(folder):
    """Blank days and hours are all days and the whole day."""
    add(folder / "resources.csv", "R9,备用席位,command_seat,1,银号镇,,,")

    (spare,) = (thing for thing in load(folder).fieldwork.resources if thing.code == "R9")

    assert spare.hours == ALWAYS
    assert spare.hours.ends == DAY
