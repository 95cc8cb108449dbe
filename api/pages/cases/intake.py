"""新收导入 Intake: a file becomes cases; its columns, its faulty rows and its doubles are put right on one page."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from flask import Response, request, url_for
from werkzeug.datastructures import FileStorage

from allocator.domain.errors import AllocatorError, BadInput
from allocator.domain.words import Text
from allocator.files.amounts import UNITS
from allocator.files.corrections import ColumnChoice
from allocator.services.intake import import_drafts as drafts
from allocator.services.intake.import_rows import import_page
from api.errors import status_of
from api.pages.forms import field, new_key, number, once
from api.pages.shell import Entry, Page, show
from api.surroundings import acting, asking
from api.tidy import IMPOSSIBLE

NAME = Text("新收导入", "Intake")
PURPOSE = Text(
    "拖入收案表，核对列名，当场改错，整份导入；也可逐件录入。",
    "Drop a file of filings, check its columns, put rows right in place, import it whole; or type one in.",
)
page = Page("intake", "/intake", Entry(NAME, PURPOSE, "imports:write"))
LONGEST_NAME = 200
CELL = re.compile(r"cell-(\d{1,7})-(\d{1,4})")
COLUMN = re.compile(r"field-(\d{1,4})")
ROW = re.compile(r"\d{1,7}")
UNITS_OFFERED = ("元", "千元", "万元", "百万元", "亿元")
MOST_CELLS = 20_000


@page.get("")
@page.needs("imports:write")
def index() -> Response:
    """Show where a file is dropped, and the files that wait to be imported."""
    return _door()


@page.post("")
@page.needs("imports:write")
def bring() -> Response:
    """Take a file to look at; the same file again leads to where it was left."""
    try:
        draft = drafts.keep_file(acting(), *_file(), may_restrict=asking().may("cases:restrict"))
    except AllocatorError as error:
        return _door(error)
    return _leads_to(url_for("intake.look", draft=draft.id))


def _file() -> tuple[str, bytes]:
    """Give the name and the bytes of the one file of the form; raises BadInput."""
    given: list[FileStorage] = [file for file in request.files.getlist("file") if file.filename]
    if len(given) != 1:
        raise BadInput(
            Text("请选择一个文件。", "Choose one file."),
            Text("一次导入一个文件：XLSX、XLS 或 CSV。", "One file at a time: XLSX, XLS or CSV."),
            code="one-file",
        )
    return IMPOSSIBLE.sub("", given[0].filename or "")[-LONGEST_NAME:] or "upload", given[0].stream.read()


def _door(error: AllocatorError | None = None) -> Response:
    kept = drafts.kept_files(acting())
    return show("intake/index.html", status_of(error) if error else 200, kept=kept, error=error, key=new_key)


@page.get("/<draft>")
@page.needs("imports:write")
def look(draft: str) -> Response:
    """Show a file as it would be imported."""
    return _shown(draft)


@page.post("/<draft>/rows")
@page.needs("imports:write")
def correct(draft: str) -> Response:
    """Put cells right, leave rows out or take them back in; said twice it is the same, so it needs no key.

    A script sends each cell as it is left, and gets the sheet anew; a form gets the page.
    """
    try:
        drafts.correct(acting(), draft, dict(_cells()), _numbers("leave"), _numbers("back"))
    except AllocatorError as error:
        return _shown(draft, error)
    if "HX-Request" in request.headers:
        return _shown(draft, template="intake/sheet.html")
    return _leads_to(url_for("intake.look", draft=draft))


def _leads_to(place: str) -> Response:
    return Response(status=303, headers={"Location": place})


def _cells() -> Iterator[tuple[tuple[int, int], str]]:
    """Give the cells of the form that are no longer as they were shown; an older page says nothing of the others."""
    for name in list(request.form)[:MOST_CELLS]:
        found = CELL.fullmatch(name)
        if found and field(name, needed=False) != request.form.get(f"was-{name}", "").strip():
            yield (int(found[1]), int(found[2])), field(name, needed=False)


def _numbers(name: str) -> list[int]:
    return [int(text) for text in request.form.getlist(name) if ROW.fullmatch(text)]


@page.post("/<draft>/faulty")
@page.needs("imports:write")
def leave_faulty(draft: str) -> Response:
    """Leave out every row that is shown with a fault."""
    return _or_told(partial(_leave_faulty, draft), draft)


@once
def _leave_faulty(draft: str) -> str:
    drafts.leave_faulty(acting(), draft, number("version"))
    return url_for("intake.look", draft=draft)


@page.post("/<draft>/columns")
@page.needs("imports:write")
def columns(draft: str) -> Response:
    """Say which columns are which, and read the file again."""
    return _or_told(partial(_columns, draft), draft)


@once
def _columns(draft: str) -> str:
    named = [(name, int(found[1])) for name in request.form if (found := COLUMN.fullmatch(name))]
    chosen = {
        place: ColumnChoice(field(name, needed=False) or None, field(f"unit-{place}", needed=False) or None)
        for name, place in named
    }
    drafts.choose_columns(acting(), draft, chosen, number("version"))
    return url_for("intake.look", draft=draft)


@page.post("/<draft>/import")
@page.needs("imports:write")
def take(draft: str) -> Response:
    """Import the file whole."""
    return _or_told(partial(_take, draft), draft)


@once
def _take(draft: str) -> str:
    drafts.import_draft(acting(), draft, number("version"), may_restrict=asking().may("cases:restrict"))
    return url_for("intake.look", draft=draft)


@page.post("/<draft>/discard")
@page.needs("imports:write")
def discard(draft: str) -> Response:
    """Let go of a file that is not to be imported."""
    return _discard(draft)


@once
def _discard(draft: str) -> str:
    drafts.discard(acting(), draft)
    return url_for("intake.index")


def _or_told(act: Callable[[], Response], draft: str) -> Response:
    """Do it, or show the file as it is now with what stands in the way."""
    try:
        return act()
    except AllocatorError as error:
        return _shown(draft, error)


def _shown(draft: str, error: AllocatorError | None = None, template: str = "intake/look.html") -> Response:
    found = drafts.look_at(acting(), draft)
    return show(
        template,
        status_of(error) if error else 200,
        look=found,
        draft=found.draft,
        seen=import_page(found),
        units=[unit for unit in UNITS if unit in UNITS_OFFERED],
        key=new_key,
        error=error,
    )
