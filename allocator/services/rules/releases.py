"""Rehearse, then release (先试后行): another version of the rules is tried over stock, past and future before it holds.

A rehearsal is a run. It ends in a document that stays with the version: what the rules would flip in the stock, what they
would have made of the filings of the last months, and what the coming months look like under both. Whoever releases it
puts it in force from the day it names; the rulebook in force says whether that must be somebody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from allocator.decisions.triage.rule_replay import replay
from allocator.domain.canonical import plain
from allocator.domain.errors import AllocatorError, Conflict, NotAllowed, Stale
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.reading import read_rulebook
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.access.second_person import check_proven
from allocator.services.context import Context
from allocator.services.jobs.job_errors import cancelled as run_cancelled
from allocator.services.jobs.job_progress import Cancelled, Report
from allocator.services.jobs.kept_drafts import KeptDraft, check_not_withdrawn, withdrawn
from allocator.services.rules.rehearsal import Rehearsal, check_served, rehearse
from allocator.services.staffing.beginnings import live_opening
from allocator.services.staffing.simulations import figures_text
from allocator.services.transaction import the_office, the_rulebook, writing

REHEARSAL, RELEASE = "rehearsal", "release"
IN_FORCE = Text("现行", "in force")
REPLAYING = Text("正在回放既往收案", "replaying past filings")
SORTING = Text("正在试算在办案件", "trying the rules over the stock")
LIVING = Text("正在推演今后数月", "living through the coming months")
PAST_DONE, STOCK_DONE, NEARLY = 50, 100, 990


@dataclass(frozen=True)
class RehearsedRules(KeptDraft):
    """A rehearsed version of the rules as it waits for whoever releases it."""

    kinds: ClassVar = (REHEARSAL,)
    entry: ClassVar = RELEASE
    named: ClassVar = "rulebooks"


@dataclass(frozen=True, slots=True)
class Released:
    """A version put in force: by whom, from which day, and which version it follows."""

    rulebook: Rulebook
    follows: str
    run: str | None
    by: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the rules as it is kept: from which day it is meant to hold, whether it does today, whether it is yet to."""

    version: str
    digest: str
    effective_from: date
    in_force: bool
    state: Text
    to_begin: bool = False


def versions(context: Context) -> tuple[Version, ...]:
    """List every version, the one loaded or released last first."""
    with context.database.reading() as uow:
        day = context.today(the_office(uow))
        now = uow.rulebooks.in_force(day)
        return tuple(_version(uow, rules, now, day) for rules in uow.rulebooks.all())


def _version(uow: UnitOfWork, rules: Rulebook, now: Rulebook | None, day: date) -> Version:
    holds = now is not None and rules.digest == now.digest
    state = IN_FORCE if holds else _not_in_force(uow, rules, day)
    to_begin = rules.effective_from > day and not uow.rulebooks.is_retired(rules.digest)
    return Version(rules.version, rules.digest, rules.effective_from, holds, state, to_begin)


def _not_in_force(uow: UnitOfWork, rules: Rulebook, day: date) -> Text:
    if uow.rulebooks.is_retired(rules.digest):
        return Text("已撤回", "taken back")
    return Text("尚未生效", "yet to begin") if rules.effective_from > day else Text("已被替代", "replaced")


def propose_rules(context: Context, text: str) -> dict[str, Any]:
    """Keep a proposed rulebook and give what a rehearsal of it is asked with; raises BadInput with every fault of it."""
    proposed = read_rulebook(text)
    with writing(context) as (uow, here):
        office = the_office(uow)
        check_served(proposed, office)
        _check_other(proposed, the_rulebook(uow, here.today(office)))
        digest = uow.documents.put("rulebook_text", {"toml": text})
        uow.commit()
    return {"text": digest, "version": proposed.version, "rulebook": proposed.digest}


def _check_other(proposed: Rulebook, now: Rulebook) -> None:
    if proposed.digest == now.digest:
        raise Conflict(
            Text(f"该规则手册（{now.version}）已经生效。", f"This rulebook ({now.version}) is in force already."),
            Text("没有可以试行的变更。", "There is nothing to rehearse."),
            code="rulebook-same",
        )


def rehearse_rules(context: Context, run: str, params: Mapping[str, Any], report: Report, cancelled: Cancelled) -> str:
    """Rehearse a proposed version and keep the report; gives the digest of the run's document."""
    report(message=REPLAYING)
    with context.database.reading() as uow:
        text = uow.documents.get(params["text"])["toml"]
        office = the_office(uow)
        day = context.today(office)
        now = the_rulebook(uow, day)
        proposed = read_rulebook(text)
        past = replay(_filed_since(uow, day, now), office, now, proposed)
    report(PAST_DONE, message=SORTING)
    if cancelled():
        raise run_cancelled()
    stock = rehearse(context, text)
    report(STOCK_DONE, message=LIVING)
    parts = {"stock": plain(stock), "past": plain(past), "forecast": _forecast(context, proposed, report, cancelled)}
    return _keep(context, run, {**params, "day": day.isoformat(), "follows": now.digest, **parts}, stock)


