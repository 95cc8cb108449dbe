"""Problem documents (错误文档)."""

from marshmallow import fields

from api.schemas.common import Bilingual
from api.schemas.fields import Answer

OPTIONAL = {"optional": True}


class Fault(Answer):
    """One place of the request or the file that is wrong, in both languages."""

    class Meta:
        """A fault of a file says more (its file, row and severity)."""

        unknown = "include"

    in_ = fields.String(
        data_key="in",
        attribute="in",
        metadata={"description": "The part of the request: json, query, files or rulebook."},
    )
    field = fields.String(allow_none=True, metadata={"description": "The path of the field, such as parties.0.name."})
    text = fields.Nested(Bilingual)


class Problem(Answer):
    """What went wrong, to what, and the next step (RFC 9457)."""

    type = fields.String(metadata={"description": "Stable: /problems/<code>."})
    title = fields.String()
    status = fields.Integer()
    detail = fields.String(metadata={"description": "In the language of Accept-Language: zh (default) or en."})
    instance = fields.String()
    remedy = fields.String(metadata={"description": "The next step."})
    facts = fields.Dict(keys=fields.String(), metadata={"description": "The values behind the sentence."})
    errors = fields.List(fields.Nested(Fault), metadata={"description": "Every single fault."})
