"""The decision log (决策日志)."""

from typing import Any

from allocator.services.log_check import verify_log
from allocator.services.views import log_view
from api.noun import Noun
from api.schemas.audit import LogCheck
from api.surroundings import acting

log = Noun("log", "决策日志 The append-only, hash-chained log.")


@log.get("/verification")
@log.needs("log:verify")
@log.response(200, LogCheck)
def verification() -> Any:
    """Check the whole chain; a row altered, removed or put in is named."""
    return log_view(verify_log(acting()))