def _forecast(context: Context, proposed: Rulebook, report: Report, cancelled: Cancelled) -> dict[str, Any]:
    """Simulate the coming months; an office that says nothing of how it works is told what is missing."""
    from allocator.services.rules.release_forecast import (  # brings the simulated office, needed by runs alone
        forecast,
        untold,
    )

    try:
        opening = live_opening(context)
    except AllocatorError as error:
        return untold(error)

    def tell(done: int, wanted: int, _: object) -> None:
        """Report how many runs are done, and stop where somebody called it off."""
        report(STOCK_DONE + (NEARLY - STOCK_DONE) * done // wanted)
        if cancelled():
            raise run_cancelled()

    return forecast(opening, proposed, context.today(opening.office), tell)


def _filed_since(uow: UnitOfWork, day: date, now: Rulebook) -> Any:
    since = day - timedelta(days=now.release.back_days)
    return (case.input for case in uow.cases.all() if since <= case.input.filing.filed_on <= day)


def _keep(context: Context, run: str, document: Mapping[str, Any], stock: Rehearsal) -> str:
    with writing(context) as (uow, here):
        body = {"run": run, "by": context.actor, **document}
        digest = uow.documents.put_text(REHEARSAL, figures_text(body))
        entry = {"run": run, "document": digest, "rulebook": document["rulebook"], "flips": len(stock.flips)}
        uow.log.append(here.now(), here.actor, REHEARSAL, None, entry)
        if not uow.runs.finish(run, digest, here.now(), _ready(stock)):
            raise run_cancelled()
        uow.commit()
    return digest


def _ready(stock: Rehearsal) -> Text:
    return Text(
        f"试行报告已就绪：在办 {stock.cases} 件中 {len(stock.flips)} 件会改变通道。",
        f"The rehearsal is ready: {len(stock.flips)} of {stock.cases} open cases would change lane.",
    )


def read_rehearsal(context: Context, run: str) -> RehearsedRules:
    """Give a rehearsed version with its report; raises NotFound, or Conflict while there is none."""
    with context.database.reading() as uow:
        return RehearsedRules.read(uow, run)


def release_rules(context: Context, run: str) -> Released:
    """Put a rehearsed version in force from the day it names.

    Raises NotAllowed where the rules in force ask for a second person, for whoever had it rehearsed and for a second one who
    is not signed in although the office's people do; Conflict when it was withdrawn or released before; Stale when other
    rules came into force since the rehearsal.
    """
    with writing(context) as (uow, here):
        draft = RehearsedRules.read(uow, run)
        office = the_office(uow)
        now = the_rulebook(uow, here.today(office))
        _check_may_release(draft, now, here.actor)
        if now.release.second_person:
            check_proven(uow, here)
        _check_fresh(draft, now)
        text = uow.documents.get(draft.document["text"])["toml"]
        proposed = read_rulebook(text)
        check_served(proposed, office)
        uow.rulebooks.add(text, proposed)
        uow.rulebooks.restore(proposed.digest)
        _write_down(uow, here, proposed, now, {"run": run, "document": draft.digest})
        uow.commit()
    return Released(proposed, now.version, run, context.actor)


def _write_down(uow: UnitOfWork, here: Context, rules: Rulebook, before: Rulebook, why: Mapping[str, Any]) -> None:
    uow.edits.add(here.today(the_office(uow)), "rulebook", rules.version, None, here.now())
    body = {**why, "rulebooks": [rules.digest], "follows": before.digest}
    uow.log.append(here.now(), here.actor, RELEASE, None, body)


def _check_may_release(draft: RehearsedRules, now: Rulebook, actor: str) -> None:
    check_not_withdrawn(draft)
    if draft.published:
        raise Conflict(
            Text("该规则手册已经发布。", "This rulebook was released already."),
            Text("如有新的修改，请重新试行。", "Rehearse a new version for further changes."),
            code="rulebook-released",
        )
    if now.release.second_person and draft.document["by"] == actor:
        raise NotAllowed(
            Text(
                f"试行由“{actor}”提出，须由另一人发布。", f'"{actor}" had it rehearsed: somebody else must release it.'
            ),
            Text("请由另一位有权人员发布。", "Ask a second person with the permission."),
            code="second-person",
            facts={"rehearsed_by": actor},
        )


def _check_fresh(draft: RehearsedRules, now: Rulebook) -> None:
    if draft.document["follows"] != now.digest:
        raise Stale(
            Text(f"试行之后规则手册已变为 {now.version}。", f"Since the rehearsal {now.version} came into force."),
            Text("请对照现行规则重新试行。", "Rehearse it anew against the rules in force."),
            code="rehearsal-stale",
            facts={"rehearsed_against": draft.document["follows"], "now": now.digest},
        )


def withdraw_rules(context: Context, run: str) -> RehearsedRules:
    """Withdraw a rehearsed version: it cannot be released any more; a second time changes nothing."""
    with writing(context) as (uow, here):
        draft = RehearsedRules.read(uow, run)
        if draft.withdrawn:
            return draft
        if draft.published:
            raise Conflict(
                Text("规则手册已发布，不能撤回。", "The rulebook is released; it cannot be withdrawn."),
                Text(
                    "可用 fenliu rulebook back 恢复上一版。", "`fenliu rulebook back` brings the version before back."
                ),
                code="rulebook-released",
            )
        gone = withdrawn(uow, here, draft)
        uow.commit()
        return gone


def bring_back(context: Context) -> Released:
    """Take the version in force back, so that the one before it holds again (恢复上一版); raises Conflict where there is none.

    One that held before needs no rehearsal, and whoever sees the harm may do it: what was decided meanwhile stays.
    """
    with writing(context) as (uow, here):
        day = here.today(the_office(uow))
        now = the_rulebook(uow, day)
        uow.rulebooks.retire(now.digest, day)
        before = uow.rulebooks.in_force(day)
        if before is None:
            raise _nothing_before(now)
        check_served(before, the_office(uow))
        _write_down(uow, here, before, now, {"run": None})
        uow.commit()
    return Released(before, now.version, None, context.actor)


def _nothing_before(now: Rulebook) -> Conflict:
    return Conflict(
        Text(f"{now.version} 之前没有其他规则手册。", f"There is no rulebook before {now.version}."),
        Text("请试行并发布新的版本。", "Rehearse and release another version."),
        code="no-rulebook-before",
    )
