"""What changed between two loads of an office, by table and natural key."""

from allocator.domain.difference import Change, ChangeKind, describe
from tests.fixtures.folders import GUYANG, add, change, copy_of_guyang, load


def changes(tmp_path, edit):
    folder = copy_of_guyang(tmp_path)
    edit(folder)
    return describe(load(GUYANG).office, load(folder).office)


def test_loading_the_same_folder_again_changes_nothing():
    """Two loads of one folder differ in nothing."""
    assert describe(load(GUYANG).office, load(GUYANG).office) == ()


def test_a_first_load_is_all_additions():
    """An office that was not there before is added row by row."""
    office = load(GUYANG).office
    first = describe(None, office)

    assert {change.kind for change in first} == {ChangeKind.ADDED}
    assert sum(change.table == "people" for change in first) == len(office.officers)


def test_a_changed_share_names_the_person_and_both_values(tmp_path):
    """One cell changed is one change."""
    found = changes(
        tmp_path,
        lambda folder: change(folder / "people.csv", "甲三禾,clerk,services,0.72", "甲三禾,clerk,services,0.5"),
    )

    assert found == (Change(ChangeKind.CHANGED, "people", "G03", "share", 720, 500),)


def test_an_absence_added_and_one_removed_are_told_apart(tmp_path):
    """Another first day is another absence: the natural key is person and first day."""

    def edit(folder):
        change(folder / "absences.csv", "G03,2022-08-29", "G03,2022-08-30")

    found = changes(tmp_path, edit)

    assert [(one.kind, one.key) for one in found] == [
        (ChangeKind.ADDED, "G03 2022-08-30"),
        (ChangeKind.REMOVED, "G03 2022-08-29"),
    ]


def test_a_wish_changed_is_told_by_the_two_people(tmp_path):
    """Who thinks of whom, and how the order changed; a word refuses."""
    found = changes(tmp_path, lambda folder: change(folder / "preferences.csv", "G15,G12,2", "G15,G12,不接受"))

    assert found == (Change(ChangeKind.CHANGED, "preferences", "G15 G12", "rank", 2, None),)


def test_an_ended_pair_is_a_change_of_its_last_day(tmp_path):
    """Closing a pair changes one field, in the words of the file."""
    found = changes(
        tmp_path, lambda folder: change(folder / "pairings.csv", "G14,G15,2022-02-21,", "G14,G15,2022-02-21,2026-12-31")
    )

    assert found == (Change(ChangeKind.CHANGED, "pairings", "G14 G15 2022-02-21", "last", None, "2026-12-31"),)


def test_a_new_team_and_a_holiday_are_told(tmp_path):
    """What bureau.toml says is compared like the tables."""

    def edit(folder):
        add(folder / "bureau.toml", "[teams.spare]", 'zh = "机动队"', 'en = "spare team"', "lanes = []")
        change(folder / "bureau.toml", "extra_holidays = []", "extra_holidays = [2026-08-18]")

    found = changes(tmp_path, edit)

    assert [(one.table, one.key) for one in found] == [("teams", "spare"), ("holidays", "2026-08-18")]
