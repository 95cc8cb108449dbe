"""Errands from the nodes of cases (节点派生外勤): shown first, put down when a person confirms what was shown; never twice."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allocator.decisions.fieldwork.nodes import Proposed, asked_by_nodes
from allocator.domain.canonical import digest, plain
from allocator.domain.errors import Stale
from allocator.domain.fieldwork.trips import WEEK_DAYS
from allocator.domain.words import Text
from allocator.persistence.errands import KeptErrand
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.fieldwork.errands import put_down
from allocator.services.fieldwork.views import errand_view
from allocator.services.transaction import the_office, the_rulebook, writing

CASE = "case"


@dataclass(frozen=True, slots=True)
class AskedByNodes:
    """What nodes ask for (节点派生外勤), named by a digest; `added` once a person has confirmed it."""

    digest: str
    proposed: Proposed
    added: tuple[KeptErrand, ...] | None = None


def errands_from_nodes(context: Context, monday: date, confirm: str | None = None) -> AskedByNodes:
    """Propose the errands that nodes of cases ask for by a week; with the digest of what was shown, put them down.

    A node that has asked once, whatever became of its errand, does not ask again. Raises Stale when something else would be
    put down than was shown.
    """
    if confirm is None:
        with context.database.reading() as uow:
            return _proposed(uow, context, monday)
    with writing(context) as (uow, here):
        found = _proposed(uow, here, monday)
        if found.digest != confirm:
            raise Stale(
                Text("此后案件节点或外勤任务已变更。", "Cases or errands have changed since this was shown."),
                Text("请重新查看后再确认。", "Ask again, and confirm what is shown then."),
                code="answer-stale",
                facts={"confirm": confirm, "now": found.digest},
            )
        added = tuple(put_down(uow, here, errand, CASE) for errand in found.proposed.errands)
        uow.commit()
    return AskedByNodes(found.digest, found.proposed, added)


def _proposed(uow: UnitOfWork, here: Context, monday: date) -> AskedByNodes:
    """Ask every open case whoever asks knows of, and leave out what has been asked for before."""
    office = the_office(uow)
    today = here.today(office)
    sunday = monday + timedelta(days=WEEK_DAYS - 1)
    rulebook = the_rulebook(uow, today)
    with uow.as_asked():
        asked = tuple(asked_by_nodes(uow.cases.open(), office, rulebook, today, sunday))
    known = uow.errands.by_code([errand.code for one in asked for errand in one.errands])
    errands = tuple(errand for one in asked for errand in one.errands if errand.code not in known)
    found = Proposed(errands, tuple(case_no for one in asked for case_no in one.nowhere))
    return AskedByNodes(digest([monday, found]), found)


def asked_view(found: AskedByNodes) -> dict[str, Any]:
    """Show what nodes ask for, or what was put down; `confirm` is what confirms exactly this."""
    added = None if found.added is None else [errand_view(kept) for kept in found.added]
    errands = [plain(errand) for errand in found.proposed.errands]
    return {"confirm": found.digest, "errands": errands, "nowhere": list(found.proposed.nowhere), "added": added}
