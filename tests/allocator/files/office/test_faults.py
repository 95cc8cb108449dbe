"""Every fault of an office's folder is told at once, with file, row, field and a remedy in both languages."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocator.domain.errors import BadInput
from allocator.files.office.toml_lines import row_of_path
from tests.fixtures.folders import GUYANG, add, change, copy_of_guyang, faults_of, load, small_desk


@pytest.fixture
def folder(tmp_path):
    return copy_of_guyang(tmp_path)


def found(folder):
    return {(fault["file"], fault["row"], fault["field"], fault["code"]) for fault in faults_of(lambda: load(folder))}


CHANGES = {
    "an unknown role": ("people.csv", "甲三禾,clerk", "甲三禾,clark", (4, "role", "name-unknown")),
    "an unknown team": ("people.csv", "officer,fast,0.72,2014", "officer,fats,0.72,2014", (9, "team", "name-unknown")),
    "a share above one": ("people.csv", "甲三禾,clerk,services,0.72", "甲三禾,clerk,services,72", (4, "share", "share-out-of-range")),
    "an unknown skill": ("people.csv", "mongolian:蒙古语水平证书2018", "mongol:蒙古语水平证书2018", (6, "skills", "name-unknown")),
    "a skill without evidence": ("people.csv", "mongolian:蒙古语水平证书2018-031:", "mongolian", (6, "skills", "skill-without-evidence")),
    "a skill with a bad last day": ("people.csv", "2021-004:2027-06-30", "2021-004:2027-06-31", (4, "skills", "day-impossible")),
    "leaving before coming": ("people.csv", "2018-09-03,,", "2018-09-03,2017-01-01,", (4, "left", "dates-reversed")),
    "a code twice": ("people.csv", "G04,甲四竹", "G03,甲四竹", (5, "code", "row-twice")),
    "a code with a slash": ("people.csv", "G06,", "G/06,", (7, "code", "code-form")),
    "a blank name": ("people.csv", "G06,甲六川", "G06,", (7, "name", "cell-blank")),
    "an own mentor": ("pairings.csv", "G14,G15", "G15,G15", (2, "mentor", "own-mentor")),
    "a mentor who learns": ("pairings.csv", "G14,G15", "G22,G15", (2, "mentor", "mentor-learns")),
    "pairs that overlap": ("pairings.csv", "2024-06-30", "2024-07-31", (4, "first", "pairs-overlap")),
    "cover in other words": ("pairings.csv", "last\nG14,G15,2022-02-21,", "last,cover\nG14,G15,2022-02-21,,perhaps", (2, "cover", "not-yes-or-no")),
    "a wish twice": ("preferences.csv", "G15,G13,2", "G15,G12,1", (4, "other", "row-twice")),
    "a wish for oneself": ("preferences.csv", "G15,G14,1", "G15,G15,1", (2, "other", "own-choice")),
    "a wish without order": ("preferences.csv", "G15,G14,1", "G15,G14,first", (2, "rank", "number-out-of-range")),
    "an officer nobody knows": ("absences.csv", "G03,2022-08-29", "G99,2022-08-29", (2, "officer", "name-unknown")),
    "an absence told too well": ("absences.csv", "2022-09-20,leave", "2022-09-20,腰椎手术", (3, "reason", "reason-private")),
    "an absence in free words": ("absences.csv", "2022-09-20,leave", "2022-09-20,有事", (3, "reason", "reason-unknown")),
    "an absence backwards": ("absences.csv", "G09,2022-09-13,2022-09-20", "G09,2022-09-20,2022-09-13", (3, "last", "dates-reversed")),
    "an impossible day": ("absences.csv", "G09,2022-09-13", "G09,2022-09-31", (3, "first", "day-impossible")),
    "an unknown reduction": ("reductions.csv", "G12,leader", "G12,leadr", (2, "kind", "name-unknown")),
    "a reduction above its cap": ("reductions.csv", "G12,leader,0.70", "G12,leader,0.81", (2, "share", "reduction-above-cap")),
    "a reduction too long": ("reductions.csv", "2026-10-01,2027-03-31", "2026-10-01,2027-04-01", (9, "last", "reduction-too-long")),
    "a reduction without end": ("reductions.csv", "2026-10-01,2027-03-31", "2026-10-01,", (9, "last", "reduction-too-long")),
    "an unknown state": ("recusals.csv", "近亲属,upheld", "近亲属,maybe", (4, "state", "name-unknown")),
    "a recusal of nothing": ("recusals.csv", "卯禾川", "", (3, "party", "recusal-of-nothing")),
    "one seat": ("vehicles.csv", "van,7", "van,1", (4, "seats", "number-out-of-range")),
    "a town twice": ("towns.csv", "银号镇,Yinhao", "怀朔镇,Yinhao", (6, "name", "town-twice")),
    "a name for two towns": ("towns.csv", "银号;", "怀朔;", (6, "aliases", "town-twice")),
    "a drive to nowhere": ("town_minutes.csv", "银号镇,怀朔镇", "银号镇,怀溯镇", (2, "target", "name-unknown")),
    "a drive that takes longer back": ("town_minutes.csv", "银号镇,下湿壕镇,31", "怀朔镇,银号镇,31", (3, "minutes", "drive-asymmetric")),
    "a drive twice": ("town_minutes.csv", "银号镇,下湿壕镇,31", "银号镇,怀朔镇,28", (3, "target", "row-twice")),
    "a missing column": ("people.csv", "code,name,role,", "code,name,roles in the office,", (1, "role", "column-missing")),
    "a column twice": ("vehicles.csv", "code,name,kind,seats", "code,name,seats,座位数", (1, "座位数", "column-twice")),
}  # fmt: skip
WISHES = {
    "a wish for nobody": ("preferences.csv", "G15,G14,1", "G15,G99,1", (2, "other", "wish-of-nobody")),
    "a wish between mentors": ("preferences.csv", "G15,G14,1", "G13,G14,1", (2, "other", "wish-roles")),
    "a wish for somebody who mentors nobody": ("preferences.csv", "G15,G14,1", "G15,G16,1", (2, "other", "wish-roles")),
    "a wish of somebody who mentors nobody": ("preferences.csv", "G14,G15,1", "G16,G15,1", (8, "person", "wish-roles")),
}  # fmt: skip
TOML = {
    "a lead of another team": ('lead = "G07"', 'lead = "G08x"', ("teams.fast.lead", "name-unknown")),
    "a lead who is elsewhere": ('lead = "G07"', 'lead = "G11"', ("teams.fast.lead", "lead-not-in-team")),
    "an unknown lane": ('lanes = ["fast"]', 'lanes = ["fast", "fat"]', ("teams.fast.lanes", "name-unknown")),
    "a lane nobody serves": ('lanes = ["dormant"]', "lanes = []", ("teams", "lane-unserved")),
    "an unknown seat": ('seat = "金山镇"', 'seat = "金川镇"', ("seat", "name-unknown")),
    "an unknown time zone": ("Asia/Shanghai", "Asia/Shanghi", ("timezone", "bad-input")),
    "an unknown country": ('country = "CN"', 'country = "CX9"', ("country", "bad-input")),
    "a clock that stands": ('closes = "17:30"', 'closes = "08:00"', ("closes", "bad-input")),
    "a bad pattern": ("号(之", "号((之", ("case_no_pattern", "bad-input")),
    "a day too short": ("day_minutes = 480", "day_minutes = 8", ("day_minutes", "bad-input")),
    "a holiday in words": ("extra_holidays = []", 'extra_holidays = ["soon"]', ("extra_holidays", "bad-input")),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_fault_in_a_table_is_told_at_its_place(folder, case):
    """One wrong cell gives one fault, at its file, row and field."""
    name, old, new, (row, field, code) = CHANGES[case]
    change(folder / name, old, new)

    assert (name, row, field, code) in found(folder)


@pytest.mark.parametrize("case", WISHES)
def test_a_wish_that_fits_nobody_is_left_aside_with_a_warning(folder, case):
    """A wish binds nobody, so one about somebody gone or in another role keeps no office from being loaded."""
    file, old, new, (row, field, code) = WISHES[case]
    wished = len(load(folder).office.preferences)

    change(folder / file, old, new)
    loaded = load(folder)

    told = [(one.row, one.field, one.code) for one in loaded.warnings if one.file == file]
    assert told == [(row, field, code)]
    assert len(loaded.office.preferences) == wished - 1


def test_a_step_of_the_ladder_that_is_not_there_is_told(folder):
    """The rulebook's ladder has four steps; blank goes by months."""
    change(folder / "people.csv", "left,skills", "left,skills,step")
    change(folder / "people.csv", "regular_1,0.72,2022-02-21,,", "regular_1,0.72,2022-02-21,,,4")
    assert found(folder) == set()

    change(folder / "people.csv", "2022-02-21,,,4", "2022-02-21,,,5")
    assert found(folder) == {("people.csv", 16, "step", "step-unknown")}


