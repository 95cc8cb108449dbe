"""Filings come in (收案): one by the form, many by a file; each is triaged and written down in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from allocator.decisions.triage.relearning import standing_of
from allocator.decisions.triage.triage import Classification, classifier
from allocator.domain.cases import Filing
from allocator.domain.docket import Case
from allocator.domain.errors import BadInput, Conflict, NotAllowed
from allocator.domain.facts import CaseInput, facts_of
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Count, Text, listed
from allocator.files.docket_check import UNCHANGED, against_docket
from allocator.files.faults import Place
from allocator.files.filing_context import FilingContext
from allocator.files.filings import FilingSheet, RowReport, read_filings
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.bulk import much_at_once
from allocator.services.cases.flag_entries import ask_with_filings, with_filing
from allocator.services.cases.restricting import mark
from allocator.services.context import Context
from allocator.services.drawing import open_day
from allocator.services.remembering import keep_office, triage_entry
from allocator.services.transaction import the_office, the_rulebook, writing


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did (导入报告): rows by outcome, every fault by row, and the ids of the new cases.

    `applied` is False for a dry run and whenever a row had an error: an import is whole or nothing.
    """

    sheet: FilingSheet
    applied: bool
    dry_run: bool
    new: tuple[int, ...]
    created: int
    unchanged: int
    faults: tuple[dict[str, Any], ...]

    @property
    def errors(self) -> int:
        """Count the faults that stop the import."""
        return sum(1 for fault in self.faults if fault["severity"] == "error")


def file_case(context: Context, filing: Filing) -> Case:
    """Take in one filing; raises Conflict when its case number is on the docket already."""
    with writing(context) as (uow, here):
        office = the_office(uow)
        rulebook = the_rulebook(uow, here.today(office))
        _check_filing(filing, office, rulebook)
        known = uow.cases.find(filing.case_no)
        if known is not None:
            raise already_filed(known)
        identifier = take_in(uow, here, [filing], office, rulebook)[0]
        case = uow.cases.get(identifier)
        uow.commit()
        return case


def already_filed(known: Case) -> Conflict:
    """Make the error for a case number that is on the docket."""
    return Conflict(
        Text(f"案号 {known.case_no} 已在册。", f"Case {known.case_no} is on the docket already."),
        Text(
            "请核对案号；补充事实请在该案页面登记。",
            "Check the number; what is new of that case is put down on its page.",
        ),
        code="case-exists",
        facts={"id": known.id, "case_no": known.case_no},
    )


def _check_filing(filing: Filing, office: Office, rulebook: Rulebook) -> None:
    faults = [*_kind_faults(filing, rulebook), *_town_faults(filing, office)]
    faults += [
        {"field": f"traits.{name}", "text": Text(f"没有事实“{name}”", f'no such fact "{name}"').as_dict()}
        for name in filing.traits
        if name not in rulebook.facts or not rulebook.facts[name].may_be_unknown
    ]
    if faults:
        raise BadInput(
            Text(f"立案信息有 {len(faults)} 处错误。", f"The filing has {Count(len(faults)):fault|faults}."),
            Text("请逐项更正。", "Correct each of them."),
            code="filing-refused",
            faults=faults,
        )


def _kind_faults(filing: Filing, rulebook: Rulebook) -> list[dict[str, object]]:
    if filing.kind in rulebook.kinds:
        return []
    known = listed(rulebook.kinds)
    text = Text(f"没有案件类型“{filing.kind}”；可用：{known.zh}", f'no kind "{filing.kind}"; use one of: {known.en}')
    return [{"field": "kind", "text": text.as_dict()}]


def _town_faults(filing: Filing, office: Office) -> list[dict[str, object]]:
    if filing.town is None or not office.towns or filing.town in office.town_by_name:
        return []
    known = listed(town.name for town in office.towns)
    text = Text(f"没有乡镇“{filing.town}”；可用：{known.zh}", f'no town "{filing.town}"; use one of: {known.en}')
    return [{"field": "town", "text": text.as_dict()}]


def take_in(
    uow: UnitOfWork, context: Context, filings: Sequence[Filing], office: Office, rulebook: Rulebook
) -> list[int]:
    """Commit the day's draw, classify filings, put them on the docket and write each down; gives the new ids."""
    open_day(uow, context, context.today(office))
    keep_office(uow, office)
    series = uow.cases.in_series(filings)
    inputs = [filed_input(filing, rulebook, tied=tied) for filing, tied in zip(filings, series, strict=True)]
    found = [classifier(rulebook).classify(facts_of(case, office, rulebook)) for case in inputs]
    now = context.now()
    ids = uow.cases.add([(case, standing_of(triage), now) for case, triage in zip(inputs, found, strict=True)])
    _write_down(uow, context, ids, inputs, found, office, rulebook)
    flagged = ((filing.case_no, with_filing(filing, rulebook)) for filing in filings)
    ask_with_filings(uow, context, ((number, *said) for number, said in zip(ids, flagged, strict=True)))
    return ids


