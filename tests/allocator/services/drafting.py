"""Plans as the office would tell of them: a day's cases, a draft, an office that changes."""

import shutil
from collections.abc import Callable
from pathlib import Path

from allocator.domain.docket import Case
from allocator.services.context import Context
from allocator.services.intake.filings import file_case
from allocator.services.office.offices import LoadReport, load_office
from allocator.services.plans.plans import Draft, read_draft
from allocator.services.run_kinds import run_now
from fixtures.guyang_month import GUYANG
from tests.allocator.services.stories import a_complex_filing, a_debtor, a_filing

Edit = Callable[[str], str]


def some_cases(context: Context, count: int = 8) -> tuple[Case, ...]:
    """File some cases of different debtors, every other one complex."""
    kinds = (a_filing, a_complex_filing)
    return tuple(file_case(context, kinds[n % 2](n, a_debtor(f"债务人{n}"))) for n in range(1, count + 1))


def a_draft(context: Context) -> Draft:
    """Draft a plan for all that waits; the seconds are far more than it takes, so that a busy machine drafts the same."""
    return read_draft(context, run_now(context, "allocate", {"seconds": 20}).id)


def reload(context: Context, tmp_path: Path, **edits: Edit) -> LoadReport:
    """Load Guyang's folder again with some files edited (name without ending)."""
    folder = tmp_path / "altered"
    if not folder.exists():
        shutil.copytree(GUYANG, folder)
    for name, edit in edits.items():
        path = next(folder.glob(f"{name}.*"))
        before = path.read_text(encoding="utf-8")
        after = edit(before)
        assert after != before
        path.write_text(after, encoding="utf-8")
    return load_office(context, folder)


def swap(old: str, new: str) -> Edit:
    """Write one place of a file differently."""
    return lambda text: text.replace(old, new, 1)


def add(*rows: str) -> Edit:
    """Add rows at the end of a table."""
    return lambda text: text.rstrip("\n") + "\n" + "".join(f"{row}\n" for row in rows)


def away(first: str, last: str, *codes: str) -> Edit:
    """Let people be absent."""
    return add(*(f"{code},{first},{last},leave" for code in codes))


def everybody_away(day: str) -> Edit:
    """Let the whole bureau be absent on a day."""
    return away(day, day, *(f"G{number:02}" for number in range(1, 33)))
