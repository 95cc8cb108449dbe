"""The hand-over pack of one case (交接清单), among the operations of cases."""

from collections.abc import Mapping
from typing import Any

from allocator.services.plans.handovers import pack_of_case, packs_view
from api.resources.cases import cases
from api.schemas.cases import TakerQuery
from api.schemas.handovers import Packs
from api.surroundings import acting


@cases.get("/<id:case_id>/handover")
@cases.needs("cases:read")
@cases.arguments(TakerQuery, location="query")
@cases.alt_response(422, "UNPROCESSABLE_ENTITY")
@cases.response(200, Packs)
def handover(query: Mapping[str, Any], case_id: int) -> Any:
    """Give what goes along with a case to somebody (`to`); else as it changed hands last, or to whom the paper names."""
    return packs_view(pack_of_case(acting(), case_id, query["to"]))
