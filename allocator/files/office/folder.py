"""An office as a folder of files (机构文件夹): read whole, checked whole, and only then handed on."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from allocator.domain.calendar import Correction
from allocator.domain.errors import BadInput, NotFound
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.reading import VERSIONS_KEPT, rulebook_of
from allocator.domain.rulebook.section import Section
from allocator.domain.scenarios.process import Process
from allocator.domain.words import Text
from allocator.files.faults import Fault
from allocator.files.office import columns as forms
from allocator.files.office.bureau import BureauFile, read_bureau
from allocator.files.office.checks import check_tables
from allocator.files.office.columns import TableForm
from allocator.files.office.corrections import read_corrections
from allocator.files.office.field import FieldFiles, build_field, check_errands, known_in_folder
from allocator.files.office.findings import Findings
from allocator.files.office.own_scenarios import read_scenario_files
from allocator.files.office.pairs import fitting_wishes
from allocator.files.office.process import read_process_file
from allocator.files.office.sheet import Rows, read_rows
from allocator.files.office.tables import Builder, Built, OfficeTables, T, known_names
from allocator.files.office.teams import check_bureau
from allocator.files.office.toml import note_error, open_toml, values_of

RULEBOOK = "rulebook.toml"


@dataclass(frozen=True)
class OfficeFolder:
    """What a folder says (机构文件夹): the office, its rulebook, its field work, and what its owner should know (`warnings`).

    `process` is how its cases are handled, with the text of that file; None where the folder does not say it.
    `scenario_files` are its own scenarios by name and text.
    """

    office: Office
    rulebook: Rulebook
    warnings: tuple[Fault, ...] = ()
    fieldwork: FieldFiles = field(default_factory=FieldFiles)
    process: Process | None = None
    process_text: str = ""
    scenario_files: tuple[tuple[str, str], ...] = ()


def read_office(folder: Path, today: date | None = None) -> OfficeFolder:
    """Read the folder of an office; `today` is the day as of which dates are looked at.

    Needed are bureau.toml, people.csv and rulebook.toml; the other tables and process.toml may be absent. Tables may be CSV (UTF-8,
    GB18030) or XLSX, with English or Chinese headers in any order. Raises NotFound when there is no such folder and
    BadInput with all faults of all files, each with file, row, field, text and remedy.
    """
    if not folder.is_dir():
        raise NotFound(
            Text(f"没有文件夹“{folder}”。", f'There is no folder "{folder}".'),
            Text("请给出含 bureau.toml 的文件夹。", "Name a folder that holds bureau.toml."),
            code="folder-not-found",
        )
    findings = Findings()
    found = _read(folder, today or date.today(), findings)  # noqa: DTZ011 - an office's day is the local one
    process, text = read_process_file(folder, found[1] if found else None, findings)
    scenarios = read_scenario_files(folder, findings)
    findings.stop_if_faulty(folder.resolve().name)
    if found is None:
        raise AssertionError("a folder that cannot be read has faults")
    return OfficeFolder(found[0], found[1], findings.warnings, found[2], process, text, scenarios)


def _read(folder: Path, today: date, findings: Findings) -> tuple[Office, Rulebook, FieldFiles] | None:
    file = read_bureau(folder, findings)
    rulebook, rules = _read_rulebook(folder, findings)
    rows = {form.stem: read_rows(folder, form, findings) for form in forms.FORMS}
    known = known_names(rules, file.teams if file else None, rows["people"], rows["towns"])
    tables = _built(rows, Builder(known))
    check_tables(tables, rulebook, today, findings)
    if file is not None:
        check_bureau(file, tables, known, rulebook, today, findings)
    fieldwork, errands = build_field(rows, known_in_folder(known, rules, rows, findings), today)
    corrections = read_corrections(rows["calendar"])
    if file is None or rulebook is None:
        return None
    office = _office(file, tables, rulebook, corrections)
    check_errands(errands, rulebook.errands, office.calendar, findings)
    return office, rulebook, fieldwork


def _read_rulebook(folder: Path, findings: Findings) -> tuple[Rulebook | None, Section | None]:
    """Read the rulebook; a faulty one is None, but the names it declares are still known from its sections."""
    opened = open_toml(folder / RULEBOOK, findings)
    if opened is None:
        return None, None
    text, section = opened
    try:
        return _rulebook_in(text), section
    except BadInput as error:
        note_error(RULEBOOK, text, error, findings)
        return None, section


@lru_cache(maxsize=VERSIONS_KEPT)
def _rulebook_in(text: str) -> Rulebook:
    """Read the rulebook of a folder; kept, for a change to the office reads the folder twice, and its rules are the same."""
    return rulebook_of(values_of(text))


def _built(rows: dict[str, Rows], builder: Builder) -> OfficeTables:
    def of(form: TableForm) -> Rows:
        return rows[form.stem]

    return OfficeTables(
        people=of(forms.PEOPLE).built(builder.officer),
        pairings=of(forms.PAIRINGS).built(builder.pairing),
        preferences=of(forms.PREFERENCES).built(builder.preference),
        absences=of(forms.ABSENCES).built(builder.absence),
        reductions=of(forms.REDUCTIONS).built(builder.reduction),
        recusals=of(forms.RECUSALS).built(builder.recusal),
        vehicles=of(forms.VEHICLES).built(builder.vehicle),
        towns=of(forms.TOWNS).built(builder.town),
        town_minutes=of(forms.TOWN_MINUTES).built(builder.drive),
    )


def _office(file: BureauFile, tables: OfficeTables, rulebook: Rulebook, corrections: tuple[Correction, ...]) -> Office:
    return Office(
        bureau=file.bureau,
        teams=file.teams,
        officers=_values(tables.people),
        pairings=_values(tables.pairings),
        absences=_values(tables.absences),
        reductions=_values(tables.reductions),
        recusals=_values(tables.recusals),
        vehicles=_values(tables.vehicles),
        towns=_values(tables.towns),
        town_minutes=_values(tables.town_minutes),
        calendar=file.calendar.corrected(corrections),
        preferences=fitting_wishes(tables, rulebook),
        corrections=corrections,
    )


def _values(rows: Built[T]) -> tuple[T, ...]:
    return tuple(value for _, value in rows)
