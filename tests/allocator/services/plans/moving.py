"""An office in which one person is busy, and drafts of moves from it."""

from typing import Any

from allocator.domain.docket import Case
from allocator.services.assignment.giving import assign
from allocator.services.cases.wishes import Wish
from allocator.services.context import Context
from allocator.services.intake.filings import file_case
from allocator.services.plans.plans import Draft, read_draft
from allocator.services.run_kinds import run_now
from tests.allocator.services.stories import a_debtor, a_filing
from tests.allocator.services.whole import assert_whole

BUSY, TEAM = "G08", ("G07", "G08", "G09")


def a_busy_clerk(context: Context, count: int = 6, officer: str = BUSY) -> list[Case]:
    """Give somebody of the fast team so many cases, nobody else anything."""
    filed = [file_case(context, a_filing(n, a_debtor(f"债务人{n}"))) for n in range(1, count + 1)]
    return [assign(context, case.id, wish=Wish(officer, "better_knowledge")).case for case in filed]


def moves(context: Context, **asked: Any) -> Draft:
    """Draft moves."""
    return read_draft(context, run_now(context, "rebalance", {"seconds": 20, **asked}).id)


def peak(draft: Draft, point: int = -1) -> int:
    """The peak of a point of a draft."""
    value: int = draft.document["points"][point]["levels"][-2]["value"]
    return value


def holders(context: Context) -> dict[str, str | None]:
    """Who holds which case."""
    return {case.case_no: case.holding.officer if case.holding else None for case in assert_whole(context)}
