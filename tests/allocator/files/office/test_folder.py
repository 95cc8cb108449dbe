"""Loading an office from its folder: Guyang, a third regular team, a quite different office."""

import shutil
from datetime import date

import pytest
import xlsxwriter

from allocator.domain.errors import NotFound
from allocator.domain.people import RecusalState
from allocator.files.office.toml import LONGEST_KEPT, values_of
from tests.fixtures.folders import GUYANG, add, change, copy_of_guyang, load, small_desk


@pytest.fixture(scope="module")
def guyang():
    return load(GUYANG)


def test_guyang_has_the_articles_five_teams_and_twenty_six_staff(guyang):
    """The fixture bureau is staffed as the domain dossier proposes, bailiffs and drivers apart."""
    staff = [officer for officer in guyang.office.officers if officer.role not in ("bailiff", "driver")]
    by_team = {team.code: sum(officer.team == team.code for officer in staff) for team in guyang.office.teams}

    assert by_team == {"services": 6, "fast": 4, "regular_1": 7, "regular_2": 6, "dormant": 3, "support": 0}
    assert len(guyang.office.officers) == 26 + 4 + 2


@pytest.mark.parametrize("day", [date(2022, 9, 15), date(2026, 11, 24)])
def test_guyang_is_alive_in_both_years(guyang, day):
    """In the article's month and today alike everybody serves and somebody is away, reduced and paired."""
    office = guyang.office

    assert all(officer.serves(day) for officer in office.officers)
    for spans in (office.absences, office.reductions, office.pairings):
        assert any(span.period.covers(day) for span in spans)


def test_a_regular_team_can_review_objections_without_its_handler(guyang):
    """Whoever carried the act may not review it, so each regular team has two reviewers or more."""
    for team in ("regular_1", "regular_2"):
        reviewers = [
            officer
            for officer in guyang.office.officers
            if officer.team == team and any(skill.id == "reviewer" for skill in officer.skills)
        ]
        assert len(reviewers) >= 2


def test_working_days_are_those_of_the_state_council(guyang):
    """January to September 2022 has 187 working days and the year 249, make-up days included."""
    calendar = guyang.office.calendar
    days = calendar.working_days(date(2022, 1, 1), 249)

    assert (days[186], days[248]) == (date(2022, 9, 30), date(2022, 12, 30))
    assert calendar.is_working(date(2022, 10, 8))


def test_the_rulebook_holds_the_forty_one_nodes(guyang):
    """Every process node of the dossier is there once, and those nobody could confirm say so."""
    nodes = {node.id: node for node in guyang.rulebook.nodes if not node.part_of}

    assert list(nodes) == [f"N{number:02}" for number in range(1, 42)]
    assert (nodes["N37"].limit, nodes["N37"].unit) == (6, "months")
    assert not nodes["N40"].confirmed


def test_lapsed_skills_and_unsigned_teams_are_warnings_only(guyang):
    """What the office should know does not keep it from being loaded."""
    assert {fault.code for fault in guyang.warnings} == {"skill-expired", "team-without-signer"}
    assert not any(fault.is_error for fault in guyang.warnings)


def test_the_same_folder_is_the_same_office(guyang):
    """Loading twice gives the same state by digest."""
    again = load(GUYANG)

    assert (again.office.digest, again.rulebook.digest) == (guyang.office.digest, guyang.rulebook.digest)


def test_rules_and_files_read_again_are_those_read_before(guyang):
    """A change to the office reads its folder twice; only what somebody uploads at great length is read anew every time."""
    upload = "a = 1 # " + "x" * LONGEST_KEPT

    assert load(GUYANG).rulebook is guyang.rulebook
    assert values_of("a = 1") is values_of("a = 1")
    assert values_of(upload) == values_of("a = 1")
    assert values_of(upload) is not values_of(upload)


