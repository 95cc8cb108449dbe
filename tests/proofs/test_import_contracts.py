"""The rooms import what they may and nothing else; each contract is shown to bite on a planted violation."""

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.proofs import tree

ROOMS = {"allocator", "api", "solver"}
DOWNWARDS = "Imports point downwards"
WIRING = "Nobody below the wiring imports wsgi"
SOLVER = "The solver knows mathematics only"
DOMAIN = "The domain needs the standard library only"
CORE = "Decisions and simulation know neither web nor database"
FILES = "The room for files knows the domain and its readers"
SIMULATION = "The laboratory knows decisions, domain and statistics"
API = "The API goes through the services"
DOOR = "Decisions are the only door to the solver"
ASSIGNMENT = "Rooms of the assignment model stand on prices, and prices on rules"
PAGES = "Rooms of the pages stand on the landing, and the landing on no room"
FIELDWORK = "Rooms of the model of field work stand on bounds, and bounds on rules"

# The room, a line nobody may write there, and the contract that says so.
PLANTED = [
    ("allocator/domain", "import solver", DOWNWARDS),
    ("solver", "import allocator.domain", DOWNWARDS),
    ("allocator/persistence", "import allocator.files", DOWNWARDS),
    ("allocator/files", "import allocator.persistence", DOWNWARDS),
    ("allocator/decisions", "import allocator.services", DOWNWARDS),
    ("allocator/services", "import api", DOWNWARDS),
    ("allocator/services", "import allocator.cli", DOWNWARDS),
    ("api", "import allocator.worker", DOWNWARDS),
    ("api", "import wsgi", WIRING),
    ("allocator/services", "import wsgi", WIRING),
    ("solver", "import flask", SOLVER),
    ("solver", "from sqlalchemy import select", SOLVER),
    ("solver", "import marshmallow", SOLVER),
    ("solver", "import api", SOLVER),
    ("allocator/domain", "import numpy", DOMAIN),
    ("allocator/domain", "from rich import print", DOMAIN),
    ("allocator/decisions", "import flask", CORE),
    ("allocator/decisions", "import sqlalchemy.orm", CORE),
    ("allocator/decisions", "import marshmallow", CORE),
    ("allocator/decisions", "import allocator.persistence", CORE),
    ("allocator/simulation", "import sqlalchemy", CORE),
    ("allocator/simulation", "import allocator.files", SIMULATION),
    ("allocator/simulation", "import solver", SIMULATION),
    ("allocator/files", "import allocator.decisions", FILES),
    ("allocator/files", "import sqlalchemy", FILES),
    ("api", "import solver", API),
    ("api", "import allocator.persistence", API),
    ("allocator/services", "import solver", DOOR),
    ("allocator/persistence", "import solver", DOOR),
    ("solver/assignment/prices", "import solver.assignment.trading", ASSIGNMENT),
    ("solver/assignment/rules", "import solver.assignment.prices", ASSIGNMENT),
    ("solver/fieldwork/bounds", "import solver.fieldwork.repair", FIELDWORK),
    ("solver/fieldwork/rules", "import solver.fieldwork.bounds", FIELDWORK),
    ("api/pages/cases", "import api.pages.fieldwork.field_week", PAGES),
    ("api/pages/indicators", "import api.pages.access.own", PAGES),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the linter of imports on a tree."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)


def complaints(run: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """Read what the linter printed of each broken contract, by its name."""
    told = run.stdout.partition("Broken contracts")[2]
    parts = re.split(r"^(.+)\n-+$", told, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def contracts() -> configparser.ConfigParser:
    """Read setup.cfg, where the contracts stand."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(tree.ROOT / "setup.cfg", encoding="utf-8")
    return parser


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory):
    """What the linter says of a copy of the code in which every forbidden import was written, each into a module of its own."""
    folder = tmp_path_factory.mktemp("spoilt")
    for path in [*tree.code_files(), tree.ROOT / "setup.cfg", tree.ROOT / "tests/proofs/contracts.py"]:
        target = folder / path.relative_to(tree.ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    for number, (room, line, _) in enumerate(PLANTED):
        (folder / room / f"planted_{number}.py").write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")
    return lint(folder)


def test_the_house_keeps_its_contracts():
    """The tree as it stands breaks no contract."""
    run = lint(tree.ROOT)

    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("number", range(len(PLANTED)), ids=lambda number: " - ".join(PLANTED[number]))
def test_a_forbidden_import_is_found(spoilt, number):
    """Each forbidden import, written into its room, breaks the contract that forbids it, which names the place."""
    room, _, contract = PLANTED[number]
    module = re.escape(f"{room.replace('/', '.')}.planted_{number} ")

    assert spoilt.returncode == 1, spoilt.stdout + spoilt.stderr
    assert re.search(module, complaints(spoilt)[contract]), spoilt.stdout


def test_every_contract_has_a_planted_violation():
    """No contract stands in setup.cfg without being shown to bite."""
    named = {section["name"] for key, section in contracts().items() if key.startswith("importlinter:contract:")}

    assert {contract for _, _, contract in PLANTED} == named


def test_every_room_stands_in_a_layer():
    """A module put directly under allocator/ must say how high it stands."""
    layers = set(re.findall(r"[\w.]+", contracts()["importlinter:contract:house"]["layers"]))
    rooms = {path.relative_to(tree.ROOT).with_suffix("").parts[:2] for path in tree.code_files()}
    named = {".".join(parts) for parts in rooms if parts[0] == "allocator" and parts[1] not in {"__init__", "__main__"}}

    assert named <= layers


def test_the_simulation_is_held_to_what_decisions_are_held_to():
    """Once the planner's laboratory exists it knows neither web nor database."""
    sources = set(contracts()["importlinter:contract:core"]["source_modules"].split())
    rooms = {f"allocator.{room}" for room in ("decisions", "simulation") if (tree.ROOT / "allocator" / room).is_dir()}

    assert rooms == sources
