"""Restrictions (限制知悉): which cases not everybody may know of, marked and lifted by a person with a reason."""

from collections.abc import Mapping
from typing import Any

from allocator.services.cases.restricting import disclose_case, list_restricted, restrict_case, restricted_view
from allocator.services.views import case_view
from api.noun import Noun
from api.schemas.cases import Case
from api.schemas.restrictions import Disclosing, Restricting, Restriction, Restrictions
from api.surroundings import acting

restrictions = Noun("restrictions", "限制知悉 Cases that not everybody may know of.")


@restrictions.get("")
@restrictions.needs("cases:read")
@restrictions.response(200, Restrictions)
def index() -> Any:
    """List the restricted cases the caller knows of, with who marked each and why."""
    return {"items": [restricted_view(one) for one in list_restricted(acting())]}


@restrictions.post("")
@restrictions.needs("cases:restrict")
@restrictions.arguments(Restricting, example={"case": "（2022）内0222执17号", "because": "涉及本院工作人员"})
@restrictions.once
@restrictions.response(201, Restriction)
def create(body: Mapping[str, Any]) -> Any:
    """Restrict a case: from now on only its handler, its mentor, who marked it and whoever has `restricted:read` know of it."""
    return restricted_view(restrict_case(acting(), body["case"], body["because"]))


@restrictions.post("/<id:case_id>/lifting")
@restrictions.needs("cases:restrict")
@restrictions.arguments(Disclosing, example={"because": "事由已消除"})
@restrictions.response(200, Case)
def lifting(body: Mapping[str, Any], case_id: int) -> Any:
    """Lift the restriction of a case, with the reason."""
    return case_view(disclose_case(acting(), case_id, body["because"]))
