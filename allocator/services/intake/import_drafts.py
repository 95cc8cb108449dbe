"""A file of filings on its way in (导入草稿): kept with every correction until it is imported, once, whole or not at all.

Whatever happens in between, a reload, a lost session, a second tab, loses nothing; nobody but its owner sees it.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.files.amounts import UNITS
from allocator.files.corrections import ColumnChoice, Corrections
from allocator.files.docket_check import against_docket
from allocator.files.filing_fields import FieldNames
from allocator.files.filings import FilingSheet, read_filings
from allocator.persistence.import_drafts import ImportDraft, draft_changed
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.bulk import much_at_once
from allocator.services.context import Context
from allocator.services.intake.filings import check_may_restrict, filing_context, settle
from allocator.services.intake.import_errors import (
    cell_too_long,
    imported_already,
    no_such_draft,
    no_table,
    not_there,
    still_faulty,
    too_many,
)
from allocator.services.transaction import the_office, the_rulebook, writing

KEPT_FOR = timedelta(days=7)
MOST_KEPT = 20
LONGEST_CELL = 2000

_read: dict[tuple[object, ...], FilingSheet] = {}
_KEPT, _LARGEST_KEPT = 4, 10_000


@dataclass(frozen=True, slots=True)
class Look:
    """A draft as it stands (导入预览): its sheet as corrected and held against the docket, and what a column may be.

    Of one that was imported the sheet is empty; what became of it stands in `draft.done`.
    """

    draft: ImportDraft
    said: Corrections
    sheet: FilingSheet
    fields: tuple[FieldNames, ...]

    @property
    def new(self) -> int:
        """Count the rows that an import would take."""
        return sum(1 for row in self.sheet.rows if row.filing is not None and row.status != "unchanged")


def keep_file(context: Context, name: str, data: bytes, *, may_restrict: bool = False) -> ImportDraft:
    """Keep a file to look at before it is imported; the same file again is the draft there is.

    Raises BadInput for what cannot be read as a table with rows, Conflict for somebody who keeps too many already. What
    nobody has touched for seven days is let go of.
    """
    with context.database.reading() as uow:
        office, rulebook = _present(uow, context)
    sheet = read_filings(name, data, filing_context(context, office, rulebook))
    if sheet.table is None or not sheet.table.rows:
        raise no_table(sheet)
    check_may_restrict(sheet, may_restrict=may_restrict)
    with writing(context) as (uow, here):
        uow.import_drafts.forget(here.now() - KEPT_FOR)
        kept = uow.import_drafts.of(here.actor)
        known = next((one for one in kept if one.digest == sheet.digest), None)
        if known is None and len(kept) >= MOST_KEPT:
            raise too_many(len(kept))
        draft = known or _added(uow, here, sheet, data)
        uow.commit()
    return draft


def _added(uow: UnitOfWork, here: Context, sheet: FilingSheet, data: bytes) -> ImportDraft:
    now, rows = here.now(), len(sheet.table.rows) if sheet.table else 0
    draft = ImportDraft(uuid.uuid4().hex, 1, here.actor, sheet.name, sheet.digest, rows, {}, None, now, now)
    uow.import_drafts.add(draft, data)
    return draft


def kept_files(context: Context) -> tuple[ImportDraft, ...]:
    """List what one has brought and not imported yet, the latest first."""
    with context.database.reading() as uow:
        since = context.now() - KEPT_FOR
        return tuple(draft for draft in uow.import_drafts.of(context.actor) if draft.changed_at >= since)


def look_at(context: Context, key: str) -> Look:
    """Give a draft as it stands now; raises NotFound for one there is not, or that is another's."""
    with context.database.reading() as uow:
        draft = _own(uow, context, key)
        return _look(uow, context, draft)


def _look(uow: UnitOfWork, context: Context, draft: ImportDraft) -> Look:
    office, rulebook = _present(uow, context)
    fields = filing_context(context, office, rulebook).fields
    said = Corrections.read(draft.said)
    if draft.done is not None:
        return Look(draft, said, FilingSheet(draft.name, draft.digest), fields)
    sheet = _sheet(uow, context, draft, office, rulebook)
    known = uow.cases.existing([filing.case_no for filing in sheet.filings])
    return Look(draft, said, against_docket(sheet, known), fields)


def correct(
    context: Context,
    key: str,
    cells: Mapping[tuple[int, int], str],
    leave: Collection[int] = (),
    take_back: Collection[int] = (),
) -> ImportDraft:
    """Put cells of a draft right, leave rows out or take them back in; said twice it is the same.

    Raises NotFound, Conflict once it is imported, BadInput for a row or column that the file does not have.
    """
    with writing(context) as (uow, here):
        draft = _open(uow, here, key)
        look = _look(uow, here, draft)
        _check_places(look, cells, {*leave, *take_back})
        brought = {row.number: row.cells for row in look.sheet.brought.rows} if look.sheet.brought else {}
        said = {**look.said.cells, **cells}
        other = {at: text for at, text in said.items() if text != brought[at[0]][at[1]]}
        left_out = (look.said.left_out | {*leave}) - {*take_back}
        saved = _said(uow, here, draft, replace(look.said, cells=other, left_out=frozenset(left_out)))
        uow.commit()
    return saved


def leave_faulty(context: Context, key: str, expected: int) -> ImportDraft:
    """Leave out every row that has a fault, as it was shown at a version, so that the rest can go in; raises Stale."""
    with writing(context) as (uow, here):
        draft = _open(uow, here, key)
        _check_version(draft, expected)
        look = _look(uow, here, draft)
        faulty = {row.row for row in look.sheet.rows if row.status == "error"}
        saved = _said(uow, here, draft, replace(look.said, left_out=look.said.left_out | faulty))
        uow.commit()
    return saved


