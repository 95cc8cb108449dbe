"""Certificates of plans (方案证明): handed out as one file, and verified without any office's database."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from allocator.decisions.certificates import certificate as of_cases
from allocator.decisions.certificates.certificate import ALLOCATE
from allocator.decisions.certificates.verification import Verdict
from allocator.decisions.fieldwork import certificate as of_weeks
from allocator.decisions.fieldwork.certificate import FIELD
from allocator.domain.canonical import plain
from allocator.domain.errors import NotFound
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.fieldwork.answers import ANSWER, kept_answer
from allocator.services.jobs.kept_drafts import finished_run
from allocator.services.plans.plans import REBALANCE


def export_certificate(context: Context, run: str) -> dict[str, Any]:
    """Give the one document that stands for a run's plan; raises NotFound or Conflict where there is none.

    It can be verified whole or not at all, so nobody gets it who must not know of every case in it (NotFound).
    """
    with context.database.reading() as uow:
        found = finished_run(uow, run, (ALLOCATE, REBALANCE, FIELD))
        kind = of_weeks if found.kind == FIELD else of_cases
        return _whole(uow, kind, uow.documents.get(found.result or ""), run)


def export_answer(context: Context, answer: str) -> dict[str, Any]:
    """Give the one document that stands for an answer to an urgent errand or an outage (当日变动证明), by the answer's digest.

    Raises like `export_certificate`; Conflict for an answer to something else, which moves what a person chose.
    """
    with context.database.reading() as uow:
        return _whole(uow, of_weeks, kept_answer(uow, answer), answer)


def export_either(context: Context, named: str) -> dict[str, Any]:
    """Give the certificate of a run's plan or of an answer, whichever has that name; raises as for runs where nothing has."""
    with context.database.reading() as uow:
        kind = uow.documents.kind_of(named)
    return (export_answer if kind == ANSWER else export_certificate)(context, named)


def _whole(uow: UnitOfWork, kind: ModuleType, document: Mapping[str, Any], named: str) -> dict[str, Any]:
    kind.must_be_certified(document)
    whole: dict[str, Any] = kind.exported(document, uow.documents.get(document["instance"]))
    if uow.hidden.names_any(whole):
        raise _withheld(named)
    return whole


def _withheld(named: str) -> NotFound:
    return NotFound(
        Text("没有可供您取用的方案证明。", "There is no certificate of this plan for you."),
        Text("请由监察人员取用。", "An auditor can export it."),
        code="certificate-withheld",
        facts={"run": named},
    )


def verdict_view(verdict: Verdict) -> dict[str, Any]:
    """Show what verifying a certificate came to."""
    return {
        "holds": verdict.holds,
        "open": verdict.open,
        "seal": verdict.seal,
        "findings": [plain(item) for item in verdict.findings],
    }
