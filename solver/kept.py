"""Where machine code is kept (机器码存放): in a folder that stands for all the source it was made from.

numba itself looks only at the file a kernel stands in. A kernel's parts and constants may come from other files, so the
folder is named for the content of that file and of all the solver's files it imports, one after the other: what was made
from anything else is never found.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from shutil import rmtree

ROOT = Path(__file__).parents[1]  # the folder in which `solver` lies
IMPORTS = re.compile(r"^(?:from|import) (solver[.\w]*)(?: import (\(.*?\)|.*?))?$", re.MULTILINE | re.DOTALL)


def folder_of(file: Path) -> Path | None:
    """Give the folder for what the kernels of a file are translated to; None where nothing may be written.

    It lies beside the file, or else where the user's caches are (NUMBA_CACHE_DIR comes before both). When it is made,
    those of earlier states of the file are removed.
    """
    name = f"{file.stem}.kernels-{digest_of(file)[:16]}"
    return next((place / name for place in _places(file) if _may_be_kept_in(place / name, file)), None)


@cache
def digest_of(file: Path) -> str:
    """Name what the kernels of a file are made from: its content and that of all the solver's files it comes to import."""
    read, ahead = {file: file.read_bytes()}, [file]
    while ahead:
        for other in _imported(read[ahead.pop()].decode()):
            if other not in read:
                read[other] = other.read_bytes()
                ahead.append(other)
    parts = sorted(hashlib.sha256(content).hexdigest() for content in read.values())
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def _imported(text: str) -> Iterator[Path]:
    """Give the solver's files a text imports: modules it names, and those it takes out of a package."""
    for module, names in IMPORTS.findall(text):
        place = ROOT.joinpath(*module.split("."))
        inside = [place / f"{name}.py" for name in re.findall(r"\w+", names)]
        yield from (found for found in (place.with_suffix(".py"), place / "__init__.py", *inside) if found.is_file())


def _places(file: Path) -> Iterator[Path]:
    """Give the places that keep machine code of a file, the best first."""
    above = file.parent.relative_to(file.anchor)
    if told := os.environ.get("NUMBA_CACHE_DIR"):
        yield Path(told) / above
    yield file.parent / "__pycache__"
    try:
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fenliu" / above
    except RuntimeError:  # a user without a home
        return


def _may_be_kept_in(folder: Path, file: Path) -> bool:
    """Make a folder where it is not there yet; says whether it may be written."""
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            for old in folder.parent.glob(f"{file.stem}.kernels-*"):
                if old != folder:
                    rmtree(old, ignore_errors=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
