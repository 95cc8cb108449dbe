"""An errand as its case stands (案件与外勤任务): who holds the case goes for it, who is tied to it stays away."""

from dataclasses import replace

from allocator.decisions.recommendation.recusal import tied
from allocator.domain.docket import Case
from allocator.domain.fieldwork.trips import Errand
from allocator.domain.office import Office
from allocator.domain.snapshot import CaseToPlace, Snapshot


def of_its_case(errand: Errand, case: Case | None, snapshot: Snapshot) -> Errand:
    """Give an errand with who holds its case and who is tied to it; as it was asked for where the docket has no such case."""
    if case is None:
        named = _at_large(errand, snapshot.office)
        return replace(errand, barred=tuple(dict.fromkeys((*errand.barred, *named)))) if named else errand
    standing = case.standing
    place = CaseToPlace(case.input, standing.lane, standing.minutes, standing.priority)
    kept_away = [one.code for one in snapshot.office.officers if tied(one, place, snapshot)]
    return replace(
        errand,
        handler=case.holding.officer if case.holding else errand.handler,
        mentor=case.holding.mentor if case.holding else None,
        livelihood=errand.livelihood or bool(standing.livelihood),
        barred=tuple(dict.fromkeys((*errand.barred, *kept_away))),
    )


def _at_large(errand: Errand, office: Office) -> list[str]:
    """Find who is tied to a case that is not on the docket: by its number alone."""
    return [one.officer for one in office.recusals if one.case_no == errand.case_no]
