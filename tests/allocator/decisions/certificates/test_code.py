"""The code that decides is named by its content: whatever source file changes, the name changes."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from allocator.decisions.certificates import code

HERE = code.code_digest()


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sources that decide, which the digests are made of."""
    for package in code.DECIDING:
        source = Path(str(files(package)))
        shutil.copytree(source, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(code, "files", lambda package: tmp_path / _laid_out(package))
    for digest in (code.code_digest, code.checker_digest):
        monkeypatch.setattr(code, digest.__name__, digest.__wrapped__)
    return tmp_path


def _laid_out(package: str) -> Path:
    """Say where a package lies in the copy: a room of one that decides inside of it."""
    [root] = [root for root in code.DECIDING if f"{package}.".startswith(f"{root}.")]
    return Path(root, *package.removeprefix(root).split("."))


def test_the_same_sources_have_the_same_name_wherever_they_lie(copied: Path) -> None:
    """A copy is the same code; what is no source file makes no difference."""
    before = code.code_digest()
    (copied / "solver" / "notes.txt").write_text("not code")

    assert code.code_digest() == before == HERE
    assert len(code.code_digest()) == len(code.checker_digest()) == 64


@pytest.mark.parametrize(
    "file, checks",
    [
        ("solver/assignment/rules/prefer.py", False),
        ("allocator.domain/people.py", False),
        ("allocator.decisions/allocation/translate.py", False),
        ("allocator.decisions/checking/checker.py", True),
        ("allocator.decisions/checking/checker_office.py", True),
    ],
)
def test_a_changed_source_has_another_name(copied: Path, file: str, *, checks: bool) -> None:
    """Rules, domain, translation and checker alike; only the checker's own files change the checker's name."""
    before = code.code_digest(), code.checker_digest()
    with (copied / file).open("a") as source:
        source.write("\n# one line more\n")

    assert code.code_digest() != before[0]
    assert (code.checker_digest() != before[1]) == checks
