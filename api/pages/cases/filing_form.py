"""逐件录入 One filing typed in: seven fields, the rest folded, and what triage would say of it while one types."""

from collections.abc import Mapping

from flask import Response, request, url_for

from allocator.domain.errors import AllocatorError
from allocator.services.assignment.desk import made
from allocator.services.cases.casework import read_case
from allocator.services.intake.typed_filings import Typed, file_typed, look_at_typed
from api.errors import status_of
from api.pages.forms import NOT_OF_THE_REQUEST, field, new_key, once
from api.pages.said import Done, just_said
from api.pages.shell import Page, show
from api.surroundings import acting

page = Page("filing_form", "/intake/new")
PLAIN = ("case_no", "cause", "claim", "creditors", "debtors", "filed_on", "town")
FOLDED = (
    "kind",
    "title",
    "creditor_ids",
    "debtor_ids",
    "preserved",
    "assets",
    "origin_case_no",
    "previous_handler",
    "series",
)


@page.get("")
@page.needs("filings:write")
def index() -> Response:
    """Show the form, blank but for the day, and what was filed by it just now."""
    filed = made(acting(), just_said().get("entry") or 0)
    case = read_case(acting(), filed.case_id)[0] if filed and filed.case_id else None
    blank = look_at_typed(acting(), {})
    texts = {"filed_on": blank.within.today.isoformat()}
    return _shown(texts, blank, case=case, asked=False)


@page.post("/look")
@page.needs("filings:write")
def look() -> Response:
    """Say what triage makes of what is typed; writes nothing. A script gets that alone, a form the page."""
    texts = _texts()
    typed = look_at_typed(acting(), texts)
    if "HX-Request" in request.headers:
        return show("intake/suggestion.html", 200, **_said(texts, typed, asked=True))
    return _shown(texts, typed)


@page.post("")
@page.needs("filings:write")
def file() -> Response:
    """File what is typed; whatever stands in the way is said beside it, and every word is still there."""
    try:
        return _file()
    except AllocatorError as error:
        texts = _texts()
        return _shown(texts, look_at_typed(acting(), texts), error)


@once
def _file() -> Done:
    return Done(url_for("filing_form.index"), entry=file_typed(acting(), _texts()).standing.decision)


def _texts() -> dict[str, str]:
    """Give what is typed, by field."""
    names = [name for name in request.form if name not in {*NOT_OF_THE_REQUEST, "key"}]
    return {name: field(name, needed=False) for name in names}


def _shown(
    texts: Mapping[str, str],
    typed: Typed,
    error: AllocatorError | None = None,
    case: object = None,
    *,
    asked: bool = True,
) -> Response:
    values = _said(texts, typed, asked=asked)
    status = status_of(error) if error else 200
    return show("intake/new.html", status, **values, error=error, case=case, key=new_key, plain=PLAIN, folded=FOLDED)


def _said(texts: Mapping[str, str], typed: Typed, *, asked: bool) -> dict[str, object]:
    """Give what the page and its panel say; before anybody asked, an empty field is no fault."""
    faults: dict[str, list[object]] = {}
    for fault in typed.report.faults if asked else ():
        faults.setdefault(str(fault.field), []).append(fault)
    names = {one.id: {"zh": one.zh, "en": one.en} for one in typed.within.fields}
    return {
        "texts": texts,
        "typed": typed,
        "faults": faults,
        "names": names,
        "rulebook": typed.within.rulebook,
        "asked": asked,
    }
