"""Joint visits of others: a small town whose best is known by trying everything, and files that are no instance."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from benchmarks import joint_visits

Given = dict[str, Any]
TOWN: Given = {
    "patients": [
        {"time_window": [0, 30], "required_caregivers": [{"service": "wash", "duration": 10}]},
        {
            "time_window": [20, 50],
            "required_caregivers": [{"service": "wash", "duration": 10}, {"service": "lift", "duration": 15}],
            "synchronization": {"type": "simultaneous"},
        },
    ],
    "caregivers": [{"abilities": ["wash"]}, {"abilities": ["lift"]}],
    "distances": [[0, 12, 9], [12, 0, 15], [9, 15, 0]],
}
"""One washes at both, in either order on a way of 36; the other lifts at the second, there and back 18; nobody is late."""


def solved(folder: Any, given: object, capsys: pytest.CaptureFixture[str]) -> list[Given]:
    """Put an instance into a folder, solve it and read what is printed."""
    (folder / "town_2_1.json").write_text(json.dumps(given))
    joint_visits.main([str(folder), "--seconds", "1", "--json"])
    found: list[Given] = json.loads(capsys.readouterr().out)
    return found


def test_a_small_town_is_solved_beside_its_best_known(tmp_path, capsys):
    """The whole way of both over three; the bound lies below, and the record beside it is told."""
    (tmp_path / "records.csv").write_text("instance,best_known_cost\ntown_2_1.json,18\n")

    [row] = solved(tmp_path, TOWN, capsys)

    assert (row["cost"], row["lawful"], row["best_known"]) == (18, True, 18)
    assert row["bound"] <= row["cost"]


SPOILT: dict[str, Callable[[Given], object]] = {
    "patients is": lambda town: town.pop("patients"),
    "caregivers is": lambda town: town.update(caregivers=[]),
    "distances[2] is": lambda town: town["distances"].pop(),
    "distances[1] is": lambda town: town["distances"][1].append(3),
    "distances[0] is": lambda town: town["distances"][0].__setitem__(1, -4),
    "caregivers[1].abilities": lambda town: town["caregivers"][1].pop("abilities"),
    "patients[0].time_window": lambda town: town["patients"][0].update(time_window=[30, 0]),
    "patients[1].time_window": lambda town: town["patients"][1].update(time_window="morning"),
    "patients[0].required_caregivers is": lambda town: town["patients"][0].update(required_caregivers=[]),
    "patients[0].required_caregivers[0]": lambda town: town["patients"][0]["required_caregivers"][0].update(
        service="x"
    ),
    "patients[1].required_caregivers[1]": lambda town: town["patients"][1]["required_caregivers"][1].update(
        duration=-1
    ),
    "patients[1].synchronization": lambda town: town["patients"][1].pop("synchronization"),
}


@pytest.mark.parametrize("place", list(SPOILT))
def test_an_instance_with_something_missing_is_told_with_its_place(tmp_path, capsys, place):
    """In both languages, before anything is solved; exit code 2."""
    town = deepcopy(TOWN)
    SPOILT[place](town)
    with pytest.raises(SystemExit) as refused:
        solved(tmp_path, town, capsys)

    said = capsys.readouterr().err
    assert refused.value.code == 2
    assert place in said
    assert "缺失或不成立" in said


@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_what_is_no_json_object_is_told(tmp_path, capsys, text):
    """An empty file, a list, half a file."""
    (tmp_path / "town_2_1.json").write_text(text)
    with pytest.raises(SystemExit) as refused:
        joint_visits.main([str(tmp_path)])

    assert (refused.value.code, "town_2_1.json" in capsys.readouterr().err) == (2, True)


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_a_folder_without_instances_is_told(tmp_path, capsys, name):
    """An empty table would look like a benchmark that was run."""
    with pytest.raises(SystemExit) as refused:
        joint_visits.main([str(tmp_path / name)])

    assert (refused.value.code, "*.json" in capsys.readouterr().err) == (2, True)
