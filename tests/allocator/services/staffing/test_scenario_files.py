"""The office's own scenario files: kept when the folder is loaded, offered as starting points, told when they fit no more."""

import shutil

import pytest

from allocator.domain.errors import BadInput, NotFound
from allocator.files.scenarios import scenario_of
from allocator.services.office.offices import load_office
from allocator.services.staffing import scenario_files as files
from allocator.services.staffing.scenario_files import scenario_file, scenario_files
from fixtures.guyang_month import GUYANG


@pytest.fixture
def folder(tmp_path):
    """A copy of the office's folder that a test may change."""
    return shutil.copytree(GUYANG, tmp_path / "office")


def test_files_of_the_folder_are_kept_and_listed_by_their_names(bureau) -> None:
    """In the order of their files, text and all."""
    found = {one.file: one.title.en for one in scenario_files(bureau.context) if one.title}

    assert list(found) == sorted(found)
    assert found["fourth_car.toml"] == "a fourth car"
    assert "[[vehicles]]" in scenario_file(bureau.context, "fourth_car.toml")


def test_a_changed_file_is_a_change_of_the_folder_and_none_leaves_what_is_kept(bureau, folder) -> None:
    """The same files change nothing."""
    assert not load_office(bureau.context, folder).changes
    (folder / "scenarios" / "fourth_car.toml").unlink()
    changed = load_office(bureau.context, folder)
    shutil.rmtree(folder / "scenarios")
    assert [change.table for change in changed.changes] == ["scenarios"]
    assert not load_office(bureau.context, folder).changes
    assert "baseline.toml" in {one.file for one in scenario_files(bureau.context)}
    with pytest.raises(NotFound):
        scenario_file(bureau.context, "fourth_car.toml")


def test_a_file_that_names_who_is_gone_says_so_and_hinders_nobody(bureau, folder) -> None:
    """The others stand there as before."""
    file = folder / "scenarios" / "one_officer_leaves.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("G13", "G99"), encoding="utf-8")
    load_office(bureau.context, folder)
    refused = {one.file: one.refused for one in scenario_files(bureau.context) if one.refused}

    assert refused.keys() == {"one_officer_leaves.toml"}
    assert "G99" in str(refused["one_officer_leaves.toml"].faults)


def test_a_file_that_is_no_toml_is_a_fault_of_the_folder(bureau, folder) -> None:
    """With its place."""
    (folder / "scenarios" / "new.toml").write_text("name = {", encoding="utf-8")
    with pytest.raises(BadInput) as told:
        load_office(bureau.context, folder)

    assert [fault["file"] for fault in told.value.faults] == ["scenarios/new.toml"]


def test_a_file_is_read_once_until_the_office_or_its_rules_change(bureau, folder, monkeypatch) -> None:
    """Reading one takes as long as reading a rulebook; yet whoever left since is missed at once."""
    read = []

    def note(source, *by):
        read.append(source.name)
        return scenario_of(source, *by)

    monkeypatch.setattr(files, "scenario_of", note)
    first = scenario_files(bureau.context)
    read.clear()
    assert (scenario_files(bureau.context), read) == (first, [])

    for table in folder.glob("*.csv"):
        lines = table.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        table.write_text("".join(line for line in lines if "G13" not in line), encoding="utf-8")
    load_office(bureau.context, folder)
    assert "one_officer_leaves.toml" in {one.file for one in scenario_files(bureau.context) if one.refused}
    assert len(read) == len(first)
