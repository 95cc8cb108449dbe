"""规则发布 Releases: another version of the rules is written, held against the one in force, rehearsed, released by a second person, watched."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Response, request, url_for

from allocator.domain.errors import AllocatorError, BadInput
from allocator.domain.words import Text
from allocator.services.reading import read_office
from allocator.services.rules.proposals import (
    Rehearsed,
    changed_rules,
    proposed_by,
    read_proposal,
    read_rehearsed,
    rehearsals,
)
from allocator.services.rules.rehearsal import rulebook_of
from allocator.services.rules.releases import (
    REHEARSAL,
    bring_back,
    propose_rules,
    release_rules,
    versions,
    withdraw_rules,
)
from allocator.services.rules.rule_watch import watch_rules
from allocator.services.rules.taken_back import take_back_version
from allocator.services.runs import run_view
from allocator.services.staffing.scenario_forms import usual_rules
from allocator.simulation.comparison import conclusions
from allocator.simulation.report import Report
from api.errors import status_of
from api.pages.forms import KEY, column, field, new_key, once
from api.pages.office.rules import KINDS, said
from api.pages.said import Done
from api.pages.shell import Entry, Page, show
from api.pages.staffing.laboratory import figures_shown
from api.schemas.office import LONGEST_RULEBOOK
from api.surroundings import acting, asking, engine

NAME = Text("规则发布", "Rules")
PURPOSE = Text(
    "规则先试行、看结果，再由另一人发布；不对就恢复上一版。",
    "Rules are rehearsed, looked at and released by a second person; what does harm is taken back.",
)
page = Page("releases", "/releases", Entry(NAME, PURPOSE, "releases:read"))
TAKEN_BACK = Text("{version} 已撤回，不再生效。", "{version} is taken back and never begins.")
RELEASED = Text("{version} 已发布，自 {day} 起生效。", "{version} is released, and holds from {day} on.")
WITHDRAWN = Text("{version} 已撤回，没有发布。", "{version} is withdrawn, and was not released.")
BROUGHT_BACK = Text("已恢复 {version}，自今日起按它办理。", "{version} holds again, from today on.")
MOST_FLIPS = 50
ROWS = 4


@page.get("")
@page.needs("releases:read")
def index() -> Response:
    """Show the version in force and how it does, what waits to be released, and the ways to propose another."""
    return _index()


def _index(error: AllocatorError | None = None) -> Response:
    rulebook = rulebook_of(acting())
    return show(
        "releases/index.html",
        status_of(error) if error else 200,
        rulebook=rulebook,
        watched=watch_rules(acting()),
        found=rehearsals(acting(), drafts=_may_rehearse()),
        versions=versions(acting()),
        rules=usual_rules(rulebook),
        tomorrow=(read_office(acting())[1] + timedelta(days=1)).isoformat(),
        rows=_typed_rows() if error else [("", "")] * ROWS,
        typed=request.form,
        key=new_key,
        error=error,
        may_release=asking().may("rulebook:release"),
        may_rehearse=_may_rehearse(),
    )


def _may_rehearse() -> bool:
    """Say whether whoever asks sees versions on their way; an auditor sees those that were released."""
    return asking().may("rulebook:rehearse")


def _typed_rows() -> list[tuple[str, str]]:
    rows = list(zip(request.form.getlist("path"), request.form.getlist("value"), strict=False))
    return rows or [("", "")] * ROWS


@page.post("/changes")
@page.needs("rulebook:rehearse")
def changes() -> Response:
    """Write a version from the one in force with some values changed."""
    return _proposed(_changed)


def _changed() -> str:
    rows = zip(column("path"), column("value"), strict=False)
    values = {"version": field("version"), "effective_from": field("effective_from")}
    return changed_rules(acting(), {**values, **{path: value for path, value in rows if path}})


@page.post("/texts")
@page.needs("rulebook:rehearse")
def texts() -> Response:
    """Take a version as a file or as it was pasted."""
    return _proposed(_given)


def _given() -> str:
    sent = request.files.get("file")
    data = sent.read(LONGEST_RULEBOOK) if sent else b""
    if not data:
        return field("toml", longest=LONGEST_RULEBOOK)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_text() from error


def _not_text() -> BadInput:
    text = Text("文件不是 UTF-8 文字。", "The file is not text in UTF-8.")
    return BadInput(
        text,
        Text("请以 UTF-8 保存后重新选择。", "Save it in UTF-8 and choose it again."),
        code="file-undecodable",
        faults=[{"field": "file", "text": text.as_dict()}],
    )


def _proposed(write: Callable[[], str]) -> Response:
    """Keep a proposed text and lead to its differences; a faulty one is refused with each place."""
    try:
        params = propose_rules(acting(), write())
    except AllocatorError as error:
        return _index(error)
    return Response(status=303, headers={"Location": url_for("releases.proposal", digest=params["text"])})


@page.get("/proposals/<digest>")
@page.needs("rulebook:rehearse")
def proposal(digest: str) -> Response:
    """Show what a proposed version changes, before anything is rehearsed."""
    return show(
        "releases/proposal.html",
        found=read_proposal(acting(), digest),
        digest=digest,
        key=new_key,
        kinds=KINDS,
        said=said,
    )


@page.post("/proposals/<digest>")
@page.needs("rulebook:rehearse")
def rehearse(digest: str) -> Response:
    """Have a version rehearsed by a worker, once for one form."""
    params = dict(read_proposal(acting(), digest).params)
    return _to(engine().submit(REHEARSAL, params, acting().actor, f"form-{field(KEY)}").id)


def _to(run_id: str) -> Response:
    return Response(status=303, headers={"Location": url_for("releases.run", run_id=run_id)})


@page.get("/<uuid:run_id>")
@page.needs("releases:read")
def run(run_id: object) -> Response:
    """Show how far a rehearsal is, and once it is done what it found and what can be done with it."""
    return _run(str(run_id))


def _run(run_id: str, error: AllocatorError | None = None) -> Response:
    found = read_rehearsed(acting(), run_id, drafts=_may_rehearse())
    rulebook = rulebook_of(acting())
    return show(
        "releases/run.html",
        status_of(error) if error else 200,
        found=found,
        run=run_view(found.run),
        rulebook=rulebook,
        changes=_changes(found),
        own=proposed_by(found, acting().actor),
        most=MOST_FLIPS,
        kinds=KINDS,
        said=said,
        key=new_key,
        error=error,
        may_release=asking().may("rulebook:release"),
        **_forecast(found.report),
    )


def _changes(found: Rehearsed) -> Any:
    return read_proposal(acting(), found.run.params["text"]).changes if not found.stale else ()


def _forecast(report: Report | None) -> dict[str, Any]:
    """Lay the coming months out as the laboratory does."""
    if report is None:
        return {"report": None}
    return {"report": report, "concluded": conclusions(report, 1), **figures_shown(report)}


@page.post("/<uuid:run_id>/stop")
@page.needs("rulebook:rehearse")
def stop(run_id: object) -> Response:
    """Call a rehearsal off."""
    found = read_rehearsed(acting(), str(run_id))
    engine().cancel(found.run.id, acting().actor)
    return _to(found.run.id)


@page.post("/<uuid:run_id>/withdrawal")
@page.needs("rulebook:rehearse")
def withdrawal(run_id: object) -> Response:
    """Withdraw a version that was not released."""
    return _acted(str(run_id), _withdraw)


def _withdraw(run_id: str) -> Done:
    version = withdraw_rules(acting(), run_id).document["version"]
    return Done(url_for("releases.run", run_id=run_id), WITHDRAWN.fill(version=version))


@page.post("/<uuid:run_id>/release")
@page.needs("rulebook:release")
def release(run_id: object) -> Response:
    """Put a rehearsed version in force, in the name of who is signed in."""
    return _acted(str(run_id), _release)


def _release(run_id: str) -> Done:
    rules = release_rules(acting(), run_id).rulebook
    told = RELEASED.fill(version=rules.version, day=rules.effective_from.isoformat())
    return Done(url_for("releases.run", run_id=run_id), told)


def _acted(run_id: str, act: Callable[[str], Done]) -> Response:
    try:
        return once(partial(act, run_id))()
    except AllocatorError as error:
        return _run(run_id, error)


@page.post("/retreat")
@page.needs("rulebook:release")
def retreat() -> Response:
    """Take the version in force back, so that the one before holds again."""
    try:
        return once(_retreat)()
    except AllocatorError as error:
        return _index(error)


def _retreat() -> Done:
    return Done(url_for("releases.index"), BROUGHT_BACK.fill(version=bring_back(acting()).rulebook.version))


@page.post("/versions/<digest>/withdrawal")
@page.needs("rulebook:release")
def take_back(digest: str) -> Response:
    """Let a version never begin that is yet to, with the reason."""
    try:
        return once(partial(_take_back, digest))()
    except AllocatorError as error:
        return _index(error)


def _take_back(digest: str) -> Done:
    rules = take_back_version(acting(), digest, field("because"))
    return Done(url_for("releases.index"), TAKEN_BACK.fill(version=rules.version))
