"""Kept machine code is found again only as long as all it was made from is the same."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from solver import kept
from solver.kept import digest_of, folder_of

KERNEL = """
import numpy as np
from solver.compiled import compiled
from solver.parts import (
    BREAK,
    with_a_break,
)

@compiled
def day(minutes):
    return with_a_break(minutes) + BREAK
"""
PARTS = """
from solver.compiled import inner

BREAK = {minutes}

@inner
def with_a_break(minutes):
    return minutes + 1
"""
WORKS = "import solver.kernel as it; print(it.day(400)); print(sum(it.day.stats.cache_hits.values()))"


@pytest.fixture
def solver(tmp_path, monkeypatch):
    """A solver of one kernel, with a part and a constant from another file, in a folder of its own."""
    folder = tmp_path / "solver"
    folder.mkdir()
    for name in ("__init__.py", "compiled.py", "kept.py"):
        shutil.copy(kept.ROOT / "solver" / name, folder)
    (folder / "kernel.py").write_text(KERNEL)
    (folder / "parts.py").write_text(PARTS.format(minutes=30))
    (folder / "other.py").write_text("from solver import parts\n")
    monkeypatch.setattr(kept, "ROOT", tmp_path)
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    digest_of.cache_clear()
    yield folder
    digest_of.cache_clear()


def workers(solver, count=1):
    """What so many processes at once say of a day, and how often each found its code."""
    began = [
        subprocess.Popen([sys.executable, "-c", WORKS], cwd=solver.parent, stdout=subprocess.PIPE, text=True)
        for _ in range(count)
    ]
    return [tuple(int(line) for line in one.communicate(timeout=120)[0].split()) for one in began]


@pytest.mark.slow
def test_a_changed_part_leads_to_new_code(solver):
    """Two processes at once translate the kernel, the next one finds it, and after an update none takes the old one."""
    assert [minutes for minutes, _ in workers(solver, 2)] == [431, 431]
    assert workers(solver) == [(431, 1)]

    (solver / "parts.py").write_text(PARTS.format(minutes=60))

    assert workers(solver) == [(461, 0)]
    assert len([*(solver / "__pycache__").glob("kernel.kernels-*")]) == 1


@pytest.mark.parametrize("file, counts", [("kernel", True), ("parts", True), ("compiled", True), ("other", False)])
def test_a_kernel_stands_for_all_it_comes_to_import(solver, file, counts):
    """A file that is reached through another one counts, a file that only uses the same parts does not."""
    before = digest_of(solver / "kernel.py")
    with (solver / f"{file}.py").open("a") as more:
        more.write("# one line more\n")
    digest_of.cache_clear()

    assert (digest_of(solver / "kernel.py") != before) == counts


def test_two_files_may_import_each_other(solver):
    """A ring of imports has a digest like any other."""
    (solver / "parts.py").write_text("from solver.kernel import day\n")

    assert digest_of(solver / "kernel.py") == digest_of(solver / "parts.py")


def test_folders_of_earlier_states_are_removed(solver):
    """An update leaves no machine code behind; that of other files stays."""
    old, others = (solver / "__pycache__" / f"{name}.kernels-0123" for name in ("kernel", "other"))
    old.mkdir(parents=True)
    others.mkdir()

    found = folder_of(solver / "kernel.py")

    assert found is not None
    assert (found.parent, found.is_dir(), old.exists(), others.exists()) == (old.parent, True, False, True)


def test_where_the_source_is_read_only_the_users_cache_keeps_the_code(solver):
    """An installation nobody may write to is translated once for each user."""
    (solver / "__pycache__").write_text("a file stands where the folder would be made")

    assert str(folder_of(solver / "kernel.py")).startswith(str(solver.parent / "cache" / "fenliu"))


def test_where_nothing_may_be_written_nothing_is_kept(solver):
    """No folder is named that cannot be made."""
    (solver / "__pycache__").write_text("a file stands where the folder would be made")
    (solver.parent / "cache").write_text("here too")

    assert folder_of(solver / "kernel.py") is None


def test_a_user_without_a_home_has_no_cache(solver, monkeypatch):
    """A service account may have no home."""

    def homeless():
        raise RuntimeError("Could not determine home directory.")

    (solver / "__pycache__").write_text("a file stands where the folder would be made")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", homeless)

    assert folder_of(solver / "kernel.py") is None


def test_who_tells_numba_where_to_keep_code_is_heard(solver, tmp_path, monkeypatch):
    """The setting all users of numba know comes first."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "told"))

    assert str(folder_of(solver / "kernel.py")).startswith(str(tmp_path / "told"))
