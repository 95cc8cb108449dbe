"""A filing typed in at the desk (窗口立案): checked like a row of a filing sheet, its case number put into its one form."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from allocator.domain.cases import Filing, PartySide
from allocator.domain.docket import Case
from allocator.domain.errors import BadInput
from allocator.domain.facts import check_facts
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Count, Text
from allocator.files.case_numbers import case_kind, case_no
from allocator.files.days import check_day
from allocator.files.faults import ValueFault
from allocator.services.context import Context
from allocator.services.intake.filings import file_case
from allocator.services.transaction import the_office, the_rulebook

Fault = dict[str, object]


def file_at_desk(context: Context, filing: Filing) -> Case:
    """Check a filing and take it in; raises BadInput with every fault, Conflict when it is on the docket already."""
    with context.database.reading() as uow:
        office = the_office(uow)
        today = context.today(office)
        rulebook = the_rulebook(uow, today)
    found = [
        *_number_faults(filing, office),
        *_kind_faults(filing, rulebook),
        *_debtor_faults(filing, rulebook),
        *_day_faults(filing, today),
        *_asset_faults(filing, rulebook),
        *_trait_faults(filing, rulebook),
    ]
    if found:
        raise BadInput(
            Text(f"立案信息有 {len(found)} 处错误。", f"The filing has {Count(len(found)):fault|faults}."),
            Text("请逐项更正。", "Correct each of them."),
            code="filing-refused",
            faults=found,
        )
    origin = case_no(filing.origin_case_no) if filing.origin_case_no else None
    return file_case(context, replace(filing, case_no=case_no(filing.case_no), origin_case_no=origin))


def _number_faults(filing: Filing, office: Office) -> Iterator[Fault]:
    patterns = (
        ("case_no", filing.case_no, office.bureau.case_no_pattern),
        ("origin_case_no", filing.origin_case_no, ""),
    )
    for field, number, pattern in patterns:
        if number is None:
            continue
        try:
            case_no(number, pattern or None)
        except ValueFault as fault:
            yield {"field": field, "text": (fault.text + fault.remedy).as_dict()}


def _kind_faults(filing: Filing, rulebook: Rulebook) -> Iterator[Fault]:
    told = case_kind(filing.case_no, tuple(rulebook.kinds))
    if told and filing.kind in rulebook.kinds and told != filing.kind:
        text = Text(
            f"“{filing.kind}”与案号中的“{told}”不一致。", f'"{filing.kind}" contradicts "{told}" in the case number.'
        )
        yield {"field": "kind", "text": text.as_dict()}


def _debtor_faults(filing: Filing, rulebook: Rulebook) -> Iterator[Fault]:
    kind = rulebook.kinds.get(filing.kind)
    if kind and kind.needs_debtor and not filing.side(PartySide.DEBTOR):
        text = Text(f"“{kind.name.zh}”案件须有被执行人。", f"A case of {kind.name.en} needs a debtor.")
        yield {"field": "parties", "text": text.as_dict()}


def _day_faults(filing: Filing, today: date) -> Iterator[Fault]:
    try:
        check_day(filing.filed_on, str(filing.filed_on), today)
    except ValueFault as fault:
        yield {"field": "filed_on", "text": (fault.text + fault.remedy).as_dict()}


def _asset_faults(filing: Filing, rulebook: Rulebook) -> Iterator[Fault]:
    known = ", ".join(rulebook.assets)
    for asset in sorted((filing.assets or frozenset()) - set(rulebook.assets)):
        text = Text(f"没有财产种类“{asset}”；可用：{known}", f'no kind of asset "{asset}"; use one of: {known}')
        yield {"field": "assets", "text": text.as_dict()}


def _trait_faults(filing: Filing, rulebook: Rulebook) -> Iterator[Fault]:
    try:
        check_facts(filing.traits, rulebook)
    except BadInput as error:
        yield from ({**fault, "field": f"traits.{fault['field']}"} for fault in error.faults)