def test_cover_may_overlap_with_the_pair_it_stands_in_for(folder):
    """Two mentors at once are a fault; a mentor and who covers for the mentor are not."""
    change(folder / "pairings.csv", "first,last", "first,last,cover")
    add(folder / "pairings.csv", "G13,G15,2026-11-09,2026-11-20,yes")
    assert found(folder) == set()

    change(folder / "pairings.csv", "2026-11-20,yes", "2026-11-20,no")
    assert ("pairings.csv", 5, "first", "pairs-overlap") in found(folder)


def test_a_suggestion_is_written_as_the_office_writes_it(folder):
    """The remedy may be copied into the cell: no form that is only used for comparing."""
    change(folder / "people.csv", "officer,fast,0.72,2014", "officer,Fast execution taem,0.72,2014")
    names = (folder / "bureau.toml").read_text(encoding="utf-8") + (folder / "people.csv").read_text(encoding="utf-8")

    (fault,) = [fault for fault in faults_of(lambda: load(folder)) if fault["code"] == "name-unknown"]
    suggested = fault["remedy"]["en"].removeprefix("Is this meant: ").rstrip("?").split(", ")

    assert suggested
    assert all(f'"{name}"' in names for name in suggested)


@pytest.mark.parametrize("case", TOML)
def test_a_fault_in_the_bureau_is_told_at_its_line(folder, case):
    """One wrong value gives one fault, at its path and line."""
    old, new, (path, code) = TOML[case]
    change(folder / "bureau.toml", old, new)
    row = row_of_path((folder / "bureau.toml").read_text(encoding="utf-8"), path)

    assert row is not None or path == "teams"
    assert ("bureau.toml", row, path, code) in found(folder)


