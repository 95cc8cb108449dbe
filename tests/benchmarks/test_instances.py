"""Benchmarks on instances of others: files are read, solved, and shown beside their best known values."""

import json

import pytest

from benchmarks import gap, parallel_desks


def test_an_instance_of_others_is_found_and_proven_beside_its_best_known(tmp_path, capsys):
    """Costs, resources and capacities of a file, its record beside it; profits are printed as profits."""
    (tmp_path / "mine").write_text("2 3\n 4 9 3\n 6 2 8\n 3 3 3\n 4 2 4\n 6 6\n")
    (tmp_path / "records.csv").write_text("Path,Format,Best known solution value\nx/mine,orlibrary,9\n")
    gap.main([str(tmp_path / "mine"), "--seconds", "5", "--workers", "1", "--json"])
    least = json.loads(capsys.readouterr().out)["rows"][0]
    gap.main([str(tmp_path / "mine"), "--seconds", "5", "--workers", "1", "--json", "--profits"])
    most = json.loads(capsys.readouterr().out)["rows"][0]

    assert (least["found"], least["bound"], least["best_known"], least["gap_to_best_known"]) == (9, 9, 9, 0)
    assert (most["found"], most["bound"]) == (21, 21)


def test_costs_below_nothing_are_added_up_as_the_file_has_them(tmp_path, capsys):
    """One item pays for being had; found and bound are costs of the file again."""
    (tmp_path / "mine").write_text("2 3\n 4 9 -5\n 6 2 8\n 3 3 3\n 4 2 4\n 6 6\n")
    gap.main([str(tmp_path / "mine"), "--seconds", "5", "--workers", "1", "--json"])

    row = json.loads(capsys.readouterr().out)["rows"][0]
    assert (row["found"], row["bound"]) == (1, 1)


def test_the_other_format_gives_the_same_instance(tmp_path, capsys):
    """Capacities first, then resource and cost of each item with each agent: the records say so."""
    (tmp_path / "mine").write_text("2 3\n 6 6\n 3 4 4 6\n 3 9 2 2\n 3 3 4 8\n")
    (tmp_path / "records.csv").write_text("Path,Format,Best known solution value\nx/mine,standard,9\n")
    gap.main([str(tmp_path / "mine"), "--seconds", "5", "--workers", "1", "--json"])

    row = json.loads(capsys.readouterr().out)["rows"][0]
    assert (row["found"], row["bound"]) == (9, 9)


def test_a_file_of_several_gives_each_with_its_own_record(tmp_path, capsys):
    """It begins with how many there are, as public files do; they are told apart by a number from 0 on."""
    (tmp_path / "mine.txt").write_text("2\n 2 3\n 4 9 3\n 6 2 8\n 3 3 3\n 4 2 4\n 6 6\n 2 2 1 2 2 1 1 1 1 1 1 1")
    (tmp_path / "records.csv").write_text("Path,Best known solution value\nx/mine-1,2\n")
    gap.main([str(tmp_path / "mine.txt"), "--seconds", "5", "--workers", "1", "--json"])

    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["name"], row["found"], row["bound"], row["best_known"]) for row in rows] == [
        ("mine-0", 9, 9, None),
        ("mine-1", 2, 2, 2),
    ]


def test_who_has_no_capacity_may_have_what_takes_nothing(tmp_path, capsys):
    """Zero resources fit zero capacities; marks of the editor before the first number are no part of it."""
    (tmp_path / "mine").write_text("\ufeff2 2\n1 5\n3 2\n0 0\n0 1\n0 1\n", encoding="utf-8")
    gap.main([str(tmp_path / "mine"), "--seconds", "5", "--workers", "1", "--json"])

    row = json.loads(capsys.readouterr().out)["rows"][0]
    assert (row["found"], row["bound"], row["impossible"]) == (3, 3, False)


def test_what_nobody_can_place_is_told_without_a_bound_of_its_cost(tmp_path, capsys):
    """Two items, one of which fits nowhere: impossible, which is proven; no figure stands where there is none."""
    (tmp_path / "mine").write_text("2 2\n4 9\n6 2\n3 3\n3 2\n2 2\n")
    gap.main([str(tmp_path / "mine"), "--seconds", "5", "--workers", "1"])

    assert capsys.readouterr().out.splitlines()[3].split()[:5] == ["mine", "2", "×", "2", "impossible"]