def choose_columns(context: Context, key: str, chosen: Mapping[int, ColumnChoice], expected: int) -> ImportDraft:
    """Say of columns which fields they are and in which unit, as a whole list that was shown at a version.

    What is as it was read anyway is not said; a field goes to the column that is given it now. Raises as `correct`
    does, and Stale when somebody chose meanwhile.
    """
    with writing(context) as (uow, here):
        draft = _open(uow, here, key)
        _check_version(draft, expected)
        look = _look(uow, here, draft)
        _check_columns(look, chosen)
        money = {field.id for field in look.fields if field.money}
        said = {at: one if one.field in money else ColumnChoice(one.field) for at, one in chosen.items()}
        shown = {column.place: ColumnChoice(column.field, column.unit) for column in look.sheet.mapping.columns}
        fresh = {at: one for at, one in said.items() if one != shown[at]}
        taken = {one.field for one in fresh.values() if one.field}
        kept = {at: _unless_taken(one, taken) for at, one in look.said.columns.items()}
        saved = _said(uow, here, draft, replace(look.said, columns={**kept, **fresh}))
        uow.commit()
    return saved


def _unless_taken(said: ColumnChoice, taken: Collection[str | None]) -> ColumnChoice:
    return ColumnChoice(None) if said.field in taken else said


@much_at_once()
def import_draft(context: Context, key: str, expected: int, *, may_restrict: bool = False) -> ImportDraft:
    """Import a draft whole and give it with what that did; one that was imported answers as before.

    Raises Stale when it is not as it was shown, BadInput while a row has a fault, NotAllowed for one that restricts cases
    unless whoever imports it may; then nothing is imported.
    """
    with writing(context) as (uow, here):
        draft = _own(uow, here, key)
        if draft.done is not None:
            return draft
        _check_version(draft, expected)
        office, rulebook = _present(uow, here)
        sheet = _sheet(uow, here, draft, office, rulebook)
        check_may_restrict(sheet, may_restrict=may_restrict)
        report = settle(uow, here, sheet, office, rulebook, apply=True)
        if report.errors:
            raise still_faulty(report.errors)
        counts = report.sheet.counts()
        skipped = counts["skipped"] + counts["unchanged"]
        done = {"created": report.created, "skipped": skipped, "at": here.now().isoformat()}
        saved = uow.import_drafts.save(replace(draft, said={}, done=done, changed_at=here.now()))
        uow.commit()
    return saved


def discard(context: Context, key: str) -> None:
    """Let go of a draft; nothing of it is on the docket unless it was imported. Raises NotFound."""
    with writing(context) as (uow, here):
        uow.import_drafts.remove(_own(uow, here, key).id)
        uow.commit()


def _present(uow: UnitOfWork, context: Context) -> tuple[Office, Rulebook]:
    office = the_office(uow)
    return office, the_rulebook(uow, context.today(office))


def _own(uow: UnitOfWork, context: Context, key: str) -> ImportDraft:
    draft = uow.import_drafts.find(key, context.actor)
    if draft is None or draft.changed_at < context.now() - KEPT_FOR:
        raise no_such_draft()
    return draft


def _open(uow: UnitOfWork, context: Context, key: str) -> ImportDraft:
    draft = _own(uow, context, key)
    if draft.done is not None:
        raise imported_already()
    return draft


def _check_version(draft: ImportDraft, expected: int) -> None:
    if draft.version != expected:
        raise draft_changed()


def _said(uow: UnitOfWork, here: Context, draft: ImportDraft, said: Corrections) -> ImportDraft:
    document = said.as_dict()
    if document == {**Corrections().as_dict(), **draft.said}:
        return draft
    return uow.import_drafts.save(replace(draft, said=document, changed_at=here.now()))


def _sheet(uow: UnitOfWork, context: Context, draft: ImportDraft, office: Office, rulebook: Rulebook) -> FilingSheet:
    """Read the file of a draft as corrected; the last few are remembered, for a page is asked for again and again."""
    today: date = context.today(office)
    key = (context.database.url, draft.id, draft.version, office.digest, rulebook.digest, today)
    found = _read.get(key)
    if found is None:
        content, said = uow.import_drafts.content(draft.id) or b"", Corrections.read(draft.said)
        found = read_filings(draft.name, content, filing_context(context, office, rulebook), said)
        if len(found.rows) <= _LARGEST_KEPT:
            _remember(key, found)
    return found


def _remember(key: tuple[object, ...], sheet: FilingSheet) -> None:
    for old in list(_read)[: max(0, len(_read) - _KEPT + 1)]:
        _read.pop(old, None)
    _read[key] = sheet


def _check_places(look: Look, cells: Mapping[tuple[int, int], str], rows: Collection[int]) -> None:
    table = look.sheet.brought
    numbers = {row.number for row in table.rows} if table else set()
    width = len(table.header) if table else 0
    asked = {number for number, _ in cells} | {*rows}
    if asked - numbers or any(not 0 <= place < width for _, place in cells):
        raise not_there()
    if any(len(text) > LONGEST_CELL for text in cells.values()):
        raise cell_too_long(LONGEST_CELL)


def _check_columns(look: Look, chosen: Mapping[int, ColumnChoice]) -> None:
    places = {column.place for column in look.sheet.mapping.columns}
    names = {field.id for field in look.fields} | {None}
    said = chosen.values()
    if {*chosen} - places or any(one.field not in names or one.unit not in (None, *UNITS) for one in said):
        raise not_there()
