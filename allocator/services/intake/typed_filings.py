"""A filing typed into a form (窗口录入): what triage would say of it as it stands, and the filing itself once all is valid."""

from collections.abc import Mapping
from dataclasses import dataclass

from allocator.decisions.recommendation.reasons import why_class
from allocator.decisions.triage.triage import Classification, classify
from allocator.domain.docket import Case
from allocator.domain.errors import BadInput
from allocator.domain.facts import ASSET
from allocator.domain.rulebook.book import FactKind
from allocator.domain.words import Count, Text
from allocator.files.filing_context import FilingContext
from allocator.files.filings import RowReport
from allocator.files.typed_filing import read_typed
from allocator.services.context import Context
from allocator.services.intake.filings import already_filed, file_case, filed_input, filing_context
from allocator.services.transaction import the_office, the_rulebook


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, as it is understood (录入预览): its faults and doubts, and what triage says once there are no faults.

    `known` is the case on the docket that has the number already; `reasons` say why the class is what it is.
    """

    report: RowReport
    known: Case | None
    triage: Classification | None
    reasons: tuple[Text, ...]
    within: FilingContext

    @property
    def questions(self) -> tuple[FactKind, ...]:
        """Give the facts of the rulebook a form asks for; kinds of asset have a field of their own."""
        return tuple(kind for kind in self.within.traits.values() if not kind.id.startswith(ASSET))


def look_at_typed(context: Context, texts: Mapping[str, str]) -> Typed:
    """Read what was typed so far and triage it; writes nothing."""
    with context.database.reading() as uow:
        office = the_office(uow)
        rulebook = the_rulebook(uow, context.today(office))
        within = filing_context(context, office, rulebook)
        report = read_typed(texts, within)
        number = report.case_no or ""
        known = uow.cases.by_numbers([number]).get(number) if number else None
        if report.filing is None:
            return Typed(report, known, None, (), within)
        tied = uow.cases.in_series([report.filing])[0]
    found = classify(filed_input(report.filing, rulebook, tied=tied), office, rulebook)
    return Typed(report, known, found, tuple(why_class(found, rulebook)), within)


def file_typed(context: Context, texts: Mapping[str, str]) -> Case:
    """Take in what was typed; raises BadInput with every fault by field, Conflict when the number is on the docket."""
    typed = look_at_typed(context, texts)
    if typed.known is not None:
        raise already_filed(typed.known)
    if typed.report.filing is None:
        errors = [fault for fault in typed.report.faults if fault.is_error]
        raise BadInput(
            Text(f"有 {len(errors)} 处须更正，尚未立案。", f"{Count(len(errors)):fault|faults}: nothing is filed yet."),
            Text("请更正标红的栏目。", "Put the red fields right."),
            code="filing-refused",
            faults=[fault.as_dict() for fault in errors],
        )
    return file_case(context, typed.report.filing)