def filed_input(filing: Filing, rulebook: Rulebook, *, tied: bool) -> CaseInput:
    """Give what triage sees of a filing: what takes two persons is unknown until the second one approves."""
    return CaseInput(filing, tied, dict.fromkeys(with_filing(filing, rulebook)) or None)


def _write_down(
    uow: UnitOfWork,
    context: Context,
    ids: Sequence[int],
    inputs: Sequence[CaseInput],
    found: Sequence[Classification],
    office: Office,
    rulebook: Rulebook,
) -> None:
    now = context.now()
    entries = [
        (now, context.actor, "filing", identifier, triage_entry(uow, case, triage, office, rulebook))
        for identifier, case, triage in zip(ids, inputs, found, strict=True)
    ]
    uow.cases.mark_decisions(dict(zip(ids, uow.log.append_many(entries), strict=True)))


@much_at_once()
def import_file(
    context: Context, name: str, data: bytes, *, dry_run: bool = False, may_restrict: bool = False
) -> ImportReport:
    """Take in a file of filings, whole or nothing; the same file again changes nothing; a dry run only reports.

    Raises NotAllowed for a file that restricts cases (限制知悉) unless whoever brings it may.
    """
    with context.database.reading() as uow:
        office = the_office(uow)
        rulebook = the_rulebook(uow, context.today(office))
    sheet = _read(context, name, data, office, rulebook)
    check_may_restrict(sheet, may_restrict=may_restrict)
    if dry_run or sheet.errors:
        with context.database.reading() as uow:
            return settle(uow, context, sheet, office, rulebook, apply=False, dry_run=dry_run)
    with writing(context) as (uow, here):
        present = the_office(uow), the_rulebook(uow, here.today(office))
        if (present[0].digest, present[1].digest) != (office.digest, rulebook.digest):
            sheet = _read(here, name, data, *present)  # the office was loaded again in between
        report = settle(uow, here, sheet, *present, apply=True, dry_run=False)
        if report.applied:
            uow.commit()
        return report


def _read(context: Context, name: str, data: bytes, office: Office, rulebook: Rulebook) -> FilingSheet:
    return read_filings(name, data, filing_context(context, office, rulebook))


def _not_marked(row: RowReport) -> RowReport:
    """Say of a row that is on the docket already that its case is not restricted by bringing it again."""
    if row.restricted is None:
        return row
    text = Text("已在册的案件不因导入而限制知悉。", "A case on the docket is not restricted by bringing it again.")
    remedy = Text("请在案件页标记。", "Restrict it on its own page.")
    told = Place(row.file, row.row, "restricted").warning("restriction-not-marked", text, remedy)
    return replace(row, faults=(*row.faults, told))


def check_may_restrict(sheet: FilingSheet, *, may_restrict: bool) -> None:
    """Refuse a sheet that restricts cases unless whoever brings it may; raises NotAllowed."""
    marked = [row.row for row in sheet.rows if row.restricted is not None]
    if marked and not may_restrict:
        raise NotAllowed(
            Text(
                f"文件第 {marked[0]} 行起有 {len(marked)} 行标明限制知悉，您无权限制。",
                f"From row {marked[0]} on {Count(len(marked)):row restricts its case|rows restrict their cases}, which you may not.",
            ),
            Text(
                "请由有权限制知悉的人员导入，或清空该列。",
                "Let somebody who may restrict cases import it, or clear the column.",
            ),
            code="restricting-not-allowed",
            facts={"rows": marked[:20], "count": len(marked)},
        )


def filing_context(context: Context, office: Office, rulebook: Rulebook) -> FilingContext:
    """Give what the reading of a file must know of the office."""
    return FilingContext(office, rulebook, context.today(office))


def settle(
    uow: UnitOfWork,
    context: Context,
    sheet: FilingSheet,
    office: Office,
    rulebook: Rulebook,
    *,
    apply: bool,
    dry_run: bool = False,
) -> ImportReport:
    """Hold a sheet against the docket within a unit of work and, if it is clean and wanted (`apply`), take in what is new."""
    with uow.for_the_office():
        sheet = against_docket(sheet, uow.cases.existing([filing.case_no for filing in sheet.filings]))
    sheet = replace(sheet, rows=tuple(_not_marked(row) if row.status == UNCHANGED else row for row in sheet.rows))
    rows = [row for row in sheet.rows if row.filing is not None and row.status != UNCHANGED]
    fresh = [row.filing for row in rows if row.filing is not None]
    clean = not sheet.errors
    ids = take_in(uow, context, fresh, office, rulebook) if apply and clean and fresh else []
    for identifier, row in zip(ids, rows, strict=bool(ids)):
        if row.restricted is not None and row.filing is not None:
            mark(uow, context, identifier, row.filing.case_no, row.restricted)
    faults = tuple(fault.as_dict() for fault in sheet.faults)
    unchanged = sheet.counts()[UNCHANGED]
    return ImportReport(sheet, apply and clean, dry_run, tuple(ids), len(fresh) if clean else 0, unchanged, faults)
