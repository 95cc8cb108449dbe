"""Restricted cases (限制知悉)."""

from marshmallow import fields

from allocator.services.saying_why import LONGEST_REASON
from api.schemas.fields import Answer, Asked, Line, Prose


class Disclosing(Asked):
    """Why a restriction is lifted."""

    because = Prose(LONGEST_REASON, required=True)


class Restricting(Disclosing):
    """Which case is restricted, by its number or id, and why."""

    case = Line(100, required=True)


class Restriction(Answer):
    """A restricted case: since when, by whom, why."""

    case_id = fields.Integer()
    case_no = fields.String()
    at = fields.String(metadata={"format": "date-time"})
    by = fields.String()
    because = fields.String()


class Restrictions(Answer):
    """The restricted cases the caller knows of, by id."""

    items = fields.List(fields.Nested(Restriction))
