"""Filings (立案)."""

from collections.abc import Mapping
from typing import Any

from allocator.domain.cases import Filing, Party, PartyKind, PartySide
from allocator.domain.party_kinds import kind_of_name
from allocator.services.intake.front_desk import file_at_desk
from allocator.services.intake.import_views import typed_view
from allocator.services.intake.typed_filings import look_at_typed
from allocator.services.views import case_view
from api.noun import ETAG, LOCATION, Noun
from api.schemas.cases import Case
from api.schemas.filings import EXAMPLE_FILING, FilingIn
from api.schemas.import_drafts import Typed, TypedIn
from api.spec import PREFIX
from api.surroundings import acting
from api.versions import etag

filings = Noun("filings", "立案 A case comes in, is triaged at once, and waits for a handler.")


@filings.post("")
@filings.needs("filings:write")
@filings.arguments(FilingIn, example=EXAMPLE_FILING)
@filings.once
@filings.response(201, Case, headers={**LOCATION, **ETAG})
def create(body: Mapping[str, Any]) -> Any:
    """File a case.

    It is triaged in the same transaction; a case number on the docket already is refused (409).
    """
    case = file_at_desk(acting(), filing_of(body))
    return case_view(case), 201, {"Location": f"{PREFIX}/cases/{case.id}", **etag(case.version)}


@filings.post("/suggestion")
@filings.needs("filings:write")
@filings.arguments(TypedIn, example={"texts": {"case_no": "（2022）内0222执101号", "claim": "3万"}})
@filings.response(200, Typed)
def suggestion(body: Mapping[str, Any]) -> Any:
    """Say what triage makes of a filing while it is typed: faults by field, class, reasons, what to ask; nothing is kept."""
    return typed_view(look_at_typed(acting(), body["texts"]))


def filing_of(body: Mapping[str, Any]) -> Filing:
    """Make a filing of the request; raises BadInput where it contradicts itself."""
    assets = body["assets"]
    given = {**body, "parties": tuple(_party(item) for item in body["parties"])}
    return Filing(**{**given, "assets": None if assets is None else frozenset(assets)})


def _party(item: Mapping[str, Any]) -> Party:
    kind = PartyKind(item["kind"]) if item["kind"] else kind_of_name(item["name"])
    return Party(PartySide(item["side"]), item["name"], kind, item["identity"])
