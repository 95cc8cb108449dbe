"""Files on their way in (导入草稿): brought, looked at, put right cell by cell, imported whole; as the page of intake does."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from werkzeug.datastructures import FileStorage

from allocator.files.corrections import ColumnChoice
from allocator.services.intake import import_drafts as drafts
from allocator.services.intake.import_views import draft_view, look_view
from api.noun import Noun
from api.resources.imports import RESTRICTS
from api.schemas.filings import ImportFile
from api.schemas.import_drafts import ColumnsIn, CorrectionsIn, Draft, Drafts, Looked, VersionIn
from api.surroundings import acting, asking
from api.tidy import file_name

import_drafts = Noun(
    "import-drafts", "导入草稿 Files of filings on their way in: looked at and put right, each its owner's alone."
)


@import_drafts.get("")
@import_drafts.needs("imports:write")
@import_drafts.response(200, Drafts)
def index() -> Any:
    """List what one has brought and not imported yet, the latest first; a file nobody touches for seven days is let go of."""
    return {"items": [draft_view(one) for one in drafts.kept_files(acting())]}


@import_drafts.post("")
@import_drafts.needs("imports:write")
@import_drafts.arguments(ImportFile, location="files")
@import_drafts.response(201, Looked)
def create(upload: Mapping[str, FileStorage]) -> Any:
    """Keep a file to look at before it is imported; the same bytes again are the draft there is."""
    file = upload["file"]
    name, data = file_name(file.filename), file.stream.read()
    draft = drafts.keep_file(acting(), name, data, may_restrict=asking().may(RESTRICTS))
    return look_view(drafts.look_at(acting(), draft.id)), 201


@import_drafts.get("/<uuid:draft_id>")
@import_drafts.needs("imports:write")
@import_drafts.response(200, Looked)
def read(draft_id: UUID) -> Any:
    """Read a file as it would be imported: its columns, each row with its faults, what was corrected."""
    return look_view(drafts.look_at(acting(), draft_id.hex))


@import_drafts.post("/<uuid:draft_id>/corrections")
@import_drafts.needs("imports:write")
@import_drafts.arguments(CorrectionsIn, example={"cells": [{"row": 3, "column": 4, "text": "3"}], "leave": [7]})
@import_drafts.response(200, Looked)
def correct(body: Mapping[str, Any], draft_id: UUID) -> Any:
    """Put cells right, leave rows out or take them back in; said twice it is the same, so it needs no version."""
    cells = {(one["row"], one["column"]): one["text"] for one in body["cells"]}
    drafts.correct(acting(), draft_id.hex, cells, body["leave"], body["take_back"])
    return look_view(drafts.look_at(acting(), draft_id.hex))


@import_drafts.put("/<uuid:draft_id>/columns")
@import_drafts.needs("imports:write")
@import_drafts.arguments(
    ColumnsIn, example={"version": 1, "columns": [{"column": 4, "field": "claim", "unit": "万元"}]}
)
@import_drafts.alt_response(412, "PRECONDITION_FAILED")
@import_drafts.response(200, Looked)
def columns(body: Mapping[str, Any], draft_id: UUID) -> Any:
    """Say of columns which fields they are (null: not to be read) and in which unit, at the version it was shown at."""
    chosen = {one["column"]: ColumnChoice(one["field"], one["unit"]) for one in body["columns"]}
    drafts.choose_columns(acting(), draft_id.hex, chosen, body["version"])
    return look_view(drafts.look_at(acting(), draft_id.hex))


@import_drafts.post("/<uuid:draft_id>/import")
@import_drafts.needs("imports:write")
@import_drafts.arguments(VersionIn, example={"version": 1})
@import_drafts.alt_response(412, "PRECONDITION_FAILED")
@import_drafts.response(200, Draft)
def take(body: Mapping[str, Any], draft_id: UUID) -> Any:
    """Import the file whole, as it was shown at a version; imported already, it answers as before."""
    done = drafts.import_draft(acting(), draft_id.hex, body["version"], may_restrict=asking().may(RESTRICTS))
    return draft_view(done)


@import_drafts.delete("/<uuid:draft_id>")
@import_drafts.needs("imports:write")
@import_drafts.response(204)
def discard(draft_id: UUID) -> None:
    """Let go of a file; nothing of it is on the docket unless it was imported."""
    drafts.discard(acting(), draft_id.hex)
