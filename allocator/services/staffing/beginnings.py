"""Where simulations begin (推演起点): the office of the database at one instant, or one of files alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from allocator.domain.errors import NotFound
from allocator.domain.facts import CaseInput
from allocator.domain.fieldwork.means import FieldMeans
from allocator.domain.people import Period
from allocator.domain.special_actions import SpecialAction
from allocator.domain.words import Text
from allocator.files.filings import read_filings
from allocator.files.office import OfficeFolder, read_office
from allocator.files.stock import NO_STOCK, Stock, inputs_of
from allocator.files.stock_columns import StockContext
from allocator.persistence.clock_lists import Wanted
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context, day_of
from allocator.services.indicators.opened_campaigns import opened_in
from allocator.services.office.office_changes import export_office
from allocator.services.staffing.processes import no_process, the_process
from allocator.services.staffing.stock_files import FILINGS, STOCKS, Named, stock_of, stock_sheets
from allocator.services.transaction import the_office, the_rulebook
from allocator.simulation.opening import Opening

BANK_DAYS = 365


def live_opening(context: Context) -> Opening:
    """Give the office of the database as it stands now; what comes in will be like the filings of the last twelve months.

    Raises NotFound without an office, a rulebook in force or a process.
    """
    with context.database.reading() as uow, uow.for_the_office():
        bare = _without_cases(uow, context)
        today = context.today(bare.office)
        since = today - timedelta(days=BANK_DAYS)
        recent = (case.input for case in uow.cases.all() if since < case.input.filing.filed_on <= today)
        moved, stopped = uow.books.moved(today, bare.rulebook), _stopped(uow, bare.process.limit, today)
        return replace(bare, stock=tuple(uow.cases.open()), bank=tuple(recent), moved=moved, stopped=stopped)


def _stopped(uow: UnitOfWork, limit: str, today: date) -> dict[str, int]:
    """Give by case number for how many days the clock of the limit has stood still until today (扣除期间)."""
    running = uow.clocks.open_on(Wanted(today, {limit: today}))
    days = {case: clock.stopped for case, clock in running if clock.stopped}
    numbers = uow.clocks.numbers(days)
    return {numbers[case]: stopped for case, stopped in days.items()}


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


def open_folder(folder: Path, sheet: Named | None, now: datetime, stock: Named | None = None) -> Opening:
    """Give the office of a folder with a sheet of its filings: what comes in will be like them.

    Open are the cases of a sheet of them (`stock`, else stock.csv of the folder), none where there is no such sheet; special
    actions that are opened stand in no folder. `now` is an instant: the day is the office's own. Raises NotFound or BadInput
    with every fault of the files.
    """
    found = read_office(folder, now.date())
    if found.process is None:
        raise no_process()
    context = StockContext(found.office, found.rulebook, day_of(found.office, now), found.process)
    named = stock or _within(folder, STOCKS)
    bank = inputs_of(read_filings(*(sheet or _sheet_of(folder)), context.past), context.past)
    open_now = stock_of(named, context) if named else NO_STOCK
    return _opened(found, bank, open_now)


def _opened(found: OfficeFolder, bank: tuple[CaseInput, ...], stock: Stock) -> Opening:
    if found.process is None:
        raise no_process()
    return Opening(
        found.office,
        found.rulebook,
        found.process,
        stock.cases,
        bank,
        moved=stock.moved,
        means=found.fieldwork.means,
        reached=stock.reached,
        stopped=stock.stopped,
    )


def _sheet_of(folder: Path) -> Named:
    found = _within(folder, FILINGS)
    if found is not None:
        return found
    raise NotFound(
        Text(f"没有“{folder}”的收案登记表。", f'There is no sheet of filings for "{folder}".'),
        Text("请用 --filings 指定过去一年的收案文件。", "Name one of the last year with --filings."),
        code="filings-missing",
    )


def _within(folder: Path, names: tuple[str, ...]) -> Named | None:
    """Give the first of some sheets that lies in a folder."""
    return next(((name, (folder / name).read_bytes()) for name in names if (folder / name).is_file()), None)


def export_with_stock(context: Context, folder: Path) -> tuple[int, int, int]:
    """Write an office's folder with its open cases and the filings of a year (导出存量); gives version, and how many of each.

    Played from the folder, they give what the database gives; those not everybody may know of are marked in it. Raises
    BadInput with each case that could not be read again, and then writes nothing.
    """
    opening, hidden = live_opening(context), _hidden(context)
    known = StockContext(opening.office, opening.rulebook, context.today(opening.office), opening.process)
    sheets = stock_sheets(opening, hidden, known)
    version = export_office(context, folder)
    for name, data in sheets.items():
        (folder / name).write_bytes(data)
    return version, len(opening.stock), len(opening.bank)


def _hidden(context: Context) -> frozenset[str]:
    """Give the numbers of the restricted cases."""
    with context.database.reading() as uow, uow.for_the_office():
        return uow.restrictions.hiding(one.case_id for one in uow.restrictions.all()).numbers
