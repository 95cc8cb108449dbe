"""A case to place, and what ties people to it, in a few words."""

from datetime import timedelta
from typing import Any

from allocator.domain.cases import LinkedCase
from allocator.domain.facts import CaseInput
from allocator.domain.people import Recusal, RecusalState
from allocator.domain.snapshot import CaseToPlace
from tests.stories import MONDAY, a_filing, a_small_rulebook

MORE_RULES = """
most_load = 1.10
draw_tolerance = 0.05
guard_days = 3
least_pool = 2
[skills]
reviewer = {zh = "审查资格", en = "reviewer"}
[continuity]
credit = {resumed = 0.15, series = 0.10, debtor = 0.08}
half_life_days = 180
most = 0.2
[reductions.stop]
zh = "暂停分案"
en = "intake stopped"
stops_intake = true
"""


def rules(more: str = ""):
    """The small rulebook with caps, a tolerance, a skill and credit for former handlers; `more` goes to the levers."""
    return a_small_rulebook(more + MORE_RULES)


def a_case(lane: str = "regular", minutes: dict[str, int] | None = None, **more: Any) -> CaseToPlace:
    """A loan between two persons, ten hours of an officer's work."""
    filing = more.pop("filing", None) or a_filing(**more.pop("filed", {}))
    given: dict[str, Any] = {"minutes": minutes or {"officer": 600}, "priority": 0, **more}
    return CaseToPlace(CaseInput(filing), lane, **given)


def a_recusal(officer: str, state: RecusalState = RecusalState.DECLARED, **more: Any) -> Recusal:
    """A relative of somebody's."""
    return Recusal(officer, "亲属", state, **more)


def linked(handler: str | None, tie: str = "resumed", days_ago: int | None = 0, *, sure: bool = True) -> LinkedCase:
    """An earlier case of the same debtor and who held it, so many days before the Monday."""
    since = None if days_ago is None else MONDAY - timedelta(days=days_ago)
    return LinkedCase("（2021）内0222执9号", tie, sure, handler, since, open=False)
