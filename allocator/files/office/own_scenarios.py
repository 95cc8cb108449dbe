"""scenarios/*.toml: the office's own questions, offered as starting points; what they say is read when they are asked."""

from pathlib import Path

from allocator.files.office.findings import Findings
from allocator.files.office.toml import read_text, toml_of

FOLDER = "scenarios"


def read_scenario_files(folder: Path, findings: Findings) -> tuple[tuple[str, str], ...]:
    """Give the name and text of each scenario file of a folder; one that is no TOML in UTF-8 is a fault of the folder.

    Whom and what it names is not looked at: people leave and rules change, and a file of last year may be kept.
    """
    texts = ((file, read_text(file, findings)) for file in sorted((folder / FOLDER).glob("*.toml")))
    known = [(file, text) for file, text in texts if text is not None]
    return tuple((file.name, text) for file, text in known if toml_of(f"{FOLDER}/{file.name}", text, findings))