def test_the_folder_one_stands_in_is_called_by_its_name(folder, monkeypatch):
    """`--office .` tells of the office's folder, not of a folder without a name."""
    (folder / "people.csv").unlink()
    monkeypatch.chdir(folder)

    with pytest.raises(BadInput) as told:
        load(Path())

    assert f'"{folder.name}"' in told.value.text.en


def test_every_file_is_told_of_at_once(folder):
    """Faults in five files come together, and each has text and remedy in both languages."""
    change(folder / "people.csv", "甲三禾,clerk", "甲三禾,clark")
    change(folder / "absences.csv", "G03,", "G99,")
    change(folder / "bureau.toml", 'lead = "G07"', 'lead = "G11"')
    change(folder / "rulebook.toml", 'when = "appraisal_needed"\nlane', 'when = "apraisal_needed"\nlane')
    (folder / "vehicles.csv").write_bytes(b"")

    faults = faults_of(lambda: load(folder))

    files = {fault["file"] for fault in faults}
    assert files == {"people.csv", "absences.csv", "bureau.toml", "rulebook.toml", "vehicles.csv"}
    assert all(fault[part][language] for fault in faults for part in ("text", "remedy") for language in ("zh", "en"))


def test_a_faulty_rule_is_told_at_its_line(folder):
    """The line of rulebook.toml is that of the condition, not only its path."""
    change(folder / "rulebook.toml", 'when = "petition_high"\nlane', 'when = "petition_hihg"\nlane')
    lines = (folder / "rulebook.toml").read_text(encoding="utf-8").splitlines()

    (fault,) = faults_of(lambda: load(folder))

    assert fault["row"] == lines.index('when = "petition_hihg"') + 1


def test_broken_toml_is_told_with_its_line(folder):
    """A missing quotation mark is found where it is."""
    change(folder / "bureau.toml", 'seat = "金山镇"', "seat = 金山镇")

    (fault,) = [fault for fault in faults_of(lambda: load(folder)) if fault["code"] == "not-toml"]

    assert (fault["file"], fault["row"]) == ("bureau.toml", 10)


def test_a_faulty_person_begets_no_second_fault(folder):
    """Who has one bad cell is still known to absences, pairs and teams."""
    change(folder / "people.csv", "丙一岭,judge,regular_1,0.72", "丙一岭,judge,regular_1,7.2")
    change(folder / "people.csv", "丙四松,veteran,regular_1,0.72", "丙四松,veteran,regular_1,-1")

    assert found(folder) == {
        ("people.csv", 12, "share", "share-out-of-range"),
        ("people.csv", 15, "share", "share-out-of-range"),
    }


def test_a_near_name_is_suggested(folder):
    """The remedy names what was probably meant."""
    change(folder / "reductions.csv", "G12,leader", "G12,leadr")

    (fault,) = faults_of(lambda: load(folder))

    assert "leader" in fault["remedy"]["zh"]
    assert "leader" in fault["remedy"]["en"]


