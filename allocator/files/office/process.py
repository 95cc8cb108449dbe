"""process.toml: how a case goes from desk to desk; an office may go without, and then nothing can be simulated."""

from pathlib import Path

from allocator.domain.errors import BadInput
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.scenarios.process import Process
from allocator.domain.scenarios.process_reading import process_of
from allocator.files.office.findings import Findings
from allocator.files.office.toml import note_error, open_toml

FILE = "process.toml"


def read_process_file(folder: Path, rulebook: Rulebook | None, findings: Findings) -> tuple[Process | None, str]:
    """Read the process of a folder and give it with its text; None and "" where there is none or it is faulty.

    Every fault is noted with its line. Without a rulebook nothing can be said of it.
    """
    opened = open_toml(folder / FILE, findings) if (folder / FILE).is_file() and rulebook is not None else None
    if opened is None or rulebook is None:
        return None, ""
    text, section = opened
    try:
        return process_of(section.values, rulebook), text
    except BadInput as error:
        note_error(FILE, text, error, findings)
        return None, ""
