"""The file of one case (案件卷): its facts, its story, and why it went to whom it went, as a person reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allocator.decisions.triage.triage import Classification, classify
from allocator.domain.docket import Case
from allocator.domain.office import Office
from allocator.domain.rulebook.book import ReasonCode, Rulebook
from allocator.domain.words import Text
from allocator.persistence.log import Entry
from allocator.services.assignment.giving import Recommendation, recommend
from allocator.services.cases.casework import find_case
from allocator.services.cases.lane_words import told
from allocator.services.cases.lanes import Verdict, lane_reasons, verdicts_on
from allocator.services.context import Context
from allocator.services.transaction import the_office, the_rulebook

GIVEN = ("assignment", "placement")
MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with what triage says of it today, every entry of the log about it, and whoever might hold it."""

    case: Case
    triage: Classification
    story: tuple[Entry, ...]
    given: Entry | None
    recommendation: Recommendation
    reasons: tuple[ReasonCode, ...]
    said: tuple[Text, ...]
    verdicts: Mapping[str, Verdict]
    office: Office
    rulebook: Rulebook

    @property
    def lane_reasons(self) -> Sequence[ReasonCode]:
        """Give the reasons for which its class may be changed by hand."""
        return lane_reasons(self.rulebook)

    @property
    def candidates(self) -> list[dict[str, Any]]:
        """Give everybody ranked when the case was last given out, as the log kept it: loads per mille, price, in the draw."""
        body = self.given.body if self.given else {}
        pool = body.get("pool", ())
        return [
            {"name": self.name(code), "before": before, "after": after, "price": price, "in_pool": code in pool}
            for code, before, after, price in body.get("candidates", ())
        ]

    def name(self, code: str | None) -> str:
        """Give somebody's name by code; the code of one no longer known."""
        officer = self.office.officer_by_code.get(code or "")
        return officer.name if officer else code or "—"


def case_file(context: Context, ref: str | int) -> CaseFile:
    """Give the file of a case; changes nothing. Raises NotFound."""
    with context.database.reading() as uow:
        office = the_office(uow)
        rulebook = the_rulebook(uow, context.today(office))
        case = find_case(uow, ref)
        story = tuple(uow.log.entries(case_id=case.id))
        said = told(uow, case, rulebook)
        triage = classify(case.input, office, rulebook)
        settles = verdicts_on(uow, case, triage)
    given = next((entry for entry in reversed(story) if entry.kind in GIVEN), None) if case.holding else None
    return CaseFile(
        case,
        triage,
        story,
        given,
        recommend(context, case.id),
        tuple(code for code in rulebook.reasons.values() if "reassign" in code.uses),
        said,
        settles,
        office,
        rulebook,
    )


def search(context: Context, text: str) -> tuple[Case, ...]:
    """Find cases by a part of their number or of a party's name, the newest first; none for a text without content."""
    with context.database.reading() as uow:
        return uow.cases.search(text, MOST_FOUND) if text.strip() else ()
