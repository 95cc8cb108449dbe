"""What the proofs read: the files of the project, and its functions and classes as syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("allocator", "api", "solver", "fixtures")
NOT_OURS = ("api/static/vendor/", "tests/browser/vendor/")


def project_files() -> list[Path]:
    """List the files of the project: what git tracks or would track, or, without git, all but the usual leavings."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = [name for name in listed.stdout.split("\0") if name] if listed.returncode == 0 else _without_git()
    return sorted(ROOT / name for name in names if not name.startswith(NOT_OURS) and (ROOT / name).is_file())


def _without_git() -> list[str]:
    leavings = {".git", ".venv", "var", "build", "dist", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
    return [path.as_posix() for path in found if not leavings & set(path.parts)]


def code_files() -> list[Path]:
    """List the Python files that are installed: the packages and wsgi.py."""
    return [
        path
        for path in project_files()
        if path.suffix == ".py" and (path.relative_to(ROOT).parts[0] in PACKAGES or path == ROOT / "wsgi.py")
    ]


def test_files() -> list[Path]:
    """List the test modules."""
    return [path for path in project_files() if path.name.startswith("test_") and path.suffix == ".py"]


@dataclass(frozen=True)
class Function:
    """One function or method as it stands in a file."""

    place: str
    name: str
    body_lines: int
    docstring: str | None
    public: bool


def functions(path: Path) -> Iterator[Function]:
    """Walk the functions of a file; public means reachable by names without a leading underscore."""
    yield from _functions(ast.parse(path.read_text(encoding="utf-8")), path, public=True)


def _functions(node: ast.AST, path: Path, *, public: bool) -> Iterator[Function]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield _function(child, path, public=public)
            yield from _functions(child, path, public=False)
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, path, public=public and not child.name.startswith("_"))
        else:
            yield from _functions(child, path, public=public)


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, path: Path, *, public: bool) -> Function:
    docstring = ast.get_docstring(node)
    body = node.body[1:] if docstring and len(node.body) > 1 else node.body
    return Function(
        place=f"{path.relative_to(ROOT)}:{node.lineno} {node.name}",
        name=node.name,
        body_lines=(body[-1].end_lineno or 0) - body[0].lineno + 1,
        docstring=docstring,
        public=public and not node.name.startswith("_"),
    )


def public_classes(path: Path) -> Iterator[ast.ClassDef]:
    """Walk the classes at the top of a file whose name has no leading underscore."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node


def docstring(node: ast.ClassDef) -> str:
    """Give a class's docstring, empty when it has none."""
    return ast.get_docstring(node) or ""