def test_a_third_regular_team_is_a_change_of_files_only(tmp_path):
    """A new team and its judge are four lines in two files."""
    folder = copy_of_guyang(tmp_path)
    add(folder / "bureau.toml", "[teams.regular_3]", 'zh = "普执三队"', 'en = "regular team 3"', 'lanes = ["regular"]')
    add(folder / "people.csv", "G33,壬一沙,judge,regular_3,0.72,2026-09-01,,")

    office = load(folder).office

    assert [team.code for team in office.teams if "regular" in team.lanes] == ["regular_1", "regular_2", "regular_3"]
    assert office.officer("壬一沙").team == "regular_3"


def test_a_dutch_permit_desk_loads_without_any_table_it_does_not_need(tmp_path):
    """Another country, one role, two lanes, no towns, no vehicles: files only."""
    desk = load(small_desk(tmp_path))

    assert [officer.share for officer in desk.office.officers] == [900, 1000]
    assert (desk.office.towns, desk.office.vehicles) == ((), ())
    assert not desk.office.calendar.is_working(date(2026, 4, 27)), "King's Day"
    assert not desk.office.calendar.is_working(date(2026, 5, 15)), "the desk's own holiday"
    assert desk.warnings == ()


def test_chinese_headers_names_and_gb18030_mean_the_same(tmp_path, guyang):
    """A clerk may write 岗位, 员额法官 and 普执一队, in any order and in the encoding Excel saves."""
    folder = copy_of_guyang(tmp_path)
    text = (folder / "absences.csv").read_text(encoding="utf-8")
    rows = [line.split(",") for line in text.splitlines()[1:]]
    words = {"leave": "请假", "training": "培训", "duty": "值班", "away": "外派"}
    written = [
        f"{words[reason]},{last},{guyang.office.officer(code).name},{first}" for code, first, last, reason in rows
    ]
    (folder / "absences.csv").write_text("\n".join(["事由,结束日期,姓名,开始日期", *written]), encoding="gb18030")
    change(folder / "people.csv", "丙一岭,judge,regular_1,0.72", "丙一岭,员额法官,普执一队,72%")

    assert load(folder).office.digest == guyang.office.digest


def test_a_table_may_be_a_workbook(tmp_path, guyang):
    """people.xlsx with real dates and numbers is read like people.csv."""
    folder = copy_of_guyang(tmp_path)
    rows = [line.split(",") for line in (folder / "people.csv").read_text(encoding="utf-8").splitlines()]
    (folder / "people.csv").unlink()
    with xlsxwriter.Workbook(folder / "people.xlsx", {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, rows[0])
        for number, row in enumerate(rows[1:], start=1):
            sheet.write_row(number, 0, [*row[:4], float(row[4]), date.fromisoformat(row[5]), *row[6:]])

    assert load(folder).office == guyang.office


def test_a_town_without_an_english_name_bears_its_own(tmp_path):
    """A blank English name must not become a name under which an unknown town is found."""
    folder = copy_of_guyang(tmp_path)
    change(folder / "towns.csv", "银号镇,Yinhao,", "银号镇,,")

    assert "" not in load(folder).office.town_by_name


def test_a_recusal_names_its_state_and_party(guyang):
    """A challenge not yet decided bars like one upheld; a dismissed one does not."""
    states = {recusal.party: recusal.state for recusal in guyang.office.recusals}

    assert states["辰雨石"] == RecusalState.UPHELD
    assert len([recusal for recusal in guyang.office.recusals if not recusal.bars]) == 1


def test_no_folder_is_told_as_such(tmp_path):
    """A wrong path is no faulty office."""
    with pytest.raises(NotFound) as refused:
        load(tmp_path / "nowhere")

    assert refused.value.code == "folder-not-found"


def test_only_three_files_are_needed(tmp_path):
    """Every other table may be absent, and the office then has none of it."""
    folder = tmp_path / "bare"
    folder.mkdir()
    for name in ("bureau.toml", "people.csv", "rulebook.toml"):
        shutil.copy(GUYANG / name, folder / name)

    office = load(folder).office

    assert (office.pairings, office.recusals, office.towns) == ((), (), ())
