"""How likely deadlines are missed (超期预测)."""

from marshmallow import fields, validate

from api.schemas.common import Bilingual
from api.schemas.fields import Answer, Asked, Count, Line


class MissesQuery(Asked):
    """How many days ahead, and whose."""

    days = Count(0, 366, load_default=60)
    owner = Line(100, load_default=None)


class MissReason(Answer):
    """What one feature adds to the log-odds, against the mean of closed cases."""

    feature = fields.String()
    name = fields.Nested(Bilingual)
    log_odds = fields.Float()


class PredictedMiss(Answer):
    """An open deadline, how likely it is missed (with a 95 % interval where a rate is told), and what speaks for it."""

    case_no = fields.String()
    node = fields.String()
    name = fields.Nested(Bilingual)
    owner = fields.String()
    due = fields.String(allow_none=True, metadata={"format": "date"})
    probability = fields.Float()
    low = fields.Float(allow_none=True)
    high = fields.Float(allow_none=True)
    because = fields.List(fields.Nested(MissReason))


class Prediction(Answer):
    """What closed cases tell, with Brier scores on the newer of them; null where nothing was left to test on."""

    day = fields.String(metadata={"format": "date"})
    method = fields.String(validate=validate.OneOf(["curve", "rate"]))
    looks = fields.Integer()
    missed = fields.Integer()
    tested = fields.Integer()
    brier = fields.Float(allow_none=True)
    brier_of_curve = fields.Float(allow_none=True)
    brier_of_rate = fields.Float(allow_none=True)
    items = fields.List(fields.Nested(PredictedMiss))
