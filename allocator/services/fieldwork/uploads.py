"""Tables that were sent (上传的表格), as files for those who read tables from files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ENDINGS = (".csv", ".xlsx")


@contextmanager
def as_file(stem: str, name: str, data: bytes) -> Iterator[Path]:
    """Give what was sent as a file of ours for a while: of its name only the ending counts, CSV where it has none we know."""
    ending = Path(name).suffix.lower()
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{stem}{ending if ending in ENDINGS else ENDINGS[0]}"
        file.write_bytes(data)
        yield file
