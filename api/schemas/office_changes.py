"""Single changes of the office, and its calendar (单项变更、工作日历)."""

from typing import Any

from marshmallow import fields, validate

from api.schemas.common import Bilingual, nothing_or
from api.schemas.fields import Answer, Asked, Count, Flag, Line, Prose

LONGEST_NAME, LONGEST_CELL, MOST_CELLS, MOST_CHANGES = 40, 2000, 20, 50
SOME_CELLS: dict[str, Any] = {"maxProperties": MOST_CELLS}
DAY = {"format": "date"}


def cells(**options: Any) -> fields.Dict:
    """Make a field of the cells of a row, by column."""
    few = validate.Length(max=MOST_CELLS)
    return fields.Dict(
        keys=Line(LONGEST_NAME), values=Prose(LONGEST_CELL), validate=few, metadata=SOME_CELLS, **options
    )


class ChangeIn(Asked):
    """A change of one row: the columns that name it, and what its cells are from now on."""

    table = Line(LONGEST_NAME, required=True)
    key = cells(load_default=dict)
    cells = cells(load_default=None, allow_none=True)


class ChangesIn(Asked):
    """Changes that are made together or not at all."""

    changes = fields.List(fields.Nested(ChangeIn), required=True, validate=validate.Length(1, MOST_CHANGES))
    because = Prose(LONGEST_CELL, load_default="")
    dry_run = Flag(load_default=False)


class OfficeTable(Answer):
    """A table of the office: its rows, by column."""

    table = fields.String()
    rows = fields.List(fields.Dict(keys=fields.String(), values=fields.String()))


class OfficeDifference(Answer):
    """A difference between two states of the office."""

    kind = fields.String()
    table = fields.String()
    key = fields.String()
    field = fields.String()
    before = fields.Raw(allow_none=True)
    after = fields.Raw(allow_none=True)


class OfficeTouched(Answer):
    """Something a change touches: open cases or pairs of an officer, or a published trip."""

    kind = fields.String()
    ref = fields.String()
    on = fields.String(metadata=DAY)
    text = fields.Nested(Bilingual)


class OfficeWarning(Answer):
    """What somebody should know of the office as it is after the change."""

    file = fields.String()
    row = fields.Integer(allow_none=True)
    field = fields.String(allow_none=True)
    code = fields.String()
    severity = fields.String()
    text = fields.Nested(Bilingual)
    remedy = fields.Nested(Bilingual)


class OfficeChanged(Answer):
    """What a change did, or would do."""

    version = fields.Integer()
    dry_run = fields.Boolean()
    changes = fields.List(fields.Nested(OfficeDifference))
    touched = fields.List(fields.Nested(OfficeTouched))
    warnings = fields.List(fields.Nested(OfficeWarning))


class YearQuery(Asked):
    """Which year; the present one where none is named."""

    year = Count(1, 9999, load_default=None)


class CalendarCorrection(Answer):
    """Why a day was corrected, and by whom."""

    because = fields.String()
    by = fields.String()


class CalendarDay(Answer):
    """A day that is not what its weekday says, or that was corrected."""

    day = fields.String(metadata=DAY)
    kind = fields.String()
    works = fields.Boolean()
    name = nothing_or(Bilingual)
    correction = nothing_or(CalendarCorrection)


class CalendarYear(Answer):
    """A year of the calendar; estimated while its make-up days are not proclaimed."""

    year = fields.Integer()
    estimated = fields.Boolean()
    working_days = fields.Integer()
    version = fields.Integer()
    days = fields.List(fields.Nested(CalendarDay))
