"""Single changes of the office (单项变更): a row of its folder's tables at a time, checked by all that checks the folder.

The office as it stands is laid out as its folder, the row is changed there, and the whole is read again. So what a clerk
changes here obeys exactly what a folder obeys, and the folder that is exported afterwards is the office as it stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from allocator.domain.canonical import plain
from allocator.domain.difference import Change, describe
from allocator.domain.errors import BadInput, Conflict, Stale
from allocator.domain.office import Office
from allocator.domain.words import Count, Text
from allocator.files.office import OfficeFolder, read_office
from allocator.files.office.corrections import LONGEST_REASON
from allocator.files.office.editing import RowChange, changed, check_table
from allocator.files.office.field import FieldFiles
from allocator.files.office.tables import TELLS_TOO_MUCH
from allocator.files.office.writing import Sheets, sheets_of
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.fieldwork.loading import check_served, load_means
from allocator.services.office.office_effects import Means, Touched, touched_by
from allocator.services.office.office_keeping import as_filed, keep_changes
from allocator.services.staffing.processes import process_text
from allocator.services.transaction import the_rulebook, writing

CALENDAR = "calendar"
SAY_THEMSELVES = {"absences", "engagements"}
"""Tables whose rows say why by a code of their own, and must say no more: nobody asks for another reason."""
NEEDED = {"absences": "absences:write", "engagements": "field:write"}
"""What it takes to change these tables, which a supervisor keeps; every other one is an administrator's."""
NO_PLACE = {"file": None, "row": None}
OF_PEOPLE = {"people", "pairings", "preferences", "absences", "reductions", "recusals"}


@dataclass(frozen=True, slots=True)
class OfficeChanged:
    """What a change does (变更结果): each difference, what it touches, warnings, and the office's version after it."""

    version: int
    changes: tuple[Change, ...]
    touched: tuple[Touched, ...]
    warnings: tuple[dict[str, object], ...]


def change_office(
    context: Context, wanted: Sequence[RowChange], expected: int | None, because: str = "", *, dry_run: bool = False
) -> OfficeChanged:
    """Change rows of the office, all or none, on the version they were decided on; `dry_run` only tells what would be.

    Raises Stale when the office changed meanwhile, BadInput with every fault the folder would have, NotFound for a row
    there is not, and Conflict where the change is none or takes away what published trips serve.
    """
    _check_because(wanted, because)
    with writing(context) as (uow, here):
        before = as_filed(uow)
        _check_version(uow, expected)
        day = here.today(before)
        found = _reread(uow, before, _signed(wanted, because, here.actor), day)
        check_served(uow, day, found.office, found.rulebook)
        was = Means(before, uow.means.engagements())
        changes = (*describe(before, found.office), *load_means(uow, found.fieldwork))
        _check_any(changes)
        body = {"rulebook": found.rulebook.digest, "because": because.strip()}
        keep_changes(uow, here, found.office, changes, body)
        touched = touched_by(uow, was, Means(found.office, uow.means.engagements()), day)
        version = uow.office.version()
        if not dry_run:
            uow.commit()
    return OfficeChanged(version, changes, touched, tuple(fault.as_dict() for fault in found.warnings))


def export_office(context: Context, folder: Path) -> int:
    """Write the office out as a folder that loads as it stands (导出机构目录); gives its version.

    Raises Conflict for a folder that holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Conflict(
            Text(f"“{folder}”不是空目录。", f'"{folder}" is not empty.'),
            Text("请另给一个空目录，以免混入旧表。", "Name an empty one, so that no old table is mixed in."),
            code="folder-not-empty",
        )
    with context.database.reading() as uow:
        office = as_filed(uow)
        _sheets(uow, office, context.today(office)).write(folder)
        return uow.office.version()


@dataclass(frozen=True, slots=True)
class OfficeSheets:
    """The tables of the office as they are changed (机构表): rows of cells by table, and the version they are of."""

    office: Office
    today: date
    version: int
    tables: Mapping[str, tuple[dict[str, str], ...]]

    def table(self, name: str) -> tuple[dict[str, str], ...]:
        """Give the rows of a table; raises NotFound for one there is not."""
        check_table(name)
        return self.tables[name]


def read_sheets(context: Context) -> OfficeSheets:
    """Give the office's tables as a change names their rows."""
    with context.database.reading() as uow:
        office = as_filed(uow)
        today = context.today(office)
        return OfficeSheets(office, today, uow.office.version(), _sheets(uow, office, today).tables)