def test_an_illness_is_not_even_repeated(folder):
    """The fault about a private reason does not print the reason."""
    change(folder / "absences.csv", "2022-09-20,leave", "2022-09-20,腰椎手术")

    (fault,) = faults_of(lambda: load(folder))

    assert "腰椎" not in str(fault)


def test_three_apprentices_are_too_many_at_a_time(folder):
    """The rulebook's highest number counts apprentices on the same day, not over the years."""
    add(
        folder / "people.csv",
        "G33,壬一沙,apprentice,regular_1,0.72,2026-09-01,,",
        "G34,壬二沙,apprentice,regular_1,0.72,2026-09-01,,",
    )
    add(folder / "pairings.csv", "G14,G33,2026-09-01,", "G14,G34,2026-09-01,")
    change(folder / "pairings.csv", "G14,G15,2022-02-21,", "G14,G15,2022-02-21,2026-08-31")
    assert found(folder) == set()

    change(folder / "pairings.csv", "2026-08-31", "2026-09-01")

    assert ("pairings.csv", 6, "mentor", "too-many-apprentices") in found(folder)


def test_a_lane_without_a_handler_is_refused(folder):
    """A team whose only people cannot lead a case serves no lane."""
    change(folder / "people.csv", "己一岩,judge", "己一岩,clerk")
    change(folder / "people.csv", "己二渠,officer", "己二渠,veteran")

    assert {code for *_, code in found(folder)} == {"lane-without-handler"}


def test_a_missing_table_of_people_is_one_fault(folder):
    """Nobody is asked about leads and handlers while there are no people at all; those named elsewhere are unknown."""
    (folder / "people.csv").unlink()
    for name in ("pairings", "preferences", "absences", "reductions", "recusals"):
        (folder / f"{name}.csv").unlink()

    assert found(folder) == {("people.csv", None, None, "table-missing")}


def test_an_unread_column_is_a_warning(folder):
    """A remark column does no harm, but a misspelt one should not go unnoticed."""
    change(folder / "vehicles.csv", "code,name,kind,seats", "code,name,kind,seats,备注")

    (warning,) = [fault for fault in load(folder).warnings if fault.file == "vehicles.csv" and fault.field == "备注"]

    assert warning.code == "column-unread"


def test_a_table_without_a_header_is_told_its_own_columns(folder):
    """Those of a file of filings would send whoever repairs it to the wrong place."""
    (folder / "vehicles.csv").write_text("V1,V2\nV3,V4\n", encoding="utf-8")

    (fault,) = faults_of(lambda: load(folder))

    assert (fault["code"], fault["file"]) == ("header-unknown", "vehicles.csv")
    assert "such as code, name, seats;" in fault["remedy"]["en"]
    assert "如：编号、名称、座位；" in fault["remedy"]["zh"]


def test_a_desk_whose_lane_nobody_serves_says_what_to_add(tmp_path):
    """The remedy is the very word to write into the file."""
    desk = small_desk(tmp_path)
    change(desk / "bureau.toml", 'lanes = ["regular", "extended"]', 'lanes = ["regular"]')

    (fault,) = faults_of(lambda: load(desk))

    assert fault["remedy"]["en"] == 'Add "extended" to the lanes of a team.'


SPOILT = st.tuples(
    st.sampled_from(sorted(file for file in GUYANG.iterdir() if file.is_file())),
    st.integers(0, 10**6),
    st.binary(max_size=3),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spoilt=SPOILT)
def test_no_spoilt_folder_ends_in_anything_but_named_faults(tmp_path_factory, spoilt):
    """Whatever bytes a file gets, it loads or every fault names a file."""
    folder = copy_of_guyang(tmp_path_factory.mktemp("spoilt"))
    file, at, junk = spoilt
    data = file.read_bytes()
    (folder / file.name).write_bytes(data[: at % len(data)] + junk + data[at % len(data) + len(junk) :])

    assert all(fault["file"] for fault in faults_of(lambda: load(folder)))


def test_a_blank_cell_is_told_under_the_header_it_stands_below(folder):
    """Who wrote 姓名 above the column does not look for `name`."""
    people = folder / "people.csv"
    change(people, "code,name,", "code,姓名,")
    change(people, "G06,甲六川", "G06,")

    [fault] = faults_of(lambda: load(folder))

    assert fault["text"] == {"zh": "“姓名”为空。", "en": '"姓名" is blank.'}
