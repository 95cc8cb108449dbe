"""Indicators (质效指标): what may be asked, and every number with its definition."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import fields

from allocator.services.indicators.numbers import Question
from api.schemas.common import MOST_PER_PAGE, PER_PAGE, Bilingual, RulebookName
from api.schemas.deadlines import Resting
from api.schemas.fields import Answer, Asked, Count, Cursor, Day, Line

DAY = {"type": "string", "format": "date"}
LONGEST_CODE = 100


class IndicatorQuery(Asked):
    """Of which days, as it stood at the end of which day, and of what part of the office."""

    first = Day(data_key="from", required=True, metadata={**DAY, "description": "The first day."})
    last = Day(data_key="to", required=True, metadata={**DAY, "description": "The last day."})
    as_of = Day(
        load_default=None, metadata={**DAY, "description": "As it stood at the end of this day; else of today."}
    )
    team = Line(LONGEST_CODE, load_default=None, metadata={"description": "Of this team only, by its code."})
    lane = Line(LONGEST_CODE, load_default=None, metadata={"description": "Of this lane only, by its id."})
    cause = Line(LONGEST_CODE, load_default=None, metadata={"description": "Of this cause only, by its id."})


class IndicatorPageQuery(IndicatorQuery):
    """The same, and which page."""

    limit = Count(1, MOST_PER_PAGE, load_default=PER_PAGE, metadata={"description": "How many at most."})
    after = Cursor(metadata={"type": "string", "description": "The `next` of the page before.", "maxLength": 80})


class MonthQuery(Asked):
    """Which month, as it stood at the end of which day."""

    month = Day(required=True, metadata={**DAY, "description": "Any day of the month."})
    as_of = Day(
        load_default=None, metadata={**DAY, "description": "As it stood at the end of this day; else of today."}
    )


def question_of(query: Mapping[str, Any]) -> Question:
    """Make the question of a query."""
    days: tuple[date, date] = (query["first"], query["last"])
    return Question(*days, query["as_of"], query["team"], query["lane"], query["cause"])


class Indicator(Answer):
    """One number: exact, rounded in its unit, in words; its days, band and definition."""

    id = fields.String()
    name = fields.Nested(Bilingual)
    unit = fields.String()
    numerator = fields.Integer(metadata={"description": "Cases, days or fen, as the definition says."})
    denominator = fields.Integer()
    value = fields.String(
        allow_none=True, metadata={"description": "The exact fraction; null where nothing can be divided."}
    )
    rounded = fields.String(allow_none=True, metadata={"description": "In the unit: percent, points, yuan, days."})
    text = fields.Nested(Bilingual)
    before = fields.String(allow_none=True, metadata={"description": "Of a change: the value a year before."})
    first = fields.String(data_key="from", attribute="from", metadata={"format": "date"})
    last = fields.String(data_key="to", attribute="to", metadata={"format": "date"})
    band = fields.Nested(Bilingual)
    within = fields.Boolean(allow_none=True)
    meaning = fields.Nested(Bilingual)
    source = fields.String()
    definition = fields.String(metadata={"description": "The digest of the definition."})


class Asking(Answer):
    """What was asked, and which rules answered."""

    first = fields.String(data_key="from", attribute="from", metadata={"format": "date"})
    last = fields.String(data_key="to", attribute="to", metadata={"format": "date"})
    as_of = fields.String(metadata={"format": "date"})
    team = fields.String(allow_none=True)
    lane = fields.String(allow_none=True)
    cause = fields.String(allow_none=True)
    rulebook = fields.Nested(RulebookName)
    resting = fields.Nested(Resting)


class Indicators(Asking):
    """Every indicator of the rulebook, in its order."""

    items = fields.List(fields.Nested(Indicator))


class IndicatorCase(Answer):
    """A case behind a number, with what it gives to numerator and denominator."""

    id = fields.Integer()
    case_no = fields.String()
    kind = fields.String()
    cause = fields.String()
    lane = fields.String()
    team = fields.String(allow_none=True)
    filed_on = fields.String(metadata={"format": "date"})
    closed_on = fields.String(allow_none=True, metadata={"format": "date"})
    closed_as = fields.String(allow_none=True)
    numerator = fields.Integer(allow_none=True)
    denominator = fields.Integer(allow_none=True)


class IndicatorCases(Asking):
    """A page of the cases behind a number."""

    indicator = fields.Nested(Indicator)
    count = fields.Integer()
    not_shown = fields.Integer()
    items = fields.List(fields.Nested(IndicatorCase))
    next = fields.String(allow_none=True)


class SignalCase(Answer):
    """A case in which a signal was found."""

    id = fields.Integer()
    case_no = fields.String()
    filed_on = fields.String(metadata={"format": "date"})
    entered_on = fields.String(metadata={"format": "date"})
    closed_on = fields.String(allow_none=True, metadata={"format": "date"})


class Signal(Answer):
    """One signal: what was looked for, how often it was found, of how many, and whether to look closer."""

    id = fields.String()
    name = fields.Nested(Bilingual)
    text = fields.Nested(Bilingual)
    flagged = fields.Boolean()
    count = fields.Integer()
    of = fields.Integer()
    cases = fields.List(fields.Nested(SignalCase))


class Signals(Answer):
    """Every signal, those that found nothing too."""

    first = fields.String(data_key="from", attribute="from", metadata={"format": "date"})
    last = fields.String(data_key="to", attribute="to", metadata={"format": "date"})
    as_of = fields.String(metadata={"format": "date"})
    rulebook = fields.Nested(RulebookName)
    items = fields.List(fields.Nested(Signal))
