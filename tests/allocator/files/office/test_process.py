"""process.toml in an office's folder."""

from tests.fixtures.folders import change, copy_of_guyang, faults_of, load, small_desk


def test_the_fixture_bureau_says_how_its_cases_are_handled(tmp_path):
    """Every stage has its source, and the text is kept for whoever stores it."""
    found = load(copy_of_guyang(tmp_path))

    assert found.process is not None
    assert all(stage.source for stage in found.process.stages)
    assert {stage.closes for stage in found.process.stages} == {"", "dormant", "fulfilled"}
    assert found.process_text.startswith("# 办案流程")


def test_an_office_may_go_without_a_process(tmp_path):
    """Nothing is invented for it."""
    found = load(small_desk(tmp_path))

    assert (found.process, found.process_text) == (None, "")


def row_of(file, words):
    """The number of the line that holds some words."""
    return next(row for row, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if words in line)


def test_a_fault_is_told_with_its_line(tmp_path):
    """A misspelt role is found in its file, row and field."""
    folder = copy_of_guyang(tmp_path)
    change(folder / "process.toml", "pooled = {clerk = 0.35}", "pooled = {clrek = 0.35}")

    (fault,) = faults_of(lambda: load(folder))

    assert (fault["file"], fault["row"]) == ("process.toml", row_of(folder / "process.toml", "clrek"))
    assert fault["field"] == "stages[1].pooled.clrek"


def test_a_process_that_is_no_toml_is_told_by_its_line(tmp_path):
    """The other files are read all the same."""
    folder = copy_of_guyang(tmp_path)
    change(folder / "process.toml", 'limit = "N37"', "limit = ")

    (fault,) = faults_of(lambda: load(folder))

    assert (fault["file"], fault["code"], fault["row"]) == (
        "process.toml",
        "not-toml",
        row_of(folder / "process.toml", "limit = "),
    )
