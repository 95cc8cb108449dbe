"""Drafts as they are kept (在册草案): the document a run ended in, what of it is published, and if it was withdrawn."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self, TypeVar

from allocator.domain.errors import Conflict, NotFound
from allocator.domain.words import Text
from allocator.persistence.runs import Run
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.run_words import STATES, kind_named


@dataclass(frozen=True)
class KeptDraft:
    """A plan as it waits for a person: the run's document, what of it is published already, and if it is withdrawn.

    `kinds` are the runs that end in such a plan, `entry` the entry of the log that publishes it, which lists what it
    published as `named`.
    """

    kinds: ClassVar[Collection[str]]
    entry: ClassVar[str]
    named: ClassVar[str]

    run: str
    digest: str
    document: Mapping[str, Any]
    published: tuple[str, ...]
    withdrawn: bool = False

    @classmethod
    def read(cls, uow: UnitOfWork, run: str) -> Self:
        """Give the plan of a finished run; raises NotFound, or Conflict while there is none."""
        result = finished_run(uow, run, cls.kinds).result or ""
        entries = [entry.body for entry in uow.log.entries(kind=cls.entry) if entry.body["run"] == run]
        done = tuple(name for body in entries for name in body[cls.named])
        gone = any(entry.body["run"] == run for entry in uow.log.entries(kind="withdrawal"))
        return cls(run, result, uow.documents.get(result), done, gone)


DraftT = TypeVar("DraftT", bound=KeptDraft)


def withdrawn(uow: UnitOfWork, here: Context, draft: DraftT) -> DraftT:
    """Withdraw a draft within a unit of work: what is not published yet cannot be any more."""
    body = {"run": draft.run, "document": draft.digest, "published": list(draft.published)}
    uow.log.append(here.now(), here.actor, "withdrawal", None, body)
    return replace(draft, withdrawn=True)


def check_not_withdrawn(draft: KeptDraft) -> None:
    """Refuse a draft that was withdrawn; raises Conflict."""
    if draft.withdrawn:
        raise Conflict(
            Text("方案已撤回。", "The plan was withdrawn."),
            Text("请重新生成方案。", "Draft a new plan."),
            code="plan-withdrawn",
        )


def finished_run(uow: UnitOfWork, run: str, kinds: Collection[str]) -> Run:
    """Give a run of some kinds that has ended in a document; raises NotFound, or Conflict for another, or while there is none."""
    found = uow.runs.get(run)
    if found is None:
        raise NotFound(
            Text(f"没有任务“{run}”。", f'There is no run "{run}".'),
            Text("列表见 fenliu runs。", "`fenliu runs` lists them."),
            code="run-unknown",
        )
    if found.kind not in kinds:
        raise Conflict(
            Text("该任务是“{kind}”，不适用。", "That run is a {kind}, which has no such plan.").fill(
                kind=kind_named(found.kind)
            ),
            Text("请给出相应种类的任务。", "Name a run of the right kind."),
            code="run-of-another-kind",
            facts={"kind": found.kind},
        )
    if not found.result:
        raise Conflict(
            Text("任务没有方案（{state}）。", "The run has no plan ({state}).").fill(state=STATES[found.state]),
            Text("请等待完成，或重新提交。", "Wait for it to finish, or submit it anew."),
            code="run-without-plan",
            facts={"state": found.state},
        )
    return found
