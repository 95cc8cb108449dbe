"""Facts that open coercive measures (强制措施事项), among the operations of cases: said by one person, decided by a second."""

from collections.abc import Mapping
from typing import Any

from allocator.services.cases.flags import approve_flag, refuse_flag, withdraw_flag
from allocator.services.rules.rehearsal import rulebook_of
from allocator.services.views import case_view, relearned_view
from api.noun import ETAG
from api.resources.cases import cases
from api.schemas.cases import Case, RefusalIn, Relearned
from api.surroundings import acting
from api.versions import etag, expected_version


@cases.post("/<id:case_id>/flags/<fact>/approval")
@cases.needs("flags:approve")
@cases.versioned
@cases.response(200, Relearned, headers=ETAG)
def approve_one(case_id: int, fact: str) -> Any:
    """Let a fact be so that somebody else said: as a user who is signed in, where the office's people are."""
    done = approve_flag(acting(), case_id, fact, expected_version())
    return relearned_view(done, rulebook_of(acting())), 200, etag(done.case.version)


@cases.post("/<id:case_id>/flags/<fact>/refusal")
@cases.needs("flags:approve")
@cases.versioned
@cases.arguments(RefusalIn, example={"because": "财产线索未穷尽，暂不搜查"})
@cases.response(200, Case, headers=ETAG)
def refuse_one(body: Mapping[str, Any], case_id: int, fact: str) -> Any:
    """Refuse what somebody else said, with the reason; what was known of the fact before holds again."""
    done = refuse_flag(acting(), case_id, fact, body["because"], expected_version())
    return case_view(done), 200, etag(done.version)


@cases.delete("/<id:case_id>/flags/<fact>")
@cases.needs("facts:write")
@cases.versioned
@cases.response(200, Case, headers=ETAG)
def take_back_one(case_id: int, fact: str) -> Any:
    """Take back what one said oneself and nobody approved yet."""
    done = withdraw_flag(acting(), case_id, fact, expected_version())
    return case_view(done), 200, etag(done.version)
