"""Filings and imports (立案、导入)."""

from collections.abc import Mapping
from typing import Any

from flask_smorest.fields import Upload
from marshmallow import fields, validate
from werkzeug.datastructures import FileStorage

from api.schemas.common import Bilingual
from api.schemas.fields import Answer, Asked, Day, Fen, Line, Truth, facts_by_name


class PartyIn(Asked):
    """A party; its kind is told from the name when it is not given."""

    side = fields.String(required=True, validate=validate.OneOf(["creditor", "debtor"]))
    name = Line(200, required=True)
    kind = fields.String(
        validate=validate.OneOf(["person", "enterprise", "organ", None]), allow_none=True, load_default=None
    )
    identity = Line(40, allow_none=True, load_default=None)


class FilingIn(Asked):
    """A case as it is filed; amounts in fen; null is unknown."""

    case_no = Line(100, required=True)
    kind = Line(20, required=True, metadata={"description": "A kind of the rulebook, such as 执 or 执恢."})
    title = Line(500, required=True)
    cause = Line(200, allow_none=True, load_default=None)
    claim = Fen(required=True)
    filed_on = Day(required=True, metadata={"type": "string", "format": "date"})
    town = Line(100, allow_none=True, load_default=None)
    preserved = Fen(allow_none=True, load_default=None)
    assets = fields.List(
        Line(60),
        allow_none=True,
        load_default=None,
        validate=validate.Length(0, 50),
        metadata={"description": "Kinds of asset known; empty: none found; null: nobody has looked."},
    )
    parties = fields.List(fields.Nested(PartyIn), required=True, validate=validate.Length(1, 500))
    origin_case_no = Line(100, allow_none=True, load_default=None)
    previous_handler = Line(100, allow_none=True, load_default=None)
    series = Line(100, allow_none=True, load_default=None)
    traits = facts_by_name(0, 200, load_default=dict)


EXAMPLE_FILING = {
    "case_no": "（2022）内0222执101号",
    "kind": "执",
    "title": "钱某与赵某民间借贷纠纷执行案",
    "cause": "民间借贷纠纷",
    "claim": 3_000_000,
    "filed_on": "2022-09-05",
    "town": "金山镇",
    "parties": [{"side": "creditor", "name": "钱某"}, {"side": "debtor", "name": "赵某"}],
    "traits": {"full_cash": None},
}


class OneFile(Upload):  # type: ignore[misc]
    """A file, and not a mere text of that name."""

    default_error_messages = {"invalid": "Not a valid file."}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> FileStorage:  # noqa: ARG002
        if not isinstance(value, FileStorage):
            raise self.make_error("invalid")
        return value


class ImportFile(Asked):
    """The file."""

    file = OneFile(required=True)


class ImportQuery(Asked):
    """Whether only to look."""

    dry_run = Truth(load_default=False, metadata={"type": "boolean", "description": "Report only, change nothing."})


class FileFault(Answer):
    """A place of a file that is wrong (error) or doubtful (warning)."""

    file = fields.String()
    row = fields.Integer(allow_none=True)
    field = fields.String(allow_none=True)
    code = fields.String()
    severity = fields.String(validate=validate.OneOf(["error", "warning"]))
    text = fields.Nested(Bilingual)
    remedy = fields.Nested(Bilingual)


class Row(Answer):
    """What became of a row."""

    row = fields.Integer()
    case_no = fields.String(allow_none=True)
    status = fields.String(validate=validate.OneOf(["ok", "warning", "error", "skipped", "unchanged"]))
    faults = fields.List(fields.Nested(FileFault))


class ImportReport(Answer):
    """What an import did, how its header was read, and what became of each row."""

    file = fields.String()
    applied = fields.Boolean()
    dry_run = fields.Boolean()
    created = fields.Integer()
    unchanged = fields.Integer()
    errors = fields.Integer()
    new = fields.List(fields.Integer())
    faults = fields.List(fields.Nested(FileFault))
    digest = fields.String()
    read_as = fields.Dict(keys=fields.String(), allow_none=True)
    columns = fields.Dict(keys=fields.String())
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    file_faults = fields.List(fields.Nested(FileFault))
    rows = fields.List(fields.Nested(Row))
    skipped = fields.List(fields.Integer())