def test_long_times_leave_room_for_the_makespan(tmp_path, capsys):
    """Nobody is barred by a ceiling: jobs that take a hundred thousand and more are placed; beyond all measure is told."""
    (tmp_path / "1.txt").write_text("3\n2\n150000 90000\n90000 150000\n70000 90001\n")
    (tmp_path / "2.txt").write_text("2\n1\n600000\n400001\n")
    parallel_desks.main([str(tmp_path / "1.txt"), "--seconds", "5", "--workers", "1", "--json"])
    with pytest.raises(SystemExit):
        parallel_desks.main([str(tmp_path / "2.txt"), "--seconds", "5"])

    said = capsys.readouterr()
    row = json.loads(said.out)["rows"][0]
    assert (row["found"], row["bound"]) == (160_000, 160_000)
    assert "the makespan is above 1000000" in said.err


def test_a_file_without_a_record_leaves_the_best_known_blank(tmp_path, capsys):
    """Three jobs at two machines: the makespan is found and proven."""
    (tmp_path / "1.txt").write_text("3\n2\n5 9\n4 3\n6 4\n")
    parallel_desks.main([str(tmp_path / "1.txt"), "--seconds", "5", "--workers", "1"])

    row = capsys.readouterr().out.splitlines()[3].split()
    assert row[:7] == ["1.txt", "3", "×", "2", "7", "7", "0.000"]


@pytest.mark.parametrize(
    "written, told",
    [
        ("", "begin with two numbers"),
        ("0 3", "begin with two numbers"),
        ("2 2\n1 2\n3 x\n1 1\n1 1\n5 5", 'line 3: "x"'),
        ("2 2\n1 2.5\n3 4\n1 1\n1 1\n5 5", 'line 2: "2.5"'),
        ("2 2\n1 99999999999999999999\n3 4\n1 1\n1 1\n5 5", "line 2"),
        ("2 2\n1 2\n3 4\n1 1\n1 1\n5", "12 numbers, it has 11"),
        ("2 2\n1 2\n3 4\n1 1\n1 1\n5 5 5", "12 numbers, it has 13"),
        ("2 2\n1 2\n3 4\n1 -1\n1 1\n5 5", "what items take: -1"),
        ("2 2\n1 2\n3 4\n1 1\n1 1\n5 -5", "the capacities: -5"),
    ],
)
def test_a_file_that_is_no_instance_is_told_in_words(tmp_path, capsys, written, told):
    """What is wrong and where, in both languages, before anything is solved; exit code 2."""
    (tmp_path / "mine").write_text(written)
    with pytest.raises(SystemExit) as refused:
        gap.main([str(tmp_path / "mine"), "--seconds", "1"])

    said = capsys.readouterr().err
    assert refused.value.code == 2
    assert told in said
    assert f"错误 {tmp_path / 'mine'}" in said


@pytest.mark.parametrize(
    "written, told",
    [
        ("3", "begin with two numbers"),
        ("2\n2\n1 2\n3", "6 numbers, it has 5"),
        ("2\n2\n1 2\n3 4\n5", "6 numbers, it has 7"),
        ("2\n2\n1 -2\n3 4", "the times: -2"),
        ("2\n2\n1 two\n3 4", 'line 3: "two"'),
    ],
)
def test_desks_that_are_none_are_told_in_words(tmp_path, capsys, written, told):
    """A row too few or too many is no other instance; a time is nothing below nought."""
    (tmp_path / "1.txt").write_text(written)
    with pytest.raises(SystemExit) as refused:
        parallel_desks.main([str(tmp_path / "1.txt"), "--seconds", "1"])

    assert (refused.value.code, told in capsys.readouterr().err) == (2, True)


def test_a_file_that_is_not_there_and_a_record_that_is_no_number_are_told(tmp_path, capsys):
    """With path and remedy."""
    (tmp_path / "1.txt").write_text("1\n1\n5\n")
    (tmp_path / "records.csv").write_text("instance,best_known\n1.txt,five\n")
    for name in ("none.txt", "1.txt"):
        with pytest.raises(SystemExit):
            parallel_desks.main([str(tmp_path / name), "--seconds", "1"])

    said = capsys.readouterr().err
    assert "cannot be read" in said
    assert '"five"' in said
