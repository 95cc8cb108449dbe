"""Where simulations begin (推演起点): the office of the database at one instant, or one of files alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from allocator.domain.cases import Filing
from allocator.domain.errors import NotFound
from allocator.domain.facts import CaseInput
from allocator.domain.fieldwork.means import FieldMeans
from allocator.domain.people import Period
from allocator.domain.special_actions import SpecialAction
from allocator.domain.words import Text
from allocator.files.filing_context import FilingContext
from allocator.files.filings import read_filings
from allocator.files.office import read_office
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.indicators.opened_campaigns import opened_in
from allocator.services.staffing.processes import no_process, the_process
from allocator.services.transaction import the_office, the_rulebook
from allocator.simulation.opening import Opening

BANK_DAYS = 365
SHEETS = ("filings.csv", "filings.xlsx")


def live_opening(context: Context) -> Opening:
    """Give the office of the database as it stands now; what comes in will be like the filings of the last twelve months.

    Raises NotFound without an office, a rulebook in force or a process.
    """
    with context.database.reading() as uow, uow.for_the_office():
        bare = _without_cases(uow, context)
        today = context.today(bare.office)
        since = today - timedelta(days=BANK_DAYS)
        recent = (case.input for case in uow.cases.all() if since < case.input.filing.filed_on <= today)
        moved = uow.books.moved(today, bare.rulebook)
        return replace(bare, stock=tuple(uow.cases.open()), bank=tuple(recent), moved=moved)


def opening_without_cases(context: Context) -> Opening:
    """Give the office as it stands with no case of it, only when one changed last: enough to see if a question can be asked."""
    with context.database.reading() as uow, uow.for_the_office():
        return replace(_without_cases(uow, context), changed=uow.past.last_change())


def _without_cases(uow: UnitOfWork, context: Context) -> Opening:
    office = the_office(uow)
    rulebook = the_rulebook(uow, context.today(office))
    actions = tuple(_actions(uow, context.today(office)))
    means = FieldMeans(uow.means.resources(), uow.means.engagements(), uow.means.closures())
    return Opening(office, rulebook, the_process(uow, rulebook), actions=actions, means=means)


def _actions(uow: UnitOfWork, today: date) -> Iterator[SpecialAction]:
    """Walk the special actions that take people's time today or later, each to the last day on which it does."""
    for one in opened_in(uow):
        if one.last >= max(today, one.action.window.first):
            yield replace(one.action, window=Period(one.action.window.first, one.last))


def open_folder(folder: Path, sheet: tuple[str, bytes] | None, today: date) -> Opening:
    """Give the office of a folder with a sheet of its filings: nothing is open yet, and what comes in will be like them.

    The sheet is given by name and content; without one it is looked for in the folder. Raises NotFound or BadInput with
    every fault of the files.
    """
    found = read_office(folder, today)
    if found.process is None:
        raise no_process()
    name, data = sheet or _sheet_of(folder)
    read = read_filings(name, data, FilingContext(found.office, found.rulebook, today))
    read.check()
    bank = tuple(_inputs(read.filings))
    return Opening(found.office, found.rulebook, found.process, (), bank, means=found.fieldwork.means)


def _sheet_of(folder: Path) -> tuple[str, bytes]:
    for name in SHEETS:
        if (folder / name).is_file():
            return name, (folder / name).read_bytes()
    raise NotFound(
        Text(f"没有“{folder}”的收案登记表。", f'There is no sheet of filings for "{folder}".'),
        Text("请用 --filings 指定过去一年的收案文件。", "Name one of the last year with --filings."),
        code="filings-missing",
    )


def _inputs(filings: Sequence[Filing]) -> Iterator[CaseInput]:
    """Give filings as triage sees them: of a series all but the first are tied to an earlier one."""
    seen: set[str] = set()
    for filing in filings:
        yield CaseInput(filing, filing.series in seen)
        seen.update([filing.series] if filing.series else [])
