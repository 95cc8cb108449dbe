"""Files on their way in, and filings while they are typed (导入草稿、录入预览)."""

from marshmallow import fields, validate

from api.schemas.common import Bilingual, by_name, nothing_or, text_list
from api.schemas.fields import Answer, Asked, Line, Prose
from api.schemas.filings import FileFault

LAST_ROW, LAST_COLUMN = 10_000_000, 10_000
MOST_CELLS = 5_000


def _place(last: int, first: int = 0) -> fields.Integer:
    return fields.Integer(required=True, strict=True, validate=validate.Range(first, last))


class Draft(Answer):
    """A file on its way in; `done` is null until it is imported."""

    id = fields.String()
    version = fields.Integer()
    name = fields.String()
    digest = fields.String()
    row_count = fields.Integer()
    done = fields.Dict(keys=fields.String(), allow_none=True)
    created_at = fields.String(metadata={"format": "date-time"})
    changed_at = fields.String(metadata={"format": "date-time"})


class Drafts(Answer):
    """One's own, the latest first."""

    items = fields.List(fields.Nested(Draft))


class CellSaid(Answer):
    """A cell that was put right: the row as the sheet numbers it, the column from 0."""

    row = fields.Integer()
    column = fields.Integer()
    text = fields.String()


class Looked(Draft):
    """A file as it would be imported."""

    sheet = fields.Dict(keys=fields.String())
    new = fields.Integer()
    corrected = fields.List(fields.Nested(CellSaid))
    left_out = fields.List(fields.Integer())


class CellIn(Asked):
    """What a cell holds."""

    row = _place(LAST_ROW, 1)
    column = _place(LAST_COLUMN)
    text = Prose(2000, required=True)


class CorrectionsIn(Asked):
    """Cells put right, rows left out, rows taken back in."""

    cells = fields.List(fields.Nested(CellIn), load_default=list, validate=validate.Length(0, MOST_CELLS))
    leave = fields.List(_place(LAST_ROW, 1), load_default=list, validate=validate.Length(0, MOST_CELLS))
    take_back = fields.List(_place(LAST_ROW, 1), load_default=list, validate=validate.Length(0, MOST_CELLS))


class ColumnIn(Asked):
    """Which field a column is (null: not to be read), and the unit of money."""

    column = _place(LAST_COLUMN)
    field = Line(100, allow_none=True, required=True)
    unit = Line(10, allow_none=True, load_default=None)


class VersionIn(Asked):
    """The version a draft was shown at."""

    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))


class ColumnsIn(VersionIn):
    """Columns, at the version they were shown at."""

    columns = fields.List(fields.Nested(ColumnIn), required=True, validate=validate.Length(1, 500))


class TypedIn(Asked):
    """What is typed so far, by the ids of the fields of a filing sheet or of facts; amounts in yuan."""

    texts = fields.Dict(
        keys=Line(100),
        values=Prose(2000),
        required=True,
        validate=validate.Length(0, 300),
        metadata={"maxProperties": 300},
    )


class NextQuestion(Answer):
    """The fact whose answer most often settles the class."""

    fact = fields.String()
    question = fields.Nested(Bilingual)


class TypedTriage(Answer):
    """What triage says of what is typed."""

    class_ = fields.String(data_key="class", attribute="class")
    lane = fields.String()
    lane_name = fields.Nested(Bilingual)
    certain = fields.Boolean()
    reasons = fields.List(fields.Nested(Bilingual))
    unknown_ = text_list(data_key="unknown", attribute="unknown")
    ask_next = nothing_or(NextQuestion)
    minutes = by_name()


class Typed(Answer):
    """What is typed, as it is understood; triage is null while a fault keeps it from being a filing."""

    case_no = fields.String(allow_none=True)
    faults = fields.List(fields.Nested(FileFault))
    on_docket = fields.Integer(allow_none=True)
    triage = nothing_or(TypedTriage)
