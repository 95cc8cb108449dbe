"""Figures of other courts (同类法院指标)."""

from marshmallow import fields

from api.schemas.common import Bilingual
from api.schemas.fields import Answer, Asked, Line
from api.schemas.filings import OneFile

DAY = {"format": "date"}


class PeersQuery(Asked):
    """Of which indicator; all where none is named."""

    indicator = Line(100, load_default=None)


class PeersFile(Asked):
    """The file."""

    file = OneFile(required=True)


class PeersPutDown(Answer):
    """How many figures were news, and how many were there word for word."""

    added = fields.Integer()
    known = fields.Integer()


class PeerFigure(Answer):
    """What a court published of an indicator, exact, and our own of the same days; null where our rules know it no more."""

    court = fields.String()
    indicator = fields.String()
    name = fields.Nested(Bilingual, allow_none=True)
    from_ = fields.String(attribute="from", data_key="from", metadata=DAY)
    to = fields.String(metadata=DAY)
    value = fields.String()
    text = fields.Nested(Bilingual, allow_none=True)
    source = fields.String()
    published = fields.String(metadata=DAY)
    own = fields.String(allow_none=True)
    own_text = fields.Nested(Bilingual, allow_none=True)


class PeerFigures(Answer):
    """The figures by days, court and indicator: the order says nothing of the values."""

    items = fields.List(fields.Nested(PeerFigure))
