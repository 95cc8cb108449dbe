"""One case to another handler (改派预览): both loads before and after, for everybody who may have it; changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from allocator.decisions.recommendation.placing import without
from allocator.decisions.recommendation.reasons import why_officer, why_refused
from allocator.decisions.recommendation.recommendation import Candidate, Ranking, rank
from allocator.domain.docket import Case
from allocator.domain.office import Office
from allocator.domain.rulebook.book import ReasonCode, Rulebook
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from allocator.domain.workload import Load
from allocator.services.cases.casework import find_case
from allocator.services.context import Context
from allocator.services.remembering import place
from allocator.services.transaction import look


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who may have the case: the load now and with it, who stands beside, and what speaks for it."""

    officer: str
    name: str
    team: Text
    mentor: str | None
    before: Load
    after: Load
    near: bool
    text: Text


@dataclass(frozen=True, slots=True)
class MovePreview:
    """What moving a case would do (改派影响): who holds it, that person's load with and without it, who may have it.

    `choices` and `refused` (name and reason) stand in the office's own order; `near` choices are those a draw would take.
    """

    case: Case
    lane: Text
    holder: str | None
    before: Load | None
    after: Load | None
    choices: tuple[Choice, ...]
    refused: tuple[tuple[str, str, Text], ...]
    reasons: tuple[ReasonCode, ...]

    def choice(self, officer: str) -> Choice | None:
        """Find somebody among those who may have it."""
        return next((one for one in self.choices if one.officer == officer), None)

    def refusal(self, officer: str) -> Text:
        """Say why somebody is not among them: refused by a rule, holding the case already, or nobody of the office."""
        said = next((text for code, _, text in self.refused if code == officer), None)
        if said is not None:
            return said
        if self.case.holding is not None and officer == self.case.holding.officer:
            return Text(f"案件现由{self.holder}承办", f"{self.holder} holds the case already")
        return Text(f"没有编号为“{officer}”的人员", f'nobody of the office has the code "{officer}"')


def preview_move(context: Context, ref: str | int) -> MovePreview:
    """Show what giving a case to somebody else would do to both loads; raises NotFound."""
    with context.database.reading() as uow:
        snapshot = look(uow, context)
        case = find_case(uow, ref)
        free = without(case, snapshot)
        ranking = rank(place(uow, case, free), free)
    holder = case.holding.officer if case.holding else None
    return MovePreview(
        case=case,
        lane=snapshot.rulebook.lanes[case.standing.lane].name,
        holder=holder and snapshot.office.officer_by_code[holder].name,
        before=snapshot.load(holder) if holder else None,
        after=free.load(holder) if holder else None,
        choices=_choices(ranking, holder, snapshot),
        refused=_refused(ranking, holder, snapshot.office),
        reasons=_reasons(case, snapshot.rulebook),
    )


def _choices(ranking: Ranking, holder: str | None, snapshot: Snapshot) -> tuple[Choice, ...]:
    known = {item.officer: item for item in ranking.candidates if item.officer != holder}
    ordered = (known[one.code] for one in snapshot.office.officers if one.code in known)
    return tuple(_choice(item, ranking, snapshot) for item in ordered)


def _choice(item: Candidate, ranking: Ranking, snapshot: Snapshot) -> Choice:
    office = snapshot.office
    names: Mapping[str, str] = {code: officer.name for code, officer in office.officer_by_code.items()}
    mentor = names.get(item.mentor) if item.mentor else None
    team = office.team_by_code[item.team].name if item.team in office.team_by_code else Text("", "")
    before, near = snapshot.load(item.officer), item.officer in ranking.pool
    return Choice(item.officer, names[item.officer], team, mentor, before, item.after, near, why_officer(item, office))


def _refused(ranking: Ranking, holder: str | None, office: Office) -> tuple[tuple[str, str, Text], ...]:
    known = {item.officer: item for item in ranking.refused if item.officer != holder}
    return tuple(
        (one.code, one.name, why_refused(known[one.code], office)) for one in office.officers if one.code in known
    )


def _reasons(case: Case, rulebook: Rulebook) -> tuple[ReasonCode, ...]:
    uses = {"reassign"} if case.holding else {"designate", "override"}
    return tuple(code for code in rulebook.reasons.values() if uses & set(code.uses))