def needed_for(table: str) -> str:
    """Name the permission it takes to change a table (所需权限); raises NotFound for a table there is not."""
    check_table(table)
    return NEEDED.get(table, "office:write")


def changed_view(found: OfficeChanged, *, dry_run: bool) -> dict[str, Any]:
    """Show what a change did, or would do."""
    return {
        "version": found.version,
        "dry_run": dry_run,
        "changes": [plain(change) for change in found.changes],
        "touched": [one.as_dict() for one in found.touched],
        "warnings": list(found.warnings),
    }


def _sheets(uow: UnitOfWork, office: Office, day: date) -> Sheets:
    means = FieldFiles(uow.means.resources(), uow.means.engagements(only_filed=True), uow.means.closures())
    return sheets_of(office, means, uow.rulebooks.text_of(the_rulebook(uow, day).digest), process_text(uow))


def _reread(uow: UnitOfWork, office: Office, wanted: Sequence[RowChange], day: date) -> OfficeFolder:
    """Read the changed folder with its new warnings; the calendar stays as it was loaded unless a correction is among the changes."""
    sheets = _sheets(uow, office, day)
    with TemporaryDirectory() as place:
        before = _read_back(sheets, Path(place) / "before" / office.bureau.code, day)
        found = _changed(sheets, wanted, Path(place) / office.bureau.code, day)
    known = {(warning.code, warning.en) for warning in before.warnings}
    new = tuple(warning for warning in found.warnings if (warning.code, warning.en) not in known)
    corrected = any(change.table == CALENDAR for change in wanted)
    calendar = found.office.calendar if corrected else office.calendar
    return replace(found, warnings=new, office=replace(found.office, calendar=calendar))


def _changed(sheets: Sheets, wanted: Sequence[RowChange], folder: Path, day: date) -> OfficeFolder:
    """Read the folder as changed; what is wrong is told of the change, for nobody who asked for it has the folder in hand."""
    try:
        return _read_back(changed(sheets, wanted), folder, day)
    except BadInput as error:
        if error.code != "office-faulty":
            raise
        ours = {f"{change.table}.csv" for change in wanted}
        faults = [{**fault, **NO_PLACE} if fault.get("file") in ours else fault for fault in error.faults]
        raise BadInput(
            Text(
                f"这项更改有 {len(faults)} 处不成立，未作任何改动。",
                f"The change has {Count(len(faults)):fault|faults}; nothing was changed.",
            ),
            Text("请按下列各处更正。", "Correct each of these."),
            code=error.code,
            faults=faults,
        ) from error


def _read_back(sheets: Sheets, folder: Path, day: date) -> OfficeFolder:
    sheets.write(folder)
    return read_office(folder, day)


def _signed(wanted: Sequence[RowChange], because: str, actor: str) -> list[RowChange]:
    """Put reason and name to corrections of the calendar, which keep them."""
    return [
        replace(change, cells={**change.cells, "because": because.strip(), "by": actor})
        if change.table == CALENDAR and change.cells is not None
        else change
        for change in wanted
    ]


def _check_because(wanted: Sequence[RowChange], because: str) -> None:
    tables = {change.table for change in wanted}
    if tables <= SAY_THEMSELVES and not because:
        return
    if not because.strip() or len(because) > LONGEST_REASON:
        raise _wrong(Text("须写明事由。", "A reason is needed."), Text("一两句话即可。", "A sentence will do."))
    if tables & OF_PEOPLE and TELLS_TOO_MUCH.search(because):
        raise _wrong(
            Text(
                "事由涉及健康或能力，不得记载。", "The reason speaks of health or ability, which must not be recorded."
            ),
            Text("只写依据，如调令文号。", "Name what it rests on, such as the order."),
        )


def _wrong(text: Text, remedy: Text) -> BadInput:
    fault: dict[str, object] = {"field": "because", "text": text.as_dict(), "remedy": remedy.as_dict()}
    return BadInput(text, remedy, code="office-because", faults=[fault])


def _check_version(uow: UnitOfWork, expected: int | None) -> None:
    now = uow.office.version()
    if expected is not None and expected != now:
        raise Stale(
            Text("机构资料已被他人更改。", "The office was changed by somebody else meanwhile."),
            Text("请刷新后按当前资料再改。", "Look at it as it is now, then change it."),
            code="office-stale",
            facts={"version": now},
        )


def _check_any(changes: Sequence[Change]) -> None:
    if not changes:
        raise Conflict(
            Text("没有任何变化。", "Nothing would change."),
            Text("资料已是如此。", "The office says so already."),
            code="office-same",
        )
