"""Versions of the rules on their way (拟用规则): written from the one in force, held against it, rehearsed, released or not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from allocator.domain.difference import Change
from allocator.domain.errors import NotFound
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.difference import describe_rulebook
from allocator.domain.rulebook.reading import read_rulebook
from allocator.domain.words import Text
from allocator.files.rulebook_text import with_values
from allocator.persistence.runs import Run
from allocator.services.context import Context
from allocator.services.rules.releases import REHEARSAL, RehearsedRules
from allocator.services.staffing.laboratory import Waiting, waiting_of
from allocator.services.transaction import the_office, the_rulebook
from allocator.simulation.report import Report, report_from

TEXT = "rulebook_text"
MOST_LISTED = 50


@dataclass(frozen=True)
class Proposal:
    """A proposed rulebook held against the one in force (拟用规则): every difference by table, key and field.

    `params` are what a rehearsal of it is asked with.
    """

    rulebook: Rulebook
    now: Rulebook
    changes: tuple[Change, ...]
    params: Mapping[str, str]


@dataclass(frozen=True)
class Rehearsed:
    """A rehearsal as it stands (试行情况): its run, what it found once it is done, and whether other rules hold by now."""

    run: Run
    draft: RehearsedRules | None
    waiting: Waiting | None
    stale: bool
    second_person: bool
    hidden: frozenset[int] = frozenset()

    @property
    def released(self) -> bool:
        """Say whether its version was released."""
        return self.draft is not None and bool(self.draft.published)

    @property
    def flips(self) -> tuple[Mapping[str, Any], ...]:
        """Give the open cases that would change lane, but those that are not for whoever asks."""
        found = self.draft.document["stock"]["flips"] if self.draft else ()
        return tuple(flip for flip in found if flip["id"] not in self.hidden)

    @property
    def report(self) -> Report | None:
        """Give the forecast under both versions, None where there is none."""
        found = self.draft and self.draft.document["forecast"]["report"]
        return report_from(found) if found else None

    @property
    def state(self) -> Text:
        """Say in a word what became of it."""
        if self.draft is None:
            return RUN_STATES[self.run.state]
        if self.draft.published:
            return Text("已发布", "released")
        if self.draft.withdrawn:
            return Text("已撤回", "withdrawn")
        return (
            Text("规则已变，须重新试行", "other rules hold by now") if self.stale else Text("待发布", "to be released")
        )


RUN_STATES = {
    "queued": Text("等待试行", "waiting to be rehearsed"),
    "running": Text("试行中", "being rehearsed"),
    "done": Text("待发布", "to be released"),
    "failed": Text("试行失败", "the rehearsal failed"),
    "cancelled": Text("试行已取消", "the rehearsal was called off"),
}


def changed_rules(context: Context, values: Mapping[str, str]) -> str:
    """Give the text of the rules in force with some values changed; raises BadInput by path."""
    with context.database.reading() as uow:
        now = the_rulebook(uow, context.today(the_office(uow)))
        text = uow.rulebooks.text_of(now.digest)
    return with_values(text, values)


def read_proposal(context: Context, digest: str) -> Proposal:
    """Give a proposed rulebook by the digest of its text, with every difference to the one in force; raises NotFound."""
    with context.database.reading() as uow:
        kept = uow.documents.get(digest)
        now = the_rulebook(uow, context.today(the_office(uow)))
    if not isinstance(kept, dict) or "toml" not in kept:
        raise _no_such_proposal(digest)
    proposed = read_rulebook(kept["toml"])
    params = {"text": digest, "version": proposed.version, "rulebook": proposed.digest}
    return Proposal(proposed, now, describe_rulebook(now.source, proposed.source), params)


def _no_such_proposal(digest: str) -> NotFound:
    return NotFound(
        Text("没有这份拟用的规则手册。", "There is no such proposed rulebook."),
        Text("请在规则发布页重新提出。", "Propose it anew on the page of releases."),
        code="proposal-unknown",
        facts={"digest": digest},
    )


def rehearsals(context: Context, *, drafts: bool = True) -> tuple[Rehearsed, ...]:
    """List the latest rehearsals, newest first, with what became of each; without `drafts` those that were released."""
    with context.database.reading() as uow:
        now = the_rulebook(uow, context.today(the_office(uow)))
        runs = uow.runs.list(MOST_LISTED, kinds=(REHEARSAL,))
        found = [RehearsedRules.read(uow, run.id) if run.result else None for run in runs]
    listed = [_rehearsed(run, draft, now, None) for run, draft in zip(runs, found, strict=True)]
    return tuple(one for one in listed if drafts or one.released)


def check_released(context: Context, run: Run, *, drafts: bool) -> None:
    """Refuse a rehearsal whose version was not released to whoever may not see drafts; raises NotFound."""
    if drafts:
        return
    with context.database.reading() as uow:
        if not run.result or run.kind != REHEARSAL or not RehearsedRules.read(uow, run.id).published:
            raise _no_such_proposal(run.id)


def read_rehearsed(context: Context, run_id: str, *, drafts: bool = True) -> Rehearsed:
    """Give one rehearsal as it stands; raises NotFound, without `drafts` also for a version that was not released."""
    with context.database.reading() as uow:
        run = uow.runs.get(run_id)
        if run is None or run.kind != REHEARSAL:
            raise _no_such_proposal(run_id)
        now = the_rulebook(uow, context.today(the_office(uow)))
        draft = RehearsedRules.read(uow, run_id) if run.result else None
        if not drafts and not (draft and draft.published):
            raise _no_such_proposal(run_id)
        hidden = frozenset(uow.hidden.ids)
    return replace(_rehearsed(run, draft, now, waiting_of(context, run)), hidden=hidden)


def _rehearsed(run: Run, draft: RehearsedRules | None, now: Rulebook, waiting: Waiting | None) -> Rehearsed:
    stale = draft is not None and not draft.published and draft.document["follows"] != now.digest
    return Rehearsed(run, draft, waiting, stale, now.release.second_person)


def proposed_by(rehearsed: Rehearsed, actor: str) -> bool:
    """Say whether somebody proposed the version, and so may not release it where two persons are asked for."""
    draft: Any = rehearsed.draft
    return draft is not None and draft.document["by"] == actor
