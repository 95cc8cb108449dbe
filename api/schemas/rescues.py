"""The rescue desk (期限救援)."""

from marshmallow import fields, validate

from api.schemas.common import Bilingual, by_name
from api.schemas.fields import Answer, Asked, Line


class RescueQuery(Asked):
    """Of which case, by number or id; of all, without one."""

    case = Line(100, load_default=None)


class RescueChange(Answer):
    """One change of handler, with its price per mille of load."""

    case_no = fields.String()
    holder = fields.String()
    officer = fields.String()
    mentor = fields.String(allow_none=True)
    price = fields.Integer()


class RescueWay(Answer):
    """The cheapest way: a move, a swap, or cover until the last day away."""

    kind = fields.String(validate=validate.OneOf(["move", "swap", "cover"]))
    price = fields.Integer()
    until = fields.String(allow_none=True, metadata={"format": "date"})
    changes = fields.List(fields.Nested(RescueChange))


class Rescue(Answer):
    """A deadline that no longer fits, the minutes missing, the cheapest way if there is one, and all that was tried.

    `officer` is who is late with it: the handler, a mentor, or a desk by its key (team/role).
    """

    case_no = fields.String()
    node = fields.String()
    officer = fields.String()
    due = fields.String(metadata={"format": "date"})
    short_minutes = fields.Integer()
    way = fields.Nested(RescueWay, allow_none=True)
    tried = by_name()
    refused = by_name()
    still_late = fields.Integer()
    too_small = fields.Integer()
    text = fields.Nested(Bilingual)


class RescueSlot(Answer):
    """The first day on which an errand of the case can be booked by its day, with how; null where no hour is left, and why."""

    errand = fields.String()
    by = fields.String(metadata={"format": "date"})
    day = fields.String(allow_none=True, metadata={"format": "date"})
    booking = fields.Dict(keys=fields.String(), allow_none=True)
    reasons = fields.List(fields.Dict(keys=fields.String()))


class Rescues(Answer):
    """What no longer fits, with its rescue."""

    day = fields.String(metadata={"format": "date"})
    case_no = fields.String(allow_none=True)
    items = fields.List(fields.Nested(Rescue))
    slots = fields.List(fields.Nested(RescueSlot))
